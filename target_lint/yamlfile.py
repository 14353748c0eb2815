"""YAML files of ours, read strictly: every mistake is a sentence that starts with ``file:line``.

Used for rules, word lists, part patterns, headings and presets. YAML 1.1 reads a bare ``no`` or ``on``
as a truth value; where text is wanted that is refused, with advice to quote it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from target_lint.types import RuleError


def near(word: str, known: Iterable[str]) -> str:
    """A hint such as ``; did you mean 'phrases'?``, or an empty string."""
    match = difflib.get_close_matches(word, [str(item) for item in known], n=1, cutoff=0.6)
    return f"; did you mean {match[0]!r}?" if match else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value from a YAML file that knows where it stood. ``value`` is str, int, float, bool, None, a list
    of Entry or a dict of str to Entry."""

    value: Any
    path: Path
    line: int

    def error(self, message: str) -> RuleError:
        return RuleError(f"{self.path}:{self.line}: {message}")

    def mapping(
        self, what: str, allowed: Iterable[str] | None = None, required: Iterable[str] = ()
    ) -> dict[str, Entry]:
        """The entry as a dict; refuses unknown keys and missing ones."""
        if not isinstance(self.value, dict):
            raise self.error(f"{what} must be a mapping (key: value)")
        if allowed is not None:
            allowed = sorted(allowed)
            for key, entry in self.value.items():
                if key not in allowed:
                    raise entry.error(f"{what} has no key {key!r}{near(key, allowed)}")
        for key in required:
            if key not in self.value:
                raise self.error(f"{what} lacks its key {key!r}")
        return self.value

    def text(self, what: str) -> str:
        if isinstance(self.value, bool | type(None)):
            raise self.error(f"{what} must be text; put the word in quotation marks")
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error(f"{what} must be text" + ("" if self.value == "" else "; put it in quotation marks"))
        return self.value

    def list(self, what: str) -> list[Entry]:
        if not isinstance(self.value, list):
            raise self.error(f"{what} must be a list")
        return self.value

    def texts(self, what: str) -> tuple[str, ...]:
        """The entry as a tuple of texts without duplicates."""
        found: dict[str, None] = {}
        for item in self.list(what):
            text = item.text(f"an item of {what}")
            if text in found:
                raise item.error(f"{what} lists {text!r} twice")
            found[text] = None
        return tuple(found)

    def one_of(self, what: str, known: Iterable[str]) -> str:
        known = list(known)
        text = self.text(what)
        if text not in known:
            raise self.error(f"{what} is {text!r}, but must be one of {', '.join(known)}{near(text, known)}")
        return text

    def flag(self, what: str) -> bool:
        if not isinstance(self.value, bool):
            raise self.error(f"{what} must be true or false")
        return self.value

    def number(self, what: str) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.error(f"{what} must be a number")
        return self.value


def load(path: Path) -> Entry:
    """Reads one YAML file. Raises RuleError, naming file and line, for anything that is no clean YAML."""
    import yaml

    loader_class = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read ({error})") from error
    loader = loader_class(source)
    try:
        node = loader.get_single_node()
        if node is None:
            raise RuleError(f"{path}:1: the file is empty")
        return _entry(node, loader, path, depth=0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise RuleError(f"{path}:{line}: not readable as YAML: {problem}") from error
    finally:
        loader.dispose()


def _entry(node: Any, loader: Any, path: Path, depth: int) -> Entry:
    import yaml

    line = node.start_mark.line + 1
    if depth > 20:
        raise RuleError(f"{path}:{line}: nested too deeply")
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Entry] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                raise RuleError(f"{path}:{key_node.start_mark.line + 1}: a key must be one word")
            if key in values:
                raise RuleError(f"{path}:{key_node.start_mark.line + 1}: the key {key!r} stands twice")
            entry = _entry(value_node, loader, path, depth + 1)
            values[key] = Entry(entry.value, path, key_node.start_mark.line + 1)
        return Entry(values, path, line)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(item, loader, path, depth + 1) for item in node.value], path, line)
    return Entry(loader.construct_object(node), path, line)
