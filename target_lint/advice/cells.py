"""What a cell of a form says already, so that what it leaves open can be asked behind it."""

from __future__ import annotations

import re

from target_lint.advice.audience import GENERAL
from target_lint.advice.wording import capital
from target_lint.nlp.topics import topics

#: a figure that can be looked up, or its direction, and nothing else: "less detentions", "P8 improved"
_COUNTED = re.compile(
    r"(?:a )?(?:fewer|less|more|lower|higher|reduced|increased|decreased|reduction in|increase in|drop in|rise in) (?:[\w'’-]+ ){0,3}(?:\w+[^\Wsui]s(?: \w+ing)?|attendance|punctuality|lateness|absence|uptake)"
    r"|(?:[\w'’&-]+ ){0,3}(?:figures?|rates?|p8|progress 8|attainment 8|attendance|punctuality|lateness|absence|uptake)(?: (?:up|down|improved|improves|increased|increases|rises|reduced|better|higher|lower))?",
    re.I,
)
#: the rhythm of what is done, and no time at which it is done
_ALWAYS = re.compile(r"(?:always|throughout|daily|weekly|fortnightly|ongoing|all year|every|each)\b.*", re.I)
#: more than one sentence, or line
_SEVERAL = re.compile(r"\w{3}[.!?]\s+[A-Z]|;\s|\n")
#: who does what
_DOING = re.compile(
    rf"(?:can|(?:to be )?able to)\b(?= \w)|.*?\b(?:they|{GENERAL['pupils']}|each(?: of them)?|all of them|both|everyone)(?: (?:\w+ly|all|each|both|also))* (?P<verb>[a-z]+)\b", re.I | re.S
)
_OF_ONE = re.compile(r"(?:he|she|the (?:child|pupil|student))\b (?:can|will|is|has)\b", re.I)
_AUXILIARY = frozenset(["can", "will", "could", "should", "are", "is", "have", "has", "to"])


def is_counted(written: str) -> bool:
    """Whether a cell for measures names a figure and not what it should come to."""
    return _COUNTED.fullmatch(written) is not None


def is_of_one(written: str) -> bool:
    """Whether a cell for measures says what one pupil does."""
    return _OF_ONE.match(written) is not None


def says_what_is_done(written: str) -> bool:
    """Whether a cell for measures says what pupils do: what is open is how many do it, and how well."""
    found = _DOING.match(written)
    verb = found["verb"] if found else ""
    return found is not None and (not verb or verb in _AUXILIARY or verb.endswith("ing") or verb in topics().verbs)


def followed(written: str, blank: str, *, timed: bool) -> str:
    """What is ``written``, without its full stop, and a ``blank`` behind it: after a blank, a question or several sentences as a sentence of its own. ``timed``: the cell is for a time."""
    if written.endswith("?"):
        return f"{written} {capital(blank)}"
    if timed and _ALWAYS.fullmatch(written):
        return f"{written}, review {blank}"
    if written.endswith("]") or _SEVERAL.search(written):
        return f"{written}. {capital(blank)}"
    return f"{written}: {blank}"
