"""The walk over the segments of a plain text: where one target ends, and which words stand in which field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from target_lint.readers.headings import ABOUT, ID, IGNORE, LONGEST, OWNER, ROLE, Headings
from target_lint.readers.segments import Segment, segments_of
from target_lint.types import FIELD_NAMES

_ITEM = re.compile(r"[ \t]*(?:[-*•·◦▪‣–—o]|\(?\d{1,3}[.)]|\(?[a-hA-H][.)]|\(?[ivx]{1,4}[.)]|\[[ xX]?\])[ \t]+(?=\S)")
_RULER = re.compile(r"^\s*(?:[-=_*]\s*){3,}$")
_MARKDOWN_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_INTRODUCES = re.compile(
    r"(?:\b(?:by|through|to|including|include|includes|with|using|via|and|are|is|so that|will|means)|\.\.\.|–|-)\s*:\s*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;,]\W*$")
_LONGEST_TITLE = 140


@dataclass
class Open:
    """A target that is being read: slices by field name, in the order in which they came."""

    slices: dict[str, list[list[int]]] = field(default_factory=dict)
    ignores: list[str] = field(default_factory=list)
    owner: str | None = None
    role: str | None = None
    id: str | None = None
    about: dict[str, str] = field(default_factory=dict)


class Walk:
    """One reading of ``text``. ``owner``, ``role`` and ``about`` may be set before it; afterwards they are those of the last person that it named."""

    def __init__(self, text: str, headings: Headings, *, markdown: bool) -> None:
        self.headings = headings
        self.markdown = markdown
        self.text = text
        self.done: list[Open] = []
        self.current: Open | None = None
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

    def read(self) -> list[Open]:
        segments = list(segments_of(self.text, self.headings, markdown=self.markdown))
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

    def _markdown_heading(self, segment: Segment, offset: int) -> None:
        self.structured = True
        inner = Segment(segment.start + offset, segment.end)
        if not self._heading(inner, self.text[inner.start : inner.end]):
            self._close()  # a title: what follows is another target, and perhaps another person's

    def _heading(self, segment: Segment, line: str) -> bool:
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

    def _alone(self, segment: Segment) -> bool:
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

    def _item(self, segment: Segment, offset: int, indent: int) -> None:
        start = segment.start + offset
        inner = self.text[start : segment.end]
        if self._heading(Segment(start, segment.end), inner):
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

    def _line(self, segment: Segment, line: str, segments: list[Segment], index: int) -> None:
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

    def _is_title(self, line: str, segments: list[Segment], index: int) -> bool:
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
        self.current = Open(owner=self.owner, role=self.role, id=self.id, about=self.about)
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
