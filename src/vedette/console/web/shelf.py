"""The files of the pages, held in memory: a page asks for fifty at once, and waits for the last of them."""

import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDERS = ("app", "vendor", "fonts")
TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".woff2": "font/woff2", ".toml": "text/plain"}


@dataclass(frozen=True)
class Book:
    """One file as it is sent."""

    data: bytes
    kind: str
    tag: str
    changed: int


@dataclass
class Shelf:
    """An application whose pages lie in a folder; what is not a page of it is left to ``app``.

    Only files that were there when the shelf was made are given, by their exact path, so no path leads
    out of it. One that was edited since is read again.
    """

    app: ASGIApp
    root: Path
    _paths: dict[str, Path] = field(init=False)
    _held: dict[str, Book] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """See what there is."""
        found = [p for name in FOLDERS for p in (self.root / name).rglob("*") if p.is_file()]
        self._paths = {f"/{p.relative_to(self.root).as_posix()}": p for p in found}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give a page, or hand on."""
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or path not in self._paths:
            await self.app(scope, receive, send)
            return
        book = self._book(path)
        said = {"etag": book.tag, "cache-control": "no-cache"}
        if Headers(scope=scope).get("if-none-match") == book.tag:
            await Response(status_code=304, headers=said)(scope, receive, send)
        else:
            await Response(book.data, headers=said, media_type=book.kind)(scope, receive, send)

    def _book(self, path: str) -> Book:
        file = self._paths[path]
        changed = file.stat().st_mtime_ns
        book = self._held.get(path)
        if book is None or book.changed != changed:
            data = file.read_bytes()
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
            book = Book(data, kind, f'"{hashlib.sha256(data).hexdigest()[:16]}"', changed)
            self._held[path] = book
        return book
