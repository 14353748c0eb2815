"""What else might do the network's work, measured in the same folds: trivial baselines, the field's usual model and other learners on the same facts. For the model's
card (``target-lint train --compare``); nothing here ships. What the network reads without the marks of the rules ``target-lint evaluate`` says."""

from __future__ import annotations

from collections.abc import Callable

import joblib
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from target_lint.learning.data import Data
from target_lint.learning.scores import Table
from target_lint.learning.train import FOLDS, JOBS, SEED, VAGUE
from target_lint.types import PART_NAMES

NAMED = (*PART_NAMES, VAGUE)
#: ``(train, test) -> what is said of the test texts``, a column a label, over 0 for "there"
Rival = Callable[[np.ndarray, np.ndarray], np.ndarray]


def rivals(data: Data, network: np.ndarray, say: Callable[[str], object]) -> dict[str, dict[str, float]]:
    """Rival -> kappa of each missing part and of vague wording, and their macro over the parts, each text judged by a model that saw no text of its hand.

    ``network``: what the network said of the texts in those folds (texts x labels, uncalibrated), which stands last.
    """
    truth = data.truth[:, : len(NAMED)].astype(int)
    plain = np.array([" ".join(field.text for field in item.labelled.written.fields) for item in data.items], dtype=object)
    lengths = np.array([len(text.split()) for text in plain])
    whole = data.texts.whole[: data.size]

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

    def with_marks(train: np.ndarray, test: np.ndarray) -> tuple[csr_matrix, csr_matrix]:
        known, unknown = tfidf(train, test)
        return hstack([known, csr_matrix(whole[train])]).tocsr(), hstack([unknown, csr_matrix(whole[test])]).tocsr()

    def dense(train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        known, unknown = tfidf(train, test)
        squeezed = TruncatedSVD(50, random_state=SEED).fit(known)
        return tuple(np.hstack([squeezed.transform(one), whole[some]]) for one, some in ((known, train), (unknown, test)))

    def regression() -> LogisticRegression:
        return LogisticRegression(class_weight="balanced", solver="liblinear")

    tried: dict[str, Rival] = {
        "always the commoner": lambda train, test: np.tile(truth[train].mean(axis=0) - 0.5, (len(test), 1)),
        "length": length,
        "TF-IDF of words and characters, logistic regression": learnt(regression, tfidf),
        "the same with what patterns and rules marked": learnt(regression, with_marks),
        "that as a linear support vector machine": learnt(lambda: LinearSVC(C=0.1, class_weight="balanced"), with_marks),
        "gradient-boosted trees on 50 components and the marks": learnt(
            lambda: HistGradientBoostingClassifier(max_iter=60, random_state=SEED, class_weight="balanced"), dense
        ),
    }
    found = {}
    for name, rival in tried.items():
        folds = list(GroupKFold(FOLDS).split(truth, groups=data.hands[: data.size]))
        said = np.zeros(truth.shape)
        for (_, test), rows in zip(folds, joblib.Parallel(n_jobs=JOBS)(joblib.delayed(rival)(*fold) for fold in folds), strict=True):
            said[test] = rows
        found[name] = _row(truth, said)
        say(f"{name}: macro kappa {found[name]['macro']}")
    found["the network"] = _row(truth, network[:, : len(NAMED)])
    return found


def _row(truth: np.ndarray, said: np.ndarray) -> dict[str, float]:
    row = {name: round(_kappa(true == 1, one > 0), 3) for name, true, one in zip(NAMED, truth.T, said.T, strict=True)}
    return {**row, "macro": round(float(np.mean([row[name] for name in PART_NAMES])), 3)}


def _kappa(true: np.ndarray, said: np.ndarray) -> float:
    return Table.of(true.tolist(), said.tolist()).kappa
