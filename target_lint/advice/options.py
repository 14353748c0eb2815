"""The examples that stand in blanks: per theme a focus, steps and measures, for every theme groups and times (``rules/rewrites``)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from target_lint import shipped, yamlfile
from target_lint.types import Genre

AUDIENCES = ("pupils", "staff", "families", "users")
_SLOTS = ("focus", "steps", "measure")
#: phase -> its words; the first that fits a draft decides, and a draft with words of two or of none is of any
_PHASES = {
    "us": re.compile(
        r"\bgrade(?:rs?)? ?\d|\bgraders?\b|\biep|\bmap (?:windows?|scores?|growth|tests?|data|reading|math)\b|\bnwea\b|dibels|i-ready|\bslos?\b|\bell\b|\bmlls?\b|multilingual learners|benchmark|semester|kindergarten|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth)[- ]grade|\bnine weeks\b|\bprincipal\b|superintendent|counselor|\bprek\b|\bstudent teacher\b|\bmath\b|\b\d(?:st|nd|rd|th)[- ]grade",
        re.I,
    ),
    "early": re.compile(
        r"\breception\b|\beyfs\b|\beyitt\b|\bearly years\b|\bnursery\b|\bpre-?school\b|\btwo[- ]year[- ]olds\b|\bgld\b|\bcarpet (?:time|session)|\bcontinuous provision\b|\bprime areas\b",
        re.I,
    ),
    "college": re.compile(
        r"\bcollege\b|\blecturer\b|\bfurther education\b|\bfe\b|\besol\b|\bfunctional skills\b|\bapprentic|\blevel [123]\b|\bresit\b|\bsixth form\b|\bks5\b|\bkey stage 5\b|\b(?:year|yr|y) ?1[23]\b|\ba[ -]levels?\b",
        re.I,
    ),
    "secondary": re.compile(
        r"\b(?:year|yr|y) ?(?:[7-9]|1[01])s?\b|\bgcse|\bks[34]\b|\bkey stage [34]\b|\b(?:[7-9]|1[0-3])(?!th|am|pm)[a-z]\w?\b|\btutor(?: group)?\b|\bform time\b|\bhead of year\b|\bsecondary\b|\bS[1-6]\b",
        re.I,
    ),
    "primary": re.compile(
        r"\b(?:year|yr|y) ?[1-6]s?\b|\bkey stage [12]\b|\bu?l?ks[12]\b|\bphonics\b|\binfants?\b|\bjuniors?\b|\b[1-6](?!st|nd|rd|th)[a-z]\b|\bP[1-7]\b|\bchildren\b|\bclass teacher\b|\bprimary\b|\bplaytimes?\b",
        re.I,
    ),
}
ANY = "any"
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Theme:
    """``audience``: one of :data:`AUDIENCES`; ``source``: the evidence behind the steps; each slot holds at least twelve examples."""

    name: str
    audience: str
    source: str
    focus: tuple[str, ...]
    steps: tuple[str, ...]
    measure: tuple[str, ...]


@dataclass(frozen=True)
class Options:
    """Every theme by its name; ``groups``: audience (pupils by their :func:`phase`) -> examples; ``when`` likewise."""

    themes: Mapping[str, Theme]
    groups: Mapping[str, tuple[str, ...]]
    when: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, folder: Path) -> Options:
        """Raises RuleError."""
        themes = {}
        for path in sorted((folder / "themes").glob("*.yaml")):
            keys = yamlfile.load(path).mapping(
                "a theme", {"audience", "source", *_SLOTS}, ("audience", "source", *_SLOTS)
            )
            slots = (keys[slot].texts(slot) for slot in _SLOTS)
            themes[path.stem] = Theme(
                path.stem, keys["audience"].one_of("audience", AUDIENCES), keys["source"].text("source"), *slots
            )
        keys = yamlfile.load(folder / "common.yaml").mapping(
            "what is common", {"group", "when", "when_us", "when_soon", "pupil_measure"}, ("group", "when")
        )
        groups: dict[str, tuple[str, ...]] = {}
        for audience, entry in keys["group"].mapping("group", AUDIENCES).items():
            if audience == "pupils":
                groups |= {
                    name: item.texts(name)
                    for name, item in entry.mapping(audience, {*_PHASES, ANY}, (*_PHASES, ANY)).items()
                }
            else:
                groups[audience] = entry.texts(audience)
        when = {name: entry.texts(name) for name, entry in keys.items() if name != "group"}
        return cls(MappingProxyType(themes), MappingProxyType(groups), MappingProxyType(when))

    def group(self, audience: str, text: str) -> tuple[str, ...]:
        """Examples of whom it is for, those of the draft's phase and country."""
        return self.groups[phase(text) if audience == "pupils" else audience]

    def time(self, text: str, genre: Genre) -> tuple[str, ...]:
        """Examples of a time: soon for an action step, in the terms of the draft's country."""
        if genre is Genre.ACTION_STEP:
            return self.when["when_soon"]
        return self.when["when_us" if phase(text) == "us" else "when"]


def phase(text: str) -> str:
    """``us``, ``early``, ``college``, ``secondary`` or ``primary``, by the words of the draft; ``any`` if they name none or two."""
    found = [name for name, words in _PHASES.items() if words.search(text)]
    if found[:1] == ["us"]:  # "grade 4" is of a GCSE as well
        found = found[1:] if {"secondary", "college"} & set(found) else ["us"]
    if found == ["early", "primary"]:  # "children" is said of both
        return "early"
    return found[0] if len(found) == 1 else ANY


#: what nearness in meaning weighs beside a shared word
_NEAR = 4.0
#: what an example of another phase or country loses, and one of something particular that the draft does not speak of
_ELSEWHERE, _FAR = 3.0, 2.0
#: so many examples of each list are of a general kind and stand first in it; the others are of a subject or a phase
_GENERAL = 12
#: from here on two texts are near in meaning; chosen by looking at the examples for 25 drafts of our corpus, not measured
NEARBY = 0.25
#: ``(text, other text) -> nearness in meaning``, from -1 to 1
Alike = Callable[[str, str], float]


def unalike(one: str, other: str) -> float:
    """Without a model nothing is near anything."""
    return 0.0


def choose(examples: Sequence[str], text: str, turn: int = 0, alike: Alike = unalike) -> str:
    """The example that shares most words with ``text``, is nearest to it in meaning (``alike``, the model's) and of no other phase; among equals a
    different one for different drafts, the same for the same.

    ``turn``: 0 for the first choice, 1 for the next ..., for another suggestion.
    """
    words = frozenset(_WORD.findall(text.lower()))
    where = phase(text)
    start = zlib.crc32(text.encode()) % len(examples)
    rotated = [*examples[start:], *examples[:start]]

    general = set(examples[:_GENERAL])

    def fit(example: str) -> float:
        its_words, its_phase = _known(example)
        shared, near = len(its_words & words), alike(text, example)
        away = where != ANY and its_phase not in (ANY, where)
        far = not shared and near < NEARBY and example not in general
        return shared + _NEAR * near - _ELSEWHERE * away - _FAR * far

    return sorted(rotated, key=fit, reverse=True)[turn % len(rotated)]


@cache  # of our examples only, never of a draft
def _known(example: str) -> tuple[frozenset[str], str]:
    return frozenset(_WORD.findall(example.lower())), phase(example)


@lru_cache(maxsize=1)
def options() -> Options:
    """The shipped examples; read once."""
    return Options.load(shipped.folder("rules") / "rewrites")
