"""The meeting brief as a Word document, to type into. Needs python-docx (extra ``office``)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from target_lint.advice.brief import AGREE, Brief, Line, Question
from target_lint.readers.ours import CATEGORY
from target_lint.reports.word import MILLIMETRES, fit, new_document
from target_lint.types import TargetLintError

if TYPE_CHECKING:
    from docx.document import Document


def render(pages: Iterable[Brief], *, since: str | None = None) -> bytes:
    """One page a person. ``since``: what to call the version that they are compared with. Raises TargetLintError without python-docx."""
    try:
        from docx.enum.text import WD_BREAK
    except ImportError:
        raise TargetLintError("a brief as Word document needs python-docx: pip install 'target-lint[office]'") from None
    document = new_document("Meeting brief")
    document.core_properties.category = CATEGORY
    for number, page in enumerate(pages):
        if number:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _page(document, page, since)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: Document, page: Brief, since: str | None) -> None:
    document.add_heading(fit(page.person), 1)
    document.add_paragraph(fit(f"{page.role} · " if page.role else "") + "to talk about, not to mark")
    document.add_heading("Targets", 2)
    for line in page.lines:
        _target(document, line)
    if page.more:
        document.add_paragraph(f"and {page.more} more in the full report.")
    _list(document, "All together", page.set_notes)
    _list(document, f"Since {since or 'the last version'}", page.changes)
    document.add_heading("Questions that would help most", 2)
    for number, question in enumerate(page.questions, 1):
        document.add_paragraph(fit(f"{number}. {_asked(question, len(page.lines))}"))
    document.add_heading("To agree", 2)
    table = document.add_table(len(page.lines) + 1, len(AGREE) + 1)
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, ("", *AGREE), strict=True):
        cell.text = name
    for row, line in zip(table.rows[1:], page.lines, strict=True):
        for cell, words in zip(row.cells, (str(line.number), *line.agree), strict=True):
            cell.text = fit(words)
    for row in table.rows:
        row.cells[0].width = 8 * MILLIMETRES
        for cell in row.cells[1:]:
            cell.width = 34 * MILLIMETRES
    document.add_heading("Notes", 2)
    document.add_paragraph()


def _target(document: Document, line: Line) -> None:
    paragraph = document.add_paragraph(fit(f"{line.number}. {line.statement}"))
    paragraph.add_run().add_break()
    stands = [f"{name} “{words}”" if words else name for name, words in line.there] or ["the wish"]
    paragraph.add_run("Stands: ").bold = True
    paragraph.add_run(fit(" · ".join(stands)))
    if line.open:
        paragraph.add_run("  Open: ").bold = True
        paragraph.add_run(", ".join(line.open))


def _asked(question: Question, shown: int) -> str:
    words = f" ({', '.join(f'“{one}”' for one in question.words)})" if question.words else ""
    numbers = ", ".join(map(str, question.targets))
    which = (
        f" [target{'s' if len(question.targets) > 1 else ''} {numbers}]"
        if numbers and len(question.targets) < shown
        else ""
    )
    return question.text + words + which


def _list(document: Document, heading: str, items: Iterable[str]) -> None:
    items = list(items)
    if items:
        document.add_heading(heading, 2)
        for item in items:
            document.add_paragraph(fit(item), style="List Bullet")
