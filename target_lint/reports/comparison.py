"""Then and now, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import click

from target_lint.advice.brief import cut, in_words
from target_lint.advice.compare import Change
from target_lint.reports.terminal import clean, wrapped
from target_lint.types import TargetReport

SCHEMA = 1
_NARROW, _WIDE = 40, 110


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
        yield ""
    counts = Counter(_kind(change) for change in changes)
    said = [f"{counts[name]} {name}" for name in ("changed", "unchanged", "new", "gone") if counts[name]]
    gained = sum(len(change.gained) for change in changes)
    lost = sum(len(change.lost) for change in changes)
    yield from wrapped(f"{', '.join(said)}. Parts gained: {gained}, lost: {lost}.", width, "")


def _change(change: Change, width: int) -> Iterator[str]:
    room = 2 * width
    for label, target in (("then", change.then), ("now ", change.now)):
        if target is not None and not (label == "then" and change.same):
            yield from wrapped(clean(cut(target.fields[0].text, room)), width, "        ", first=f"  {label}  ")
    colour = {"changed": "cyan", "new": "green", "gone": "yellow"}.get(_kind(change))
    yield from wrapped(
        clean(in_words(change)), width, "        ", first="        ", style={"fg": colour} if colour else {}
    )
    yield ""


def _kind(change: Change) -> str:
    if change.then is None:
        return "new"
    if change.now is None:
        return "gone"
    return "unchanged" if change.same else "changed"


def render_json(changes: Iterable[Change]) -> str:
    """``{"schema": 1, "changes": [{"owner", "kind", "then", "now", "gained", "lost", "open", "settled", "raised"}, ...]}``."""
    rows = [
        {
            "owner": change.owner,
            "kind": _kind(change),
            "then": _target(change.then),
            "now": _target(change.now),
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
