"""Every data type of the package. Frozen, plain, and importing nothing of ours.

A :class:`Draft` is what was *written*; a :class:`Target` is what was *understood* of it; a
:class:`Finding` is what a rule says about it; a :class:`Report` is what every front door prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

#: The fields that a form may have, in the order in which people read them.
FIELD_NAMES = (
    "statement",
    "group",
    "focus_area",
    "baseline",
    "success_criteria",
    "actions",
    "support",
    "timescale",
    "evidence",
    "review",
    "link",
)

#: The five parts of a target, in the order in which they are reported.
PART_NAMES = ("pupil_group", "learning_focus", "success_measure", "steps", "timescale")


class Level(StrEnum):
    """How much a finding matters; ordered by :attr:`rank`."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return ("note", "warning", "error").index(self.value)


class Genre(StrEnum):
    """What kind of target a draft is: they are judged by different parts."""

    OBJECTIVE = "objective"
    ACTION_STEP = "action_step"
    PUPIL_PLAN = "pupil_plan"


#: The parts that a target of each genre must have to be ready.
NEEDED: Mapping[Genre, tuple[str, ...]] = {
    Genre.OBJECTIVE: ("pupil_group", "learning_focus", "success_measure", "steps"),
    Genre.ACTION_STEP: ("steps",),
    Genre.PUPIL_PLAN: ("learning_focus", "success_measure", "timescale"),
}


class Verdict(StrEnum):
    """What to do with a draft before the meeting."""

    READY = "ready"
    REVISE = "revise"
    REWRITE = "rewrite"


class TargetLintError(Exception):
    """Anything that stops us and that the user can mend; ``str()`` is one clear sentence."""


class ReadError(TargetLintError):
    """A draft that could not be read."""


class RuleError(TargetLintError):
    """A rule file that is wrong; the message starts with ``file:line``."""


class ModelError(TargetLintError):
    """A trained model that cannot be used."""


class SettingsError(TargetLintError):
    """A setting that is wrong or unknown."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell, heading or paragraph of a draft.

    ``line`` and ``column`` (both from 1) say where the text began in the file. For a Word table
    ``where`` holds "table 1, row 2, cell 3", for a sheet "row 7, column C"; ``line`` is then the
    paragraph or row number. ``newlines`` of the original stay in ``text``.
    """

    name: str
    text: str
    line: int = 1
    column: int = 1
    where: str = ""


@dataclass(frozen=True, slots=True)
class WrittenTarget:
    """One target as somebody wrote it: its fields, and whose it is when the form says so."""

    fields: tuple[Field, ...]
    id: str | None = None
    owner: str | None = None
    role: str | None = None
    genre: Genre | None = None
    ignores: tuple[str, ...] = ()
    #: where the owner works, as far as the form says: ("department", "Science"), ("key_stage", "KS3")
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowError:
    """One row or part of a draft that could not be read; the rest was."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read from one file, text, mapping or row."""

    path: str
    targets: tuple[WrittenTarget, ...]
    errors: tuple[RowError, ...] = ()
    #: True when no form was recognised and everything was read as prose.
    prose: bool = False
    #: True for rows of a sheet: those without an owner may be anybody's, and are no set.
    rows: bool = False
    #: the rules and families that comments leave out, each with the line of its comment
    ignores: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``start`` to ``end`` (end excluded) of the text of the field named ``field``."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five parts: is it there, how sure are we, and which words say so.

    ``score`` is between 0 (surely missing) and 1 (surely there).
    """

    name: str
    present: bool
    sure: bool
    score: float
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What was understood of one written target: ``text`` is its fields, joined."""

    number: int
    written: WrittenTarget
    genre: Genre
    text: str
    #: start of each field in ``text``, in the order of ``fields``
    starts: tuple[int, ...]
    #: ``text`` in lower case with straight quotes, character for character
    plain: str
    parts: Mapping[str, Part]
    #: whether the trained model takes the wording for vague, and which words made it say so; None without a model
    vague: Part | None = None

    @property
    def id(self) -> str | None:
        return self.written.id

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.written.fields

    def has(self, part: str) -> bool:
        """Whether ``part`` (one of :data:`PART_NAMES`) is present, sure or not."""
        return self.parts[part].present

    def start_of(self, place: Place) -> int:
        """Where ``place`` begins in ``text``."""
        return self.starts[[field.name for field in self.fields].index(place.field)] + place.start

    def place(self, start: int, end: int) -> Place:
        """The place of ``text[start:end]`` in the field that it began in."""
        return place_of(self.fields, self.starts, start, end)


def place_of(fields: tuple[Field, ...], starts: tuple[int, ...], start: int, end: int) -> Place:
    """The place of characters ``start`` to ``end`` of the joined ``fields``, which begin at ``starts``, in the field that they began in."""
    for index in range(len(starts) - 1, -1, -1):
        if start >= starts[index]:
            begin = starts[index]
            return Place(fields[index].name, start - begin, min(end - begin, len(fields[index].text)))
    raise ValueError(f"no field holds character {start}")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one target (or, with ``place`` None, about what is not there).

    ``level`` says how much it matters, ``sure`` how likely it is right.
    """

    rule: str
    level: Level
    sure: bool
    message: str
    question: str
    found: str = ""
    place: Place | None = None
    rewrites: tuple[str, ...] = ()
    #: whose set of targets a set-level finding is about
    owner: str | None = None

    def overlaps(self, other: Finding) -> bool:
        """Whether both mark some of the same characters."""
        mine, theirs = self.place, other.place
        return bool(mine and theirs and mine.field == theirs.field and mine.start < theirs.end and theirs.start < mine.end)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completed target. ``text``: its statement, or its fields with their names; ``blanks``: what only the writer knows; ``keeps``: the parts
    that were there; ``clears``: the rules that are silent once the blanks are filled; a missing part is one of them if a blank asks for it."""

    text: str
    blanks: tuple[str, ...]
    keeps: tuple[str, ...]
    clears: tuple[str, ...]
    theme: str
    score: float
    #: the whole target as suggested, field by field
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule: a target (fields by name) and the marked words, if it must fire.

    ``marks`` are ``(field, start, end)``; an example that must fire without marks (a missing
    part) has none and ``fires`` is True.
    """

    fields: tuple[Field, ...]
    fires: bool
    marks: tuple[Place, ...]
    line: int
    genre: Genre | None = None
    #: earlier targets of the same person, for rules over a set
    others: tuple[tuple[Field, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file, read and validated. ``options`` belongs to the rule's kind."""

    id: str
    kind: str
    level: Level
    title: str
    message: str
    question: str
    why: str
    source: str
    options: Any
    rewrites: tuple[str, ...]
    examples: tuple[Example, ...]
    path: Path
    genres: tuple[Genre, ...] = tuple(Genre)


@dataclass(frozen=True, slots=True)
class TargetReport:
    """Everything that is said about one target."""

    number: int
    id: str | None
    owner: str | None
    role: str | None
    genre: Genre
    verdict: Verdict
    fields: tuple[Field, ...]
    parts: Mapping[str, Part]
    findings: tuple[Finding, ...]
    suggestions: tuple[Suggestion, ...] = ()
    #: the rules of findings that were left out because a comment in the draft asks so
    ignored: tuple[str, ...] = ()
    #: where the owner works; see :class:`WrittenTarget`
    about: tuple[tuple[str, str], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the parts that are not there."""
        return tuple(name for name in PART_NAMES if not self.parts[name].present)


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What is said about one file: its targets, and its ``findings`` over each person's set."""

    path: str
    targets: tuple[TargetReport, ...]
    findings: tuple[Finding, ...] = ()
    errors: tuple[RowError, ...] = ()
    prose: bool = False
    #: rules or families that a comment leaves out, but that nothing was found for
    unused_ignores: tuple[str, ...] = ()
    #: True for the rows of a sheet; those without an owner may be anybody's
    rows: bool = False
    #: the trained model that read it, if one did
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What every front door starts from."""

    version: str
    #: the models of the drafts, with commas between
    model: str | None
    drafts: tuple[DraftReport, ...]
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def targets(self) -> tuple[TargetReport, ...]:
        return tuple(target for draft in self.drafts for target in draft.targets)
