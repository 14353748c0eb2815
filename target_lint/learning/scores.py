"""Figures of agreement, from counts of a two-by-two table."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """``hit``: said and true; ``false``: said but not true; ``missed``: true but not said; ``quiet``: neither."""

    hit: int = 0
    false: int = 0
    missed: int = 0
    quiet: int = 0

    @classmethod
    def of(cls, true: Sequence[bool], said: Sequence[bool]) -> Table:
        pairs = list(zip(true, said, strict=True))
        return cls(
            pairs.count((True, True)),
            pairs.count((False, True)),
            pairs.count((True, False)),
            pairs.count((False, False)),
        )

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.false) if self.hit + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 0.0

    @property
    def f1(self) -> float:
        total = 2 * self.hit + self.false + self.missed
        return 2 * self.hit / total if total else 0.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa (Cohen 1960): agreement beyond what the two marginals would give by chance; 0 if that is undefined."""
        observed, chance = self._observed_and_chance
        return (observed - chance) / (1 - chance) if chance < 1 else 0.0

    @property
    def kappa_error(self) -> float:
        """The standard error of :attr:`kappa` (Cohen 1960); 0 if that is undefined."""
        observed, chance = self._observed_and_chance
        return (observed * (1 - observed) / self._total) ** 0.5 / (1 - chance) if chance < 1 else 0.0

    @property
    def _total(self) -> int:
        return self.hit + self.false + self.missed + self.quiet

    @property
    def _observed_and_chance(self) -> tuple[float, float]:
        """The agreement, and that which the two marginals would give by chance; 1 and 1 of no texts."""
        total = self._total
        if not total:
            return 1.0, 1.0
        said, true = self.hit + self.false, self.hit + self.missed
        return (self.hit + self.quiet) / total, (said * true + (total - said) * (total - true)) / total**2


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa (Cohen 1960) of two readers' labels of any number of kinds; 0 if it is undefined."""
    total = len(pairs)
    if not total:
        return 0.0
    observed = sum(one == other for one, other in pairs) / total
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(count * others[label] for label, count in ones.items()) / total**2
    return (observed - chance) / (1 - chance) if chance < 1 else 0.0


def interval(
    items: Sequence[T],
    group: Callable[[T], Hashable],
    figure: Callable[[Sequence[T]], float],
    rounds: int = 1000,
    seed: int = 7,
) -> tuple[float, float]:
    """A 95% percentile bootstrap interval (Efron 1979) of ``figure`` over ``items``; those of one ``group`` (variants of one
    target) are drawn together, because they are not independent."""
    groups: dict[Hashable, list[T]] = {}
    for item in items:
        groups.setdefault(group(item), []).append(item)
    pools = list(groups.values())
    chance = random.Random(seed)
    drawn = sorted(
        figure([item for pool in chance.choices(pools, k=len(pools)) for item in pool]) for _ in range(rounds)
    )
    return drawn[int(0.025 * rounds)], drawn[int(0.975 * rounds) - 1]
