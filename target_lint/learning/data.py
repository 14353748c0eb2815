"""What the models learn from: every labelled text of the corpus as patterns and rules read it, with the truth beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from target_lint import shipped
from target_lint.learning import corpus, network
from target_lint.learning.evaluate import VAGUE
from target_lint.nlp.features import Reading
from target_lint.nlp.pipeline import Understanding, understanding
from target_lint.nlp.themes import Wording
from target_lint.nlp.themes import read as wording
from target_lint.nlp.words import plain
from target_lint.rulebook.load import rulebook
from target_lint.rulebook.look import look
from target_lint.types import PART_NAMES, Field, Genre, Target, WrittenTarget

#: what the network tells: parts, vague wording, and the two genres that need evidence
LABELS = (*PART_NAMES, VAGUE, Genre.ACTION_STEP, Genre.PUPIL_PLAN)
#: texts that a theme, or a rule, needs to be learnt
LEAST = 20
#: how often the examples in our own rule files are learnt: what the rules promise, the model has to keep
TAUGHT = 2


@dataclass(frozen=True)
class Data:
    """What is learnt from. The first texts are those of ``items``; after them come quiet sentences (of ``hands`` as well) and the rules' examples, which
    everybody may learn (hand ``""``); labels that nobody gave are NaN."""

    items: list[corpus.Item]
    readings: list[Reading]
    texts: network.Texts
    hands: np.ndarray
    wordings: list[Wording]
    themes: list[str]
    #: texts x themes
    about: np.ndarray
    rules: list[str]

    @property
    def size(self) -> int:
        return len(self.items)

    @property
    def truth(self) -> np.ndarray:
        return self.texts.labels[: self.size]

    def part(self, rows: Sequence[int]) -> Data:
        """Some of its texts, of ``items``."""
        chosen = list(rows)

        def of(listed: Sequence[Any]) -> list[Any]:
            return [listed[row] for row in chosen]

        texts = replace(
            self.texts,
            words=of(self.texts.words),
            marks=of(self.texts.marks),
            whole=self.texts.whole[chosen],
            labels=self.texts.labels[chosen],
            vague=of(self.texts.vague),
        )
        return replace(
            self, items=of(self.items), readings=of(self.readings), texts=texts, hands=self.hands[chosen], wordings=of(self.wordings), about=self.about[chosen]
        )


def read(folder: Path) -> Data:
    """Every labelled text of ``folder``, read with patterns and rules. Raises ReadError."""
    items = [item for hand in corpus.hands(folder) for item in corpus.load(folder, hand)]
    counts = Counter(theme for item in items for theme in item.themes)
    named = sorted(theme for theme, count in counts.items() if count >= LEAST)
    reader = understanding(shipped.folder("rules"), None, look)
    readings, hands, labels, vague = [], [], [], []

    def add(written: WrittenTarget, hand: str, truth: dict[str, bool], marked: Callable[[Reading, Target], Sequence[float]]) -> None:
        reading, target = reader.reading(written)
        readings.append(reading)
        hands.append(hand)
        labels.append([truth.get(name, np.nan) for name in LABELS])
        vague.append(marked(reading, target))

    for item in items:
        one = item.labelled
        add(one.written, item.hand, {**one.parts, VAGUE: bool(one.vague), **{genre: one.genre is genre for genre in LABELS[-2:]}}, lambda reading, target, words=one.vague: _marked(reading, target, words))
    for hand, text in corpus.quiet(folder):
        add(_statement(text), hand, {VAGUE: False}, lambda reading, target: [0.0] * len(reading.tokens))
    for fields, truth in _promised(reader):
        for _ in range(TAUGHT):
            add(WrittenTarget(fields), "", truth, lambda reading, target: [np.nan] * len(reading.tokens))
    spoken = Counter(rule for reading in readings[: len(items)] for rule in reading.rules)
    rules = sorted(rule for rule, count in spoken.items() if count >= LEAST)
    return Data(
        items,
        readings,
        network.Texts.of(readings, np.array(labels, dtype=float), vague, rules),
        np.array(hands),
        [wording(plain("\n".join(field.text for field in item.labelled.written.fields))) for item in items],
        named,
        np.array([[theme in item.themes for theme in named] for item in items], dtype=int),
        rules,
    )


def _statement(text: str) -> WrittenTarget:
    return WrittenTarget((Field("statement", text),))


def _marked(reading: Reading, target: Target, words: Sequence[str]) -> list[float]:
    """1 for each token within words that a reader marked as vague (where they first stand), 0 for the others."""
    spans = []
    for number, (field, start) in enumerate(zip(target.fields, target.starts, strict=True)):
        spans += [(number, start + at, start + at + len(one)) for one in words if (at := field.text.find(one)) >= 0]
    return [float(any(token.field == number and token.start < high and low < token.end for number, low, high in spans)) for token in reading.tokens]


def _promised(reader: Understanding) -> Iterable[tuple[tuple[Field, ...], dict[str, bool]]]:
    """``(fields, what is known of them)``: the examples in ``rules/parts`` and those of the vague rules."""
    for part in reader.components.parts:
        for listed, there in ((part.present, True), (part.absent, False)):
            yield from (((Field("statement", entry.value),), {part.name: there}) for entry in listed)
    for rule in rulebook().rules:
        if rule.id.startswith("vague/"):
            yield from ((example.fields, {VAGUE: example.fires}) for example in rule.examples)
