"""``kind: missing``: one of the five parts is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from target_lint.nlp.words import Words
from target_lint.types import PART_NAMES, Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = frozenset({"part"})
REQUIRED = ("part",)


@dataclass(frozen=True)
class Options:
    """``part``: one of the five names."""

    part: str

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        return cls(keys["part"].one_of("part", PART_NAMES))


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    for target in targets:
        part = target.parts[rule.options.part]
        if not part.present:
            yield Finding(rule.id, rule.level, part.sure, rule.message, rule.question)
