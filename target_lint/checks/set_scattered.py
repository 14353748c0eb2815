"""``kind: set_scattered``: three or more targets of one person with no theme between any two of them.

Two targets share a theme when the same word list of ``themes`` speaks in both, or when they share a content word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from target_lint.checks.set_repeated import content_words
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words
from target_lint.types import Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = frozenset({"at_least", "stop", "themes"})
REQUIRED = ("at_least", "stop", "themes")


@dataclass(frozen=True)
class Options:
    """``at_least``: how many targets make a set; ``themes``: names of word lists, one a theme."""

    at_least: int
    stop: frozenset[str]
    themes: tuple[Pattern, ...]

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        stop = keys["stop"].one_of("stop", words.lists)
        names = [item.one_of("themes", words.lists) for item in keys["themes"].list("themes")]
        themes = tuple(words.any_of(name) for name in names)
        return cls(int(keys["at_least"].number("at_least")), frozenset(words.lists[stop]), themes)


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    options = rule.options
    if len(targets) < options.at_least:
        return
    themes = [{index for index, theme in enumerate(options.themes) if theme.search(target.plain)} for target in targets]
    words = [content_words(target.plain, options.stop) for target in targets]
    linked = any(themes[i] & themes[j] or words[i] & words[j] for i, j in combinations(range(len(targets)), 2))
    if not linked and all(themes):
        yield Finding(rule.id, rule.level, True, rule.message, rule.question)
