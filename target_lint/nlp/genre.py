"""What kind of target a draft is: a year's objective, a small action step, or a pupil's own plan.

Patterns and their weights come from ``rules/genres.yaml``; the genre with the highest sum wins, and an objective
needs no evidence. A role that is a pupil's settles it; the file or ``--genre`` can say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from target_lint import yamlfile
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words
from target_lint.types import FIELD_NAMES, Genre

_TRAINEE = re.compile(r"\b(?:trainee|student[- ]teacher|pgce|scitt|school direct|ect ?[12]?|nqt|mentee|itt|eyitt)\b", re.I)
#: students who train to teach
_TRAINS = re.compile(r"\b(?:student[- ]teachers?|pme|b\.? ?ed|m\.? ?ed|mteach|pgde|qts|ite|h\.?dip|placement|teaching practice|practicum)\b", re.I)
#: "SEN support plan", "Y4 class teacher (pupil plan)", "case manager, IEP annual goal"; not "support plan coordinator"
_PLAN = re.compile(
    r"\b(?:(?:pupil|student|learner)(?:['’]s|s['’])?[- ](?:plan|target|iep)|(?:support|transition|education) plan)s?\b(?! (?:\w+[eo]r|lead|reviews?|setting)\b)"
    r"|\b(?:iep|pep|ehcp?) (?:\w+[- ])*(?:goal|target|outcome)s?\b(?! (?:\w+[eo]r|coach|lead)\b)"
    r"|\biep (?:gr(?:ade)?|age|pre-?k|kindergarten)\b|^sen[dk]? support(?=$|,)",
    re.I,
)
#: what stands before the pupil in "Y9 pupil on report", "looked-after pupil"
_WHICH = (
    r"(?:(?:year|yr|y|grade|gr|p|s|ks|key stage)\.? ?\d{1,2}|\d(?:st|nd|rd|th) (?:class|grade|year)|looked[- ]after|sen[dk]?(?: support)?|eal|pp|pupil premium"
    r"|ehcp?|iep|pep|sixth[- ]form|nursery|preschool|reception|key)"
)
#: the pupil is whom the role names first; in "Pupil premium lead" and "TA for a pupil" that is somebody else
_PUPIL = re.compile(
    rf"^\s*(?:{_WHICH} )*(?:(?:pupils?|child(?:ren)?|learners?|iep|pep|ehcp)(?=\s*$|\s*[,;:(]|\s+(?:with|on|in|who|looked|aged?|year|yr|grade|gr|class)\b|\s+y?\d|\s+[A-Z]\b)"
    r"|students?(?=\s*[,;:(]|\s+(?:with|on|in|who|aged?|year|yr|grade|gr|class)\b|\s+y?\d|\s+[A-Z]\b))",
    re.I,
)


@lru_cache(maxsize=1024)  # asked three times a target, and a school has few roles
def is_of_a_pupil(role: str | None) -> bool:
    """Whether a written role says that the target is a pupil's: "pupil, Y9", "SEN support plan", "Y4 class teacher (pupil plan)"."""
    if not role:
        return False
    return bool(_PLAN.search(role) or (_PUPIL.match(role) and not is_of_a_trainee(role) and not _TRAINS.search(role)))


def is_of_a_trainee(role: str | None) -> bool:
    """Whether a written role is that of somebody who learns to teach: "PGCE trainee", "ECT1 English"."""
    return bool(role and _TRAINEE.search(role))


@dataclass(frozen=True)
class Genres:
    """``signs[genre]`` is a list of (weight, pattern) over the plain text of a target, ``fields[genre]`` of (weight, field)."""

    signs: dict[Genre, tuple[tuple[float, Pattern], ...]]
    fields: dict[Genre, tuple[tuple[float, str], ...]]
    bias: float

    @classmethod
    def load(cls, path: Path, words: Words) -> Genres:
        """Raises RuleError."""
        entry = yamlfile.load(path).mapping("genres", {"about", "bias", *Genre}, ("about", "bias"))
        signs, fields = {}, {}
        for genre in Genre:
            rows, filled = [], []
            for row in entry[genre].list(genre) if genre in entry else ():
                keys = row.mapping("a sign", {"weight", "pattern", "field"}, ("weight",))
                weight = keys["weight"].number("weight")
                if "field" in keys:
                    filled.append((weight, keys["field"].one_of("field", FIELD_NAMES)))
                elif "pattern" in keys:
                    rows.append((weight, words.compile(keys["pattern"])))
                else:
                    raise row.error("a sign needs a pattern or a field")
            signs[genre], fields[genre] = tuple(rows), tuple(filled)
        return cls(signs, fields, entry["bias"].number("bias"))

    def of(self, text: str, filled: Collection[str] = ()) -> Genre:
        """The genre of a target whose :func:`~target_lint.nlp.words.plain` text this is; ``filled`` names its fields."""
        sums = {
            genre: sum(weight for weight, pattern in rows if pattern.search(text))
            + sum(weight for weight, name in self.fields[genre] if name in filled)
            for genre, rows in self.signs.items()
        }
        sums[Genre.OBJECTIVE] += self.bias
        return max(sums, key=lambda genre: sums[genre])
