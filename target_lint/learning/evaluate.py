"""How well targets are read, measured on labelled ones. What counts is the *problem*: a part that is missing, wording that is vague."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from target_lint.advice.verdict import verdict
from target_lint.learning.labelled import Labelled
from target_lint.learning.scores import Table, interval
from target_lint.nlp.features import COLUMNS, Reading
from target_lint.nlp.pipeline import Understanding
from target_lint.types import FIELD_NAMES, PART_NAMES, Finding, Genre, Level, Part, TargetReport, Verdict, WrittenTarget

VAGUE = "vague"
#: how many of the worst errors are shown
_WORST = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled target beside what was said about it."""

    truth: Labelled
    report: TargetReport

    @property
    def vague(self) -> list[Finding]:
        return [
            one
            for one in self.report.findings
            if one.rule.startswith("vague/") and one.level.rank >= Level.WARNING.rank
        ]

    def problem(self, name: str) -> bool:
        """Whether a person says that the part is missing (or, for "vague", that something is vague)."""
        return bool(self.truth.vague) if name == VAGUE else not self.truth.parts[name]

    def said(self, name: str) -> bool:
        return bool(self.vague) if name == VAGUE else not self.report.parts[name].present

    @property
    def true_verdict(self) -> Verdict:
        parts = {name: Part(name, present, True, 1.0) for name, present in self.truth.parts.items()}
        return verdict(
            self.truth.genre, parts, [Finding("vague/person", Level.WARNING, True, "", "") for _ in self.truth.vague]
        )


#: of a part: what vague wording takes from a target when targets are put in order (any weight from .2 to 1 gave the same order of 118 families)
_VAGUE = 0.5
#: what the model is given beside the words when it reads without the rules
_OF_WORDS = frozenset((*FIELD_NAMES, "capital", "digits", "first of its field"))
#: what reads the targets: ``Linter.check_many``
Reader = Callable[[Iterable[WrittenTarget]], Iterable[TargetReport]]


def judge(targets: Sequence[Labelled], reader: Reader) -> list[Judged]:
    reports = reader(one.written for one in targets)
    return [Judged(one, report) for one, report in zip(targets, reports, strict=True)]


def evaluate(targets: Sequence[Labelled], reader: Reader, alone: Reader | None = None, words: Understanding | None = None) -> dict[str, Any]:
    """Every figure, as plain values that JSON can hold. ``alone``: the rules without the model, when ``reader`` has one; ``words``: what ``reader`` reads with, for the
    figures of the model without the rules."""
    judged = judge(targets, reader)
    rules = judge(targets, alone) if alone else None
    model = by_words(judged, words) if words else None
    name_of = "both" if alone else "rules"
    problems = {name: _problem(judged, name, name_of, rules, model) for name in (*PART_NAMES, VAGUE)}
    macro = {
        figure: sum(problems[name][name_of][figure] for name in PART_NAMES) / len(PART_NAMES)
        for figure in ("f1", "kappa")
    }
    if rules:
        macro["rules_kappa"] = _macro_kappa(rules)
    if model:
        macro["model_kappa"] = sum(problems[name]["model"]["kappa"] for name in PART_NAMES) / len(PART_NAMES)
    ready = [one for one in judged if one.true_verdict is Verdict.READY]
    unmarked = sum(not any(found.level.rank >= Level.WARNING.rank for found in one.report.findings) for one in ready)
    return {
        "targets": len(judged),
        "reader": name_of,
        "problems": problems,
        "macro": macro,
        "macro_kappa_95": interval(judged, _group, _macro_kappa, rounds=300),
        "vague_spans": _spans(judged),
        "genre_accuracy": sum(one.report.genre is one.truth.genre for one in judged) / len(judged),
        "verdicts": {
            f"{true} read as {said}": count
            for (true, said), count in sorted(
                Counter((str(one.true_verdict), str(one.report.verdict)) for one in judged).items()
            )
        },
        "ready": {"targets": len(ready), "unmarked": unmarked},
        "pairs": _pairs(judged),
        "families": _families(judged),
        "worst": list(_worst(judged)),
    }


def _group(one: Judged) -> str:
    return one.truth.family or min(one.truth.id, one.truth.pair or one.truth.id)


def _macro_kappa(judged: Sequence[Judged]) -> float:
    return sum(_table(judged, name).kappa for name in PART_NAMES) / len(PART_NAMES)


def _table(judged: Sequence[Judged], name: str, said: Callable[[Judged], bool] | None = None) -> Table:
    return Table.of([one.problem(name) for one in judged], [said(one) if said else one.said(name) for one in judged])


def by_words(judged: Sequence[Judged], reader: Understanding) -> list[dict[str, bool]]:
    """What the model of ``reader`` says of each target by its words and fields alone, without what patterns and rules marked: for each part whether it is missing, and
    whether something is vague. Empty without a model."""
    model = reader.classifier
    if model is None:
        return []
    found = []
    for one in judged:
        reading, _ = reader.reading(one.truth.written)
        said, cuts = model.judge(unmarked(reading)), model.thresholds
        missing = {name: said.scores[name] < cuts[name] for name in PART_NAMES}
        missing["pupil_group"] &= one.report.genre is not Genre.PUPIL_PLAN  # which has its pupil
        found.append({**missing, VAGUE: said.scores[VAGUE] >= cuts[VAGUE]})
    return found


def unmarked(reading: Reading) -> Reading:
    """A reading without what patterns and rules marked in it."""
    return replace(reading, spans=tuple(span for span in reading.spans if COLUMNS[span[2]] in _OF_WORDS), whole=(0.0,) * len(reading.whole), rules={})


def _problem(judged: Sequence[Judged], name: str, reader: str, rules: Sequence[Judged] | None, model: Sequence[Mapping[str, bool]] | None) -> dict[str, Any]:
    """The figures of one problem: the reader, rules and model alone, and baselines that read nothing."""
    often = 2 * sum(one.problem(name) for one in judged) >= len(judged)
    lengths = [sum(len(field.text.split()) for field in one.truth.written.fields) for one in judged]
    # the cut is chosen on these very targets, which flatters the baseline
    cut = max(sorted(set(lengths)), key=lambda words: _table(judged, name, lambda one: _words(one) <= words).kappa)
    tables = {
        reader: _table(judged, name),
        **({"rules": _table(rules, name)} if rules else {}),
        **({"model": Table.of([one.problem(name) for one in judged], [said[name] for said in model])} if model else {}),
        "always" if often else "never": _table(judged, name, lambda one: often),
        f"at most {cut} words": _table(judged, name, lambda one: _words(one) <= cut),
        "always says so": _table(judged, name, lambda one: True),
    }
    found = {
        label: {"precision": table.precision, "recall": table.recall, "f1": table.f1, "kappa": table.kappa}
        for label, table in tables.items()
    }
    found[reader]["kappa_95"] = interval(judged, _group, lambda some: _table(some, name).kappa, rounds=300)
    found["true"] = sum(one.problem(name) for one in judged)
    return found


def _words(one: Judged) -> int:
    return sum(len(field.text.split()) for field in one.truth.written.fields)


def _overlap(words: str, others: Sequence[str]) -> bool:
    mine = set(words.lower().split())
    return any(
        words.lower() in other.lower() or other.lower() in words.lower() or mine & set(other.lower().split())
        for other in others
    )


def _spans(judged: Sequence[Judged]) -> dict[str, int]:
    """Vague words by overlap: how many of ours a person marked too (or nearly did), and how many of theirs we marked."""
    ours = [(one, found.found) for one in judged for found in one.vague]
    theirs = [(one, words) for one in judged for words in one.truth.vague]
    return {
        "ours": len(ours),
        "ours_right": sum(_overlap(words, (*one.truth.vague, *one.truth.vague_maybe)) for one, words in ours),
        "theirs": len(theirs),
        "theirs_found": sum(_overlap(words, [found.found for found in one.vague]) for one, words in theirs),
    }


def _rank(one: Judged) -> float:
    """How full a target is found: the parts that are expected to be there, by their probabilities, less :data:`_VAGUE` if its wording is vague."""
    return sum(part.score for part in one.report.parts.values()) - _VAGUE * bool(one.vague)


def _pairs(judged: Sequence[Judged]) -> dict[str, int]:
    """Weak and strong versions of one target: how often the strong one comes out above."""
    by_id = {one.truth.id: one for one in judged}
    pairs = [
        (one, by_id[one.truth.pair])
        for one in judged
        if one.truth.pair_role == "weak"
        and one.truth.pair in by_id
        and by_id[one.truth.pair].truth.pair_role == "strong"
    ]
    return {"pairs": len(pairs), "in_order": sum(_rank(strong) > _rank(weak) for weak, strong in pairs)}


def _true_rank(one: Judged) -> tuple[int, int]:
    return sum(one.truth.parts.values()), -len(one.truth.vague)


def _families(judged: Sequence[Judged]) -> dict[str, int]:
    """Contrast families: how many have all members right in every part and in vagueness, and how many their best member above each that lacks something; and of these
    weaker members how many there are and stand below the best, each a pair of a weak and a strong version of one target."""
    families: dict[str, list[Judged]] = {}
    for one in judged:
        if one.truth.family:
            families.setdefault(one.truth.family, []).append(one)
    right = sum(
        all(one.said(name) == one.problem(name) for one in members for name in (*PART_NAMES, VAGUE))
        for members in families.values()
    )
    ordered, weaker, below = 0, 0, 0
    for members in families.values():
        best = max(members, key=_true_rank)
        lower = [_rank(best) > _rank(one) for one in members if _true_rank(one) < _true_rank(best)]
        ordered += all(lower)
        weaker += len(lower)
        below += sum(lower)
    return {"families": len(families), "all_right": right, "in_order": ordered, "weaker": weaker, "weaker_below": below}


def _worst(judged: Sequence[Judged]) -> Iterator[dict[str, Any]]:
    """The targets with most errors, with their words."""

    def errors(one: Judged) -> list[str]:
        found = []
        for name in (*PART_NAMES, VAGUE):
            if one.said(name) != one.problem(name):
                what = "said vague" if name == VAGUE else "said missing"
                found.append(f"{name}: {what if one.said(name) else what.replace('said', 'not said')}")
        return found

    for one in sorted(judged, key=lambda one: (-len(errors(one)), one.truth.id))[:_WORST]:
        if errors(one):
            yield {
                "id": one.truth.id,
                "text": " / ".join(field.text for field in one.truth.written.fields),
                "errors": errors(one),
            }


def render(figures: dict[str, Any]) -> Iterator[str]:
    """The figures as lines of text."""
    yield f"{figures['targets']} labelled targets; figures are for the problem (a part is missing, wording is vague)"
    yield ""
    yield f"{'':<16} {'reader':<20} {'true':>5} {'P':>6} {'R':>6} {'F1':>6} {'kappa':>6}  95% of kappa"
    for name, readers_ in figures["problems"].items():
        for reader, row in readers_.items():
            if reader == "true":
                continue
            low_high = "{:.2f} to {:.2f}".format(*row["kappa_95"]) if "kappa_95" in row else ""
            yield (
                f"{name if reader == figures['reader'] else '':<16} {reader:<20} {readers_['true']:>5} "
                f"{row['precision']:>6.2f} {row['recall']:>6.2f} {row['f1']:>6.2f} {row['kappa']:>6.2f}  {low_high}"
            )
    low, high = figures["macro_kappa_95"]
    spans, ready, pairs, families = figures["vague_spans"], figures["ready"], figures["pairs"], figures["families"]
    yield ""
    if "rules_kappa" in figures["macro"]:
        yield f"missing parts, the rules alone: macro kappa {figures['macro']['rules_kappa']:.3f}"
    if "model_kappa" in figures["macro"]:
        yield f"missing parts, the model alone, by the words without what the rules marked: macro kappa {figures['macro']['model_kappa']:.3f}"
    yield f"missing parts, macro: F1 {figures['macro']['f1']:.3f}, kappa {figures['macro']['kappa']:.3f} ({low:.2f} to {high:.2f})"
    yield f"vague words: {spans['ours_right']} of our {spans['ours']} overlap a person's; {spans['theirs_found']} of their {spans['theirs']} are found"
    yield f"ready targets unmarked at warning level: {ready['unmarked']} of {ready['targets']}"
    yield f"strong above weak: {pairs['in_order']} of {pairs['pairs']} pairs; families all right: {families['all_right']} of {families['families']}, in order: {families['in_order']} ({families['weaker_below']} of {families['weaker']} weaker members below the best)"
    yield f"kind of target: {figures['genre_accuracy']:.2f} right"
    yield "verdicts: " + ", ".join(f"{key} {count}" for key, count in figures["verdicts"].items())
    yield ""
    for row in figures["worst"]:
        yield f"{row['id']}: {'; '.join(row['errors'])}"
        yield f"    {' '.join(row['text'].split())}"
