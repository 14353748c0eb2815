"""How a draft is completed (``rules/rewrites/frames.yaml``) and what stands in the place of vague words (``phrases.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from target_lint import shipped, yamlfile
from target_lint.nlp import blanks as blank_texts
from target_lint.types import PART_NAMES


@dataclass(frozen=True, slots=True)
class Frames:
    """``blanks``: part -> audience -> question; ``clauses`` and ``sentences``: part -> text with ``{blank}``; ``fields``: part -> its field."""

    blanks: Mapping[str, Mapping[str, str]]
    clauses: Mapping[str, str]
    sentences: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """``put`` stands in for words that ``found`` matches whole, where ``before`` and ``after`` fit what stands around them; what these call
    ``gone`` makes room too. With an ``ask`` the words stay, and a sentence with this blank asks what they mean; with both, they do where little is vague in a field."""

    found: str
    before: str
    after: str
    put: str | None
    ask: str

    def match(self, found: str, before: str, after: str) -> tuple[re.Match[str], re.Match[str] | None, re.Match[str] | None] | None:
        """``(match of what was found, of what stands before it, of what stands behind it)``, or None where the phrase does not fit. (Patterns are compiled when they are first tried:
        to compile all would cost a report with one vague word as much as the rest of its suggestions.)"""
        match = re.fullmatch(self.found, found, re.I | re.S)
        behind = re.match(self.after, after, re.I) if match and self.after else None
        if not match or (self.after and not behind):
            return None
        front = re.search(self.before, before, re.I) if self.before else None
        return None if self.before and not front else (match, front, behind)


@lru_cache(maxsize=1)
def frames() -> Frames:
    """The shipped frames; read once. Raises RuleError."""
    names = ("blanks", "clauses", "sentences", "fields")
    keys = yamlfile.load(shipped.folder("rules") / "rewrites" / "frames.yaml").mapping("frames", blank_texts.KEYS, names)

    def texts(entry: yamlfile.Entry, name: str) -> dict[str, str]:
        return {key: item.text(key) for key, item in entry.mapping(name).items()}

    blanks = {part: texts(entry, part) for part, entry in keys["blanks"].mapping("blanks", PART_NAMES).items()}
    return Frames(blanks, *(texts(keys[name], name) for name in names[1:]))


@lru_cache(maxsize=1)
def phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Rule -> its phrases, the first that fits first; read once. Raises RuleError."""
    made = {}
    for rule, entry in yamlfile.load(shipped.folder("rules") / "rewrites" / "phrases.yaml").mapping("phrases").items():
        rows = []
        for row in entry.list(rule):
            keys = row.mapping("a phrase", {"found", "before", "after", "put", "ask"}, ("found",))
            before, after = (keys[name].text(name) if name in keys else "" for name in ("before", "after"))
            # "put" may be empty: the words go
            put = str(keys["put"].value or "") if "put" in keys else None
            ask = keys["ask"].text("ask") if "ask" in keys else ""
            rows.append(Phrase(keys["found"].text("found"), before, after, put, ask))
        made[rule] = tuple(rows)
    return made
