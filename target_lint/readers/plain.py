"""Plain text, Markdown and typed input become a draft; the targets are found by :class:`target_lint.readers.walk.Walk`.

A field is a slice of the text as it was written, so an offset in a field is an offset in the file. Comments such as
``# target-lint: ignore vague/rhythm`` are blanked, not cut, for the same reason.
"""

from __future__ import annotations

import bisect
import re
from functools import lru_cache

from target_lint import shipped
from target_lint.readers import mail
from target_lint.readers.forms import Person
from target_lint.readers.headings import Headings
from target_lint.readers.walk import Open, Walk
from target_lint.types import FIELD_NAMES, Draft, Field, WrittenTarget

_COMMENT = re.compile(
    r"(?:<!--\s*target-lint:\s*(?P<verb1>ignore(?:-file)?)\s+(?P<rules1>[^\n]*?)-->|[#%]\s*target-lint:\s*(?P<verb2>ignore(?:-file)?)[ \t]+(?P<rules2>[^\n]*))"
)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RULE = re.compile(r"([a-z_]+(?:/[a-z_]+)?)(\s*,\s*|:?\s+|$)")


class _Text:
    """The text with its comments blanked, what these comments said, and where its lines begin."""

    def __init__(self, text: str, *, markdown: bool) -> None:
        self.ignored_everywhere: list[str] = []
        self.comments: list[tuple[int, list[str]]] = []
        self.listed: list[tuple[int, str]] = []
        self.text = self._without_comments(text, markdown)
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def _without_comments(self, text: str, markdown: bool) -> str:
        if "target-lint:" in text:
            text = _COMMENT.sub(self._blank_comment, text)
        return _HTML_COMMENT.sub(mail.blanked, text) if markdown else mail.without_heads(text)

    def _blank_comment(self, match: re.Match[str]) -> str:
        rules = listed_rules(match["rules1"] or match["rules2"] or "")
        self.listed += [(match.start(), rule) for rule in rules]
        if (match["verb1"] or match["verb2"]) == "ignore-file":
            self.ignored_everywhere += rules
        else:
            self.comments.append((match.start(), rules))
        return " " * len(match[0])

    def target(self, opened: Open) -> WrittenTarget:
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

    def give_ignores(self, done: list[Open]) -> None:
        """A comment belongs to the target on its line, or else to the next one."""
        spans = []
        for one in done:
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


def listed_rules(text: str) -> list[str]:
    """The rules and families at the start of a comment, with commas or spaces between; what follows them is the writer's reason.

    A family ("vague") stands first or behind a comma, where it must be one of ours.
    """
    rules: list[str] = []
    match, comma = _RULE.match(text), False
    while match and ("/" in match[1] or not rules or (comma and match[1] in _families())):
        rules.append(match[1])
        comma = "," in match[2]
        match = _RULE.match(text, match.end())
    return rules


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    return frozenset(place.name for place in shipped.folder("rules").iterdir() if place.is_dir()) - shipped.DATA_FOLDERS


def read(text: str, path: str, headings: Headings, *, markdown: bool = False, person: Person | None = None) -> Draft:
    """The targets of a plain text or (``markdown``) a Markdown text. Linear in its length.

    ``person``: whose targets these are as far as the form said before; learns what the text says.
    """
    person = person or Person()
    written = _Text(text, markdown=markdown)
    walk = Walk(written.text, headings, markdown=markdown)
    walk.owner, walk.role, walk.about = person.owner, person.role, person.about
    done = walk.read()
    person.owner, person.role, person.about = walk.owner, walk.role, walk.about
    written.give_ignores(done)
    targets = tuple(written.target(opened) for opened in done)
    prose = not walk.structured and len(targets) > 1
    targets = tuple(target for target in targets if not mail.is_courtesy(target)) or targets
    ignores = tuple((written.position(offset)[0], rule) for offset, rule in written.listed)
    return Draft(path, targets, prose=prose, ignores=ignores)
