"""Rows of any number: checked by several processes, and gone on with where a run was broken off. In order, in constant memory."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from target_lint.cache import fingerprint

if TYPE_CHECKING:
    from target_lint.engine import Linter
    from target_lint.settings import Settings
    from target_lint.types import TargetReport, WrittenTarget

#: a line of the report, and the rank of the gravest level in it (-1: nothing found)
Line = tuple[str, int]
#: rows that a process gets at a time: enough to make the passing to and fro cheap, few enough for a lively progress bar
_CHUNK = 250


def lines(
    linter: Linter, rows: Iterable[WrittenTarget], path: str, suggest: bool, jobs: int, first: int, problem: Callable[[str | None], object]
) -> Iterator[Line]:
    """The line of each row, numbered from ``first``, in order; at the end ``problem`` is told why the model is not used, or None. Raises ReadError if a process dies."""
    if jobs == 1:
        yield from _lines(linter, rows, path, suggest, first)
        problem(linter.model_problem)
        return
    stream = iter(rows)
    waiting: deque[Future[list[Line]]] = deque()
    try:
        with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(linter.settings,)) as pool:
            while chunk := list(islice(stream, _CHUNK)):
                waiting.append(pool.submit(_work, chunk, path, suggest, first))
                first += len(chunk)
                if len(waiting) > 3 * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
            problem(pool.submit(_problem).result())  # a worker knows; to load the model here as well would cost a second
    except BrokenProcessPool:
        from target_lint.types import ReadError

        raise ReadError("a process was stopped from outside (perhaps for want of memory); with --resume the same command goes on") from None


def _lines(linter: Linter, rows: Iterable[WrittenTarget], path: str, suggest: bool, first: int) -> Iterator[Line]:
    reports = linter.check_many(rows, first=first)
    if suggest:
        reports = (replace(target, suggestions=linter.suggest(target)) for target in reports)
    yield from of_reports(path, reports)


def of_reports(path: str, targets: Iterable[TargetReport]) -> Iterator[Line]:
    """The lines of targets that are checked already."""
    from target_lint.reports.json_report import line

    for target in targets:
        yield line(path, target), max((one.level.rank for one in target.findings), default=-1)


_linter: Linter


def _begin(settings: Settings) -> None:
    global _linter
    from target_lint.engine import Linter

    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _linter = Linter(settings)


def _end_with(parent: int) -> None:
    """Ends this worker when the command that it works for is gone; otherwise it would wait for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _problem() -> str | None:
    return _linter.model_problem


def _work(chunk: list[WrittenTarget], path: str, suggest: bool, first: int) -> list[Line]:
    return list(_lines(_linter, chunk, path, suggest, first))


class Partial:
    """A report on the way, beside its place: ``report.jsonl.part``, with a note of what it is about in ``report.jsonl.part.json``.

    ``done``: the targets that it has already; ``worst``: the rank of the gravest level among them. Raises click.UsageError if what lies
    there is about other files or settings.
    """

    def __init__(self, output: Path, paths: Iterable[Path], settings: Settings, suggest: bool) -> None:
        self.output = output
        self.path = output.with_name(output.name + ".part")
        self._note = self.path.with_name(self.path.name + ".json")
        self.done, self.worst = 0, -1
        about = {
            "paths": [_stamp(path) for path in paths],
            "settings": repr(replace(settings, sources={})),
            "suggest": suggest,
            "rules and model": fingerprint([*settings.rules, settings.model]),
        }
        if self.path.exists() and not self._note.exists():
            raise click.UsageError(f"{self.path} is in the way: it is no report that was broken off")
        try:
            if self.path.exists():
                if self._note.read_text(encoding="utf-8") != json.dumps(about):
                    raise click.UsageError(
                        f"{self.path} was begun on other files, rules or settings; remove it and {self._note.name} to begin again, or restore them to go on"
                    )
                self._count()
            else:
                self._note.write_text(json.dumps(about), encoding="utf-8")
                self.path.write_bytes(b"")
        except OSError as error:
            raise click.UsageError(f"cannot write {self.path}: {error.strerror or error}") from error

    def _count(self) -> None:
        """Counts what is there, and cuts off a last line that was not finished."""
        whole = 0
        with self.path.open("rb+") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                whole += len(line)
                self.done += 1
                for rank, level in enumerate((b"note", b"warning", b"error")):
                    if rank > self.worst and b'"level": "' + level + b'"' in line:
                        self.worst = rank
            file.truncate(whole)

    def write(self, report: Iterable[str]) -> None:
        """Adds the lines of ``report``; when all are there, puts the whole in its place."""
        try:
            with self.path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                self._lock(file)
                for line in report:
                    file.write(line)
                file.flush()
                os.fsync(file.fileno())
                self.path.replace(self.output)
                self._note.unlink()
        except OSError as error:
            raise click.UsageError(f"cannot write {self.path}: {error.strerror or error}; the same command goes on") from error

    def _lock(self, file: TextIO) -> None:
        """Two runs into one report would mix their lines; a lock ends with its process."""
        try:
            import fcntl
        except ImportError:  # there is none on Windows
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.UsageError(f"another run is writing {self.path}") from None


def _stamp(path: Path) -> list[str | int]:
    if str(path) == "-" or not path.is_file():
        raise click.UsageError("--resume goes on with files, not with folders or standard input")
    seen = path.stat()
    return [str(path.resolve()), seen.st_size, seen.st_mtime_ns]
