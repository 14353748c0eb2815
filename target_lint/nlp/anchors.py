"""What a text must have for a pattern to match it, and where a match could begin: read off the pattern's syntax tree, once.

Most patterns can match no text that lacks some word: ``by {step_gerund}`` needs the token "by" and, somewhere, a token that begins an entry
of the list. Each such need is an *anchor*, a set of tokens or beginnings of tokens, and has a bit of its own. A text's tokens are looked up
once; from then on "could this pattern match here?" is one ``&`` of two whole numbers, which skips nineteen of twenty patterns, and the
few that remain are tried only at tokens that could begin a match, some ten times cheaper than to let a regular expression look at every
character. All of it errs on the side of trying: an anchor never hides a match (a test compares the two).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from re import _constants as sre  # the syntax tree has no public door; the test of anchors would show a change
from re import _parser

from target_lint.nlp.tokens import MARKS, REGISTRY, TOKEN, Anchor

_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
_DIGITS = frozenset("0123456789")
#: stand for word lists in the syntax tree
FIRST = 0xE000
#: a class of more word characters than these is as good as any
_MOST = 40
#: so many tokens before its anchor a match may begin; beyond, every character is tried
_FARTHEST = 8
#: so many beginnings are followed; more of them, or longer ones, are taken as they stand
_MANY, _LONG = 400, 12
#: as many characters between two tokens as there may be
ENDLESS = 1 << 30


@dataclass(frozen=True)
class Anchoring:
    """``need``: the bits that a text must have. ``first``: the number of the anchor near whose tokens every match begins, at most ``back`` tokens and
    ``lead`` further characters before one; 0 if a match may begin anywhere."""

    need: int = 0
    first: int = 0
    back: int = 0
    lead: int = 0


class _AnyToken(Exception):
    """A match may begin with any token, or none."""


#: what may be open besides the beginning of a token: nothing yet; a token that may be any; the end of such a token
_NOTHING, _INSIDE, _AFTER = "", "\0", "\1"


@dataclass
class _Walk:
    """The tokens with which what was walked so far can begin. ``open``: beginnings that what follows may lengthen."""

    open: set[str] = field(default_factory=lambda: {_NOTHING})
    exact: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    back: int = 0
    lead: int = 0

    @property
    def begun(self) -> set[str]:
        return self.open - {_NOTHING, _INSIDE, _AFTER}

    def copy(self) -> _Walk:
        return _Walk(set(self.open), set(self.exact), set(self.prefixes), self.back, self.lead)

    def join(self, other: _Walk) -> None:
        self.open |= other.open
        self.exact |= other.exact
        self.prefixes |= other.prefixes
        self.back = max(self.back, other.back)
        self.lead = max(self.lead, other.lead)

    def become(self, other: _Walk) -> None:
        self.__dict__.update(other.__dict__)


class Reader:
    """Reads anchors off patterns; ``lists``: the word lists, by name."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = lists
        self._heads: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def read(self, marked: str, names: list[str]) -> tuple[Anchoring, object]:
        """The anchoring of a pattern in whose source character ``FIRST + i`` stands for the list ``names[i]``, and its syntax tree."""
        tree = _parser.parse(marked)
        elements = list(_flat(_apart(tree)))
        first = self._from(elements, names)
        needs = [first] if first else []
        boundary = False
        for index, (operation, value) in enumerate(elements):
            if boundary and (found := self._from(elements[index:], names)):
                needs.append(found)
            skipped = boundary and operation in _REPEATS and value[0] == 0 and bool(body := list(value[2])) and _ends_a_token(*body[-1])
            boundary = skipped or _ends_a_token(operation, value)
        need = 0
        for walk in needs:
            need |= REGISTRY.bit(Anchor(frozenset(walk.exact), frozenset(walk.prefixes)))
        for operation, value in elements:
            if operation in (sre.LITERAL, sre.IN):
                characters = _marks(operation, value)
                if characters and characters <= set(MARKS):
                    need |= REGISTRY.bit(Anchor(frozenset(characters)))
        if first is None or first.back > _FARTHEST:
            return Anchoring(need), tree
        number = REGISTRY.first(Anchor(frozenset(first.exact), frozenset(first.prefixes)))
        return Anchoring(need, number, first.back, first.lead), tree

    def literal(self, phrases: Iterable[str]) -> Anchoring:
        """The anchoring of a list of literal phrases."""
        exact, lead = set(), 0
        for phrase in phrases:
            match = TOKEN.search(phrase)
            if match is None:
                return Anchoring()
            exact.add(match[0])
            # white space stands for any amount of it
            lead = ENDLESS if re.search(r"\s", phrase[: match.start()]) else max(lead, match.start())
        anchor = Anchor(frozenset(exact))
        return Anchoring(REGISTRY.bit(anchor), REGISTRY.first(anchor), 0, lead)

    def _from(self, elements: list, names: list[str]) -> _Walk | None:
        """The first tokens of anything that ``elements`` can match, or None if those may be any."""
        walk = _Walk()
        try:
            self._walk(elements, names, walk)
        except _AnyToken:
            return None
        if walk.open != walk.begun:
            return None
        walk.exact |= walk.open  # the pattern ends here, and ends with a whole word
        return walk

    def _walk(self, elements: Iterable, names: list[str], walk: _Walk) -> None:
        for operation, value in elements:
            begun = walk.begun
            if len(begun) > _MANY or any(len(one) > _LONG for one in begun):
                walk.prefixes |= begun
                walk.open -= begun
            if not walk.open:
                return
            self._step(operation, value, names, walk)

    def _step(self, operation: object, value: object, names: list[str], walk: _Walk) -> None:
        if operation is sre.LITERAL:
            if FIRST <= value < FIRST + len(names):
                self._list(names[value - FIRST], walk)
            else:
                char = _followed(chr(value))
                self._characters({char} if _is_word(char) else set(), not _is_word(char), walk)
        elif operation is sre.IN and (found := _class(value)) is not None:
            self._characters(*found, walk)
        elif operation is sre.IN and list(value) == [(sre.CATEGORY, sre.CATEGORY_WORD)]:
            walk.prefixes |= walk.begun
            walk.open = {_INSIDE} if walk.open - walk.begun else set()
        elif operation in (sre.IN, sre.ANY, sre.NOT_LITERAL):
            if walk.open - walk.begun:
                raise _AnyToken
            walk.prefixes |= walk.open
            walk.open = set()
        elif operation is sre.SUBPATTERN:
            if value[1] or value[2]:  # flags of its own
                raise _AnyToken
            self._walk(value[3], names, walk)
        elif operation is sre.ATOMIC_GROUP:
            self._walk(value, names, walk)
        elif operation is sre.BRANCH:
            ends = []
            for branch in value[1]:
                ends.append(walk.copy())
                self._walk(branch, names, ends[-1])
            for one in ends[1:]:
                ends[0].join(one)
            walk.become(ends[0])
        elif operation in _REPEATS:
            self._repeat(*value, names, walk)
        elif operation not in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
            raise _AnyToken

    def _repeat(self, least: int, most: int, body: Iterable, names: list[str], walk: _Walk) -> None:
        before = walk.copy()
        self._walk(body, names, walk)
        if most is sre.MAXREPEAT or most > 1:
            again = walk.copy()
            self._walk(body, names, again)
            back, lead = again.back - walk.back, again.lead - walk.lead
            if most is sre.MAXREPEAT and back:
                raise _AnyToken
            walk.join(again)
            walk.prefixes |= walk.begun
            if most is sre.MAXREPEAT:
                walk.lead = ENDLESS if lead else walk.lead
            else:
                walk.back += back * (int(most) - 2)
                walk.lead += lead * (int(most) - 2)
        if least == 0:
            walk.join(before)

    def _characters(self, word: set[str], other: bool, walk: _Walk) -> None:
        """One character: of ``word``, or (``other``) one that no token has."""
        found: set[str] = set()
        for one in walk.open:
            if word:
                found |= {_INSIDE} if one == _INSIDE else {one.strip(_AFTER) + char for char in word}
            if other:
                if one == _NOTHING:
                    walk.lead += 1
                    found.add(_NOTHING)
                elif one in (_INSIDE, _AFTER):
                    walk.back += one == _INSIDE
                    found.add(_AFTER)
                else:
                    walk.exact.add(one)
        walk.open = found

    def _list(self, name: str, walk: _Walk) -> None:
        if _INSIDE in walk.open:
            raise _AnyToken
        if name not in self._heads:
            closed, whole = set(), set()
            for phrase in self.lists[name]:
                match = TOKEN.search(phrase)
                if match is None or match.start():
                    raise _AnyToken
                (whole if match.end() == len(phrase) else closed).add(match[0])
            self._heads[name] = (frozenset(closed), frozenset(whole))
        closed, whole = self._heads[name]
        begun = {one.strip(_AFTER) for one in walk.open}
        walk.exact |= {one + head for one in begun for head in closed}
        walk.open = {one + head for one in begun for head in whole}


def _apart(tree: Iterable) -> list:
    """The tree with ``{a}|{b}``, which the parser takes for a class of two characters, as the branches that they are."""
    found = []
    for operation, value in tree:
        if operation is sre.IN and any(kind is sre.LITERAL and one >= FIRST for kind, one in value):
            operation, value = sre.BRANCH, (None, [[item] for item in value])
        elif operation is sre.BRANCH:
            value = (value[0], [_apart(branch) for branch in value[1]])
        elif operation is sre.SUBPATTERN:
            value = (*value[:3], _apart(value[3]))
        elif operation is sre.ATOMIC_GROUP:
            value = _apart(value)
        elif operation in _REPEATS:
            value = (*value[:2], _apart(value[2]))
        found.append((operation, value))
    return found


def _flat(tree: Iterable) -> Iterable:
    """The elements of a sequence, its groups taken apart."""
    for operation, value in tree:
        if operation is sre.SUBPATTERN and not value[1] and not value[2]:
            yield from _flat(value[3])
        else:
            yield operation, value


def _marks(operation: object, value: object) -> set[str]:
    """The characters that one element asks for, if they are of no token and few."""
    if operation is sre.LITERAL:
        return {chr(value)}
    return {chr(one) for kind, one in value} if all(kind is sre.LITERAL for kind, _ in value) else set()


def _simple(char: str) -> str | None:
    """``char`` in lower case, or None for one with more than one lower form or a digit that is not one of ours: nothing is inferred from those."""
    lowered = char.lower()
    odd = len(lowered) != 1 or char in "Σσςıſ" or (char.isdecimal() and not char.isascii())
    return None if odd else lowered


def _followed(char: str) -> str:
    lowered = _simple(char) if _is_word(char) else char
    if lowered is None:
        raise _AnyToken
    return lowered


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _ends_a_token(operation: object, value: object) -> bool:
    """Whether what follows this element begins a token of its own."""
    if operation is sre.LITERAL:
        return not _is_word(chr(value)) and not FIRST <= value < FIRST + 1000
    if operation is sre.IN:
        return (found := _class(value)) is not None and not found[0]
    if operation in _REPEATS:
        body = list(value[2])
        return value[0] >= 1 and bool(body) and _ends_a_token(*body[-1])
    if operation is sre.BRANCH:
        return all(len(branch) and _ends_a_token(*branch[-1]) for branch in value[1])
    return operation is sre.AT and value is sre.AT_BEGINNING


def _class(items: list) -> tuple[set[str], bool] | None:
    """``(word characters, whether others too)`` of a class; None for more word characters than matter."""
    found: set[str] = set()
    other = False
    for operation, value in items:
        if operation is sre.LITERAL or (operation is sre.RANGE and value[1] - value[0] < 100):
            low, high = (value, value) if operation is sre.LITERAL else value
            for char in map(chr, range(low, high + 1)):
                if _is_word(char):
                    if (lowered := _simple(char)) is None:
                        return None
                    found.add(lowered)
                else:
                    other = True
        elif operation is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found |= _DIGITS
        elif operation is sre.CATEGORY and value in (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_WORD):
            other = True
        else:
            return None
    return (found, other) if len(found) <= _MOST else None
