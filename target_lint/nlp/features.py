"""What the classifier sees of a target: its words in their order, what the patterns and the rules marked at each, and what was found of the whole.

Training (:mod:`target_lint.learning.network`) and checking use this one module. It makes no arrays, so that a check without a model needs no numpy.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from target_lint.nlp.genre import is_of_a_pupil, is_of_a_trainee
from target_lint.settings import preset_for
from target_lint.types import FIELD_NAMES, PART_NAMES, Genre, Target

_TOKEN = re.compile(r"\w+|[^\w\s]")
#: tokens that are read of one target; what stands behind them is left to the rules
MOST = 600
#: ``(rule, start, end)`` of what the rules say of a target at first sight, by characters of its text; None where a finding has no place
Look = tuple[str, int | None, int | None]
_FAMILIES = ("vague", "tone", "other")
#: what may be marked at a token, in the order of the columns
COLUMNS = (
    *(f"{part} {how}" for part in PART_NAMES for how in ("sure", "unsure")),
    *_FAMILIES,
    *FIELD_NAMES,
    "capital",
    "digits",
    "first of its field",
)  # fmt: skip
_COLUMN = {name: index for index, name in enumerate(COLUMNS)}
_CAPITAL, _DIGITS = _COLUMN["capital"], _COLUMN["digits"]
#: what is known of the whole target, in the order of :attr:`Reading.whole`; after them come the rules that the model's card names
WHOLE = (
    *(f"{part} {what}" for part in PART_NAMES for what in ("present", "sure there", "unsure there", "unsure missing", "places")),
    *(f"genre {genre}" for genre in Genre),
    "a role is given",
    "role leader",
    "role support_staff",
    "role trainee",
    "role pupil",
)  # fmt: skip


class Token(NamedTuple):
    """A word, number or sign as the classifier knows it, where it stands, and the number of its field in the target."""

    word: str
    start: int
    end: int
    field: int


@dataclass(frozen=True, slots=True)
class Reading:
    """``spans``: ``(first token, token after the last, column)`` of everything that is marked; ``whole`` has a number for each of :data:`WHOLE`; ``rules``: how often each rule spoke."""

    tokens: tuple[Token, ...]
    spans: tuple[tuple[int, int, int], ...]
    whole: tuple[float, ...]
    rules: Mapping[str, int]


def read(target: Target, blanks: Sequence[tuple[int, int, str | None]], look: Iterable[Look]) -> Reading:
    """The reading of a ``target`` whose parts are those of the patterns. Words in ``blanks`` are ours, not the writer's, and left out."""
    shown, text, parts = target.plain, target.text, target.parts
    tokens: list[Token] = []
    spans: list[tuple[int, int, int]] = []
    for number, (field, start) in enumerate(zip(target.fields, target.starts, strict=True)):
        first = len(tokens)
        for match in _TOKEN.finditer(shown, start, start + len(field.text)):
            low, high = match.span()
            if blanks and any(one <= low < other for one, other, _ in blanks):
                continue
            index, word = len(tokens), match[0]
            if index == MOST:
                break
            tokens.append(Token(word, low, high, number))
            if text[low].isupper():
                spans.append((index, index + 1, _CAPITAL))
            if word.isdigit():
                spans.append((index, index + 1, _DIGITS))
        if first < len(tokens):
            spans.append((first, first + 1, _COLUMN["first of its field"]))
            spans.append((first, len(tokens), _COLUMN[field.name]))
    lows, highs = [one.start for one in tokens], [one.end for one in tokens]

    def mark(name: str, start: int, end: int) -> None:
        spans.append((bisect_right(highs, start), bisect_left(lows, end), _COLUMN[name]))

    whole: list[float] = []
    for name in PART_NAMES:
        part = parts[name]
        for place in part.places:
            start = target.start_of(place)
            mark(f"{name} {'sure' if part.sure else 'unsure'}", start, start + place.end - place.start)
        whole += (
            part.present,
            part.present and part.sure,
            part.present and not part.sure,
            not part.present and not part.sure,
            min(len(part.places), 4) / 4,
        )
    whole += (target.genre is one for one in Genre)
    role = target.written.role or ""
    preset = preset_for(role)
    whole += (bool(role), preset == "leader", preset == "support_staff", is_of_a_trainee(role), is_of_a_pupil(role))
    rules: Counter[str] = Counter()
    for rule, low, high in look:
        rules[rule] += 1
        if low is not None and high is not None:
            family = rule.partition("/")[0]
            mark(family if family in _FAMILIES else "other", low, high)
    return Reading(tuple(tokens), tuple(spans), tuple(map(float, whole)), rules)
