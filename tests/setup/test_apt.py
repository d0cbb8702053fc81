"""Sources of apt, as Debian's and others' machines have them."""

import pytest

from setup import apt
from setup.apt import Mirror

LIST = """\
# deb http://old.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib
deb http://mirror.example/debian-security bookworm-security main
deb-src http://source.example/debian bookworm main
deb [arch=amd64 signed-by=/keys/a.gpg trusted=yes] http://b.example/debian/ sid main
deb https://other.example/node nodistro main
"""

DEB822 = """\
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
# a comment
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
"""

INLINE_KEY = """\
Types: deb
URIs: http://mirror.example/debian
Suites: trixie
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----
"""


def test_one_line_sources():
    assert apt.parse_list(LIST) == [
        Mirror("http://mirror.example/debian"),
        Mirror("http://b.example/debian/", "/keys/a.gpg", "yes"),
    ]


def test_deb822_sources():
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    assert apt.parse_deb822(DEB822) == [Mirror("http://mirror.example/debian", keyring)]


def test_inlined_key_survives():
    (mirror,) = apt.parse_deb822(INLINE_KEY)
    stanza = mirror.source(["sid", "trixie"])
    assert "Suites: sid trixie\n" in stanza
    assert apt.parse_deb822(stanza) == [mirror]
    assert "\n mQINBF\n" in stanza


def test_no_empty_fields():
    stanza = Mirror("http://mirror.example/debian").source(["sid"])
    assert "Trusted" not in stanza
    assert all(line.partition(": ")[2] for line in stanza.splitlines())


@pytest.mark.parametrize("text", ["", "\n\n# nothing\n", "Types: deb\n"])
def test_nothing_configured(text):
    assert apt.parse_list(text) == apt.parse_deb822(text) == []
