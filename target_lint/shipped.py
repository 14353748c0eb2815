"""Where ``rules/`` and ``models/`` are: inside the package in a wheel, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
#: folders of ``rules/`` that are no family of rules
DATA_FOLDERS = frozenset({"parts", "words", "rewrites", "presets"})


def folder(name: str) -> Path:
    """The folder ``name`` ("rules" or "models") that this installation ships.

    Raises FileNotFoundError if the installation is broken.
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"target-lint is not installed whole: its folder {name!r} is missing")
