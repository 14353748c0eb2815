"""Whom a draft is for, by the people of whom it speaks: a suggestion asks which of them exactly."""

from __future__ import annotations

import re

from target_lint.advice.options import Theme
from target_lint.settings import preset_for
from target_lint.types import Genre, TargetReport

#: presets of staff who do not teach a class
_OTHER_STAFF = ("leader", "support_staff")
#: the theme of a teacher's own learning
_OWN = "professional"
#: not those that people go to of an evening, or of things
_CLASSES = r"(?<!aid )(?<!evening )(?<!night )(?<!adult )(?<!yoga )(?<!fitness )classes(?! of |['’]| registers?\b| for (?:staff|parents|adults|carers|families)\b)"
PUPILS = re.compile(
    rf"\b(?:pupils?|students?|children|child|kids|boys|girls|learners?|lads|{_CLASSES}|class(?! (?:pages?|teachers?|rooms?|lists?|charts?))|cohort|candidates|fsm|(?-i:PP)(?! ?\d)|disadvantaged|(?:years?|yr|y|grade|ks|period) ?\d{{1,2}}|y\d{{1,2}}s"
    r"|(?-i:(?<![£$€])(?:[1-9]|1[0-3])(?!(?:D|AM|PM|FA|FTE)\b)[A-Z][A-Za-z]{0,5}\d?))\b",
    re.I,
)
_STAFF = re.compile(
    r"\b(?:teachers(?!['’]? (?:professional )?standards?)|staff|colleagues|tas|leaders|mentors|tutors|trainees|ects|supervisors|hires?|employees|assistants|lsas?|drivers|volunteers|cleaners)\b", re.I
)
#: whom those who lead them mean by it; to others they are where they work
_UNITS = re.compile(r"\b(?:team|dept|department|faculty)\b", re.I)
_FAMILIES = re.compile(r"\b(?:famil(?:y|ies)|parents?|parental|carers?|mums?|dads?|fathers?|mothers?|grandparents?)\b", re.I)
#: who is watched helps with a step
_WATCHED = re.compile(r"\b(?:watch|observ|visit|shadow|see|learn(?:ing)? from)\w* (?:[\w'’]+ ){0,3}?(?:colleagues?|teachers?|staff)\b", re.I)
#: general words for people, by whom a target is for; ``frames.yaml`` has a question for each
GENERAL = {
    "pupils": rf"pupils|students|children|kids|learners|boys|girls|{_CLASSES}",
    "staff": "teachers|colleagues|tas|mentors|tutors|trainees|ects",
    "families": "families|parents|carers",
}
_NAMED = {whom: re.compile(rf"\b(?!teachers (?:professional )?standards?)(?:{words})\b(?!['’])", re.I) for whom, words in GENERAL.items()}
#: how many there can be of those whom one target is for
NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty)"
_SAME = re.compile(rf"\bsame (?P<many>{NUMBER}(?: (?:pupils|children|students|boys|girls))?)\b(?! (?:lessons?|weeks?|minutes?|questions?|words?|marks?|days?)\b)", re.I)
#: all pupils, or what a teacher does with a class as a whole
_EVERYONE = re.compile(
    r"\b(?:all|every|everyone|everybody|whole[- ](?:school|class)|100 ?%|no child)(?!\w)(?! (?:lessons?|day|week|month|morning|term|year|half|time|monday|tuesday|wednesday|thursday|friday)\b)"
    r"|\b(?:(?:every|each|all|my) lessons?|the (?:whole )?class|warm-?ups?|starters?|exit (?:tickets?|questions?)|entry routines?|(?:start|end)s? of (?:the |my )?lessons?|lesson change-?overs?|transitions?)\b",
    re.I,
)
_WHOLE_SCHOOL = re.compile(r"\bwhole[- ]school\b", re.I)
#: all, and it can only be people
_FOR_ALL = re.compile(r"\b(?:every(?:one|body)|(?:for|(?<!first )of|by|from) all)\b(?=\s*(?:$|[,.;:!]|to\b|always\b|leave\b))", re.I)
#: behind other aims, of which nobody can say whom they are for
_ONE_OF_SEVERAL = re.compile(r"\w.*(?:,|\band|&)(?: also)? $", re.I | re.S)
#: what only pupils have
_OF_PUPILS = re.compile(
    r"\b(?:gcse\w*\b[^.]{0,20}\d ?%|gcse results|p8|progress[- ]?8|attainment[- ]?8|fft ?\d*|value[- ]added(?! tax)|(?:all|every|my|our|of) classes|uniform(?! shop)|detentions|grades? [4-9][-–]9)\b"
    r"|(?:%|\bgrades?) (?:at |get |of )?[4-9]\+",
    re.I,
)
#: a target that speaks of pupils within so many words is about them
_FIRST_WORDS = 6
#: "the parents of Year 7" and "Year 7 parents" are about families, "every student and every family" is about students
_BESIDE = 1


def is_other_staff(role: str | None) -> bool:
    """Whether somebody with this role does not teach a class."""
    return preset_for(role) in _OTHER_STAFF


def is_for_everyone(text: str) -> bool:
    """Whether a text is about all pupils, so that "which class?" is the question and not "which pupils?"."""
    return _EVERYONE.search(text) is not None


def named(text: str, audience: str) -> str | None:
    """The general word by which a text speaks of its audience ("children"), if it does."""
    found = _NAMED[audience].search(text) if audience in _NAMED else None
    return (found[0].lower() if found[0].istitle() else found[0]) if found else None


def same_ones(text: str) -> str | None:
    """Those whom a text takes from another target without a word of who they are: "same nine"."""
    found = _SAME.search(text)
    return f"same {found['many'].lower()}" if found else None


def of(target: TargetReport, text: str, theme: Theme, *, sure: bool) -> str:
    """One of :data:`~target_lint.advice.options.AUDIENCES`, for a target whose whole ``text`` this is and which is (surely, or by a guess) about ``theme``:
    the people of whom it speaks, or else those of its theme; "users" where that would be a guess."""
    if target.genre is Genre.PUPIL_PLAN:
        return "pupils"
    other = is_other_staff(target.role)
    pupils, families, staff = PUPILS.search(text), _FAMILIES.search(text), _STAFF.search(_WATCHED.sub("", text)) or (_UNITS.search(text) if other else None)
    if pupils:
        if families and families.end() < pupils.start() and _words(text, families.end(), pupils.start()) <= _BESIDE:
            return "families"  # "the parents of 7P3"
        early = _words(text, 0, pupils.start()) < _FIRST_WORDS
        for_pupils = preset_for(target.role) == "leader" and not staff  # whom else would it be for?
        if not other or early or for_pupils or theme.audience == "pupils" or (theme.audience == "families" and not families):
            first = families is not None and (families.start() < pupils.start() or _words(text, pupils.end(), families.start()) <= _BESIDE)
            return "families" if theme.audience == "families" and sure and first else "pupils"
    elif families and not other and (theme.audience == "families" or not _ONE_OF_SEVERAL.search(text[: families.start()])):
        return "families"
    if theme.name == _OWN:
        return "users"
    if not staff and not families and ((not other and _FOR_ALL.search(text)) or (preset_for(target.role) != "support_staff" and _OF_PUPILS.search(text))):
        return "pupils"
    spoken_of = "staff" if staff else "users"
    if not sure or theme.audience == "staff" or (staff and families and staff.start() < families.start()):
        return spoken_of  # a leader's target may be for pupils though its theme is of staff; "what tutors say to parents" is for tutors
    if theme.audience == "pupils":
        return "pupils" if not staff and (not other or _WHOLE_SCHOOL.search(text)) else spoken_of
    return theme.audience if other or (theme.audience == "families" and families) else spoken_of


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())
