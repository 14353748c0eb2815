"""Which completed versions of a draft are offered: candidates are ranked, checked, and the first that stand the test are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from target_lint.advice import ranking as ranking_of
from target_lint.advice.lacking import is_only_in_doubt, left_open
from target_lint.advice.suggest import Candidate, candidates, settled
from target_lint.advice.verdict import rule_for, verdict
from target_lint.nlp import blanks
from target_lint.nlp.pipeline import Understanding
from target_lint.nlp.topics import topics
from target_lint.types import PART_NAMES, Suggestion, TargetReport, Verdict, WrittenTarget

MOST = 3
#: from what probability on a theme's examples are offered; below, they are more often from another world than not
_LIKELY = 0.5
#: the example of a time; versions that differ in it alone are the same
_TIME = re.compile(r"(?<=\[by when\?)[^\[\]]*(?=\])", re.I)
_EXAMPLE = re.compile(r" e\.g\. [^\[\]]*(?=\])")
Check = Callable[[WrittenTarget], TargetReport]


def offered(report: TargetReport, check: Check, reader: Understanding, ranking: ranking_of.Ranking | None) -> tuple[Suggestion, ...]:
    """At most :data:`MOST` completed versions of the target of ``report``, best first; none for one that is ready, or that perhaps is.

    ``check`` is the checker that made the report, ``reader`` what it reads with, ``ranking`` the model's order, or None: that of the frames.
    """
    if report.verdict is Verdict.READY or is_only_in_doubt(report):
        return ()
    found = _found(report, report, check, reader, ranking)
    if not found and (asking := _asking_for_more(report, check, reader, ranking)):
        found = _found(report, asking, check, reader, ranking)
    return tuple(sorted(found, key=lambda one: -one.score))


def _found(report: TargetReport, asking: TargetReport, check: Check, reader: Understanding, ranking: ranking_of.Ranking | None) -> list[Suggestion]:
    """The versions of ``report`` that stand the test; they ask for what ``asking`` lacks."""
    found: list[Suggestion] = []
    for candidate in _best_first(list(_scored(asking, reader, ranking))):
        if candidate.last and found:
            break
        made = _tested(report, candidate, check, reader)
        if made is not None and not any(_says_the_same(made, one) for one in found):
            found.append(made)
            if len(found) == MOST:
                break
    return found


def _says_the_same(made: Suggestion, one: Suggestion) -> bool:
    """Whether two versions differ only in that one leaves out examples of the other; the time apart."""
    mine, theirs = _TIME.sub("", made.text), _TIME.sub("", one.text)
    examples = [set(_EXAMPLE.findall(text)) for text in (mine, theirs)]
    return _EXAMPLE.sub("", mine) == _EXAMPLE.sub("", theirs) and (examples[0] <= examples[1] or examples[1] <= examples[0])


def _asking_for_more(report: TargetReport, check: Check, reader: Understanding, ranking: ranking_of.Ranking | None) -> TargetReport | None:
    """``report`` without the parts that are seen no more beside blanks, because the model was hardly sure of them: they are asked for as well. None where
    there is none."""
    best = next(iter(_best_first(list(_scored(report, reader, ranking)))), None)
    if best is None:
        return None
    after = check(WrittenTarget(best.fields, owner=report.owner, role=report.role, genre=report.genre))
    lost = [name for name in PART_NAMES if report.parts[name].present and not after.parts[name].present]
    if not lost:
        return None
    missing = tuple(one for one in after.findings if one.rule in map(rule_for, lost))
    parts = {**report.parts, **{name: replace(report.parts[name], present=False, sure=True) for name in lost}}
    return replace(report, parts=parts, findings=(*report.findings, *missing))


def _scored(report: TargetReport, reader: Understanding, ranking: ranking_of.Ranking | None) -> Iterator[Candidate]:
    if ranking is None:
        yield from candidates(report)
        return
    whole = "\n".join(field.text for field in report.fields)
    themes = reader.themes(whole)
    likely = [name for name in sorted(themes, key=lambda name: -themes[name])[:2] if themes[name] >= _LIKELY]
    draft = ranking_of.Draft(report.fields, report.genre, themes, topics().themes_of(whole))
    known: dict[str, Mapping[str, float]] = {}
    for one in candidates(report, likely, reader.alike):
        shown = ranking_of.examples(one.text)
        if shown not in known:
            known[shown] = reader.themes(shown)
        said = ranking_of.features(draft, one.frame, one.theme, one.turn, one.text, known[shown], reader.alike)
        yield replace(one, score=round(ranking.score(said), 3))


def _best_first(found: list[Candidate]) -> list[Candidate]:
    """The best of each shape and theme before a second one of the same, and before all what is only shown for want of another."""
    ranked = sorted(found, key=lambda one: -one.score)
    best: dict[tuple[str, str], Candidate] = {}
    for one in ranked:
        best.setdefault((one.frame, one.theme), one)
    return sorted(ranked, key=lambda one: (one.last, best[one.frame, one.theme] is not one))


def _tested(report: TargetReport, candidate: Candidate, check: Check, reader: Understanding) -> Suggestion | None:
    """``candidate`` as a suggestion, or None if it would not stand the test."""

    def checked() -> TargetReport:
        return check(WrittenTarget(candidate.fields, owner=report.owner, role=report.role, genre=report.genre))

    after = checked()
    if not _is_complete(after, report) or _raised(after, report):
        # what was perhaps not vague stays
        unsure = {(one.rule, one.found) for one in report.findings if not one.sure}
        new = tuple(one for one in after.findings if (one.rule, one.found) not in unsure)
        candidate = settled(replace(after, findings=new), candidate, reader.alike)
        after = checked()
    if not _is_complete(after, report) or _raised(after, report):
        return None
    if not all(after.parts[name].present for name, part in report.parts.items() if part.present):
        return None
    asked = {part for field in candidate.fields for _, _, part in blanks.blanks(field.text.lower())}
    # a part that is only seen better beside the blanks was not cleared by them
    left = {one.rule for one in after.findings} | {rule_for(name) for name in PART_NAMES if name not in asked}
    cleared = dict.fromkeys(one.rule for one in report.findings if one.rule not in left)
    keeps = [name for name in PART_NAMES if report.parts[name].present]
    blank = [text for field in candidate.fields for text in blanks.texts(field.text)]
    if not blank:  # it would only take words away
        return None
    return Suggestion(candidate.text, tuple(blank), tuple(keeps), tuple(cleared), candidate.theme, candidate.score, candidate.fields)


def _is_complete(after: TargetReport, before: TargetReport) -> bool:
    """Whether a completed draft is ready, but for what the draft perhaps said already."""
    left = left_open(before)
    parts = {name: replace(part, present=True) if name in left else part for name, part in after.parts.items()}
    return verdict(after.genre, parts, after.findings) is Verdict.READY


def _raised(after: TargetReport, before: TargetReport) -> bool:
    """Whether a completed draft is marked where the draft was not."""
    return not {(one.rule, one.found) for one in after.findings} <= {(one.rule, one.found) for one in before.findings}
