"""``kind: pattern``: wordings with gaps, as regular expressions with ``{word lists}``.

Where only some words of a wording are to be marked, they stand in a group called ``found``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from target_lint.checks.matching import KEYS as CONTEXT_KEYS
from target_lint.checks.matching import Context, finding
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words, straight
from target_lint.types import Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = CONTEXT_KEYS | {"patterns", "case"}
REQUIRED = ("patterns",)


@dataclass(frozen=True)
class Options:
    """``case``: the patterns are about capitals (names), so the text keeps them."""

    patterns: tuple[Pattern, ...]
    context: Context
    case: bool

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        case = keys["case"].flag("case") if "case" in keys else False
        return cls(words.compile_all(keys["patterns"].list("patterns")), Context.read(keys, words), case)


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    options = rule.options
    for target in targets:
        text = straight(target.text) if options.case else None
        for start, end in options.context.matches(options.patterns, target, text):
            yield finding(rule, target, start, end)
