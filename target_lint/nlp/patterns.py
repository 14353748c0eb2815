"""Patterns that are tried, and compiled, only where they could match (see :mod:`target_lint.nlp.anchors`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from re import _constants as sre
from typing import TYPE_CHECKING

from target_lint.nlp.anchors import FIRST, Anchoring

if TYPE_CHECKING:
    from target_lint.nlp.tokens import Scan
    from target_lint.nlp.words import Plain, Words

_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}


_AT_ONCE = re.compile(r"\(\?<[=!]|\(\?[aiLmsux]+\)|\\\{")


class Pattern:
    """One pattern of a rule file. ``group`` is the name of its only named group, if it has one; ``need`` the bits that a text must have.

    Raises re.error if it is no regular expression and KeyError if it names no word list.
    """

    def __init__(self, source: str, words: Words) -> None:
        self.source = source
        self._words = words
        named = re.search(r"\(\?P<(\w+)>", source)
        self.group: str | int = named[1] if named else 0
        self._anchoring = _anchoring(source, words)
        if _AT_ONCE.search(source):  # what only compiling shows to be wrong is found when the rule is loaded
            _ = self._regex
        self.need = self._anchoring.need

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self._words.expand(self.source))

    def may_match(self, text: Plain) -> bool:
        """Whether ``text`` has what every match needs; False is certain, True is not."""
        return text.scan.mask & self.need == self.need

    def matches(
        self, text: Plain, start: int = 0, end: int | None = None, shown: str | None = None
    ) -> list[re.Match[str]]:
        """Every match in ``text`` between two characters, in order; in ``shown``, the same text with its capitals, if that is given."""
        if text.scan.mask & self.need != self.need:
            return []
        end = len(text) if end is None else end
        string = text if shown is None else shown
        found: list[re.Match[str]] = []
        if not self._anchoring.first:
            found.extend(self._regex.finditer(string, start, end))
            return found
        match = self._regex.match
        for position in self._candidates(text.scan):
            if start <= position < end and (one := match(string, position, end)) is not None:
                found.append(one)
                start = max(one.end(), position + 1)
        return found

    def _candidates(self, scan: Scan) -> Sequence[int]:
        """Where a match could begin, in order."""
        anchoring = self._anchoring
        begins = scan.at.get(anchoring.first, ())
        if not anchoring.back and not anchoring.lead:
            return begins
        starts = scan.starts
        if not anchoring.lead and len(begins) == 1:
            index = bisect_left(starts, begins[0])
            return starts[max(index - anchoring.back, 0) : index + 1]
        found: set[int] = set()
        for begin in begins:
            index = bisect_left(starts, begin)
            low = max(index - anchoring.back, 0)
            if anchoring.lead:
                gap = scan.ends[low - 1] if low else 0
                found.update(range(max(starts[low] - anchoring.lead, gap), begin + 1))
            else:
                found.update(starts[low : index + 1])
        return sorted(found)

    def search(self, text: Plain) -> bool:
        """Whether it matches anywhere in ``text``."""
        scan = text.scan
        if scan.mask & self.need != self.need:
            return False
        if not self._anchoring.first:
            return self._regex.search(text) is not None
        match = self._regex.match
        for position in self._candidates(scan):  # noqa: SIM110  to make a generator costs more than most of these tries
            if match(text, position) is not None:
                return True
        return False


class Phrases(Pattern):
    """Any of a number of literal phrases, as whole words."""

    def __init__(self, body: str, anchoring: Anchoring) -> None:
        self.source = "any of a list of phrases"
        self.group = 0
        self._body = body
        self._anchoring = anchoring
        self.need = anchoring.need

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self._body)


def _anchoring(source: str, words: Words) -> Anchoring:
    lists: list[str] = []

    def placeholder(match: re.Match[str]) -> str:
        if match[1] not in words.lists:
            raise KeyError(match[1])
        lists.append(match[1])
        return chr(FIRST + len(lists) - 1)

    marked = re.sub(r"\{([a-z_]+)\}", placeholder, words.spaced(source))
    anchoring, tree = words.anchors.read(marked, lists)
    # only a group that repeats without end can hold another such repeat; to walk every tree would cost a tenth of the start-up
    if re.search(r"\)(?:[*+]|\{\d+,\})", source) and _runs_away(tree, within=False):
        raise re.error(
            "a repeat without an end inside another one could run for ever; give one of them a limit such as {1,8}"
        )
    return anchoring


def _runs_away(node: object, within: bool) -> bool:
    """Whether an unbounded repeat stands inside an unbounded repeat, the form that makes matching exponential."""
    if isinstance(node, tuple) and len(node) == 2 and node[0] in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        _, most, body = node[1]
        endless = most is sre.MAXREPEAT
        return (endless and within) or _runs_away(body, within or endless)
    if isinstance(node, (tuple, list)) or hasattr(node, "data"):
        return any(_runs_away(item, within) for item in (node.data if hasattr(node, "data") else node))
    return False
