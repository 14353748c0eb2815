"""The report for a terminal: per target one screen that a teacher can read, then one line that counts.

Nothing rests on colour: weak words have a line of ``~`` under them, and every mark has its word.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import click

from target_lint.advice.remarks import GENRE_WORDS, PART_WORDS, is_open, verdict_in_words
from target_lint.advice.said import said
from target_lint.types import PART_NAMES, DraftReport, Field, Finding, Level, Report, TargetReport, Verdict

NARROW, WIDE = 40, 110
_VERDICT_COLOURS = {Verdict.READY: "green", Verdict.REVISE: "yellow", Verdict.REWRITE: "yellow"}
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
#: characters of the words that are shown for a part
_LONGEST_QUOTE = 90


def render(report: Report, width: int) -> Iterator[str]:
    """The full form, line by line without line ends. ``width`` is the terminal's, in columns."""
    width = max(NARROW, min(width, WIDE))
    for draft in report.drafts:
        yield from _draft(draft, width)
    yield from summary(report, width)


def concise(report: Report) -> Iterator[str]:
    """One line a finding: ``path:line:column: level rule message``."""
    for draft in report.drafts:
        for target in draft.targets:
            for one in target.findings:
                line, column = position(target, one)
                yield f"{draft.path}:{line}:{column}: {one.level} {one.rule} {clean(one.message)}"
        for one in draft.findings:
            owner = f" ({clean(one.owner)})" if one.owner else ""
            yield f"{draft.path}:1:1: {one.level} {one.rule}{owner} {clean(one.message)}"


def position(target: TargetReport, one: Finding) -> tuple[int, int]:
    """Line and column, from 1, of a finding; a missing thing stands where its target begins."""
    if one.place is None:
        return target.fields[0].line, target.fields[0].column
    field = next(field for field in target.fields if field.name == one.place.field)
    before = field.text[: one.place.start]
    if newlines := before.count("\n"):
        return field.line + newlines, len(before) - before.rfind("\n")
    return field.line, field.column + len(before)


def clean(text: str) -> str:
    """``text`` on one line, with nothing in it that could steer a terminal."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
        for char in " ".join(text.split())
    )


def _draft(draft: DraftReport, width: int) -> Iterator[str]:
    yield click.style(clean(draft.path), bold=True)
    if draft.prose:
        yield from wrapped(
            "No form, heading or list was recognised in this file, so each paragraph was read as one target.",
            width,
            "  ",
        )
    if not draft.targets:
        yield "  No target found in it."
    yield ""
    for target in draft.targets:
        yield from _target(target, width)
    by_owner: dict[str | None, list[Finding]] = {}
    for one in draft.findings:
        by_owner.setdefault(one.owner, []).append(one)
    for owner, findings in by_owner.items():
        yield click.style(f"All targets of {clean(owner)} together" if owner else "All targets together, if they are one person's", bold=True)
        for one in findings:
            yield from _finding(one, width, "  ")
        yield ""


def _target(target: TargetReport, width: int) -> Iterator[str]:
    colour, meaning = _VERDICT_COLOURS[target.verdict], verdict_in_words(target)
    about = [f"Target {target.number}"]
    if target.owner:
        about.append(clean(target.owner))
    if target.id:
        about.append(f"id {clean(target.id)}")
    if target.genre != "objective":
        about.append("read as " + GENRE_WORDS[target.genre])
    yield click.style(" · ".join(about), bold=True)
    yield from wrapped(f"{target.verdict.upper()}: {meaning}.", width, "  ", style={"fg": colour, "bold": True})
    yield ""
    several = len(target.fields) > 1
    for field in target.fields:
        marks = [
            (one.place.start, one.place.end, one.level)
            for one in target.findings
            if one.place and one.place.field == field.name
        ]
        yield from _field(field, marks, width, several)
    yield ""
    weak = [one for one in target.findings if one.place]
    missing = [one for one in target.findings if is_open(one, target)]
    notes = [one for one in target.findings if not one.place and not is_open(one, target)]
    for heading, findings in (("Weak words", weak), ("Still open", missing)):
        if findings:
            yield f"  {heading}"
            asked: set[str] = set()
            for one in findings:
                yield from _finding(one, width, "    ", again=one.question in asked)
                asked.add(one.question)
    if notes:
        yield "  Worth a thought"
        yield from wrapped(" ".join(clean(one.question) for one in notes), width, "      ", first="    ? ")
    there = [f"{PART_WORDS[name]}: {_places(target, name)}" for name in PART_NAMES if target.parts[name].present]
    if there:
        yield "  Already there"
        for text in there:
            yield from wrapped(text, width, "    ", first="  + ", style={"fg": "green"})
    if target.suggestions:
        yield from suggestions(target, width, most=1)
    if target.ignored:
        yield f"  {_plural(len(target.ignored), 'finding')} left out, as a comment in the file asks."
    yield ""


def suggestions(target: TargetReport, width: int, most: int = 3) -> Iterator[str]:
    """The completed versions of a target, the best first."""
    yield from wrapped("Perhaps like this (what stands in brackets is yours to decide)", width, "  ")
    for number, one in enumerate(target.suggestions[:most], 1):
        first = "    > " if most == 1 else f"    {number} "
        for line in one.text.split("\n"):
            yield from wrapped(clean(line), width, "      ", first=first, style={"fg": "cyan"})
            first = "      "


def _finding(one: Finding, width: int, indent: str, *, again: bool = False) -> Iterator[str]:
    """``again``: its question has been asked just above."""
    unsure = "" if one.sure else " (perhaps)"
    mark = "~ " if one.place else "? "
    # of a thing that is missing only the question is asked: a page of "you have not ..." helps nobody
    text = clean(one.message) + unsure + ("" if again else f" {clean(one.question)}") if one.place else f"{clean(one.question)}{unsure}"
    yield from wrapped(
        f"{text} [{one.rule}]", width, indent + "  ", first=indent + mark, style={"fg": _COLOURS[one.level]}
    )
    if one.rewrites:
        shown = " · ".join(clean(rewrite) for rewrite in one.rewrites[:3])
        yield from wrapped(f"instead: {shown}", width, indent + "    ", first=indent + "  ")


def _places(target: TargetReport, name: str) -> str:
    words = clean(said(target, name, _LONGEST_QUOTE))
    return (f'"{words}"' if words else "yes") + ("" if target.parts[name].sure else " (perhaps)")


def _field(field: Field, marks: list[tuple[int, int, Level]], width: int, labelled: bool) -> Iterator[str]:
    label = field.name.replace("_", " ").capitalize() + ": " if labelled else ""
    indent = "    "
    levels: list[Level | None] = [None] * len(field.text)
    for low, high, level in marks:
        levels[low:high] = [level] * (high - low)
    for start, end in _lines(field.text, width - len(indent), len(label)):
        shown = "".join(
            click.style(text, underline=True, fg=_COLOURS[level]) if level else text
            for level, text in _stretches(field.text, levels, start, end)
        )
        yield indent + label + shown
        under = "".join("~" if level else " " for level in levels[start:end]).rstrip()
        if under:
            yield indent + " " * len(label) + under
        label = ""


def _stretches(text: str, levels: list[Level | None], start: int, end: int) -> Iterator[tuple[Level | None, str]]:
    """The characters from ``start`` to ``end``, one for one fit for a terminal, in stretches of one level."""
    for level, offsets in groupby(range(start, end), key=levels.__getitem__):
        yield level, "".join(" " if text[offset].isspace() else clean(text[offset]) for offset in offsets)


def _lines(text: str, width: int, first: int) -> Iterator[tuple[int, int]]:
    """Breaks ``text`` between words into ``(start, end)``, the first line shorter by ``first`` columns."""
    room, start, last = width - first, None, 0
    for low, high in _words(text):
        if start is not None and ("\n" in text[last:low] or high - start > room):
            yield start, last
            start, room = None, width
        if start is None:
            start = low
            while high - start > room:
                yield start, start + room
                start, room = start + room, width
        last = high
    if start is not None:
        yield start, last


def _words(text: str) -> Iterator[tuple[int, int]]:
    start = None
    for offset, char in enumerate(text):
        if char.isspace():
            if start is not None:
                yield start, offset
            start = None
        elif start is None:
            start = offset
    if start is not None:
        yield start, len(text)


def wrapped(
    text: str, width: int, indent: str, *, first: str | None = None, style: dict | None = None
) -> Iterator[str]:
    """``text`` in lines of at most ``width`` columns: the first after ``first``, the others after ``indent``."""
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first if first is not None else indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
    for number, line in enumerate(lines):
        if style and number == 0 and first is not None:
            yield line[: len(first)] + click.style(line[len(first) :], **style)
        else:
            yield click.style(line, **style) if style and first is None else line


def counts(report: Report) -> tuple[Counter, Counter]:
    """How many targets of each verdict, and how many findings of each level."""
    findings = [one for draft in report.drafts for one in draft.findings]
    findings += [one for target in report.targets for one in target.findings]
    return Counter(target.verdict for target in report.targets), Counter(one.level for one in findings)


def summary(report: Report, width: int) -> Iterator[str]:
    """The closing line."""
    verdicts, levels = counts(report)
    total, found = sum(verdicts.values()), sum(levels.values())
    text = f"{_plural(total, 'target')}."
    if total:
        kinds = ", ".join(_plural(levels[level], level.value) for level in (Level.ERROR, Level.WARNING, Level.NOTE) if levels[level])
        text = f"{_plural(total, 'target')}: {verdicts[Verdict.READY]} ready, {verdicts[Verdict.REVISE]} to revise, {verdicts[Verdict.REWRITE]} to rewrite. "
        text += f"{_plural(found, 'finding')} ({kinds})." if found else "Nothing to settle."
    if ignored := sum(len(target.ignored) for target in report.targets):
        text += f" {_plural(ignored, 'finding')} left out by comments."
    for rule in (rule for draft in report.drafts for rule in draft.unused_ignores):
        text += f" The comment that leaves out {clean(rule)!r} fits no finding."
    yield from wrapped(text, width, "")


def statistics(report: Report) -> Iterator[str]:
    """How often each rule spoke, most often first."""
    found = Counter(one.rule for target in report.targets for one in target.findings)
    found.update(one.rule for draft in report.drafts for one in draft.findings)
    for rule, count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>6}  {rule}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
