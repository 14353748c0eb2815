"""One run of ``check`` over many files: what was read, what went wrong, and the gravest level that was found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from target_lint.engine import Linter
    from target_lint.types import Draft, Report, WrittenTarget

#: from this many targets on, a bar on the terminal shows how far the work is
_LONG = 100


class Run:
    """One run of ``check``: reads each path, keeps what went wrong and the gravest level that was found."""

    def __init__(
        self, linter: Linter, paths: tuple[Path, ...], stdin_name: str | None = None, *, suggest: bool = False
    ) -> None:
        self.linter = linter
        self.suggest = suggest
        self.paths = paths
        self.stdin_name = stdin_name or "<stdin>"
        self.errors: list[tuple[str, str]] = []
        #: what does not stand in the way: why a model that was wanted is not used, comments that name no rule
        self.problems: dict[str, None] = {}
        self.worst = -1

    def report(self) -> Report:
        drafts = []
        read = list(filter(None, map(self._read, self._files())))
        with self._progress(sum(len(draft.targets) for draft in read)) as step:
            for draft in read:
                done = self.linter.lint(draft, step, suggest=self.suggest)
                drafts.append(done)
                self._note(done.findings)
                for target in done.targets:
                    self._note(target.findings)
        self._problem(self.linter.model_problem)
        return self.linter.report(drafts, self.errors)

    @staticmethod
    @contextmanager
    def _progress(targets: int) -> Iterator[Callable[[], None]]:
        """A bar on standard error, for long work on a terminal."""
        if targets < _LONG or not sys.stderr.isatty():
            yield lambda: None
            return
        with click.progressbar(length=targets, label="checking", file=sys.stderr, update_min_steps=50) as bar:
            yield lambda: bar.update(1)

    def stream(self, jobs: int = 1, skip: int = 0) -> Iterator[str]:
        """JSON lines; rows of .csv, .tsv and .jsonl files as they are read, so that any length fits in memory.

        ``jobs``: processes that check rows. ``skip``: so many targets are done already.
        """
        from target_lint import readers
        from target_lint.cli import batch
        from target_lint.engine import MOST_THOROUGH

        for path in self._files():
            if str(path) != "-" and readers.has_rows(path):
                rows = self._caught(path, self._rows(path))
                first = list(islice(rows, MOST_THOROUGH + 1))
                linter = self.linter.for_number(len(first))
                rows = chain(first, rows)
                before = sum(1 for _ in islice(rows, skip))
                found = batch.lines(linter, rows, str(path), self.suggest, jobs, before + 1, self._problem)
                skip -= before
            else:
                draft = self._read(path)
                if draft is None:
                    continue
                done = self.linter.lint(draft, suggest=self.suggest).targets
                self._problem(self.linter.model_problem)
                found = batch.of_reports(str(path), done[skip:])
                skip -= min(skip, len(done))
            for text, worst in found:
                self.worst = max(self.worst, worst)
                yield text

    def _rows(self, path: Path) -> Iterator[WrittenTarget]:
        """The rows that could be read, with a bar on a terminal; the others are noted as errors."""
        from target_lint import readers
        from target_lint.types import RowError

        shown = sys.stderr.isatty()
        with self._progress(_line_count(path) if shown else 0) as step:
            for row in readers.iter_rows(path):
                step()
                if isinstance(row, RowError):
                    self.errors.append((f"{path}:{row.line}", row.message))
                else:
                    yield row

    def _caught(self, path: Path, items: Iterator[Any]) -> Iterator[Any]:
        from target_lint.types import ReadError

        try:
            yield from items
        except ReadError as error:
            self.errors.append((str(path), str(error)))

    def _problem(self, text: str | None) -> None:
        if text:
            self.problems[text] = None

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
                files += readers.find([path], self.linter.settings.exclude)
            except ReadError as error:
                self.errors.append((str(path), str(error)))
        return files

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
        self._name_unknown_rules(draft)
        return draft

    def _name_unknown_rules(self, draft: Draft) -> None:
        from target_lint.yamlfile import near

        for line, rule in draft.ignores:
            known = (*self.linter.rulebook.ids, *self.linter.rulebook.families)
            if rule not in known:
                self._problem(f"{draft.path}:{line}: a comment leaves out {rule!r}, but there is no such rule{near(rule, known)}")


def _line_count(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0
