"""The overview of a school as a sheet of figures, and how we write text into a cell. Needs openpyxl (extra ``office``)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from target_lint.advice import overview as counting
from target_lint.advice.remarks import PART_WORDS
from target_lint.readers.ours import CATEGORY
from target_lint.reports.pages import NEED_WORDS
from target_lint.types import PART_NAMES, TargetLintError, Verdict

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

#: a spreadsheet may take a cell that begins so for a formula (CWE-1236)
RISKY = ("=", "+", "-", "@", "\t", "\r")
#: a cell of Excel holds no more characters
_LONGEST_CELL = 32_000
_NONE: Mapping[str, str] = MappingProxyType({})


def write_text(cell: Cell, text: str) -> None:
    """``text`` as text, even where it begins like a formula."""
    cell.value = printable(text)[:_LONGEST_CELL]
    cell.data_type = "s"
    if text.startswith(RISKY):
        cell.quotePrefix = True


def printable(text: str) -> str:
    """``text`` without what XML cannot hold."""
    return "".join(char for char in text if char == "\n" or char.isprintable())


def overview_workbook(figures: counting.Overview, titles: Mapping[str, str], plain: Mapping[str, str] = _NONE) -> bytes:
    """The overview of a school as a workbook of one sheet. ``titles`` and ``plain``: what to call the rules and what they mean, by their ids."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise TargetLintError("an Excel workbook needs openpyxl: pip install 'target-lint[office]'") from None

    book = Workbook()
    book.active.title = "Overview"
    book.properties.creator, book.properties.category = "target-lint", CATEGORY
    fill_overview(book.active, figures, titles, plain)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill_overview(
    page: Worksheet, figures: counting.Overview, titles: Mapping[str, str] = _NONE, plain: Mapping[str, str] = _NONE
) -> None:
    """The figures of an overview, table below table."""
    from openpyxl.formatting.rule import DataBarRule
    from openpyxl.styles import Font

    for row in _overview_rows(figures, titles, plain):
        page.append(["" for _ in row])
        for column, value in enumerate(row, 1):
            cell = page.cell(page.max_row, column)
            if isinstance(value, int):
                cell.value = value
            else:
                write_text(cell, value)
        if row[1:2] == ("Targets",):
            for cell in page[page.max_row]:
                cell.font = Font(bold=True)
    page.column_dimensions["A"].width = 44
    page.column_dimensions["B"].width = 24
    bars = DataBarRule(
        start_type="num", start_value=0, end_type="num", end_value=max(figures.whole.targets, 1), color="FF9AA3AD"
    )
    page.conditional_formatting.add(f"B4:B{page.max_row}", bars)


def _overview_rows(
    o: counting.Overview, titles: Mapping[str, str], plain: Mapping[str, str]
) -> Iterator[tuple[Any, ...]]:
    yield ("All", "Targets")
    yield ("targets", o.whole.targets)
    yield ("people", len(o.whole.people))
    for verdict in Verdict:
        yield (verdict.value, o.whole.figure(verdict))
    yield ("",)
    yield ("Still open", "Targets")
    for name in PART_NAMES:
        yield (PART_WORDS[name], o.whole.figure(name))
    for dimension, groups in o.groups.items():
        yield ("",)
        yield (
            f"By {counting.DIMENSIONS[dimension]}",
            "Targets",
            "Ready",
            *(f"No {PART_WORDS[name]}" for name in PART_NAMES),
        )
        for group in groups:
            missing = (group.figure(name) for name in PART_NAMES)
            yield (group.name, group.targets, group.figure(Verdict.READY), *missing)
        if o.small[dimension]:
            yield (f"in groups of {counting.FEW} people", o.small[dimension])
    for heading, rows in (
        ("Themes", o.themes),
        ("Help that the targets name", [(NEED_WORDS.get(kind, kind), count) for kind, count in o.needing]),
        ("Vague wordings", o.vague),
    ):
        yield ("",)
        yield (heading, "Targets")
        yield from rows
    yield ("",)
    yield ("Asked about", "Targets", *(["In plain words, with an example of ours"] if plain else []))
    yield from ((titles.get(rule, rule), count, plain.get(rule, "")) for rule, count in o.rules)
    for kind, clauses in o.clauses.items():
        yield ("",)
        yield (f"Help: {NEED_WORDS.get(kind, kind)}",)
        yield from ((clause,) for clause in clauses)
