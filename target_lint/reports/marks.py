"""A field's text cut where its marks begin and end, so that a page can show parts and weak words in their places."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from target_lint.advice.said import whole_words
from target_lint.types import PART_NAMES, Field, TargetReport


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same marks: names of ``parts``, ``findings`` (their numbers in the target, from 1).

    ``begins``: the parts whose words begin here, so that each is labelled once; ``ends``: the findings whose words end here.
    """

    text: str
    parts: tuple[str, ...]
    findings: tuple[int, ...]
    begins: tuple[str, ...]
    ends: tuple[int, ...]


def segments(target: TargetReport, field: Field) -> list[Segment]:
    """``field.text`` in stretches, in order; joined they are the text again."""
    parts = [
        (*whole_words(field.text, place.start, place.end), name)
        for name in PART_NAMES
        if target.parts[name].present
        for place in target.parts[name].places
        if place.field == field.name and place.start < place.end
    ]
    findings = [
        (one.place.start, one.place.end, number)
        for number, one in enumerate(target.findings, 1)
        if one.place and one.place.field == field.name and one.place.start < one.place.end
    ]
    length = len(field.text)
    cuts = sorted({0, length, *(edge for low, high, _ in (*parts, *findings) for edge in (low, min(high, length)))})
    found = []
    for low, high in pairwise(cuts):
        over = tuple(dict.fromkeys(name for start, end, name in parts if start <= low < end))
        found.append(
            Segment(
                field.text[low:high],
                over,
                tuple(number for start, end, number in findings if start <= low < end),
                tuple(dict.fromkeys(name for start, _, name in parts if start == low)),
                tuple(number for _, end, number in findings if min(end, length) == high),
            )
        )
    return found
