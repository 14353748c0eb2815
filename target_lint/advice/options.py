"""The examples that stand in blanks: per theme a focus, steps and measures, for every theme groups and times (``rules/rewrites``)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from target_lint import shipped, yamlfile
from target_lint.advice import worlds
from target_lint.advice.worlds import AGES, ENGLAND, US, World
from target_lint.types import Genre

AUDIENCES = ("pupils", "staff", "families", "users")
#: pupils, of all of whom a draft speaks
EVERYONE = "everyone"
_SLOTS = ("focus", "steps", "measure")
#: the heading of examples that anybody may be shown
ANY = "any"
_WORD = re.compile(r"[a-z]{4,}")
#: words that two texts may share and be about nothing in common
_SMALL = frozenset(["with", "that", "their", "they", "them", "from", "each", "have", "will", "what", "when", "which", "this", "these", "those", "about", "more", "than", "every", "into", "other", "before", "after", "where", "there", "also", "been", "pupils", "students", "children", "school", "class", "teachers", "work", "term", "year", "number", "group", "groups", "lesson", "lessons", "room", "meeting", "look", "looks", "same", "through", "without", "used", "running", "meet", "plan", "plans", "times", "start", "independent", "teacher", "teaching", "make", "using", "take", "first", "week", "weeks", "would", "able", "good", "better", "improve", "time", "could", "should", "well", "mentor", "head", "heads", "department", "departments", "finish", "finished", "across", "pupil", "student", "child", "colleague", "colleagues", "older", "fortnight", "fortnightly", "month", "months", "monthly", "weekly", "daily", "minutes", "hours", "days", "half", "last", "next", "spring", "summer", "autumn", "january", "february", "march", "april", "june", "july", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "three", "four", "five", "eight", "nine", "twelve"])
#: a pupil whose age the draft does not say is of one of these
_USUAL = frozenset({"primary", "secondary"})


@dataclass(frozen=True)
class Example:
    """``ages``, ``country`` and ``kinds`` (subjects, jobs): what a draft must be of for this example to make sense in it; none of them: any."""

    text: str
    ages: frozenset[str] = frozenset()
    country: str = ""
    kinds: frozenset[str] = frozenset()

    def fits(self, where: World) -> bool:
        if self.country and self.country != where.country:
            return False
        if self.ages and not (where.age in self.ages if where.age else self.ages >= _USUAL):
            return False
        if where.years and (own := worlds.years(self.text, graded=where.country == US)) and own.isdisjoint(where.years):  # "Year 2" beside a teacher of Year 4
            return False
        return not self.kinds or bool(self.kinds & where.kinds)


@dataclass(frozen=True)
class Theme:
    """``audience``: one of :data:`AUDIENCES`; ``source``: the evidence behind the steps; each slot holds at least twelve examples. ``near``: how many words an
    example has to share with a draft to be shown to it, more where a theme is of many things; ``of_classes``: whether its pupils are a class rather than some of one."""

    name: str
    audience: str
    source: str
    near: int
    of_classes: bool
    focus: tuple[Example, ...]
    steps: tuple[Example, ...]
    measure: tuple[Example, ...]


@dataclass(frozen=True)
class Options:
    """Every theme by its name; ``groups``: audience (or :data:`EVERYONE`) -> examples; ``common``: ``when``, ``when_soon`` and a pupil's ``pupil_measure``."""

    themes: Mapping[str, Theme]
    groups: Mapping[str, tuple[Example, ...]]
    common: Mapping[str, tuple[Example, ...]]

    @classmethod
    def load(cls, folder: Path) -> Options:
        """Raises RuleError."""
        themes = {}
        for path in sorted((folder / "themes").glob("*.yaml")):
            keys = yamlfile.load(path).mapping("a theme", {"audience", "source", "near", "of_classes", *_SLOTS}, ("audience", "source", *_SLOTS))
            near = int(keys["near"].number("near")) if "near" in keys else 0
            of_classes = keys["of_classes"].flag("of_classes") if "of_classes" in keys else False
            slots = (_examples(keys[slot], slot) for slot in _SLOTS)
            themes[path.stem] = Theme(path.stem, keys["audience"].one_of("audience", AUDIENCES), keys["source"].text("source"), near, of_classes, *slots)
        whom, single = (*AUDIENCES, EVERYONE), ("when", "when_soon", "pupil_measure")
        keys = yamlfile.load(folder / "common.yaml").mapping("what is common", {"group", *single}, ("group", *single))
        groups = {audience: _examples(entry, audience) for audience, entry in keys["group"].mapping("group", whom, whom).items()}
        return cls(MappingProxyType(themes), MappingProxyType(groups), MappingProxyType({name: _examples(keys[name], name) for name in single}))

    def time(self, genre: Genre) -> tuple[Example, ...]:
        """Examples of a time: soon for an action step."""
        return self.common["when_soon" if genre is Genre.ACTION_STEP else "when"]


def _examples(entry: yamlfile.Entry, what: str) -> tuple[Example, ...]:
    """``{"any": [...], "us secondary maths": [...]}``: examples under headings that say for which drafts they are."""
    found = []
    for heading, listed in entry.mapping(what).items():
        words = heading.split()
        for word in words:
            if word not in (ANY, US, ENGLAND, *AGES) and word not in worlds.kinds():
                raise listed.error(f"{what} has no heading {word!r}{yamlfile.near(word, worlds.kinds())}")
        country = next((word for word in words if word in (US, ENGLAND)), "")
        kinds = frozenset(words) & worlds.kinds()
        found += [Example(text, frozenset(words) & frozenset(AGES), country, kinds) for text in listed.texts(heading)]
    return tuple(found)


#: that a draft or an example can be of
_LANGUAGES = frozenset(["french", "german", "spanish", "italian", "welsh", "irish", "latin", "mandarin", "urdu", "polish", "arabic", "russian", "japanese"])
#: what nearness in meaning weighs beside a shared word, and that an example is of the draft's own age or country (of its subject or job: twice that)
_NEAR, _OWN = 4.0, 0.5
#: ``(text, other text) -> nearness in meaning``, from -1 to 1
Alike = Callable[[str, str], float]


def unalike(one: str, other: str) -> float:
    """Without a model nothing is near anything."""
    return 0.0


def choose(examples: Iterable[Example], text: str, where: World, turn: int = 0, alike: Alike = unalike, *, near: int = 0) -> str:
    """Of the examples that fit the draft's world the one that shares most words with its ``text`` and is nearest to it in meaning (``alike``, the
    model's); among equals a different one for different drafts, the same for the same. "" where none fits.

    ``turn``: 0 for the first choice, 1 for the next ..., for another suggestion. ``near``: only those that share so many words with the text.
    """
    words = frozenset(_WORD.findall(text.lower())) - _SMALL
    spoken = words & _LANGUAGES
    found = []
    for one in examples:
        its = frozenset(_WORD.findall(one.text.lower()))
        shared = len(words & its)
        another = spoken and its & _LANGUAGES and not its & spoken  # French, where the draft is of German
        if one.fits(where) and shared >= near and not another:
            likeness = alike(text, one.text)
            found.append((shared + _NEAR * likeness + _OWN * (bool(one.ages) + 2 * bool(one.kinds) + bool(one.country)), one.text))
    if not found:
        return ""
    start = zlib.crc32(text.encode()) % len(found)
    return sorted([*found[start:], *found[:start]], key=lambda row: -row[0])[turn % len(found)][1]


@lru_cache(maxsize=1)
def options() -> Options:
    """The shipped examples; read once."""
    return Options.load(shipped.folder("rules") / "rewrites")
