"""Learns what targets are about: a logistic regression for each theme (:mod:`target_lint.nlp.themes`), class-weighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from target_lint.nlp.themes import Wording, pieces

#: the inverse of the regularisation, chosen once in grouped cross-validation
STRENGTH = 1.0
#: texts in which a word, a pair, a piece must occur
AT_LEAST = {"words": 2, "pairs": 2, "pieces": 4}


def _all_pieces(wording: Wording) -> list[str]:
    return [piece for word in wording.words for piece in pieces(word)]


_KINDS: dict[str, Callable[[Wording], Sequence[Hashable]]] = {
    "words": lambda wording: wording.words,
    "pairs": lambda wording: wording.pairs,
    "pieces": _all_pieces,
}


@dataclass(frozen=True)
class Columns:
    """Words, pairs and pieces with their weight (inverse document frequency), as learnt from some texts."""

    known: dict[str, dict[Hashable, tuple[int, float]]]

    @classmethod
    def learn(cls, wordings: Sequence[Wording]) -> Columns:
        known = {}
        for kind, of in _KINDS.items():
            counts = Counter(one for wording in wordings for one in set(of(wording)))
            kept = sorted(one for one, count in counts.items() if count >= AT_LEAST[kind])
            known[kind] = {
                one: (column, 0.5 if kind == "pieces" else (np.log((1 + len(wordings)) / (1 + counts[one])) + 1) / 3)
                for column, one in enumerate(kept)
            }
        return cls(known)

    def matrix(self, wordings: Sequence[Wording]) -> csr_matrix:
        """Texts x (words, pairs, pieces)."""
        return hstack([self._block("words", wordings), self._block("pairs", wordings), self._pieces(wordings)]).tocsr()

    def _block(self, kind: str, wordings: Sequence[Wording]) -> csr_matrix:
        known, of = self.known[kind], _KINDS[kind]
        cells = [
            (row, known[one][0], known[one][1] / np.sqrt(len(of(wording))))
            for row, wording in enumerate(wordings)
            for one in of(wording)
            if one in known
        ]
        return _sparse(cells, (len(wordings), len(known)))

    def _pieces(self, wordings: Sequence[Wording]) -> csr_matrix:
        known = self.known["pieces"]
        cells = []
        for row, wording in enumerate(wordings):
            for word in wording.words:
                found = [known[piece] for piece in pieces(word) if piece in known]
                scale = 3 / np.sqrt(len(wording.words)) / np.sqrt(len(found) or 1)
                cells += [(row, column, weight * scale) for column, weight in found]
        return _sparse(cells, (len(wordings), len(known)))


def _sparse(cells: list[tuple[int, int, float]], shape: tuple[int, int]) -> csr_matrix:
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((values, (rows, columns)), shape=shape)


@dataclass(frozen=True)
class Learnt:
    """A regression for each theme, over the columns that they were learnt with."""

    columns: Columns
    models: list[LogisticRegression]

    def logits(self, wordings: Sequence[Wording]) -> np.ndarray:
        """Texts x themes, uncalibrated."""
        matrix = self.columns.matrix(wordings)
        return np.column_stack([model.decision_function(matrix) for model in self.models])


def fit(wordings: Sequence[Wording], truth: np.ndarray) -> Learnt:
    """``truth``: texts x themes, 0 or 1."""
    columns = Columns.learn(wordings)
    matrix = columns.matrix(wordings)
    models = [LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000).fit(matrix, column) for column in truth.T]
    return Learnt(columns, models)


def export(learnt: Learnt, slopes: np.ndarray, offsets: np.ndarray) -> dict[str, np.ndarray]:
    """The weights as plain arrays, calibration and document frequencies folded in."""
    weights = np.vstack([model.coef_[0] * slope for model, slope in zip(learnt.models, slopes, strict=True)]).T
    bias = np.array([model.intercept_[0] for model in learnt.models]) * slopes + offsets
    arrays = {"bias": bias.astype(np.float32)}
    start = 0
    for kind, known in learnt.columns.known.items():
        scale = np.array([weight for _, weight in known.values()])[:, None] * (3 if kind == "pieces" else 1)
        arrays[kind] = (weights[start : start + len(known)] * scale).astype(np.float16)
        names = [" ".join(one) if isinstance(one, tuple) else str(one) for one in known]
        arrays[f"{kind}_names"] = np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)
        start += len(known)
    return arrays
