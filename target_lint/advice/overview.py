"""A whole school's targets in figures: which parts are missing where, which words are vague, what the targets are about, which help they name.

For the person who plans CPD. People are counted and never ranked: without ``names`` no owner and no sentence of a draft is in
it, and what only one or two people share is not shown by itself, because it would be their mark: a department, theme, wording or
kind of help of theirs is counted with others of its sort. What a department lacks is shown for what it is: who lacks it, the figures do not say.
The figures of all targets together are shown as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from target_lint.nlp.topics import Need, topics
from target_lint.types import DraftReport, Report, Rule, TargetReport

#: what fewer people than this share is not shown by itself
FEWEST_PEOPLE = 3
#: in the place of a figure of one or two people
FEW = f"fewer than {FEWEST_PEOPLE}"
NO_THEME = "no theme"
#: what can be grouped by, and how it is called
DIMENSIONS = {"department": "department", "role": "role", "key_stage": "key stage"}
_MOST_PHRASES = 15
#: what is found -> in how many targets
Figures = list[tuple[str, int | str]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Where each thing is found: name -> whose it is, and which target."""

    found: dict[str, set[tuple[str, Hashable]]] = field(default_factory=dict)

    def add(self, who: str, target: Hashable, things: Iterable[str]) -> None:
        for thing in things:
            self.found.setdefault(thing, set()).add((who, target))

    def known(self, fewest: int) -> Figures:
        """What at least ``fewest`` people share and in how many targets it is, commonest first."""
        known = [(thing, len(places)) for thing, places in self.found.items() if _people(places) >= fewest]
        return sorted(known, key=lambda one: -one[1])

    def listed(self, fewest: int, others: str) -> Figures:
        """The same, and in one row called ``others`` what fewer people share."""
        small = [places for places in self.found.values() if _people(places) < fewest]
        return [*self.known(fewest), *([(others, _figure(set().union(*small), fewest))] if small else [])]


def _people(places: set[tuple[str, Hashable]]) -> int:
    return len({who for who, _ in places})


def _figure(places: set[tuple[str, Hashable]], fewest: int) -> int | str:
    return FEW if 0 < _people(places) < fewest else len(places)


@dataclass
class Group:
    """The figures of some targets: of all, or of those of one department, role or key stage."""

    name: str
    places: set[tuple[str, Hashable]] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)

    def add(self, who: str, number: Hashable, target: TargetReport) -> None:
        self.places.add((who, number))
        self._counts.update((target.verdict, *target.missing))

    @property
    def targets(self) -> int:
        return len(self.places)

    @property
    def people(self) -> set[str]:
        return {who for who, _ in self.places}

    def figure(self, name: str) -> int:
        """How many targets have the verdict ``name`` or lack the part ``name``."""
        return self._counts[name]


@dataclass
class Overview:
    """``groups``: dimension -> groups, largest first; ``vague``: words and in how many targets they stand; ``themes``: name -> targets;
    ``needs``: kind -> theme -> targets; ``clauses``: kind -> what the drafts say (only with names); ``unthemed``: targets without a theme."""

    whole: Group
    groups: dict[str, list[Group]]
    #: dimension -> targets in groups that are too small to be shown
    small: dict[str, int | str]
    vague: Figures
    themes: Figures
    unthemed: int | str
    needs: dict[str, Figures]
    clauses: dict[str, list[str]]
    #: kind -> targets
    needing: Figures
    rules: Figures
    names: bool


def person(draft: DraftReport, target: TargetReport) -> str:
    """Whose target it is: its owner's; in a sheet without names each row is somebody's, and any other file one person's."""
    return _words(target.owner or (f"{draft.path}:{target.number}" if draft.rows else draft.path))


def overview(report: Report, *, names: bool = False) -> Overview:
    """The figures of ``report``. ``names``: with what the drafts say, and groups of any size."""
    fewest = 1 if names else FEWEST_PEOPLE
    whole = Group("all")
    groups: dict[str, dict[str, Group]] = {dimension: {} for dimension in DIMENSIONS}
    vague, rules, themes, needing = Tally(), Tally(), Tally(), Tally()
    needs: dict[str, Tally] = {}
    clauses: dict[str, list[str]] = {}
    for draft in report.drafts:
        for one in draft.findings:
            rules.add(_words(one.owner or draft.path), draft.path, (one.rule,))
        for target in draft.targets:
            who, number = person(draft, target), len(whole.places)
            whole.add(who, number, target)
            for dimension, value in _places(target):
                groups[dimension].setdefault(value.casefold(), Group(value)).add(who, number, target)
            words = (_words(one.found) for one in target.findings if one.rule.startswith("vague/") and one.sure)
            vague.add(who, number, words)
            rules.add(who, number, (one.rule for one in target.findings))
            about = topics().themes_of(" ".join(field.text for field in target.fields)) or (NO_THEME,)
            themes.add(who, number, about)
            for need in _needs(target):
                needing.add(who, number, (need.kind,))
                needs.setdefault(need.kind, Tally()).add(who, number, about)
                clauses.setdefault(need.kind, []).append(need.clause)
    shown, small = _shown(groups, fewest)
    unthemed = themes.found.pop(NO_THEME, set())
    others = f"others (of {FEW} people each)"
    return Overview(
        whole,
        shown,
        small,
        vague.known(fewest)[:_MOST_PHRASES],
        themes.listed(fewest, others),
        _figure(unthemed, fewest),
        {kind: needs[kind].listed(fewest, "various themes") for kind, _ in needing.known(fewest)},
        clauses if names else {},
        needing.listed(fewest, others),
        rules.known(fewest),
        names,
    )


def _places(target: TargetReport) -> Iterable[tuple[str, str]]:
    about = {**dict(target.about), "role": target.role or ""}
    return [(dimension, about[dimension]) for dimension in DIMENSIONS if about.get(dimension)]


def _needs(target: TargetReport) -> Iterable[Need]:
    """The help that the actions, the statement and the support name; each kind once a target."""
    found: dict[str, Need] = {}
    for one in target.fields:
        if one.name in ("statement", "actions", "support"):
            for need in topics().needs_of(one.text):
                found.setdefault(need.kind, need)
    return found.values()


def _shown(groups: dict[str, dict[str, Group]], fewest: int) -> tuple[dict[str, list[Group]], dict[str, int | str]]:
    shown: dict[str, list[Group]] = {}
    small: dict[str, int | str] = {}
    for dimension, found in groups.items():
        large = sorted((group for group in found.values() if len(group.people) >= fewest), key=lambda group: -len(group.people))
        others = [group for group in found.values() if len(group.people) < fewest]
        while large and 0 < len(set().union(*(group.people for group in others))) < fewest:
            others.append(large.pop())  # all targets less the shown ones would be theirs
        small[dimension] = _figure(set().union(*(group.places for group in others)), fewest)
        if large:
            shown[dimension] = sorted(large, key=lambda group: (-group.targets, group.name))
    return shown, small


def _words(found: str) -> str:
    return " ".join(found.lower().split())


def share(count: int, total: int) -> str:
    """ "3 of 12 (25%)"."""
    return f"{count} of {total} ({round(100 * count / total)}%)" if total else "none"


def plainly(rule: Rule) -> str:
    """What a rule asks about, for somebody who has never seen its title: its message about the first of its own examples."""
    if "{found}" not in rule.message:
        return rule.message
    example = next((one for one in rule.examples if one.fires and not one.others), None)
    if example is None:
        return ""
    words = example.fields[0].text
    if example.marks:
        place = example.marks[0]
        words = next(one.text for one in example.fields if one.name == place.field)[place.start : place.end]
    return "For example: " + rule.message.replace("{found}", words.rstrip("."))
