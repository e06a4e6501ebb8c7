"""Writes docs/licences.md: every pinned package with the licence it declares. `python -m tests.packaging.licences`."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "licences.md"
HEAD = """# Licences of everything that is installed

Made by `.venv/bin/python -m tests.packaging.licences` from `requirements.lock` and what the packages declare of
themselves; why each direct dependency is there stands in [dependencies.md](dependencies.md). Referat itself is under
the MIT licence. The packages under the LGPL (python-telegram-bot, psycopg) are used as libraries, unchanged, and can be
replaced by whoever runs it.

| package | version | licence |
|---|---|---|
"""
_LONGEST = 60  # some packages put the whole text where its name belongs


def pinned(lock: str) -> list[tuple[str, str]]:
    """(name, version) of every line of the lock."""
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.M)


def licence_of(package: Distribution) -> str:
    """The licence a package declares: as an expression, as a classifier, as text, or as the title of its file."""
    about = package.metadata
    if expression := about.get("License-Expression"):
        return expression
    classified = [
        one.rsplit(" :: ", 1)[-1] for one in about.get_all("Classifier") or () if one.startswith("License ::")
    ]
    if named := [one for one in classified if one != "OSI Approved"]:
        return ", ".join(named)
    text = (about.get("License") or _file(package)).strip().splitlines()
    return text[0][:_LONGEST] if text else "not declared"


def _file(package: Distribution) -> str:
    """The text of the licence that a package brings along, or nothing."""
    names = package.metadata.get_all("License-File") or ()
    return next((text for name in names if (text := package.read_text(f"licenses/{name}"))), "")


def page() -> str:
    """The whole page."""
    rows = []
    for name, version in pinned((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        try:
            rows.append(f"| {name} | {version} | {licence_of(distribution(name)).replace('|', '/')} |")
        except PackageNotFoundError:  # for another platform
            rows.append(f"| {name} | {version} | not installed here |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} written\n")
