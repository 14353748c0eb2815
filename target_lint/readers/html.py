"""Web pages (.html): a saved form, or a page that an appraisal system printed. Scripts, styles and what is hidden are left out.

Read as a stream of tags with the standard library's parser, so depth costs nothing; what was typed into fields counts as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from target_lint.readers import blocks, forms
from target_lint.readers.blocks import Block, Grid, Paragraph
from target_lint.readers.headings import Headings
from target_lint.types import Draft

_SILENT = {"script", "style", "head", "title", "template", "noscript", "svg", "select", "button", "nav", "object"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BREAKS = _TITLES | {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "header", "footer", "main", "form"),
    *("fieldset", "legend", "label", "textarea", "blockquote", "pre", "address", "hr", "caption", "figure", "details"),
}
_INPUTS = {"", "text", "search", "date", "month", "week", "number", "email"}
_MOST_SPAN = 100
_SPACE = re.compile(r"\s+")


@dataclass
class _Table:
    rows: Grid = field(default_factory=list)
    #: column -> rows that a cell above still covers
    covered: dict[int, int] = field(default_factory=dict)
    nested: list[Grid] = field(default_factory=list)
    number: int = 0
    texts: list[str] | None = None
    line: int = 1
    span: tuple[int, int] = (1, 1)

    def row(self) -> None:
        self.rows.append([])
        self._skip()

    def _skip(self) -> None:
        while self.covered.get(column := len(self.rows[-1]), 0) > 0:
            self.covered[column] -= 1
            self.rows[-1].append(None)

    def cell(self, text: str) -> None:
        if not self.rows:
            self.row()
        row, (columns, deep) = self.rows[-1], self.span
        where = f"table {self.number}, row {len(self.rows)}, cell {len(row) + 1}"
        for index in range(columns):
            if deep > 1:
                self.covered[len(row)] = deep - 1
            row.append(forms.Cell(text, self.line, 1, where) if index == 0 else None)
        self._skip()


class _Blocks(HTMLParser):
    def __init__(self, headings: Headings) -> None:
        super().__init__(convert_charrefs=True)
        self.headings = headings
        self.found: list[Block] = []
        self.text: list[str] = []
        self.quiet_tags: list[str] = []
        self.tables: list[_Table] = []
        self.lists = 0
        self.title = False
        self.preformatted = 0
        self.paragraphs = 0
        self.counted = 0

    # -- what the parser says --------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        style = given.get("style", "").replace(" ", "").lower()
        hidden = "hidden" in given or "display:none" in style or given.get("aria-hidden") == "true"
        if self.quiet_tags or ((tag in _SILENT or hidden) and tag not in _VOID):
            if tag not in _VOID and (not self.quiet_tags or tag == self.quiet_tags[0]):
                self.quiet_tags.append(tag)
            return
        if tag == "br":
            self.text.append("\n")
        elif tag == "input" and given.get("type", "").lower() in _INPUTS and not hidden:
            self.text.append(f" {given.get('value', '')} ")
        elif tag == "table":
            self._end_block()
            self.counted += 1
            self.tables.append(_Table(number=self.counted))
        elif self.tables and tag == "tr":
            self._end_cell()
            self.tables[-1].row()
        elif self.tables and tag in ("td", "th"):
            self._end_cell()
            table = self.tables[-1]
            table.texts, table.line = [], self.paragraphs + 1
            table.span = (_number(given.get("colspan")), _number(given.get("rowspan")))
        elif tag in _BREAKS:
            self._end_block()
            self.title = tag in _TITLES
            self.lists += tag in ("ul", "ol")
            self.preformatted += tag in ("pre", "textarea")

    def handle_endtag(self, tag: str) -> None:
        if self.quiet_tags:
            if tag == self.quiet_tags[-1]:
                self.quiet_tags.pop()
            return
        if tag == "table" and self.tables:
            self._end_cell()
            table = self.tables.pop()
            rows = table.rows
            for inner in table.nested:
                rows = rows + inner
            if self.tables and self.tables[-1].texts is not None:
                self.tables[-1].nested.append(rows)
            else:
                self.found.append(rows)
        elif tag in ("td", "th", "tr") and self.tables:
            self._end_cell()
        elif tag in _BREAKS:
            self._end_block()
            self.title = False
            self.lists -= tag in ("ul", "ol") and self.lists > 0
            self.preformatted -= tag in ("pre", "textarea") and self.preformatted > 0

    def handle_data(self, data: str) -> None:
        if not self.quiet_tags:
            self.text.append(data if self.preformatted else _SPACE.sub(_narrowed, data))

    # -- building --------------------------------------------------------------------------------------------

    def _end_block(self) -> None:
        lines = "".join(self.text).split("\n")
        text = "\n".join(" ".join(part.split()) for line in lines for part in self.headings.parted(line)).strip()
        self.text.clear()
        if not text:
            return
        self.paragraphs += 1
        if self.tables and self.tables[-1].texts is not None:
            self.tables[-1].texts.append(text)
        else:
            self.found.append(Paragraph(text, self.paragraphs, self.lists > 0, self.title))

    def _end_cell(self) -> None:
        self._end_block()
        table = self.tables[-1]
        if table.texts is not None:
            table.cell("\n".join(table.texts))
            table.texts = None

    def finish(self) -> list[Block]:
        self.close()
        while self.tables:
            self.handle_endtag("table")
        self._end_block()
        return self.found


def _narrowed(space: re.Match[str]) -> str:
    """One space, or a tab for several of them: a gap between two labels of a form."""
    return " " if space[0] in (" ", "\n", "\xa0") else "\t"


def _number(value: str | None) -> int:
    return max(1, min(int(value), _MOST_SPAN)) if value and value.isdecimal() and len(value) < 9 else 1


def read(text: str, path: str, headings: Headings) -> Draft:
    """The targets of a web page, in reading order."""
    parser = _Blocks(headings)
    parser.feed(text)
    return blocks.draft(parser.finish(), path, headings)
