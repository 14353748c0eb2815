"""``kind: set_size``: one person has more targets than anybody can work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from target_lint.nlp.words import Words
from target_lint.types import Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = frozenset({"at_most"})
REQUIRED = ("at_most",)


@dataclass(frozen=True)
class Options:
    at_most: int

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        return cls(int(keys["at_most"].number("at_most")))


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    count = len(targets)
    if count > rule.options.at_most:
        yield Finding(
            rule.id,
            rule.level,
            True,
            rule.message.replace("{found}", str(count)),
            rule.question.replace("{found}", str(count)),
        )
