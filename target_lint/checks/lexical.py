"""``kind: lexical``: words that are weak wherever they stand, but for the exceptions that the rule names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from target_lint.checks.matching import KEYS as CONTEXT_KEYS
from target_lint.checks.matching import Context, finding
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words, phrases
from target_lint.types import Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = CONTEXT_KEYS | {"phrases"}
REQUIRED = ("phrases",)


@dataclass(frozen=True)
class Options:
    """``phrases``: plain words, matched whole and in any case; and the :class:`Context`."""

    phrases: Pattern
    context: Context

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        return cls(phrases(keys["phrases"].texts("phrases")), Context.read(keys, words))


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    for target in targets:
        for start, end in rule.options.context.matches((rule.options.phrases,), target):
            yield finding(rule, target, start, end)
