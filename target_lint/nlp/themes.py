"""What a target is about, learnt: a logistic regression for each theme over words, pairs of neighbouring words and pieces of words.

Words are only added up, so that what a word says need be worked out once in a process, whatever text it stands in. Trained by
:mod:`target_lint.learning.themes`; what is read here are plain arrays.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_WORD = re.compile(r"\w+|[%£?]")
_DIGITS = str.maketrans("123456789", "000000000")
#: characters of the pieces of a word, its ends marked
PIECES = (3, 4, 5)
#: words whose weights are remembered; beyond, they are worked out anew
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Wording:
    """The distinct ``words`` and ``pairs`` of neighbouring words of a text."""

    words: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def read(text: str, blanks: Sequence[tuple[int, int, str | None]] = ()) -> Wording:
    """The wording of plain ``text``. Words in ``blanks`` are ours, not the writer's, and left out."""
    words = [
        match[0].translate(_DIGITS)
        for match in _WORD.finditer(text)
        if not any(low <= match.start() < high for low, high, _ in blanks)
    ]
    return Wording(tuple(sorted(set(words))), tuple(sorted(set(pairwise(words)))))


def pieces(word: str) -> list[str]:
    """The runs of three to five characters of ``<word>``."""
    shown = f"<{word}>"
    return [shown[start : start + size] for size in PIECES for start in range(len(shown) - size + 1)]


@dataclass
class Themes:
    """``names``: the themes, in the order of the columns of every weight. Safe to share between threads."""

    names: tuple[str, ...]
    words: Mapping[str, int]
    pairs: Mapping[str, int]
    piece_rows: Mapping[str, int]
    arrays: Mapping[str, np.ndarray]
    _known: dict[str, np.ndarray] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Sequence[str], arrays: Mapping[str, np.ndarray]) -> Themes:
        """From the arrays that :func:`target_lint.learning.themes.export` made."""
        import numpy as np

        def rows(name: str) -> dict[str, int]:
            listed = arrays[f"{name}_names"].tobytes().decode("utf-8").split("\n")
            return {one: row for row, one in enumerate(listed) if one}

        weights = {name: arrays[name].astype(np.float64) for name in ("bias", "words", "pairs", "pieces")}
        return cls(tuple(names), rows("words"), rows("pairs"), rows("pieces"), weights)

    def scores(self, wording: Wording) -> dict[str, float]:
        """Theme -> probability between 0 and 1, calibrated (Platt 1999) on targets of hands that it was not trained on."""
        total = self.arrays["bias"]
        if wording.words:
            total = total + sum(map(self._word, wording.words)) / math.sqrt(len(wording.words))
        rows = [row for pair in wording.pairs if (row := self.pairs.get(" ".join(pair))) is not None]
        if rows:
            total = total + self.arrays["pairs"][rows].sum(axis=0) / math.sqrt(len(wording.pairs))
        return {name: 1 / (1 + math.exp(-max(-30.0, min(30.0, one)))) for name, one in zip(self.names, total.tolist(), strict=True)}

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
