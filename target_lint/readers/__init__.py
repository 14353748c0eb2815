"""Files, text, mappings and rows become drafts.

``read`` chooses by the file's ending and, where that misleads, by its content. Everything that cannot be read is a ReadError: one
sentence that says what, where and what to do.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from target_lint.readers import plain, sheet
from target_lint.readers.headings import Headings, shipped_headings
from target_lint.types import Draft, ReadError, RowError, WrittenTarget

_TEXT = (".txt", ".text", "")
_MARKDOWN = (".md", ".markdown")
_CSV = (".csv", ".tsv", ".tab")
_JSON_LINES = (".jsonl", ".ndjson")
_WORD = (".docx", ".docm")
#: what is read, by the end of the file's name
SUFFIXES = (*_TEXT[:2], *_MARKDOWN, *_CSV, *_JSON_LINES, *_WORD)
#: bytes of a text or Word file; rows have no limit but that of one row
MOST_BYTES = 20_000_000
_HINTS = {
    ".doc": "Word's old format cannot be read; open it in Word and save it as .docx",
    ".dot": "Word's old format cannot be read; open it in Word and save it as .docx",
    ".rtf": "rich text cannot be read; open it in Word and save it as .docx",
    ".odt": "OpenDocument text cannot be read yet; save it as .docx",
    ".pdf": "PDF cannot be read yet; save the form as .docx, or copy its text into a .txt file",
    ".xlsx": "Excel workbooks cannot be read yet; save the sheet as .csv",
    ".xls": "Excel's old format cannot be read; save the sheet as .csv",
    ".ods": "OpenDocument sheets cannot be read yet; save the sheet as .csv",
    ".pages": "Pages documents cannot be read; export it as .docx",
    ".json": "JSON is read a line a target; save it as .jsonl",
    ".html": "web pages cannot be read yet; copy the text into a .txt file",
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


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """``paths`` with each folder replaced by the readable files below it, sorted; hidden files and Word's lock files are left out.

    Raises ReadError for a folder without any.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        try:
            files = sorted(
                item
                for item in path.rglob("*")
                if item.suffix.lower() in SUFFIXES
                and not any(part.startswith((".", "~$")) for part in item.relative_to(path).parts)
                and item.is_file()
            )
        except OSError as error:
            raise ReadError(f"the folder cannot be opened ({error.strerror})") from None
        if not files:
            raise ReadError(f"no file in this folder can be read; {', '.join(SUFFIXES)} can")
        yield from files


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
    if suffix in _WORD or data.startswith(b"PK\x03\x04"):
        from target_lint.readers import docx

        return docx.read(data, path, headings)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(_HINTS[".doc"])
    if data.startswith(b"%PDF"):
        raise ReadError(_HINTS[".pdf"])
    if data.startswith(b"{\\rtf"):
        raise ReadError(_HINTS[".rtf"])
    _refuse_binary(data[:65536])
    text = _decoded(data)
    draft = plain.read(text, path, headings, markdown=suffix in _MARKDOWN)
    if not draft.targets:
        raise ReadError("no target was found in this file: there are headings or blank lines only")
    return draft


def _refuse_binary(start: bytes) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    control = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in start[:4096])
    if b"\0" in start[:4096] or control > len(start[:4096]) // 20:
        raise ReadError("this is no text; save it as .txt, .docx, .csv or .jsonl")


def _decoded(data: bytes) -> str:
    text = data.decode(sheet.encoding_of(data), errors="replace")
    return text.removeprefix("\ufeff")


__all__ = ["SUFFIXES", "find", "has_rows", "iter_rows", "read", "read_bytes", "read_mapping", "read_text"]
