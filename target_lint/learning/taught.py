"""Teaches the quick model what the thorough one has understood: distillation (Hinton et al. 2015), with shortened drafts beside the corpus (after Tang et al. 2019).

The thorough model says how likely it finds each label in every text of the hands that it has learnt from, and in those texts with a field, a clause or a sentence
less, of which nobody else says anything. From this, beside the readers' labels, a wider network learns than those could fill. What it says of the hands that neither
model has learnt from calibrates and measures it. Needs the extra ``train``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import torch

from target_lint import shipped
from target_lint.learning import network
from target_lint.learning import train as training
from target_lint.learning.data import LABELS, Data, read
from target_lint.learning.transformer import held_out
from target_lint.nlp import classifier
from target_lint.nlp.classifier import WEIGHTS, Judgement
from target_lint.nlp.features import Reading
from target_lint.nlp.pipeline import understanding
from target_lint.rulebook.look import look
from target_lint.types import ModelError, ReadError, WrittenTarget

#: how much the readers' labels count; the rest is the teacher's
OWN = 0.2
#: how often a text is shortened
TIMES = 2
WIDTH, DROPOUT = 144, 0.3
#: texts that are judged before it is said how far it is
_AT_ONCE = 500
#: where a text falls into pieces: sentences, clauses, and what begins with a word that leads to a part
_CUT = re.compile(r"(?<=[.;:!?])\s+|,\s+|\s+(?=by \w+ing|through |so that |using |for |with |measured |as |and |before |until |reviewed |in order )")
#: one of a form's fields goes as often as a piece of its words; of its statement seldom all, and sometimes a piece takes the next one with it
_FIELD, _STATEMENT, _TWO = 0.5, 0.3, 0.35
#: fewer characters say nothing
_LEAST = 8


def shortened(written: WrittenTarget, draw: random.Random) -> WrittenTarget | None:
    """A target without one of its fields or pieces, drawn by chance; None where nothing of use would be left."""
    fields = list(written.fields)
    if len(fields) > 1 and draw.random() < _FIELD:
        gone = draw.randrange(len(fields))
        if fields[gone].name != "statement" or draw.random() < _STATEMENT:
            return replace(written, fields=tuple(fields[:gone] + fields[gone + 1 :]))
    chosen = draw.randrange(len(fields))
    text = fields[chosen].text
    cuts = [match.span() for match in _CUT.finditer(text)]
    if not cuts:
        return None
    begins, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    first = draw.randrange(len(begins))
    after = first + 1 + (draw.random() < _TWO)
    text = text[: begins[first]] + text[begins[after] :] if after < len(begins) else text[: ends[first - 1]] if first else ""
    if len(text.strip()) < _LEAST:
        return None
    fields[chosen] = replace(fields[chosen], text=text)
    return replace(written, fields=tuple(fields))


def lesson(data: Data, teacher: Path, say: Callable[[str], object]) -> network.Texts:
    """What is learnt: the texts of ``data`` of hands that the model in the folder ``teacher`` has learnt from, and shortened ones, with labels that are the readers'
    and the teacher's together."""
    apart, draw = held_out(list(data.hands)), random.Random(training.SEED)
    rows = [row for row, hand in enumerate(data.hands) if hand not in apart]
    reader = understanding(shipped.folder("rules"), None, look)
    readings = [data.readings[row] for row in rows]
    labels = [data.texts.labels[row] for row in rows]
    vague: list[Sequence[float]] = [data.texts.vague[row] for row in rows]
    for row in rows:
        for made in (shortened(data.items[row].labelled.written, draw) for _ in range(TIMES if row < data.size else 0)):
            if made is not None:
                readings.append(reader.reading(made)[0])
                labels.append(np.full(len(LABELS), np.nan))
                vague.append([np.nan] * len(readings[-1].tokens))
    say(f"{len(readings) - len(rows)} texts are shortened")
    said: list[Judgement] = []
    chunks = [readings[start : start + _AT_ONCE] for start in range(0, len(readings), _AT_ONCE)]
    for found in joblib.Parallel(n_jobs=training.JOBS, return_as="generator")(joblib.delayed(_judged)(teacher, chunk) for chunk in chunks):
        said += found
        if len(said) % (10 * _AT_ONCE) == 0:
            say(f"{len(said)} of {len(readings)} texts are judged")
    promises = [row < len(rows) and data.hands[rows[row]] == "" for row in range(len(readings))]  # of the rules' examples nobody knows which words are vague
    mixed = [_mixed(own, [one.scores[label] for label in LABELS]) for own, one in zip(labels, said, strict=True)]
    words = [own if promise else _mixed(own, one.vague) for own, one, promise in zip(vague, said, promises, strict=True)]
    return network.Texts.of(readings, np.array(mixed), words, data.rules)


def _judged(teacher: Path, readings: Sequence[Reading]) -> list[Judgement]:
    return [classifier.load(teacher).judge(one) for one in readings]


def _mixed(own: Sequence[float], said: Sequence[float]) -> np.ndarray:
    """The teacher's word where there is no label, and most of it elsewhere."""
    mine = np.asarray(own, dtype=float)
    theirs = np.asarray(said, dtype=float) if len(said) == len(mine) else mine  # a text without words has one NaN and no word of the teacher's
    return np.where(np.isnan(mine), theirs, OWN * mine + (1 - OWN) * theirs)


def teach(folder: Path, output: Path, teacher: Path, say: Callable[[str], object] = lambda text: None) -> dict[str, Any]:
    """Puts a network that was taught by the model in the folder ``teacher`` in the place of that of the quick model ``output``, on which the teacher stands, and writes
    the cards of both; that of ``output``. ``folder``: the corpus of both. Raises ReadError."""
    card, theirs = _cards(folder, output, teacher)
    data = read(folder)
    say(f"{data.size} texts of {len(set(data.hands) - {''})} hands are read")
    texts = lesson(data, teacher, say)
    torch.set_num_threads(1)  # sums in one order
    learnt = network.fit(texts, range(len(texts.words)), training.SEED, width=WIDTH, dropout=DROPOUT)
    say("the network is taught")
    return write(learnt, data, len(texts.words), output, teacher, (card, theirs))


def _cards(folder: Path, output: Path, teacher: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Those of the quick model and of its teacher. Raises ReadError if one is not there or they do not belong together."""
    try:
        card, theirs = classifier.read_card(output), classifier.read_card(teacher)
        classifier.load(teacher)
    except ModelError as error:
        raise ReadError(f"the thorough model teaches the quick one, and both come first: {error}") from None
    if "base" in card or "base" not in theirs:
        raise ReadError(f"{output} is to be the quick model and {teacher} the thorough one")
    if card["corpus"]["sha256"] != training.corpus_hash(folder):
        raise ReadError(f"{output} was not trained on this corpus: run target-lint train first")
    return card, theirs


def write(learnt: network.Network, data: Data, size: int, output: Path, teacher: Path, cards: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    """Calibrates a network that has ``learnt`` from ``size`` texts on the held-out hands of ``data``, measures it there, and writes it and both cards; that of ``output``."""
    card, theirs = cards
    apart = held_out(list(data.hands))
    test = [row for row in range(data.size) if data.hands[row] in apart]
    shown = data.part(test)
    labels, tokens = network.logits(learnt, data.texts, test)
    scaled, cuts, said = training.settled(shown, labels, tokens)
    kept = joblib.load(output / training.TRAINING)
    kept["unseen"][test] = labels  # with which the thorough model's card compares
    kept |= {"network": {name: value.numpy() for name, value in learnt.state_dict().items()}, **scaled}
    joblib.dump(kept, output / training.TRAINING, compress=3)
    training.save(output / WEIGHTS, network.export(learnt, **scaled))
    hashes = {name: sha256((output / name).read_bytes()).hexdigest() for name in (WEIGHTS, training.TRAINING)}
    found = {"texts": len(test), **training.figures(shown, said, cuts)}
    by = {"by": theirs["name"], "sha256": theirs["sha256"][WEIGHTS]}
    card |= {
        "thresholds": cuts,
        "rules": data.rules,
        "sha256": {**card["sha256"], **hashes},
        "taught": {**by, "texts": size, "hands": sorted(set(data.hands) - {""} - apart), "held_out": sorted(apart)},
        "held_out": found,
    }
    training.write(output, card)
    # the teacher stands on the model that it has taught
    theirs["base"]["sha256"][WEIGHTS] = hashes[WEIGHTS]
    theirs["held_out"]["quick_network_kappa"] = found["macro_network_kappa"]
    training.write(teacher, theirs)
    return card
