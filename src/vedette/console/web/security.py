"""Who may ask what: known hosts, a token beyond this computer, no writes from other pages, bounded bodies.

The console listens on this computer alone unless told otherwise. A page of another site that a user has open
must neither read a case nor decide in it: the Host header stops names that were pointed here (DNS rebinding),
and a write needs a header that no other site can make a browser send.
"""

import hmac
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "vedette"
GUARD = "x-vedette"
MOST_BODY = 64 << 10
MOST_QUERY = 4 << 10
SAFE = ("GET", "HEAD")


@dataclass(frozen=True)
class Door:
    """Where the console listens, under which names it may be asked, and the token it wants."""

    host: str
    port: int
    token: str | None = None
    names: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """Values of the Host header that are answered."""
        names = {*LOOPBACK, *self.names} if self.host in LOOPBACK else {self.host, *LOOPBACK, *self.names}
        shown = {f"[{name}]" if ":" in name else name for name in names if name not in ("0.0.0.0", "::")}  # noqa: S104
        return frozenset(f"{name}:{self.port}" for name in shown) | (
            frozenset(shown) if self.port == 80 else frozenset()
        )


def needs_token(host: str) -> bool:
    """True for an address that others than this computer may reach."""
    return host not in LOOPBACK


def new_token() -> str:
    """A token nobody guesses."""
    return secrets.token_urlsafe(24)


def headers(scripts: str) -> dict[str, str]:
    """What every answer says to the browser: nothing from elsewhere, in no frame of elsewhere."""
    policy = (
        "default-src 'self'; "
        f"script-src 'self' {scripts}; "
        "img-src 'self' data: blob:; "
        "worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "SAMEORIGIN",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "geolocation=(), camera=(), microphone=()",
    }


class Guarded:
    """The application behind the door."""

    def __init__(self, app: ASGIApp, door: Door, scripts: str) -> None:
        """``scripts``: the hashes of what the page holds inline, for its policy."""
        self.app, self.door = app, door
        self.said = headers(scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with(message["headers"], self.said)
            await send(message)

        asked = Headers(scope=scope)
        refused = refusal(self.door, scope, asked)
        if refused is not None:
            await refused(scope, receive, told)
            return
        await self.app(scope, _bounded(receive), told)


def refusal(door: Door, scope: Scope, asked: Headers) -> Response | None:
    """Why a request is not answered, or None when it is."""
    if asked.get("host", "").lower() not in door.hosts:
        return _no(421, "This console is not known by that name. Ask it by the address it printed.")
    if len(scope.get("query_string", b"")) > MOST_QUERY:
        return _no(414, "The question is too long.")
    if door.token is not None and not _token_given(door.token, asked):
        return _welcome(door.token, scope)
    site = asked.get("sec-fetch-site", "none")
    if site == "cross-site" and not (scope["path"] == "/" and asked.get("sec-fetch-mode") == "navigate"):
        return _no(403, "Asked from a page of another site.")
    return _no_write(door, asked) if scope["method"] not in SAFE else None


def _welcome(token: str, scope: Scope) -> Response:
    """The page for one who brings the token in the address, and gets it as a cookie; a refusal for others."""
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
    opens = scope["path"] == "/" and scope["method"] == "GET"
    if not opens or not hmac.compare_digest(given.encode(), token.encode()):
        return _no(401, "A token is needed. Open the address that vedette serve printed.")
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return answer


def _no_write(door: Door, asked: Headers) -> Response | None:
    origin = asked.get("origin")
    if asked.get(GUARD) != "1" or (origin and urlsplit(origin).netloc.lower() not in door.hosts):
        return _no(403, f"A write needs the header {GUARD}: 1 and comes from the console itself.")
    if asked.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return _no(415, "A write is JSON.")
    length = asked.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BODY:
        return _no(413, f"A body has at most {MOST_BODY:,} bytes.")
    return None


def _token_given(token: str, asked: Headers) -> bool:
    try:
        cookie = SimpleCookie(asked.get("cookie", "")).get(COOKIE)
    except CookieError:
        cookie = None
    bearer = asked.get("authorization", "")
    given = cookie.value if cookie else bearer.removeprefix("Bearer ") if bearer else ""
    return hmac.compare_digest(given.encode(), token.encode())


def _bounded(receive: Receive) -> Receive:
    """The body, cut off as if the client had gone when it is longer than it may be."""
    came = 0

    async def take() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        return {"type": "http.disconnect"} if came > MOST_BODY else message

    return take


def _no(code: int, why: str) -> Response:
    return JSONResponse({"detail": why}, status_code=code)


def _with(given: Any, said: MutableMapping[str, str] | dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers with ours added where the answer has none of that name."""
    have = {name.lower() for name, _ in given}
    ours = [(k.encode(), v.encode()) for k, v in said.items() if k.encode() not in have]
    return [*given, *ours]
