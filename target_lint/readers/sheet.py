"""Rows: CSV (comma, semicolon, tab) and JSON lines. Read one at a time, so that a file of any length fits in memory."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from target_lint.readers.headings import ABOUT, ID, OWNER, ROLE, Headings, normal
from target_lint.types import FIELD_NAMES, Field, Genre, ReadError, RowError, WrittenTarget
from target_lint.yamlfile import near

#: characters of one row
LONGEST_ROW = 5_000_000
#: names for the statement in a mapping, beside the headings of forms
_KEYS = {"text": "statement", "target": "statement", "objective": "statement", "goal": "statement", "genre": "genre"}
#: what a row says of a person and not of the target
_ABOUT_THE_PERSON = (ID, OWNER, ROLE, "genre", *ABOUT)
_TAIL = re.compile(r"[\s_-]*(\d{1,2})\W*$")


def mapping(data: Mapping[str, Any], headings: Headings, *, line: int = 1) -> WrittenTarget:
    """A target from a mapping: ``id``, ``owner``, ``role``, ``genre``, and fields by name or by any heading of a form.

    A nested mapping ``fields`` is read as well; unknown keys are left alone. Raises ReadError for values that are no text
    and for a mapping without any.
    """
    texts: dict[str, list[str]] = {}
    about: dict[str, str | None] = {}
    nested = data.get("fields")
    if nested is not None and not isinstance(nested, Mapping):
        raise ReadError(f"'fields' must be a mapping of names to texts, not {type(nested).__name__}")
    for key, value in (*data.items(), *(nested or {}).items()):
        if not isinstance(key, str):
            raise ReadError(f"the names of fields are texts, not {key!r}")
        name = (
            key if key in FIELD_NAMES else _KEYS.get(key.lower()) or headings.known.get(normal(key.replace("_", " ")))
        )
        if key == "fields" or name is None or value is None:
            continue
        if name in _ABOUT_THE_PERSON:
            about.setdefault(name, str(value).strip() or None)
        elif name in FIELD_NAMES:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                value = "\n".join(value)
            if not isinstance(value, str):
                raise ReadError(f"{key!r} must be a text, not {type(value).__name__}")
            if value.strip():
                texts.setdefault(name, []).append(value)
    if not texts:
        raise ReadError(
            "there are no words of a target in it; its words belong under 'statement' (or 'text', 'target', 'objective')"
        )
    genre = about.get("genre")
    if genre is not None and genre not in tuple(Genre):
        raise ReadError(f"genre is {genre!r}, but must be one of {', '.join(Genre)}{near(genre, Genre)}")
    fields = tuple(Field(name, "\n".join(texts[name]), line) for name in FIELD_NAMES if name in texts)
    return WrittenTarget(
        fields,
        about.get(ID),
        about.get(OWNER),
        about.get(ROLE),
        Genre(genre) if genre else None,
        about=_workplace(about),
    )


def _workplace(about: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in ABOUT if (value := about.get(name)))


def json_lines(lines: Iterable[str], headings: Headings) -> Iterator[WrittenTarget | RowError]:
    """One target a line: an object, or a text that is its statement."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > LONGEST_ROW:
            yield RowError(number, f"the line is longer than {LONGEST_ROW // 1_000_000} MB and was left out")
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield RowError(number, f"not readable as JSON ({str(error).split(':')[0]}); one object a line is expected")
            continue
        if isinstance(value, str):
            value = {"statement": value}
        if not isinstance(value, Mapping):
            yield RowError(number, f'an object such as {{"statement": "..."}} is expected, not {type(value).__name__}')
            continue
        try:
            yield mapping(value, headings, line=number)
        except ReadError as error:
            yield RowError(number, str(error))


def rows(lines: Iterable[str], headings: Headings) -> Iterator[WrittenTarget | RowError]:
    """The targets of a CSV. The first row that has words names the columns. Raises ReadError if it names none that we know."""
    csv.field_size_limit(LONGEST_ROW)
    stream = iter(lines)
    head: list[str] = []
    for line in stream:
        head.append(line)
        if line.strip():
            break
    if not head or not head[-1].strip():
        raise ReadError("the file is empty")
    delimiter = max(",;\t|", key=head[-1].count)
    skipped = len(head) - 1
    reader = csv.reader(_chain(head[-1], stream), delimiter=delimiter, strict=False)
    header = next(reader)
    groups = groups_of(header, headings)
    if not any(name in FIELD_NAMES for group in groups for name in group.values()):
        shown = ", ".join(repr(cell) for cell in header[:6])
        raise ReadError(
            f"no column of a target was found; the first row has {shown}. Name one column 'statement' or as your form does ('Objective', 'Success criteria', ...)"
        )
    while True:
        before = reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RowError(before + 1 + skipped, f"the row could not be read ({error})")
            continue
        line = before + 1 + skipped
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < len(header) or any(cell.strip() for cell in row[len(header) :]):
            yield RowError(
                line,
                f"the row has {len(row)} cells, but the first row has {len(header)}; is a quotation mark or a delimiter missing?",
            )
            continue
        for group in groups:
            if (target := _row(row, group, line)) is not None:
                yield target


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def groups_of(header: list[str], headings: Headings) -> list[dict[int, str]]:
    """Column -> meaning, one mapping a target. "Objective 1 | Success criteria 1 | Objective 2 | ..." makes one row several targets."""
    meanings: list[tuple[int, str, int | None]] = []
    for index, cell in enumerate(header):
        text = cell.strip().lstrip("\ufeff")
        key = text.lower().replace("_", " ")
        name = (
            key.replace(" ", "_")
            if key.replace(" ", "_") in FIELD_NAMES
            else _KEYS.get(key) or headings.meaning(text.replace("_", " "))
        )
        if name is not None:
            tail = _TAIL.search(text)
            meanings.append((index, name, int(tail[1]) if tail else None))
    numbers = sorted({number for _, name, number in meanings if name == "statement" and number is not None})
    shared = {index: name for index, name, number in meanings if name in _ABOUT_THE_PERSON}
    statements = [index for index, name, _ in meanings if name == "statement"]
    if len(numbers) < 2 and _repeats(statements, meanings):
        ends = [*statements[1:], len(header)]
        first = {index: name for index, name, _ in meanings if index < statements[0]}
        return [
            {**first, **shared, **{index: name for index, name, _ in meanings if low <= index < high}}
            for low, high in zip(statements, ends, strict=True)
        ]
    if len(numbers) < 2:
        named: dict[int, str] = {}
        for index, name, _ in meanings:
            named[index] = name
        return [named]
    groups = []
    for number in numbers:
        groups.append(
            {
                **shared,
                **{
                    index: name
                    for index, name, own in meanings
                    if own == number or (own is None and name in FIELD_NAMES and name != "statement")
                },
            }
        )
    return groups


def _repeats(statements: list[int], meanings: list[tuple[int, str, int | None]]) -> bool:
    """Whether the same headings stand several times side by side: "Objective | Success criteria | Objective | Success criteria"."""
    names = [name for index, name, _ in meanings if statements and index >= statements[0]]
    return len(statements) > 1 and any(names.count(name) == len(statements) for name in names if name != "statement")


def _row(row: list[str], group: Mapping[int, str], line: int) -> WrittenTarget | None:
    texts: dict[str, Field] = {}
    about: dict[str, str] = {}
    for index, name in group.items():
        text = row[index]
        if not text.strip():
            continue
        if name in FIELD_NAMES:
            where = f"row {line}, column {letter(index)}"
            if name in texts:
                texts[name] = replace(texts[name], text=f"{texts[name].text}\n{text}")
            else:
                texts[name] = Field(name, text, line, index + 1, where)
        else:
            about.setdefault(name, text.strip())
    if not texts:
        return None
    genre = about.get("genre")
    return WrittenTarget(
        tuple(texts[name] for name in FIELD_NAMES if name in texts),
        about.get(ID),
        about.get(OWNER),
        about.get(ROLE),
        Genre(genre) if genre in tuple(Genre) else None,
        about=_workplace(about),
    )


def letter(index: int) -> str:
    """The name of a column of a sheet; ``index`` from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def encoding_of(start: bytes) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM, or else Windows-1252, judged by the first bytes of a file."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start, final=False)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def decoded(data: bytes) -> str:
    """The text of a whole file, without BOM."""
    return data.decode(encoding_of(data), errors="replace").removeprefix("\ufeff")


def text_lines(binary: io.BufferedIOBase, start: bytes) -> io.TextIOWrapper:
    """``binary`` as lines of text, line ends kept for the csv module."""
    return io.TextIOWrapper(binary, encoding=encoding_of(start), errors="replace", newline="")
