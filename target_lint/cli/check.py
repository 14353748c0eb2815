"""``target-lint check``: reads files, checks them, writes one report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from target_lint.cli import annotate as annotating
from target_lint.cli import output as writing
from target_lint.cli.common import FAILED, FOUND, checking_options, complain, settings_from
from target_lint.cli.run import Run

if TYPE_CHECKING:
    from target_lint.types import Report

#: ends of names that a report does not get
_UNWRITTEN = ("pdf", "doc", "odt", "xls", "rtf")
FORMATS = ("text", "full", "concise", "json", "jsonl", "html", "docx", "xlsx", "csv")


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH... | -", type=click.Path(path_type=Path))
@checking_options
@click.option(
    "--output-format",
    "--format",
    "-f",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    envvar="TARGET_LINT_OUTPUT_FORMAT",
    help="text (the same as full), concise (a line a finding), json, jsonl (a line a target), html (a page), or the draft itself with comments: docx, xlsx, csv. By default as the end of the -o file says.",
)
@click.option(
    "--output",
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help="Write the report to this file; of docx, xlsx and csv also a folder (otherwise form.checked.docx beside each draft).",
)
@click.option("--overwrite", is_flag=True, help="Let -o be the draft itself.")
@click.option(
    "--fail-on",
    type=click.Choice(["note", "warning", "error", "never"]),
    help="Exit with 1 from this level on (default: warning).",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--suggest", is_flag=True, help="With a completed version of each target that is not ready.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1, 256),
    default=1,
    help="Processes that check the rows of .csv, .tsv and .jsonl files (with -f jsonl).",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Write to FILE.part and go on where an earlier run with the same words was broken off (with -f jsonl -o FILE).",
)
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of showing them.")
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What to call the text that comes from '-'; its ending says how to read it.",
)
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[Path, ...],
    output_format: str,
    output: Path | None,
    overwrite: bool,
    exit_zero: bool,
    suggest: bool,
    jobs: int,
    resume: bool,
    statistics: bool,
    stdin_filename: str | None,
    fail_on: str | None,
    **how: Any,
) -> None:
    """Check targets in Word, Excel, OpenDocument, PDF, web, text, Markdown, CSV and JSONL files, in whole folders, or from '-'.

    Exits with 0 if nothing at or above the fail level was found, 1 if something was, 2 if something could not be read.
    """
    from target_lint.engine import Linter

    if not paths:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("say which file to check, or '-' for text that you type or pipe in")
        paths = (Path("-"),)
    settings = settings_from(**how, fail_on=fail_on)
    linter = Linter(settings)
    if output is not None and context.get_parameter_source("output_format") is ParameterSource.DEFAULT:
        output_format = {".htm": "html"}.get(output.suffix.lower(), output.suffix.lower().lstrip("."))
        if output_format in _UNWRITTEN:
            raise click.UsageError(f"a report cannot be written as .{output_format}: use .html, .docx, .xlsx, .csv, .json, .jsonl or .txt (target-lint brief writes .pdf)")
        output_format = output_format if output_format in FORMATS else "text"
    if output is not None and not overwrite:
        writing.refuse_overwriting(output, paths)
    if (resume and (output is None or output_format != "jsonl")) or (jobs > 1 and output_format != "jsonl"):
        raise click.UsageError("--resume and --jobs are for long runs over rows: -f jsonl, and -o FILE to resume")
    run = Run(linter, paths, stdin_filename, suggest=suggest or output_format in ("xlsx", "csv"))
    if output_format in annotating.ENDINGS and not statistics:
        annotating.annotate(run, output_format, output, overwrite)
    elif output_format == "jsonl" and not statistics:
        from target_lint.cli import batch

        if resume and output is not None:
            partial = batch.Partial(output, paths, settings, suggest)
            run.worst = partial.worst
            partial.write(run.stream(jobs, partial.done))
        else:
            writing.show(run.stream(jobs), output)
    else:
        report = run.report()
        writing.show(_rendered(report, output_format, statistics, output is not None), output)
        if output is not None:
            from target_lint.reports import terminal

            click.echo(f"{' '.join(terminal.summary(report, 10**6))} -> {output}", err=True)
    for path, message in run.errors:
        complain(f"{path}: {message}" if path not in message else message)
    for problem in run.problems:
        complain(problem)
    if run.errors:
        sys.exit(FAILED)
    from target_lint.types import Level

    if settings.fail_on != "never" and not exit_zero and run.worst >= Level(settings.fail_on).rank:
        sys.exit(FOUND)


def _rendered(report: Report, output_format: str, statistics: bool, to_file: bool) -> Iterator[str]:
    from target_lint.reports import json_report, terminal

    if statistics:
        import json

        if output_format in ("json", "jsonl"):
            rows = [line.split() for line in terminal.statistics(report)]
            yield json.dumps([{"rule": rule, "count": int(count)} for count, rule in rows], indent=1) + "\n"
            return
        lines: Iterable[str] = [*terminal.statistics(report), *terminal.summary(report, writing.width(to_file))]
    elif output_format == "json":
        yield json_report.render(report)
        return
    elif output_format == "html":
        from target_lint.reports import pages

        yield pages.report(report)
        return
    elif output_format == "concise":
        lines = [*terminal.concise(report), *terminal.summary(report, 10**6)]
    else:
        lines = terminal.render(report, writing.width(to_file))
    for line in lines:
        yield line + "\n"
