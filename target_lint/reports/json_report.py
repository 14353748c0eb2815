"""The JSON contract (schema 1): ``Report`` to plain values and back.

One document for ``json``; for ``jsonl`` one target a line, the same object plus ``path``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from target_lint.advice.remarks import verdict_in_words
from target_lint.types import (
    DraftReport,
    Field,
    Finding,
    Genre,
    Level,
    Part,
    Place,
    Report,
    RowError,
    Suggestion,
    TargetLintError,
    TargetReport,
    Verdict,
)

SCHEMA = 1


def render(report: Report) -> str:
    """The whole report as one JSON document, indented, ending in a newline."""
    return json.dumps(to_dict(report), ensure_ascii=False, indent=1) + "\n"


def render_lines(report: Report) -> Iterator[str]:
    """One line a target, in order, each ending in a newline."""
    for draft in report.drafts:
        for target in draft.targets:
            yield line(draft.path, target)


def line(path: str, target: TargetReport) -> str:
    return json.dumps({"path": path, **target_to_dict(target)}, ensure_ascii=False) + "\n"


def to_dict(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": report.version,
        "model": report.model,
        "drafts": [
            {
                "path": draft.path,
                "model": draft.model,
                "prose": draft.prose,
                "rows": draft.rows,
                "targets": [target_to_dict(target) for target in draft.targets],
                "findings": [{"owner": one.owner, **_finding(one, {})} for one in draft.findings],
                "errors": [{"line": error.line, "message": error.message} for error in draft.errors],
                "unused_ignores": list(draft.unused_ignores),
            }
            for draft in report.drafts
        ],
        "errors": [{"path": path, "message": message} for path, message in report.errors],
    }


def target_to_dict(target: TargetReport) -> dict[str, Any]:
    texts = {field.name: field.text for field in target.fields}
    return {
        "number": target.number,
        "id": target.id,
        "owner": target.owner,
        "role": target.role,
        "about": dict(target.about),
        "genre": target.genre.value,
        "verdict": target.verdict.value,
        "verdict_in_words": verdict_in_words(target),
        "fields": [
            {"name": field.name, "text": field.text, "line": field.line, "column": field.column, "where": field.where}
            for field in target.fields
        ],
        "parts": {
            name: {
                "present": part.present,
                "sure": part.sure,
                "score": round(part.score, 4),
                "places": [
                    {
                        "field": place.field,
                        "start": place.start,
                        "end": place.end,
                        "text": texts[place.field][place.start : place.end],
                    }
                    for place in part.places
                ],
            }
            for name, part in target.parts.items()
        },
        "findings": [_finding(one, texts) for one in target.findings],
        "suggestions": [
            {
                "text": one.text,
                "blanks": list(one.blanks),
                "keeps": list(one.keeps),
                "clears": list(one.clears),
                "theme": one.theme,
                "score": one.score,
                "fields": {field.name: field.text for field in one.fields},
            }
            for one in target.suggestions
        ],
        "ignored": list(target.ignored),
    }


def _finding(one: Finding, texts: Mapping[str, str]) -> dict[str, Any]:
    place = one.place
    return {
        "rule": one.rule,
        "level": one.level.value,
        "sure": one.sure,
        "message": one.message,
        "question": one.question,
        "field": place.field if place else None,
        "start": place.start if place else None,
        "end": place.end if place else None,
        "found": one.found,
        "rewrites": list(one.rewrites),
    }


def from_dict(data: Mapping[str, Any]) -> Report:
    """The inverse of :func:`to_dict`. Raises TargetLintError for another schema."""
    if data.get("schema") != SCHEMA:
        raise TargetLintError(f"this report has schema {data.get('schema')!r}; schema {SCHEMA} is read here")
    drafts = tuple(
        DraftReport(
            draft["path"],
            tuple(target_from_dict(target) for target in draft["targets"]),
            tuple(_finding_from(one, one.get("owner")) for one in draft["findings"]),
            tuple(RowError(error["line"], error["message"]) for error in draft["errors"]),
            draft["prose"],
            tuple(draft["unused_ignores"]),
            draft.get("rows", False),
            draft.get("model"),
        )
        for draft in data["drafts"]
    )
    return Report(
        data["version"],
        data["model"],
        drafts,
        tuple((error["path"], error["message"]) for error in data["errors"]),
    )


def target_from_dict(data: Mapping[str, Any]) -> TargetReport:
    return TargetReport(
        number=data["number"],
        id=data["id"],
        owner=data["owner"],
        role=data["role"],
        genre=Genre(data["genre"]),
        verdict=Verdict(data["verdict"]),
        fields=tuple(Field(**field) for field in data["fields"]),
        parts={
            name: Part(
                name,
                part["present"],
                part["sure"],
                part["score"],
                tuple(Place(place["field"], place["start"], place["end"]) for place in part["places"]),
            )
            for name, part in data["parts"].items()
        },
        findings=tuple(_finding_from(one, None) for one in data["findings"]),
        suggestions=tuple(
            Suggestion(
                one["text"],
                tuple(one["blanks"]),
                tuple(one["keeps"]),
                tuple(one["clears"]),
                one["theme"],
                one["score"],
                tuple(Field(name, text) for name, text in one.get("fields", {}).items()),
            )
            for one in data["suggestions"]
        ),
        ignored=tuple(data["ignored"]),
        about=tuple(data.get("about", {}).items()),
    )


def _finding_from(one: Mapping[str, Any], owner: str | None) -> Finding:
    return Finding(
        one["rule"],
        Level(one["level"]),
        one["sure"],
        one["message"],
        one["question"],
        one["found"],
        Place(one["field"], one["start"], one["end"]) if one["field"] is not None else None,
        tuple(one["rewrites"]),
        owner,
    )
