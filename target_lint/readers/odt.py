"""OpenDocument forms (.odt): a walk over ``content.xml``, like the one over Word's.

Deleted text of tracked changes, comments and footnotes are left out; a text box is read once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from target_lint.readers import blocks, forms
from target_lint.readers.blocks import Block, Grid, Paragraph
from target_lint.readers.headings import Headings
from target_lint.readers.package import open_package
from target_lint.types import Draft, ReadError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DROPPED = {
    _TEXT + "tracked-changes",
    _TEXT + "note",
    _OFFICE + "annotation",
    _OFFICE + "annotation-end",
    _OFFICE + "forms",
    _TEXT + "sequence-decls",
}
_ROWS = {_TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group")}
#: columns that a cell may stand for: a form has a dozen, a spreadsheet's last cell a thousand
_MOST_REPEATED = 100


class _Walker:
    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, parent: Element, listed: bool = False) -> Iterator[Block]:
        for child in parent:
            if child.tag in (_TEXT + "p", _TEXT + "h"):
                self.paragraphs += 1
                text, boxes = _text(child)
                yield Paragraph(text, self.paragraphs, listed, title=child.tag == _TEXT + "h")
                for box in boxes:
                    yield from self.blocks(box)
            elif child.tag == _TABLE + "table":
                yield self.table(child)
            elif child.tag == _TEXT + "list":
                for item in child:
                    yield from self.blocks(item, listed=True)
            elif child.tag not in _DROPPED:
                yield from self.blocks(child, listed)

    def table(self, element: Element) -> Grid:
        self.tables += 1
        number = self.tables
        rows: Grid = []
        nested: list[Grid] = []
        for row_number, row in enumerate(_rows(element), 1):
            cells: list[forms.Cell | None] = []
            for cell in row:
                repeated = min(int(cell.get(_TABLE + "number-columns-repeated", "1") or 1), _MOST_REPEATED)
                if cell.tag == _TABLE + "covered-table-cell":
                    cells += [None] * repeated
                elif cell.tag == _TABLE + "table-cell":
                    line = self.paragraphs + 1
                    texts = []
                    for block in self.blocks(cell):
                        if isinstance(block, Paragraph):
                            texts.append(block.text)
                        else:
                            nested.append(block)
                    where = f"table {number}, row {row_number}, cell {len(cells) + 1}"
                    cells += [forms.Cell("\n".join(texts).strip("\n"), line, 1, where)] * repeated
            rows.append(cells)
        for inner in nested:
            rows += inner
        return rows


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == _TABLE + "table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _text(element: Element) -> tuple[str, list[Element]]:
    """The text of one paragraph without its text boxes, and those."""
    parts = [element.text or ""]
    boxes: list[Element] = []

    def walk(node: Element) -> None:
        for child in node:
            if child.tag == _DRAW + "text-box":
                boxes.append(child)
            elif child.tag == _TEXT + "s":
                parts.append(" " * min(int(child.get(_TEXT + "c", "1") or 1), 100))
            elif child.tag == _TEXT + "tab":
                parts.append("\t")
            elif child.tag == _TEXT + "line-break":
                parts.append("\n")
            elif child.tag not in _DROPPED:
                parts.append(child.text or "")
                walk(child)
            parts.append(child.tail or "")

    walk(element)
    return "".join(parts), boxes


def read(data: bytes, path: str, headings: Headings) -> Draft:
    """The targets of an OpenDocument text, in reading order. Raises ReadError."""
    package = open_package(data)
    body = package.xml("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ReadError("this OpenDocument file holds no text document; save it as .odt or .docx")
    try:
        return blocks.draft(_Walker().blocks(body), path, headings)
    except RecursionError:
        raise ReadError("the document is nested more deeply than any form; it was not read") from None
    except ValueError:
        raise ReadError("the document is damaged (a number was expected); open it and save it again") from None
