"""Our own corpus: ``corpus/hands/hNN.jsonl`` (what one hand wrote) beside ``corpus/labels/hNN.tsv`` (what a reader said of it).

A line of labels is ``item, parts, genre, themes, vague``, separated by tabs. ``item`` is ``t07`` for the seventh target or ``f2-group`` for a
member of a contrast family; ``parts`` are five characters, the first letters of group, focus, measure, steps and timescale or a dot where
it is missing; ``genre`` is ``o``, ``a`` or ``p``; ``themes`` are names of ``corpus/THEMES.md``, separated by commas; ``vague`` are the exact
words, separated by " ;; "; ``-`` stands for none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from target_lint import readers
from target_lint.learning.labelled import Labelled
from target_lint.learning.scores import kappa
from target_lint.types import PART_NAMES, Genre, ReadError

_LETTERS = "gfmst"
#: what the versions of a contrast family lack
CHANGES = {"-group": "pupil_group", "-focus": "learning_focus", "-measure": "success_measure", "-steps": "steps", "-timescale": "timescale"}
_GENRES = {"o": Genre.OBJECTIVE, "a": Genre.ACTION_STEP, "p": Genre.PUPIL_PLAN}


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled text of the corpus: who wrote it, its labels, its themes, and what was changed if it is one of a family."""

    hand: str
    labelled: Labelled
    themes: tuple[str, ...]
    change: str | None


def hands(folder: Path) -> list[str]:
    """The hands that are written and labelled, in order."""
    return sorted(
        path.stem for path in (folder / "labels").glob("h*.tsv") if (folder / "hands" / f"{path.stem}.jsonl").is_file()
    )


def load(folder: Path, hand: str, labels: str = "settled") -> list[Item]:
    """Every labelled text of one hand. ``labels``: "settled", the labels that count: the first reader's, and a third one's where a second
    reader disagreed; "labels" and "second", what those two said. Raises ReadError naming ``path:line``.
    """
    settled = _settled(folder, hand) if labels == "settled" else {}
    labels = "labels" if labels == "settled" else labels
    rows = dict(_rows(folder / "hands" / f"{hand}.jsonl"))
    path = folder / labels / f"{hand}.tsv"
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            name, parts, genre, themes, vague = line.split("\t")
            parts, genre, vague = settled.get(name, (parts, genre, vague))
            row = rows.pop(name)
            if len(parts) != 5 or any(letter not in ("." + _LETTERS[index]) for index, letter in enumerate(parts)):
                raise ValueError(f"parts are {parts!r}, not five of {_LETTERS!r} and dots")
            words = () if vague == "-" else tuple(vague.split(" ;; "))
            texts = {"statement": row["statement"], **(row.get("fields") or {})}
            for one in words:
                if not any(one in text for text in texts.values()):
                    raise ValueError(f"{one!r} stands nowhere in {name}")
            written = readers.read_mapping({**texts, "role": row.get("role"), "id": f"{hand}-{name}"})
            labels = {part: letter != "." for part, letter in zip(PART_NAMES, parts, strict=True)}
            family = f"{hand}-{row['family']}" if row["kind"] == "family" else None
            labelled = Labelled(f"{hand}-{name}", written, _GENRES[genre], labels, words, family=family)
            found.append(Item(hand, labelled, () if themes == "-" else tuple(themes.split(",")), row.get("change")))
        except (ValueError, KeyError) as error:
            raise ReadError(f"{path}:{number}: no label of this hand ({error})") from None
    if rows:
        raise ReadError(f"{path}: {', '.join(rows)} have no label")
    return found


def families(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The contrast families whose labels bear out what their writer meant: the good one is good, and each other lacks just what was taken away.

    Readers did not see what a writer meant to change, and where they read it otherwise their labels stand; such a family shows no contrast.
    """
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.labelled.family:
            found.setdefault(item.labelled.family, []).append(item)
    return {name: members for name, members in found.items() if all(map(_as_meant, members))}


def _as_meant(item: Item) -> bool:
    missing = {name for name, there in item.labelled.parts.items() if not there}
    if item.change == "base":
        return not missing and not item.labelled.vague
    if item.change == "+vague":
        return not missing and bool(item.labelled.vague)
    return missing == {CHANGES[item.change or ""]}


def agreement(folder: Path) -> tuple[int, dict[str, float]]:
    """``(texts, label -> Cohen's kappa)`` of the two readers of the hands that were read twice."""
    pairs = [
        pair
        for hand in hands(folder)
        if (folder / "second" / f"{hand}.tsv").is_file()
        for pair in zip(load(folder, hand, "labels"), load(folder, hand, "second"), strict=True)
    ]
    said: dict[str, Callable[[Item], Hashable]] = {
        **{name: lambda item, name=name: item.labelled.parts[name] for name in PART_NAMES},
        "vague": lambda item: bool(item.labelled.vague),
        "genre": lambda item: item.labelled.genre,
        "first theme": lambda item: item.themes[:1],
    }
    return len(pairs), {name: kappa([(of(one), of(other)) for one, other in pairs]) for name, of in said.items()}


def quiet(folder: Path) -> Iterator[tuple[str, str]]:
    """``(hand, sentence)`` of school prose that is no target, or a good one."""
    for path in sorted((folder / "hands").glob("h*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if (row := json.loads(line))["kind"] == "quiet":
                yield path.stem, row["text"]


def _settled(folder: Path, hand: str) -> dict[str, tuple[str, str, str]]:
    """Item -> ``(parts, genre, vague)`` as the third reader settled it."""
    path = folder / "settled.tsv"
    if not path.is_file():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {item: (parts, genre, vague) for whose, item, parts, genre, vague in rows if whose == hand}


def _rows(path: Path) -> Iterator[tuple[str, dict]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] == "target":
            yield f"t{row['n']:02d}", row
        elif row["kind"] == "family":
            yield f"{row['family']}{row['change']}", row
