"""The tokens of a text, and which anchors each of them fulfils: looked up once for every pattern (see :mod:`target_lint.nlp.anchors`)."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(r"\w+")
#: characters of no token that are rare enough to tell something
MARKS = "'\"[]%£?"
#: tokens remembered; past that they are looked up anew
_REMEMBERED = 50_000


@dataclass(frozen=True)
class Anchor:
    """Tokens, whole or by their beginning, of which one must be in the text."""

    exact: frozenset[str]
    prefixes: frozenset[str] = frozenset()


class Registry:
    """Every anchor in use, each with a bit; and the bits of every token met. One for the whole process (:data:`REGISTRY`)."""

    def __init__(self) -> None:
        self._bits: dict[Anchor, int] = {}
        self._exact: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._tokens: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._firsts: dict[int, int] = {}
        self._begins = 0
        self._longest = 0
        self._lock = threading.Lock()

    def first(self, anchor: Anchor) -> int:
        """The number (from 1) of an anchor near which matches begin, so that the tokens that fulfil it must be found again."""
        bit = self.bit(anchor)
        with self._lock:
            if bit not in self._firsts:
                self._firsts = {**self._firsts, bit: len(self._firsts) + 1}
                self._begins |= bit
                self._tokens = {}
            return self._firsts[bit]

    def bit(self, anchor: Anchor) -> int:
        with self._lock:
            bit = self._bits.get(anchor)
            if bit is None:
                bit = self._bits[anchor] = 1 << len(self._bits)
                for token in anchor.exact:
                    self._exact[token] = self._exact.get(token, 0) | bit
                for prefix in anchor.prefixes:
                    self._prefixes[prefix] = self._prefixes.get(prefix, 0) | bit
                self._longest = max([self._longest, *map(len, anchor.prefixes)])
                self._tokens = {}
            return bit

    def of(self, token: str) -> tuple[int, tuple[int, ...]]:
        """The bits of every anchor that ``token`` fulfils, and the numbers of those near which matches begin."""
        tokens = self._tokens
        known = tokens.get(token)
        if known is None:
            shown = token if token.isascii() else "".join(str(int(one)) if one.isdecimal() else one for one in token)
            bits = self._exact.get(shown, 0)
            for end in range(1, min(len(shown), self._longest) + 1):
                bits |= self._prefixes.get(shown[:end], 0)
            known = bits, tuple(self._firsts[bit] for bit in _apart(bits & self._begins))
            if len(tokens) > _REMEMBERED:
                self._tokens = tokens = {}
            tokens[token] = known  # into the memory that was asked: one that was emptied meanwhile is not filled with what is out of date
        return known


def _apart(bits: int) -> Iterator[int]:
    """Each bit of ``bits``; a token has some ten of several hundred."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


REGISTRY = Registry()


class Scan:
    """The tokens of one text. ``mask``: the bits of all of them; ``at``: number of an anchor near which matches begin -> the starts of its tokens."""

    __slots__ = ("at", "ends", "mask", "starts")

    def __init__(self, text: str) -> None:
        of = REGISTRY.of
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.at: dict[int, list[int]] = defaultdict(list)
        at, mask = self.at, 0
        for match in TOKEN.finditer(text):
            start, end = match.span()
            self.starts.append(start)
            self.ends.append(end)
            bits, firsts = of(text[start:end])
            mask |= bits
            for number in firsts:
                at[number].append(start)
        for mark in MARKS:
            if mark in text:
                mask |= of(mark)[0]
        self.mask = mask
