"""What a target is about, which help it names and of which subjects and jobs it speaks: by the word lists ``theme_*``, ``need_*`` and ``world_*`` of
``rules/words``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from target_lint import shipped
from target_lint.nlp.patterns import Phrases
from target_lint.nlp.words import plain, word_lists

#: a target has one theme, or two when it is truly about two (corpus/THEMES.md)
MOST_THEMES = 2
_VERBS = ("change_verb", "learn_verb", "step_verb")
_DEEDS = ("learn_verb", "learn_gerund")
_CLAUSE = re.compile(r"[^.;:•\n]+")
_LONGEST_CLAUSE = 100


@dataclass(frozen=True, slots=True)
class Need:
    """Help that a target names: its ``kind`` ("training", "coaching", "seeing", "reading", "specialist") and the clause that says so."""

    kind: str
    clause: str


@dataclass(frozen=True)
class Topics:
    """``themes``, ``needs`` and ``worlds``: name -> any of its words; ``unfilled``: what people leave in a cell that they have not filled in; ``verbs``: words
    with which an order or a plan begins; ``deeds``: those of what pupils do."""

    themes: Mapping[str, Phrases]
    needs: Mapping[str, Phrases]
    worlds: Mapping[str, Phrases]
    unfilled: Phrases
    verbs: frozenset[str]
    deeds: frozenset[str]

    def themes_of(self, text: str) -> tuple[str, ...]:
        """Names of at most :data:`MOST_THEMES` themes, the one with most different words first; none if no list speaks."""
        text = plain(text)
        found = {name: len({hit.group() for hit in theme.matches(text)}) for name, theme in self.themes.items()}
        ranked = [(name, count) for name, count in Counter(found).most_common(MOST_THEMES) if count]
        return tuple(name for name, count in ranked if count * 2 >= ranked[0][1])

    def worlds_of(self, text: str) -> tuple[str, ...]:
        """Names of the subjects and jobs that ``text`` speaks of."""
        text = plain(text)
        return tuple(name for name, words in self.worlds.items() if words.search(text))

    def is_unfilled(self, text: str) -> bool:
        text = plain(text.strip())
        return any(hit.group() == text for hit in self.unfilled.matches(text))

    def needs_of(self, text: str) -> Iterator[Need]:
        """The help that ``text`` names, one a clause, in order."""
        for clause in _CLAUSE.finditer(text):
            lowered = plain(clause[0])
            kind = next((name for name, need in self.needs.items() if need.search(lowered)), None)
            if kind is not None:
                words = " ".join(clause[0].split())
                yield Need(kind, words if len(words) <= _LONGEST_CLAUSE else words[: _LONGEST_CLAUSE - 1] + "…")


@lru_cache(maxsize=1)
def topics() -> Topics:
    """The shipped word lists; read once."""
    words = word_lists(shipped.folder("rules") / "words")

    def named(prefix: str) -> dict[str, Phrases]:
        return {name.removeprefix(prefix): words.any_of(name) for name in words.lists if name.startswith(prefix)}

    def verbs(*names: str) -> frozenset[str]:
        return frozenset(phrase.split()[0] for name in names for phrase in words.lists[name])

    return Topics(named("theme_"), named("need_"), named("world_"), words.any_of("unfilled"), verbs(*_VERBS), verbs(*_DEEDS) - verbs("change_verb"))
