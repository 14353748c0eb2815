"""``kind: set_repeated``: two targets of one person say nearly the same.

Likeness is the Jaccard index of the sets of content words (Jaccard 1912), the same measure with which the corpus looks for near-duplicates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from target_lint.nlp.words import Words
from target_lint.types import Finding, Rule, Target
from target_lint.yamlfile import Entry

KEYS = frozenset({"likeness", "stop"})
REQUIRED = ("likeness", "stop")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@dataclass(frozen=True)
class Options:
    """``likeness``: from 0 to 1, from where on two targets count as one; ``stop``: a word list that says nothing."""

    likeness: float
    stop: frozenset[str]

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Options:
        """Raises RuleError."""
        name = keys["stop"].one_of("stop", words.lists)
        return cls(keys["likeness"].number("likeness"), frozenset(words.lists[name]))


def content_words(text: str, stop: frozenset[str]) -> frozenset[str]:
    """The distinct words of plain ``text`` that are not in ``stop``."""
    return frozenset(word for word in _WORD.findall(text) if word not in stop)


def check(rule: Rule, targets: tuple[Target, ...]) -> Iterator[Finding]:
    words = [content_words(target.plain, rule.options.stop) for target in targets]
    for (i, first), (j, second) in combinations(enumerate(words), 2):
        union = len(first | second)
        if union and len(first & second) / union >= rule.options.likeness:
            pair = f"{targets[i].number} and {targets[j].number}"
            yield Finding(
                rule.id, rule.level, True, rule.message.replace("{found}", pair), rule.question.replace("{found}", pair)
            )
