"""Which world a draft is of, by its words and its role: country, age of the pupils, subjects and jobs. An example is shown only to drafts of its own.

Subjects and jobs have a word list each (``rules/words/world_*.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from target_lint.nlp.topics import topics

US, ENGLAND, ELSEWHERE = "us", "england", "elsewhere"
AGES = ("early", "primary", "secondary", "college")
_US = re.compile(
    r"\b(?:grades? ?\d|graders?|map (?:windows?|scores?|growth|tests?|data|reading|math)|nwea|dibels|i-ready|slos?|ells?|mlls?|multilingual learners"
    r"|benchmark|semester|kindergarten|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[- ]grade|nine weeks|superintendent|counselor|prek|pre-k"
    r"|math|\d(?:st|nd|rd|th)[- ]grade|plc|title i|homeroom|recess|gr\.? ?\d|mtss|special ed|504s?|pto|paras?|paraeducators?|freshm[ae]n|sophomores?|high school(?:ers)?|middle school(?:ers)?|elementary"
    r"|behaviors?|color|modeling|practicing|organizers?|favorite|analyze|district|20\d\d[-–]20\d\d school year|bldg|algebra (?:i|1)|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|\d(?:st|nd|rd|th))[- ](?:period|hour|gr))\b",
    re.I,
)
#: "grade 4" is of a GCSE as well, and there are middle schools in England
_NOT_US = re.compile(r"\b(?:maths|half[- ]terms?|behaviours?|colours?|practis\w+|inset|senco|mfl|gcses?|ks[1-5]|key stage|(?:years?|yr|y) ?(?:[1-9]|1[0-3])|college|sixth form|fe|resits?|esol|functional skills|a[ -]levels?|btec|ofsted|ects?|pgce|nqt)\b", re.I)
#: outside England and the United States: other names for years, plans and tests
_ELSEWHERE = re.compile(
    r"\b(?:rang|deis|sse|gaeilge|junior cycle|leaving cert\w*|transition year|sten|cbas?|croke park|boms?|bl\.? ?\d|blwyddyn|aln|estyn|cymraeg|welsh|wales|cwricwlwm"
    r"|progression steps?|idps?|[ps][1-7]|cfe|snsa|prd|asn|gtcs|education scotland|nat(?:ional)? 5|highers?|prsd|post-primary|etini|eqao|osslt|ontario|alberta|first nations|m[aā]ori|[aā]konga|kaiako"
    r"|naplan|vce|hsc|(?<!key )stage [1-6]|victoria|nsw|queensland|aitsl|wh[aā]nau|igcses?|myp)\b",
    re.I,
)
_AGES = {
    "early": re.compile(r"\b(?:eyfs|eyitt|early years|nursery|pre-?school|two[- ]year[- ]olds|gld|carpet (?:time|session)|continuous provision|prime areas)\b|\breception (?:class|children|pupils|teacher|ect|trainee|ta)\b|\bin reception\b|\b(?:ect|nqt|teacher|trainee|ta|year [12]), reception\b", re.I),
    "college": re.compile(
        r"\b(?:college|lecturer|further education|fe|esol|functional skills|apprentic\w*|level [123]|resits?|sixth form|ks5|key stage 5|(?:year|yr|y) ?1[23]|a[ -]levels?)\b", re.I
    ),
    "secondary": re.compile(
        r"\b(?:(?:year|yr|y) ?(?:[7-9]|1[01])s?|gcses?|ks[34]|key stage [34]|(?:[7-9]|1[0-3])(?!th|am|pm)[a-z]\w?|tutor(?: group)?|form time|head of year|secondary|S[1-6])\b", re.I
    ),
    "primary": re.compile(
        r"\b(?:(?:year|yr|y) ?[1-6]s?|key stage [12]|u?l?ks[12]|phonics|infants?|juniors?|[1-6](?!st|nd|rd|th)[a-z]|P[1-7]|children|class teacher|primary|playtimes?|rang)\b", re.I
    ),
}
_US_AGES = {
    "early": re.compile(r"\b(?:kindergarten\w*|prek|pre-k|preschool)\b", re.I),
    "primary": re.compile(r"\b(?:gr(?:ades?|\.)? ?[1-5]|[1-5](?:st|nd|rd|th)[- ]gr(?:ade\w*)?|(?:first|second|third|fourth|fifth)[- ]grade\w*|elementary)\b", re.I),
    "secondary": re.compile(
        r"\b(?:gr(?:ades?|\.)? ?(?:[6-9]|1[0-2])|(?:[6-9]|1[0-2])th[- ]gr(?:ade\w*)?|algebra|(?:sixth|seventh|eighth|ninth|tenth)[- ]grade\w*|freshm[ae]n|sophomores?|juniors|seniors|high school|middle school|period \d)\b", re.I
    ),
}


#: the second year of a new teacher is no Year 2
_OWN_YEAR = re.compile(r"\b(?:ect|nqt)s?\W{1,3}(?:year|yr|y) ?[12]\b|\b(?:first|second)[- ]year (?:ect|teacher)", re.I)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
#: behind "Years 7": ", 8 and 9", "to 9"; not the number of something else
_MORE = r"(?: ?(?:to|and|or|,|&|-|–|/) ?(?:(?:years?|yrs?|y) ?)?\d{1,2}\b(?! ?(?:%|\w*min|pupils|children|students|boys|girls|weeks|days|lessons|hours|times|of|x)))"
_YEAR = re.compile(
    rf"\b(?:(?:years?|yrs?|y)\.? ?(?P<listed>\d{{1,2}}(?:s\b)?{_MORE}*)|year (?P<named>{'|'.join(_NUMBERS)}))(?!\w)"
    r"|\b(?:key stage|ks) ?(?P<stage>[1-4])\b|(?-i:(?<![\w£$€.,])(?!(?:[23]D|\d{1,2}(?:AM|PM|FA|FTE))\b)(?P<form>1[0-3]|[1-9])[A-Z][A-Za-rt-z]?\d?)(?!\w)",
    re.I,
)
_STAGES = {"1": (1, 2), "2": (3, 4, 5, 6), "3": (7, 8, 9), "4": (10, 11)}
_GRADE = re.compile(rf"\b(?:(?:grades?|gr)\.? ?(?P<listed>\d{{1,2}}{_MORE}*)|(?P<ordinal>\d{{1,2}})(?:st|nd|rd|th)[- ]gr(?:ade\w*)?|(?P<named>{'|'.join(_ORDINALS)})[- ]grade\w*)(?!\w)", re.I)
_LAST_YEAR = 13
#: what stands for a school year in a college: its levels on the one side, the sixth form's two years on the other
_LEVELS = re.compile(r"\b(?:(?:level|entry) [1-3] (?:group|students?|learners|diploma|course|class)|esol|functional skills|apprentic\w+|resits?)\b", re.I)
_GCSE = re.compile(r"\bgcses?\b", re.I)
_SIXTH_FORM = re.compile(r"\b(?:a[ -]levels?|sixth form|ks5|key stage 5)\b", re.I)
#: themes that are a subject without being called like it
_SUBJECTS = {"reading": "english", "writing": "english"}
_OTHER_SUBJECTS = frozenset({"arts", "computing", "design", "drama", "geography", "history", "languages", "maths", "music", "science", "society", "sport"})


@dataclass(frozen=True)
class World:
    """``country``: :data:`US`, :data:`ELSEWHERE`, or :data:`ENGLAND`, whose terms are the default; ``age``: one of :data:`AGES`, or "" where the words name
    none or two; ``kinds``: names of subjects and jobs; ``years``: the school years that the words name."""

    country: str
    age: str
    kinds: frozenset[str]
    years: frozenset[int] = frozenset()


def world(text: str, themes: Iterable[str] = ()) -> World:
    """``text``: the draft with its role. ``themes``: those that it is about; some are a subject or a job."""
    text = _OWN_YEAR.sub("", text)
    elsewhere = bool(_ELSEWHERE.search(text))
    us = not elsewhere and bool(_US.search(text)) and not _NOT_US.search(text)
    ages = [name for name, words in (_US_AGES if us else _AGES).items() if words.search(text)]
    if ages == ["early", "primary"]:  # "children" is said of both
        ages = ["early"]
    age = ages[0] if len(ages) == 1 else ""
    said = frozenset(topics().worlds_of(text))
    themed = {_SUBJECTS.get(one, one) for one in themes} & kinds()
    if said & _OTHER_SUBJECTS:  # reading and writing in history or French are not English
        themed.discard("english")
    return World(US if us else ELSEWHERE if elsewhere else ENGLAND, age, said | themed, years(text, graded=us))


@lru_cache(maxsize=4096)  # of every example, for every draft
def years(text: str, *, graded: bool = False) -> frozenset[int]:
    """The school years that ``text`` names: 4 of "my Year 4 class" and "4W", 1 to 3 of "Years 1 to 3", 3 to 6 of "KS2", 10 and 11 of GCSE, 12 and 13 of the sixth form, 0 of a college's levels;
    ``graded``: and grades, which in England are of an examination."""
    found: set[int] = {0} if _LEVELS.search(text) else set()
    found.update((12, 13) if _SIXTH_FORM.search(text) else (10, 11) if _GCSE.search(text) and not found else ())
    for match in _YEAR.finditer(text):
        found.update(_STAGES.get(match["stage"], ()))
        found.update([int(match["form"])] if match["form"] else [_NUMBERS.index(match["named"].lower()) + 1] if match["named"] else _listed(match["listed"] or ""))
    for match in _GRADE.finditer(text) if graded else ():
        found.update([int(match["ordinal"])] if match["ordinal"] else [_ORDINALS.index(match["named"].lower()) + 1] if match["named"] else _listed(match["listed"]))
    return frozenset(year for year in found if year <= _LAST_YEAR)


def _listed(text: str) -> Iterator[int]:
    """The numbers in "7", "7, 8 and 9" and, with those between them, "7 to 9"."""
    last = None
    for match in re.finditer(r"(?P<between>\D*)(?P<number>\d+)", text):
        number = int(match["number"])
        yield from range(last + 1, number) if last and re.search("to|-|–", match["between"]) else ()
        yield number
        last = number


@lru_cache(maxsize=1)
def kinds() -> frozenset[str]:
    """The names of every subject and job that has a word list."""
    return frozenset(topics().worlds)
