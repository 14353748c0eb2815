"""Then and now, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import click

from target_lint.advice.brief import cut, in_words
from target_lint.advice.compare import Change, Reworded
from target_lint.reports.pages import field_words
from target_lint.reports.terminal import clean, wrapped
from target_lint.types import TargetReport

SCHEMA = 1
_NARROW, _WIDE = 40, 110
_INDENT = " " * 8
_NOTHING = "(nothing)"
#: words before the first change that an excerpt begins with
_WORDS_BEFORE = 4


def render(changes: list[Change], width: int) -> Iterator[str]:
    """Line by line without line ends: each person's targets then and now, and a closing line that counts."""
    width = max(_NARROW, min(width, _WIDE))
    by_owner: dict[str, list[Change]] = {}
    for change in changes:
        by_owner.setdefault(change.owner or "", []).append(change)
    for owner, theirs in by_owner.items():
        if owner:
            yield click.style(clean(owner), bold=True)
        for change in theirs:
            yield from _change(change, width)
    counts = Counter(_kind(change) for change in changes)
    said = [f"{counts[name]} {name}" for name in ("changed", "unchanged", "new", "gone") if counts[name]]
    gained = sum(len(change.gained) for change in changes)
    lost = sum(len(change.lost) for change in changes)
    yield from wrapped(f"{', '.join(said)}. Parts gained: {gained}, lost: {lost}.", width, "")


def _change(change: Change, width: int) -> Iterator[str]:
    """The statement, then and now where its words changed; below it each other field that changed, with its name; what that means."""
    room = 2 * width
    reworded = {one.name: one for one in change.reworded}
    then, now = change.then and change.then.fields[0], change.now and change.now.fields[0]
    if then and now and then.name == now.name:
        if statement := reworded.pop(now.name, None):
            yield from _both(statement, width, "  ")
        else:
            yield from _line("now ", cut(now.text, room), width, "  ")
    else:
        for label, field in (("then", then), ("now ", now)):
            if field:
                reworded.pop(field.name, None)
                yield from _line(label, cut(field.text, room), width, "  ")
    for one in reworded.values():
        yield from wrapped(field_words(one.name), width, _INDENT)
        yield from _both(one, width, _INDENT + "  ")
    colour = {"changed": "cyan", "new": "green", "gone": "yellow"}.get(_kind(change))
    yield from wrapped(clean(in_words(change)), width, _INDENT, style={"fg": colour} if colour else {})
    yield ""


def _both(one: Reworded, width: int, indent: str) -> Iterator[str]:
    then, now = excerpts(one.then, one.now, 2 * width)
    yield from _line("then", then or _NOTHING, width, indent)
    yield from _line("now ", now or _NOTHING, width, indent)


def _line(label: str, text: str, width: int, indent: str) -> Iterator[str]:
    first = f"{indent}{label}  "
    yield from wrapped(clean(text), width, " " * len(first), first=first)


def excerpts(then: str, now: str, room: int) -> tuple[str, str]:
    """Both texts, cut to ``room`` characters; where they are longer, from shortly before the first word that changed."""
    if max(len(then), len(now)) > room:
        old, new = then.split(), now.split()
        pairs = enumerate(zip(old, new, strict=False))
        alike = next((index for index, (a, b) in pairs if a != b), min(len(old), len(new)))
        if (start := alike - _WORDS_BEFORE) > 0:
            then, now = (" ".join(("…", *words[start:])) for words in (old, new))
    return cut(then, room), cut(now, room)


def _kind(change: Change) -> str:
    if change.then is None:
        return "new"
    if change.now is None:
        return "gone"
    return "unchanged" if change.same else "changed"


def render_json(changes: Iterable[Change]) -> str:
    """``{"schema": 1, "changes": [{"owner", "kind", "then", "now", "reworded", "gained", "lost", "open", "settled", "raised"}, ...]}``;
    ``reworded``: the names of the fields that changed."""
    rows = [
        {
            "owner": change.owner,
            "kind": _kind(change),
            "then": _target(change.then),
            "now": _target(change.now),
            "reworded": [one.name for one in change.reworded],
            "gained": change.gained,
            "lost": change.lost,
            "open": change.open,
            "settled": change.settled,
            "raised": change.raised,
        }
        for change in changes
    ]
    return json.dumps({"schema": SCHEMA, "changes": rows}, ensure_ascii=False, indent=1) + "\n"


def _target(target: TargetReport | None) -> dict[str, Any] | None:
    if target is None:
        return None
    texts = {field.name: field.text for field in target.fields}
    return {"number": target.number, "id": target.id, "verdict": target.verdict.value, "fields": texts}
