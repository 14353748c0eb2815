"""Which of the findings on a target are told, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from target_lint.advice.verdict import WORDING
from target_lint.advice.wording import instead
from target_lint.settings import Settings
from target_lint.types import PART_NAMES, Finding, Target

#: behind the missing parts
_LAST = len(PART_NAMES)


def told(target: Target, found: Iterable[Finding], settings: Settings, parts: Mapping[str, int]) -> tuple[Finding, ...]:
    """The findings that the ``settings`` let through, in reading order, each with the phrase that could stand in the place of its words; words marked by two rules are
    marked once, by the graver and then the longer. ``parts``: rule -> number of the part that it finds missing."""
    found = tuple(found)
    places = {field.name: (index, field.text, bytearray(len(field.text))) for index, field in enumerate(target.fields)}
    kept: list[Finding] = []
    for one in sorted((one for one in found if one.place), key=lambda one: (-one.level.rank, one.place.start - one.place.end, one.rule)):
        covered, low, high = places[one.place.field][2], one.place.start, one.place.end
        if covered.find(1, low, high) < 0:
            covered[low:high] = b"\1" * (high - low)
            kept.append(replace(one, rewrites=instead(one, places[one.place.field][1])) if one.rewrites else one)
    kept.sort(key=lambda one: (places[one.place.field][0], one.place.start, one.rule))
    # missing parts in the order in which people think of them: who, what, how you will know, ...
    kept += sorted((one for one in found if not one.place), key=lambda one: (parts.get(one.rule, _LAST), one.rule))
    return tuple(
        one
        for one in kept
        if (one.sure or settings.unsure != "hide") and (not settings.min_confidence or _confidence(one, target, parts) >= settings.min_confidence)
    )


def _confidence(one: Finding, target: Target, parts: Mapping[str, int]) -> float:
    """How probable it is that a part is missing or the wording of ``target`` vague, by the model (a part: else by the patterns); 1 for all else."""
    if one.rule.startswith(WORDING):
        return target.vague.score if target.vague else 1.0
    part = parts.get(one.rule)
    return 1.0 if part is None else 1.0 - target.parts[PART_NAMES[part]].score
