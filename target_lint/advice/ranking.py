"""Which completed version to show first, learnt from people-like readers' orders of versions (``corpus/rewrites.jsonl``).

A version's score is a weighted sum of a few things that can be said of it; the weights are learnt by :mod:`target_lint.learning.rank` and lie with the
model. Without a model the order is that of the frames, as :mod:`target_lint.advice.suggest` gives it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from target_lint.advice.options import Alike
from target_lint.nlp.blanks import texts
from target_lint.types import Field, Genre, ModelError

FILE = "ranking.json"
FRAMES = ("fields", "clauses", "sentences")
#: what is said of a version, in the order of the weights
NAMES = (
    "probability of its theme",
    "its theme is the likeliest",
    "its theme is that of the word lists",
    "its examples are about what the draft is about",
    "its examples share words with the draft",
    "its examples are near the draft in meaning",
    "second choice of examples",
    *(f"in {frame}" for frame in FRAMES),
    "clauses in a short draft",
    "clauses in a long draft",
    "in fields, and the draft has them",
    "sentences in an action step",
    "blanks",
    "longer than the draft",
)  # fmt: skip
_LONG = 20
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said of the draft: its ``fields``, its genre, the probability of each theme, and the ``listed`` themes of the word lists."""

    fields: tuple[Field, ...]
    genre: Genre
    themes: Mapping[str, float]
    listed: Sequence[str]

    @property
    def whole(self) -> str:
        return " ".join(field.text for field in self.fields)


def examples(text: str) -> str:
    """The examples in the blanks of a completed version."""
    return ". ".join(blank.partition("e.g. ")[2] for blank in texts(text))


def features(draft: Draft, frame: str, theme: str, turn: int, text: str, about: Mapping[str, float], alike: Alike) -> list[float]:
    """A number for each of :data:`NAMES`; ``about``: the probability of each theme for the examples of this version."""
    whole = draft.whole
    words = len(whole.split())
    mine, theirs = set(_WORD.findall(whole.lower())), set(_WORD.findall(examples(text).lower()))
    best = max(draft.themes, key=lambda name: draft.themes[name], default=None)
    short = frame == "clauses" and words <= _LONG
    return [
        draft.themes.get(theme, 0.0),
        float(theme == best),
        float(theme in draft.listed[:1]),
        _alike(draft.themes, about),
        min(len(mine & theirs), 3) / 3,
        alike(whole, examples(text)),
        float(turn > 0),
        *(float(frame == one) for one in FRAMES),
        float(short),
        float(frame == "clauses" and not short),
        float(frame == "fields" and len(draft.fields) > 1),
        float(frame == "sentences" and draft.genre is Genre.ACTION_STEP),
        text.count("["),
        math.log(max(len(text.split()), 1) / max(words, 1)),
    ]


def _alike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two mappings of themes to probabilities."""
    length = math.sqrt(sum(value**2 for value in one.values()) * sum(value**2 for value in other.values()))
    return sum(value * other.get(name, 0.0) for name, value in one.items()) / length if length else 0.0


@dataclass(frozen=True)
class Ranking:
    weights: tuple[float, ...]

    def score(self, said: Sequence[float]) -> float:
        return sum(weight * value for weight, value in zip(self.weights, said, strict=True))

    @classmethod
    def load(cls, folder: Path, hashes: Mapping[str, str]) -> Ranking:
        """Raises ModelError if it is not the one on the card, or says other things than we do."""
        try:
            data = (folder / FILE).read_bytes()
            kept = json.loads(data) if sha256(data).hexdigest() == hashes.get(FILE) else {}
            if tuple(kept.get("names", ())) != NAMES:
                raise ValueError("it is not the one that the card describes")
            return cls(tuple(kept["weights"]))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"the ranking of {folder.name} cannot be used ({error})") from None
