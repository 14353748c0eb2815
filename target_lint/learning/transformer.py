"""Trains the thorough model: a public sentence encoder, taught further with our corpus, in PyTorch. What ships of it is read by :mod:`target_lint.nlp.transformer`.

One hand in :data:`ONE_IN` is held out: the model learns from the others. As it ships, its matrices rounded, it is calibrated and given its thresholds on the held-out
hands, and its figures are those of the whole checker on them. Needs the extra ``train`` and the encoder's own files (``models/README.md``).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

import joblib
import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from target_lint.advice import ranking
from target_lint.learning import train as training
from target_lint.learning.data import LABELS, Data, read
from target_lint.learning.encoder import POSITIONS, WORDS, Encoder, installed
from target_lint.learning.network import BATCH, batches, loss
from target_lint.nlp import classifier
from target_lint.nlp.classifier import INPUTS, THEME_WEIGHTS, WEIGHTS
from target_lint.nlp.features import COLUMNS
from target_lint.nlp.transformer import EPSILON, HEADS, MOST, Pieces
from target_lint.types import PART_NAMES, ModelError, ReadError

ONE_IN = 12
EPOCHS = 4
#: of the encoder, and of what is new
RATE, NEW_RATE, DECAY = 1.5e-4, 1.5e-3, 0.02
DROPOUT, WITHIN = 0.2, 0.1
#: what ships is the running mean of the weights (Polyak and Juditsky 1992), which reads new writers better than the last ones: the share that stays of it
#: at each step, behind the first steps of this share
KEPT, BEGIN = 0.998, 0.25
#: matrices that ship in 8-bit numbers, by the ends of their names
_ROUNDED = ("words.weight", "asked.weight", "given.weight", "inner.weight", "outer.weight")


class Layer(nn.Module):
    """One layer of the encoder (Vaswani 2017; normalised behind each half, as in BERT)."""

    def __init__(self, size: int, inner: int) -> None:
        super().__init__()
        self.asked, self.given = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.inner, self.outer = nn.Linear(size, inner), nn.Linear(inner, size)
        self.attention, self.last = nn.LayerNorm(size, EPSILON), nn.LayerNorm(size, EPSILON)
        self.drop = nn.Dropout(WITHIN)

    def forward(self, seen: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        count, length, size = seen.shape
        query, key, value = self.asked(seen).view(count, length, 3, HEADS, size // HEADS).permute(2, 0, 3, 1, 4)
        both = functional.scaled_dot_product_attention(query, key, value, mask[:, None, None, :], WITHIN if self.training else 0.0)
        seen = self.attention(seen + self.drop(self.given(both.transpose(1, 2).reshape(count, length, size))))
        return self.last(seen + self.drop(self.outer(functional.gelu(self.inner(seen), approximate="tanh"))))


class Network(nn.Module):
    """``(pieces, marks, mask, firsts, whole) -> (logits of the labels, logits of the pieces)``; ``firsts`` are 1 where a word begins."""

    def __init__(self, pieces: int, size: int, inner: int, layers: int, positions: int, whole: int, labels: int) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(pieces, size), nn.Embedding(positions, size)
        self.marks = nn.Linear(len(COLUMNS), size, bias=False)
        nn.init.zeros_(self.marks.weight)
        self.first = nn.LayerNorm(size, EPSILON)
        self.layers = nn.ModuleList(Layer(size, inner) for _ in range(layers))
        self.attention, self.value, self.peak = (nn.Linear(size, labels) for _ in range(3))
        self.whole, self.token = nn.Linear(whole, labels), nn.Linear(size, 1)
        self.within, self.drop = nn.Dropout(WITHIN), nn.Dropout(DROPOUT)

    @classmethod
    def of(cls, encoder: Encoder, whole: int, labels: int) -> Network:
        """One that begins with the weights of ``encoder``."""
        tensors = encoder.tensors
        words = tensors[WORDS]
        inner = len(tensors["encoder.layer.0.intermediate.dense.bias"])
        positions = tensors[POSITIONS] + tensors["embeddings.token_type_embeddings.weight"][0]
        made = cls(len(words), words.shape[1], inner, encoder.layers, len(positions), whole, labels)
        state = {"words.weight": words, "positions.weight": positions}

        def take(ours: str, *theirs: str) -> None:
            for end in ("weight", "bias"):
                state[f"{ours}.{end}"] = torch.cat([tensors[f"{name}.{end}"] for name in theirs])

        take("first", "embeddings.LayerNorm")
        for number in range(encoder.layers):
            one = f"encoder.layer.{number}"
            take(f"layers.{number}.asked", *(f"{one}.attention.self.{name}" for name in ("query", "key", "value")))
            take(f"layers.{number}.given", f"{one}.attention.output.dense")
            take(f"layers.{number}.attention", f"{one}.attention.output.LayerNorm")
            take(f"layers.{number}.inner", f"{one}.intermediate.dense")
            take(f"layers.{number}.outer", f"{one}.output.dense")
            take(f"layers.{number}.last", f"{one}.output.LayerNorm")
        made.load_state_dict(state, strict=False)
        return made

    def forward(self, pieces: torch.Tensor, marks: torch.Tensor, mask: torch.Tensor, firsts: torch.Tensor, whole: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        seen = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.marks(marks)
        seen = self.within(self.first(seen))
        for layer in self.layers:
            seen = layer(seen, mask)
        seen = self.drop(seen)
        there = firsts[:, :, None]
        attention = self.attention(seen).masked_fill(~there, -1e9).softmax(1)
        peak = seen.masked_fill(~there, -1e9).max(1)[0]
        return (attention * self.value(seen)).sum(1) + self.peak(peak) + self.whole(self.drop(whole)), self.token(seen)[:, :, 0]


class Texts:
    """The texts of ``data`` in pieces of words, ready to be put into batches. Raises ReadError for one that is too long to be read."""

    def __init__(self, data: Data, vocabulary: dict[str, int]) -> None:
        self.data = data
        found = [Pieces.of(reading, vocabulary) for reading in data.readings]
        self.pieces = [one for one in found if one is not None]
        if len(self.pieces) < len(found):
            raise ReadError(f"{len(found) - len(self.pieces)} texts of the corpus have more than {MOST} pieces of words")

    def batch(self, rows: Sequence[int]) -> tuple[tuple[torch.Tensor, ...], torch.Tensor, torch.Tensor]:
        """``(what the network is given, labels, vague)``; the last is of pieces, NaN where no word begins."""
        texts = self.data.texts
        shape = (len(rows), max(len(self.pieces[row].rows) for row in rows))
        pieces, mask, firsts = np.zeros(shape, np.int64), np.zeros(shape, bool), np.zeros(shape, bool)
        marks, vague = np.zeros((*shape, len(COLUMNS)), np.float32), np.full(shape, np.nan, np.float32)
        for index, row in enumerate(rows):
            one = self.pieces[row]
            size = len(one.rows)
            pieces[index, :size], mask[index, :size], firsts[index, one.firsts] = one.rows, True, True
            padded = np.vstack([texts.marks[row], np.zeros((1, len(COLUMNS)), np.float32)])
            marks[index, :size] = padded[one.words]
            if self.data.readings[row].tokens:
                vague[index, one.firsts] = texts.vague[row]
        given = tuple(map(torch.from_numpy, (pieces, marks, mask, firsts, texts.whole[list(rows)])))
        return given, torch.from_numpy(texts.labels[list(rows)]), torch.from_numpy(vague)


def fit(texts: Texts, encoder: Encoder, rows: Sequence[int], say: Callable[[str], object] = lambda text: None) -> Network:
    """A network that has learnt the ``rows`` of ``texts``; the same again on the same machine."""
    torch.manual_seed(training.SEED)
    order, draw = list(rows), random.Random(training.SEED)
    network = Network.of(encoder, texts.data.texts.whole.shape[1], len(LABELS))
    fresh = ("marks.", "attention.", "value.", "peak.", "whole.", "token.")
    new = [value for name, value in network.named_parameters() if name.startswith(fresh)]
    old = [value for name, value in network.named_parameters() if not name.startswith(fresh)]
    learn = torch.optim.AdamW([{"params": old, "lr": RATE}, {"params": new, "lr": NEW_RATE}], weight_decay=DECAY)
    steps = EPOCHS * (math.ceil(len(order) / BATCH) + 1)
    rate = torch.optim.lr_scheduler.OneCycleLR(learn, [RATE, NEW_RATE], total_steps=steps, pct_start=0.15)
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(KEPT))
    network.train()
    for epoch in range(1, EPOCHS + 1):
        for batch in batches(order, draw, lambda row: len(texts.pieces[row].rows)):
            given, labels, vague = texts.batch(batch)
            learn.zero_grad()
            loss(*network(*given), labels, vague).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            learn.step()
            rate.step()
            if rate.last_epoch > BEGIN * steps:
                mean.update_parameters(network)
        say(f"epoch {epoch} of {EPOCHS}")
    return mean.module.eval()


@torch.no_grad()
def logits(network: Network, texts: Texts, rows: Sequence[int]) -> tuple[np.ndarray, list[np.ndarray]]:
    """``(texts x labels, words of each text)``, uncalibrated."""
    labels, words = [], []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        found, marked = network(*texts.batch(batch)[0])
        labels.append(found.numpy())
        for row, one in zip(batch, marked.numpy(), strict=True):
            words.append(one[texts.pieces[row].firsts][: len(texts.data.readings[row].tokens)])
    return np.vstack(labels), words


def export(network: Network, vocabulary: dict[str, int], scaled: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights as plain arrays with the names that :mod:`target_lint.nlp.transformer` knows, matrices in 8-bit numbers; ``scaled``: the calibration."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    arrays: dict[str, np.ndarray] = {
        "positions": state["positions.weight"],
        "marks": state["marks.weight"].T,
        "first slope": state["first.weight"],
        "first offset": state["first.bias"],
        "heads": np.hstack([state["attention.weight"].T, state["value.weight"].T, state["token.weight"].T]),
        "peak": state["peak.weight"].T,
        "whole": state["whole.weight"].T,
        "bias": state["value.bias"] + state["peak.bias"] + state["whole.bias"],
        **scaled,
        "token_offset": state["token.bias"] * scaled["token_slope"] + scaled["token_offset"],
    }
    for number in range(len(network.layers)):
        one = f"layers.{number}"
        for name in ("asked", "given", "inner", "outer"):
            matrix, scale = _small(state[f"{one}.{name}.weight"])
            arrays |= {f"{number} {name}": matrix.T, f"{number} {name} scale": scale, f"{number} {name} bias": state[f"{one}.{name}.bias"]}
        for ours, theirs in (("attention", "attention"), ("outer", "last")):
            arrays |= {f"{number} {ours} slope": state[f"{one}.{theirs}.weight"], f"{number} {ours} offset": state[f"{one}.{theirs}.bias"]}
    table, scale = _small(state["words.weight"])
    named = np.frombuffer("\n".join(vocabulary).encode("utf-8"), dtype=np.uint8)
    arrays = {name: array if array.dtype == np.int8 else array.astype(np.float32) for name, array in arrays.items()}
    return {**arrays, "table": table, "table scale": scale, "vocabulary": named}


def _small(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """``(8-bit numbers, what each row of them is to be multiplied by)``."""
    scale = (np.abs(matrix).max(axis=1) / 127 + 1e-9).astype(np.float32)
    return np.round(matrix / scale[:, None]).astype(np.int8), scale


@torch.no_grad()
def rounded(network: Network) -> Network:
    """``network`` with its matrices as they ship."""
    for name, value in network.named_parameters():
        if name.endswith(_ROUNDED):
            matrix, scale = _small(value.numpy())
            value.copy_(torch.from_numpy(matrix * scale[:, None]))
    return network


def held_out(hands: Sequence[str]) -> frozenset[str]:
    """The hands that nothing is learnt from: one in :data:`ONE_IN`, by their numbers, so that a hand stays on its side when others join."""
    return frozenset(hand for hand in set(hands) - {""} if int(hand[1:]) % ONE_IN == ONE_IN // 2)


def train(folder: Path, output: Path, base: Path, encoder_folder: Path | None = None, say: Callable[[str], object] = lambda text: None) -> dict[str, Any]:
    """Trains on the corpus in ``folder`` and writes the model ``output``; its card. ``base``: the quick model, trained on the same corpus. Raises ReadError."""
    encoder, quick = Encoder.read(encoder_folder or installed()), _quick(folder, output, base)
    data = read(folder)
    apart = held_out(list(data.hands))
    if not any(hand in apart for hand in data.hands[: data.size]):
        raise ReadError(f"the corpus has too few hands: one in {ONE_IN} is held out")
    texts = Texts(data, encoder.vocabulary)
    say(f"{data.size} texts of {len(set(data.hands) - {''})} hands are read, {len(apart)} hands are held out")
    learnt = rounded(fit(texts, encoder, [row for row, hand in enumerate(data.hands) if hand not in apart], say))
    return write(learnt, texts, encoder, folder, output, (base, quick))


def _quick(folder: Path, output: Path, base: Path) -> dict[str, Any]:
    """The card of the quick model in ``base``. Raises ReadError if the thorough one cannot stand on it."""
    try:
        card = classifier.read_card(base)
    except ModelError as error:
        raise ReadError(f"the thorough model stands on the quick one, beside it: {error}") from None
    if "base" in card or output.resolve() == base.resolve():
        raise ReadError(f"{base} is to be the quick model, on which the thorough one stands")
    if card["corpus"]["sha256"] != training.corpus_hash(folder) or not {WEIGHTS, THEME_WEIGHTS, training.TRAINING, ranking.FILE} <= set(card["sha256"]):
        raise ReadError(f"{base} was not trained on this corpus: run target-lint train first")
    return card


def write(network: Network, texts: Texts, encoder: Encoder, folder: Path, output: Path, quick: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    """Calibrates a rounded ``network`` on the held-out hands of the corpus in ``folder``, measures it there and writes the model ``output``; its card."""
    data, (base, known) = texts.data, quick
    apart = held_out(list(data.hands))
    test = [row for row in range(data.size) if data.hands[row] in apart]
    shown = data.part(test)
    scaled, cuts, said = training.settled(shown, *logits(network, texts, test))
    output.mkdir(parents=True, exist_ok=True)
    training.save(output / WEIGHTS, export(network, encoder.vocabulary, scaled))
    copyfile(base / ranking.FILE, output / ranking.FILE)
    kept = joblib.load(base / training.TRAINING)  # what the quick model said of these very texts, which it had not learnt from
    theirs = 1 / (1 + np.exp(-(kept["unseen"][test] * kept["slopes"] + kept["offsets"])))
    card = {
        "schema": 2,
        "name": output.name,
        "base": {"name": base.name, "sha256": {name: known["sha256"][name] for name in (WEIGHTS, THEME_WEIGHTS)}},
        "encoder": encoder.sha256,
        "layers": encoder.layers,
        "labels": known["labels"],
        "thresholds": cuts,
        "sure": training.SURE,
        "marked": training.MARKED,
        "inputs": INPUTS,
        "rules": data.rules,
        "sha256": {name: sha256((output / name).read_bytes()).hexdigest() for name in (WEIGHTS, ranking.FILE)},
        "trained_with": {"torch": torch.__version__, "numpy": np.__version__},
        "corpus": {"texts": data.size - len(test), "hands": sorted(set(data.hands) - {""} - apart), "held_out": sorted(apart), "sha256": known["corpus"]["sha256"]},
        "held_out": {
            "texts": len(test),
            **training.figures(shown, said, cuts),
            "quick_network_kappa": training.network_kappa(shown, theirs[:, : len(PART_NAMES)], known["thresholds"]),
        },
    }
    training.write(output, card)
    return card
