"""Learns to read targets: the convolutional network of :mod:`target_lint.nlp.classifier`, in PyTorch.

A word comes as a static embedding that stays as it is (WordLlama's, MIT; quantised to 8 bits as it ships), beside the marks of patterns and rules. The
network learns the labels of the whole target and, at the same time, which of its tokens a reader marked as vague. Needs the extra ``train``.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from target_lint.nlp.classifier import DILATIONS, WINDOW, Embedding
from target_lint.nlp.features import COLUMNS, WHOLE, Reading

#: length of a token's vector within the network
WIDTH = 96
DROPOUT = 0.35
EPOCHS = 22
BATCH = 32
RATE, DECAY = 2e-3, 0.02
#: what the tokens' part of the loss counts, and a vague token in it
TOKENS, VAGUE_TOKEN = 0.5, 3.0
#: batches drawn together, so that texts of a length can be put into one
_POOL = 8


@lru_cache(maxsize=1)
def embedding() -> Embedding:
    """The vectors of WordLlama's pieces that can stand in a word in lower case, in 8-bit numbers."""
    import wordllama
    from wordllama import WordLlama

    # its own loader looks into another folder and then to the network
    known = WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    kept = sorted(
        (row, piece) for piece, row in known.tokenizer.get_vocab().items() if piece == piece.lower() and re.fullmatch(r"\u2581?[\x21-\x7e£€’–—]*", piece)
    )
    table = np.asarray(known.embedding, dtype=np.float32)[[row for row, _ in kept]]
    scale = np.abs(table).max(axis=1) / 127 + 1e-9
    return Embedding({piece: row for row, (_, piece) in enumerate(kept)}, np.round(table / scale[:, None]).astype(np.int8), scale.astype(np.float32))


@dataclass(frozen=True)
class Texts:
    """Readings as arrays: ``words`` has for each text the rows of its tokens in ``vectors``, ``marks`` what is marked at them (tokens x columns), ``whole``
    a row a text; ``labels`` is the truth (texts x labels) and ``vague`` that of each text's tokens. What is unknown there is NaN, and nothing is learnt
    from it."""

    vectors: np.ndarray
    words: list[np.ndarray]
    marks: list[np.ndarray]
    whole: np.ndarray
    labels: np.ndarray
    vague: list[np.ndarray]

    @classmethod
    def of(cls, readings: Sequence[Reading], labels: np.ndarray, vague: Sequence[Sequence[float]], rules: Sequence[str]) -> Texts:
        """``rules``: those whose findings are columns of ``whole``."""
        found = sorted({token.word for reading in readings for token in reading.tokens})
        rows = {word: row for row, word in enumerate(found, 1)}
        size = embedding().table.shape[1]
        vectors = np.array([np.zeros(size), *map(embedding().of, found)], dtype=np.float32)
        words, marks, whole = [], [], np.zeros((len(readings), len(WHOLE) + len(rules)), np.float32)
        for row, reading in enumerate(readings):
            words.append(np.array([rows[token.word] for token in reading.tokens] or [0]))
            marked = np.zeros((len(words[-1]), len(COLUMNS)), np.float32)
            for low, high, column in reading.spans:
                marked[low:high, column] = 1
            marks.append(marked)
            whole[row, : len(WHOLE)] = reading.whole
            whole[row, len(WHOLE) :] = [min(reading.rules.get(rule, 0), 2) / 2 for rule in rules]
        return cls(vectors, words, marks, whole, labels.astype(np.float32), [np.array([*one] or [np.nan], np.float32) for one in vague])

    @property
    def inputs(self) -> int:
        return self.vectors.shape[1] + len(COLUMNS)

    def batch(self, rows: Sequence[int]) -> tuple[torch.Tensor, ...]:
        """``(tokens, mask, whole, labels, vague)`` of some texts, padded to the longest."""
        longest = max(len(self.words[row]) for row in rows)
        tokens = np.zeros((len(rows), longest, self.inputs), np.float32)
        mask, vague = np.zeros((len(rows), longest), np.float32), np.full((len(rows), longest), np.nan, np.float32)
        for index, row in enumerate(rows):
            size = len(self.words[row])
            tokens[index, :size, : self.vectors.shape[1]] = self.vectors[self.words[row]]
            tokens[index, :size, self.vectors.shape[1] :] = self.marks[row]
            mask[index, :size] = 1
            vague[index, :size] = self.vague[row]
        chosen = list(rows)
        return tuple(map(torch.from_numpy, (tokens, mask, self.whole[chosen], self.labels[chosen], vague)))


class Network(nn.Module):
    """``(tokens, mask, whole) -> (logits of the labels, logits of the tokens)``."""

    def __init__(self, inputs: int, whole: int, labels: int, width: int = WIDTH, dropout: float = DROPOUT) -> None:
        super().__init__()
        self.first = nn.Linear(inputs, width)
        self.windows = nn.ModuleList(
            nn.Conv1d(width, width, WINDOW, padding=dilation * (WINDOW // 2), dilation=dilation) for dilation in DILATIONS
        )
        self.attention, self.value, self.peak = (nn.Linear(width, labels) for _ in range(3))
        self.whole, self.token = nn.Linear(whole, labels), nn.Linear(width, 1)
        self.drop = nn.Dropout(dropout)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor, whole: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        there = mask[:, :, None]
        seen = torch.relu(self.first(self.drop(tokens)))
        for window in self.windows:
            seen = seen + torch.relu(window((self.drop(seen) * there).transpose(1, 2)).transpose(1, 2))
        seen = self.drop(seen)
        attention = self.attention(seen).masked_fill(there == 0, -1e9).softmax(1)
        peak = seen.masked_fill(there == 0, -1e9).max(1)[0]
        logits = (attention * self.value(seen)).sum(1) + self.peak(peak) + self.whole(self.drop(whole))
        return logits, self.token(seen)[:, :, 0]


def fit(texts: Texts, rows: Sequence[int], seed: int, *, width: int = WIDTH, dropout: float = DROPOUT) -> Network:
    """A network that has learnt the ``rows`` of ``texts``; the same seed gives the same on one machine."""
    torch.manual_seed(seed)
    order, draw = list(rows), random.Random(seed)
    network = Network(texts.inputs, texts.whole.shape[1], texts.labels.shape[1], width, dropout)
    learn = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(order) / BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(learn, RATE, total_steps=steps + EPOCHS)
    network.train()
    for _ in range(EPOCHS):
        for batch in batches(order, draw, lambda row: len(texts.words[row])):
            tokens, mask, whole, labels, vague = texts.batch(batch)
            learn.zero_grad()
            loss(*network(tokens, mask, whole), labels, vague).backward()
            learn.step()
            rate.step()
    return network.eval()


def batches(order: list[int], draw: random.Random, length: Callable[[int], int]) -> list[list[int]]:
    """All of ``order`` by chance, in batches of texts of nearly the same ``length``."""
    draw.shuffle(order)
    pools = [sorted(order[start : start + BATCH * _POOL], key=length) for start in range(0, len(order), BATCH * _POOL)]
    found = [pool[start : start + BATCH] for pool in pools for start in range(0, len(pool), BATCH)]
    draw.shuffle(found)
    return found


def loss(logits: torch.Tensor, marked: torch.Tensor, labels: torch.Tensor, vague: torch.Tensor) -> torch.Tensor:
    """Of what is said of the texts and of their tokens; what is not known (NaN) does not count."""
    known = ~labels.isnan()
    found = functional.binary_cross_entropy_with_logits(logits[known], labels[known])
    known = ~vague.isnan()
    if known.any():
        weight = torch.tensor(VAGUE_TOKEN)
        found = found + TOKENS * functional.binary_cross_entropy_with_logits(marked[known], vague[known], pos_weight=weight)
    return found


@torch.no_grad()
def logits(network: Network, texts: Texts, rows: Sequence[int]) -> tuple[np.ndarray, list[np.ndarray]]:
    """``(texts x labels, tokens of each text)``, uncalibrated."""
    labels, tokens = [], []
    for start in range(0, len(rows), 64):
        batch = list(rows[start : start + 64])
        given, mask, whole, _, _ = texts.batch(batch)
        found, marked = network(given, mask, whole)
        labels.append(found.numpy())
        tokens += [one[: int(size)].numpy() for one, size in zip(marked, mask.sum(1), strict=True)]
    return np.vstack(labels), tokens


def export(network: Network, slopes: np.ndarray, offsets: np.ndarray, token_slope: np.ndarray, token_offset: np.ndarray) -> dict[str, np.ndarray]:
    """The weights as plain arrays with the names that :mod:`target_lint.nlp.classifier` knows; the others are the calibration of labels and tokens."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    vectors, first = embedding(), state["first.weight"].T
    size = vectors.table.shape[1]
    arrays = {
        "words": first[:size],
        "marks": first[size:],
        "first_bias": state["first.bias"],
        # the bias of attention is the same for every token and cancels out
        "heads": np.hstack([state["attention.weight"].T, state["value.weight"].T, state["token.weight"].T]),
        "peak": state["peak.weight"].T,
        "whole": state["whole.weight"].T,
        "bias": state["value.bias"] + state["peak.bias"] + state["whole.bias"],
        "slopes": slopes,
        "offsets": offsets,
        "token_slope": token_slope,
        "token_offset": state["token.bias"] * token_slope + token_offset,
    }
    for layer in range(len(DILATIONS)):
        weight = state[f"windows.{layer}.weight"]  # out x in x place in the window
        arrays[f"window_{layer}"] = weight.transpose(2, 1, 0).reshape(-1, weight.shape[0])
        arrays[f"window_bias_{layer}"] = state[f"windows.{layer}.bias"]
    pieces = np.frombuffer("\n".join(vectors.pieces).encode("utf-8"), dtype=np.uint8)
    return {**{name: array.astype(np.float32) for name, array in arrays.items()}, "pieces": pieces, "table": vectors.table, "scale": vectors.scale}
