"""The add-ons of this repository: their manifests, dependencies and contents."""

import ast
import hashlib
from dataclasses import dataclass
from pathlib import Path

from .paths import ROOT

# Add-ons of others, see requirements-oca.txt: only databases for them have them.
OCA = {"queue_job"}
# What has no part in the database: an add-on changed only here needs no update.
NOT_INSTALLED = {"tests", "readme", "static", "__pycache__"}


@dataclass(frozen=True)
class Addon:
    path: Path
    depends: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_beside_oca(self) -> bool:
        return not OCA.isdisjoint(self.depends)

    def checksum(self) -> str:
        """Of everything that an installed database depends on."""
        digest = hashlib.sha256()
        for path in sorted(self.path.rglob("*")):
            parts = path.relative_to(self.path).parts
            if path.is_file() and not NOT_INSTALLED.intersection(parts):
                digest.update("/".join(parts).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:16]


def find(root: Path = ROOT) -> list[Addon]:
    """All installable add-ons, sorted by name."""
    addons = []
    for manifest in sorted(root.glob("*/__manifest__.py")):
        values = ast.literal_eval(manifest.read_text())
        if values.get("installable", True):
            addons.append(Addon(manifest.parent, tuple(values.get("depends", ()))))
    return addons


def on_odoo_alone(root: Path = ROOT) -> list[Addon]:
    """Those that need nothing of others."""
    return [addon for addon in find(root) if not addon.is_beside_oca]


def beside_oca(root: Path = ROOT) -> list[Addon]:
    return [addon for addon in find(root) if addon.is_beside_oca]


def core_dependencies(addons: list[Addon]) -> list[str]:
    """What the add-ons need of Odoo itself."""
    own = {addon.name for addon in addons}
    return sorted({"crm"}.union(*(addon.depends for addon in addons)) - own)


def checksums(addons: list[Addon]) -> dict[str, str]:
    return {addon.name: addon.checksum() for addon in addons}


def changed(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Names of add-ons that are new or differ."""
    return [name for name in now if before.get(name) != now[name]]
