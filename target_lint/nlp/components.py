"""The spaCy pipe ``target_components``: marks the five parts of a target in ``doc.spans["parts"]``.

Patterns come from ``rules/parts/``, one file a part. A span's label is the part's name and its id is "strong" (these words
alone settle it) or "weak" (they may mean it). Field names and their starts are read from ``doc.user_data["fields"]``, a list
of ``(name, start character)``; without them the whole text is a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from target_lint import shipped, yamlfile
from target_lint.nlp.blanks import blanks
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Plain, Words, plain
from target_lint.types import FIELD_NAMES, PART_NAMES, RuleError

STRONG, WEAK = "strong", "weak"
#: doc.user_data key
FIELDS = "fields"
_KEYS = {"about", "strong", "weak", "not", "strong_in", "weak_in", "not_in", "filled", "never_in", "present", "absent"}


@dataclass(frozen=True)
class PartPatterns:
    """One file of ``rules/parts``: what marks a part, where, and what only looks like it.

    A match that begins inside excluded words does not count.
    """

    name: str
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
    ) -> Iterator[tuple[int, int, str]]:
        """Every ``(start, end, strength)`` of this part in plain ``text``; may overlap. ``blank``: its blanks (see nlp/blanks.py)."""
        barred = bytearray(len(text))  # a mask of characters, so that the cost stays linear in the text
        for pattern in self.excluded:
            _mask(barred, pattern.finditer(text))
        for low, high, part in blank:
            barred[low:high] = b"\1" * (high - low)
            if part == self.name:
                yield low, high, STRONG
        for name, low, high in fields:
            if name in self.never_in:
                barred[low:high] = b"\1" * (high - low)
        for strength, names, patterns in self.within:
            for name, low, high in fields:
                if strength == "not" and name in names:
                    for pattern in patterns:
                        _mask(barred, pattern.finditer(text, low, high))

        def marked(match: re.Match[str], strength: str, group: str | int) -> Iterator[tuple[int, int, str]]:
            start, end = match.span(group)
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end and not barred[start]:
                yield start, end, strength

        for strength, patterns in ((STRONG, self.strong), (WEAK, self.weak)):
            for pattern in patterns:
                for match in pattern.finditer(text):
                    yield from marked(match, strength, pattern.group)
        for strength, names, patterns in self.within:
            for name, low, high in fields:
                if name in names and strength != "not":
                    for pattern in patterns:
                        for match in pattern.finditer(text, low, high):
                            yield from marked(match, strength, pattern.group)
        for name, low, high in fields:
            if name in self.filled and any(text[i].isalnum() and not barred[i] for i in range(low, high)):
                yield low, high, STRONG


def _mask(mask: bytearray, matches: Iterable[re.Match[str]]) -> None:
    for match in matches:
        mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())


class TargetComponents:
    """The pipe itself. ``Doc -> Doc``; keeps nothing between documents."""

    def __init__(self, folder: Path) -> None:
        self.words = Words.load(folder / "words")
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

    def __call__(self, doc: Doc) -> Doc:
        return self.set_annotations(doc, self.match(doc))

    def match(self, doc: Doc) -> list[tuple[str, int, int, str]]:
        """``(part, start, end, strength)`` by characters, longest and strongest first where they overlap."""
        text = plain(doc.text)
        named = doc.user_data.get(FIELDS) or [("statement", 0)]
        ends = [start for _, start in named[1:]] + [len(text)]
        fields = []
        for (name, start), end in zip(named, ends, strict=True):
            while end > start and text[end - 1].isspace():
                end -= 1
            if self._unfilled.fullmatch(text, start, end):
                end = start
            fields.append((name, start, end))
        found = []
        blank = blanks(text)
        for part in self.parts:
            hits = sorted(part.find(text, fields, blank), key=lambda hit: (hit[2] != STRONG, hit[0] - hit[1], hit[0]))
            taken = bytearray(len(text))
            for start, end, strength in hits:
                if taken.find(1, start, end) < 0:
                    taken[start:end] = b"\1" * (end - start)
                    found.append((part.name, start, end, strength))
        return sorted(found, key=lambda hit: (hit[1], hit[2]))

    def set_annotations(self, doc: Doc, found: list[tuple[str, int, int, str]]) -> Doc:
        spans, places = [], []
        for name, start, end, strength in found:
            span = doc.char_span(start, end, label=name, alignment_mode="expand")
            if span is not None:
                spans.append(Span(doc, span.start, span.end, label=name, span_id=strength))
                places.append((start, end))
        # spans are made of whole tokens ("8X." is one); the exact characters stand beside them
        doc.spans["parts"] = SpanGroup(doc, name="parts", spans=spans, attrs={"places": places})
        return doc


@lru_cache(maxsize=8)
def components_for(folder: Path) -> TargetComponents:
    """The pipe for one rules folder; made once a process."""
    return TargetComponents(folder)


@Language.factory("target_components", default_config={"rules": None}, assigns=["doc.spans"])
def make_target_components(nlp: Language, name: str, rules: str | None) -> TargetComponents:
    """``nlp.add_pipe("target_components", config={"rules": folder})``; by default our own rules."""
    return components_for(Path(rules) if rules else shipped.folder("rules"))
