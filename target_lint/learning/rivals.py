"""What else might do the classifier's work, measured in the same folds: trivial baselines, the field's usual model, other learners, and our own with
something left out. For the model's card (``target-lint train --compare``); nothing here ships."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from target_lint.learning import corpus
from target_lint.learning.scores import Table
from target_lint.learning.train import FOLDS, VAGUE, Columns, Texts
from target_lint.types import PART_NAMES

#: ``(train, test) -> what is said of the test texts``, a column a label, over 0 for "there"
Rival = Callable[[np.ndarray, np.ndarray], np.ndarray]


def rivals(data: Texts, folder: Path, say: Callable[[str], object]) -> dict[str, dict[str, float]]:
    """Rival -> kappa of each missing part and of vague wording, and their macro over the parts, each text judged by a model that saw no text of its hand."""
    truth = data.truth[:, : len(PART_NAMES) + 1]
    written = [item.labelled.written for hand in corpus.hands(folder) for item in corpus.load(folder, hand)]
    plain = np.array([" ".join(field.text for field in one.fields) for one in written], dtype=object)
    lengths = np.array([len(text.split()) for text in plain])

    def learnt(make: Callable[[], object], matrix: Callable[[np.ndarray, np.ndarray], tuple]) -> Rival:
        def rival(train: np.ndarray, test: np.ndarray) -> np.ndarray:
            known, unknown = matrix(train, test)
            return np.column_stack([make().fit(known, column).predict(unknown) - 0.5 for column in truth[train].T])

        return rival

    def length(train: np.ndarray, test: np.ndarray) -> np.ndarray:
        cuts = [
            max(np.unique(lengths[train]), key=lambda cut: abs(_kappa(column == 1, lengths[train] >= cut)))
            for column in truth[train].T
        ]
        signs = [np.sign(_kappa(column == 1, lengths[train] >= cut)) for column, cut in zip(truth[train].T, cuts, strict=True)]
        return np.column_stack([sign * ((lengths[test] >= cut) - 0.5) for sign, cut in zip(signs, cuts, strict=True)])

    def tfidf(train: np.ndarray, test: np.ndarray) -> tuple[csr_matrix, csr_matrix]:
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
        known = [one.fit_transform(plain[train]) for one in (words, pieces)]
        return hstack(known).tocsr(), hstack([one.transform(plain[test]) for one in (words, pieces)]).tocsr()

    def ours(train: np.ndarray, test: np.ndarray) -> tuple[csr_matrix, csr_matrix]:
        columns = Columns.learn([data.readings[index] for index in train])
        return tuple(columns.matrix([data.readings[index] for index in some]) for some in (train, test))

    def words_alone(train: np.ndarray, test: np.ndarray) -> tuple[csr_matrix, csr_matrix]:
        known, unknown = ours(train, test)
        size = sum(Columns.learn([data.readings[index] for index in train]).sizes[:3])
        return known[:, :size], unknown[:, :size]

    def dense(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        known, unknown = ours(train, test)
        squeezed = TruncatedSVD(50, random_state=7).fit(known)
        marks = np.array([reading.marks for reading in data.readings])
        return tuple(np.hstack([squeezed.transform(one), marks[some]]) for one, some in ((known, train), (unknown, test)))

    def regression() -> LogisticRegression:
        return LogisticRegression(class_weight="balanced", max_iter=2000)

    tried: dict[str, Rival] = {
        "always the commoner": lambda train, test: np.tile(truth[train].mean(axis=0) - 0.5, (len(test), 1)),
        "length": length,
        "TF-IDF of words and characters, logistic regression": learnt(regression, tfidf),
        "ours without the patterns' marks (the model alone)": learnt(regression, words_alone),
        "ours as a linear support vector machine": learnt(lambda: LinearSVC(C=0.1, class_weight="balanced"), ours),
        "gradient-boosted trees on 50 components and the marks": learnt(
            lambda: HistGradientBoostingClassifier(max_iter=60, random_state=7, class_weight="balanced"), dense
        ),
    }
    found = {"the patterns alone": {**_row(truth[:, :-1], data.rules - 0.5)}}
    for name, rival in tried.items():
        said = np.zeros(truth.shape)
        for train, test in GroupKFold(FOLDS).split(truth, groups=data.hands):
            said[test] = rival(train, test)
        found[name] = _row(truth, said)
        say(f"{name}: macro kappa {found[name]['macro']}")
    return found


def _row(truth: np.ndarray, said: np.ndarray) -> dict[str, float]:
    names = [*PART_NAMES, VAGUE][: truth.shape[1]]
    row = {name: round(_kappa(true == 1, one > 0), 3) for name, true, one in zip(names, truth.T, said.T, strict=True)}
    return {**row, "macro": round(float(np.mean([row[name] for name in PART_NAMES])), 3)}


def _kappa(true: np.ndarray, said: np.ndarray) -> float:
    return Table.of(true.tolist(), said.tolist()).kappa
