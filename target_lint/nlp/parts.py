"""Spans become facts here and nowhere else: which of the five parts a target has, and how sure we are."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from target_lint.nlp.classifier import Judgement
from target_lint.nlp.components import ANSWER, CERTAIN, STRONG, WEAK, Hit
from target_lint.nlp.features import Reading
from target_lint.types import NEEDED, PART_NAMES, Genre, Part, Place, Target

#: what the patterns alone are worth, measured as precision of each on our own corpus; that of an answer to our own question only says that it is one
SCORES = {ANSWER: 1.0, CERTAIN: 0.99, STRONG: 0.95, WEAK: 0.6, "doubt": 0.4, "none": 0.1}


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
        strong = [one for one in found if one[0] != WEAK]
        kind = next((one for one in (ANSWER, CERTAIN) if any(hit[0] == one for hit in found)), STRONG if strong else WEAK if found else "none")
        parts[name] = Part(
            name,
            present=bool(found),
            sure=kind != WEAK,
            score=SCORES[kind],
            places=tuple(place(start, end) for _, start, end in (strong or found)),
        )
    if genre is Genre.PUPIL_PLAN and not parts["pupil_group"].present:
        parts["pupil_group"] = Part("pupil_group", True, True, SCORES[STRONG])
    steps = parts["steps"]
    if genre is Genre.ACTION_STEP and steps.present and not parts["success_measure"].present:
        parts["success_measure"] = Part("success_measure", True, False, SCORES[WEAK], steps.places[:1])
    if particular and parts["success_measure"].present and not parts["learning_focus"].present:
        parts["learning_focus"] = Part("learning_focus", True, False, SCORES[WEAK])
    others = ("success_measure", "steps") if genre is Genre.OBJECTIVE else ("pupil_group", "success_measure", "steps")
    if (
        not parts["learning_focus"].present
        and found_of["success_measure"]
        and all(parts[name].present for name in others)
    ):
        # where the measure and somebody's step are concrete the focus nearly always is too, in words that no list has: of 80 such
        # texts of our own corpus 60 had one, and most of the others say "progress" or the like (see content.is_bare)
        parts["learning_focus"] = Part("learning_focus", not bare, False, SCORES["doubt" if bare else WEAK])
    return MappingProxyType(parts)


#: what the model has to give to a part that the patterns are sure of, by how sure they are (to which it gave .4 to .5, in cross-validation, 45 in 100 were there)
SETTLED = {STRONG: 0.5, CERTAIN: 0.1, ANSWER: 0.0}
#: the threshold from which on the wording of a target that has every part is surely vague
COMPLETE = "vague + of a complete one"
#: how much of its threshold a part needs in a draft that holds our own blanks
_ON_THE_WAY = 0.4
#: of the targets with a step that were taken for objectives though this or more spoke for an action step, half were action steps (five hands and dev)
_PERHAPS_A_STEP = 0.1
#: words that say nothing by themselves
_SMALL = frozenset(
    ["a", "an", "the", "this", "that", "these", "my", "our", "your", "his", "her", "its", "their", "and", "or", "of", "in", "on", "at", "to", "for", "with", "by", "as", "is", "are", "be"]
)
#: unmarked tokens between two vague ones that belong to the same phrase ("a range of strategies")
_BRIDGED = 1
#: what a neighbour needs to belong to a phrase: this share of the threshold, or of the likeliest token's where none reaches it
_NEAR = 0.5


def genre_of(judgement: Judgement, cuts: Mapping[str, float], *, trains: bool) -> Genre:
    """What kind of target the model takes it for; an objective needs no evidence. An action step needs a step, or else even odds and the role of somebody who
    ``trains``: of targets without a step that were taken for one, on held-out hands and five unseen ones, 9 of 9 with such a role were one and 1 of 5 others."""
    scores = judgement.scores
    if scores[Genre.PUPIL_PLAN] >= cuts[Genre.PUPIL_PLAN]:
        return Genre.PUPIL_PLAN
    least = cuts[Genre.ACTION_STEP] if scores["steps"] >= cuts["steps"] else max(cuts[Genre.ACTION_STEP], 0.5) if trains else math.inf
    return Genre.ACTION_STEP if scores[Genre.ACTION_STEP] >= least else Genre.OBJECTIVE


def is_perhaps_a_step(judgement: Judgement, cuts: Mapping[str, float]) -> bool:
    """Whether a target that is taken for an objective may be an action step, which needs nothing but its step."""
    return judgement.scores[Genre.ACTION_STEP] >= _PERHAPS_A_STEP and judgement.scores["steps"] >= cuts["steps"]


def with_model(
    target: Target, reading: Reading, judgement: Judgement, cuts: Mapping[str, float], blank: Collection[str | None], *, doubtful: bool = False
) -> Target:
    """The ``target`` of the patterns, whose genre is settled, as patterns and model see it together: its parts, and whether its wording is vague.

    The model has read the words and what patterns and rules marked, and its probability decides; how sure it has to be (``cuts``) was measured on
    writers that it had not met (its card). A part for which one of our own ``blank`` s stands is there, whatever else is said. ``doubtful``: its genre may
    be one that needs no more than steps, so nobody can be sure that something else is missing.
    """
    found = {}
    for name in PART_NAMES:
        by_patterns, score = target.parts[name], judgement.scores[name]
        # a draft with blanks is on the way, and the model has read whole ones only: what the patterns find in it counts as well, and less will do
        cut = cuts[name] * (_ON_THE_WAY if blank else 1)
        present = is_present(score, cut, by_patterns) or (bool(blank) and by_patterns.present)
        if name in blank:
            found[name] = by_patterns
            continue
        if name == "pupil_group" and target.genre is Genre.PUPIL_PLAN:  # it has its pupil
            found[name] = by_patterns if by_patterns.present else Part(name, True, True, SCORES[STRONG])
            continue
        answered = _kind(by_patterns) == ANSWER
        sure = answered or score >= cuts[f"{name} +"] if present else score < cuts[f"{name} -"] and not blank and not doubtful
        places = by_patterns.places if present else ()
        found[name] = Part(name, present, sure, by_patterns.score if answered else round(score, 3), places)
    score = judgement.scores["vague"]
    present = score >= cuts["vague"] and not blank
    # of a target that has every part fewer are vague: what speaks for it has to be clearer, and what speaks against it counts
    complete = all(found[name].present for name in NEEDED[target.genre])
    vague_from, plain_below = (cuts.get(COMPLETE, cuts["vague +"]), cuts["vague"]) if complete else (cuts["vague +"], cuts["vague -"])
    spoken = any(rule.startswith("vague/") for rule in reading.rules)  # then the model has only to add what it is sure of
    places = tuple(target.place(*span) for span in phrases(reading, judgement.vague, cuts["vague words"], not spoken)) if present else ()
    vague = Part("vague", present, score >= vague_from or score < plain_below, round(score, 3), places)
    return replace(target, parts=MappingProxyType(found), vague=vague)


def is_present(score: float, cut: float, by_patterns: Part) -> bool:
    """Whether a part is there: by the model's ``score``; words that settle it for the patterns need less of it, because what the rules promise holds
    unless the model finds the opposite likelier."""
    return score >= cut or (by_patterns.present and by_patterns.sure and score >= SETTLED[_kind(by_patterns)])


def _kind(by_patterns: Part) -> str:
    """How sure the patterns are of a part that they find surely."""
    return next((one for one in (ANSWER, CERTAIN) if by_patterns.score >= SCORES[one]), STRONG)


def phrases(reading: Reading, likely: Sequence[float], cut: float, some: bool = True) -> list[tuple[int, int]]:
    """Characters ``(start, end)`` of the vague phrases: tokens that are vague with at least probability ``cut``, likeliest phrase first; where there is
    none and there has to be ``some``, the likeliest token with the neighbours that come near it."""
    if not likely or (max(likely) < cut and not some):
        return []
    tokens = reading.tokens
    if max(likely) < cut:
        cut = max(likely) * _NEAR
        best = [_around(reading, likely, max(range(len(likely)), key=likely.__getitem__), cut)]
    else:
        best, last = [], -1
        for index, one in enumerate(likely):
            if one < cut:
                continue
            if best and index - last - 1 <= _BRIDGED and tokens[last].field == tokens[index].field:
                best[-1] = (best[-1][0], index)
            else:
                best.append((index, index))
            last = index
        best.sort(key=lambda span: -max(likely[span[0] : span[1] + 1]))
        grown = [(_around(reading, likely, low, cut * _NEAR)[0], _around(reading, likely, high, cut * _NEAR)[1]) for low, high in best]
        best = [span for index, span in enumerate(grown) if not any(low <= span[0] <= high for low, high in grown[:index])]
    best = [(_begin(reading, low), _full(reading, low, high)) for low, high in best]
    return [(tokens[low].start, tokens[high].end) for low, high in best]


def _begin(reading: Reading, low: int) -> int:
    """Where a phrase begins that is not half of a share: "100% proficiency"."""
    tokens = reading.tokens
    return low - 1 if low and tokens[low].word == "%" and tokens[low - 1].end == tokens[low].start else low


def _full(reading: Reading, low: int, high: int) -> int:
    """Where a phrase ends that is not only "the" or "of": these are marked for the word behind them."""
    tokens = reading.tokens
    while all(one.word in _SMALL for one in tokens[low : high + 1]) and high + 1 < len(tokens) and tokens[high + 1].field == tokens[high].field:
        high += 1
    return high


def _around(reading: Reading, likely: Sequence[float], index: int, cut: float) -> tuple[int, int]:
    """The tokens about ``index``, in its field, that are vague with at least probability ``cut``."""
    field = reading.tokens[index].field
    low = high = index
    while low > 0 and likely[low - 1] >= cut and reading.tokens[low - 1].field == field:
        low -= 1
    while high + 1 < len(likely) and likely[high + 1] >= cut and reading.tokens[high + 1].field == field:
        high += 1
    return low, high
