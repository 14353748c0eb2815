"""``target-lint suggest`` and ``target-lint improve``: the writer's own target, completed; and a dialogue that fills its blanks."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from target_lint.cli import output as writing
from target_lint.cli.common import FAILED, checking_options, complain, linter_from
from target_lint.cli.run import Run

if TYPE_CHECKING:
    from target_lint.engine import Linter
    from target_lint.types import Field, Report, TargetReport, WrittenTarget

_TEXT = (".txt", ".text", ".md", ".markdown")
_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]\s")
#: what stands in the place of versions of a draft that perhaps lacks something, or of which none stood the test
_NOTHING_SURE = "No version of this would be sure to help; `target-lint check` has the questions."


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH... | -", type=click.Path(path_type=Path))
@click.option("--output-format", "-f", "output_format", type=click.Choice(["text", "json"]), default="text")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
@checking_options
def suggest(paths: tuple[Path, ...], output_format: str, output: Path | None, **how: Any) -> None:
    """Completed versions of each target that is not ready: your words, and blanks in brackets for what only you know."""
    from target_lint.reports import json_report

    if output is not None:
        writing.refuse_overwriting(output, paths)
    run = Run(linter_from(**how), paths, suggest=True)
    report = run.report()
    if output_format == "json":
        writing.show([json_report.render(report)], output)
    else:
        writing.show((line + "\n" for line in _suggestions(report, writing.width(output is not None))), output)
    for path, message in run.errors:
        complain(f"{path}: {message}")
    if run.errors:
        sys.exit(FAILED)


def _suggestions(report: Report, width: int) -> Iterator[str]:
    from target_lint.reports import terminal

    width = max(40, min(width, 110))
    for draft in report.drafts:
        for target in draft.targets:
            yield click.style(f"{terminal.clean(draft.path)} · target {target.number}", bold=True)
            for field in target.fields:
                yield from terminal.wrapped(terminal.clean(field.text), width, "  ")
            if target.suggestions:
                yield from terminal.suggestions(target, width)
            elif target.verdict == "ready":
                yield "  This is ready: it can go into the meeting as it stands."
            else:
                yield f"  {_NOTHING_SURE}"
            yield ""


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write (otherwise FILE.improved.txt, or FILE.improved-2.txt where that is there already).",
)
@click.option(
    "--in-place", is_flag=True, help="Change FILE itself (text or Markdown) and keep the old one as FILE.bak."
)
@checking_options
def improve(path: Path, output: Path | None, in_place: bool, **how: Any) -> None:
    """Go through a draft, one question at a time; the target grows as you answer. Enter leaves a question open, Ctrl-C keeps what there is."""
    from target_lint import readers
    from target_lint.readers.ours import IMPROVED
    from target_lint.types import ReadError

    if in_place and (output is not None or path.suffix.lower() not in _TEXT):
        raise click.UsageError(
            "--in-place changes a text or Markdown file and takes no -o; for other files the result is a text file"
        )
    linter = linter_from(**how)
    try:
        draft = readers.read(path)
    except ReadError as error:
        complain(f"{path}: {error}")
        sys.exit(FAILED)
    if output is not None:
        writing.refuse_overwriting(output, [path])
    made: list[tuple[Field, ...]] = [written.fields for written in draft.targets]
    try:
        for index, written in enumerate(draft.targets):
            for fields in _dialogue(linter, index + 1, written):
                made[index] = fields
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("\nStopped; what you have so far is kept.")
    if made == [written.fields for written in draft.targets]:
        click.echo("Nothing was changed, so nothing is written.")
        return
    target_path, kept = path if in_place else output, ""
    if target_path is None:
        first = path.with_suffix(f"{IMPROVED}.txt")
        target_path = _free(first)
        kept = f"; {first.name} was there already and stays as it is" if target_path != first else ""
    if in_place:
        backup = _free(path.with_name(path.name + ".bak"))
        writing.write(backup, path.read_bytes())
        text = _edited(_text_of(path), [written.fields for written in draft.targets], made)
        click.echo(f"The old version is {backup}.")
    else:
        text = _written(draft.targets, made, _numbers(path, draft.targets) if path.suffix.lower() in _TEXT else [])
    writing.write(target_path, text.encode("utf-8"))
    click.echo(f"Written to {target_path}{kept}.")


def _text_of(path: Path) -> str:
    """The text as the reader sees it."""
    from target_lint.readers import sheet

    return sheet.decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")


def _free(first: Path) -> Path:
    """``first``, or where that is there already the next name of its kind that no file has: ``draft.improved-2.txt``."""
    free, number = first, 1
    while free.exists():
        number += 1
        free = first.with_stem(f"{first.stem}-{number}")
    return free


def _dialogue(linter: Linter, number: int, written: WrittenTarget) -> Iterator[tuple[Field, ...]]:
    """The fields of one target, again after each answer."""
    from dataclasses import replace

    from target_lint.advice.wording import filled
    from target_lint.nlp import blanks
    from target_lint.reports import terminal

    report = linter.check(written)
    width = max(40, min(writing.width(False), 110))
    click.echo()
    click.secho(f"Target {number}", bold=True)
    _show(report.fields, width)
    if not (found := linter.suggest(report)):
        click.echo(
            "  This is ready."
            if report.verdict == "ready"
            else f"  {_NOTHING_SURE}"
        )
        return
    for line in terminal.suggestions(replace(report, suggestions=found), width):
        click.echo(line)
    choices = [str(index) for index in range(1, len(found) + 1)]
    choice = click.prompt(f"  Which one shall we fill in? ({', '.join(choices)}, or s to skip this target)", default="1", type=click.Choice([*choices, "s"]), show_choices=False)  # fmt: skip
    if choice == "s":
        return
    fields = found[int(choice) - 1].fields
    yield fields
    kept: list[str] = []  # what was left open, set aside while the other blanks are asked for
    while open_ := [text for field in fields for text in blanks.texts(field.text)]:
        asked, _, example = open_[0].partition(" e.g. ")
        click.echo(f"  {asked.strip().capitalize()}" + (click.style(f"  for example: {example}", dim=True) if example else ""))
        answer = click.prompt("  ", default="", show_default=False, prompt_suffix="> ").strip()
        if not answer:
            kept.append(open_[0])
            fields = _set_aside(fields, open_[0], len(kept))
            continue
        fields = filled(fields, answer)
        shown = _put_back(fields, kept)
        yield shown
        _show(shown, width)
        _say(linter.check(replace(written, fields=shown, genre=report.genre)))
    yield _put_back(fields, kept)


def _set_aside(fields: tuple[Field, ...], blank: str, number: int) -> tuple[Field, ...]:
    from dataclasses import replace

    return tuple(replace(field, text=field.text.replace(f"[{blank}]", f"⟦{number}⟧", 1)) for field in fields)


def _put_back(fields: tuple[Field, ...], kept: list[str]) -> tuple[Field, ...]:
    from dataclasses import replace

    for number, blank in enumerate(kept, 1):
        fields = tuple(replace(field, text=field.text.replace(f"⟦{number}⟧", f"[{blank}]")) for field in fields)
    return fields


def _say(report: TargetReport) -> None:
    from target_lint.advice.remarks import PART_WORDS
    from target_lint.nlp import blanks

    weak = [one.found for one in report.findings if one.place and one.level != "note"]
    missing = [PART_WORDS[name] for name in report.missing]
    left = sum(len(blanks.texts(field.text)) for field in report.fields)
    if left and not weak:
        click.secho(f"  {left} {'question' if left == 1 else 'questions'} open", fg="cyan")
        return
    said = f"weak words: {', '.join(weak)}" if weak else f"open: {', '.join(missing)}" if missing else "nothing open"
    click.secho(f"  {report.verdict}; {said}", fg="cyan")


def _show(fields: tuple[Field, ...], width: int) -> None:
    from target_lint.reports import terminal

    for field in fields:
        label = f"{field.name.replace('_', ' ').capitalize()}: " if len(fields) > 1 else ""
        for line in terminal.wrapped(terminal.clean(label + field.text), width, "    "):
            click.echo(line)


def _written(targets: Iterable[WrittenTarget], made: Iterable[tuple[Field, ...]], numbers: Iterable[str]) -> str:
    """The improved targets as a text that our reader reads back: each person's name and role, then the fields with their labels.

    ``numbers``: what stood before each target ("1. "), where its draft is a numbered text.
    """
    from itertools import chain, repeat

    targets = list(targets)
    heads = [_head(target) for target in targets]
    labelled = any(heads) or any(target.id for target in targets)
    parts, last = [], ""
    for target, head, fields, number in zip(targets, heads, made, chain(numbers, repeat("")), strict=False):
        if head != last:
            parts.append(head or "Name:")
            last = head
        row = f"ID: {target.id}\n" if target.id else ""
        parts.append(row + number + _labelled(fields, always=labelled))
    return "\n\n".join(parts) + "\n"


def _head(target: WrittenTarget) -> str:
    """Whose target it is, as our reader reads it: the name begins another person."""
    if not (target.owner or target.role or target.about):
        return ""
    about = [f"{name.replace('_', ' ').capitalize()}: {value}" for name, value in target.about]
    return "\n".join([f"Name: {target.owner or ''}".rstrip(), *about, *([f"Role: {target.role}"] if target.role else [])])


def _numbers(path: Path, targets: Iterable[WrittenTarget]) -> list[str]:
    """What stands before each target of a text on its line, if it is a number."""
    lines = dict(enumerate(_text_of(path).split("\n"), 1))
    before = (lines.get(target.fields[0].line, "")[: target.fields[0].column - 1] for target in targets)
    return [f"{match[0].strip()} " if (match := _NUMBER.match(text)) else "" for text in before]


def _labelled(fields: tuple[Field, ...], *, always: bool = False) -> str:
    """The fields with their labels; without one if there is a statement only, unless ``always``."""
    names = {"statement": "Objective"}
    if len(fields) == 1 and not always:
        return fields[0].text
    return "\n".join(
        f"{names.get(field.name, field.name.replace('_', ' ').capitalize())}: {field.text}" for field in fields
    )


def _edited(text: str, old: list[tuple[Field, ...]], new: list[tuple[Field, ...]]) -> str:
    """``text`` with the fields that changed in their places, and new fields on lines of their own below their target."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    changes: list[tuple[int, int, str]] = []
    for before, after in zip(old, new, strict=True):
        known = {field.name: field for field in before}
        end = 0
        for field in before:
            low = starts[field.line - 1] + field.column - 1
            end = max(end, low + len(field.text))
            changed = next((one.text for one in after if one.name == field.name), field.text)
            if changed != field.text and text.startswith(field.text, low):
                changes.append((low, low + len(field.text), changed))
        added = [field for field in after if field.name not in known]
        if added:
            line_end = text.find("\n", end)
            at = len(text) if line_end < 0 else line_end
            changes.append(
                (at, at, "".join(f"\n{field.name.replace('_', ' ').capitalize()}: {field.text}" for field in added))
            )
    for low, high, put in sorted(changes, reverse=True):
        text = text[:low] + put + text[high:]
    return text
