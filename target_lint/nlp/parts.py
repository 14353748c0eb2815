"""Spans become facts here and nowhere else: which of the five parts a target has, and how sure we are."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from target_lint.nlp.classifier import Classifier
from target_lint.nlp.components import STRONG, Hit
from target_lint.nlp.features import Reading
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


#: what the model has to give to a part that the patterns are sure of
SETTLED = 0.4
#: tokens of the words that made the model say "vague": a phrase, not a sentence
_PHRASE = 4


def with_model(
    known: Mapping[str, Part],
    model: Classifier,
    reading: Reading,
    place: Callable[[int, int], Place],
    blank: Collection[str | None],
    genre: Genre,
) -> tuple[Mapping[str, Part], Part]:
    """The parts, and whether the wording is vague, as patterns and model see them together.

    The model has read the words and what the patterns (``known``) marked, and its probability decides; how sure it has to be was measured on
    writers that it had not met (its card). A part for which one of our own ``blank`` s stands is there, whatever else is said.
    """
    scores = model.scores(reading, (*PART_NAMES, "vague"))
    cuts = model.thresholds
    found = {}
    for name in PART_NAMES:
        by_patterns, score = known[name], scores[name]
        # a draft with blanks is on the way, and the model has read whole ones only: what the patterns find in it counts as well
        present = is_present(score, cuts[name], by_patterns.present and by_patterns.sure) or (
            bool(blank) and by_patterns.present
        )
        if name in blank or (genre is Genre.PUPIL_PLAN and name == "pupil_group"):
            found[name] = by_patterns
            continue
        sure = score >= cuts[f"{name} +"] if present else score < cuts[f"{name} -"] and not blank
        places = by_patterns.places if present else ()
        found[name] = Part(name, present, sure, round(score, 3), places)
    score = scores["vague"]
    present = score >= cuts["vague"] and not blank
    places = (place(*_phrase(model.weights_of(reading, "vague"), reading)),) if present and reading.tokens else ()
    return MappingProxyType(found), Part("vague", present, score >= cuts["vague +"] or score < cuts["vague -"], round(score, 3), places)


def is_present(score: float, cut: float, settled: bool) -> bool:
    """Whether a part is there: by the model's ``score``; words that settle it for the patterns need less of it, because what the rules promise holds
    unless the model is fairly certain (measured: macro kappa .763 in cross-validation instead of .771, for fewer good targets marked)."""
    return score >= cut or (settled and score >= SETTLED)


def _phrase(weights: list[float], reading: Reading) -> tuple[int, int]:
    """Characters of the few neighbouring words that speak most for a label."""
    best, chosen = -math.inf, (0, 1)
    for start in range(len(weights)):
        total = 0.0
        for end in range(start + 1, min(start + _PHRASE, len(weights)) + 1):
            total += weights[end - 1]
            if total > best:
                best, chosen = total, (start, end)
    return reading.tokens[chosen[0]].start, reading.tokens[chosen[1] - 1].end
