"""The command line. Only click is imported here; everything heavy waits until a command needs it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from target_lint.engine import Linter
    from target_lint.settings import Settings
    from target_lint.types import Draft, Report

FOUND, FAILED = 1, 2
FORMATS = ("text", "full", "concise", "json", "jsonl")
#: from this many files or rows on, a bar on the terminal shows how far the work is
_LONG = 50


class _Group(click.Group):
    """A group whose own errors (wrong settings, wrong rule files) are one sentence and exit 2."""

    def invoke(self, ctx: click.Context) -> Any:
        from target_lint.types import TargetLintError

        try:
            return super().invoke(ctx)
        except TargetLintError as error:
            complain(str(error))
            ctx.exit(FAILED)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from target_lint.yamlfile import near

            raise click.UsageError(
                error.message.rstrip(".") + near(args[0], self.list_commands(ctx)) + ".", ctx
            ) from None


def complain(text: str) -> None:
    click.echo(f"target-lint: {text}", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    None, "--version", package_name="target-lint", prog_name="target-lint", message="%(prog)s %(version)s"
)
def cli() -> None:
    """Read drafts of performance-management targets before the meeting: which words are weak, what is missing, what to ask.

    Everything stays on this machine.
    """


def _checked(command: Any) -> Any:
    """The options that say how to check, shared by every command that does."""
    options = [
        click.option("--preset", metavar="NAME", help="objective, action_step, pupil_plan, support_staff or leader."),
        click.option(
            "--genre",
            type=click.Choice(["objective", "action_step", "pupil_plan"]),
            help="Read every target as this kind.",
        ),
        click.option(
            "--select", metavar="RULES", multiple=True, help="Only these rules or families (comma-separated)."
        ),
        click.option("--ignore", metavar="RULES", multiple=True, help="Not these rules or families (comma-separated)."),
        click.option(
            "--rules", metavar="DIR", multiple=True, type=click.Path(path_type=Path), help="A folder of your own rules."
        ),
        click.option("--unsure", type=click.Choice(["show", "hide"]), help="Findings that may be wrong."),
        click.option(
            "--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Settings file to use."
        ),
        click.option("--isolated", is_flag=True, help="Use no settings file."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _settings(
    preset: str | None,
    genre: str | None,
    select: Iterable[str],
    ignore: Iterable[str],
    rules: tuple[Path, ...],
    unsure: str | None,
    config_path: Path | None,
    isolated: bool,
    fail_on: str | None = None,
) -> Settings:
    from target_lint import settings
    from target_lint.types import Genre, SettingsError
    from target_lint.yamlfile import near

    if preset is not None and preset not in settings.presets():
        known = settings.presets()
        raise SettingsError(
            f"--preset: there is no preset {preset!r}{near(preset, known)}; there are {', '.join(known)}"
        )
    if config_path is not None and not config_path.is_file():
        raise SettingsError(f"--config: there is no file {config_path}")
    base = settings.Settings() if isolated else settings.load(config_path)
    return base.changed(
        "command line",
        preset=preset,
        genre=Genre(genre) if genre else None,
        select=_listed(select) or None,
        ignore=_listed(ignore) or None,
        rules=(*base.rules, *(folder.resolve() for folder in rules)) if rules else None,
        unsure=unsure,
        fail_on=fail_on,
    )


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@cli.command()
@click.argument("paths", nargs=-1, metavar="PATH... | -", type=click.Path(path_type=Path))
@_checked
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
    settings = _settings(**how, fail_on=fail_on)
    linter = Linter(settings)
    if output is not None:
        _refuse_overwriting(output, paths)
    lines: Iterator[str]
    if output_format == "jsonl" and not statistics:
        run = _Run(linter, paths, stdin_filename)
        lines = run.stream()
    else:
        run = _Run(linter, paths, stdin_filename)
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


class _Run:
    """One run of ``check``: reads each path, keeps what went wrong and the gravest level that was found."""

    def __init__(self, linter: Linter, paths: tuple[Path, ...], stdin_name: str | None) -> None:
        self.linter = linter
        self.paths = paths
        self.stdin_name = stdin_name or "<stdin>"
        self.errors: list[tuple[str, str]] = []
        self.worst = -1

    def report(self) -> Report:
        drafts = []
        for draft in self._drafts():
            done = self.linter.lint(draft)
            drafts.append(done)
            self._note(done.findings)
            for target in done.targets:
                self._note(target.findings)
        return self.linter.report(drafts, self.errors)

    def stream(self) -> Iterator[str]:
        """JSON lines; rows of .csv, .tsv and .jsonl files as they are read, so that any length fits in memory."""
        from target_lint import readers
        from target_lint.reports.json_report import line
        from target_lint.types import RowError

        for path in self._files():
            if str(path) != "-" and readers.has_rows(path):

                def rows(path: Path = path) -> Iterator[Any]:
                    for row in readers.iter_rows(path):
                        if isinstance(row, RowError):
                            self.errors.append((f"{path}:{row.line}", row.message))
                        else:
                            yield row

                targets = self._caught(path, self.linter.check_many(rows()))
            else:
                draft = self._read(path)
                if draft is None:
                    continue
                targets = iter(self.linter.lint(draft).targets)
            for target in targets:
                self._note(target.findings)
                yield line(str(path), target)

    def _caught(self, path: Path, items: Iterator[Any]) -> Iterator[Any]:
        from target_lint.types import ReadError

        try:
            yield from items
        except ReadError as error:
            self.errors.append((str(path), str(error)))

    def _note(self, findings: Iterable[Any]) -> None:
        self.worst = max([self.worst, *(one.level.rank for one in findings)])

    def _files(self) -> list[Path]:
        from target_lint import readers
        from target_lint.types import ReadError

        files: list[Path] = []
        for path in self.paths:
            if str(path) == "-" or not path.is_dir():
                files.append(path)
                continue
            try:
                files += readers.find([path])
            except ReadError as error:
                self.errors.append((str(path), str(error)))
        return files

    def _drafts(self) -> Iterator[Draft]:
        files = self._files()
        if len(files) < _LONG or not sys.stderr.isatty():
            yield from filter(None, map(self._read, files))
            return
        with click.progressbar(files, label="checking", file=sys.stderr) as bar:
            yield from filter(None, map(self._read, bar))

    def _read(self, path: Path) -> Draft | None:
        from target_lint import readers
        from target_lint.types import ReadError

        try:
            if str(path) == "-":
                draft = readers.read_bytes(sys.stdin.buffer.read(), self.stdin_name)
            else:
                draft = readers.read(path)
        except ReadError as error:
            self.errors.append((self.stdin_name if str(path) == "-" else str(path), str(error)))
            return None
        self.errors += [(f"{draft.path}:{error.line}", error.message) for error in draft.errors]
        return draft


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


@cli.group(cls=_Group)
def rules() -> None:
    """The rules: list them, read one, run their examples."""


@rules.command("list")
@click.option("--output-format", "-f", "output_format", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--rules",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own rules.",
)
def rules_list(output_format: str, folders: tuple[Path, ...]) -> None:
    """Every rule: its id, its level and what it is about."""
    from target_lint.rulebook.load import rulebook

    book = rulebook(tuple(folder.resolve() for folder in folders))
    if output_format == "json":
        import json

        keys = ("id", "kind", "level", "title", "message", "question", "why", "source")
        click.echo(
            json.dumps([{key: getattr(rule, key) for key in keys} for rule in book.rules], ensure_ascii=False, indent=1)
        )
        return
    room = max(map(len, book.ids))
    for rule in book.rules:
        click.echo(f"{rule.id:<{room}}  {rule.level:<7}  {rule.title}")


@rules.command("explain")
@click.argument("rule_id", metavar="ID")
@click.option(
    "--rules",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own rules.",
)
def rules_explain(rule_id: str, folders: tuple[Path, ...]) -> None:
    """One rule: what it marks, why, what it leaves alone."""
    from target_lint.rulebook.load import rulebook
    from target_lint.rulebook.page import page
    from target_lint.types import SettingsError
    from target_lint.yamlfile import near

    book = rulebook(tuple(folder.resolve() for folder in folders))
    rule = book.get(rule_id)
    if rule is None:
        raise SettingsError(f"there is no rule {rule_id!r}{near(rule_id, book.ids)}")
    click.echo(page(rule), nl=False)


@rules.command("test")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
def rules_test(folder: Path | None) -> None:
    """Run the examples of our rules, or of the rules in DIR: each must be marked, or left alone, just as it says."""
    from target_lint import shipped
    from target_lint.nlp.pipeline import understanding
    from target_lint.rulebook.examples import run
    from target_lint.rulebook.load import rulebook

    ours = shipped.folder("rules")
    book = rulebook((folder.resolve(),) if folder else ())
    tested = [rule for rule in book.rules if folder is None or rule.path.is_relative_to(folder.resolve())]
    understand = understanding(ours).one
    broken = total = 0
    for rule in tested:
        for result in run(rule, understand):
            total += 1
            if result.problem:
                broken += 1
                click.echo(f"{rule.path}:{result.line}: {rule.id}: {result.problem}")
    click.echo(f"{len(tested)} rules, {total} examples, {broken} broken.")
    sys.exit(FOUND if broken else 0)


@cli.group(cls=_Group)
def config() -> None:
    """The settings that hold here."""


@config.command("show")
@_checked
def config_show(**how: Any) -> None:
    """Every setting, its value and where it came from."""
    from target_lint.engine import Linter
    from target_lint.settings import KEYS

    settings = Linter(_settings(**how)).settings
    for key in KEYS:
        name = key.replace("-", "_")
        value = getattr(settings, name)
        if name == "levels":
            shown = ", ".join(f"{rule} = {level}" for rule, level in value.items()) or "as the rules say"
        elif isinstance(value, tuple):
            shown = ", ".join(map(str, value)) or ("all" if name == "select" else "none")
        else:
            shown = str(value) if value is not None else {"genre": "detected", "preset": "by role"}[name]
        click.echo(f"{key:<10} {shown}   ({settings.where(name)})")


def main() -> None:
    """Entry point of the command ``target-lint``."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that goes away ends us quietly, as it ends other tools
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli(prog_name="target-lint")
    except BrokenPipeError:  # no SIGPIPE on this system
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)


if __name__ == "__main__":
    main()
