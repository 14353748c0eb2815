"""What lexical and pattern rules share: where their words stand, and when those words are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from target_lint.nlp.blanks import blanks
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Plain, Words, plain
from target_lint.types import FIELD_NAMES, PART_NAMES, Finding, Rule, Target
from target_lint.yamlfile import Entry

#: keys of a rule file that every matching kind reads
KEYS = frozenset({"unless", "unless_in_target", "has", "lacks", "quiet_when", "fields", "not_fields", "once"})


@dataclass(frozen=True)
class Context:
    """When a match counts.

    ``unless``: harmless wordings; a match that begins inside one does not count ("ongoing costs" clears "ongoing").
    ``unless_in_target``: wordings that clear the whole target, wherever they stand.
    ``has`` and ``lacks``: parts that must all be there, or must all be missing.
    ``quiet_when``: parts that, all there, make the wording harmless.
    ``fields`` / ``not_fields``: where to look. ``once``: only the first match of a target.
    """

    unless: tuple[Pattern, ...] = ()
    unless_in_target: tuple[Pattern, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    quiet_when: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset(FIELD_NAMES)
    once: bool = False

    @classmethod
    def read(cls, keys: dict[str, Entry], words: Words) -> Context:
        """Raises RuleError."""

        def names(key: str, known: Iterable[str]) -> tuple[str, ...]:
            return tuple(item.one_of(key, known) for item in keys[key].list(key)) if key in keys else ()

        def patterns(key: str) -> tuple[Pattern, ...]:
            return words.compile_all(keys[key].list(key)) if key in keys else ()

        fields = names("fields", FIELD_NAMES) or FIELD_NAMES
        return cls(
            patterns("unless"),
            patterns("unless_in_target"),
            names("has", PART_NAMES),
            names("lacks", PART_NAMES),
            names("quiet_when", PART_NAMES),
            frozenset(fields) - frozenset(names("not_fields", FIELD_NAMES)),
            keys["once"].flag("once") if "once" in keys else False,
        )

    def applies(self, target: Target) -> bool:
        """Whether the target is one that these words could weaken at all."""
        if not all(target.has(part) for part in self.has):
            return False
        if any(target.has(part) for part in self.lacks):
            return False
        if self.quiet_when and all(target.has(part) for part in self.quiet_when):
            return False
        return not any(pattern.search(target.plain) for pattern in self.unless_in_target)

    def matches(
        self, patterns: Iterable[Pattern], target: Target, text: str | None = None
    ) -> Iterator[tuple[int, int]]:
        """Characters ``(start, end)`` of every match that counts, in order, none inside another.

        ``text`` is the target's text with its capitals, for a rule that needs them.
        """
        known = target.plain.found  # a target is seen twice, before and after the classifier, and its words stay as they are
        found = known.get(id(self))
        if found is None:
            found = known[id(self)] = frozenset(_spans(patterns, target.plain, text))
        if not found or not self.applies(target):  # few wordings are there at all, so what clears them is asked last
            return
        covered = bytearray(len(target.plain))
        for pattern in self.unless:
            for match in pattern.matches(target.plain):
                covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        for low, high, _ in blanks(target.plain):
            covered[low:high] = b"\1" * (high - low)
        last = -1
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if start < last or covered[start]:
                continue
            if target.place(start, end).field not in self.fields:
                continue
            last = end
            yield start, end
            if self.once:
                return


def _spans(patterns: Iterable[Pattern], plain_text: Plain, text: str | None) -> Iterator[tuple[int, int]]:
    mask = plain_text.scan.mask
    for pattern in patterns:
        if mask & pattern.need == pattern.need:
            for match in pattern.matches(plain_text, shown=text):
                words = match[pattern.group]
                if words and (trimmed := words.strip()):
                    start = match.start(pattern.group) + words.index(trimmed)
                    yield start, start + len(trimmed)


def finding(rule: Rule, target: Target, start: int, end: int) -> Finding:
    """A finding of ``rule`` about ``target.text[start:end]``, its message filled in."""
    place = target.place(start, end)
    text = next(field.text for field in target.fields if field.name == place.field)
    found = text[place.start : place.end]
    shown = " ".join(found.split())
    return Finding(
        rule.id,
        rule.level,
        sure=True,
        message=rule.message.replace("{found}", shown),
        question=rule.question.replace("{found}", shown),
        found=found,
        place=place,
        rewrites=rule.rewrites,
    )


def accepted(finding: Finding, glossary: Iterable[str]) -> bool:
    """Whether the school's glossary of accepted words holds the found words (or they hold one of its entries)."""
    found = plain(finding.found)
    return bool(found) and any(plain(term) in found for term in glossary)
