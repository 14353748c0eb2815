"""The examples that stand in blanks: per theme a focus, steps and measures, for every theme groups and times (``rules/rewrites``)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from target_lint import shipped, yamlfile
from target_lint.types import Genre

AUDIENCES = ("pupils", "staff", "families", "users")
_SLOTS = ("focus", "steps", "measure")
_EARLY = re.compile(
    r"\breception\b|\beyfs\b|\beyitt\b|\bearly years\b|\bnursery\b|\bpre-?school\b|\btwo[- ]year[- ]olds\b|\bgld\b|\bcarpet (?:time|session)|\bcontinuous provision\b|\bprime areas\b", re.I
)
_PRIMARY = re.compile(
    r"\b(?:year|yr|y) ?[1-6]\b|reception|eyfs|nursery|key stage [12]|ks[12]|phonics|infants?|juniors?|\b[1-6][a-z]\b|children",
    re.I,
)
_SECONDARY = re.compile(
    r"\b(?:year|yr|y) ?(?:[7-9]|1[0-3])\b|gcse|a[ -]level|key stage [345]|ks[345]|sixth form|\b(?:[7-9]|1[0-3])[a-z]\w?\b|tutor",
    re.I,
)
_AMERICAN = re.compile(
    r"\bgrade(?:rs?)? ?\d|\bgraders?\b|\biep|\bmap (?:windows?|scores?|growth|tests?|data|reading|math)\b|\bnwea\b|dibels|i-ready|\bslos?\b|\bell\b|\bmlls?\b|multilingual learners|benchmark|semester|kindergarten|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth)[- ]grade|\bnine weeks\b|\bprincipal\b|superintendent|counselor|\bprek\b|\bstudent teacher\b",
    re.I,
)
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
    """Every theme by its name; ``groups``: audience (pupils by ``early``, ``primary``, ``secondary``, ``us``) -> examples; ``when`` likewise."""

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
                    for name, item in entry.mapping(audience, {"early", "primary", "secondary", "us"}).items()
                }
            else:
                groups[audience] = entry.texts(audience)
        when = {name: entry.texts(name) for name, entry in keys.items() if name != "group"}
        return cls(MappingProxyType(themes), MappingProxyType(groups), MappingProxyType(when))

    def group(self, theme: Theme, text: str) -> tuple[str, ...]:
        """Examples of whom it is for, those of the draft's phase and country."""
        return self.groups[theme.audience] if theme.audience != "pupils" else self.groups[phase(text)]

    def time(self, text: str, genre: Genre) -> tuple[str, ...]:
        """Examples of a time: soon for an action step, in the terms of the draft's country."""
        if genre is Genre.ACTION_STEP:
            return self.when["when_soon"]
        return self.when["when_us" if phase(text) == "us" else "when"]


def phase(text: str) -> str:
    """``early``, ``primary``, ``secondary`` or ``us``, by the words of the draft."""
    if _AMERICAN.search(text):
        return "us"
    if _EARLY.search(text):
        return "early"
    return "primary" if _PRIMARY.search(text) and not _SECONDARY.search(text) else "secondary"


#: what nearness in meaning weighs beside a shared word
_NEAR = 4.0
#: ``(text, other text) -> nearness in meaning``, from -1 to 1
Alike = Callable[[str, str], float]


def unalike(one: str, other: str) -> float:
    """Without a model nothing is near anything."""
    return 0.0


def choose(examples: Sequence[str], text: str, turn: int = 0, alike: Alike = unalike) -> str:
    """The example that shares most words with ``text`` and is nearest to it in meaning (``alike``, the model's); among equals a different one for
    different drafts, the same for the same.

    ``turn``: 0 for the first choice, 1 for the next ..., for another suggestion.
    """
    words = set(_WORD.findall(text.lower()))
    start = zlib.crc32(text.encode()) % len(examples)
    rotated = [*examples[start:], *examples[:start]]
    ranked = sorted(rotated, key=lambda example: -_shared(example, words) - _NEAR * alike(text, example))
    return ranked[turn % len(ranked)]


def _shared(example: str, words: Iterable[str]) -> int:
    mine = set(_WORD.findall(example.lower()))
    return len(mine & set(words))


@lru_cache(maxsize=1)
def options() -> Options:
    """The shipped examples; read once."""
    return Options.load(shipped.folder("rules") / "rewrites")
