"""What is said beside a draft, in the words that every kind of report shares: in the margin of a form, in a cell, on a page.

A remark stands where it belongs: on the weak words, or, for what is not there, on the field where a form wants it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from target_lint.advice.verdict import decides
from target_lint.nlp import blanks
from target_lint.types import Field, Finding, Genre, Level, TargetReport, Verdict

PART_WORDS = {
    "pupil_group": "who",
    "learning_focus": "focus",
    "success_measure": "measure",
    "steps": "steps",
    "timescale": "when",
}
PART_HELP = {
    "pupil_group": "whose learning",
    "learning_focus": "what should change",
    "success_measure": "how you will know",
    "steps": "what somebody does",
    "timescale": "by when",
}
GENRE_WORDS = {
    Genre.OBJECTIVE: "an objective",
    Genre.ACTION_STEP: "an action step",
    Genre.PUPIL_PLAN: "a pupil's plan target",
}
_MEANINGS = {
    Verdict.READY: "it says who, what, how you will know and what you will do",
    Verdict.REVISE: "a good deal is here; the questions are what is left to settle",
    Verdict.REWRITE: "the words leave most of it open; the questions are a place to start",
}
_READY = {
    Genre.ACTION_STEP: "a small step that you can tick off",
    Genre.PUPIL_PLAN: "it says what, how you will know and by when",
}
#: where a form wants what is missing, best place first
HOME = {
    "missing/pupil_group": ("group",),
    "missing/focus": ("focus_area",),
    "missing/success_measure": ("success_criteria", "evidence"),
    "missing/steps": ("actions",),
    "missing/timescale": ("timescale", "review"),
    "missing/review": ("review", "timescale"),
    "missing/development_opportunity": ("support",),
    "missing/plan_link": ("link",),
}
#: of the words of a statement that a remark on the whole of it is put on
_LONGEST_ANCHOR = 120


@dataclass(frozen=True, slots=True)
class Remark:
    """``lines`` of text about the characters ``start`` to ``end`` of the field named ``field``."""

    field: str
    start: int
    end: int
    lines: tuple[str, ...]


def verdict_in_words(target: TargetReport) -> str:
    """What a verdict means, as half a sentence; a target that still holds blanks of a suggestion is not ready before they are filled."""
    open_ = sum(len(blanks.texts(field.text)) for field in target.fields)
    if open_ and target.verdict is Verdict.READY:
        return f"once its {open_} blanks are filled" if open_ > 1 else "once its blank is filled"
    if target.verdict is Verdict.READY:
        return _READY.get(target.genre, _MEANINGS[Verdict.READY])
    return _MEANINGS[target.verdict]


def is_open(one: Finding, target: TargetReport) -> bool:
    """Whether a finding is of something that is still to be settled before the target is ready, if only perhaps; not what is merely worth a thought."""
    return not one.place and (one.level is not Level.NOTE or decides(one, target.genre))


def of_finding(one: Finding) -> tuple[str, ...]:
    """What a finding says, in a line or two: words and question, or for what is not there the question alone; rewrites after them."""
    perhaps = "" if one.sure else " (perhaps)"
    said = f"{one.message}{perhaps} {one.question}" if one.place else f"{one.question}{perhaps}"
    return (said, "Instead: " + " · ".join(one.rewrites[:3])) if one.rewrites else (said,)


def on_target(target: TargetReport, over_set: Iterable[Finding] = ()) -> Iterator[Remark]:
    """Every remark on one target in the order of its fields; ``over_set``: findings over all targets of its owner."""
    fields = {field.name: field for field in target.fields}
    at_home: dict[str, list[Finding]] = {name: [] for name in fields}
    first = target.fields[0]
    for one in target.findings:
        if not one.place:
            home = next((name for name in HOME.get(one.rule, ()) if name in fields), first.name)
            at_home[home].append(one)
    at_home[first.name] += over_set
    for field in target.fields:
        about = [line for one in _gravest_first(at_home[field.name]) for line in of_finding(one)]
        if field is first:
            about += f"Perhaps: {target.suggestions[0].text}".split("\n") if target.suggestions else []
            about.insert(0, f"{target.verdict.capitalize()}: {verdict_in_words(target)}.")
        if about:
            yield Remark(field.name, *_anchor(field), tuple(about))
        for one in target.findings:
            if one.place and one.place.field == field.name:
                yield Remark(field.name, one.place.start, one.place.end, of_finding(one))


def _gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: one.level is Level.NOTE)


def _anchor(field: Field) -> tuple[int, int]:
    """The first line of a field, cut between words if it is long."""
    line = field.text.split("\n")[0]
    if len(line) <= _LONGEST_ANCHOR:
        return 0, len(line)
    cut = line.rfind(" ", 0, _LONGEST_ANCHOR)
    return 0, cut if cut > 0 else _LONGEST_ANCHOR
