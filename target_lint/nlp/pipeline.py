"""From a written target to an understood one: its fields joined, their starts kept, its parts marked."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from target_lint.nlp import classifier, content, features, parts, themes
from target_lint.nlp.blanks import blanks
from target_lint.nlp.classifier import Classifier
from target_lint.nlp.components import TargetComponents, components_for
from target_lint.nlp.features import Look, Reading
from target_lint.nlp.genre import Genres, is_of_a_pupil, is_of_a_trainee
from target_lint.nlp.words import Plain, plain
from target_lint.settings import preset_for
from target_lint.types import Genre, Place, Target, WrittenTarget, place_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from target_lint.nlp.transformer import Transformer

#: between two fields; white space alone would let a pattern run from one field into the next
BREAK = "\n¶\n"
#: more threads than these wait for each other
_MOST_THREADS = 8
T = TypeVar("T")


@dataclass(frozen=True)
class Understanding:
    """Turns written targets into understood ones. Safe to share between threads; keeps no text."""

    components: TargetComponents
    genres: Genres
    common_words: frozenset[str]
    classifier: Classifier | Transformer | None = None
    #: what the rules say of a target at first sight, for the classifier
    look: Callable[[Target], Iterable[Look]] = lambda target: ()

    def many(
        self, written: Iterable[WrittenTarget], then: Callable[[Target], T], genre: Genre | None = None, first: int = 1
    ) -> Iterator[T]:
        """``then(target)`` for each written one, numbered from ``first``, in order, lazily and in constant memory.

        ``genre`` overrides what is detected.
        """
        with closing(self.each(written, genre, first)) as targets:
            yield from map(then, targets)

    def each(self, written: Iterable[WrittenTarget], genre: Genre | None = None, first: int = 1) -> Generator[Target, None, None]:
        """The target for each written one, as :meth:`many` gives them. The thorough model works on several at a time, and reads as many ahead: nearly all of
        its time goes into products of matrices, during which Python lets other threads go on."""
        numbered = enumerate(written, first)
        heavy = self.classifier is not None and self.classifier.heavy
        for number, target in islice(numbered, 1) if heavy else numbered:
            yield self.one(target, number, genre)
        threads = _threads() if heavy else 1
        if threads == 1:
            for number, target in numbered:
                yield self.one(target, number, genre)
        elif (second := next(numbered, None)) is not None:  # nobody needs threads for one target
            yield from self._side_by_side(chain([second], numbered), genre, threads)

    def _side_by_side(self, numbered: Iterator[tuple[int, WrittenTarget]], genre: Genre | None, threads: int) -> Generator[Target, None, None]:
        from concurrent.futures import ThreadPoolExecutor

        waiting: deque[Future[Target]] = deque()
        failed: Exception | None = None
        pool = ThreadPoolExecutor(threads)
        try:
            with self.classifier.one_thread():  # set here for all: what each thread sets and restores by itself would be another's
                while True:
                    try:
                        number, target = next(numbered)
                    except StopIteration:
                        break
                    except Exception as error:  # what came before it is still told
                        failed = error
                        break
                    waiting.append(pool.submit(self.one, target, number, genre))
                    if len(waiting) > 2 * threads:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
        if failed is not None:
            raise failed

    def one(self, written: WrittenTarget, number: int = 1, genre: Genre | None = None) -> Target:
        target = self._by_patterns(written, number, genre)
        if self.classifier is None:
            return target
        blank = blanks(target.plain)
        reading = features.read(target, blank, self.look(target))
        judgement, cuts = self.classifier.judge(reading), self.classifier.thresholds
        guessed = _said(written, genre) is None and not blank  # a draft with blanks is on the way, and the model has read whole ones only
        if guessed:
            target = replace(target, genre=parts.genre_of(judgement, cuts, trains=is_of_a_trainee(written.role)))
        doubtful = guessed and target.genre is Genre.OBJECTIVE and parts.is_perhaps_a_step(judgement, cuts)
        return parts.with_model(target, reading, judgement, cuts, {part for _, _, part in blank}, doubtful=doubtful)

    def reading(self, written: WrittenTarget) -> tuple[Reading, Target]:
        """What the classifier sees of a target, and the target as the patterns alone understand it."""
        target = self._by_patterns(written)
        return features.read(target, blanks(target.plain), self.look(target)), target

    def themes(self, text: str) -> dict[str, float]:
        """Theme -> probability that a text is about it; none without a model or words."""
        if self.classifier is None or not text.strip():
            return {}
        shown = plain(text)
        return self.classifier.themes(themes.read(shown, blanks(shown)))

    def alike(self, one: str, other: str) -> float:
        """How near two texts are in meaning, from -1 to 1; 0 without a model."""
        return self.classifier.alike(one, other) if self.classifier else 0.0

    def _by_patterns(self, written: WrittenTarget, number: int = 1, genre: Genre | None = None) -> Target:
        text, starts = _joined(written)
        shown, fields = plain(text), [(field.name, start) for field, start in zip(written.fields, starts, strict=True)]
        genre = _said(written, genre) or self.genres.of(shown, [name for name, _ in fields])
        hits = self.components.match(shown, fields)
        particular = (
            preset_for(written.role) in content.ROLES and self._particular(written, shown) >= content.AT_LEAST
        )

        def place(start: int, end: int) -> Place:
            return place_of(written.fields, starts, start, end)

        found = parts.of(hits, place, genre, particular, content.is_bare(shown))
        return Target(number, written, genre, text, starts, shown, found)

    def _particular(self, written: WrittenTarget, text: Plain) -> int:
        """How many particular words the statement has."""
        if not written.fields or written.fields[0].name != "statement":
            return 0
        return len(content.particular(text[: len(written.fields[0].text)], self.common_words))


def _threads() -> int:
    """How many targets are worked on at a time: one for each processor, and in a process of several one."""
    from multiprocessing import parent_process

    if parent_process() is not None:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_THREADS)


def _said(written: WrittenTarget, genre: Genre | None) -> Genre | None:
    """What kind of target somebody has said that it is: the caller, the file, or the role beside it."""
    return genre or written.genre or (Genre.PUPIL_PLAN if is_of_a_pupil(written.role) else None)


def _joined(written: WrittenTarget) -> tuple[str, tuple[int, ...]]:
    starts, length = [], 0
    for field in written.fields:
        starts.append(length)
        length += len(field.text) + len(BREAK)
    return BREAK.join(field.text for field in written.fields), tuple(starts)


@lru_cache(maxsize=8)
def understanding(
    rules: Path, model: Path | None = None, look: Callable[[Target], Iterable[Look]] = lambda target: ()
) -> Understanding:
    """What one rules folder, and one model, understand; made once a process. Raises RuleError and ModelError."""
    components = components_for(rules)
    return Understanding(
        components,
        Genres.load(rules / "genres.yaml", components.words),
        content.common(components.words),
        classifier.load(model) if model else None,
        look,
    )
