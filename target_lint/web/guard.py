"""Who may ask, and how much: host names, origins, token, size and time of a request, and the headers of every answer.

The page holds what is personal and listens on this machine, so another page in the same browser must not be able to use it: the host
name is checked (DNS rebinding) and so is the origin of everything that is not a plain look (drive-by requests).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import traceback
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)
COOKIE = "target_lint_token"
BODY_SECONDS = 30.0
_PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
#: the reports that are taken away bring their styles with them and have no script
_REPORT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class BodyError(Exception):
    """The body of a request is too large or too slow."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Guard:
    """ASGI middleware. ``hosts``: names by which the page may be called (without port), None for any; ``origins``: others that may ask."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str] | None,
        origins: Collection[str],
        token: str | None,
        most_bytes: int,
    ) -> None:
        self.app, self.hosts, self.origins, self.token, self.most_bytes = app, hosts, origins, token, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers["Content-Security-Policy"] = _REPORT if "/take/" in scope["path"] else _PAGE
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, answer)
            return
        try:
            await self.app(scope, self._limited(receive), answer)
        except BodyError as error:
            if started:
                raise
            await JSONResponse({"error": str(error)}, error.status)(scope, receive, answer)
        except Exception as error:  # the message may hold words of a draft, so only the places in the code are logged
            logger.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
            if not started:
                text = "something went wrong here; nothing of yours was kept"
                await JSONResponse({"error": text}, 500)(scope, receive, answer)

    def _refused(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.hosts is not None and _name(host) not in self.hosts:
            return JSONResponse({"error": "this page does not answer to that host name"}, 421)
        if scope["method"] not in ("GET", "HEAD") and not self._from_us(headers, scope["scheme"], host):
            return JSONResponse({"error": "another site may not ask here"}, 403)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > self.most_bytes:
            return JSONResponse({"error": self._too_large}, 413)
        if self.token is None or scope["path"].endswith("/healthz") or scope["method"] == "OPTIONS":
            return None
        return self._without_token(scope, headers)

    def _from_us(self, headers: Headers, scheme: str, host: str) -> bool:
        origin = headers.get("origin")
        if headers.get("sec-fetch-site") == "same-origin":  # set by the browser itself, and right behind a proxy too
            return True
        if origin is not None:
            return origin in self.origins or origin == f"{scheme}://{host}"
        return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")

    def _without_token(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and asked and self._is_token(asked):
            answer = RedirectResponse("./", 303)
            answer.set_cookie(COOKIE, asked, httponly=True, samesite="strict", secure=scope["scheme"] == "https")
            return answer
        if self._is_token(headers.get("authorization", "").removeprefix("Bearer ")):
            return None
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        if cookie is not None and self._is_token(cookie.value):
            return None
        return JSONResponse({"error": "a token is needed"}, 401, {"WWW-Authenticate": "Bearer"})

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), (self.token or "").encode())

    @property
    def _too_large(self) -> str:
        return f"at most {self.most_bytes // 1_000_000} MB at once"

    def _limited(self, receive: Receive) -> Receive:
        size = 0
        done = False

        async def limited() -> Message:
            nonlocal size, done
            if done:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), BODY_SECONDS)
            except TimeoutError:
                raise BodyError(408, "the request came too slowly") from None
            size += len(message.get("body", b""))
            if size > self.most_bytes:
                raise BodyError(413, self._too_large)
            done = not message.get("more_body", False)
            return message

        return limited


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
