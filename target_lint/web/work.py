"""What is asked of the linter: short drafts at once, files and suggestions in worker processes with a limit of time.

A file is hostile until it is read, and a suggestion takes some fifty times as long as a check; neither may hold up people who are typing.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from typing import Any

from target_lint import readers
from target_lint.engine import Linter
from target_lint.readers.limits import limit_memory
from target_lint.reports import json_report
from target_lint.settings import Settings
from target_lint.types import Draft, Genre, ReadError, Report, WrittenTarget

MOST_TARGETS = 200
MOST_CHARACTERS = 20_000
#: characters of a draft that is checked on the spot (some 20 targets, 60 ms); more goes to a worker
AT_ONCE = 6_000
SECONDS = 60
#: bytes of address space of a worker; one that has read a form takes some 0.3 GB
MOST_MEMORY = 3_000_000_000
NAME = "draft"


class TooLongError(Exception):
    """A worker was stopped, because of its time or its memory."""


def draft_of(asked: Mapping[str, Any]) -> Draft:
    """The draft in the body of a request: ``text``, or ``targets`` (texts or mappings of fields). Raises ReadError."""
    genre = asked.get("genre")
    if genre is not None and genre not in tuple(Genre):
        raise ReadError(f"genre is one of {', '.join(Genre)}")
    text, targets = asked.get("text"), asked.get("targets")
    if (text is None) == (targets is None):
        raise ReadError("give either text (a whole draft) or targets (a list of texts or of fields)")
    if text is not None:
        _short(text)
        draft = readers.read_text(text, NAME + ".txt") if text.strip() else Draft(NAME, ())
        found = draft.targets
    else:
        if not isinstance(targets, list):
            raise ReadError("targets is a list")
        draft = Draft(NAME, ())
        found = tuple(_target(one) for one in targets)
    if len(found) > MOST_TARGETS:
        raise ReadError(f"at most {MOST_TARGETS} targets at once")
    return replace(draft, targets=tuple(replace(one, genre=Genre(genre)) if genre else one for one in found))


def _target(one: Any) -> WrittenTarget:
    if isinstance(one, str):
        one = {"statement": one}
    if not isinstance(one, Mapping):
        raise ReadError("a target is a text or a mapping of fields")
    for text in one.values():
        if text is not None:
            _short(text)
    return readers.read_mapping(one)


def _short(text: Any) -> None:
    if not isinstance(text, str):
        raise ReadError("a field is a text")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ReadError("a text holds half a character (a lone surrogate)")
    if len(text) > MOST_CHARACTERS:
        raise ReadError(f"a text has at most {MOST_CHARACTERS} characters")


_linters: dict[str, Linter] = {}


def linter_of(settings: Settings) -> Linter:
    """The linter of these settings, made once in each process."""
    key = repr(settings)
    if key not in _linters:
        _linters[key] = Linter(settings)
    return _linters[key]


def check(settings: Settings, draft: Draft, suggest: bool = False) -> Report:
    linter = linter_of(settings)
    return linter.report([linter.lint(draft, suggest=suggest)])


def checked(settings: Settings, draft: Draft, suggest: bool = False) -> dict[str, Any]:
    """:func:`check` as JSON, which a worker can hand back."""
    return json_report.to_dict(check(settings, draft, suggest))


def checked_file(settings: Settings, data: bytes, name: str, suggest: bool = False) -> dict[str, Any]:
    """Raises ReadError."""
    return checked(settings, readers.read_bytes(data, name), suggest)


def annotated(settings: Settings, data: bytes, name: str) -> bytes:
    """The file as it was, with comments or columns. Raises ReadError for a kind of file that cannot hold them."""
    from target_lint.reports import docx_comments, sheet_columns

    ending = name.lower().rpartition(".")[2]
    if ending not in ("docx", "docm", "dotx", "xlsx", "xlsm", "csv", "tsv", "tab"):
        raise ReadError("comments go into Word, Excel and CSV files; for others take the report")
    draft = check(settings, readers.read_bytes(data, name)).drafts[0]
    if ending in ("docx", "docm", "dotx"):
        return docx_comments.annotate(data, draft)
    if ending in ("xlsx", "xlsm"):
        return sheet_columns.annotate_workbook(data, draft)
    return sheet_columns.annotate_csv(data, draft).encode("utf-8-sig")


def taken(settings: Settings, what: str, report: Mapping[str, Any]) -> bytes:
    """``report`` (JSON) as a file to take away. Raises ValueError for a report that is none."""
    from target_lint.advice.brief import briefs
    from target_lint.reports import brief_docx, draft_docx, pages

    try:
        read = json_report.from_dict(report)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no report of target-lint") from error
    if what == "report.html":
        return pages.report(read).encode()
    if what == "brief.html":
        return pages.brief(briefs(read)).encode()
    if what == "brief.docx":
        return brief_docx.render(briefs(read))
    return draft_docx.render(read)


class Workers:
    """A pool of processes that is started when it is first needed, and again after one of them had to be stopped."""

    def __init__(self, settings: Settings, processes: int = 2, seconds: int = SECONDS) -> None:
        self.settings, self._processes, self._seconds = settings, processes, seconds
        self._pool: ProcessPoolExecutor | None = None

    async def run(self, work: Callable[..., Any], *args: Any) -> Any:
        """``work(settings, *args)`` in a worker. Raises TooLongError when it took too long, and whatever ``work`` raises."""
        loop = asyncio.get_running_loop()
        call = partial(_limited, self._seconds, work, self.settings, *args)
        for last in (False, True):
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self._processes, multiprocessing.get_context("spawn"), initializer=_begin
                )
            pool, began = self._pool, loop.time()
            try:
                return await loop.run_in_executor(pool, call)
            except MemoryError as error:
                raise TooLongError from error
            except BrokenProcessPool as error:
                if self._pool is pool:
                    self._pool = None
                pool.shutdown(wait=False)
                # a pool breaks for all that wait in it; who cannot have used up the time is done once more
                if last or loop.time() - began >= self._seconds:
                    raise TooLongError from error
        raise AssertionError

    def close(self) -> None:
        pool, self._pool = self._pool, None  # an application may be started again
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    limit_memory(MOST_MEMORY)
    # a worker holds both ends of its queue, so it would wait for ever after a server that was stopped by a signal
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _limited(seconds: int, work: Callable[..., Any], *args: Any) -> Any:
    # with no handler of ours the alarm ends the process even inside a library's loop, which an exception would not
    alarm = getattr(signal, "alarm", lambda _: None)
    alarm(seconds)
    try:
        return work(*args)
    finally:
        alarm(0)
