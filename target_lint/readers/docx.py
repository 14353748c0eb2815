"""Word forms (.docx): a walk over ``word/document.xml``.

python-docx loses tracked insertions, content controls, text boxes and nested tables (all of which schools' forms use), so the
body is walked here. Deleted text is dropped, a text box is read once, placeholder text of an unfilled control is empty.
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

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLACEHOLDERS = ("click or tap", "click here to enter", "choose an item", "enter text", "enter a date")
#: wrappers whose content stands where they stand
_CLEAR = {
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "bdo", "dir")
}
_DROPPED = {
    _W + name
    for name in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "pPr",
        "rPr",
        "tcPr",
        "trPr",
        "tblPr",
        "sdtPr",
        "footnoteReference",
    )
} | {_FALLBACK}


class Walker:
    """Gives out paragraphs and tables in reading order, and counts them. ``elements[n - 1]`` is paragraph number n."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.tables = 0

    def blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == _W + "p":
                yield from self.paragraph(child)
            elif child.tag == _W + "tbl":
                yield self.table(child)
            elif child.tag in _CLEAR and not _is_placeholder(child):
                yield from self.blocks(child)

    def paragraph(self, element: Element) -> Iterator[Block]:
        self.elements.append(element)
        line = len(self.elements)
        text, boxes = _text(element)
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name = style.get(_W + "val", "") if style is not None else ""
        listed = element.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith(("ListNumber", "ListBullet"))
        yield Paragraph(text, line, listed, title=name.startswith(("Heading", "Title", "Subtitle")))
        for box in boxes:
            yield from self.blocks(box)

    def table(self, element: Element) -> Grid:
        """A grid; a cell that is merged into the one to its left or above it is None."""
        self.tables += 1
        number = self.tables
        rows: Grid = []
        nested: list[Grid] = []
        for row_number, row in enumerate(_children(element, "tr"), 1):
            cells: list[forms.Cell | None] = []
            before = row.find(f"{_W}trPr/{_W}gridBefore")
            cells += [None] * _number(before, 0)
            for cell_number, cell in enumerate(_children(row, "tc"), 1):
                span = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                line = len(self.elements) + 1
                texts = []
                for block in self.blocks(cell):
                    if isinstance(block, Paragraph):
                        texts.append(block.text)
                    else:
                        nested.append(block)
                where = f"table {number}, row {row_number}, cell {cell_number}"
                continued = merge is not None and merge.get(_W + "val", "continue") != "restart"
                text = "\n".join(texts).strip("\n")
                cells.append(None if continued and not text.strip() else forms.Cell(text, line, 1, where))
                cells += [None] * (min(span, 100) - 1)
            rows.append(cells)
        for inner in nested:
            rows += inner
        return rows


def _children(element: Element, name: str) -> Iterator[Element]:
    for child in element:
        if child.tag == _W + name:
            yield child
        elif child.tag in _CLEAR:
            yield from _children(child, name)


def _number(element: Element | None, default: int) -> int:
    value = element.get(_W + "val", "") if element is not None else ""
    return int(value) if value.isdigit() else default


def _is_placeholder(control: Element) -> bool:
    if control.tag != _W + "sdt":
        return False
    if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
        return True
    text = "".join(node.text or "" for node in control.iter(_W + "t")).strip().lower()
    return len(text) < 60 and text.startswith(_PLACEHOLDERS)


def _text(element: Element) -> tuple[str, list[Element]]:
    """The text of one paragraph without its text boxes, and the contents of those."""
    parts: list[str] = []
    boxes: list[Element] = []
    for text, node in pieces(element):
        if node.tag == _W + "txbxContent":
            boxes.append(node)
        else:
            parts.append(text)
    return "".join(parts), boxes


def pieces(element: Element) -> Iterator[tuple[str, Element]]:
    """The text of one paragraph piece by piece, each with the node that holds it; a text box comes as its content, without text."""
    for child in element:
        tag = child.tag
        if tag in _DROPPED or _is_placeholder(child):
            continue
        if tag == _W + "t":
            yield child.text or "", child
        elif tag == _W + "tab":
            yield "\t", child
        elif tag in (_W + "br", _W + "cr"):
            yield "\n", child
        elif tag == _W + "noBreakHyphen":
            yield "-", child
        elif tag == _W + "txbxContent":
            yield "", child
        else:
            yield from pieces(child)


def read(data: bytes, path: str, headings: Headings) -> Draft:
    """The targets of a Word document, in reading order. Raises ReadError."""
    try:
        return _read(data, path, headings)
    except RecursionError:
        raise ReadError("the document is nested more deeply than any form; it was not read") from None


def _read(data: bytes, path: str, headings: Headings) -> Draft:
    package = open_package(data)
    root = package.xml("word/document.xml")
    body = root.find(_W + "body")
    if body is None:
        if _STRICT in root.tag:
            raise ReadError("this is a Strict Open XML document; save it as an ordinary Word document (.docx)")
        raise ReadError("the document has no text; open it in Word and save it again")
    return blocks.draft(Walker().blocks(body), path, headings)
