"""Plain text, Markdown and typed input: where one target ends, and which words stand in which field.

A field is a slice of the text as it was written, so an offset in a field is an offset in the file. Comments such as
``# target-lint: ignore vague/rhythm`` are blanked, not cut, for the same reason.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from target_lint.readers import mail
from target_lint.readers.forms import Person
from target_lint.readers.headings import ABOUT, ID, IGNORE, LONGEST, OWNER, ROLE, Headings
from target_lint.types import FIELD_NAMES, Draft, Field, WrittenTarget

_COMMENT = re.compile(
    r"(?:<!--\s*target-lint:\s*(?P<verb1>ignore(?:-file)?)\s+(?P<rules1>[^\n]*?)-->|[#%]\s*target-lint:\s*(?P<verb2>ignore(?:-file)?)[ \t]+(?P<rules2>[^\n]*))"
)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RULE = re.compile(r"^[a-z_]+(?:/[a-z_]+)?,?$")
_ITEM = re.compile(r"[ \t]*(?:[-*•·◦▪‣–—o]|\(?\d{1,3}[.)]|\(?[a-hA-H][.)]|\(?[ivx]{1,4}[.)]|\[[ xX]?\])[ \t]+(?=\S)")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_RULER = re.compile(r"^\s*(?:[-=_*]\s*){3,}$")
_MARKDOWN_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_INTRODUCES = re.compile(
    r"(?:\b(?:by|through|to|including|include|includes|with|using|via|and|are|is|so that|will|means)|\.\.\.|–|-)\s*:\s*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;,]\W*$")
_CELL = re.compile(r"^|(?<=\S)(?:\s{1,20}[/|]\s+|[ ]{3,40}|[ ]?\t[ \t]*)(?=\S)")
_LABEL = re.compile(r"[^/|]{2,90}?[:?–-]")
_LONGEST_TITLE = 140


@dataclass
class _Segment:
    """A line, or one cell of a line whose cells were run together; ``start`` and ``end`` are offsets in the text."""

    start: int
    end: int


@dataclass
class _Open:
    """A target that is being read: slices by field name, in the order in which they came."""

    slices: dict[str, list[list[int]]] = field(default_factory=dict)
    ignores: list[str] = field(default_factory=list)
    owner: str | None = None
    role: str | None = None
    id: str | None = None
    about: dict[str, str] = field(default_factory=dict)


class _Reader:
    def __init__(self, text: str, headings: Headings, markdown: bool) -> None:
        self.headings = headings
        self.markdown = markdown
        self.ignored_everywhere: list[str] = []
        self.comments: list[tuple[int, list[str]]] = []
        self.text = self._without_comments(text)
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self.done: list[_Open] = []
        self.current: _Open | None = None
        self.field: str | None = None
        #: the field was opened by a heading on a line of its own, so paragraphs and lists belong to it
        self.block = False
        self.intro = False
        self.item_indent: int | None = None
        #: the open target began with a heading, so what follows without one still belongs to it
        self.form = False
        self.forms_seen = False
        self.structured = False
        self.owner: str | None = None
        self.role: str | None = None
        self.id: str | None = None
        self.about: dict[str, str] = {}

    # -- comments --------------------------------------------------------------------------------------------

    def _without_comments(self, text: str) -> str:
        if "target-lint:" in text:
            text = _COMMENT.sub(self._blank_comment, text)
        return _HTML_COMMENT.sub(mail.blanked, text) if self.markdown else mail.without_heads(text)

    def _blank_comment(self, match: re.Match[str]) -> str:
        rules: list[str] = []
        for word in (match["rules1"] or match["rules2"] or "").split():
            # a family ("vague") only stands first; what follows the last rule is the writer's reason
            if not _RULE.match(word) or (rules and "/" not in word):
                break
            rules.append(word.rstrip(","))
        if (match["verb1"] or match["verb2"]) == "ignore-file":
            self.ignored_everywhere += rules
        else:
            self.comments.append((match.start(), rules))
        return " " * len(match[0])

    # -- lines -----------------------------------------------------------------------------------------------

    def segments(self) -> Iterator[_Segment]:
        text, fenced, start = self.text, False, 0
        if self.markdown and (match := re.match(r"---[ \t]*\n.*?\n---[ \t]*(?:\n|$)", text, re.DOTALL)):
            start = match.end()
        while start < len(text):
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            line = text[start:end]
            if self.markdown and _FENCE.match(line):
                fenced = not fenced
            elif not fenced:
                yield from self._cells(start, end, line)
            start = end + 1

    def _cells(self, start: int, end: int, line: str) -> Iterator[_Segment]:
        """The line, or its cells where two or more of them begin with a heading that we know and a colon or dash."""
        if " / " in line or " | " in line or "   " in line or "\t" in line:
            cuts = [(cut.start(), cut.end()) for cut in _CELL.finditer(line) if self._begins_cell(line, cut.end())]
            if len(cuts) >= 2:
                lows = [0] if cuts[0][1] else []
                lows += [low for _, low in cuts]
                highs = [high for high, low in cuts if low] + [len(line)]
                for low, high in zip(lows, highs, strict=True):
                    yield _Segment(start + low, start + high)
                return
        yield _Segment(start, end)

    def _begins_cell(self, line: str, cut: int) -> bool:
        text = line[cut : cut + LONGEST]
        return bool(_LABEL.match(text)) and self.headings.leading(text) is not None

    # -- the walk --------------------------------------------------------------------------------------------

    def read(self) -> list[_Open]:
        segments = list(self.segments())
        for index, segment in enumerate(segments):
            line = self.text[segment.start : segment.end]
            if not line.strip() or _RULER.match(line):
                self._blank()
            elif self.markdown and (match := _MARKDOWN_HEADING.match(line)):
                self._markdown_heading(segment, match.end())
            elif not self._heading(segment, line):
                if item := _ITEM.match(line):
                    self._item(segment, item.end(), len(line) - len(line.lstrip()))
                else:
                    self._line(segment, line, segments, index)
        self._close()
        return self.done

    def _blank(self) -> None:
        if self.field and self.current and not self.block:
            self.field = None
            self.intro = False

    def _markdown_heading(self, segment: _Segment, offset: int) -> None:
        self.structured = True
        inner = _Segment(segment.start + offset, segment.end)
        if not self._heading(inner, self.text[inner.start : inner.end]):
            self._close()  # a title: what follows is another target, and perhaps another person's

    def _heading(self, segment: _Segment, line: str) -> bool:
        found = self.headings.leading(line)
        if found is None:
            return False
        value = line[found.end :].strip(" \t*_")
        bare = not value
        if (
            bare
            and found.name == "statement"
            and found.number is None
            and not line.rstrip(" *_").endswith((":", "?"))
            and not self._alone(segment)
        ):
            return False
        if not bare and found.name in FIELD_NAMES and not self._separated(line, found.end):
            return False
        if found.name == "statement" and self._is_name_of_list(line[: found.end]):
            self.structured = True
            self._close()  # "Weekly targets - PGCE, spring" is a title as well
            return True
        self.structured = True
        if found.name in (OWNER, ROLE, ID):
            self._person(found.name, value or None)
            return True
        if found.name in ABOUT and value and len(value) <= LONGEST:
            self.about[found.name] = value
        if found.name == IGNORE or found.name in ABOUT:
            if bare:
                self._close()  # "Week 2" on a line of its own is a title
            else:
                self.field, self.block = IGNORE, False
            return True
        self.forms_seen = True
        if found.name == "statement":
            if bare and found.number is None and self._plural(line):
                self._close()  # "Targets:" is a title over a list
                return True
            self._start()
            self.form = True
        elif self.current is None:
            self._start()
            self.form = True
        self.field, self.block, self.intro, self.item_indent = found.name, bare, False, None
        if not bare:
            self._add(segment.start + found.end, segment.end)
        return True

    def _alone(self, segment: _Segment) -> bool:
        before = self.text.rfind("\n", 0, max(segment.start - 1, 0))
        return not self.text[before + 1 : max(segment.start - 1, 0)].strip() or self.forms_seen

    @staticmethod
    def _separated(line: str, end: int) -> bool:
        return any(char in line[:end] for char in ":?–—-=\t")

    def _is_name_of_list(self, label: str) -> bool:
        return bool(re.search(r"[-–—]\s*$", label)) and self._plural(label) and not re.search(r"[:?\d]", label)

    @staticmethod
    def _plural(line: str) -> bool:
        return bool(re.search(r"(?:targets|objectives|goals|steps)\b", line, re.IGNORECASE))

    def _person(self, name: str, value: str | None) -> None:
        if name == OWNER:
            self._close()
            self.owner, self.role = value, None
            self.about = {}
        elif name == ROLE:
            if self.current is not None and self.current.slices:
                self.current.role = value
            self.role = value
        else:
            self._close()
            self.id = value
        self.field = None

    def _item(self, segment: _Segment, offset: int, indent: int) -> None:
        start = segment.start + offset
        inner = self.text[start : segment.end]
        if self._heading(_Segment(start, segment.end), inner):
            return
        deeper = self.item_indent is not None and indent > self.item_indent
        inside = self.current is not None and (
            (self.field not in (None, "statement") and (self.block or deeper)) or self.intro or deeper
        )
        if self.current is not None and self.field == "statement" and self.block and not self.current.slices:
            inside = True  # "Objective 1" on its own line, then a bullet
        if inside:
            if self.field is None:
                self.field = "statement"
            self._add(start if not self._has_text() else segment.start, segment.end)
            return
        if self.form and self.current is not None and self.field not in (None, IGNORE):
            self._add(segment.start, segment.end)
            return
        self.structured = True
        self._start()
        self.field, self.block, self.item_indent = "statement", False, indent
        self._add(start, segment.end)

    def _line(self, segment: _Segment, line: str, segments: list[_Segment], index: int) -> None:
        if self.field == IGNORE:
            return
        if self.field is not None and self.current is not None:
            self._add(segment.start, segment.end)  # wrapped, or below its heading
        elif self.form and self.current is not None and self.current.slices:
            name = list(self.current.slices)[-1]
            self.field = name
            self._add(segment.start, segment.end)
        elif self._is_title(line, segments, index):
            self.structured = True
            self._close()
            return
        else:
            self._start()
            self.field, self.block = "statement", False
            self._add(segment.start, segment.end)
        self.intro = self.field == "statement" and bool(_INTRODUCES.search(line))

    def _is_title(self, line: str, segments: list[_Segment], index: int) -> bool:
        stripped = line.strip()
        if len(stripped) > _LONGEST_TITLE or _SENTENCE_END.search(stripped) or _INTRODUCES.search(stripped):
            return False
        for segment in segments[index + 1 : index + 6]:
            following = self.text[segment.start : segment.end]
            if not following.strip() or _RULER.match(following):
                continue
            if self._may_be_title_too(following):
                continue
            if self.headings.leading(following) is not None:
                return len(stripped.split()) <= 20
            return bool(_ITEM.match(following)) and (stripped.endswith(":") or len(stripped.split()) <= 8)
        return False

    def _may_be_title_too(self, line: str) -> bool:
        """Above the first target a title may have a second line: the school's name, then the form's."""
        return (
            not self.done
            and self.current is None
            and len(line.split()) <= 12
            and not _SENTENCE_END.search(line.strip())
            and not _ITEM.match(line)
            and self.headings.leading(line) is None
        )

    # -- building --------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self.current is not None and not self.current.slices:
            return
        self._close()
        self.form = False
        self.current = _Open(owner=self.owner, role=self.role, id=self.id, about=self.about)
        self.id = None

    def _close(self) -> None:
        if self.current is not None and self.current.slices:
            self.done.append(self.current)
        self.current, self.field, self.block, self.intro, self.item_indent = None, None, False, False, None
        self.form = False

    def _has_text(self) -> bool:
        return self.current is not None and self.field in self.current.slices

    def _add(self, start: int, end: int) -> None:
        text = self.text
        while start < end and text[start] in " \t\r*_>":
            start += 1
        while end > start and text[end - 1] in " \t\r":
            end -= 1
        if start == end or self.current is None or self.field is None:
            return
        slices = self.current.slices.setdefault(self.field, [])
        if slices and not text[slices[-1][1] : start].strip(" \t\r\n*_>"):
            slices[-1][1] = end
        else:
            slices.append([start, end])

    def target(self, opened: _Open) -> WrittenTarget:
        fields = []
        for name in FIELD_NAMES:
            if slices := opened.slices.get(name):
                line, column = self.position(slices[0][0])
                joined = "\n".join(self.text[low:high].replace("\r\n", "\n") for low, high in slices)
                fields.append(Field(name, joined.rstrip(), line, column))
        return WrittenTarget(
            tuple(fields),
            id=opened.id,
            owner=opened.owner,
            role=opened.role,
            ignores=tuple(opened.ignores),
            about=tuple(sorted(opened.about.items())),
        )

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def give_ignores(self) -> None:
        """A comment belongs to the target on its line, or else to the next one."""
        spans = []
        for one in self.done:
            lows, highs = zip(*(part for parts in one.slices.values() for part in parts), strict=True)
            spans.append((min(lows), max(highs), one))
        ends = [high for _, high, _ in spans]
        for offset, rules in self.comments:
            index = bisect.bisect_right(ends, offset)
            if index and self.position(ends[index - 1])[0] == self.position(offset)[0]:
                index -= 1
            if index < len(spans):
                spans[index][2].ignores += rules
        for _, _, one in spans:
            one.ignores += self.ignored_everywhere


def read(text: str, path: str, headings: Headings, *, markdown: bool = False, person: Person | None = None) -> Draft:
    """The targets of a plain text or (``markdown``) a Markdown text. Linear in its length.

    ``person``: whose targets these are as far as the form said before; learns what the text says.
    """
    person = person or Person()
    reader = _Reader(text, headings, markdown)
    reader.owner, reader.role, reader.about = person.owner, person.role, person.about
    reader.read()
    person.owner, person.role, person.about = reader.owner, reader.role, reader.about
    reader.give_ignores()
    targets = tuple(reader.target(opened) for opened in reader.done)
    prose = not reader.structured and len(targets) > 1
    targets = tuple(target for target in targets if not mail.is_courtesy(target)) or targets
    return Draft(path, targets, prose=prose)
