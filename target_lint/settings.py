"""Settings: defaults, then a preset, then ``target-lint.toml`` (or ``pyproject.toml``), then flags.

The only place where a default is written. Every value remembers where it came from, for ``target-lint config show``.
Rule ids are checked against the rulebook by the engine, which knows it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from target_lint import shipped, yamlfile
from target_lint.types import Genre, Level, ModelError, SettingsError

OFF = "off"
FAIL_ON = ("note", "warning", "error", "never")
UNSURE = ("show", "hide")
FILE_NAMES = ("target-lint.toml", "pyproject.toml")
DEFAULT = "default"
#: the shipped models: a small network; a transformer with fewer errors that takes some ten times as long
QUICK, THOROUGH = "objectives", "thorough"
#: no model is named: the thorough one, and the quick one for more targets at once than people read one by one
AUTO = "auto"


@dataclass(frozen=True)
class Settings:
    """How to check.

    ``levels``: rule or family -> note, warning, error or off. ``select`` / ``ignore``: rules or families; nothing selected
    means all. ``preset``: one of :func:`preset_names`. ``genre``: overrides what is detected. ``glossary``: words that
    the school has defined and that no ``vague/*``, ``tone/*`` or ``shape/*`` rule marks. ``rules``: folders of a school's own rules.
    ``exclude``: files and folders that are left out when a folder is read. ``fail_on``: from which level on the exit code is 1. ``unsure``: whether findings that may be wrong are shown.
    ``min_confidence``: how probable the model must find it (0 to 1) that a part is missing or wording is vague for a finding to be shown.
    ``model``: the name of a shipped model, a folder with one, "none": the patterns alone, or "auto": see :meth:`~target_lint.engine.Linter.for_many`.
    ``sources``: setting -> where its value came from.
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preset: str | None = None
    genre: Genre | None = None
    glossary: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "warning"
    unsure: str = "show"
    min_confidence: float = 0.0
    model: str = AUTO
    sources: Mapping[str, str] = field(default_factory=dict)

    def changed(self, source: str, **values: Any) -> Settings:
        """These settings with the ``values`` that are not None, each remembered as coming from ``source``."""
        given = {key: value for key, value in values.items() if value is not None}
        if "levels" in given:
            given["levels"] = {**self.levels, **given["levels"]}
        return replace(self, **given, sources={**self.sources, **dict.fromkeys(given, source)})

    def where(self, name: str) -> str:
        return self.sources.get(name, DEFAULT)


#: the names that a settings file may use, in its own spelling
KEYS = tuple(item.name.replace("_", "-") for item in fields(Settings) if item.name != "sources")


@dataclass(frozen=True, slots=True)
class Preset:
    """``levels``: rule or family -> level, for one genre or one kind of staff; ``questions``: rule -> what it asks them of an objective, where the usual
    question is not theirs."""

    name: str
    about: str
    levels: Mapping[str, str]
    #: words of a job title that call for this preset
    roles: tuple[str, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def presets() -> Mapping[str, Preset]:
    """Every preset of ``rules/presets/``, by name. Raises RuleError."""
    found = {}
    for path in sorted((shipped.folder("rules") / "presets").glob("*.yaml")):
        keys = yamlfile.load(path).mapping("a preset", {"about", "levels", "roles", "questions"}, ("about", "levels"))
        levels = {rule: entry.one_of(rule, (*Level, OFF)) for rule, entry in keys["levels"].mapping("levels").items()}
        roles = keys["roles"].texts("roles") if "roles" in keys else ()
        questions = {rule: entry.text(rule) for rule, entry in keys["questions"].mapping("questions").items()} if "questions" in keys else {}
        found[path.stem] = Preset(path.stem, keys["about"].text("about"), levels, roles, questions)
    return found


@lru_cache(maxsize=1024)
def preset_for(role: str | None) -> str | None:
    """The preset that fits a written job title, if one does: "Site manager" is support staff, "Deputy head" a leader."""
    words = " " + "".join(char.lower() if char.isalnum() else " " for char in role or "") + " "
    words = " ".join(words.split()).join("  ")
    for name in sorted(presets(), reverse=True):  # support staff before leaders: "lead midday supervisor"
        if any(f" {sign} " in words for sign in presets()[name].roles):
            return name
    return None


def model_folder(name: str) -> Path | None:
    """Where the model of that name lies; None for "none". Raises ModelError, and SettingsError for a name that is no model's."""
    if name == "none":
        return None
    name = THOROUGH if name == AUTO else name
    folder = Path(name)
    if not ("/" in name or os.sep in name) or not folder.is_dir():
        try:
            folder = shipped.folder("models") / name
        except FileNotFoundError as error:
            raise ModelError(str(error)) from None
        if not folder.is_dir() and name in (QUICK, THOROUGH):
            raise ModelError(f"there is no model {name!r}")
        if not folder.is_dir():
            known = sorted(place.name for place in shipped.folder("models").iterdir() if place.is_dir())
            raise SettingsError(f"there is no model {name!r} ({', '.join(known)} and none are known, and a folder is named with its slash: ./mine){yamlfile.near(name, known)}")
    return folder


def find_file(start: Path) -> Path | None:
    """The nearest settings file at or above the folder ``start``. A ``pyproject.toml`` counts if it has ``[tool.target-lint]``."""
    for folder in (start, *start.parents):
        for name in FILE_NAMES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or "target-lint" in _toml(path).get("tool", {})):
                return path
    return None


def load(path: Path | None = None, *, start: Path | None = None) -> Settings:
    """Settings from ``path``, or from the nearest file at or above ``start`` (by default the current folder).

    Raises SettingsError naming the file and what is wrong in it.
    """
    path = path or find_file((start or Path.cwd()).resolve())
    if path is None:
        return Settings()
    table = _toml(path)
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("target-lint", {})
    return from_mapping(table, str(path), path.parent)


def from_mapping(table: Mapping[str, Any], source: str, folder: Path) -> Settings:
    """Settings from a mapping with the keys of a settings file; folders are relative to ``folder``. Raises SettingsError."""

    def wrong(key: str, wanted: str) -> SettingsError:
        return SettingsError(f"{source}: {key!r} must be {wanted}")

    def texts(key: str) -> tuple[str, ...] | None:
        value = table.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise wrong(key, "a list of texts")
        return tuple(value)

    def choice(key: str, known: Iterable[str]) -> str | None:
        value = table.get(key)
        if value is None:
            return None
        known = list(known)
        if value not in known:
            raise wrong(
                key, "one of " + ", ".join(known) + (yamlfile.near(value, known) if isinstance(value, str) else "")
            )
        return value

    for key in table:
        if key not in KEYS:
            raise SettingsError(f"{source}: there is no setting {key!r}{yamlfile.near(key, KEYS)}")
    levels = table.get("levels", {})
    if not isinstance(levels, dict):
        raise wrong("levels", 'a table such as [levels] with lines like "vague/rhythm" = "note"')
    for rule, level in levels.items():
        if level not in (*Level, OFF):
            raise wrong(f"levels.{rule}", "one of note, warning, error, off")
    least = table.get("min-confidence")
    if least is not None and (isinstance(least, bool) or not isinstance(least, (int, float)) or not 0 <= least <= 1):
        raise wrong("min-confidence", "a number from 0 to 1")
    genre = choice("genre", Genre)
    folders = texts("rules")
    return Settings().changed(
        source,
        levels=levels or None,
        select=texts("select"),
        ignore=texts("ignore"),
        preset=choice("preset", presets()),
        genre=Genre(genre) if genre else None,
        glossary=texts("glossary"),
        rules=tuple((folder / item).resolve() for item in folders) if folders else None,
        exclude=texts("exclude"),
        fail_on=choice("fail-on", FAIL_ON),
        unsure=choice("unsure", UNSURE),
        min_confidence=least,
        model=_model(table.get("model"), folder, wrong),
    )


def _model(value: Any, folder: Path, wrong: Callable[[str, str], SettingsError]) -> str | None:
    """A folder is relative to the settings file, a name stays one."""
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise wrong("model", 'the name of a model, a folder with one, or "none"')
    return str((folder / value).resolve()) if "/" in value else value


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not readable as TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error})") from error
