"""How particular the words of an aim are: the words left when everything that could stand in anybody's target is taken away.

The focus of a leader or of somebody who does not teach is an outcome of their work ("a second emergency contact on file"), and no list
holds those. Where such an aim has a measure and at least :data:`AT_LEAST` words of its own, the focus is taken to be there, unsure.
Measured on 76 labelled or written-to-order targets of such staff: kappa of a missing focus from .14 to .60 (support staff) and from .40 to .47
(leaders); for teachers it gained nothing, so it is not done for them.
"""

from __future__ import annotations

import re

from target_lint.nlp.words import Words

AT_LEAST = 3
#: the presets (by role) for which it holds
ROLES = frozenset({"support_staff", "leader"})
_LISTS = (
    "assessment", "change_verb", "characteristic", "class_name", "cohort", "generic", "generic_object", "month", "number", "outcome",
    "practice", "pupils", "quality", "staff", "stop", "subject", "unfilled",
)  # fmt: skip
#: an aim that is only a direction, whatever concrete things stand around it
_BARE = re.compile(
    r"\bprogress(?! (?:8|meeting|test|check|chart|ladder))\b|\b(?:get|gets|getting|come|comes|coming|move|moves|moving) (?:\w+ ){0,2}?on in\b|\b(?:attainment|standards?|outcomes)\b"
    r"|\b(?:target|expected|higher) grades?\b|^behaviour (?:of|management)\b|\btake charge of\b|\bon track\b|\bimprove (?:their|his|her) (?:english|maths|reading|writing|history|science)\b"
)
_WORD = re.compile(r"[a-z][a-z'-]{2,}")
_MEANS = re.compile(r"\b(?:by|through|using|via)\b")


def is_bare(text: str) -> bool:
    """Whether plain ``text`` names no more than a direction ("make progress", "get on in their English")."""
    return bool(_BARE.search(text))


def common(words: Words) -> frozenset[str]:
    """Every word that says nothing particular."""
    return frozenset(one for name in _LISTS for phrase in words.lists[name] for one in re.findall(r"[a-z']+", phrase))


def particular(statement: str, common_words: frozenset[str]) -> list[str]:
    """The particular words of a plain ``statement``, up to where it says by what means."""
    aim = _MEANS.split(statement, maxsplit=1)[0]
    return [
        word for word in _WORD.findall(aim) if word not in common_words and word.removesuffix("s") not in common_words
    ]
