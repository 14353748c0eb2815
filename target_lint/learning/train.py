"""Trains the shipped classifier on our corpus: what ``target-lint train`` does.

A logistic regression for each label (five parts, vague, each theme) over :mod:`target_lint.nlp.features`, class-weighted; hands are kept together in
cross-validation, because texts of one writer are alike; scores are calibrated (Platt 1999) and thresholds chosen on what the folds said of hands that
they had not seen. The same corpus gives the same weights. Needs the extra ``train``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import sklearn
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from target_lint import shipped
from target_lint.advice import ranking
from target_lint.learning import corpus, rank
from target_lint.learning.card import page
from target_lint.learning.scores import Table
from target_lint.nlp import classifier
from target_lint.nlp.classifier import CARD, THEME, WEIGHTS
from target_lint.nlp.features import MARK_NAMES, Reading, pieces
from target_lint.nlp.parts import SETTLED
from target_lint.nlp.pipeline import Understanding, understanding
from target_lint.rulebook.load import rulebook
from target_lint.types import PART_NAMES, Field, WrittenTarget

VAGUE = "vague"
FOLDS = 5
#: the inverse of the regularisation, chosen once in grouped cross-validation
STRENGTH = 1.0
#: texts in which a word, a pair, a piece must occur
AT_LEAST = {"words": 2, "pairs": 2, "pieces": 4, "fired": 3}
#: texts that a theme needs to be learnt
LEAST_OF_A_THEME = 20
#: how many texts one example of a rule counts for
TAUGHT = 3.0
#: how often a claim must have been right in cross-validation to be called sure
SURE = 0.93
#: the same for vague wording: a rule marks it with P .9, and what the model adds may not be worse; what it takes back must be surely plain
SURE_VAGUE, SURE_PLAIN = 0.9, 0.97
TRAINING = "training.joblib"


@dataclass(frozen=True)
class Texts:
    """What is learnt from: ``labels`` names the columns of ``truth`` (texts x labels, 0 or 1); ``hands``: who wrote each text."""

    ids: list[str]
    readings: list[Reading]
    labels: list[str]
    truth: np.ndarray
    hands: np.ndarray
    #: what the patterns alone say, texts x five parts
    rules: np.ndarray
    #: school prose in which nothing is vague, and who wrote it: it says nothing of parts or themes
    quiet: list[Reading]
    quiet_hands: np.ndarray
    #: label -> readings and truths of the examples in our own rule files: what the rules promise, the model has to learn
    taught: dict[str, tuple[list[Reading], list[int]]]


def texts(folder: Path) -> Texts:
    """Every labelled text of ``folder``, read with the patterns alone. Raises ReadError."""
    items = _items(folder)
    counts = Counter(theme for item in items for theme in item.themes)
    themes = sorted(theme for theme, count in counts.items() if count >= LEAST_OF_A_THEME)
    labels = [*PART_NAMES, VAGUE, *(f"{THEME}{theme}" for theme in themes)]
    understand = understanding(shipped.folder("rules"))
    readings, rows, rules = [], [], []
    for item in items:
        reading, parts = understand.reading(item.labelled.written)
        readings.append(reading)
        rules.append([parts[name].present for name in PART_NAMES])
        one = item.labelled
        rows.append([*(one.parts[name] for name in PART_NAMES), bool(one.vague), *(theme in item.themes for theme in themes)])
    quiet = list(corpus.quiet(folder))
    return Texts(
        [item.labelled.id for item in items],
        readings,
        labels,
        np.array(rows, dtype=int),
        np.array([item.hand for item in items]),
        np.array(rules, dtype=int),
        [understand.reading(WrittenTarget((Field("statement", text),)))[0] for _, text in quiet],
        np.array([hand for hand, _ in quiet]),
        _taught(understand),
    )


def _taught(understand: Understanding) -> dict[str, tuple[list[Reading], list[int]]]:
    """The examples of ``rules/parts`` for each part, and those of the ``vague`` rules for vague wording."""

    def read(fields: tuple[Field, ...]) -> Reading:
        return understand.reading(WrittenTarget(fields))[0]

    found: dict[str, tuple[list[Reading], list[int]]] = {}
    for part in understand.components.parts:
        examples = [(entry, truth) for listed, truth in ((part.present, 1), (part.absent, 0)) for entry in listed]
        found[part.name] = ([read((Field("statement", entry.value),)) for entry, _ in examples], [truth for _, truth in examples])
    vague = [
        (example.fields, int(example.fires))
        for rule in rulebook().rules
        if rule.id.startswith("vague/")
        for example in rule.examples
    ]
    found[VAGUE] = [read(fields) for fields, _ in vague], [truth for _, truth in vague]
    return found


@dataclass(frozen=True)
class Columns:
    """Words, pairs and pieces with their weight (inverse document frequency), as learnt from some texts."""

    known: dict[str, dict[Hashable, tuple[int, float]]]

    @classmethod
    def learn(cls, readings: Sequence[Reading]) -> Columns:
        known = {}
        for kind, of in _KINDS.items():
            counts = Counter(one for reading in readings for one in set(of(reading)))
            kept = sorted(one for one, count in counts.items() if count >= AT_LEAST[kind])
            known[kind] = {
                one: (column, 0.5 if kind in ("pieces", "fired") else (np.log((1 + len(readings)) / (1 + counts[one])) + 1) / 3)
                for column, one in enumerate(kept)
            }
        return cls(known)

    def matrix(self, readings: Sequence[Reading]) -> csr_matrix:
        """Texts x (words, pairs, pieces, patterns that hit, marks)."""
        blocks = [
            self._block("words", readings),
            self._block("pairs", readings),
            self._pieces(readings),
            self._block("fired", readings, flat=True),
        ]
        marks = np.array([reading.marks for reading in readings]).reshape(len(readings), len(MARK_NAMES))
        return hstack([*blocks, csr_matrix(marks)]).tocsr()

    def _block(self, kind: str, readings: Sequence[Reading], flat: bool = False) -> csr_matrix:
        known, of = self.known[kind], _KINDS[kind]
        cells = [
            (row, known[one][0], known[one][1] / (1 if flat else np.sqrt(len(of(reading)))))
            for row, reading in enumerate(readings)
            for one in of(reading)
            if one in known
        ]
        return _sparse(cells, (len(readings), len(known)))

    def _pieces(self, readings: Sequence[Reading]) -> csr_matrix:
        known = self.known["pieces"]
        cells = []
        for row, reading in enumerate(readings):
            for word in reading.words:
                found = [known[piece] for piece in pieces(word) if piece in known]
                scale = 3 / np.sqrt(len(reading.words)) / np.sqrt(len(found) or 1)
                cells += [(row, column, weight * scale) for column, weight in found]
        return _sparse(cells, (len(readings), len(known)))

    @property
    def sizes(self) -> list[int]:
        return [len(self.known[kind]) for kind in _KINDS]


def _all_pieces(reading: Reading) -> list[str]:
    return [piece for word in reading.words for piece in pieces(word)]


_KINDS: dict[str, Callable[[Reading], Sequence[Hashable]]] = {
    "words": lambda reading: reading.words,
    "pairs": lambda reading: reading.pairs,
    "pieces": _all_pieces,
    "fired": lambda reading: reading.fired,
}


def _sparse(cells: list[tuple[int, int, float]], shape: tuple[int, int]) -> csr_matrix:
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((values, (rows, columns)), shape=shape)


def fit(data: Texts, chosen: np.ndarray, columns: Columns) -> list[LogisticRegression]:
    """A model for each label from the ``chosen`` texts; each learns from the examples of its rules as well, that of vague wording from quiet prose
    of the same hands."""
    matrix, hands = columns.matrix([data.readings[index] for index in chosen]), set(data.hands[chosen])
    quiet = [one for one, hand in zip(data.quiet, data.quiet_hands, strict=True) if hand in hands]
    models = []
    for label, column in zip(data.labels, data.truth[chosen].T, strict=True):
        readings, truth = data.taught.get(label, ([], []))
        more = [*readings, *(quiet if label == VAGUE else ())]
        weights = [1.0] * len(chosen) + [TAUGHT] * len(readings) + [1.0] * (len(more) - len(readings))
        known = vstack([matrix, columns.matrix(more)]).tocsr() if more else matrix
        column = np.concatenate([column, truth, np.zeros(len(more) - len(readings))]).astype(int)
        model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000)
        models.append(model.fit(known, column, sample_weight=weights))
    return models


def logits(models: Iterable[LogisticRegression], matrix: csr_matrix) -> np.ndarray:
    """Texts x labels, uncalibrated."""
    return np.column_stack([model.decision_function(matrix) for model in models])


def unseen(data: Texts, say: Callable[[str], object]) -> np.ndarray:
    """The logits of each text from a model that saw no text of its hand."""
    found = np.zeros(data.truth.shape)
    for number, (train, test) in enumerate(GroupKFold(FOLDS).split(data.truth, groups=data.hands), 1):
        columns = Columns.learn([data.readings[index] for index in train])
        models = fit(data, train, columns)
        found[test] = logits(models, columns.matrix([data.readings[index] for index in test]))
        say(f"fold {number} of {FOLDS}")
    return found


def calibrated(found: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``(slopes, offsets, probabilities)`` of Platt's sigmoid, a column a label."""
    scalers = [LogisticRegression(C=1e6).fit(column[:, None], true) for column, true in zip(found.T, truth.T, strict=True)]
    slopes = np.array([scaler.coef_[0, 0] for scaler in scalers])
    offsets = np.array([scaler.intercept_[0] for scaler in scalers])
    return slopes, offsets, 1 / (1 + np.exp(-(found * slopes + offsets)))


def thresholds(probabilities: np.ndarray, truth: np.ndarray, labels: Sequence[str]) -> dict[str, float]:
    """From where on a label counts (best kappa), and for parts and vague wording where it is surely missing (``part -``) and surely there (``part +``)."""
    found = {}
    steps = np.linspace(0.05, 0.95, 91)
    for label, column, true in zip(labels, probabilities.T, truth.T, strict=True):
        found[label] = float(max(steps, key=lambda cut: (_kappa(true, column >= cut), -abs(cut - 0.5))))
        if label in PART_NAMES or label == VAGUE:
            least = SURE_PLAIN if label == VAGUE else SURE
            low = [cut for cut in steps if cut <= found[label] and _share(true == 0, column < cut) >= least]
            found[f"{label} -"] = float(max(low, default=0.0))
            least = SURE_VAGUE if label == VAGUE else SURE
            high = [cut for cut in steps if cut >= found[label] and _share(true == 1, column >= cut) >= least]
            found[f"{label} +"] = float(min(high, default=1.0))
    return {name: round(value, 3) for name, value in found.items()}


def _kappa(true: np.ndarray, said: np.ndarray) -> float:
    return Table.of((true == 1).tolist(), said.tolist()).kappa


def _share(right: np.ndarray, chosen: np.ndarray) -> float:
    return float(right[chosen].mean()) if chosen.any() else 0.0


def train(
    folder: Path, output: Path, say: Callable[[str], object] = lambda text: None, *, compare: bool = False
) -> dict[str, Any]:
    """Trains on the corpus in ``folder`` and writes the model ``output``; its card. ``compare``: with what else was tried. Raises ReadError."""
    data = texts(folder)
    say(f"{len(data.ids)} texts of {len(set(data.hands))} hands are read")
    slopes, offsets, probabilities = calibrated(unseen(data, say), data.truth)
    cuts = thresholds(probabilities, data.truth, data.labels)
    columns = Columns.learn(data.readings)
    models = fit(data, np.arange(len(data.ids)), columns)
    say("the model of all hands is fitted")
    output.mkdir(parents=True, exist_ok=True)
    joblib.dump({"columns": columns.known, "models": models, "slopes": slopes, "offsets": offsets, "labels": data.labels}, output / TRAINING, compress=3)
    export(output / WEIGHTS, columns, models, slopes, offsets)
    card = {
        "schema": 1,
        "name": output.name,
        "labels": data.labels,
        "thresholds": cuts,
        "sure": SURE,
        "marks": list(MARK_NAMES),
        "sha256": {name: sha256((output / name).read_bytes()).hexdigest() for name in (WEIGHTS, TRAINING)},
        "trained_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "corpus": {"texts": len(data.ids), "hands": sorted(set(data.hands)), "sha256": corpus_hash(folder)},
        "cross_validation": figures(data, probabilities, cuts),
    }
    _write(output, card)
    known = classifier.load.__wrapped__(output)  # afresh: this process may know an earlier model of that name
    themes = [column for column, label in enumerate(data.labels) if label.startswith(THEME)]
    names = [data.labels[column].removeprefix(THEME) for column in themes]
    drafts = {
        item.labelled.id: (item.labelled.written, item.labelled.genre, dict(zip(names, row[themes].tolist(), strict=True)))
        for item, row in zip(_items(folder), probabilities, strict=True)
    }
    if (folder / rank.REWRITES).is_file():
        reader = replace(understanding(shipped.folder("rules")), classifier=known)
        card["ranking"] = rank.train(rank.load(folder, drafts, reader.themes), output)
        card["sha256"][ranking.FILE] = sha256((output / ranking.FILE).read_bytes()).hexdigest()
        say("the ranking of versions is learnt")
    _write(output, card)
    if compare:
        compared(folder, output, say)
    return card


def compared(folder: Path, output: Path, say: Callable[[str], object] = lambda text: None) -> None:
    """Adds what else was tried to the card of the model in ``output``."""
    from target_lint.learning.rivals import rivals

    _write(output, {**classifier.read_card(output), "rivals": rivals(texts(folder), folder, say)})


def _write(output: Path, card: dict[str, Any]) -> None:
    (output / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    (output / "MODEL_CARD.md").write_text(page(card), encoding="utf-8")


def _items(folder: Path) -> list[corpus.Item]:
    return [item for hand in corpus.hands(folder) for item in corpus.load(folder, hand)]


def export(path: Path, columns: Columns, models: Sequence[LogisticRegression], slopes: np.ndarray, offsets: np.ndarray) -> None:
    """The weights as plain arrays, calibration and document frequencies folded in."""
    weights = np.vstack([model.coef_[0] * slope for model, slope in zip(models, slopes, strict=True)]).T
    bias = np.array([model.intercept_[0] for model in models]) * slopes + offsets
    arrays = {"bias": bias.astype(np.float32)}
    start = 0
    for kind, size in zip(_KINDS, columns.sizes, strict=True):
        known = columns.known[kind]
        scale = np.array([weight for _, weight in known.values()])[:, None] * (3 if kind == "pieces" else 1)
        arrays[kind] = (weights[start : start + size] * scale).astype(np.float16)
        names = [" ".join(one) if isinstance(one, tuple) else str(one) for one in known]
        arrays[f"{kind}_names"] = np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)
        start += size
    arrays["marks"] = weights[start:].astype(np.float32)
    with path.open("wb") as file:  # numpy gives each array a fixed date, so the same weights make the same bytes
        np.savez_compressed(file, **arrays)


def corpus_hash(folder: Path) -> str:
    """The hash of every file that a model learns from."""
    done = sha256()
    files = [*(folder / "hands").glob("h*.jsonl"), *(folder / "labels").glob("h*.tsv"), folder / rank.REWRITES, folder / "settled.tsv"]
    for path in sorted(path for path in files if path.is_file()):
        done.update(path.name.encode() + path.read_bytes())
    return done.hexdigest()


def figures(data: Texts, probabilities: np.ndarray, cuts: dict[str, float]) -> dict[str, Any]:
    """How the problem of each part (it is missing), and vague wording, was told for unseen hands."""
    found: dict[str, Any] = {}
    for column, label in enumerate([*PART_NAMES, VAGUE]):
        flip = label in PART_NAMES
        true = (data.truth[:, column] == (0 if flip else 1)).tolist()
        above = probabilities[:, column] >= cuts[label]
        if flip:
            settled = np.array([reading.marks[MARK_NAMES.index(f"{label} sure there")] for reading in data.readings]) == 1
            above |= settled & (probabilities[:, column] >= SETTLED)
        table = Table.of(true, (~above if flip else above).tolist())
        row = {"precision": table.precision, "recall": table.recall, "f1": table.f1, "kappa": table.kappa}
        if flip:
            row["rules_kappa"] = Table.of(true, (data.rules[:, column] == 0).tolist()).kappa
        found[label] = {name: round(value, 3) for name, value in row.items()}
    for figure in ("f1", "kappa", "rules_kappa"):
        found[f"macro_{figure}"] = round(float(np.mean([found[name][figure] for name in PART_NAMES])), 3)
    themes = [column for column, label in enumerate(data.labels) if label.startswith(THEME)]
    named = data.truth[:, themes].any(axis=1)
    order = np.argsort(-probabilities[:, themes], axis=1)[named]
    right = np.take_along_axis(data.truth[:, themes][named], order, axis=1)
    found["themes"] = {"texts": int(named.sum()), "top_1": round(float(right[:, 0].mean()), 3), "top_3": round(float(right[:, :3].any(axis=1).mean()), 3)}
    return found
