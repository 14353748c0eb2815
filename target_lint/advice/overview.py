"""A whole school's targets in figures: which parts are missing where, which words are vague, what the targets are about, which help they name.

For the person who plans CPD. People are counted and never ranked: without ``names`` no owner and no sentence of a draft is in
it, and a department of one or two people is not shown by itself, because it would be their mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from target_lint.nlp.topics import Need, topics
from target_lint.types import DraftReport, Report, TargetReport, Verdict

#: a group with fewer people than this is not shown by itself
FEWEST_PEOPLE = 3
#: what can be grouped by, and how it is called
DIMENSIONS = {"department": "department", "role": "role", "key_stage": "key stage"}
_MOST_PHRASES = 15


@dataclass
class Group:
    """The figures of some targets: of all, or of those of one department, role or key stage."""

    name: str
    targets: int = 0
    people: set[str] = field(default_factory=set)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def add(self, who: str, target: TargetReport) -> None:
        self.targets += 1
        self.people.add(who)
        self.verdicts[target.verdict] += 1
        self.missing.update(target.missing)


@dataclass
class Overview:
    """``groups``: dimension -> groups, largest first; ``vague``: words and in how many targets they stand; ``themes``: name -> targets;
    ``needs``: kind -> theme -> targets; ``clauses``: kind -> what the drafts say (only with names); ``unthemed``: targets without a theme."""

    whole: Group
    groups: dict[str, list[Group]]
    #: dimension -> targets in groups that are too small to be shown
    small: dict[str, int]
    vague: list[tuple[str, int]]
    themes: list[tuple[str, int]]
    unthemed: int
    needs: dict[str, Counter[str]]
    clauses: dict[str, list[str]]
    #: kind -> targets
    needing: Counter[str]
    rules: list[tuple[str, int]]
    names: bool


def person(draft: DraftReport, target: TargetReport) -> str:
    """Whose target it is: its owner's; in a sheet without names each row is somebody's, and any other file one person's."""
    return target.owner or (f"{draft.path}:{target.number}" if draft.rows else draft.path)


def overview(report: Report, *, names: bool = False) -> Overview:
    """The figures of ``report``. ``names``: with what the drafts say, and groups of any size."""
    whole = Group("all")
    groups: dict[str, dict[str, Group]] = {dimension: {} for dimension in DIMENSIONS}
    vague: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    needs: dict[str, Counter[str]] = {}
    clauses: dict[str, list[str]] = {}
    needing: Counter[str] = Counter()
    unthemed = 0
    for draft in report.drafts:
        rules.update({one.rule for one in draft.findings})
        for target in draft.targets:
            who = person(draft, target)
            whole.add(who, target)
            for dimension, value in _places(target):
                key = value.casefold()
                groups[dimension].setdefault(key, Group(value)).add(who, target)
            vague.update({_words(one.found) for one in target.findings if one.rule.startswith("vague/") and one.sure})
            rules.update({one.rule for one in target.findings})
            about = topics().themes_of(" ".join(field.text for field in target.fields))
            themes.update(about)
            unthemed += not about
            for need in _needs(target):
                needing[need.kind] += 1
                needs.setdefault(need.kind, Counter()).update(about or ("no theme",))
                clauses.setdefault(need.kind, []).append(need.clause)
    shown, small = _shown(groups, names)
    fewest = 1 if names else 2
    return Overview(
        whole,
        shown,
        small,
        [(words, count) for words, count in vague.most_common(_MOST_PHRASES) if count >= fewest],
        themes.most_common(),
        unthemed,
        needs,
        clauses if names else {},
        needing,
        rules.most_common(),
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


def _shown(groups: dict[str, dict[str, Group]], names: bool) -> tuple[dict[str, list[Group]], dict[str, int]]:
    shown: dict[str, list[Group]] = {}
    small: dict[str, int] = {}
    for dimension, found in groups.items():
        large = [group for group in found.values() if names or len(group.people) >= FEWEST_PEOPLE]
        small[dimension] = sum(group.targets for group in found.values() if group not in large)
        if large:
            shown[dimension] = sorted(large, key=lambda group: (-group.targets, group.name))
    return shown, small


def _words(found: str) -> str:
    return " ".join(found.lower().split())


def share(count: int, total: int) -> str:
    """ "3 of 12 (25%)"."""
    return f"{count} of {total} ({round(100 * count / total)}%)" if total else "none"
