"""Addresses of the API: what each view shows, the tables as JSON and files, and decisions."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from vedette import deciding, explaining, fields, store
from vedette.console.judge import user
from vedette.console.options import now
from vedette.console.web import claimed, fleet, listed, live, raised, rows, screening, timeline, views
from vedette.console.web.held import Held, plain
from vedette.console.web.live import MOST_READERS

router = APIRouter()
Word = Annotated[str, Query(max_length=200)]
When = Annotated[str | None, Query(max_length=40, description="A time, UTC: 2024-02-12 or 2024-02-12T06:00Z")]
OWN = ("as", "limit", "offset", "from", "to")


def held_of(request: Request) -> Held:
    """The case of this server."""
    found: Held = request.app.state.held
    return found


@router.get("/api/case", tags=["views"])
def case(request: Request) -> dict[str, Any]:
    """Which case this is, from when to when, how it was last judged, and what of it is made up."""
    return views.case(held_of(request))


@router.get("/api/alerts", tags=["views"])
def alerts(request: Request) -> dict[str, Any]:
    """All alerts with reason, base rate and decision."""
    return raised.alerts(held_of(request))


@router.get("/api/timeline", tags=["views"])
def strip(
    request: Request, start: Annotated[When, Query(alias="from")] = None, to: When = None
) -> dict[str, Any]:
    """What was heard and found over time, and when nobody listened."""
    held = held_of(request)
    return {**timeline.strip(held, rows.moment(start), rows.moment(to)), "snapshot": held.snapshot()}


@router.get("/api/indicators", tags=["views"])
def indicators(request: Request) -> dict[str, Any]:
    """Every series with value, expected band, exposure and alarms."""
    return views.indicators(held_of(request))


@router.get("/api/hypotheses", tags=["views"])
def hypotheses(request: Request) -> dict[str, Any]:
    """Every hypothesis as last judged, with evidence, rivals and history."""
    return views.hypotheses(held_of(request))


@router.get("/api/claims", tags=["views"])
def claims(request: Request) -> dict[str, Any]:
    """Every claim in short, with how many stand against it and what was decided."""
    return claimed.claims(held_of(request))


@router.get("/api/claims/{wanted}", tags=["views"])
def claim(request: Request, wanted: str) -> dict[str, Any]:
    """One claim with its quote in context, denials, others of its origin, and decisions."""
    return claimed.claim(held_of(request), wanted[:200])


@router.get("/api/flows", tags=["views"])
def flows(request: Request) -> dict[str, Any]:
    """What went between countries: counted, bounded, published and claimed, side by side."""
    return views.flows(held_of(request))


@router.get("/api/lists", tags=["views"])
def lists(request: Request) -> dict[str, Any]:
    """The lists and editions in the case."""
    return listed.lists(held_of(request))


@router.get("/api/lists/entries", tags=["views"])
def entries(
    request: Request,
    name: Annotated[Word, Query(alias="list")],
    *,
    edition: When = None,
    q: Word = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**7)] = 0,
) -> dict[str, Any]:
    """Entries of one edition of a list, a page at a time; `q` keeps those that hold its words."""
    return listed.entries(held_of(request), name, edition, q, (limit, offset))


@router.get("/api/sanctions", tags=["views"])
def sanctions(request: Request) -> dict[str, Any]:
    """How sanctions held: lists by year, acts, and designated ships a year before and after."""
    return listed.sanctions(held_of(request))


@router.get("/api/screen", tags=["views"])
def screen(
    request: Request, name: Word, form: Annotated[Literal["json", "csv"], Query(alias="as")] = "json"
) -> Response:
    """Entries of the lists that may be who was asked for, why, and what was checked."""
    held = held_of(request)
    if form == "json":
        return JSONResponse(screening.screened(held, name))
    data = screening.file(held, name, f"{request.url.path}?{request.url.query}")
    return _attached(data, f"screen-{held.snapshot()}.csv", rows.FORMS["csv"])


@router.get("/api/changes", tags=["views"])
def changes(
    request: Request,
    name: Annotated[Word, Query(alias="list")],
    start: Annotated[str, Query(alias="from")],
    to: str,
) -> dict[str, Any]:
    """What changed between two editions of a list, and which of one's own ships that touches."""
    return screening.changed(held_of(request), name, start, to)


@router.get("/api/status", tags=["views"])
def status(request: Request) -> dict[str, Any]:
    """Files, refusals, feeds, coverage and versions."""
    return views.status(held_of(request))


@router.get("/api/health", tags=["live"])
def health(request: Request) -> dict[str, Any]:
    """What `vedette listen` last said of its feeds, and when."""
    return live.health(held_of(request))


@router.get("/api/ships", tags=["views"])
def ships(request: Request, q: Word = "") -> dict[str, Any]:
    """Ships whose name or number holds what was typed."""
    return fleet.ships(held_of(request), q)


@router.get("/api/ship/{wanted}", tags=["views"])
def ship(request: Request, wanted: str) -> dict[str, Any]:
    """The dossier of one ship by IMO number, MMSI or name."""
    return views.ship(held_of(request), wanted[:200])


@router.get("/api/explain/{wanted}", tags=["views"])
def explain(request: Request, wanted: str, at_most: Annotated[int, Query(ge=1, le=50)] = 8) -> dict[str, Any]:
    """From a conclusion down to the lines of files it rests on."""
    held = held_of(request)
    made = held.once(
        lambda: explaining.explain(held.case, wanted, at_most=at_most), "explain", wanted, str(at_most)
    )
    return {"explained": plain(explaining.as_json(made)), "snapshot": held.snapshot()}


@router.get("/api/tables", tags=["tables"])
def tables(request: Request) -> dict[str, Any]:
    """The tables, how many rows each has, and their columns."""
    held = held_of(request)
    found = [
        {
            "table": name,
            "row": fields.TABLES[name].row,
            "rows": store.count(held.case, name),
            "version": held.versions()[name],
            "columns": [{"name": n, "type": str(t), "meaning": m} for n, t, m in fields.TABLES[name].columns],
        }
        for name in store.STORED
    ]
    return {"tables": found, "snapshot": held.snapshot()}


@router.get("/api/tables/{table}", tags=["tables"])
def table(
    request: Request,
    table: str,
    *,
    form: Annotated[Literal["json", "csv", "geojson", "kml"], Query(alias="as")] = "json",
    limit: Annotated[int, Query(ge=1, le=rows.MOST_ROWS)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    start: Annotated[When, Query(alias="from")] = None,
    to: When = None,
) -> Response:
    """Rows of a table, the latest first: a page as JSON, or all that were asked for as a file.

    Any other parameter asks for rows in which the column of that name has that value.
    """
    held = held_of(request)
    where = {name: value for name, value in request.query_params.items() if name not in OWN}
    found = rows.asked(held, table, where, start, to)
    query = f"{request.url.path}?{request.url.query}"
    if form == "json":
        return JSONResponse({**rows.page(held, table, found, limit, offset), "query": query})
    data = rows.file(held, table, found, form, query)
    return _attached(data, f"{table}-{held.snapshot()}.{form}", rows.FORMS[form])


def _attached(data: bytes, name: str, kind: str) -> Response:
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


class Decision(BaseModel):
    """What a person decided on an alert or a claim."""

    model_config = ConfigDict(extra="forbid")
    subject: str = Field(min_length=1, max_length=120)
    verdict: Literal["confirmed", "false-alarm", "watch", "accepted", "rejected"]
    note: str = Field(default="", max_length=deciding.LONGEST_NOTE)
    who: str = Field(default="", max_length=deciding.LONGEST_NAME)


@router.post("/api/decisions", tags=["decisions"], status_code=201)
def decide(request: Request, decision: Decision) -> dict[str, Any]:
    """Record a decision; it is in the case's record when this answers. Earlier ones stay."""
    held = held_of(request)
    who = decision.who.strip() or user()
    with request.app.state.deciding:
        row = deciding.decide(
            held.case, decision.subject, decision.verdict, who=who, when=now(), note=decision.note
        )
    held.versions(now=True)
    return {"decision": plain(row), "snapshot": held.snapshot()}


@router.post("/api/run", tags=["decisions"], status_code=202)
def run(request: Request) -> dict[str, Any]:
    """Run the case in the background; /api/stream says how far it is."""
    if not request.app.state.job.start(held_of(request), now()):
        raise HTTPException(409, "A run is going on already.")
    return {"job": request.app.state.job.told()}


@router.get("/api/stream", tags=["live"], response_class=StreamingResponse)
async def stream(request: Request) -> StreamingResponse:
    """Server-sent events: `snapshot` when the case has changed, `alert` for a new one, `job` in a run."""
    told = request.app.state.stream
    if told.readers >= MOST_READERS:
        raise HTTPException(503, f"{MOST_READERS} pages listen already.")
    return StreamingResponse(
        told.read(request), media_type="text/event-stream", headers={"cache-control": "no-store"}
    )
