"""``lint(draft) -> report``: what was written is understood, every rule has its say, the findings are put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from target_lint import readers, settings, shipped
from target_lint.advice import offer
from target_lint.advice.ranking import FILE as RANKING
from target_lint.advice.ranking import Ranking
from target_lint.advice.told import told
from target_lint.advice.verdict import UNFILLED, WORDING, verdict
from target_lint.checks import KINDS, SET_KINDS
from target_lint.checks.defined import explained, is_defined, is_of_standard
from target_lint.checks.matching import accepted
from target_lint.nlp.pipeline import Understanding, understanding
from target_lint.rulebook.load import Rulebook, rulebook
from target_lint.rulebook.look import look
from target_lint.settings import AUTO, OFF, QUICK, Settings
from target_lint.types import (
    NEEDED,
    PART_NAMES,
    Draft,
    DraftReport,
    Finding,
    Genre,
    Level,
    ModelError,
    ReadError,
    Report,
    Rule,
    SettingsError,
    Suggestion,
    Target,
    TargetReport,
    WrittenTarget,
)
from target_lint.yamlfile import near

#: families whose findings a school's glossary can accept
_GLOSSARY_FAMILIES = ("vague/", "tone/", "shape/")
#: more targets at once than this are left to the quick model where none is named: with the thorough one they take half a minute
MOST_THOROUGH = 1_000
Check = Callable[[Rule, tuple[Target, ...]], Iterable[Finding]]
Written = str | Mapping[str, Any] | WrittenTarget


@lru_cache(maxsize=1)
def version() -> str:
    try:
        return metadata.version("target-lint")
    except metadata.PackageNotFoundError:
        return "0+unknown"


class Linter:
    """Checks targets with one set of settings. Make it once and use it often; it may be shared between threads.

    Raises SettingsError for an unknown rule or preset, RuleError for a rule file that is wrong.
    """

    def __init__(self, settings_: Settings | None = None, *, reader: Understanding | None = None) -> None:
        """``reader``: in the place of the model that the settings name."""
        self.settings = settings_ or Settings()
        self._reader = reader
        self._model_problem: str | None = None
        self._known: dict[tuple[Genre, str | None], tuple[tuple[Rule, Level | None, Check], ...]] = {}
        self._check_ids()

    @cached_property
    def rulebook(self) -> Rulebook:
        return rulebook(tuple(self.settings.rules))

    @cached_property
    def _part_order(self) -> dict[str, int]:
        """Rule -> number of the part that it finds missing."""
        return {rule.id: PART_NAMES.index(rule.options.part) for rule in self.rulebook.rules if rule.kind == "missing"}

    @cached_property
    def _by_model(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.rulebook.rules if rule.kind == "model")

    @cached_property
    def reader(self) -> Understanding:
        """What targets are read with: patterns, and the model if it can be used."""
        if self._reader is not None:
            return self._reader
        rules = shipped.folder("rules")
        try:
            return understanding(rules, settings.model_folder(self.settings.model), look)
        except ModelError as error:
            self._model_problem = f"{error}; the rules alone do the reading"
            return understanding(rules)

    @property
    def model(self) -> str | None:
        """The name of the trained model that is used, if one is."""
        used = self.reader.classifier
        return used.name if used else None

    @property
    def model_problem(self) -> str | None:
        """Why the model that the settings name is not used, in a sentence, if it is not."""
        return None if self.model else self._model_problem

    def for_many(self) -> Linter:
        """The linter for more targets than :data:`MOST_THOROUGH`, or for a number that nobody knows: this one, but with the quick model if none was named."""
        return self._quick if self.settings.model == AUTO and self._reader is None else self

    def for_number(self, targets: int) -> Linter:
        """The linter for so many targets at once."""
        return self.for_many() if targets > MOST_THOROUGH else self

    @cached_property
    def _quick(self) -> Linter:
        return Linter(self.settings.changed(self.settings.where("model"), model=QUICK))

    # -- front door ----------------------------------------------------------------------------------------------

    def check(self, target: Written) -> TargetReport:
        """One target: a text (one statement), a mapping of fields, or a written target. Raises ReadError."""
        return next(self.check_many([target]))

    def check_many(self, targets: Iterable[Written], *, first: int = 1) -> Iterator[TargetReport]:
        """A report for each target, numbered from ``first``, in order, lazily, in constant memory. Rules over a person's set need :meth:`lint`."""
        yield from self.reader.many(map(_written, targets), self._report, self.settings.genre, first)

    def suggest(self, target: Written | TargetReport) -> tuple[Suggestion, ...]:
        """At most :data:`~target_lint.advice.offer.MOST` completed versions of one target, best first; none for one that is ready, or perhaps is. Raises ReadError.

        Each has been checked: it clears what it says, raises no new finding, keeps every part that was there, and would be
        suggested no further.
        """
        report = target if isinstance(target, TargetReport) else self.check(target)
        return offer.offered(report, self.check, self.reader, self._ranking)

    @cached_property
    def _ranking(self) -> Ranking | None:
        used = self.reader.classifier
        folder = settings.model_folder(self.settings.model) if used else None
        if used is None or folder is None or RANKING not in used.card["sha256"]:
            return None
        return Ranking.load(folder, used.card["sha256"])

    def check_file(self, path: str | Path) -> Report:
        """Everything in one file. Raises ReadError if it cannot be read."""
        return self.report([self.lint(readers.read(path))])

    def lint(self, draft: Draft, done: Callable[[], object] = lambda: None, *, suggest: bool = False) -> DraftReport:
        """Everything that is said about one draft, rules over each person's set included. ``done`` is called after each target;
        ``suggest``: with suggestions."""
        if (other := self.for_number(len(draft.targets))) is not self:
            return other.lint(draft, done, suggest=suggest)
        groups: dict[str | None, list[Target]] = {}
        reports = []
        for target in self.reader.each(draft.targets, self.settings.genre):
            reports.append(self._report(target))
            groups.setdefault(target.written.owner, []).append(target)
            done()
        if draft.rows:
            groups.pop(None, None)
        findings = [one for owner, group in groups.items() for one in self._set_findings(owner, tuple(group))]
        if suggest:
            reports = [replace(one, suggestions=self.suggest(one)) for one in reports]
        left_out = {rule for report in reports for rule in report.ignored}
        asked = dict.fromkeys(name for written in draft.targets for name in written.ignores)
        unused = tuple(name for name in asked if not any(_names(rule, (name,)) for rule in left_out))
        return DraftReport(draft.path, tuple(reports), tuple(findings), draft.errors, draft.prose, unused, draft.rows, self.model)

    def report(self, drafts: Iterable[DraftReport], errors: Iterable[tuple[str, str]] = ()) -> Report:
        drafts = tuple(drafts)
        used = dict.fromkeys(one.model for one in drafts if one.model)
        return Report(version(), ", ".join(used) or self.model, drafts, tuple(errors))

    # -- inside --------------------------------------------------------------------------------------------------

    def level(self, rule: Rule, genre: str, role: str | None) -> Level | None:
        """The level of ``rule`` for a target of ``genre`` whose owner has ``role``; None when it is off.

        A preset that was chosen takes the place of the one that the role suggests.
        """
        if self.settings.select and not _names(rule.id, self.settings.select):
            return None
        if _names(rule.id, self.settings.ignore):
            return None
        known = settings.presets()
        level: str = rule.level
        for name in (genre, self.settings.preset or settings.preset_for(role)):
            if name in known:
                level = _level(rule.id, known[name].levels, level)
        level = _level(rule.id, self.settings.levels, level)
        return None if level == OFF else Level(level)

    def _active(self, genre: Genre, role: str | None) -> tuple[tuple[Rule, Level | None, Check], ...]:
        """The rules for one target that are on for this genre and role, with their levels; worked out once for each. Of wording that a school has chosen to
        accept the rules are there as well, without a level: the model is not to mark it under another name."""
        key = genre, self.settings.preset or settings.preset_for(role)
        known = self._known.get(key)
        if known is None:
            rules = [
                (rule, self.level(rule, genre, role), KINDS[rule.kind].check)
                for rule in self.rulebook.rules
                if rule.kind not in SET_KINDS and genre in rule.genres
            ]
            chosen = self.settings.select
            listed = {rule.id for rule, _, _ in rules if rule.id.startswith(WORDING) and rule.kind != "model" and (not chosen or _names(rule.id, chosen))}
            known = self._known[key] = tuple(row for row in rules if row[1] is not None or row[0].id in listed)
        return known

    def _questions(self, target: Target) -> Mapping[str, str]:
        """Rule -> what it asks the owner of ``target``, where the usual question is not theirs."""
        known = settings.presets().get(self.settings.preset or settings.preset_for(target.written.role) or "")
        return known.questions if known and target.genre is Genre.OBJECTIVE else {}

    def _report(self, target: Target) -> TargetReport:
        found: list[Finding] = []
        ignored: list[str] = []
        waved: list[Finding] = []
        plain = target.vague is not None and target.vague.sure and not target.vague.present
        known = explained(target.fields)
        asked = self._questions(target)
        complete = all(target.parts[name].present for name in NEEDED[target.genre])  # then it says what a standard that it quotes comes to here
        for rule, level, check in self._active(target.genre, target.written.role):
            for one in check(rule, (target,)):
                if level is None:
                    waved.append(one)
                    continue
                if question := asked.get(one.rule):
                    one = replace(one, question=question)
                if plain and one.rule.startswith(WORDING):  # the model is sure that nothing is vague here
                    one = replace(one, sure=False)
                if one.rule.startswith(WORDING) and (is_defined(one, target.fields, known) or (complete and is_of_standard(one, target.fields))):
                    waved.append(one)
                elif _names(one.rule, target.written.ignores):
                    ignored.append(one.rule)
                    waved.append(one)
                elif one.rule.startswith(_GLOSSARY_FAMILIES) and accepted(one, self.settings.glossary):
                    waved.append(one)
                else:
                    # what may be wrong is put as a thought, whatever the rule's level
                    # and so is a cell that is still to be filled in where the others say everything
                    wanted = level if one.sure and not (complete and one.rule == UNFILLED and _is_whole(one, target)) else Level.NOTE
                    found.append(one if one.level is wanted else replace(one, level=wanted))
        listed = [one for one in (*found, *waved) if one.rule.startswith(WORDING) and one.rule not in self._by_model]
        if listed:
            found = [one for one in found if one.rule not in self._by_model or not any(map(one.overlaps, listed))]
        findings = told(target, found, self.settings, self._part_order)
        return TargetReport(
            target.number,
            target.id,
            target.written.owner,
            target.written.role,
            target.genre,
            verdict(target.genre, target.parts, findings),
            target.fields,
            target.parts,
            findings,
            ignored=tuple(ignored),
            about=target.written.about,
        )

    def _set_findings(self, owner: str | None, targets: tuple[Target, ...]) -> list[Finding]:
        found = []
        for rule in self.rulebook.rules:
            if rule.kind not in SET_KINDS:
                continue
            role = next((target.written.role for target in targets if target.written.role), None)
            level = self.level(rule, targets[0].genre, role)
            members = tuple(target for target in targets if target.genre in rule.genres)
            if level and members:
                found += [replace(one, level=level, owner=owner) for one in KINDS[rule.kind].check(rule, members)]
        return found

    def _check_ids(self) -> None:
        known = (*self.rulebook.ids, *self.rulebook.families)
        for setting in ("select", "ignore", "levels"):
            for name in getattr(self.settings, setting):
                if name not in known:
                    source = self.settings.where(setting)
                    raise SettingsError(
                        f"{source}: {setting} names {name!r}, but there is no such rule{near(name, known)}"
                    )


def _is_whole(one: Finding, target: Target) -> bool:
    """Whether the field of a finding holds nothing but the words that were found."""
    return any(one.place and field.name == one.place.field and not field.text.replace(one.found, "", 1).strip(" .\n") for field in target.fields)


def _names(rule_id: str, listed: Iterable[str]) -> bool:
    return any(name in (rule_id, rule_id.partition("/")[0]) for name in listed)


def _level(rule_id: str, levels: Mapping[str, str], default: str) -> str:
    """The level of the rule itself, or else of its family, or else ``default``."""
    return levels.get(rule_id, levels.get(rule_id.partition("/")[0], default))


def _written(target: Written) -> WrittenTarget:
    if isinstance(target, WrittenTarget):
        return target
    if isinstance(target, str):
        return readers.read_mapping({"statement": target})
    if isinstance(target, Mapping):
        return readers.read_mapping(target)
    raise ReadError(f"a target is a text or a mapping of fields, not {type(target).__name__}")
