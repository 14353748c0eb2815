"""Rule files become rules. The path below ``rules/`` is the rule's id; nothing else lists the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from target_lint import shipped, yamlfile
from target_lint.checks import KINDS, SET_KINDS
from target_lint.nlp.words import Words, word_lists
from target_lint.rulebook.examples import read_examples
from target_lint.types import Genre, Level, Rule, RuleError

#: folders of ``rules/`` that hold no rules
DATA_FOLDERS = shipped.DATA_FOLDERS
_REQUIRED = ("kind", "level", "title", "message", "question", "why", "source", "examples")
_COMMON = frozenset(_REQUIRED) | {"rewrites", "genres"}


def rule_files(folder: Path) -> list[tuple[str, Path]]:
    """``(rule id, path)`` of every rule file below ``folder``, sorted by id."""
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        parts = path.relative_to(folder).with_suffix("").parts
        if len(parts) == 2 and parts[0] not in DATA_FOLDERS:
            found.append(("/".join(parts), path))
        elif len(parts) > 2 and parts[0] not in DATA_FOLDERS:
            raise RuleError(f"{path}:1: a rule lies one folder deep (family/name.yaml)")
    return found


def load_rule(rule_id: str, path: Path, words: Words) -> Rule:
    """One rule file, strictly. Raises RuleError."""
    entry = yamlfile.load(path)
    kind_entry = entry.mapping("a rule", None, ("kind",))["kind"]
    kind = kind_entry.one_of("kind", KINDS)
    module = KINDS[kind]
    keys = entry.mapping(f"a rule of kind {kind!r}", _COMMON | module.KEYS, (*_REQUIRED, *module.REQUIRED))
    genres = (
        tuple(Genre(item.one_of("genres", Genre)) for item in keys["genres"].list("genres"))
        if "genres" in keys
        else tuple(Genre)
    )
    rewrites = keys["rewrites"].texts("rewrites") if "rewrites" in keys else ()
    examples = read_examples(keys["examples"], is_set=kind in SET_KINDS)
    return Rule(
        id=rule_id,
        kind=kind,
        level=Level(keys["level"].one_of("level", Level)),
        title=keys["title"].text("title"),
        message=keys["message"].text("message"),
        question=keys["question"].text("question"),
        why=keys["why"].text("why"),
        source=keys["source"].text("source"),
        options=module.Options.read({key: keys[key] for key in module.KEYS if key in keys}, words),
        rewrites=rewrites,
        examples=examples,
        path=path,
        genres=genres,
    )


@dataclass(frozen=True)
class Rulebook:
    """Every rule, sorted by id."""

    rules: tuple[Rule, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(rule.id for rule in self.rules)

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(sorted({rule.id.partition("/")[0] for rule in self.rules}))

    def get(self, rule_id: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def rulebook(extra: tuple[Path, ...] = ()) -> Rulebook:
    """Our rules and those of the ``extra`` folders (a school's own), each read once a process. Raises RuleError."""
    return _with(extra) if extra else _ours()


@lru_cache(maxsize=1)
def _ours() -> Rulebook:
    """Our own rules. There is one of each: what one has found in a text at first sight (see :mod:`target_lint.rulebook.look`) is not looked for again."""
    return _read((shipped.folder("rules"),), {})


@lru_cache(maxsize=8)
def _with(extra: tuple[Path, ...]) -> Rulebook:
    return _read(extra, {rule.id: rule for rule in _ours().rules})


def _read(folders: Iterable[Path], found: dict[str, Rule]) -> Rulebook:
    words = word_lists(shipped.folder("rules") / "words")
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(f"{folder}:1: no such folder of rules")
        files = rule_files(folder)
        if not files:
            raise RuleError(f"{folder}:1: no rule here; a rule is a file such as {folder}/vague/our-word.yaml")
        for rule_id, path in files:
            if rule_id in found:
                raise RuleError(f"{path}:1: the rule {rule_id!r} exists already in {found[rule_id].path}")
            found[rule_id] = load_rule(rule_id, path, words)
    return Rulebook(tuple(found[key] for key in sorted(found)))
