"""What a draft itself says of a part, as a reader would quote it: the cell where a form wants it, or else the clause in which it was found."""

from __future__ import annotations

import re

from target_lint.advice.remarks import HOME
from target_lint.advice.verdict import rule_for
from target_lint.nlp import blanks
from target_lint.nlp.topics import topics
from target_lint.types import TargetReport

#: what is looked at again is looked at when a form says so
REVIEW = "review"
#: fewer words point somewhere else ("see above", "as last year")
_LEAST = 3
_NO_END = r"(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\betc)"
_BEFORE = re.compile(rf"{_NO_END}[.;:!?•]\s+|\n+[-•*\s]*|\s/\s")
_BEHIND = re.compile(rf"{_NO_END}[.;!?](?=\s|$)|\n|\s/\s")
#: where a long sentence can be entered
_DOORS = re.compile(r", (?:and |then |who |so )?| (?=(?:so that|by \w+ing|through|until|using|with)\b)")
_NAMES_A_TEST = re.compile(r" (?:mock|test|assessment|exam|paper|check|review|meeting|data drop|holiday)s?\b", re.I)


def said(target: TargetReport, name: str, most: int) -> str:
    """The draft's words for a part (one of :data:`~target_lint.types.PART_NAMES`, or :data:`REVIEW`), cut to ``most`` characters; "" if it is missing or stands
    nowhere in particular."""
    part = target.parts["timescale" if name == REVIEW else name]
    if not part.present and name != REVIEW:
        return ""
    cells = (cell for cell in HOME[rule_for(name)] if cell != "evidence")  # which says where to look, not what should be there
    texts = {field.name: field.text for field in target.fields}
    vague = {one.place.field for one in target.findings if one.place and one.rule.startswith("vague/")}
    least = 1 if name in ("timescale", REVIEW, "pupil_group") else _LEAST
    for cell in cells:
        text = texts.get(cell, "").strip()
        if len(text.split()) >= least and cell not in vague and not topics().is_unfilled(text.lower()) and not blanks.texts(text):
            return cut(text, most)
    if not part.present or not part.places:
        return ""
    place = part.places[0]
    text = texts[place.field]
    low, high = whole_words(text, place.start, place.end)
    if name in ("learning_focus", "success_measure", "steps"):
        low, high = _clause(text, low, high, most)
    elif name != "pupil_group" and (test := _NAMES_A_TEST.match(text, high)):
        high = test.end()
    return cut(text[low:high], most)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` and ``end``, moved out to where words end: "9-mark questions" of "mark questions"."""
    while start > 0 and not text[start - 1].isspace() and text[start - 1] not in "(\"'“‘[":
        start -= 1
    stop = end + len(text[end:].split(maxsplit=1)[0]) if text[end : end + 1].strip() else end
    while stop > end and text[stop - 1] in ".,;:!?)]\"'”’":
        stop -= 1
    return start, stop


def _clause(text: str, low: int, high: int, most: int) -> tuple[int, int]:
    """The sentence, line or item of a list around some words; of one longer than ``most`` what begins at the clause that holds them."""
    start = max((match.end() for match in _BEFORE.finditer(text, 0, low)), default=0)
    behind = _BEHIND.search(text, high)
    end = behind.start() if behind else len(text)
    if end - start > most:
        start = max((match.end() for match in _DOORS.finditer(text, start, low) if high - match.end() < most), default=start if high - start < most else low)
    return start, end


def cut(text: str, most: int) -> str:
    """``text`` on one line, cut between words to ``most`` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    end = text.rfind(" ", 0, most - 1)
    return text[: end if end > most // 2 else most - 1].rstrip(" ,;:") + "…"
