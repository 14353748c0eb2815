"""Spans become facts here and nowhere else: which of the five parts a target has, and how sure we are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from target_lint.nlp.components import STRONG, Hit
from target_lint.types import PART_NAMES, Genre, Part, Place

#: what the patterns alone are worth, measured as precision of each on our own corpus (see models/ when a model is shipped)
SCORES = {"strong": 0.95, "weak": 0.6, "doubt": 0.4, "none": 0.1}


def of(
    hits: Iterable[Hit], place: Callable[[int, int], Place], genre: Genre, particular: bool = False, bare: bool = False
) -> Mapping[str, Part]:
    """The five parts by their ``hits``; ``place(start, end)`` turns characters into a field's place.

    ``particular``: the aim has words of its own (see :mod:`target_lint.nlp.content`); with a measure beside it, it has a focus, unsure.

    ``bare``: the words name no more than a direction, so nothing is taken for a focus that no pattern finds.

    Two parts come with the genre: a pupil's own plan has its pupil, and a small step that somebody will do can be ticked
    off as done, which is its measure.
    """
    found_of: dict[str, list[tuple[str, int, int]]] = {name: [] for name in PART_NAMES}
    for name, start, end, strength in hits:
        found_of[name].append((strength, start, end))
    parts = {}
    for name, found in found_of.items():
        strong = [one for one in found if one[0] == STRONG]
        kind = "strong" if strong else "weak" if found else "none"
        parts[name] = Part(
            name,
            present=bool(found),
            sure=kind != "weak",
            score=SCORES[kind],
            places=tuple(place(start, end) for _, start, end in (strong or found)),
        )
    if genre is Genre.PUPIL_PLAN and not parts["pupil_group"].present:
        parts["pupil_group"] = Part("pupil_group", True, True, SCORES["strong"])
    steps = parts["steps"]
    if genre is Genre.ACTION_STEP and steps.present and not parts["success_measure"].present:
        parts["success_measure"] = Part("success_measure", True, False, SCORES["weak"], steps.places[:1])
    if particular and parts["success_measure"].present and not parts["learning_focus"].present:
        parts["learning_focus"] = Part("learning_focus", True, False, SCORES["weak"])
    others = ("success_measure", "steps") if genre is Genre.OBJECTIVE else ("pupil_group", "success_measure", "steps")
    if (
        not parts["learning_focus"].present
        and found_of["success_measure"]
        and all(parts[name].present for name in others)
    ):
        # where the measure and somebody's step are concrete the focus nearly always is too, in words that no list has: of 80 such
        # texts of our own corpus 60 had one, and most of the others say "progress" or the like (see content.is_bare)
        parts["learning_focus"] = Part("learning_focus", not bare, False, SCORES["doubt" if bare else "weak"])
    return MappingProxyType(parts)
