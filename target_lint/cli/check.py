"""``target-lint check``: reads files, checks them, writes one report."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from target_lint.cli.common import FAILED, FOUND, checking_options, complain, settings_from
from target_lint.cli.run import Run

if TYPE_CHECKING:
    from target_lint.types import Report

FORMATS = ("text", "full", "concise", "json", "jsonl")


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
    help="text (the same as full), concise (a line a finding), json or jsonl (a line a target).",
)
@click.option(
    "--output", "-o", "output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this file."
)
@click.option(
    "--fail-on",
    type=click.Choice(["note", "warning", "error", "never"]),
    help="Exit with 1 from this level on (default: warning).",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of showing them.")
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What to call the text that comes from '-'; its ending says how to read it.",
)
def check(
    paths: tuple[Path, ...],
    output_format: str,
    output: Path | None,
    exit_zero: bool,
    statistics: bool,
    stdin_filename: str | None,
    fail_on: str | None,
    **how: Any,
) -> None:
    """Check targets in text, Markdown, Word (.docx), CSV and JSONL files, in whole folders, or from '-'.

    Exits with 0 if nothing at or above the fail level was found, 1 if something was, 2 if something could not be read.
    """
    from target_lint.engine import Linter

    if not paths:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("say which file to check, or '-' for text that you type or pipe in")
        paths = (Path("-"),)
    settings = settings_from(**how, fail_on=fail_on)
    linter = Linter(settings)
    if output is not None:
        _refuse_overwriting(output, paths)
    lines: Iterator[str]
    if output_format == "jsonl" and not statistics:
        run = Run(linter, paths, stdin_filename)
        lines = run.stream()
    else:
        run = Run(linter, paths, stdin_filename)
        report = run.report()
        lines = _rendered(report, output_format, statistics, output is not None)
    _write(lines, output)
    for path, message in run.errors:
        complain(f"{path}: {message}" if path not in message else message)
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
        lines: Iterable[str] = [*terminal.statistics(report), *terminal.summary(report, _width(to_file))]
    elif output_format == "json":
        yield json_report.render(report)
        return
    elif output_format == "concise":
        lines = [*terminal.concise(report), *terminal.summary(report, 10**6)]
    else:
        lines = terminal.render(report, _width(to_file))
    for line in lines:
        yield line + "\n"


def _width(to_file: bool) -> int:
    return 100 if to_file else shutil.get_terminal_size((100, 24)).columns


def _refuse_overwriting(output: Path, paths: tuple[Path, ...]) -> None:
    if any(path.exists() and output.exists() and os.path.samefile(path, output) for path in paths):
        raise click.UsageError(f"the report would overwrite the draft {output}; give another file to -o")


def _write(lines: Iterator[str], output: Path | None) -> None:
    if output is None:
        colour = _colour()
        for line in lines:
            click.echo(line, nl=False, color=colour)
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(click.unstyle(line))
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise click.UsageError(f"cannot write {output}: {error.strerror or error}") from error


def _colour() -> bool | None:
    """NO_COLOR wins over FORCE_COLOR; otherwise colour on a terminal (None lets click see)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return None
