"""From a written target to an understood one: its fields joined, their starts kept, its parts marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from target_lint.nlp import classifier, content, features, parts
from target_lint.nlp.blanks import blanks
from target_lint.nlp.classifier import Classifier
from target_lint.nlp.components import TargetComponents, components_for
from target_lint.nlp.features import Reading
from target_lint.nlp.genre import Genres
from target_lint.nlp.words import Plain, plain
from target_lint.settings import preset_for
from target_lint.types import Genre, Part, Place, Target, WrittenTarget, place_of

#: between two fields; white space alone would let a pattern run from one field into the next
BREAK = "\n¶\n"
T = TypeVar("T")


@dataclass(frozen=True)
class Understanding:
    """Turns written targets into understood ones. Safe to share between threads; keeps no text."""

    components: TargetComponents
    genres: Genres
    common_words: frozenset[str]
    classifier: Classifier | None = None

    def many(
        self, written: Iterable[WrittenTarget], then: Callable[[Target], T], genre: Genre | None = None, first: int = 1
    ) -> Iterator[T]:
        """``then(target)`` for each written one, numbered from ``first``, in order, lazily and in constant memory.

        ``genre`` overrides what is detected.
        """
        for number, target in enumerate(written, first):
            yield then(self.one(target, number, genre))

    def reading(self, written: WrittenTarget) -> tuple[Reading, Mapping[str, Part]]:
        """What the classifier sees of a target, and the parts that the patterns alone find."""
        text, starts = _joined(written)
        shown = plain(text)
        names = [field.name for field in written.fields]
        genre = written.genre or self.genres.of(shown, names)
        fired: set[str] = set()
        found = self._by_patterns(written, shown, starts, genre, fired)
        fields = list(zip(names, starts, strict=True))
        return features.read(shown, fields, blanks(shown), found, genre, fired), found

    def one(self, written: WrittenTarget, number: int = 1, genre: Genre | None = None) -> Target:
        text, starts = _joined(written)
        shown = plain(text)
        names = [field.name for field in written.fields]
        found = genre or written.genre or self.genres.of(shown, names)
        fired: set[str] = set()
        known = self._by_patterns(written, shown, starts, found, fired)
        vague = None
        if self.classifier is not None:
            blank = blanks(shown)
            reading = features.read(shown, list(zip(names, starts, strict=True)), blank, known, found, fired)

            def place(start: int, end: int) -> Place:
                return place_of(written.fields, starts, start, end)

            known, vague = parts.with_model(known, self.classifier, reading, place, {part for _, _, part in blank}, found)
        return Target(number, written, found, text, starts, shown, known, vague)

    def _by_patterns(
        self, written: WrittenTarget, text: Plain, starts: tuple[int, ...], genre: Genre, fired: set[str]
    ) -> Mapping[str, Part]:
        names = [field.name for field in written.fields]
        hits = self.components.match(text, list(zip(names, starts, strict=True)), fired)
        particular = (
            preset_for(written.role) in content.ROLES and self._particular(written, text) >= content.AT_LEAST
        )

        def place(start: int, end: int) -> Place:
            return place_of(written.fields, starts, start, end)

        return parts.of(hits, place, genre, particular, content.is_bare(text))

    def _particular(self, written: WrittenTarget, text: Plain) -> int:
        """How many particular words the statement has."""
        if not written.fields or written.fields[0].name != "statement":
            return 0
        return len(content.particular(text[: len(written.fields[0].text)], self.common_words))


def _joined(written: WrittenTarget) -> tuple[str, tuple[int, ...]]:
    starts, length = [], 0
    for field in written.fields:
        starts.append(length)
        length += len(field.text) + len(BREAK)
    return BREAK.join(field.text for field in written.fields), tuple(starts)


@lru_cache(maxsize=8)
def understanding(rules: Path, model: Path | None = None) -> Understanding:
    """What one rules folder, and one model, understand; made once a process. Raises RuleError and ModelError."""
    components = components_for(rules)
    return Understanding(
        components,
        Genres.load(rules / "genres.yaml", components.words),
        content.common(components.words),
        classifier.load(model) if model else None,
    )
