"""``kind: model``: the trained model takes the wording for vague where no rule knows it.

The words that are marked are those that it takes for vague. Where a rule of the same family has spoken as well, it adds only what it is sure of, and
nothing about the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from target_lint.checks.matching import finding
from target_lint.nlp.words import Words
from target_lint.types import Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS: frozenset[str] = frozenset()
REQUIRED: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """None."""

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        return cls()


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    for target in targets:
        if target.vague is not None and target.vague.present:
            for place in target.vague.places:
                start = target.start_of(place)
                yield replace(finding(rule, target, start, start + place.end - place.start), sure=target.vague.sure)
