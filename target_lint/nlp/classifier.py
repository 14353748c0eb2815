"""The trained classifier: which parts a target has, whether it is vague and what it is about, as probabilities.

Logistic regressions over :mod:`target_lint.nlp.features`, trained by :mod:`target_lint.learning.train`. What is read here are plain arrays with
the hash that the model's card gives; nothing is unpickled and scikit-learn is not imported. numpy is imported when a model is loaded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from target_lint.nlp.features import Reading, pieces
from target_lint.types import ModelError

if TYPE_CHECKING:
    import numpy as np
WEIGHTS, CARD = "weights.npz", "card.json"
#: begins the labels that are themes
THEME = "theme "
#: words whose weights are remembered; beyond, they are worked out anew
_REMEMBERED = 50_000


@dataclass
class Classifier:
    """``labels``: what is scored, in the order of the columns of every weight. Safe to share between threads."""

    labels: tuple[str, ...]
    thresholds: Mapping[str, float]
    card: Mapping[str, Any]
    words: Mapping[str, int]
    pairs: Mapping[str, int]
    piece_rows: Mapping[str, int]
    fired: Mapping[str, int]
    arrays: Mapping[str, np.ndarray]
    _known: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.card["name"]

    def scores(self, reading: Reading, labels: Sequence[str] | None = None) -> dict[str, float]:
        """Label -> probability between 0 and 1, calibrated (Platt 1999) on targets of hands that it was not trained on."""
        logits = self._logits(reading)
        wanted = range(len(self.labels)) if labels is None else map(self.labels.index, labels)
        return {self.labels[index]: 1 / (1 + math.exp(-max(-30.0, min(30.0, logits[index])))) for index in wanted}

    def weights_of(self, reading: Reading, label: str) -> list[float]:
        """How far each of ``reading.tokens`` speaks for ``label`` (against it, if below 0), pairs shared between their two words."""
        column = self.labels.index(label)
        scale = 1 / math.sqrt(len(reading.words) or 1)
        found = [float(self._word(token.word)[column]) * scale for token in reading.tokens]
        shared = 0.5 / math.sqrt(len(reading.pairs) or 1)
        weights = self.arrays["pairs"]
        for index, (one, other) in enumerate(zip(reading.tokens, reading.tokens[1:], strict=False)):
            row = self.pairs.get(f"{one.word} {other.word}")
            if row is not None:
                found[index] += float(weights[row, column]) * shared
                found[index + 1] += float(weights[row, column]) * shared
        return found

    def _logits(self, reading: Reading) -> list[float]:
        arrays = self.arrays
        total = arrays["bias"] + arrays["marks"].T @ reading.marks
        if reading.words:
            total = total + sum(map(self._word, reading.words)) / math.sqrt(len(reading.words))
        rows = [row for pair in reading.pairs if (row := self.pairs.get(" ".join(pair))) is not None]
        if rows:
            total = total + arrays["pairs"][rows].sum(axis=0) / math.sqrt(len(reading.pairs))
        rows = [row for one in reading.fired if (row := self.fired.get(one)) is not None]
        if rows:
            total = total + arrays["fired"][rows].sum(axis=0)
        return total.tolist()

    def _word(self, word: str) -> np.ndarray:
        """What one word adds: its own weight and that of its pieces."""
        known = self._known.get(word)
        if known is None:
            rows = [row for piece in pieces(word) if (row := self.piece_rows.get(piece)) is not None]
            known = self.arrays["pieces"][rows].sum(axis=0) / math.sqrt(len(rows) or 1)
            if word in self.words:
                known = known + self.arrays["words"][self.words[word]]
            if len(self._known) >= _REMEMBERED:
                self._known = {}
            self._known[word] = known
        return known


@lru_cache(maxsize=4)
def load(folder: Path) -> Classifier:
    """The model in ``folder``. Raises ModelError if it is not whole, or not the one that its card describes."""
    import numpy as np

    card = read_card(folder)
    try:
        data = (folder / WEIGHTS).read_bytes()
    except OSError as error:
        raise ModelError(f"the model {folder.name} cannot be read ({error.strerror})") from None
    if sha256(data).hexdigest() != card["sha256"][WEIGHTS]:
        raise ModelError(f"the model {folder.name} is not the one that its card describes: the hash of {WEIGHTS} differs")
    with np.load(folder / WEIGHTS, allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}

    def rows(name: str) -> dict[str, int]:
        listed = arrays.pop(f"{name}_names").tobytes().decode("utf-8").split("\n")
        return {one: row for row, one in enumerate(listed) if one}

    words, pairs, piece_rows, fired = rows("words"), rows("pairs"), rows("pieces"), rows("fired")
    arrays = {name: array.astype(np.float64) for name, array in arrays.items()}
    return Classifier(tuple(card["labels"]), card["thresholds"], card, words, pairs, piece_rows, fired, arrays)


def read_card(folder: Path) -> dict[str, Any]:
    """The card of the model in ``folder``. Raises ModelError."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        if card["schema"] == 1 and {"name", "labels", "thresholds", "sha256"} <= set(card):
            return card
        raise ValueError("it is of another kind")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the model {folder.name} has no card that can be read ({error})") from None
