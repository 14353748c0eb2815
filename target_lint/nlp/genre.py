"""What kind of target a draft is: a year's objective, a small action step, or a pupil's own plan.

Patterns and their weights come from ``rules/genres.yaml``; the genre with the highest sum wins, and an objective
needs no evidence. The writer, a preset or ``--genre`` can say otherwise.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from target_lint import yamlfile
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words
from target_lint.types import FIELD_NAMES, Genre


@dataclass(frozen=True)
class Genres:
    """``signs[genre]`` is a list of (weight, pattern) over the plain text of a target, ``fields[genre]`` of (weight, field)."""

    signs: dict[Genre, tuple[tuple[float, Pattern], ...]]
    fields: dict[Genre, tuple[tuple[float, str], ...]]
    bias: float

    @classmethod
    def load(cls, path: Path, words: Words) -> Genres:
        """Raises RuleError."""
        entry = yamlfile.load(path).mapping("genres", {"about", "bias", *Genre}, ("about", "bias"))
        signs, fields = {}, {}
        for genre in Genre:
            rows, filled = [], []
            for row in entry[genre].list(genre) if genre in entry else ():
                keys = row.mapping("a sign", {"weight", "pattern", "field"}, ("weight",))
                weight = keys["weight"].number("weight")
                if "field" in keys:
                    filled.append((weight, keys["field"].one_of("field", FIELD_NAMES)))
                elif "pattern" in keys:
                    rows.append((weight, words.compile(keys["pattern"])))
                else:
                    raise row.error("a sign needs a pattern or a field")
            signs[genre], fields[genre] = tuple(rows), tuple(filled)
        return cls(signs, fields, entry["bias"].number("bias"))

    def of(self, text: str, filled: Collection[str] = ()) -> Genre:
        """The genre of a target whose :func:`~target_lint.nlp.words.plain` text this is; ``filled`` names its fields."""
        sums = {
            genre: sum(weight for weight, pattern in rows if pattern.search(text))
            + sum(weight for weight, name in self.fields[genre] if name in filled)
            for genre, rows in self.signs.items()
        }
        sums[Genre.OBJECTIVE] += self.bias
        return max(sums, key=lambda genre: sums[genre])
