"""A draft as a Word form, a table for each target, with what was found in comments beside its words."""

from __future__ import annotations

import io

from target_lint.reports import docx_comments
from target_lint.reports.pages import field_words
from target_lint.reports.word import MILLIMETRES, fit, new_document
from target_lint.types import Report, TargetLintError


def render(report: Report) -> bytes:
    """The .docx file. Raises TargetLintError if python-docx or lxml is missing."""
    try:
        document = new_document("Targets")
    except ImportError:
        raise TargetLintError("writing Word needs python-docx: pip install 'target-lint[office]'") from None
    document.add_heading("Targets", level=1)
    for number, target in enumerate(report.targets, 1):
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        table.autofit = False
        table.columns[0].width, table.columns[1].width = 40 * MILLIMETRES, 140 * MILLIMETRES
        for field in target.fields:
            label, text = table.add_row().cells
            label.text = f"Target {number}" if field.name == "statement" else field_words(field.name)
            text.text = fit(field.text)
        document.add_paragraph()
    made = io.BytesIO()
    document.save(made)
    if len(report.drafts) != 1:
        return made.getvalue()
    return docx_comments.annotate(made.getvalue(), report.drafts[0])
