"""Addresses of documents: the brief, and the page of a ship, as the command line writes them."""

import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from vedette.console.look import brief_page, write_brief
from vedette.console.ship import write_page
from vedette.console.web.asking import held_of
from vedette.console.web.held import Held
from vedette.dossier import dossier

router = APIRouter(tags=["documents"])
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'"
)
PDF = "application/pdf"


@router.get("/brief.html", response_class=HTMLResponse)
def brief_html(request: Request) -> HTMLResponse:
    """The brief as `vedette brief` writes it."""
    held = held_of(request)
    return HTMLResponse(_brief(held, "html"), headers={"content-security-policy": POLICY})


@router.get("/brief.md", response_class=PlainTextResponse)
def brief_md(request: Request) -> PlainTextResponse:
    """The brief in Markdown."""
    return PlainTextResponse(_brief(held_of(request), "md"), media_type="text/markdown")


@router.get("/brief.pdf", response_class=Response)
def brief_pdf(request: Request) -> Response:
    """The brief as a PDF; needs the extra `pdf`."""
    held = held_of(request)
    data = held.once(lambda: _written(lambda path: write_brief(held.case, "pdf", path)), "brief", "pdf")
    return _file(data, f"brief-{held.snapshot()}.pdf", PDF)


@router.get("/ship/{wanted}.html", response_class=HTMLResponse)
def ship_html(request: Request, wanted: str) -> HTMLResponse:
    """The due-diligence page of a ship as `vedette ship --as html` writes it."""
    data = _ship(held_of(request), wanted, "html")
    return HTMLResponse(data, headers={"content-security-policy": POLICY})


@router.get("/ship/{wanted}.pdf", response_class=Response)
def ship_pdf(request: Request, wanted: str) -> Response:
    """The due-diligence page of a ship as a PDF; needs the extra `pdf`."""
    held = held_of(request)
    return _file(_ship(held, wanted, "pdf"), f"ship-{held.snapshot()}.pdf", PDF)


def _brief(held: Held, form: str) -> str:
    page: str = held.once(lambda: brief_page(held.case, form)[0], "brief", form)
    return page


def _ship(held: Held, wanted: str, form: str) -> bytes:
    key = wanted[:200].partition(":")[2] if wanted.startswith(("imo:", "mmsi:", "name:")) else wanted[:200]

    def made() -> bytes:
        return _written(lambda path: write_page(held.case, dossier(held.case, key), form, path))

    data: bytes = held.once(made, "page", form, key)
    return data


def _written(write: Any) -> bytes:
    """What is written to a file, without leaving one in the case."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page"
        write(path)
        return path.read_bytes()


def _file(data: bytes, name: str, kind: str) -> Response:
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
