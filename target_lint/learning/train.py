"""Trains the shipped model on our corpus: what ``target-lint train`` does.

The network that reads parts and vague wording (:mod:`target_lint.learning.network`), the regressions that tell themes (:mod:`target_lint.learning.themes`)
and the ranking of completed versions (:mod:`target_lint.learning.rank`). Hands are kept together in cross-validation, because texts of one writer are
alike; scores are calibrated (Platt 1999) and thresholds chosen on what the folds said of hands that they had not seen, and what the whole checker would
have said with them is on the card. The network that ships is taught further (:mod:`target_lint.learning.taught`). Needs the extra ``train``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import joblib
import numpy as np
import sklearn
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from target_lint import shipped
from target_lint.advice import ranking
from target_lint.engine import Linter
from target_lint.learning import corpus, evaluate, network, rank, themes
from target_lint.learning.card import page
from target_lint.learning.data import LABELS, Data, read
from target_lint.learning.evaluate import VAGUE
from target_lint.learning.scores import Table
from target_lint.nlp import classifier
from target_lint.nlp.classifier import CARD, INPUTS, THEME, THEME_WEIGHTS, WEIGHTS, Judgement
from target_lint.nlp.features import Reading
from target_lint.nlp.parts import COMPLETE, phrases
from target_lint.nlp.pipeline import understanding
from target_lint.rulebook.look import look
from target_lint.settings import Settings
from target_lint.types import NEEDED, PART_NAMES, Genre

FOLDS = 5
#: processes that learn at once
JOBS = 2
SEED = 7
#: how often a claim must have been right in cross-validation to be called sure
SURE = 0.95
#: how many of the parts said to be missing with a score near the threshold must be missing for those to be sure as well: among all that are sure a
#: handful of guesses would not show (of a focus with .1 to .2 it was missing in .70 on thirty-one unseen hands and dev, of all below .2 in .94)
NEARLY_SURE = 0.9
#: the same as SURE for vague wording: a rule marks it with P .9, and what the model adds has to be better; what it takes back must be surely plain
SURE_VAGUE, SURE_PLAIN = 0.92, 0.97
#: how many of the phrases that the model marks a reader must have marked, at least in part
MARKED = 0.88
TRAINING = "training.joblib"


@dataclass(frozen=True)
class Unseen:
    """What is said of each text by models that saw no text of its hand, uncalibrated: ``labels`` (texts x labels), ``tokens``, ``about`` (texts x themes)."""

    labels: np.ndarray
    tokens: list[np.ndarray]
    about: np.ndarray


def unseen(data: Data, say: Callable[[str], object]) -> Unseen:
    """By grouped cross-validation."""
    hands = data.hands[: data.size]
    folds = list(GroupKFold(FOLDS).split(hands, groups=hands))
    labels, about = np.zeros((data.size, len(LABELS))), np.zeros(data.about.shape)
    tokens: list[np.ndarray] = [np.array([])] * data.size
    work = joblib.Parallel(n_jobs=JOBS, return_as="generator")(joblib.delayed(_fold)(data, train, test) for train, test in folds)
    for number, ((_, test), (found, marked, theme)) in enumerate(zip(folds, work, strict=True), 1):
        labels[test], about[test] = found, theme
        for row, one in zip(test, marked, strict=True):
            tokens[row] = one
        say(f"fold {number} of {FOLDS}")
    return Unseen(labels, tokens, about)


def _fold(data: Data, train: np.ndarray, test: np.ndarray) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    torch.set_num_threads(1)  # sums in one order, so the same everywhere; and another fold has the other processor
    known = set(data.hands[train]) | {""}
    more = [row for row in range(data.size, len(data.hands)) if data.hands[row] in known]
    learnt = network.fit(data.texts, [*train, *more], SEED)
    found, marked = network.logits(learnt, data.texts, test)
    about = themes.fit([data.wordings[row] for row in train], data.about[train])
    return found, marked, about.logits([data.wordings[row] for row in test])


def settled(data: Data, labels: np.ndarray, tokens: Sequence[np.ndarray]) -> tuple[dict[str, np.ndarray], dict[str, float], list[Judgement]]:
    """``(calibration, thresholds, judgement of each text)`` by the uncalibrated ``labels`` (texts x labels) and ``tokens`` of the texts of ``data``."""
    slopes, offsets, probabilities = calibrated(labels, data.truth)
    token_slope, token_offset, flat = calibrated(np.concatenate(tokens)[:, None], np.concatenate(data.texts.vague[: data.size])[:, None])
    likely = np.split(flat[:, 0], np.cumsum([len(one) for one in tokens])[:-1])
    cuts = {**thresholds(probabilities, data.truth), "vague words": words_threshold(data, likely)}
    said = [Judgement(dict(zip(LABELS, row.tolist(), strict=True)), one.tolist()) for row, one in zip(probabilities, likely, strict=True)]
    return {"slopes": slopes, "offsets": offsets, "token_slope": token_slope, "token_offset": token_offset}, cuts, said


def calibrated(found: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``(slopes, offsets, probabilities)`` of Platt's sigmoid, a column a label."""
    slopes, offsets = np.ones(found.shape[1]), np.zeros(found.shape[1])
    for column, true in enumerate(truth.T):
        if 0 < true.sum() < len(true):  # a small corpus may have no text of a label
            scaler = LogisticRegression(C=1e6).fit(found[:, column, None], true)
            slopes[column], offsets[column] = scaler.coef_[0, 0], scaler.intercept_[0]
    return slopes, offsets, 1 / (1 + np.exp(-(found * slopes + offsets)))


def thresholds(probabilities: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """From where on each of :data:`LABELS` counts, is surely missing below (``part -``) and surely there above (``part +``).

    A label counts from the threshold nearest to even odds whose kappa is within one standard error of the best (the rule of Breiman et al. 1984): the very
    best of a thousand texts is partly chance, and served new writers worse (.817 for .830 on dev, .826 for .841 on six hands). Vague wording of a text that has every part has a threshold of its own: there
    one of four claims between even odds and it was right, and a good target is to stay unmarked.
    """
    found = {}
    steps = np.linspace(0.05, 0.95, 91)
    for label, column, true in zip(LABELS, probabilities.T, truth.T, strict=True):
        tables = [(float(cut), Table.of((true == 1).tolist(), (column >= cut).tolist())) for cut in steps]
        best = max((table for _, table in tables), key=lambda table: table.kappa)
        found[label] = min((cut for cut, table in tables if table.kappa >= best.kappa - best.kappa_error), key=lambda cut: abs(cut - 0.5))
        if isinstance(label, Genre):
            continue
        least = SURE_PLAIN if label == VAGUE else SURE
        near = NEARLY_SURE if label in PART_NAMES else 0.0
        low = [
            cut
            for cut in steps
            if cut <= found[label] and _share(true == 0, column < cut) >= least and _share(true == 0, (cut / 2 <= column) & (column < cut)) >= near
        ]
        found[f"{label} -"] = float(max(low, default=0.0))
        found[f"{label} +"] = _surely(steps[steps >= found[label]], column, true, SURE_VAGUE if label == VAGUE else SURE)
    columns = [LABELS.index(name) for name in NEEDED[Genre.OBJECTIVE]]
    complete = (probabilities[:, columns] >= [found[LABELS[column]] for column in columns]).all(axis=1)
    vague = LABELS.index(VAGUE)
    found[COMPLETE] = _surely(steps[steps >= found[f"{VAGUE} +"]], probabilities[complete, vague], truth[complete, vague], SURE)
    return {name: round(value, 3) for name, value in found.items()}


def _surely(steps: np.ndarray, likely: np.ndarray, truth: np.ndarray, least: float) -> float:
    """The least of ``steps`` from which on a share of ``least`` is true; 1 if none is."""
    return float(min((cut for cut in steps if _share(truth == 1, likely >= cut) >= least), default=1.0))


def words_threshold(data: Data, tokens: Sequence[np.ndarray]) -> float:
    """From where on a token counts as vague: the least threshold at which readers marked :data:`MARKED` of the phrases, at least in part."""
    for cut in np.linspace(0.1, 0.95, 86):
        right = total = 0
        for reading, found, truth in zip(data.readings, tokens, data.texts.vague, strict=False):
            if len(found) == 0 or found.max() < cut:
                continue
            marked = [token.start for token, true in zip(reading.tokens, truth, strict=False) if true]
            for low, high in phrases(reading, found.tolist(), float(cut)):
                total += 1
                right += any(low <= start < high for start in marked)
        if total and right / total >= MARKED:
            return round(float(cut), 3)
    return 0.95


def _kappa(true: np.ndarray, said: np.ndarray) -> float:
    return Table.of((true == 1).tolist(), said.tolist()).kappa


def _share(right: np.ndarray, chosen: np.ndarray) -> float:
    return float(right[chosen].mean()) if chosen.any() else 0.0


def train(
    folder: Path, output: Path, say: Callable[[str], object] = lambda text: None, *, compare: bool = False
) -> dict[str, Any]:
    """Trains on the corpus in ``folder`` and writes the model ``output``; its card. ``compare``: with what else was tried. Raises ReadError."""
    data = read(folder)
    say(f"{data.size} texts of {len(set(data.hands) - {''})} hands are read")
    found = unseen(data, say)
    scaled, cuts, said = settled(data, found.labels, found.tokens)
    theme_slopes, theme_offsets, about = calibrated(found.about, data.about)
    torch.set_num_threads(1)
    learnt = network.fit(data.texts, range(len(data.hands)), SEED)
    learnt_themes = themes.fit(data.wordings, data.about)
    say("the model of all hands is fitted")
    output.mkdir(parents=True, exist_ok=True)
    of_themes = {"theme_slopes": theme_slopes, "theme_offsets": theme_offsets}
    kept = {"network": {name: value.numpy() for name, value in learnt.state_dict().items()}, "themes": learnt_themes, **scaled, **of_themes, "unseen": found.labels.astype(np.float32)}
    joblib.dump(kept, output / TRAINING, compress=3)
    save(output / WEIGHTS, network.export(learnt, **scaled))
    save(output / THEME_WEIGHTS, themes.export(learnt_themes, theme_slopes, theme_offsets))
    card = {
        "schema": 2,
        "name": output.name,
        "labels": [*LABELS, *(f"{THEME}{theme}" for theme in data.themes)],
        "thresholds": cuts,
        "sure": SURE,
        "marked": MARKED,
        "inputs": INPUTS,
        "rules": data.rules,
        "sha256": {name: sha256((output / name).read_bytes()).hexdigest() for name in (WEIGHTS, THEME_WEIGHTS, TRAINING)},
        "trained_with": {"torch": torch.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "corpus": {"texts": data.size, "hands": sorted(set(data.hands) - {""}), "sha256": corpus_hash(folder)},
        "cross_validation": {**figures(data, said, cuts), "themes": _themes_told(data, about)},
    }
    write(output, card)
    known = classifier.load.__wrapped__(output)  # afresh: this process may know an earlier model of that name
    drafts = {
        item.labelled.id: (item.labelled.written, item.labelled.genre, dict(zip(data.themes, row.tolist(), strict=True)))
        for item, row in zip(data.items, about, strict=True)
    }
    if (folder / rank.REWRITES).is_file():
        reader = replace(understanding(shipped.folder("rules")), classifier=known)
        card["ranking"] = rank.train(rank.load(folder, drafts, reader), output)
        card["sha256"][ranking.FILE] = sha256((output / ranking.FILE).read_bytes()).hexdigest()
        say("the ranking of versions is learnt")
    write(output, card)
    if compare:
        compared(data, output, say)
    return card


def compared(data: Data, output: Path, say: Callable[[str], object] = lambda text: None) -> None:
    """Adds what else was tried to the card of the model in ``output``, which was trained on ``data``."""
    from target_lint.learning.rivals import rivals

    network_said = joblib.load(output / TRAINING)["unseen"]
    write(output, {**classifier.read_card(output), "rivals": rivals(data, network_said, say)})


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    with path.open("wb") as file:  # numpy gives each array a fixed date, so the same weights make the same bytes
        np.savez(file, **arrays)  # not compressed: it would save a fifth of the size and cost every start 40 ms


def write(output: Path, card: dict[str, Any]) -> None:
    (output / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    (output / "MODEL_CARD.md").write_text(page(card), encoding="utf-8")


def corpus_hash(folder: Path) -> str:
    """The hash of every file that a model learns from."""
    done = sha256()
    files = [*(folder / "hands").glob("h*.jsonl"), *(folder / "labels").glob("h*.tsv"), folder / rank.REWRITES, folder / "settled.tsv"]
    for path in sorted(path for path in files if path.is_file()):
        done.update(path.name.encode() + path.read_bytes())
    return done.hexdigest()


@dataclass
class _Recalled:
    """In the place of a classifier: what was said of each text by a model that did not know its hand, in order."""

    thresholds: dict[str, float]
    said: Iterable[Judgement]
    name: str = "cross-validation"
    heavy: ClassVar[bool] = False

    def __post_init__(self) -> None:
        self._rest = iter(self.said)

    def judge(self, reading: Reading) -> Judgement:
        return next(self._rest)


def figures(data: Data, said: Sequence[Judgement], cuts: dict[str, float]) -> dict[str, Any]:
    """How the whole checker, rules and model, reads texts of hands that the model did not know, of which it ``said`` this."""
    reader = replace(understanding(shipped.folder("rules"), None, look), classifier=_Recalled(cuts, said))
    targets = [item.labelled for item in data.items]
    found = evaluate.evaluate(targets, Linter(reader=reader).check_many, Linter(Settings(model="none")).check_many)
    kept: dict[str, Any] = {}
    for name in (*PART_NAMES, VAGUE):
        row = found["problems"][name]
        kept[name] = {**{key: round(row["both"][key], 3) for key in ("precision", "recall", "f1", "kappa")}, "rules_kappa": round(row["rules"]["kappa"], 3)}
    kept["macro_f1"], kept["macro_kappa"] = round(found["macro"]["f1"], 3), round(found["macro"]["kappa"], 3)
    kept["macro_rules_kappa"] = round(found["macro"]["rules_kappa"], 3)
    alone = np.array([[one.scores[name] for name in PART_NAMES] for one in said])
    kept["macro_network_kappa"] = network_kappa(data, alone, cuts)
    kept["vague_spans"], kept["ready"], kept["genre_accuracy"] = found["vague_spans"], found["ready"], round(found["genre_accuracy"], 3)
    borne_out = {item.labelled.id for members in corpus.families(data.items).values() for item in members}
    members = [(one, text) for one, text in zip(targets, said, strict=True) if one.id in borne_out]
    again = replace(reader, classifier=_Recalled(cuts, [text for _, text in members]))
    kept["families"] = evaluate.evaluate([one for one, _ in members], Linter(reader=again).check_many)["families"]
    return kept


def network_kappa(data: Data, alone: np.ndarray, cuts: Mapping[str, float]) -> float:
    """The macro kappa of the parts by probabilities ``alone`` (texts x parts), without what the patterns say."""
    said = alone >= [cuts[name] for name in PART_NAMES]
    return round(float(np.mean([_kappa(true, column) for true, column in zip(data.truth.T, said.T, strict=False)])), 3)


def _themes_told(data: Data, about: np.ndarray) -> dict[str, Any]:
    """How well the themes are told of texts of hands that the model did not know, by probabilities ``about`` (texts x themes)."""
    named = data.about.any(axis=1)
    order = np.argsort(-about, axis=1)[named]
    right = np.take_along_axis(data.about[named], order, axis=1)
    return {"texts": int(named.sum()), "top_1": round(float(right[:, 0].mean()), 3), "top_3": round(float(right[:, :3].any(axis=1).mean()), 3)}
