"""Debian packages of another release, fetched without touching the system's apt.

The machine's own mirror is asked, with an apt state of its own; nothing is installed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .errors import SetupError
from .progress import Step

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt")
OPTION_IN_LIST = re.compile(r"(signed-by|trusted)=(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Mirror:
    uri: str
    signed_by: str = ""
    trusted: str = ""

    def source(self, suites: Sequence[str]) -> str:
        """A deb822 stanza; without a key named, apt uses those it trusts anyway."""
        signed_by = self.signed_by or (str(KEYRING) if KEYRING.exists() else "")
        fields = {
            "Types": "deb",
            "URIs": self.uri,
            "Suites": " ".join(suites),
            "Components": "main",
            "Signed-By": signed_by,
            "Trusted": self.trusted,
        }
        return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)


def is_debian() -> bool:
    try:
        release = Path("/etc/os-release").read_text()
    except FileNotFoundError:
        return False
    tools = shutil.which("apt-get") and shutil.which("dpkg")
    return bool(tools) and bool(re.search(r"(?m)^ID=\"?debian\"?$", release))


def find_mirror() -> Mirror:
    """The machine's main Debian mirror."""
    configured = _read_sources(SOURCES)
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Label: Debian"],
        capture_output=True,
        text=True,
    ).stdout.split()
    for uri in listed:
        known = [mirror for mirror in configured if _same(mirror.uri, uri)]
        return known[0] if known else Mirror(uri)
    if configured:
        return configured[0]
    raise SetupError(f"No Debian mirror is named in {SOURCES}: set ODOO_PATH instead.")


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _read_sources(folder: Path) -> list[Mirror]:
    parts = folder / "sources.list.d"
    mirrors: list[Mirror] = []
    for path in [folder / "sources.list", *sorted(parts.glob("*.list"))]:
        if path.exists():
            mirrors += parse_list(path.read_text())
    for path in sorted(parts.glob("*.sources")):
        mirrors += parse_deb822(path.read_text())
    return mirrors


def parse_list(text: str) -> list[Mirror]:
    """Mirrors of one-line sources: ``deb [options] uri suite components…``."""
    mirrors = []
    for line in text.splitlines():
        match = re.match(r"\s*deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)\s+\S", line)
        if match and _is_main_archive(match[2], [match[3]]):
            found = OPTION_IN_LIST.findall(match[1] or "")
            options = {name.lower(): value for name, value in found}
            mirrors.append(
                Mirror(
                    match[2], options.get("signed-by", ""), options.get("trusted", "")
                )
            )
    return mirrors


def parse_deb822(text: str) -> list[Mirror]:
    """Mirrors of ``.sources`` files: stanzas of ``Field: value`` lines."""
    mirrors = []
    for stanza in re.split(r"\n\s*\n", text):
        fields = _fields(stanza)
        uris, suites = fields.get("uris", "").split(), fields.get("suites", "").split()
        enabled = fields.get("enabled", "yes").lower() not in ("no", "false")
        if "deb" in fields.get("types", "").split() and enabled:
            mirrors += [
                Mirror(uri, fields.get("signed-by", ""), fields.get("trusted", ""))
                for uri in uris
                if _is_main_archive(uri, suites)
            ]
    return mirrors


def _fields(stanza: str) -> dict[str, str]:
    """Field names in lower case; a continued value (an inlined key) keeps its lines."""
    fields: dict[str, str] = {}
    name = ""
    for line in stanza.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line[0].isspace() and name:
            fields[name] += "\n" + line
        else:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def _is_main_archive(uri: str, suites: Iterable[str]) -> bool:
    return uri.rstrip("/").endswith("/debian") and not any(
        "security" in suite for suite in suites
    )


def download(
    packages: Sequence[str], suites: Sequence[str], work: Path, step: Step
) -> None:
    """Leave the packages' files in ``work/debs``; what is there already is kept."""
    for name in ("lists/partial", "parts", "cache/archives/partial", "debs"):
        (work / name).mkdir(parents=True, exist_ok=True)
    (work / "parts" / "debian.sources").write_text(find_mirror().source(suites))
    options = [
        f"-oDir::Etc::SourceList={os.devnull}",
        f"-oDir::Etc::SourceParts={work / 'parts'}",
        f"-oDir::State::Lists={work / 'lists'}",
        f"-oDir::Cache={work / 'cache'}",
        "-oAPT::Sandbox::User=root",
        "-oAcquire::Languages=none",
        "-oAcquire::Retries=2",
    ]
    advice = "(is there a network? see also ODOO_PATH)"
    apt, debs = ["apt-get", "-q", *options], work / "debs"
    step.update("reading the package lists")
    what = f"Reading Debian's package lists {advice}"
    processes.run([*apt, "--error-on=any", "update"], what, work / "update.log")
    uris = processes.output_of([*apt, "--print-uris", "download", *packages], "apt-get")
    total = sum(int(size) for size in re.findall(r"(?m)^'\S+' \S+ (\d+) ", uris))
    processes.run(
        [*apt, "download", *packages],
        f"Downloading Odoo from Debian {advice}",
        work / "download.log",
        step=step,
        watch=lambda _: f"{_megabytes(debs)} MB/{total // 10**6} MB" if total else None,
        cwd=debs,
    )


def _megabytes(folder: Path) -> int:
    # A partial file may be renamed between listing and asking.
    return sum(p.stat().st_size for p in folder.rglob("*") if p.exists()) // 10**6
