"""Which field a heading of a form means: ``rules/headings.yaml``, and the ways in which people write headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from target_lint import shipped, yamlfile
from target_lint.types import FIELD_NAMES

#: what a heading may mean beside a field
OWNER, ROLE, ID, IGNORE = "owner", "role", "id", "ignore"
#: where that person works, for the overview of a school
ABOUT = ("department", "key_stage")
_NAMES = (*FIELD_NAMES, OWNER, ROLE, ID, *ABOUT, IGNORE)
_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\be\.g\..*|\bi\.e\..*", re.DOTALL)
_NOISE = re.compile(r"[^\w'/&#%-]+")
_NUMBER = re.compile(r"(?:\s*(?:no\.?|number|#))?\s*[-–]?\s*(?:\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six)$")
_MARK = re.compile(r"^[\s>*_#•·–-]*(?:\(?\d{1,2}[.)]\s+)?[*_]*")
_STOP = re.compile(r"[:?](?:\s|[*_]|$)|\s[-–—=]\s|\t")
#: what stands between two labels in one line: "Name: Helen Carter      Role: Teacher"
_GAP = re.compile(r"(?<=\S)(?:\s*\|\s*|\s+[-–—]\s+|[^\S\t]*\t\s*|[^\S\t]{2,})(?=\S)")
_LABEL = re.compile(r"([^:\n]{1,60}):(?:\s|[*_]|$)")
#: nothing longer than this is a heading
LONGEST = 140
#: a label that is nobody's work: "Name", "Full name", "Name of teacher"
_NAME = re.compile(r"[\s*_]*(?:\w+ ){0,2}name\b", re.IGNORECASE)
#: words of a name
_LONGEST_NAME = 6
#: nothing longer than this is a line of labels
_LONGEST_LINE = 600


@dataclass(frozen=True)
class Heading:
    """``name``: what it means; ``number``: the 2 of "Objective 2"; ``end``: where its text begins after it."""

    name: str
    number: int | None
    end: int


@dataclass(frozen=True)
class Headings:
    """``known``: normal form of a heading -> one of the field names, ``owner``, ``role``, ``id``, one of :data:`ABOUT` or ``ignore``."""

    known: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> Headings:
        """Raises RuleError for unknown fields and for a heading that stands twice."""
        known: dict[str, str] = {}
        for name, entry in yamlfile.load(path).mapping("headings", _NAMES).items():
            for item in entry.list(name):
                key = normal(item.text("a heading"))
                if known.setdefault(key, name) != name:
                    raise item.error(f"the heading {item.value!r} is listed under {known[key]!r} as well")
        return cls(known)

    def meaning(self, text: str) -> str | None:
        """The meaning of a cell that is a heading and nothing else, or None."""
        found = self._find(text)
        return found.name if found else None

    def number(self, text: str) -> int | None:
        """The 2 of "Objective 2: ...", or None."""
        found = self._find(text)
        return found.number if found else None

    def _find(self, text: str) -> Heading | None:
        text = text.strip()
        if not text or len(text) > LONGEST:
            return None
        candidates = [text, text.split("\n")[0]]
        if match := _STOP.search(text):
            candidates.append(text[: match.start()])
        candidates += [part for part in re.split(r"\s+/\s+|\s+[-–]\s+", text) if part != text]
        for candidate in candidates:
            key = normal(candidate)
            if key in self.known:
                digits = re.search(r"(\d{1,2})\W*$", _HINT.sub(" ", candidate).strip())
                return Heading(self.known[key], int(digits[1]) if digits else None, len(text))
        return None

    def leading(self, line: str) -> Heading | None:
        """A heading at the start of ``line``, followed by its text ("Success criteria: ...") or by nothing.

        ``end`` is where the text begins. A bare word such as "Target" needs a colon, a dash, a question mark, a number or
        the end of the line after it.
        """
        begin = _MARK.match(line).end()
        rest = line[begin:]
        for match in _STOP.finditer(rest[: LONGEST + 2]):
            # "Objective 2 - Teaching: ..." : the first stop after which what stands before is a heading
            key = normal(rest[: match.start()] + (match[0][0] if match[0][0] == "?" else ""))
            if key in self.known:
                end = begin + match.end()
                while end < len(line) and line[end] in " \t*_:-–—":
                    end += 1
                return Heading(self.known[key], _digits(rest[: match.start()]), end)
        stripped = rest.strip().rstrip("*_").strip()
        if 0 < len(stripped) <= LONGEST and (name := self.known.get(normal(stripped))):
            return Heading(name, _digits(stripped), len(line))
        return None

    def gaps(self, line: str) -> list[tuple[int, int]]:
        """Where a line that says several things of a person is to be cut ("Name: Helen Carter      Role: Teacher"): between two labels with
        colons. Empty for every other line: it must begin with such a label, and name somebody or a role."""
        if line.count(":") < 2 or len(line) > _LONGEST_LINE or (first := self._label(line)) is None:
            return []
        found, names = [], {first}
        for match in _GAP.finditer(line):
            if name := self._label(line[match.end() :]):
                found.append(match.span())
                names.add(name)
        return found if names & {OWNER, ROLE} else []

    def parted(self, line: str) -> list[str]:
        """``line``, cut at its :meth:`gaps`."""
        gaps = self.gaps(line)
        return [line[low:high] for low, high in zip([0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(line)], strict=True)]

    def said(self, text: str) -> list[tuple[str, str]]:
        """What a cell says of a person in its labels ("Name: Helen Carter", "Role: Teacher" below or beside it): what each means, and its words.

        Empty unless each line of the cell begins with a label and one of them names somebody or a role: by the word "name" or beside another label, for a
        step may begin with "Teacher:" too.
        """
        found = []
        for part in (part.strip() for line in text.split("\n") if line.strip() for part in self.parted(line)):
            name = self._label(part)
            if name is None:
                return []
            value = part.partition(":")[2].strip(" \t*_-–—")
            if name == OWNER and len(value.split()) > _LONGEST_NAME:
                return []
            if any(map(str.isalnum, _HINT.sub(" ", value))):  # "Name: ........" and "Name: (capitals)" are still to be filled in
                found.append((name, value))
        names = {name for name, _ in found}
        return found if (len(names) > 1 and names & {OWNER, ROLE}) or (found and _NAME.match(text)) else []

    def _label(self, text: str) -> str | None:
        """What the label of a person at the start of ``text`` means; a label ends in a colon."""
        match = _LABEL.match(text)
        name = self.known.get(normal(match[1])) if match else None
        return name if name in (OWNER, ROLE, ID, *ABOUT, IGNORE) else None


def normal(text: str) -> str:
    """A heading without case, hints, punctuation and closing number."""
    text = _HINT.sub(" ", text.replace("’", "'").lower())
    text = " ".join(_NOISE.sub(" ", text).split()).strip("-/' ")
    shorter = _NUMBER.sub("", text).strip("-/' ")
    return shorter or text


def _digits(text: str) -> int | None:
    match = re.search(r"(\d{1,2})\W*$", _HINT.sub(" ", text).strip())
    return int(match[1]) if match else None


@lru_cache(maxsize=1)
def shipped_headings() -> Headings:
    """Our own headings; read once."""
    return Headings.load(shipped.folder("rules") / "headings.yaml")
