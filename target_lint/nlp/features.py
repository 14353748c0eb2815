"""What the classifier sees of a target: its words, pairs of neighbouring words, pieces of words, and what the patterns marked.

Every part of a word counts on its own and words are only added up, so that what a word says need be worked out once in a process,
whatever text it stands in. Training (:mod:`target_lint.learning.train`) and checking use this one module.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from target_lint.types import FIELD_NAMES, PART_NAMES, Genre, Part

_TOKEN = re.compile(r"\w+|[%£?]")
_DIGITS = str.maketrans("123456789", "000000000")
#: characters of the pieces of a word, its ends marked
PIECES = (3, 4, 5)
#: what the patterns say, in the order of :attr:`Reading.marks`
MARK_NAMES = (
    *(f"{part} {what}" for part in PART_NAMES for what in ("present", "sure there", "unsure there", "unsure missing", "places")),
    *(f"genre {genre}" for genre in Genre),
    "length",
    *(f"field {name}" for name in FIELD_NAMES[1:]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text as the classifier knows it, and where it stands."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """``words`` and ``pairs`` are distinct; ``marks`` has a number for each of :data:`MARK_NAMES`; ``fired``: which patterns hit; ``tokens``: where the
    words stand."""

    words: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    marks: tuple[float, ...]
    fired: tuple[str, ...]
    tokens: tuple[Token, ...]


def read(
    text: str,
    fields: Sequence[tuple[str, int]],
    blanks: Sequence[tuple[int, int, str | None]],
    parts: Mapping[str, Part],
    genre: Genre,
    fired: Collection[str],
) -> Reading:
    """The reading of plain ``text`` whose ``fields`` begin where they say. Words in ``blanks`` are ours, not the writer's, and left out."""
    tokens = [Token(match[0].translate(_DIGITS), *match.span()) for match in _TOKEN.finditer(text)]
    if blanks:
        tokens = [one for one in tokens if not any(low <= one.start < high for low, high, _ in blanks)]
    words = [one.word for one in tokens]
    sequence = [*words]
    for name, start in reversed(fields[1:]):
        index = next((index for index, one in enumerate(tokens) if one.start >= start), len(tokens))
        sequence.insert(index, f"fld_{name}")
    marks: list[float] = []
    for name in PART_NAMES:
        part = parts[name]
        marks += (
            part.present,
            part.present and part.sure,
            part.present and not part.sure,
            not part.present and not part.sure,
            min(len(part.places), 4) / 2,
        )
    marks += (genre is one for one in Genre)
    marks.append(math.log1p(len(words)) / 3)
    there = {name for name, _ in fields}
    marks += (name in there for name in FIELD_NAMES[1:])
    pairs = set(pairwise(sequence))
    return Reading(tuple(sorted(set(sequence))), tuple(sorted(pairs)), tuple(map(float, marks)), tuple(sorted(fired)), tuple(tokens))


def pieces(word: str) -> list[str]:
    """The runs of three to five characters of ``<word>``."""
    shown = f"<{word}>"
    return [shown[start : start + size] for size in PIECES for start in range(len(shown) - size + 1)]
