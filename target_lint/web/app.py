"""The ASGI application: pages, downloads and the API, each a thin door to the linter."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import PurePath
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from target_lint.engine import version
from target_lint.reports import json_report
from target_lint.settings import Settings
from target_lint.types import TargetLintError
from target_lint.web import pages, work
from target_lint.web.guard import Guard
from target_lint.web.openapi import document

#: a file of the size that the readers take, and room for the form around it
MOST_BYTES = 26_000_000
MOST_JSON = 1_000_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TAKEN = {
    "report.html": "text/html; charset=utf-8",
    "brief.html": "text/html; charset=utf-8",
    "brief.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "draft.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def create_app(
    settings: Settings | None = None,
    *,
    hosts: Collection[str] | None = LOOPBACK,
    token: str | None = None,
    allow_origins: Collection[str] = (),
    most_bytes: int = MOST_BYTES,
    seconds: int = work.SECONDS,
) -> Starlette:
    """The page and the API as an ASGI application.

    ``hosts``: host names (without port) that it answers to, None for any; ``token``: asked of everybody as ``Authorization: Bearer``;
    ``allow_origins``: other origins that a browser may call the API from (CORS; none by default); ``most_bytes``: of a request;
    ``seconds``: for one file or one suggestion. Raises SettingsError or RuleError for settings that are wrong.
    """
    settings = settings or Settings()
    work.check(
        settings, work.draft_of({"text": "warm"})
    )  # so that wrong settings are told now, and nobody waits for the first word

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        app.state.workers.close()

    middleware = [Middleware(Guard, hosts=hosts, origins=tuple(allow_origins), token=token, most_bytes=most_bytes)]
    if allow_origins:
        middleware.insert(
            0,
            Middleware(
                CORSMiddleware,
                allow_origins=list(allow_origins),
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type"],
            ),
        )
    static = StaticFiles(directory=str(resources.files("target_lint.web") / "static"))
    app = Starlette(
        routes=[
            Route("/", start),
            Route("/draft", draft, methods=["POST"]),
            Route("/meeting", meeting, methods=["GET", "POST"]),
            Route("/take/annotated", take_annotated, methods=["POST"]),
            Route("/take/{what}", take, methods=["POST"]),
            Route("/api/v1/check", check, methods=["POST"]),
            Route("/api/v1/suggest", suggest, methods=["POST"]),
            Route("/api/v1/check-file", check_file, methods=["POST"]),
            Route("/api/v1/rules", rules),
            Route("/api/v1/openapi.json", openapi),
            Route("/healthz", healthz),
            Mount("/static", static),
        ],
        middleware=middleware,
        exception_handlers={
            HTTPException: _refused,
            TargetLintError: _wrong,
            work.TooLongError: _too_long,
        },
        lifespan=lifespan,
    )
    app.state.workers = work.Workers(settings, seconds=seconds)
    app.state.settings = settings
    return app


# -- API ----------------------------------------------------------------------------------------------------------


async def check(request: Request) -> Response:
    return JSONResponse(await _checked(request, await _asked(request)))


async def suggest(request: Request) -> Response:
    return JSONResponse(await _checked(request, await _asked(request), suggest=True))


async def check_file(request: Request) -> Response:
    async with request.form(max_files=1, max_fields=10) as form:
        data, name = await _file(form)
        wanted = str(form.get("suggest", "")).lower() in ("1", "true", "yes", "on")
    return JSONResponse(await request.app.state.workers.run(work.checked_file, data, name, wanted))


async def rules(request: Request) -> Response:
    book = work.linter_of(request.app.state.settings).rulebook
    return JSONResponse(
        {
            "rules": [
                {
                    "id": rule.id,
                    "level": rule.level.value,
                    "title": rule.title,
                    "question": rule.question,
                    "why": rule.why,
                    "source": rule.source,
                    "genres": [genre.value for genre in rule.genres],
                }
                for rule in book.rules
            ]
        }
    )


async def openapi(request: Request) -> Response:
    return JSONResponse(document(version(), request.scope.get("root_path", "")))


async def healthz(_: Request) -> Response:
    return JSONResponse({"status": "ok", "version": version()})


# -- pages --------------------------------------------------------------------------------------------------------


async def start(_: Request) -> Response:
    return HTMLResponse(pages.draft([{}]))


async def draft(request: Request) -> Response:
    """The check without JavaScript: the same page, with what was found."""
    async with request.form(max_files=1, max_fields=2_000) as form:
        targets = pages.written(form)
        if "add" in form:
            return HTMLResponse(pages.draft([*targets, {}]))
        upload = form.get("file")
        named = isinstance(upload, UploadFile) and bool(upload.filename)
        data, name = await _file(form) if named else (b"", "")
    try:
        if named:
            found = await request.app.state.workers.run(work.checked_file, data, name, True)
            report = json_report.from_dict(found)
            targets = [{field.name: field.text for field in one.fields} for one in report.targets]
        else:
            report = json_report.from_dict(await _checked(request, {"targets": targets}, suggest=True))
    except TargetLintError as error:
        return HTMLResponse(pages.draft(targets or [{}], error=str(error)), 422)
    return HTMLResponse(pages.draft(targets or [{}], report))


async def meeting(request: Request) -> Response:
    if request.method == "GET":
        return HTMLResponse(pages.meeting(None))
    async with request.form(max_files=1, max_fields=10) as form:
        data, name = await _file(form)
    try:
        report = await request.app.state.workers.run(work.checked_file, data, name)
    except TargetLintError as error:
        return HTMLResponse(pages.meeting(None, error=str(error)), 422)
    return HTMLResponse(pages.meeting(json_report.from_dict(report), name=name))


async def take(request: Request) -> Response:
    what = request.path_params["what"]
    if what not in TAKEN:
        raise HTTPException(404, f"there are {', '.join((*TAKEN, 'annotated'))} to take away")
    async with request.form(max_files=1, max_fields=2_000, max_part_size=MOST_BYTES) as form:
        given = form.get("report")
        targets = pages.written(form)
    if isinstance(given, str):
        report = _json(given.encode())
    else:
        report = await _checked(request, {"targets": targets}, suggest=what == "report.html")
    try:
        content = await request.app.state.workers.run(work.taken, what, report)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    headers = {} if what.endswith(".html") else {"Content-Disposition": f'attachment; filename="{what}"'}
    return Response(content, media_type=TAKEN[what], headers=headers)


async def take_annotated(request: Request) -> Response:
    async with request.form(max_files=1, max_fields=2_000) as form:
        data, name = await _file(form)
    content = await request.app.state.workers.run(work.annotated, data, name)
    suffix = PurePath(name).suffix
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="draft.checked{suffix.lower()}"'},
    )


# -- shared -------------------------------------------------------------------------------------------------------


async def _asked(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "send JSON (content-type: application/json)")
    body = await request.body()
    if len(body) > MOST_JSON:
        raise HTTPException(413, f"at most {MOST_JSON // 1_000_000} MB of JSON at once; send a file to check-file")
    asked = _json(body)
    unknown = sorted(set(asked) - {"text", "targets", "genre"})
    if unknown:
        raise HTTPException(422, f"there is no {unknown[0]!r} to set; there are text, targets and genre")
    return asked


def _json(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400, "this is not JSON") from None
    if not isinstance(asked, dict):
        raise HTTPException(422, "send an object")
    return asked


async def _checked(request: Request, asked: dict[str, Any], suggest: bool = False) -> dict[str, Any]:
    settings = request.app.state.settings
    found = work.draft_of(asked)
    size = sum(len(field.text) for target in found.targets for field in target.fields)
    if suggest or size > work.AT_ONCE:
        return await request.app.state.workers.run(work.checked, found, suggest)
    return work.checked(settings, found)


async def _file(form: FormData) -> tuple[bytes, str]:
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise HTTPException(422, "choose a file")
    # only the last part: browsers send a name, others may send a path
    return await upload.read(), PurePath(upload.filename.replace("\\", "/")).name or "draft.txt"


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def _wrong(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 422)


async def _too_long(_: Request, __: Exception) -> Response:
    return JSONResponse({"error": "this took too long or too much memory and was stopped"}, 503)
