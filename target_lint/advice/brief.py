"""What a line manager needs on one side of paper: a person's targets, what stands, at most five questions, what to agree.

The questions come from the findings, those first whose answer helps most, each once however many targets it is asked of. They are
questions to somebody who knows more about the class than the reader does, and none of them asks why something was not done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from target_lint.advice.compare import Change
from target_lint.advice.remarks import PART_WORDS
from target_lint.advice.said import REVIEW, cut, said
from target_lint.types import PART_NAMES, DraftReport, Finding, Level, Report, TargetReport, Verdict

MOST_QUESTIONS = 5
#: targets that fit on the page with their words; the rest are counted
MOST_TARGETS = 8
#: up to so many targets -> characters of a statement, of the words for a part, of a cell of what is to be agreed, and changes told:
#: what was seen to fit on one side of A4 with the longest texts (tests/reports/test_pages.py)
_ROOM = (
    (1, (420, 60, 60, 3)),
    (2, (300, 45, 60, 4)),
    (3, (220, 30, 45, 4)),
    (5, (120, 0, 30, 3)),
    (MOST_TARGETS, (80, 0, 18, 2)),
)
_LONGEST_CHANGE = 130
_MOST_SET_NOTES = 3
#: whose answer helps most, first: whom, what, how to know and what to do come before the wording
_ORDER = (
    "missing/pupil_group",
    "missing/focus",
    "missing/success_measure",
    "missing/steps",
    "missing/unfilled",
    "whole_set",
    "shape",
    "vague",
    "tone",
    "missing/timescale",
    "missing/review",
    "missing/development_opportunity",
    "missing/plan_link",
)
#: for somebody whose targets leave nothing open
_WHEN_READY = (
    "What would you like to have found out by the first time you look at this together?",
    "What might get in the way, and who could help?",
    "Which of these would you want to hear more about from colleagues?",
)
#: what the meeting settles: heading -> the part or field in which the draft may already say it
AGREE = {
    "Pupils": "pupil_group",
    "How you will know": "success_measure",
    "First step": "steps",
    "Support": "support",
    "Look at it on": REVIEW,
}


@dataclass(frozen=True, slots=True)
class Question:
    """``text``, the weak ``words`` that it is about if it is about words, and the ``targets`` (numbers) that it is asked of."""

    text: str
    words: tuple[str, ...]
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One target on the page: its ``number``, its ``statement`` (cut to the room there is), what is ``there`` (part in a word -> its words),
    what is ``open``, and what the draft already says of what is to be agreed (as :data:`AGREE`)."""

    number: int
    statement: str
    verdict: Verdict
    there: tuple[tuple[str, str], ...]
    open: tuple[str, ...]
    agree: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """One page. ``set_notes``: questions about all targets together; ``changes``: what is new since the last version, in sentences."""

    person: str
    role: str
    lines: tuple[Line, ...]
    more: int
    questions: tuple[Question, ...]
    set_notes: tuple[str, ...]
    changes: tuple[str, ...]


def briefs(report: Report, changes: Iterable[Change] | None = None) -> list[Brief]:
    """A page for each person in ``report``, in order of appearance; ``changes`` since the last version, if there is one."""
    people: dict[str, list[TargetReport]] = {}
    names: dict[str, str] = {}
    notes: dict[str, list[Finding]] = {}
    for draft in report.drafts:
        for target in draft.targets:
            key, name = _whose(draft, target)
            names.setdefault(key, name)
            people.setdefault(key, []).append(target)
        for one in draft.findings:
            key = (one.owner or draft.path).casefold()
            notes.setdefault(key, []).append(one)
    since = None if changes is None else list(changes)
    return [_brief(names[key], targets, notes.get(key, []), since) for key, targets in people.items()]


def _whose(draft: DraftReport, target: TargetReport) -> tuple[str, str]:
    """Key and name: the owner; the row of a sheet without owners; or else the file, which is one person's."""
    if target.owner:
        return target.owner.casefold(), target.owner
    if draft.rows:
        name = f"{target.id}" if target.id else f"Row {target.fields[0].line}"
        return f"{draft.path}:{target.number}", name
    name = draft.path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or draft.path
    return draft.path.casefold(), name.strip("<>")


def _brief(name: str, targets: list[TargetReport], over_set: list[Finding], since: list[Change] | None) -> Brief:
    shown = targets[:MOST_TARGETS]
    statement, words, cell, told = next(sizes for most, sizes in _ROOM if len(shown) <= most)
    numbered = list(enumerate(shown, 1))
    return Brief(
        name,
        next((target.role for target in targets if target.role), ""),
        tuple(_line(number, target, statement, words, cell) for number, target in numbered),
        len(targets) - len(shown),
        _questions(list(enumerate(targets, 1)), len(shown)),
        tuple(f"{one.message} {one.question}" for one in over_set[:_MOST_SET_NOTES]),
        () if since is None else _told([cut(one, _LONGEST_CHANGE) for one in _sentences(targets, since)], told),
    )


def _told(sentences: list[str], most: int) -> tuple[str, ...]:
    """The sentences that say most, those of unchanged targets last; how many more there are."""
    told = sorted(sentences, key=lambda one: ": unchanged" in one)
    more = len(told) - most
    return (*told[:most], f"and {more} more") if more > 0 else tuple(told)


def _line(number: int, target: TargetReport, room: int, words: int, cell: int) -> Line:
    there = tuple(
        (PART_WORDS[name], said(target, name, words) if words else "")
        for name in PART_NAMES
        if target.parts[name].present
    )
    support = " ".join(field.text for field in target.fields if field.name == "support")
    agree = tuple(
        cut(support, cell) if part == "support" else said(target, part, cell) for part in AGREE.values()
    )
    opened = tuple(PART_WORDS[name] for name in target.missing)
    return Line(number, cut(target.fields[0].text, room), target.verdict, there, opened, agree)


def _questions(targets: list[tuple[int, TargetReport]], shown: int) -> tuple[Question, ...]:
    asked: dict[str, tuple[list[str], list[int]]] = {}
    ranks: dict[str, tuple[int, int]] = {}
    for number, target in targets:
        for one in target.findings:
            if one.level is Level.NOTE and one.rule.startswith(("vague/", "tone/", "shape/")):
                continue  # what may be wrong is no matter for a meeting
            words, numbers = asked.setdefault(one.question, ([], []))
            if one.place and (said := cut(one.found, 40)) not in words:
                words.append(said)
            if number not in numbers:
                numbers.append(number)
            place = next(index for index, name in enumerate((*_ORDER, "")) if one.rule.startswith(name))
            note = one.level is Level.NOTE
            ranks[one.question] = min(ranks.get(one.question, (99, 0)), (place + 20 * note, 0))
    order = sorted(asked, key=lambda text: (ranks[text][0], -len(asked[text][1])))
    found = [
        Question(text, tuple(asked[text][0][:2]), tuple(number for number in asked[text][1] if number <= shown))
        for text in order
    ]
    if all(target.verdict is Verdict.READY for _, target in targets):
        found = [Question(_WHEN_READY[0], (), ()), *found[: MOST_QUESTIONS - 2], Question(_WHEN_READY[1], (), ())]
    return tuple(found[:MOST_QUESTIONS])


def _sentences(targets: list[TargetReport], since: list[Change]) -> Iterable[str]:
    """What has happened to each target since the last version, and to those that are gone."""
    mine = {id(target): number for number, target in enumerate(targets, 1)}
    owners = {target.owner for target in targets if target.owner}
    for change in since:
        if change.now is not None and id(change.now) in mine:
            yield f"Target {mine[id(change.now)]}: {in_words(change)}."
        elif change.now is None and change.then is not None and change.then.owner in owners:
            yield f"Gone since then: “{cut(change.then.fields[0].text, 90)}”."


def in_words(change: Change) -> str:
    """What happened to one target, without a full stop: "now says who; still open: steps, when"."""
    if change.then is None:
        return "new" + (f"; open: {_parts(change.open)}" if change.open else "")
    if change.now is None:
        return "gone"
    if change.same:
        return "unchanged" + (f"; open: {_parts(change.open)}" if change.open else "")
    said = [f"now says {_parts(change.gained)}"] if change.gained else []
    said += [f"no longer says {_parts(change.lost)}"] if change.lost else []
    said += [f"settled: {_quoted(change.settled)}"] if change.settled else []
    said += [f"new and vague: {_quoted(change.raised)}"] if change.raised else []
    said += [f"still open: {_parts(change.open)}"] if change.open else []
    return "; ".join(said) or "reworded"


def _parts(names: Iterable[str]) -> str:
    return ", ".join(PART_WORDS[name] for name in names)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{cut(one, 40)}”" for one in words[:3])
