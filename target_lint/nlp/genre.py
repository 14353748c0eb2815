"""What kind of target a draft is: a year's objective, a small action step, or a pupil's own plan.

Patterns and their weights come from ``rules/genres.yaml``; the genre with the highest sum wins, and an objective
needs no evidence. The writer, a preset or ``--genre`` can say otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from target_lint import yamlfile
from target_lint.nlp.words import Words
from target_lint.types import Genre


@dataclass(frozen=True)
class Genres:
    """``signs[genre]`` is a list of (weight, pattern) over the plain text of a target."""

    signs: dict[Genre, tuple[tuple[float, re.Pattern[str]], ...]]
    bias: float

    @classmethod
    def load(cls, path: Path, words: Words) -> Genres:
        """Raises RuleError."""
        entry = yamlfile.load(path).mapping("genres", {"about", "bias", *Genre}, ("about", "bias"))
        signs = {}
        for genre in Genre:
            rows = []
            for row in entry[genre].list(genre) if genre in entry else ():
                keys = row.mapping("a sign", {"weight", "pattern"}, ("weight", "pattern"))
                rows.append((keys["weight"].number("weight"), words.compile(keys["pattern"])))
            signs[genre] = tuple(rows)
        return cls(signs, entry["bias"].number("bias"))

    def of(self, text: str) -> Genre:
        """The genre of a target whose :func:`~target_lint.nlp.words.plain` text this is."""
        sums = {
            genre: sum(weight for weight, pattern in rows if pattern.search(text)) for genre, rows in self.signs.items()
        }
        sums[Genre.OBJECTIVE] += self.bias
        return max(sums, key=lambda genre: sums[genre])
