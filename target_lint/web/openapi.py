"""The OpenAPI document of the API; the report in it is the CLI's JSON (schema 1)."""

from __future__ import annotations

from typing import Any

from target_lint.types import FIELD_NAMES, PART_NAMES, Genre, Level, Verdict
from target_lint.web.work import MOST_CHARACTERS, MOST_TARGETS

_TEXT = {"type": "string", "maxLength": MOST_CHARACTERS}


def document(version: str, root: str = "") -> dict[str, Any]:
    """``root``: the path below which the application is mounted."""
    checked = {"responses": _answers("Report")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "target-lint",
            "version": version,
            "description": "Reads drafts of performance-management targets. Nothing that is sent is kept or logged.",
        },
        "servers": [{"url": root or "/"}],
        "security": [{}, {"token": []}],
        "paths": {
            "/api/v1/check": {"post": {"summary": "Check a draft", "requestBody": _json("Asked"), **checked}},
            "/api/v1/suggest": {
                "post": {"summary": "Check a draft, with completed versions", "requestBody": _json("Asked"), **checked}
            },
            "/api/v1/check-file": {
                "post": {
                    "summary": "Check a file: Word, Excel, CSV, PDF, text ...",
                    "requestBody": {
                        "required": True,
                        "content": {
                            "multipart/form-data": {
                                "schema": {
                                    "type": "object",
                                    "required": ["file"],
                                    "properties": {
                                        "file": {"type": "string", "format": "binary"},
                                        "suggest": {"type": "boolean"},
                                    },
                                }
                            }
                        },
                    },
                    **checked,
                }
            },
            "/api/v1/rules": {"get": {"summary": "The rules", "responses": _answers("Rules", refusals=("401", "421"))}},
            "/healthz": {
                "get": {"summary": "Is it there?", "security": [{}], "responses": _answers("Health", refusals=("421",))}
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _schemas() -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0}
    maybe = {"type": ["string", "null"]}
    strings = {"type": "array", "items": {"type": "string"}}
    fields = {"type": "object", "properties": {name: _TEXT for name in (*FIELD_NAMES, "role")}, "minProperties": 1, "additionalProperties": False}  # fmt: skip
    genre = {"enum": [one.value for one in Genre]}
    place = _object(field={"type": "string"}, start=number, end=number, text={"type": "string"})
    part = _object(
        present={"type": "boolean"},
        sure={"type": "boolean"},
        score={"type": "number"},
        places={"type": "array", "items": place},
    )
    finding = _object(
        rule={"type": "string"},
        level={"enum": [one.value for one in Level]},
        sure={"type": "boolean"},
        message={"type": "string"},
        question={"type": "string"},
        field=maybe,
        start={"type": ["integer", "null"]},
        end={"type": ["integer", "null"]},
        found={"type": "string"},
        rewrites=strings,
    )
    suggestion = _object(
        text={"type": "string"},
        blanks=strings,
        keeps=strings,
        clears=strings,
        theme=maybe,
        score={"type": "number"},
        fields={"type": "object"},
    )
    target = _object(
        number=number,
        id=maybe,
        owner=maybe,
        role=maybe,
        about={"type": "object"},
        genre=genre,
        verdict={"enum": [one.value for one in Verdict]},
        verdict_in_words={"type": "string"},
        fields={"type": "array", "items": _object(name={"type": "string"}, text={"type": "string"})},
        parts=_object(**{name: part for name in PART_NAMES}),
        findings={"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
        suggestions={"type": "array", "items": suggestion},
        ignored=strings,
    )
    drafts = _object(
        path={"type": "string"},
        targets={"type": "array", "items": {"$ref": "#/components/schemas/Target"}},
        findings={"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
        errors={"type": "array", "items": _object(line=number, message={"type": "string"})},
    )
    return {
        "Asked": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "text": _TEXT,
                "targets": {"type": "array", "maxItems": MOST_TARGETS, "items": {"anyOf": [_TEXT, fields]}},
                "genre": {"anyOf": [genre, {"type": "null"}]},
            },
            "oneOf": [{"required": ["text"]}, {"required": ["targets"]}],
        },
        "Finding": finding,
        "Target": target,
        "Report": _object(schema={"const": 1}, version={"type": "string"}, model=maybe, drafts={"type": "array", "items": drafts}, errors={"type": "array"}),
        "Rules": _object(rules={"type": "array", "items": _object(id={"type": "string"}, level={"type": "string"}, title={"type": "string"})}),
        "Health": _object(status={"const": "ok"}, version={"type": "string"}),
        "Error": _object(error={"type": "string"}),
    }  # fmt: skip


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _json(name: str) -> dict[str, Any]:
    return {"required": True, "content": _content(name)}


def _content(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _answers(name: str, refusals: tuple[str, ...] = ("400", "401", "403", "408", "413", "415", "421", "422", "503")) -> dict[str, Any]:  # fmt: skip
    made: dict[str, Any] = {"200": {"description": "what was found", "content": _content(name)}}
    for status in refusals:
        made[status] = {"description": "refused, and why", "content": _content("Error")}
    return made
