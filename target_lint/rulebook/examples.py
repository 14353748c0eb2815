"""The examples in a rule file are its test and its documentation: read here, run here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from target_lint import shipped
from target_lint.checks import KINDS, SET_KINDS
from target_lint.nlp.pipeline import understanding
from target_lint.settings import QUICK
from target_lint.types import FIELD_NAMES, Example, Field, Finding, Genre, Place, Rule, Target, WrittenTarget
from target_lint.yamlfile import Entry

#: examples that a rule must have of each sort
AT_LEAST = 4


def read_examples(entry: Entry, *, is_set: bool) -> tuple[Example, ...]:
    """``examples: {flag: [...], accept: [...]}``. An example is a text, or a mapping of fields (and ``genre``);
    for a rule over a set, a list of those. Marks are ``[[double brackets]]``. Raises RuleError."""
    keys = entry.mapping("examples", {"flag", "accept"}, ("flag", "accept"))
    found = []
    for key in ("flag", "accept"):
        items = keys[key].list(key)
        if len(items) < AT_LEAST:
            raise keys[key].error(f"a rule needs at least {AT_LEAST} examples under {key!r}, and has {len(items)}")
        for item in items:
            members = item.list("an example of a set") if is_set else [item]
            read = [_target(member) for member in members]
            if not read:
                raise item.error("an empty example")
            (fields, marks, genre), others = read[0], tuple(one[0] for one in read[1:])
            if marks and key == "accept":
                raise item.error("an example under 'accept' has no [[marks]]")
            found.append(Example(fields, key == "flag", marks, item.line, genre, others))
    return tuple(found)


def _target(entry: Entry) -> tuple[tuple[Field, ...], tuple[Place, ...], Genre | None]:
    if isinstance(entry.value, dict):
        keys = entry.mapping("an example", {*FIELD_NAMES, "genre"})
        genre = Genre(keys["genre"].one_of("genre", Genre)) if "genre" in keys else None
        texts = [(name, keys[name]) for name in FIELD_NAMES if name in keys]
        if not texts:
            raise entry.error("an example needs at least one field")
    else:
        genre, texts = None, [("statement", entry)]
    fields, marks = [], []
    for name, value in texts:
        text, places = _unmark(name, value)
        fields.append(Field(name, text))
        marks += places
    return tuple(fields), tuple(marks), genre


def _unmark(name: str, entry: Entry) -> tuple[str, list[Place]]:
    text, places = "", []
    rest = entry.text("an example")
    while "[[" in rest:
        before, _, tail = rest.partition("[[")
        marked, closed, rest = tail.partition("]]")
        if not closed:
            raise entry.error("a [[mark]] is not closed")
        text += before
        places.append(Place(name, len(text), len(text) + len(marked)))
        text += marked
    return text + rest, places


@dataclass(frozen=True, slots=True)
class Result:
    """How one example of one rule went. ``problem`` is empty when it kept its promise."""

    rule: str
    line: int
    problem: str


def reader_for(rule: Rule) -> Callable[[WrittenTarget, int], Target]:
    """What reads the examples of ``rule``: the patterns alone, so that no rule leans on the model, but for a rule that only tells what the model says."""
    from target_lint.rulebook.look import look  # it asks for the rules, whose loading asks for this module

    model = shipped.folder("models") / QUICK if rule.kind == "model" else None
    return understanding(shipped.folder("rules"), model, look).one


def run(rule: Rule, understand: Callable[[WrittenTarget, int], Target]) -> list[Result]:
    """Runs every example of ``rule``, then every rewrite in place of its mark, which must not be flagged again."""
    results = []
    for example in rule.examples:
        targets = tuple(
            understand(WrittenTarget(fields, genre=example.genre), number)
            for number, fields in enumerate((example.fields, *example.others), 1)
        )
        results.append(Result(rule.id, example.line, _problem(rule, example, targets)))
        for mark in example.marks:
            for rewrite in rule.rewrites:
                changed = _replaced(example, mark, rewrite)
                target = understand(WrittenTarget(changed, genre=example.genre), 1)
                again = [one for one in findings(rule, (target,)) if _within(one, mark, rewrite)]
                if again:
                    text = f"the rewrite {rewrite!r} would be flagged again ({again[0].found!r})"
                    results.append(Result(rule.id, example.line, text))
    return results


def findings(rule: Rule, targets: tuple[Target, ...]) -> list[Finding]:
    """What ``rule`` alone says about ``targets`` of the genres it is for."""
    if rule.kind in SET_KINDS:
        return list(KINDS[rule.kind].check(rule, targets))
    return [one for target in targets if target.genre in rule.genres for one in KINDS[rule.kind].check(rule, (target,))]


def _problem(rule: Rule, example: Example, targets: tuple[Target, ...]) -> str:
    found = findings(rule, targets)
    if not example.fires:
        return f"noisy: it should be quiet, but marks {found[0].found or rule.id!r}" if found else ""
    if not found:
        return "missing: it should be flagged"
    wanted = set(example.marks)
    got = {one.place for one in found if one.place}
    if wanted and wanted != got:
        shown = sorted(one.found for one in found if one.place)
        return f"wrong: it marks {shown} instead"
    return ""


def _replaced(example: Example, mark: Place, rewrite: str) -> tuple[Field, ...]:
    return tuple(
        replace(field, text=field.text[: mark.start] + rewrite + field.text[mark.end :])
        if field.name == mark.field
        else field
        for field in example.fields
    )


def _within(one: Finding, mark: Place, rewrite: str) -> bool:
    place = one.place
    return (
        place is not None
        and place.field == mark.field
        and place.start < mark.start + len(rewrite)
        and mark.start < place.end
    )
