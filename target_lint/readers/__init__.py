"""Files, text, mappings and rows become drafts.

``read`` chooses by the file's ending and, where that misleads, by its content. Everything that cannot be read is a ReadError: one
sentence that says what, where and what to do.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from target_lint.readers import plain, sheet
from target_lint.readers.headings import Headings, shipped_headings
from target_lint.readers.ours import is_ours, is_ours_by_name
from target_lint.types import Draft, ReadError, RowError, WrittenTarget

_TEXT = (".txt", ".text", "")
_MARKDOWN = (".md", ".markdown")
_CSV = (".csv", ".tsv", ".tab")
_JSON_LINES = (".jsonl", ".ndjson")
_WORD = (".docx", ".docm", ".dotx")
_EXCEL = (".xlsx", ".xlsm")
_OPEN = (".odt", ".ott")
_PDF = (".pdf",)
_WEB = (".html", ".htm", ".xhtml")
#: what is read, by the end of the file's name
SUFFIXES = (*_TEXT[:2], *_MARKDOWN, *_CSV, *_JSON_LINES, *_WORD, *_EXCEL, *_OPEN, *_PDF, *_WEB)
_WEB_START = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
#: bytes of a text or Word file; rows have no limit but that of one row
MOST_BYTES = 20_000_000
_HINTS = {
    ".doc": "Word's old format cannot be read; open it in Word and save it as .docx",
    ".dot": "Word's old format cannot be read; open it in Word and save it as .docx",
    ".rtf": "rich text cannot be read; open it in Word and save it as .docx",
    ".xls": "Excel's old format cannot be read; open it in Excel and save it as .xlsx",
    ".xlsb": "Excel's binary format cannot be read; open it in Excel and save it as .xlsx",
    ".ods": "OpenDocument sheets cannot be read; save the sheet as .xlsx",
    ".pages": "Pages documents cannot be read; export it as .docx",
    ".json": "JSON is read a line a target; save it as .jsonl",
    ".msg": "Outlook's messages cannot be read; save the message as .html or .txt",
    ".eml": "e-mail files cannot be read; save the message as .html or .txt",
    ".pptx": "slides cannot be read; copy the text into a .txt file",
}


def read(path: str | Path, *, headings: Headings | None = None, max_bytes: int = MOST_BYTES) -> Draft:
    """Every target in one file. Raises ReadError."""
    path = Path(path)
    headings = headings or shipped_headings()
    if has_rows(path):
        found = list(iter_rows(path, headings=headings))
        return _of_rows(str(path), found)
    suffix = path.suffix.lower()
    if suffix in _HINTS:
        _open(path).close()
        raise ReadError(_HINTS[suffix])
    with _open(path) as file:
        data = _all(file, max_bytes)
    return _from_bytes(data, str(path), suffix, headings)


def read_bytes(data: bytes, name: str) -> Draft:
    """A file that is already in memory, such as standard input; ``name`` says by its ending what it is. Raises ReadError."""
    suffix = Path(name).suffix.lower() if not name.startswith("<") else ""
    if suffix in _HINTS:
        raise ReadError(_HINTS[suffix])
    if suffix in (*_CSV, *_JSON_LINES):
        return _of_rows(name, list(_rows(io.BytesIO(data), suffix, shipped_headings())))
    if len(data) > MOST_BYTES:
        raise ReadError(_too_large(MOST_BYTES))
    return _from_bytes(data, name, suffix, shipped_headings())


def read_text(text: str, name: str = "<text>") -> Draft:
    """Targets in a text; ``name`` says by its ending whether it is Markdown, CSV or JSON lines. Raises ReadError."""
    return read_bytes(text.encode("utf-8", errors="replace"), name)


def read_mapping(data: Mapping[str, Any]) -> WrittenTarget:
    """One target from a mapping of fields; see :func:`target_lint.readers.sheet.mapping`. Raises ReadError."""
    return sheet.mapping(data, shipped_headings())


def has_rows(path: str | Path) -> bool:
    """Whether :func:`iter_rows` reads this file, by its name."""
    return Path(path).suffix.lower() in (*_CSV, *_JSON_LINES)


def iter_rows(path: str | Path, *, headings: Headings | None = None) -> Iterator[WrittenTarget | RowError]:
    """The rows of a .csv, .tsv or .jsonl file, lazily; a row that cannot be read is a RowError among the others.

    Raises ReadError for a file that cannot be opened or that has no column of a target.
    """
    path = Path(path)
    with _open(path) as file:
        yield from _rows(file, path.suffix.lower(), headings or shipped_headings())


def find(paths: Iterable[Path], exclude: Iterable[str] = ()) -> Iterator[Path]:
    """``paths`` with each folder replaced by the readable files below it, sorted.

    Left out are hidden files, Word's lock files, what we wrote ourselves (:mod:`target_lint.readers.ours`) and what fits one of the
    patterns ``exclude`` (as a shell writes them: ``old``, ``*.csv``, ``2024/*``), by its name or its path in the folder.
    Raises ReadError for a folder without any file that can be read.
    """
    exclude = tuple(exclude)
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        try:
            files = sorted(
                item
                for item in path.rglob("*")
                if item.suffix.lower() in SUFFIXES
                and not _left_out(item.relative_to(path), exclude)
                and item.is_file()
                and not is_ours(item)
            )
        except OSError as error:
            raise ReadError(f"the folder cannot be opened ({error.strerror})") from None
        if not files:
            raise ReadError(f"no file in this folder can be read; {', '.join(SUFFIXES)} can, but reports of ours and what you exclude are left out")
        yield from files


def _left_out(path: Path, exclude: tuple[str, ...]) -> bool:
    if any(part.startswith((".", "~$")) for part in path.parts) or is_ours_by_name(path):
        return True
    names = (*path.parts, *(parent.as_posix() for parent in path.parents), path.as_posix())
    return any(fnmatch(name, pattern.rstrip("/")) for name in names for pattern in exclude)


def _of_rows(path: str, found: list[WrittenTarget | RowError]) -> Draft:
    targets = tuple(row for row in found if isinstance(row, WrittenTarget))
    errors = tuple(row for row in found if isinstance(row, RowError))
    if not targets and not errors:
        raise ReadError("there is no row below the headings")
    return Draft(path, targets, errors, rows=True)


def _rows(file: Any, suffix: str, headings: Headings) -> Iterator[WrittenTarget | RowError]:
    start = file.read(65536)
    file.seek(0)
    _refuse_binary(start)
    if not start.strip():
        raise ReadError("the file is empty")
    lines = sheet.text_lines(file, start)
    if suffix in _JSON_LINES:
        yield from sheet.json_lines(lines, headings)
    else:
        yield from sheet.rows(lines, headings)


def _open(path: Path) -> io.BufferedReader:
    try:
        if path.is_dir():
            raise ReadError("this is a folder, not a file")
        return path.open("rb")
    except FileNotFoundError:
        raise ReadError("there is no such file") from None
    except PermissionError:
        raise ReadError("there is no permission to read this file") from None
    except OSError as error:
        raise ReadError(f"the file cannot be opened ({error.strerror or error})") from None
    except ValueError as error:
        raise ReadError(f"this is no name of a file ({error})") from None


def _all(file: io.BufferedReader, max_bytes: int) -> bytes:
    try:
        data = file.read(max_bytes + 1)
    except OSError as error:
        raise ReadError(f"the file cannot be read ({error.strerror or error})") from None
    if len(data) > max_bytes:
        raise ReadError(_too_large(max_bytes))
    return data


def _too_large(limit: int) -> str:
    return f"the file is larger than {limit // 1_000_000} MB, which is more than anybody's targets; split it, or save its rows as .csv"


def _from_bytes(data: bytes, path: str, suffix: str, headings: Headings) -> Draft:
    if not data.strip():
        raise ReadError("the file is empty")
    if suffix in (*_WORD, *_EXCEL, *_OPEN) or data.startswith(b"PK\x03\x04"):
        return _from_zip(data, path, suffix, headings)
    if suffix in _PDF or data.startswith(b"%PDF"):
        from target_lint.readers import pdf

        return pdf.read(data, path, headings)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(_HINTS[".doc"])
    if data.startswith(b"{\\rtf"):
        raise ReadError(_HINTS[".rtf"])
    _refuse_binary(data[:65536])
    text = sheet.decoded(data)
    if suffix in _WEB or _WEB_START.match(text):
        from target_lint.readers import html

        draft = html.read(text, path, headings)
    else:
        draft = plain.read(text, path, headings, markdown=suffix in _MARKDOWN)
    if not draft.targets:
        raise ReadError("no target was found in this file: there are headings or blank lines only")
    return draft


def _from_zip(data: bytes, path: str, suffix: str, headings: Headings) -> Draft:
    """Word, Excel or OpenDocument: by what the package holds, because endings mislead."""
    from target_lint.readers.package import open_package

    names = open_package(data).names
    if "xl/workbook.xml" in names or ("word/document.xml" not in names and suffix in _EXCEL):
        from target_lint.readers import workbook

        return workbook.read(data, path, headings)
    if "content.xml" in names or suffix in _OPEN:
        from target_lint.readers import odt

        return odt.read(data, path, headings)
    from target_lint.readers import docx

    return docx.read(data, path, headings)


def _refuse_binary(start: bytes) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    control = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in start[:4096])
    if b"\0" in start[:4096] or control > len(start[:4096]) // 20:
        raise ReadError("this is no text; save it as .txt, .docx, .csv or .jsonl")


__all__ = ["SUFFIXES", "find", "has_rows", "iter_rows", "read", "read_bytes", "read_mapping", "read_text"]
