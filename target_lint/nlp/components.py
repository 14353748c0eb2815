"""Marks the five parts of a target in its plain text, by the patterns of ``rules/parts/``, one file a part.

A hit is "certain" (unless a model is sure of the opposite), "strong" (these words alone settle it) or "weak" (they may mean it); or an "answer": what is there by other
patterns, in the sentence with which a suggestion asks for it, so that it counts whatever a model says. :mod:`target_lint.pipe` makes a spaCy pipe of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from target_lint import yamlfile
from target_lint.nlp.blanks import blanks
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Plain, Words, word_lists
from target_lint.types import FIELD_NAMES, PART_NAMES, RuleError

ANSWER, CERTAIN, STRONG, WEAK = "answer", "certain", "strong", "weak"
_LOOSE_END = re.compile(r"(?<=\w)[\s,;:]+(?:in|of|for|with|to|at|on|by|the|a|an|and|or|who|from|that)\Z")
#: ``(part, start, end, strength)`` by characters
Hit = tuple[str, int, int, str]
_KEYS = {"about", "answer", "certain", "strong", "weak", "not", "strong_in", "weak_in", "not_in", "filled", "never_in", "present", "absent"}


@dataclass(frozen=True)
class PartPatterns:
    """One file of ``rules/parts``: what marks a part, where, and what only looks like it.

    A match that begins inside excluded words does not count.
    """

    name: str
    answer: tuple[Pattern, ...]
    certain: tuple[Pattern, ...]
    strong: tuple[Pattern, ...]
    weak: tuple[Pattern, ...]
    excluded: tuple[Pattern, ...]
    #: (strength or "not", field names, patterns): patterns that hold only within these fields
    within: tuple[tuple[str, frozenset[str], tuple[Pattern, ...]], ...]
    #: fields that are the part by being filled
    filled: frozenset[str]
    #: fields whose words never say it
    never_in: frozenset[str]
    present: tuple[yamlfile.Entry, ...]
    absent: tuple[yamlfile.Entry, ...]

    @classmethod
    def load(cls, path: Path, words: Words) -> PartPatterns:
        """Raises RuleError."""
        entry = yamlfile.load(path).mapping("a part", _KEYS, ("about", "present", "absent"))

        def patterns(key: str) -> tuple[Pattern, ...]:
            return words.compile_all(entry[key].list(key)) if key in entry else ()

        within = []
        for key in ("strong_in", "weak_in", "not_in"):
            for names, listed in entry[key].mapping(key).items() if key in entry else ():
                fields = frozenset(names.split())
                if unknown := fields - set(FIELD_NAMES):
                    raise listed.error(f"no field is called {sorted(unknown)[0]!r}")
                within.append((key.removesuffix("_in"), fields, words.compile_all(listed.list(key))))

        def names(key: str) -> frozenset[str]:
            return (
                frozenset(item.one_of(key, FIELD_NAMES) for item in entry[key].list(key))
                if key in entry
                else frozenset()
            )

        return cls(
            path.stem,
            patterns(ANSWER),
            patterns(CERTAIN),
            patterns(STRONG),
            patterns(WEAK),
            patterns("not"),
            tuple(within),
            names("filled"),
            names("never_in"),
            tuple(entry["present"].list("present")),
            tuple(entry["absent"].list("absent")),
        )

    def find(
        self, text: Plain, fields: list[tuple[str, int, int]], blank: list[tuple[int, int, str | None]]
    ) -> list[tuple[int, int, str]]:
        """Every ``(start, end, strength)`` of this part in plain ``text``; may overlap. ``blank``: its blanks (see nlp/blanks.py)."""
        mask = text.scan.mask
        found: list[tuple[int, int, str]] = []
        # ``mask & need`` is asked here and not in the pattern, because nineteen of twenty patterns end with it
        for strength, patterns in ((ANSWER, self.answer), (CERTAIN, self.certain), (STRONG, self.strong), (WEAK, self.weak)):
            for pattern in patterns:
                if mask & pattern.need == pattern.need:
                    group = pattern.group
                    for match in pattern.matches(text):
                        found.append((*match.span(group), strength))
        for strength, names, patterns in self.within:
            if strength != "not":
                for name, low, high in fields:
                    if name in names:
                        for pattern in patterns:
                            for match in pattern.matches(text, low, high):
                                found.append((*match.span(pattern.group), strength))
        for name, low, high in fields:
            if name in self.filled and low < high:
                found.append((low, high, ""))
        kept = [(low, high, STRONG) for low, high, part in blank if part == self.name]
        found = [one for one in found if one[2] != ANSWER or _is_borne_out(one, found)]
        if not found:
            return kept
        barred = self._barred(text, fields, blank)
        for start, end, strength in found:
            if not strength:  # a field that is the part by being filled
                if any(text[i].isalnum() and not barred[i] for i in range(start, end)):
                    kept.append((start, end, STRONG))
                continue
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if loose := _LOOSE_END.search(text, start, end):  # "the six in" ends where what follows was looked at
                end = loose.start()
            if start < end and not barred[start]:
                kept.append((start, end, strength))
        return kept

    def _barred(
        self, text: Plain, fields: list[tuple[str, int, int]], blank: list[tuple[int, int, str | None]]
    ) -> bytearray:
        """A mask of the characters at which this part cannot begin; a mask, so that the cost stays linear in the text."""
        barred = bytearray(len(text))
        mask = text.scan.mask
        for pattern in self.excluded:
            if mask & pattern.need == pattern.need:
                _mask(barred, pattern.matches(text))
        for low, high, _ in blank:
            barred[low:high] = b"\1" * (high - low)
        for name, low, high in fields:
            if name in self.never_in:
                barred[low:high] = b"\1" * (high - low)
        for strength, names, patterns in self.within:
            for name, low, high in fields:
                if strength == "not" and name in names:
                    for pattern in patterns:
                        _mask(barred, pattern.matches(text, low, high))
        return barred


def _is_borne_out(answer: tuple[int, int, str], found: Iterable[tuple[int, int, str]]) -> bool:
    """Whether another pattern is sure of the part within the words of an ``answer``."""
    low, high, _ = answer
    return any(strength in (CERTAIN, STRONG) and start < high and low < end for start, end, strength in found)


def _mask(mask: bytearray, matches: Iterable[re.Match[str]]) -> None:
    for match in matches:
        start, end = match.span()
        mask[start:end] = b"\1" * (end - start)


class TargetComponents:
    """The patterns of all parts of one rules folder, with its word lists. Keeps no text."""

    def __init__(self, folder: Path) -> None:
        self.words = word_lists(folder / "words")
        known = {path.stem: path for path in sorted((folder / "parts").glob("*.yaml"))}
        for name in known:
            if name not in PART_NAMES:
                raise RuleError(f"{known[name]}:1: no part is called {name!r}{yamlfile.near(name, PART_NAMES)}")
        missing = [name for name in PART_NAMES if name not in known]
        if missing:
            raise RuleError(f"{folder / 'parts'}:1: the patterns of {missing[0]!r} are missing")
        self.parts = tuple(PartPatterns.load(known[name], self.words) for name in PART_NAMES)
        unfilled = self.words.branch("unfilled") if "unfilled" in self.words.lists else "(?!)"
        self._unfilled = re.compile(rf"\W*(?:{unfilled})?\W*")

    def match(self, text: Plain, starts: Sequence[tuple[str, int]]) -> list[Hit]:
        """The hits in ``text``, whose fields begin at ``starts``; longest and strongest first where they overlap."""
        ends = [start for _, start in starts[1:]] + [len(text)]
        fields = []
        for (name, start), end in zip(starts, ends, strict=True):
            while end > start and text[end - 1].isspace():
                end -= 1
            if self._unfilled.fullmatch(text, start, end):
                end = start
            fields.append((name, start, end))
        found = []
        blank = blanks(text)
        for part in self.parts:
            hits = part.find(text, fields, blank)
            if len(hits) > 1:
                hits.sort(key=lambda hit: (hit[2] != ANSWER, hit[2] == WEAK, hit[0] - hit[1], hit[0]))
            taken = bytearray(len(text)) if len(hits) > 1 else None
            for start, end, strength in hits:
                if taken is not None:
                    if taken.find(1, start, end) >= 0:
                        continue
                    taken[start:end] = b"\1" * (end - start)
                found.append((part.name, start, end, strength))
        return sorted(found, key=lambda hit: (hit[1], hit[2]))


@lru_cache(maxsize=8)
def components_for(folder: Path) -> TargetComponents:
    """The patterns of one rules folder; made once a process."""
    return TargetComponents(folder)
