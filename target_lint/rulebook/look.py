"""What our own rules say of a target at first sight, by the parts that the patterns find: the classifier reads it beside the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from target_lint.checks import KINDS, SET_KINDS
from target_lint.nlp.features import Look
from target_lint.rulebook.load import rulebook
from target_lint.types import Finding, Genre, Rule, Target

_Check = Callable[[Rule, tuple[Target, ...]], Iterator[Finding]]


def look(target: Target) -> Iterator[Look]:
    """Every finding of every shipped rule, whatever a school's settings make of it."""
    for rule, check in _rules(target.genre):
        for one in check(rule, (target,)):
            if one.place is None:
                yield rule.id, None, None
            else:
                start = target.start_of(one.place)
                yield rule.id, start, start + one.place.end - one.place.start


@lru_cache(maxsize=len(Genre))
def _rules(genre: Genre) -> tuple[tuple[Rule, _Check], ...]:
    chosen = [rule for rule in rulebook().rules if genre in rule.genres and rule.kind not in SET_KINDS and rule.kind != "model"]
    return tuple((rule, KINDS[rule.kind].check) for rule in chosen)
