"""A plain text is cut into segments: its lines, and the cells of lines in which a row of a form was run together.

Only what may hold words of a target is cut: in Markdown neither the lines between ``---`` at the top nor fenced code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from target_lint.readers.headings import LONGEST, Headings

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_CELL = re.compile(r"^|(?<=\S)(?:\s{1,20}[/|]\s+|[ ]{3,40}|[ ]?\t[ \t]*)(?=\S)")
_LABEL = re.compile(r"[^/|]{2,90}?[:?–-]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A line, or one cell of a line whose cells were run together; ``start`` and ``end`` are offsets in the text."""

    start: int
    end: int


def segments_of(text: str, headings: Headings, *, markdown: bool) -> Iterator[Segment]:
    """The segments of ``text`` from top to bottom."""
    fenced, start = False, 0
    if markdown and (match := re.match(r"---[ \t]*\n.*?\n---[ \t]*(?:\n|$)", text, re.DOTALL)):
        start = match.end()
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if markdown and _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield from _cells(start, line, headings)
        start = end + 1


def _cells(start: int, line: str, headings: Headings) -> Iterator[Segment]:
    """The line, or its cells where two or more of them begin with a heading that we know and a colon or dash, cut between the labels of a person."""
    for low, high in _run_together(line, headings):
        part = low
        for gap_start, gap_end in headings.gaps(line[low:high]):
            yield Segment(start + part, start + low + gap_start)
            part = low + gap_end
        yield Segment(start + part, start + high)


def _run_together(line: str, headings: Headings) -> Iterator[tuple[int, int]]:
    if " / " in line or " | " in line or "   " in line or "\t" in line:
        cuts = [(cut.start(), cut.end()) for cut in _CELL.finditer(line) if _begins_cell(line, cut.end(), headings)]
        if len(cuts) >= 2:
            lows = [0] if cuts[0][1] else []
            lows += [low for _, low in cuts]
            highs = [high for high, low in cuts if low] + [len(line)]
            yield from zip(lows, highs, strict=True)
            return
    yield 0, len(line)


def _begins_cell(line: str, cut: int, headings: Headings) -> bool:
    text = line[cut : cut + LONGEST]
    return bool(_LABEL.match(text)) and headings.leading(text) is not None
