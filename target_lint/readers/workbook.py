"""Excel workbooks (.xlsx): a staff list with a target or a person a row, or a form laid out in cells.

Every sheet that is not hidden is read; formulas as the values that Excel stored with them. Needs openpyxl (extra ``office``).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from target_lint.readers import forms, sheet
from target_lint.readers.blocks import Grid, Paragraph, draft
from target_lint.readers.headings import ID, OWNER, Headings
from target_lint.readers.package import open_package
from target_lint.types import FIELD_NAMES, Draft, ReadError, RowError, WrittenTarget

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: the row with the headings is looked for so far down
_DEEPEST_HEADER = 40
MOST_ROWS, MOST_COLUMNS = 200_000, 200
_FORMULA = re.compile(rb"<f[ >/]")


@dataclass(frozen=True, slots=True)
class Located:
    """A target and where it stands: its sheet, and the row of that sheet's headings (None in a form laid out in cells).

    Each field's ``line`` is its row and ``column`` its column, both from 1.
    """

    target: WrittenTarget
    sheet: str
    header: int | None


def read(data: bytes, path: str, headings: Headings) -> Draft:
    """The targets of a workbook, sheet by sheet. Raises ReadError."""
    book = open_workbook(data, values=True)
    found = list(located(book, headings))
    if not found:
        return _prose(book, path, headings)
    return Draft(
        path,
        tuple(one.target for one in found),
        tuple(_without_values(data, book, found)),
        rows=any(one.header for one in found),
    )


def open_workbook(data: bytes, *, values: bool) -> Workbook:
    """A workbook; ``values``: with the stored values of formulas in the place of the formulas. Raises ReadError."""
    package = open_package(data)
    if "xl/workbook.xml" not in package.names:
        raise ReadError("this is no Excel workbook; save it again as .xlsx")
    for name in package.names:
        if name.startswith("xl/") and name.endswith((".xml", ".rels")):
            package.xml(name)  # refuses entities and what is damaged, before another parser sees it
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ReadError("reading Excel workbooks needs openpyxl: pip install 'target-lint[office]'") from None
    try:
        return load_workbook(io.BytesIO(data), data_only=values, keep_links=not values)
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise ReadError(
            f"the workbook is damaged ({type(error).__name__}); open it in Excel and save it again"
        ) from None


def located(book: Workbook, headings: Headings) -> Iterator[Located]:
    """Every target of the sheets in which a target was recognised, in reading order."""
    for page in book.worksheets:
        if page.sheet_state == "visible":
            grid = _grid(page)
            header = _header(grid, headings)
            if header is not None:
                for target in _rows(page, grid, header, headings):
                    yield Located(target, page.title, header + 1)
            else:
                for target in forms.table(grid, headings, forms.Person()) or []:
                    yield Located(target, page.title, None)


def _grid(page: Worksheet) -> Grid:
    if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS * 20:
        raise ReadError(f"the sheet {page.title!r} has more than {MOST_ROWS} rows; split it, or save it as .csv")
    grid: Grid = []
    for row in page.iter_rows(max_col=min(page.max_column, MOST_COLUMNS)):
        cells: list[forms.Cell | None] = []
        for cell in row:
            text = _text(cell.value, cell.number_format) if cell.value is not None else ""
            where = f"sheet {page.title!r}, row {cell.row}, column {sheet.letter(cell.column - 1)}"
            cells.append(forms.Cell(text, cell.row, cell.column, where))
        grid.append(cells)
    for area in page.merged_cells.ranges:
        for row_number in range(area.min_row, min(area.max_row, len(grid)) + 1):
            for column in range(area.min_col, min(area.max_col, len(grid[row_number - 1])) + 1):
                if (row_number, column) != (area.min_row, area.min_col):
                    grid[row_number - 1][column - 1] = None
    return grid


def _text(value: Any, shown_as: str) -> str:
    """A value as the sheet shows it, or nearly."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%d %B %Y}".lstrip("0")
    if isinstance(value, date):
        return f"{value:%d %B %Y}".lstrip("0")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, (int, float)):
        return f"{round(value * 100, 2):g}%" if "%" in shown_as else f"{value:g}"
    return str(value)


def _header(grid: Grid, headings: Headings) -> int | None:
    """The row that names most of what we know, if one names a field of a target beside something else."""
    best, most = None, 0
    for index, row in enumerate(grid[:_DEEPEST_HEADER]):
        texts = [cell.text if cell is not None and len(cell.text) < 200 else "" for cell in row]
        filled = sum(bool(text.strip()) for text in texts)
        known = {name for group in sheet.groups_of(texts, headings) for name in group.values()}
        columns = len({column for group in sheet.groups_of(texts, headings) for column in group})
        fits = "statement" in known or len(known & set(FIELD_NAMES)) > 1
        lonely = columns == 1 and not (filled == 1 and "statement" in known and _single_column(grid, index))
        below = any(cell is not None and cell.text.strip() for row in grid[index + 1 :] for cell in row)
        if fits and not lonely and below and columns > most:
            best, most = index, columns
    return best


def _single_column(grid: Grid, header: int) -> bool:
    return all(sum(cell is not None and bool(cell.text.strip()) for cell in row) <= 1 for row in grid[header + 1 :])


def _rows(page: Worksheet, grid: Grid, header: int, headings: Headings) -> Iterator[WrittenTarget]:
    head = [cell.text if cell is not None else "" for cell in grid[header]]
    groups = sheet.groups_of(head, headings)
    above = _spread(page)
    open_targets: list[forms.Building | None] = [None] * len(groups)
    done: list[WrittenTarget] = []

    def close(number: int) -> None:
        building = open_targets[number]
        if building is not None and (target := building.target(forms.Person())):
            done.append(target)
        open_targets[number] = None

    for index, row in enumerate(grid[header + 1 :], header + 1):
        if [cell.text if cell is not None else "" for cell in row] == head:
            continue
        for number, group in enumerate(groups):
            cells = {name: [row[column] for column in group if group[column] == name] for name in group.values()}
            own = {name for name, found in cells.items() if any(cell and cell.text.strip() for cell in found)}
            if not own:
                continue
            building = open_targets[number]
            covered = any(cell is None for cell in cells.get("statement", ()))
            if building is None or not (covered or not own & {"statement", OWNER, ID}):
                if not own & set(FIELD_NAMES):
                    continue
                close(number)
                building = open_targets[number] = forms.Building()
                for column, name in group.items():
                    if name not in FIELD_NAMES:
                        anchor = above.get((index, column), (index, column))
                        forms.describe(building, name, grid[anchor[0]][anchor[1]])
            for column, name in group.items():
                cell = row[column]
                if name in FIELD_NAMES and cell is not None:
                    building.put(name, cell)
        if len(groups) > 1:
            for number in range(len(groups)):
                close(number)
        yield from done
        done.clear()
    for number in range(len(groups)):
        close(number)
    yield from done


def _spread(page: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells of merged areas -> the cell that holds their value, counted from 0: a name merged over its person's rows."""
    return {
        (row - 1, column - 1): (area.min_row - 1, area.min_col - 1)
        for area in page.merged_cells.ranges
        if area.size["rows"] * area.size["columns"] <= 10_000
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _without_values(data: bytes, book: Workbook, found: list[Located]) -> Iterator[RowError]:
    """Formulas in a target's columns that nobody has calculated yet: the file came from a program and was never opened in Excel."""
    package = open_package(data)
    pages = [name for name in package.names if name.startswith("xl/worksheets/")]
    if not any(_FORMULA.search(package.read(name)) for name in pages):
        return
    columns = {(one.sheet, field.column) for one in found for field in one.target.fields}
    formulas = open_workbook(data, values=False)
    for title in dict.fromkeys(one.sheet for one in found):
        for row in formulas[title].iter_rows():
            for cell in row:
                known = (title, cell.column) in columns
                if known and cell.data_type == "f" and book[title].cell(cell.row, cell.column).value is None:
                    yield RowError(
                        cell.row,
                        f"the formula in {title}!{cell.coordinate} has no stored value; open the workbook in Excel, save it, and check it again",
                    )


def _prose(book: Workbook, path: str, headings: Headings) -> Draft:
    texts = [
        Paragraph(cell.text, cell.line)
        for page in book.worksheets
        if page.sheet_state == "visible"
        for row in _grid(page)
        for cell in row
        if cell is not None and len(cell.text.split()) > 2
    ]
    if not texts:
        raise ReadError("no column of a target was found in any sheet; name one 'Objective' or as your form does")
    found = draft(texts, path, headings)
    return replace(found, prose=True)
