"""What our own Word documents share: an A4 page, and text that XML can hold. Needs python-docx (extra ``office``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

MILLIMETRES = 36_000  # EMU, the unit of Word's measures


def new_document(title: str) -> Document:
    """An empty A4 page with our name in its properties. Raises ImportError without python-docx."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = 210 * MILLIMETRES, 297 * MILLIMETRES
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, 15 * MILLIMETRES)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(2)
    document.core_properties.title = title
    document.core_properties.author = "target-lint"
    return document


def fit(text: Any) -> str:
    """Without what XML cannot hold."""
    return "".join(char for char in str(text) if char.isprintable() or char in "\n\t")
