"""Learns in which order completed versions are shown, from readers' orders: pairs of versions, logistic regression on what tells them apart
(Herbrich et al. 1999). Judged by hand, each draft by a ranking that saw none of its writer's."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from target_lint.advice.ranking import FILE, NAMES, Draft, examples, features
from target_lint.nlp.pipeline import Understanding
from target_lint.nlp.topics import topics
from target_lint.types import Field, Genre, ReadError, WrittenTarget

FOLDS = 5
REWRITES = "rewrites.jsonl"


@dataclass(frozen=True)
class Ordered:
    """One draft: ``said`` has a row for each version, ``place`` its place in a reader's order (0 is best), ``plain`` its place in the fixed order."""

    hand: str
    said: np.ndarray
    place: np.ndarray
    plain: np.ndarray


def load(folder: Path, drafts: Mapping[str, tuple[WrittenTarget, Genre, Mapping[str, float]]], reader: Understanding) -> list[Ordered]:
    """Every ordered draft of ``rewrites.jsonl``; ``drafts``: id -> what was written, its genre and the probabilities of its themes by a model that did not
    see its hand; ``reader``: the model that tells those of the versions' examples. Raises ReadError naming the line."""
    found = []
    for number, line in enumerate((folder / REWRITES).read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        versions = row["candidates"]
        if sorted(row["order"]) != sorted("ABCDE"[: len(versions)]) or row["id"] not in drafts:
            raise ReadError(f"{folder / REWRITES}:{number}: the order does not fit the versions, or there is no such draft")
        written, genre, themes = drafts[row["id"]]
        listed = topics().themes_of("\n".join(field.text for field in written.fields))
        draft = Draft(tuple(Field(one.name, one.text) for one in written.fields), genre, themes, listed)
        said = [
            features(draft, one["frame"], one["theme"], one["turn"], one["text"], reader.themes(examples(one["text"])), reader.alike)
            for one in versions
        ]
        places = np.array([row["order"].index(letter) for letter, _ in zip("ABCDE", versions, strict=False)])
        # the order without a model: that of frames, then of themes by the word lists
        fixed = [
            ({"fields": 0, "clauses": 1, "sentences": 2}[one["frame"]], one["theme"] not in listed[:1], one["turn"])
            for one in versions
        ]
        found.append(Ordered(row["hand"], np.array(said), places, np.array([sorted(fixed).index(one) for one in fixed])))
    return found


def fit(drafts: list[Ordered]) -> np.ndarray:
    """A weight for each of :data:`NAMES`."""
    rows, better = [], []
    for number, one in enumerate(drafts):
        for i, j in combinations(range(len(one.place)), 2):
            turned = (number + i + j) % 2 == 0  # as many pairs one way round as the other
            i, j = (j, i) if turned else (i, j)
            rows.append(one.said[i] - one.said[j])
            better.append(one.place[i] < one.place[j])
    return LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000).fit(np.array(rows), better).coef_[0]


def train(drafts: list[Ordered], output: Path) -> dict[str, Any]:
    """Writes ``ranking.json`` into ``output``; the figures."""
    weights = fit(drafts)
    kept = {"names": list(NAMES), "weights": [round(float(weight), 6) for weight in weights]}
    (output / FILE).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    hands = np.array([one.hand for one in drafts])
    learnt: list[np.ndarray] = [np.array([])] * len(drafts)
    for train_, test in GroupKFold(FOLDS).split(hands, groups=hands):
        weights = fit([drafts[index] for index in train_])
        for index in test:
            learnt[index] = -(drafts[index].said @ weights)
    chance = random.Random(7)
    orders = {
        "the ranking": learnt,
        "the fixed order of frames": [one.plain for one in drafts],
        "by chance": [np.array([chance.random() for _ in one.place]) for one in drafts],
    }
    return {"drafts": len(drafts), **{name: agreement(drafts, order) for name, order in orders.items()}}


def agreement(drafts: list[Ordered], orders: list[np.ndarray]) -> dict[str, float]:
    """``pairs``: share of pairs put as the reader puts them (ties count half); ``first``: share of first places that are the reader's."""
    pairs, first = [], []
    for one, order in zip(drafts, orders, strict=True):
        for i, j in combinations(range(len(one.place)), 2):
            gap = (order[i] - order[j]) * (one.place[i] - one.place[j])
            pairs.append(1.0 if gap > 0 else 0.5 if gap == 0 else 0.0)
        best = np.flatnonzero(order == order.min())
        first.append(float(np.mean([one.place[index] == 0 for index in best])))
    return {"pairs": round(float(np.mean(pairs)), 3), "first": round(float(np.mean(first)), 3)}
