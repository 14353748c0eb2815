"""Patterns that are tried, and compiled, only where they could match.

Most patterns can match no text that lacks some word: ``by {step_gerund}`` needs "by" and a word that begins an entry of the list.
Those needs (*anchors*) are read off a pattern's syntax tree once. A text is asked for them before the pattern runs, which skips nine
of ten, and a pattern that no text has needed is never compiled: with its word lists put in, compiling is the dearest thing at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from re import _constants as sre  # the syntax tree has no public door; the test of anchors would show a change
from re import _parser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from target_lint.nlp.words import Plain, Words

#: stand for word lists in the syntax tree
_FIRST = 0xE000
_CHUNK = re.compile(r"\w+")
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
#: an anchor: a piece of text that must occur, or the first words of a list, of which one must occur
Anchor = str | frozenset[str]
#: more alternatives than these cost more to look for than they save
_MOST = 40


class Pattern:
    """One pattern of a rule file. ``group`` is the name of its only named group, if it has one.

    Raises re.error if it is no regular expression and KeyError if it names no word list.
    """

    def __init__(self, source: str, words: Words) -> None:
        self.source = source
        self._words = words
        named = re.search(r"\(\?P<(\w+)>", source)
        self.group: str | int = named[1] if named else 0
        self._anchors = _anchors(source, words)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self._words.expand(self.source))

    def may_match(self, text: Plain) -> bool:
        """Whether ``text`` has what every match needs; False is certain, True is not."""
        if self._anchors is None:
            return True
        chunks = text.chunks
        return any(
            anchor in text if isinstance(anchor, str) else not anchor.isdisjoint(chunks) for anchor in self._anchors
        )

    def finditer(
        self, text: Plain, start: int = 0, end: int | None = None, shown: str | None = None
    ) -> Iterator[re.Match[str]]:
        """Every match in ``text`` between two characters; in ``shown``, the same text with its capitals, if that is given."""
        if not self.may_match(text):
            return iter(())
        return self._regex.finditer(text if shown is None else shown, start, len(text) if end is None else end)

    def search(self, text: Plain, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        return next(self.finditer(text, start, end), None)


class Phrases(Pattern):
    """Any of a number of literal phrases, as whole words."""

    def __init__(self, items: Iterable[str], body: str, words: Words | None = None) -> None:
        self.source = "any of a list of phrases"
        self.group = 0
        self._body = body
        self._anchors = (first_words(items),)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self._body)


def chunks(text: str) -> frozenset[str]:
    """The distinct runs of letters and digits of ``text``."""
    return frozenset(_CHUNK.findall(text))


def first_words(items: Iterable[str]) -> frozenset[str]:
    """One run of letters and digits that each of ``items`` needs; an item without any needs nothing, so there is no anchor then."""
    return frozenset(match[0] if (match := _CHUNK.search(item)) else "" for item in items)


def _anchors(source: str, words: Words) -> tuple[Anchor, ...] | None:
    """The cheapest set of anchors of which one must be in any text that ``source`` matches, or None."""
    lists: list[str] = []

    def placeholder(match: re.Match[str]) -> str:
        if match[1] not in words.lists:
            raise KeyError(match[1])
        lists.append(match[1])
        return chr(_FIRST + len(lists) - 1)

    marked = re.sub(r"\{([a-z_]+)\}", placeholder, words.spaced(source))
    # an ending such as "{verb}s?" makes another word of an entry, so that list is no anchor
    loose = {
        lists[ord(char) - _FIRST] for char in re.findall(rf"([{chr(_FIRST)}-{chr(_FIRST + 999)}])\)*[\w('’]", marked)
    }
    loose |= {lists[ord(char) - _FIRST] for char in re.findall(rf"\w([{chr(_FIRST)}-{chr(_FIRST + 999)}])", marked)}
    firsts = {name: first_words(words.lists[name]) for name in lists}

    def of(sequence: Iterable) -> tuple[Anchor, ...] | None:
        found: list[tuple[Anchor, ...]] = []
        run = ""
        for operation, value in [*sequence, (None, None)]:
            if operation is sre.LITERAL and not _FIRST <= value < _FIRST + 1000:
                run += chr(value).lower()
                continue
            if len(run) > 1:
                found.append((run,))
            run = ""
            if operation is sre.LITERAL:
                name = lists[value - _FIRST]
                if name not in loose and "" not in firsts[name]:
                    found.append((firsts[name],))
            elif operation in _REPEATS and value[0] >= 1:
                found.append(inner) if (inner := of(value[2])) else None
            elif operation is sre.SUBPATTERN:
                found.append(inner) if (inner := of(value[3])) else None
            elif operation is sre.BRANCH:
                branches = [of(branch) for branch in value[1]]
                if all(branches):
                    found.append(tuple(dict.fromkeys(anchor for branch in branches for anchor in branch)))
        found = [one for one in found if len(one) <= _MOST]
        return min(found, key=_cost, default=None)

    tree = _parser.parse(marked)
    # only a group that repeats without end can hold another such repeat; to walk every tree would cost a tenth of the start-up
    if re.search(r"\)(?:[*+]|\{\d+,\})", source) and _runs_away(tree, within=False):
        raise re.error(
            "a repeat without an end inside another one could run for ever; give one of them a limit such as {1,8}"
        )
    return of(tree)


def _runs_away(node: object, within: bool) -> bool:
    """Whether an unbounded repeat stands inside an unbounded repeat, the form that makes matching exponential."""
    if isinstance(node, tuple) and len(node) == 2 and node[0] in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        _, most, body = node[1]
        endless = most is sre.MAXREPEAT
        return (endless and within) or _runs_away(body, within or endless)
    if isinstance(node, (tuple, list)) or hasattr(node, "data"):
        return any(_runs_away(item, within) for item in (node.data if hasattr(node, "data") else node))
    return False


def _cost(anchors: tuple[Anchor, ...]) -> float:
    """How much of a text is likely to have one of these: long pieces are rare, lists of many words are not."""
    return sum(2.0 ** -min(len(one), 8) if isinstance(one, str) else len(one) / 2000 + 0.01 for one in anchors)
