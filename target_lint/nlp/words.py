"""Word lists (``rules/words/``) and the small pattern language that rules and parts share.

A pattern is a regular expression over :func:`plain` text, in which ``{name}`` stands for any entry of the word list
``rules/words/name.yaml`` and a space stands for any white space. A word list is compiled into a trie, because Python tries
the branches of an alternation one after another: 400 phrases as a trie are some twenty times faster than as a flat list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from target_lint import yamlfile
from target_lint.nlp import anchors, tokens
from target_lint.nlp.patterns import Pattern, Phrases

_STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2011": "-", "\u2010": "-", "\u2212": "-"}
)
_MACRO = re.compile(r"\{([a-z_]+)\}")


class Plain(str):
    """Text in lower case with straight quotes, whose tokens are looked up once."""

    @cached_property
    def scan(self) -> tokens.Scan:
        """Its tokens, for the patterns that are known when it is first asked for."""
        return tokens.Scan(self)

    @cached_property
    def found(self) -> dict[int, frozenset[tuple[int, int]]]:
        """What rules have found in it already, by the rule (see :mod:`target_lint.checks.matching`)."""
        return {}


def plain(text: str) -> Plain:
    """``text`` in lower case with straight quotes; every character stays in its place."""
    text = straight(text)
    lowered = text.lower()
    if len(lowered) == len(text):
        return Plain(lowered)
    # a few letters (such as the Turkish dotted I) grow when lowered
    return Plain("".join(low if len(low := char.lower()) == 1 else char for char in text))


def straight(text: str) -> str:
    """``text`` with straight quotes and ordinary spaces and hyphens, its capitals kept; every character stays in its place."""
    return text.translate(_STRAIGHT)


def trie(phrases: Iterable[str]) -> str:
    """One regular expression, without groups, for any of the literal ``phrases``, longest first."""
    root: dict[str, dict] = {}
    for phrase in phrases:
        node = root
        for char in plain(phrase.strip()):
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, dict]) -> str:
    end = "" in node
    branches = [_char(char) + _branch(child) for char, child in sorted(node.items()) if char]
    if not branches:
        return ""
    single = len(branches) == 1
    body = branches[0] if single else "(?:" + "|".join(branches) + ")"
    if not end:
        return body
    return f"(?:{body})?"


def _char(char: str) -> str:
    return r"\s+" if char == " " else re.escape(char)


def bounded(body: str) -> str:
    """``body`` as whole words: where it begins or ends with a letter or digit, no other may adjoin it."""
    return rf"(?:(?<!\w)|(?!\w))(?:{body})(?:(?!\w)|(?<!\w))"


@dataclass(frozen=True)
class Words:
    """Every word list, by name: ``name -> phrases``."""

    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, folder: Path) -> Words:
        """Reads ``folder/*.yaml``. Raises RuleError."""
        lists: dict[str, tuple[str, ...]] = {}
        for path in sorted(folder.glob("*.yaml")):
            entry = yamlfile.load(path).mapping("a word list", {"about", "words"}, ("about", "words"))
            entry["about"].text("about")
            lists[path.stem] = tuple(plain(word) for word in entry["words"].texts("words"))
        return cls(lists)

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def anchors(self) -> anchors.Reader:
        return anchors.Reader(self.lists)

    @cache  # noqa: B019  one Words lives as long as its rules
    def branch(self, name: str) -> str:
        return f"(?:{trie(self.lists[name])})"

    def expand(self, pattern: str) -> str:
        """``pattern`` as a whole-word regular expression with its ``{lists}`` put in."""
        return bounded(_MACRO.sub(lambda match: self.branch(match[1]), self.spaced(pattern)))

    @staticmethod
    def spaced(pattern: str) -> str:
        """A space stands for any white space, ``" ?"`` for perhaps some; within ``[...]`` for one."""
        out, inside = [], False
        for index, char in enumerate(pattern):
            escaped = index > 0 and pattern[index - 1] == "\\"
            if char == "[" and not escaped:
                inside = True
            elif char == "]" and not escaped:
                inside = False
            if char == " ":
                out.append(r"\s" if inside else r"\s*" if pattern[index + 1 : index + 2] == "?" else r"\s+")
            elif not (char == "?" and index > 0 and pattern[index - 1] == " " and not inside):
                out.append(char)
        return "".join(out)

    def compile(self, entry: yamlfile.Entry) -> Pattern:
        """One whole-word pattern from a rule file. Raises RuleError for an unknown list or a bad expression."""
        source = entry.text("a pattern")
        try:
            return Pattern(source, self)
        except KeyError as error:
            name = error.args[0]
            raise entry.error(f"no word list is called {name!r}{yamlfile.near(name, self.lists)}") from None
        except re.error as error:
            raise entry.error(f"not a pattern: {error}") from None

    def compile_all(self, entries: Iterable[yamlfile.Entry]) -> tuple[Pattern, ...]:
        return tuple(self.compile(entry) for entry in entries)

    def any_of(self, name: str) -> Phrases:
        """Any entry of the word list ``name``."""
        return phrases(self.lists[name])


@lru_cache(maxsize=8)
def word_lists(folder: Path) -> Words:
    """The word lists of one folder; read once a process. Raises RuleError."""
    return Words.load(folder)


def phrases(items: Iterable[str]) -> Phrases:
    """Any of the literal ``items`` as whole words."""
    items = [plain(item.strip()) for item in items]
    return Phrases(bounded(trie(items)), anchors.Reader({}).literal(items))
