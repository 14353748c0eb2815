"""``brief``, ``overview`` and ``compare``: what the meeting, the school and the next version need."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from target_lint.cli import output as writing
from target_lint.cli.common import FAILED, checking_options, complain, linter_from
from target_lint.cli.run import Run

if TYPE_CHECKING:
    from target_lint.engine import Linter
    from target_lint.types import Report

_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))


@click.command()
@_PATHS
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="brief.html, brief.docx or brief.pdf.",
)
@click.option(
    "--since",
    "old",
    metavar="OLD",
    multiple=True,
    type=click.Path(path_type=Path),
    help="An earlier version: says what changed.",
)
@checking_options
def brief(paths: tuple[Path, ...], output: Path, old: tuple[Path, ...], **how: Any) -> None:
    """A page for each person, for the ten minutes before the meeting: what stands, five questions, what to agree."""
    kind = writing.kind(output, ("html", "docx", "pdf"))
    writing.refuse_overwriting(output, (*paths, *old))
    linter = linter_from(**how)
    report, errors = _read(linter, paths)
    changes, since = None, None
    if old:
        from target_lint.advice.compare import compare as paired

        before, more = _read(linter, old)
        errors += more
        changes = paired(before, report)
        since = ", ".join(path.name for path in old)
    from target_lint.advice.brief import briefs

    pages = briefs(report, changes)
    if kind == "docx":
        from target_lint.reports import brief_docx

        writing.write(output, brief_docx.render(pages, since=since))
    else:
        from target_lint.reports import pages as rendering

        made = (
            rendering.brief_pdf(pages, since=since) if kind == "pdf" else rendering.brief(pages, since=since).encode()
        )
        writing.write(output, made)
    click.echo(f"{output}: {len(pages)} {'page' if len(pages) == 1 else 'pages'}")
    _end(errors)


@click.command()
@_PATHS
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="overview.html or overview.xlsx.",
)
@click.option("--names", is_flag=True, help="With small groups and with what the drafts say about help.")
@checking_options
def overview(paths: tuple[Path, ...], output: Path, names: bool, **how: Any) -> None:
    """A school's targets in figures: what is missing where, vague wordings, themes, the help that the targets name. No names unless asked."""
    kind = writing.kind(output, ("html", "xlsx"))
    writing.refuse_overwriting(output, paths)
    linter = linter_from(**how)
    report, errors = _read(linter, paths)
    from target_lint.advice.overview import overview as counted
    from target_lint.advice.overview import plainly
    from target_lint.rulebook.load import rulebook

    figures = counted(report, names=names)
    titles = {rule.id: rule.title for rule in linter.rulebook.rules}
    plain = {rule.id: plainly(rule) for rule in rulebook().rules}  # the examples of a school's own rules may be from its drafts
    if kind == "xlsx":
        from target_lint.reports import overview_sheet

        writing.write(output, overview_sheet.overview_workbook(figures, titles, plain))
    else:
        from target_lint.reports import pages

        writing.write(output, pages.overview(figures, titles, plain).encode())
    click.echo(f"{output}: {figures.whole.targets} targets of {len(figures.whole.people)} people")
    _end(errors)


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--output-format", "-f", "output_format", type=click.Choice(["text", "json"]), default="text")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
@checking_options
def compare(old: Path, new: Path, output_format: str, output: Path | None, **how: Any) -> None:
    """Then and now: what each target of OLD became in NEW, what it gained, lost and still leaves open. Files, sheets or folders."""
    linter = linter_from(**how)
    if output is not None:
        writing.refuse_overwriting(output, (old, new))
    before, errors = _read(linter, (old,))
    after, more = _read(linter, (new,))
    from target_lint.advice.compare import compare as paired
    from target_lint.reports import comparison

    changes = paired(before, after)
    text: Iterable[str]
    if output_format == "json":
        text = [comparison.render_json(changes)]
    else:
        text = (line + "\n" for line in comparison.render(changes, writing.width(output is not None)))
    writing.show(text, output)
    _end([*errors, *more])


def _read(linter: Linter, paths: tuple[Path, ...]) -> tuple[Report, list[tuple[str, str]]]:
    """What is in ``paths``, and what could not be read; ends the command if that was all."""
    run = Run(linter, paths)
    report = run.report()
    if not report.targets:
        for path, message in run.errors:
            complain(f"{path}: {message}")
        complain("there is no target to work with")
        sys.exit(FAILED)
    return report, run.errors


def _end(errors: list[tuple[str, str]]) -> None:
    for path, message in errors:
        complain(f"{path}: {message}")
    if errors:
        sys.exit(FAILED)
