"""``kind: absent``: nothing of a certain sort is said anywhere (no review, no link to the plan)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words
from target_lint.types import FIELD_NAMES, Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = frozenset({"patterns", "filled"})
REQUIRED = ("patterns",)


@dataclass(frozen=True)
class Options:
    """``patterns``: any of them in the target will do; ``filled``: so will any of these fields with words in it."""

    patterns: tuple[Pattern, ...]
    filled: frozenset[str]

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        filled = (
            (item.one_of("filled", FIELD_NAMES) for item in keys["filled"].list("filled")) if "filled" in keys else ()
        )
        return cls(words.compile_all(keys["patterns"].list("patterns")), frozenset(filled))


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    for target in targets:
        if any(field.name in rule.options.filled and len(field.text.strip()) > 3 for field in target.fields):
            continue
        if not any(pattern.search(target.plain) for pattern in rule.options.patterns):
            yield Finding(rule.id, rule.level, True, rule.message, rule.question)
