"""``kind: compound``: several aims in one statement.

Each ``aims`` pattern finds the start of an aim (a verb of change with its object); a statement with more than ``at_most``
of them, none of which is introduced by a word of ``means`` ("by", "through"), is several targets in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from target_lint.checks.matching import finding
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words
from target_lint.types import Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = frozenset({"aims", "means", "at_most"})
REQUIRED = ("aims", "means", "at_most")


@dataclass(frozen=True)
class Options:
    aims: Pattern
    means: Pattern
    at_most: int

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        return cls(words.compile(keys["aims"]), words.compile(keys["means"]), int(keys["at_most"].number("at_most")))


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    options = rule.options
    for target in targets:
        names = [field.name for field in target.fields]
        if "statement" not in names:
            continue
        index = names.index("statement")
        low = target.starts[index]
        high = low + len(target.fields[index].text)
        means = options.means.matches(target.plain, low, high)
        aims = options.aims.matches(target.plain, low, means[0].start() if means else high)
        if len(aims) > options.at_most:
            yield finding(rule, target, aims[options.at_most].start(), aims[-1].end())
