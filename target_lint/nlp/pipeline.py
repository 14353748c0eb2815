"""From a written target to an understood one: its fields joined, their starts kept, its parts marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from target_lint.nlp import classifier, content, features, parts
from target_lint.nlp.blanks import blanks
from target_lint.nlp.classifier import THEME, Classifier
from target_lint.nlp.components import TargetComponents, components_for
from target_lint.nlp.features import Reading
from target_lint.nlp.genre import Genres
from target_lint.nlp.words import Plain, plain
from target_lint.settings import preset_for
from target_lint.types import Field, Genre, Part, Place, Target, WrittenTarget, place_of

#: between two fields; white space alone would let a pattern run from one field into the next
BREAK = "\n¶\n"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a target before the model is asked. ``fields``: their names and starts; ``fired``: the patterns that hit."""

    text: str
    plain: Plain
    starts: tuple[int, ...]
    fields: list[tuple[str, int]]
    genre: Genre
    parts: Mapping[str, Part]
    fired: set[str]
    blanks: list[tuple[int, int, str | None]]
    place: Callable[[int, int], Place]

    def reading(self) -> Reading:
        return features.read(self.plain, self.fields, self.blanks, self.parts, self.genre, self.fired)


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

    def one(self, written: WrittenTarget, number: int = 1, genre: Genre | None = None) -> Target:
        known = self._known(written, genre)
        found, vague = known.parts, None
        if self.classifier is not None:
            blank = {part for _, _, part in known.blanks}
            found, vague = parts.with_model(
                known.parts, self.classifier, known.reading(), known.place, blank, known.genre
            )
        return Target(number, written, known.genre, known.text, known.starts, known.plain, found, vague)

    def reading(self, written: WrittenTarget) -> tuple[Reading, Mapping[str, Part]]:
        """What the classifier sees of a target, and the parts that the patterns alone find."""
        known = self._known(written, None)
        return known.reading(), known.parts

    def themes(self, text: str) -> dict[str, float]:
        """Theme -> probability that a text is about it; none without a model or words."""
        if self.classifier is None or not text.strip():
            return {}
        reading, _ = self.reading(WrittenTarget((Field("statement", text),)))
        wanted = [label for label in self.classifier.labels if label.startswith(THEME)]
        return {label.removeprefix(THEME): score for label, score in self.classifier.scores(reading, wanted).items()}

    def _known(self, written: WrittenTarget, genre: Genre | None) -> _Known:
        """What the patterns find."""
        text, starts = _joined(written)
        shown, fields = plain(text), [(field.name, start) for field, start in zip(written.fields, starts, strict=True)]
        genre = genre or written.genre or self.genres.of(shown, [name for name, _ in fields])
        fired: set[str] = set()
        hits = self.components.match(shown, fields, fired)
        particular = (
            preset_for(written.role) in content.ROLES and self._particular(written, shown) >= content.AT_LEAST
        )

        def place(start: int, end: int) -> Place:
            return place_of(written.fields, starts, start, end)

        found = parts.of(hits, place, genre, particular, content.is_bare(shown))
        return _Known(text, shown, starts, fields, genre, found, fired, blanks(shown), place)

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
