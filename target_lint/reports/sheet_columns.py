"""The same sheet with what was found: columns beside each row, comments on the cells, and a second sheet with the overview.

Formulas, widths and styles stay (openpyxl keeps them; it does not keep shapes and slicers, see :func:`lost`). What we write is
text and never a formula, however it begins (CWE-1236).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from target_lint.advice import overview as counting
from target_lint.advice.remarks import PART_WORDS, on_target
from target_lint.readers import sheet, workbook
from target_lint.readers.headings import shipped_headings
from target_lint.reports.overview_sheet import RISKY, fill_overview, printable, write_text
from target_lint.types import DraftReport, Finding, ReadError, Report, TargetReport

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("verdict", "missing", "findings", "questions", "first suggestion")
_PREFIX = "target-lint: "
OVERVIEW = "target-lint overview"
#: the widths of our columns, in characters
_WIDTHS = (10, 18, 60, 60, 50)
_LONGEST_COMMENT = 4_000


def values(target: TargetReport) -> tuple[str, ...]:
    """What stands in our columns for one target, as :data:`COLUMNS`."""
    said = [f"{one.found}: {one.message}" if one.place else one.message for one in target.findings]
    suggestion = target.suggestions[0].text if target.suggestions else _first_rewrite(target)
    return (
        target.verdict.value,
        ", ".join(PART_WORDS[name] for name in target.missing),
        "\n".join(said),
        "\n".join(dict.fromkeys(one.question for one in target.findings)),
        suggestion,
    )


def _first_rewrite(target: TargetReport) -> str:
    for one in target.findings:
        if one.rewrites:
            return f"“{one.found}” → {one.rewrites[0]}"
    return ""


# -- Excel -----------------------------------------------------------------------------------------------------


def annotate_workbook(data: bytes, report: DraftReport) -> bytes:
    """The workbook ``data`` with what ``report`` says, which must have been made from it. Raises ReadError."""
    headings = shipped_headings()
    places = list(workbook.located(workbook.open_workbook(data, values=True), headings))
    book = workbook.open_workbook(data, values=False)
    if len(places) != len(report.targets):
        raise ReadError("no column of a target was found in any sheet, so there is no row to write to; try -f html")
    rows: dict[tuple[str, int], list[TargetReport]] = {}
    over_set = _by_owner(report.findings)
    for place, target in zip(places, report.targets, strict=True):
        page = book[place.sheet]
        if place.header is not None:
            rows.setdefault((place.sheet, target.fields[0].line), []).append(target)
        fields = {field.name: field for field in target.fields}
        comments: dict[str, list[str]] = {}
        for remark in on_target(target, over_set.pop(target.owner, ())):
            words = fields[remark.field].text[remark.start : remark.end]
            whole = remark.start == 0 and remark.end >= len(fields[remark.field].text.split("\n")[0])
            lines = list(remark.lines) if whole else [f"“{words}”: {remark.lines[0]}", *remark.lines[1:]]
            comments.setdefault(remark.field, []).extend(lines)
        for name, said in comments.items():
            _comment(page.cell(fields[name].line, fields[name].column), said)
    for page in book.worksheets:
        header = next((place.header for place in places if place.sheet == page.title and place.header), None)
        if header is not None:
            _fill(page, header, {row: found for (title, row), found in rows.items() if title == page.title})
    _overview_sheet(book, report)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lost(data: bytes) -> bool:
    """Whether the workbook holds shapes, slicers or controls, which openpyxl does not keep."""
    from target_lint.readers.package import open_package

    package = open_package(data)
    if any(name.startswith(("xl/slicers/", "xl/ctrlProps/", "xl/activeX/")) for name in package.names):
        return True
    drawings = [name for name in package.names if re.fullmatch(r"xl/drawings/\w+\.xml", name)]
    return any(re.search(rb"<(?:\w+:)?sp[ >]", package.read(name)) for name in drawings)


def _by_owner(findings: Iterable[Finding]) -> dict[str | None, list[Finding]]:
    found: dict[str | None, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.owner, []).append(one)
    return found


def _fill(page: Worksheet, header: int, rows: dict[int, list[TargetReport]]) -> None:
    from copy import copy

    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    first = _first_column(page, header)
    like = page.cell(header, max(first - 1, 1))
    for offset, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        column = first + offset
        head = page.cell(header, column)
        write_text(head, _PREFIX + name)
        if like.has_style:
            head.font, head.fill, head.border, head.alignment = map(
                copy, (like.font, like.fill, like.border, like.alignment)
            )
        page.column_dimensions[get_column_letter(column)].width = width
        for row, targets in rows.items():
            cell = page.cell(row, column)
            write_text(cell, _joined([values(target)[offset] for target in targets]))
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _first_column(page: Worksheet, header: int) -> int:
    """Where our columns stand already, from an earlier run, or else the first column that nothing stands in."""
    for column in range(1, page.max_column + 1):
        if page.cell(header, column).value == _PREFIX + COLUMNS[0]:
            return column
    return page.max_column + 1


def _joined(texts: list[str]) -> str:
    """One text, or for several targets in a row each with its number."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}: {text}" for number, text in enumerate(texts, 1) if text)


def _comment(cell: Cell, lines: list[str]) -> None:
    from openpyxl.comments import Comment

    text = "\n".join(lines)
    if cell.comment is not None and (kept := _before_ours(cell.comment.text)):
        text = f"{kept}\n{_AUTHOR}:\n{text}"
    made = Comment(printable(text)[:_LONGEST_COMMENT], _AUTHOR)
    made.width, made.height = 360, min(60 + 22 * (text.count("\n") + len(text) // 45), 420)
    cell.comment = made


_AUTHOR = "target-lint"


def _before_ours(text: str) -> str:
    """Somebody else's comment, without what an earlier run of ours added."""
    return text.split(f"\n{_AUTHOR}:\n")[0].strip()


def _overview_sheet(book: Workbook, report: DraftReport) -> None:
    if OVERVIEW in book.sheetnames:
        del book[OVERVIEW]
    page = book.create_sheet(OVERVIEW)
    fill_overview(page, counting.overview(Report("", None, (report,))))


# -- CSV -------------------------------------------------------------------------------------------------------


def annotate_csv(data: bytes, report: DraftReport) -> str:
    """The rows of a CSV with our columns behind them, in the file's own delimiter. Cells that a spreadsheet would take for a
    formula get an apostrophe before them, whoever wrote them."""
    text = sheet.decoded(data)
    targets: dict[int, list[TargetReport]] = {}
    for target in report.targets:
        targets.setdefault(target.fields[0].line, []).append(target)
    lines = text.splitlines(keepends=True)
    skipped = next((index for index, line in enumerate(lines) if line.strip()), 0)
    delimiter = max(",;\t|", key=lines[skipped].count) if lines else ","
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n")
    reader = csv.reader(lines[skipped:], delimiter=delimiter)
    width, line = 0, skipped + 1
    for row in reader:
        if not width:
            kept = [index for index, cell in enumerate(row) if not cell.startswith(_PREFIX)]
            width = len(row)
            added = [_PREFIX + name for name in COLUMNS]
        else:
            found = targets.get(line, [])
            added = [
                _joined([values(target)[index] for target in found]) if found else "" for index in range(len(COLUMNS))
            ]
        cells = [row[index] if index < len(row) else "" for index in kept] + row[width:]
        writer.writerow([harmless(cell) for cell in (*cells, *added)])
        line = reader.line_num + skipped + 1
    return stream.getvalue()


def harmless(cell: str) -> str:
    """``cell`` so that no spreadsheet takes it for a formula; numbers and dashes before a word stay as they are."""
    if not cell.startswith(RISKY) or cell[1:2] == " " or cell.replace(".", "", 1)[1:].rstrip("%").isdigit():
        return cell
    return "'" + cell
