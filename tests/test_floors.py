"""The floors of the house: an import may only go down, and rooms on one floor do not import each other."""

import ast
from pathlib import Path

import pytest

import target_lint

PACKAGE = Path(target_lint.__file__).parent
FLOORS = [
    {"types", "shipped", "yamlfile", "cache"},
    {"settings"},
    {"readers", "nlp"},
    {"checks"},
    {"rulebook", "advice"},
    {"engine", "reports", "pipe"},
    {"lsp", "web", "frames", "learning"},
    {"cli"},
    {"__main__"},
]
#: may be imported from anywhere above them
LOWEST = {"types", "shipped", "yamlfile"}


def floor(room):
    return next(index for index, rooms in enumerate(FLOORS) if room in rooms)


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


#: ``python -m target_lint.cli`` goes in by the front door, too
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path not in (PACKAGE / "__init__.py", PACKAGE / "cli" / "__main__.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_go_down(path):
    here = room_of(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "target_lint":
            names = (
                [node.module] if node.module != "target_lint" else [f"target_lint.{alias.name}" for alias in node.names]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("target_lint.")]
        for name in names:
            there = name.split(".")[1]
            allowed = there == here or floor(there) < floor(here) or (here in LOWEST and there == "types")
            allowed = allowed or (here == "yamlfile" and there in LOWEST)
            assert allowed, f"{path.name} ({here}) imports {name}, which is not below it"


def test_every_room_has_a_floor():
    for path in MODULES:
        floor(room_of(path))


def test_rooms_are_small():
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert sorted(lengths.values())[len(lengths) // 2] <= 150
    assert not {name: length for name, length in lengths.items() if length > 400}
