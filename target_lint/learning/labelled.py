"""Labelled targets: JSON lines, one target a line.

``{"id": "a1", "statement": "...", "fields": {"actions": "..."}, "role": "TA", "genre": "objective",
"labels": {"pupil_group": true, "learning_focus": false, "success_measure": true, "steps": true, "timescale": false},
"vague": ["exact words"], "vague_maybe": ["words that one reader marked"], "pair": "id of the other", "pair_role": "weak" or "strong",
"family": "f1", "change": "-group"}``; all but ``labels`` and one field with words may be missing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from target_lint import readers
from target_lint.types import PART_NAMES, Genre, ReadError, WrittenTarget


@dataclass(frozen=True, slots=True)
class Labelled:
    """One target with what a person said about it. ``parts``: name -> present?"""

    id: str
    written: WrittenTarget
    genre: Genre
    parts: dict[str, bool]
    vague: tuple[str, ...]
    vague_maybe: tuple[str, ...] = ()
    pair: str | None = None
    pair_role: str | None = None
    family: str | None = None


def load(path: Path) -> list[Labelled]:
    """Raises ReadError naming ``path:line``."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read ({error})") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_row(json.loads(line), str(number)))
            except (ValueError, KeyError, TypeError, AttributeError, ReadError) as error:
                raise ReadError(f"{path}:{number}: no labelled target ({error})") from None
    if not found:
        raise ReadError(f"{path}: there is no labelled target in it")
    return found


def _row(data: dict, number: str) -> Labelled:
    labels = data["labels"]
    if not all(isinstance(labels[name], bool) for name in PART_NAMES):
        raise ValueError(f"labels are true or false for each of {', '.join(PART_NAMES)}")
    texts = {
        key: value for key, value in {"statement": data.get("statement"), **(data.get("fields") or {})}.items() if value
    }
    return Labelled(
        str(data.get("id", number)),
        readers.read_mapping({**texts, "role": data.get("role"), "id": data.get("id")}),
        Genre(data.get("genre", Genre.OBJECTIVE)),
        {name: labels[name] for name in PART_NAMES},
        tuple(data.get("vague") or ()),
        tuple(data.get("vague_maybe") or ()),
        data.get("pair"),
        data.get("pair_role"),
        data.get("family"),
    )
