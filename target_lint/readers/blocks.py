"""Paragraphs and tables become a draft. Shared by every reader of documents (Word, OpenDocument, web pages, PDF)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from target_lint.readers import forms, plain
from target_lint.readers.headings import Headings
from target_lint.types import Draft, Field, WrittenTarget

#: a table; a cell that is merged into the one to its left or above it is None
Grid = list[list["forms.Cell | None"]]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document, and its number in reading order (``line``)."""

    text: str
    line: int
    listed: bool = False
    #: in a heading style, so no target unless it is a heading that we know
    title: bool = False


Block = Paragraph | Grid


def draft(blocks: Iterable[Block], path: str, headings: Headings) -> Draft:
    """The targets of a document, in reading order."""
    person = forms.Person()
    targets: list[WrittenTarget] = []
    ignores: list[tuple[int, str]] = []
    loose: list[Paragraph] = []
    recognised = False

    def flush() -> None:
        nonlocal recognised
        found = _prose(loose, path, headings, person)
        recognised = recognised or (bool(found.targets) and not found.prose)
        targets.extend(found.targets)
        ignores.extend(found.ignores)
        loose.clear()

    for block in blocks:
        if isinstance(block, Paragraph):
            loose.append(block)
            continue
        heading = _above(loose, headings)
        if loose and _looks_like_title(loose[-1].text):
            loose.pop()
        flush()
        rows = block if heading is None else [[heading], *block]
        found = forms.table(rows, headings, person)
        if found is None:
            loose.extend(
                Paragraph(cell.text, cell.line)
                for row in block
                for cell in row
                if cell is not None and cell.text.strip()
            )
        else:
            recognised = True
            targets.extend(found)
    flush()
    return Draft(path, tuple(targets), prose=not recognised and len(targets) > 1, ignores=tuple(ignores))


def _above(loose: list[Paragraph], headings: Headings) -> forms.Cell | None:
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


def _prose(loose: list[Paragraph], path: str, headings: Headings, person: forms.Person) -> Draft:
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
    read = plain.read("\n".join(lines), path, headings, person=person)
    ignores = tuple((numbers[line - 1], rule) for line, rule in read.ignores)
    return Draft(path, tuple(_renumbered(target, numbers) for target in read.targets), prose=read.prose, ignores=ignores)


def _renumbered(target: WrittenTarget, numbers: list[int]) -> WrittenTarget:
    fields = tuple(
        Field(field.name, field.text, numbers[field.line - 1], 1, f"paragraph {numbers[field.line - 1]}")
        for field in target.fields
    )
    return replace(target, fields=fields)
