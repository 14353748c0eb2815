"""Vague words about what was are no part of what a target wants: "I have rung most of the homes", in a draft that tells how it came about."""

from __future__ import annotations

import re
from itertools import pairwise

from target_lint.types import Field, Finding

#: a draft of fewer sentences tells no story
_LEAST = 3
#: an abbreviation or a decimal point ends none
_END = re.compile(r"(?<=\w\w[.!?])\s+(?=[\"'‘“(]?[A-Z])|\n")
#: the writer's own past or feeling; the perfect of anybody else is how success criteria are written ("All have made progress")
_WAS = re.compile(
    r"\b(?:I|[Ww]e)(?:['’]ve| have| had| did| was| were| took| went| got| gave| made| found| felt| feel| tried| ran| saw| read| \w+ed)\b(?! to\b)|\b(?:I|[Ww]e) (?:have|did|was|were)n['’]t\b"
)
_AHEAD = re.compile(
    r"\b(?:will|to be|should|wants?|going to|aim|hop(?:e|ing)|try|by|until|target|needs?|must|can|could|plan(?:ning)? to|would|so that|who|which)\b|['’](?:ll|d)\b", re.I
)


def tells_what_was(one: Finding, fields: tuple[Field, ...]) -> bool:
    """Whether the found words stand in a sentence of the statement that tells what the writer did or feels, and nothing of what is to come."""
    place, statement = one.place, fields[0]
    if place is None or place.field != statement.name:
        return False
    ends = [0, *(match.end() for match in _END.finditer(statement.text)), len(statement.text)]
    if len(ends) <= _LEAST:
        return False
    own = next(statement.text[low:high] for low, high in pairwise(ends) if low <= place.start < high)
    return bool(_WAS.search(own)) and not _AHEAD.search(own)
