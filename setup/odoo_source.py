"""Odoo 19: the developer's checkout, Debian's package, or a clone, in this order."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, artefacts, processes
from .errors import SetupError
from .paths import LOGS, ODOO, ROOT
from .progress import Step

REPOSITORY = "https://github.com/odoo/odoo.git"
BRANCH = "19.0"

# The package links to fonts and scripts of others by paths relative to usr/share.
# Debian's newer Font Awesome lacks the files of version 4 that Odoo uses.
SID, STABLE = "sid", "trixie"
PACKAGES = (
    "odoo-19/sid",
    *(
        f"{name}/sid"
        for name in (
            "fonts-dejavu-core fonts-glyphicons-halflings fonts-inconsolata "
            "fonts-montserrat fonts-ocr-b fonts-roboto-unhinted fonts-urw-base35 "
            "gsfonts libjs-jquery libjs-jquery-form libjs-underscore"
        ).split()
    ),
    f"fonts-font-awesome/{STABLE}",
)
DIST_PACKAGES = Path("usr/lib/python3/dist-packages")
# Debian removed this script; every page would log its absence as an error.
REMOVED_SCRIPT = Path(
    "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
)


@dataclass(frozen=True)
class Odoo:
    root: Path  # holds the package "odoo", and "addons" in a git checkout
    build: str  # what a database's stamp says it was made with

    @property
    def addons_path(self) -> str:
        core = [self.root / "odoo" / "addons"]
        if (self.root / "addons" / "crm" / "__manifest__.py").exists():
            core.append(self.root / "addons")
        # Odoo warns of a folder without add-ons.
        own = [ROOT] if any(ROOT.glob("*/__manifest__.py")) else []
        return ",".join(map(str, [*core, *own]))


def ensure(step: Step) -> Odoo:
    named = os.environ.get("ODOO_PATH")
    if named:
        root = Path(named).expanduser().resolve()
        check_version(root)
        step.unchanged(f"using {root}")
        return Odoo(root, f"checkout {root}")
    on_debian = apt.is_debian()
    recipe = artefacts.digest(*PACKAGES, str(on_debian))
    if artefacts.is_current(ODOO, recipe):
        step.unchanged()
    else:
        version = _from_debian(recipe, step) if on_debian else _from_git(recipe, step)
        step.unchanged(version)
    return located()


def located() -> Odoo:
    """The Odoo that ``ensure`` provided earlier."""
    named = os.environ.get("ODOO_PATH")
    if named:
        root = Path(named).expanduser().resolve()
        return Odoo(root, f"checkout {root}")
    packaged = ODOO / DIST_PACKAGES
    root = packaged if packaged.exists() else ODOO
    return Odoo(root, artefacts.read_note(ODOO))


def check_version(root: Path) -> None:
    release = root / "odoo" / "release.py"
    if not release.exists():
        raise SetupError(f"No Odoo in {root}: odoo/release.py is missing.")
    if not re.search(r"(?m)^version_info = \(19, 0,", release.read_text()):
        raise SetupError(f"Odoo in {root} is not version 19.0.")


def _from_debian(recipe: str, step: Step) -> str:
    work = ODOO.with_name("odoo.download")
    apt.download(PACKAGES, (SID, STABLE), work, step)
    packages = sorted((work / "debs").glob("*.deb"))
    with artefacts.replacing(ODOO) as new:
        for number, package in enumerate(packages, 1):
            step.update(f"unpacking {number}/{len(packages)}")
            processes.run(
                ["dpkg", "-x", package, new], "Unpacking Odoo", LOGS / "dpkg.log"
            )
        root = new / DIST_PACKAGES
        check_version(root)
        _check_icons(new)
        script = root / REMOVED_SCRIPT
        script.parent.mkdir(parents=True, exist_ok=True)
        script.touch()
        version = next(
            p.name.split("_")[1] for p in packages if p.name.startswith("odoo-19_")
        )
        artefacts.write_stamp(new, recipe, f"Debian {version}")
    artefacts.remove(work)
    return f"Debian {version}"


def _check_icons(tree: Path) -> None:
    if not any(tree.rglob("fontawesome-webfont.woff2")):
        raise SetupError("Debian's fonts-font-awesome no longer has version 4's files.")


def _from_git(recipe: str, step: Step, repository: str = REPOSITORY) -> str:
    if not shutil.which("git"):
        raise SetupError("Getting Odoo needs git here: install it, or set ODOO_PATH.")
    with artefacts.replacing(ODOO) as new:
        processes.run(
            ["git", "clone", "--depth=1", "--progress", "--branch", BRANCH]
            + [repository, str(new)],
            "Cloning Odoo (is there a network? see also ODOO_PATH)",
            LOGS / "clone.log",
            step=step,
            watch=lambda output: output.strip().rpartition("\r")[2][:60] or None,
        )
        check_version(new)
        commit = processes.output_of(
            ["git", "-C", str(new), "rev-parse", "--short", "HEAD"], "git"
        ).strip()
        artefacts.write_stamp(new, recipe, f"git {commit}")
    return f"git {commit}"
