"""From a written target to an understood one: one Doc a target, its fields joined, their starts kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from target_lint.nlp import content, parts
from target_lint.nlp.components import FIELDS, components_for
from target_lint.nlp.genre import Genres
from target_lint.nlp.words import plain
from target_lint.settings import preset_for
from target_lint.types import Genre, Target, WrittenTarget

#: between two fields; white space alone would let a pattern run from one field into the next
BREAK = "\n¶\n"
_BATCH = 256
T = TypeVar("T")


@dataclass(frozen=True)
class Understanding:
    """Turns written targets into understood ones. Safe to share between threads; keeps no text."""

    nlp: Language
    genres: Genres
    common_words: frozenset[str]

    def many(
        self, written: Iterable[WrittenTarget], then: Callable[[Target], T], genre: Genre | None = None
    ) -> Iterator[T]:
        """``then(target)`` for each written one, in order, lazily and in constant memory.

        A Doc lives only inside ``then``: words that spaCy met for the first time are forgotten after each batch, so ``then``
        must return plain values. ``genre`` overrides what is detected.
        """
        stream = iter(written)
        number = 0
        while batch := list(islice(stream, _BATCH)):
            with self.nlp.memory_zone():
                done = []
                for target, doc in zip(batch, self.nlp.pipe(map(self._doc, batch)), strict=True):
                    number += 1
                    done.append(then(self._target(number, target, doc, genre)))
            yield from done

    def one(self, written: WrittenTarget, number: int = 1, genre: Genre | None = None) -> Target:
        return self._target(number, written, self.nlp(self._doc(written)), genre)

    def _doc(self, written: WrittenTarget) -> Doc:
        starts, text = [], ""
        for field in written.fields:
            if text:
                text += BREAK
            starts.append((field.name, len(text)))
            text += field.text
        doc = self.nlp.make_doc(text)
        doc.user_data[FIELDS] = starts
        return doc

    def _target(self, number: int, written: WrittenTarget, doc: Doc, genre: Genre | None) -> Target:
        starts = tuple(start for _, start in doc.user_data[FIELDS])
        text = plain(doc.text)
        found = genre or written.genre or self.genres.of(text, [field.name for field in written.fields])
        target = Target(number, written, found, doc, starts, text, {})
        aim = self._particular(target) if preset_for(written.role) in content.ROLES else 0
        return Target(
            number,
            written,
            found,
            doc,
            starts,
            text,
            parts.of(doc, target.place, found, aim >= content.AT_LEAST, content.is_bare(text)),
        )

    def _particular(self, target: Target) -> int:
        """How many particular words the statement has."""
        if not target.fields or target.fields[0].name != "statement":
            return 0
        return len(content.particular(target.plain[: len(target.fields[0].text)], self.common_words))


@lru_cache(maxsize=8)
def understanding(rules: Path) -> Understanding:
    """The pipeline for one rules folder; made once a process."""
    nlp = spacy.blank("en")
    nlp.max_length = 10**9  # the limit guards the parser and the entity recogniser, and we have neither
    nlp.add_pipe("target_components", config={"rules": str(rules)})
    components = components_for(rules)
    return Understanding(nlp, Genres.load(rules / "genres.yaml", components.words), content.common(components.words))
