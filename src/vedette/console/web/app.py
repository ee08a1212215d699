"""The application: which address gives what. The page is at /, its description at /openapi.json and /docs."""

import contextlib
import hashlib
import re
import threading
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import State

from vedette import __version__, store
from vedette.console.web import asking, documents, mapped, screening
from vedette.console.web.held import Held
from vedette.console.web.live import Job, Stream
from vedette.console.web.security import Door, Guarded
from vedette.console.web.shelf import Shelf
from vedette.errors import VedetteError
from vedette.outputs.drawing.land import BASEMAP

PAGES = Path(__file__).parent.parent / "pages"
DESCRIPTION = """
All that the console shows, for programs. Times are UTC. Every answer carries `snapshot`, a short name for the
versions of the tables it was made from, and an ETag. Writes are JSON and need the header `X-Vedette: 1`.
"""


def application(case: store.Case, door: Door) -> Guarded:
    """The console over one case, behind its door."""
    held = Held(case)
    job = Job()
    app = FastAPI(
        title="vedette",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.held, app.state.job, app.state.stream = held, job, Stream(held, job)
    app.state.deciding = threading.Lock()
    app.include_router(asking.router)
    app.include_router(mapped.router)
    app.include_router(documents.router)
    app.add_exception_handler(VedetteError, _refused)
    app.middleware("http")(_tagged(held))
    _static(app)
    return Guarded(Shelf(app, PAGES), door, inline_scripts())


def state_of(app: Guarded) -> State:
    """What the application holds: the case, the run, the stream."""
    found: State = app.app.app.state  # type: ignore[attr-defined]
    return found


def warm(app: Guarded) -> None:
    """Read the positions before anybody asks for a tile, and the lists before anybody screens a name.

    Nobody is kept waiting. The first screening after an installation compiles its kernels, which takes long.
    """
    held = state_of(app).held

    def read() -> None:
        held.index()
        with contextlib.suppress(VedetteError):
            screening.screened(held, "VEDETTE")

    threading.Thread(target=read, daemon=True, name="vedette-warm").start()


async def _refused(_: Request, error: Exception) -> Response:
    return JSONResponse({"detail": str(error)}, status_code=404 if "here is no" in str(error) else 422)


def _static(app: FastAPI) -> None:
    page = PAGES / "index.html"

    @app.get("/", include_in_schema=False)
    @app.get("/docs", include_in_schema=False)
    def index() -> Response:
        return HTMLResponse(page.read_text(encoding="utf-8"), headers={"cache-control": "no-cache"})

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        return FileResponse(PAGES / "icon.svg", media_type="image/svg+xml")

    app.mount("/basemap", StaticFiles(directory=BASEMAP))


def inline_scripts() -> str:
    """The hashes of the scripts that stand in the page itself: its import map, and nothing else."""
    text = (PAGES / "index.html").read_text(encoding="utf-8")
    inside = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", text, re.DOTALL)
    return " ".join(f"'sha256-{b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in inside)


def _tagged(held: Held) -> Callable[..., Any]:
    """Answers of the API carry an ETag of snapshot and question; one that is still right costs nothing."""

    async def tag(request: Request, go_on: Callable[..., Any]) -> Response:
        path = request.url.path
        if (
            request.method not in ("GET", "HEAD")
            or not path.startswith(("/api/", "/tiles/"))
            or path in ("/api/stream", "/api/health")
        ):
            answer: Response = await go_on(request)
            if path.startswith("/basemap/"):
                answer.headers["cache-control"] = "no-cache"
            return answer
        snapshot = (
            held.snapshot() if path.startswith("/api/") else held.snapshot("positions", "statics", "events")
        )
        question = hashlib.sha256(f"{path}?{request.url.query}".encode()).hexdigest()[:12]
        tag = f'W/"{snapshot}-{question}"'
        said = {
            "etag": tag,
            "cache-control": "no-cache",
            "x-vedette-snapshot": snapshot,
            "x-vedette-version": __version__,
        }
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=said)
        answer = await go_on(request)
        if answer.status_code == 200:
            for name, value in said.items():
                answer.headers.setdefault(name, value)
        return answer

    return tag
