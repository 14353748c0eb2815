"""The process that reads the pages of a PDF: the file on standard input, JSON on standard output. See :mod:`target_lint.readers.pdf`.

Answers ``{"pages": [[{"text": "...", "title": false} or {"table": [["cell", null, ...], ...]}, ...], ...]}`` or ``{"error": "one sentence"}``.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

from target_lint.readers.limits import limit_memory

MOST_PAGES = 500
MOST_BYTES_OF_MEMORY = 3_000_000_000


def main() -> None:
    limit_memory(MOST_BYTES_OF_MEMORY)
    logging.disable(logging.CRITICAL)
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError:
        _answer(error="reading PDF needs pdfplumber: pip install 'target-lint[pdf]'")
        return
    try:
        with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())) as document:
            if len(document.pages) > MOST_PAGES:
                _answer(error=f"the PDF has more than {MOST_PAGES} pages, which no form has; it was not read")
                return
            pages = []
            for page in document.pages:
                pages.append(_page(page))
                page.close()
    except PdfminerException as error:
        protected = error.args and isinstance(error.args[0], PDFPasswordIncorrect)
        if protected:
            _answer(error="the PDF is protected by a password; save it without one and try again")
        else:
            _answer(error="the PDF is damaged; open it and print it to a new PDF")
        return
    except RecursionError:
        _answer(error="the PDF is nested more deeply than any form; it was not read")
        return
    except Exception as error:  # pdfminer raises whatever it stumbles over
        _answer(error=f"the PDF is damaged ({type(error).__name__}); open it and print it to a new PDF")
        return
    _answer(pages=pages)


def _answer(**what: Any) -> None:
    json.dump(what, sys.stdout)


def _page(page: Any) -> list[dict[str, Any]]:
    typed = _typed(page)
    said = set(typed.values())  # some programs print what was typed on the page as well
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    found: list[tuple[float, dict[str, Any]]] = []
    for table in tables:
        rows: list[list[str | None]] = []
        for row, texts in zip(table.rows, table.extract(), strict=True):
            rows.append([])
            for box, text in zip(row.cells, texts, strict=True):
                inside = [typed.pop(at) for at in list(typed) if box and _within(at, box)]
                rows[-1].append(None if box is None else "\n".join(filter(None, dict.fromkeys([text or "", *inside]))))
        found.append((table.bbox[1], {"table": rows}))
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda item: not any(_within(_middle(item), box) for box in boxes)) if boxes else page
    lines = outside.extract_text_lines(return_chars=False)
    found += [block for block in _paragraphs(lines, page.width, _body_height(page)) if block[1]["text"] not in said]
    found += [(top, {"text": text}) for (_, top), text in typed.items()]
    found.sort(key=lambda one: one[0])
    return [block for _, block in found]


def _body_height(page: Any) -> float:
    """The height of most letters of a page, in points."""
    heights = sorted(char["size"] for char in page.chars)
    return heights[len(heights) // 2] if heights else 0


def _paragraphs(lines: list[dict[str, Any]], width: float, body: float) -> list[tuple[float, dict[str, Any]]]:
    """Lines joined where one runs to the right edge and the next follows closely; larger letters are a title's."""
    found: list[tuple[float, dict[str, Any]]] = []
    before: dict[str, Any] | None = None
    for line in lines:
        text = line["text"].strip()
        height = line["bottom"] - line["top"]
        follows = before is not None and line["top"] - before["bottom"] < 0.8 * height
        alike = before is not None and abs(before["bottom"] - before["top"] - height) < 0.15 * height
        full = before is not None and before["x1"] > 0.75 * width and not before["text"].rstrip().endswith(":")
        item = text[:2] in ("- ", "– ", "o ", "* ") or text[:1] in "•·▪◦\uf0b7"
        if follows and alike and full and not item:
            whole = found[-1][1]
            whole["text"] += text if whole["text"].endswith("-") else " " + text
        elif text:
            found.append((line["top"], {"text": text, "title": height > 1.2 * body > 0}))
        before = line
    return found


def _typed(page: Any) -> dict[tuple[float, float], str]:
    """What somebody typed into the form fields of a page, by the middle of each field."""
    found = {}
    for note in page.annots:
        data = note.get("data") or {}
        value = data.get("V")
        if str(data.get("Subtype")) == "/'Widget'" and isinstance(value, bytes) and value.strip():
            found[_middle(note)] = _decoded(value)
    return found


def _decoded(value: bytes) -> str:
    if value.startswith((b"\xfe\xff", b"\xff\xfe")):
        return value.decode("utf-16", errors="replace").replace("\r", "\n")
    return value.decode("cp1252", errors="replace").replace("\r", "\n")


def _middle(item: dict[str, Any]) -> tuple[float, float]:
    return (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2


def _within(at: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]


if __name__ == "__main__":
    main()
