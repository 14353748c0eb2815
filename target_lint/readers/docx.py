"""Word forms (.docx): a walk over ``word/document.xml``.

python-docx loses tracked insertions, content controls, text boxes and nested tables (all of which schools' forms use), so the
body is walked here. Deleted text is dropped, a text box is read once, placeholder text of an unfilled control is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from target_lint.readers import forms, plain
from target_lint.readers.headings import Headings
from target_lint.readers.package import open_package
from target_lint.types import Draft, Field, ReadError, WrittenTarget

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


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    line: int
    listed: bool
    #: in a heading style, so no target unless it is a heading that we know
    title: bool = False


class _Walker:
    """Gives out paragraphs and tables in reading order, and counts paragraphs and tables."""

    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, parent: Element) -> Iterator[_Paragraph | list[list[forms.Cell | None]]]:
        for child in parent:
            if child.tag == _W + "p":
                yield from self.paragraph(child)
            elif child.tag == _W + "tbl":
                yield self.table(child)
            elif child.tag in _CLEAR and not _is_placeholder(child):
                yield from self.blocks(child)

    def paragraph(self, element: Element) -> Iterator[_Paragraph | list[list[forms.Cell | None]]]:
        self.paragraphs += 1
        line = self.paragraphs
        text, boxes = _text(element)
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name = style.get(_W + "val", "") if style is not None else ""
        listed = element.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith(("ListNumber", "ListBullet"))
        yield _Paragraph(text, line, listed, title=name.startswith(("Heading", "Title", "Subtitle")))
        for box in boxes:
            yield from self.blocks(box)

    def table(self, element: Element) -> list[list[forms.Cell | None]]:
        """A grid; a cell that is merged into the one to its left or above it is None."""
        self.tables += 1
        number = self.tables
        rows: list[list[forms.Cell | None]] = []
        nested: list[list[list[forms.Cell | None]]] = []
        for row_number, row in enumerate(_children(element, "tr"), 1):
            cells: list[forms.Cell | None] = []
            before = row.find(f"{_W}trPr/{_W}gridBefore")
            cells += [None] * _number(before, 0)
            for cell_number, cell in enumerate(_children(row, "tc"), 1):
                span = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                line = self.paragraphs + 1
                texts = []
                for block in self.blocks(cell):
                    if isinstance(block, _Paragraph):
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

    def walk(node: Element) -> None:
        for child in node:
            tag = child.tag
            if tag in _DROPPED or _is_placeholder(child):
                continue
            if tag == _W + "t":
                parts.append(child.text or "")
            elif tag == _W + "tab":
                parts.append("\t")
            elif tag in (_W + "br", _W + "cr"):
                parts.append("\n")
            elif tag == _W + "noBreakHyphen":
                parts.append("-")
            elif tag == _W + "txbxContent":
                boxes.append(child)
            else:
                walk(child)

    walk(element)
    return "".join(parts), boxes


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
    person = forms.Person()
    targets: list[WrittenTarget] = []
    loose: list[_Paragraph] = []
    recognised = False

    def flush() -> None:
        nonlocal recognised
        draft = _prose(loose, path, headings, person)
        recognised = recognised or (bool(draft.targets) and not draft.prose)
        targets.extend(draft.targets)
        loose.clear()

    for block in _Walker().blocks(body):
        if isinstance(block, _Paragraph):
            loose.append(block)
            continue
        heading = _above(loose, headings)
        if loose and _looks_like_title(loose[-1].text):
            loose.pop()
        flush()
        found = forms.table(_with_title(block, heading), headings, person)
        if found is None:
            loose.extend(
                _Paragraph(cell.text, cell.line, False)
                for row in block
                for cell in row
                if cell is not None and cell.text.strip()
            )
        else:
            recognised = True
            targets.extend(found)
    flush()
    return Draft(path, tuple(targets), prose=not recognised and len(targets) > 1)


def _above(loose: list[_Paragraph], headings: Headings) -> forms.Cell | None:
    """The heading over a table of a single cell ("Objective 1" and then a box); taken from the loose paragraphs."""
    while loose and not loose[-1].text.strip():
        loose.pop()
    if loose and headings.meaning(loose[-1].text):
        last = loose.pop()
        return forms.Cell(last.text, last.line)
    return None


def _looks_like_title(text: str) -> bool:
    """A short line without a full stop right above a table names the form or the department."""
    return (
        len(text.split()) <= 10
        and not text.rstrip().endswith((".", "!", "?", ";", ","))
        and ":" not in text.rstrip()[:-1]
    )


def _with_title(rows: list[list[forms.Cell | None]], heading: forms.Cell | None) -> list[list[forms.Cell | None]]:
    return rows if heading is None else [[heading], *rows]


def _prose(loose: list[_Paragraph], path: str, headings: Headings, person: forms.Person) -> Draft:
    """Paragraphs outside tables, read like plain text; a line then is a paragraph of the document."""
    lines: list[str] = []
    numbers: list[int] = []
    for paragraph in loose:
        if paragraph.title and headings.leading(paragraph.text) is None:
            continue
        mark = "• " if paragraph.listed and paragraph.text.strip() else ""
        for piece in (mark + paragraph.text).split("\n"):
            lines.append(piece)
            numbers.append(paragraph.line)
        if not paragraph.listed:
            lines.append("")
            numbers.append(paragraph.line)
    draft = plain.read("\n".join(lines), path, headings, person=person)
    return Draft(path, tuple(_renumbered(target, numbers) for target in draft.targets), prose=draft.prose)


def _renumbered(target: WrittenTarget, numbers: list[int]) -> WrittenTarget:
    fields = tuple(
        Field(field.name, field.text, numbers[field.line - 1], 1, f"paragraph {numbers[field.line - 1]}")
        for field in target.fields
    )
    return WrittenTarget(fields, target.id, target.owner, target.role, target.genre, target.ignores)
