"""Then and now: which target of an old version became which of the new one, and what it gained, lost or still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from target_lint.types import PART_NAMES, Report, TargetReport

#: likeness from 0 to 100 from which two texts are versions of one target (rapidfuzz's token ratios)
ALIKE = 60
#: a text of fewer words than this is contained in too many others to be known by its words alone
_FEWEST_WORDS = 4
#: texts of the new version that are compared with all of the old one at a time, to bound memory
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Reworded:
    """What the field called ``name`` said ``then`` and says ``now``, on one line; "" where it is not filled in."""

    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """One target then and now; ``then`` is None for a new target, ``now`` for one that is gone.

    ``gained``, ``lost``, ``open``: names of parts. ``settled`` and ``raised``: words that were vague and are gone, or have come.
    """

    then: TargetReport | None
    now: TargetReport | None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()

    @property
    def owner(self) -> str | None:
        return (self.now or self.then).owner if self.now or self.then else None

    @property
    def same(self) -> bool:
        """Whether not a word was changed."""
        return self.then is not None and self.now is not None and _fields(self.then) == _fields(self.now)

    @property
    def reworded(self) -> tuple[Reworded, ...]:
        """The fields whose words changed, those of the new version first; none for a target that is new, gone or the same."""
        if self.then is None or self.now is None or self.same:
            return ()
        old, new = _fields(self.then), _fields(self.now)
        pairs = ((name, old.get(name, ""), new.get(name, "")) for name in {**new, **old})
        return tuple(Reworded(*pair) for pair in pairs if pair[1] != pair[2])


def compare(old: Report, new: Report) -> list[Change]:
    """A change for each target of ``new`` in its order, then one for each of ``old`` that is gone.

    Paired by id where both versions have ids, else by likeness among the targets of the same owner (of anybody, where no owner is
    known), each target once, the likest first; last, the one target that is left on both sides is taken to be the same if it stands in the same place.
    """
    before, after = list(old.targets), list(new.targets)
    pairs = dict(_by_id(before, after))
    for olds, news in _pools(before, after, pairs):
        pairs.update(_by_likeness(before, after, olds, news))
        left = [index for index in olds if index not in set(pairs.values())]
        fresh = [index for index in news if index not in pairs]
        if len(left) == len(fresh) == 1 and olds.index(left[0]) == news.index(fresh[0]):
            pairs[fresh[0]] = left[0]
    taken = set(pairs.values())
    found = [_change(before[pairs[index]] if index in pairs else None, target) for index, target in enumerate(after)]
    return found + [Change(target, None) for index, target in enumerate(before) if index not in taken]


def _by_id(before: list[TargetReport], after: list[TargetReport]) -> Iterator[tuple[int, int]]:
    known: dict[tuple[str, str], list[int]] = {}
    for index, target in enumerate(before):
        if target.id:
            known.setdefault((_owner(target), target.id), []).append(index)
    for index, target in enumerate(after):
        if target.id and len(found := known.pop((_owner(target), target.id), [])) == 1:
            yield index, found[0]


def _pools(
    before: list[TargetReport], after: list[TargetReport], pairs: dict[int, int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Targets that may be versions of each other: those of one owner; those without one together."""
    olds: dict[str, list[int]] = {}
    news: dict[str, list[int]] = {}
    taken = set(pairs.values())
    for index, target in enumerate(before):
        if index not in taken:
            olds.setdefault(_owner(target), []).append(index)
    for index, target in enumerate(after):
        if index not in pairs:
            news.setdefault(_owner(target), []).append(index)
    if set(olds) <= {""} or set(news) <= {""}:
        yield [index for pool in olds.values() for index in pool], [index for pool in news.values() for index in pool]
        return
    for owner, pool in news.items():
        yield olds.get(owner, []), pool


def _owner(target: TargetReport) -> str:
    return " ".join((target.owner or "").casefold().split())


def _by_likeness(
    before: list[TargetReport], after: list[TargetReport], olds: list[int], news: list[int]
) -> dict[int, int]:
    if not olds or not news:
        return {}
    from rapidfuzz import fuzz, process, utils

    old_texts = [utils.default_process(_text(before[index])) for index in olds]
    candidates = []
    for start in range(0, len(news), _AT_A_TIME):
        part = news[start : start + _AT_A_TIME]
        texts = [utils.default_process(_text(after[index])) for index in part]
        for scorer, weight in ((fuzz.token_sort_ratio, 1.0), (fuzz.token_set_ratio, 0.9)):
            scores = process.cdist(texts, old_texts, scorer=scorer, score_cutoff=ALIKE)
            for row, column in zip(*scores.nonzero(), strict=True):
                score = float(scores[row, column]) * weight
                short = min(len(texts[row].split()), len(old_texts[column].split())) < _FEWEST_WORDS
                if score >= ALIKE and not (short and scorer is fuzz.token_set_ratio):
                    candidates.append((-score, part[row], olds[column]))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, new, old in sorted(candidates):
        if new not in pairs and old not in taken:
            pairs[new] = old
            taken.add(old)
    return pairs


def _text(target: TargetReport) -> str:
    return "\n".join(field.text for field in target.fields)


def _fields(target: TargetReport) -> dict[str, str]:
    """Name -> words on one line, in the order of the form."""
    found: dict[str, list[str]] = {}
    for field in target.fields:
        found.setdefault(field.name, []).extend(field.text.split())
    return {name: " ".join(words) for name, words in found.items()}


def _change(then: TargetReport | None, now: TargetReport) -> Change:
    if then is None:
        return Change(None, now, open=now.missing)
    old, new = set(then.missing), set(now.missing)
    words_then, words_now = _vague(then), _vague(now)
    return Change(
        then,
        now,
        gained=tuple(name for name in PART_NAMES if name in old - new),
        lost=tuple(name for name in PART_NAMES if name in new - old),
        open=tuple(name for name in PART_NAMES if name in new & old),
        settled=tuple(words for words in words_then if words not in words_now),
        raised=tuple(words for words in words_now if words not in words_then),
    )


def _vague(target: TargetReport) -> tuple[str, ...]:
    found: Iterable[str] = (one.found for one in target.findings if one.rule.startswith("vague/"))
    return tuple(dict.fromkeys(" ".join(words.split()) for words in found))
