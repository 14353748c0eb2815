"""PDF forms (.pdf): tables drawn with lines, lines of text, and what was typed into form fields. Needs pdfplumber (extra ``pdf``).

PDF parsers meet more hostile files than any other, so the pages are read in a process of its own
(:mod:`target_lint.readers.pdf_pages`) that has a limit of time and memory; only plain text comes back.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from target_lint.readers import blocks, forms
from target_lint.readers.blocks import Block, Grid, Paragraph
from target_lint.readers.headings import Headings
from target_lint.types import Draft, ReadError

#: seconds that one file may take
MOST_SECONDS = 120
_LISTED = re.compile(r"^(?:[-•·◦▪‣–*o\uf0b7]|\(?\d{1,2}[.)]|\(?[a-h][.)])\s")
_MARK = re.compile(r"^(?:[•·◦▪‣\uf0b7]|[-–*o](?=\s))\s*")
_ENDS = re.compile(r"[.:;!?]$")


def read(data: bytes, path: str, headings: Headings) -> Draft:
    """The targets of a PDF, page by page. Raises ReadError, also for a scan without text."""
    pages = _pages(data)
    if not any(block.get("text") or block.get("table") for page in pages for block in page):
        raise ReadError(
            "this PDF holds pictures of pages and no text (a scan); ask for the document that it was made from"
        )
    found = blocks.draft(_blocks(pages), path, headings)
    if not found.targets:
        raise ReadError("no target was found in this PDF; save the form as .docx, or copy its text into a .txt file")
    return found


def _pages(data: bytes) -> list[list[dict[str, Any]]]:
    """What the other process makes of the pages: on each its paragraphs and tables from top to bottom."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "target_lint.readers.pdf_pages"],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"the PDF takes longer than {MOST_SECONDS} s to read, which no form does; it was given up"
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise ReadError("the PDF is damaged or needs too much memory; open it and print it to a new PDF") from None
    if "error" in answer:
        raise ReadError(answer["error"])
    return answer["pages"]


def _blocks(pages: list[list[dict[str, Any]]]) -> Iterator[Block]:
    paragraphs = tables = 0
    waiting: Grid | None = None  # a table at the foot of a page goes on at the head of the next
    for number, page in enumerate(pages, 1):
        for position, block in enumerate(page):
            if rows := block.get("table"):
                tables += 1
                grid: Grid = []
                for row_number, row in enumerate(rows, 1):
                    where = f"page {number}, table {tables}, row {row_number}, cell "
                    line = paragraphs + 1
                    paragraphs += len(row)
                    grid.append(
                        [
                            None
                            if cell is None
                            else forms.Cell(_unwrapped(cell), line + index, 1, where + str(index + 1))
                            for index, cell in enumerate(row)
                        ]
                    )
                if waiting is not None and position == 0 and len(waiting[-1]) == len(grid[0]):
                    waiting += grid
                    continue
                if waiting is not None:
                    yield waiting
                waiting = grid
                continue
            if waiting is not None:
                yield waiting
                waiting = None
            paragraphs += 1
            text = block["text"]
            listed = bool(_LISTED.match(text))
            yield Paragraph(_MARK.sub("", text) if listed else text, paragraphs, listed, block.get("title", False))
    if waiting is not None:
        yield waiting


def _unwrapped(text: str) -> str:
    """The lines of a cell, joined where they were only wrapped."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if lines and not _LISTED.match(line) and not _ENDS.search(lines[-1]):
            lines[-1] += line if re.search(r"\w-$", lines[-1]) else " " + line
        else:
            lines.append(line)
    return "\n".join(lines)
