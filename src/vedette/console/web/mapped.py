"""Addresses of the map: tiles of positions, and what is drawn over them."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response

from vedette.console.web import mapping, tiles
from vedette.console.web.asking import When, held_of
from vedette.console.web.rows import moment

router = APIRouter(tags=["map"])
Zoom = Annotated[int, Path(ge=0, le=20)]
Cell = Annotated[int, Path(ge=0, lt=2**20)]
Start = Annotated[When, Query(alias="from")]


def window(start: str | None, to: str | None) -> tuple[int, int]:
    """A window as seconds since 1970; open ends reach to the years 1900 and 2200."""
    first, last = moment(start) or datetime(1900, 1, 1), moment(to) or datetime(2200, 1, 1)
    return tuple(int(one.replace(tzinfo=UTC).timestamp()) for one in (first, last))  # type: ignore[return-value]


def _inside(z: int, x: int, y: int) -> None:
    if x >> z or y >> z:
        raise HTTPException(404, f"At zoom {z} there are {2**z} by {2**z} tiles.")


@router.get("/tiles/density/{z}/{x}/{y}.png")
def density(
    request: Request,
    z: Zoom,
    x: Cell,
    y: Cell,
    *,
    start: Start = None,
    to: When = None,
    theme: Literal["dark", "light"] = "dark",
) -> Response:
    """Positions heard, counted in 128 by 128 squares; each colour is ten times the one before."""
    _inside(z, x, y)
    counts = tiles.density(held_of(request).index(), tiles.Tile(z, x, y, *window(start, to)))
    return Response(tiles.picture(counts, theme), media_type="image/png")


@router.get("/tiles/ships/{z}/{x}/{y}.mvt")
def ships(request: Request, z: Zoom, x: Cell, y: Cell, *, start: Start = None, to: When = None) -> Response:
    """Ships where last heard in the window, and trails; the layer `drawn` says how many of how many."""
    _inside(z, x, y)
    data = tiles.ships(held_of(request).index(), tiles.Tile(z, x, y, *window(start, to)))
    return Response(data, media_type="application/vnd.mapbox-vector-tile")


@router.get("/api/map/events")
def events(
    request: Request,
    start: Start = None,
    to: When = None,
    ship: Annotated[str | None, Query(max_length=80)] = None,
) -> dict[str, Any]:
    """Events of a window as GeoJSON; the graver first when there are too many, calls counted by place."""
    held = held_of(request)
    asked = moment(start), moment(to), ship
    made = held.once(lambda: mapping.events(held, *asked), "events", str(asked))
    return {**made, "snapshot": held.snapshot()}


@router.get("/api/map/places")
def places(request: Request) -> dict[str, Any]:
    """Watched places, and ports at which something happened."""
    held = held_of(request)
    return {**mapping.places(held), "home": mapping.home(held), "snapshot": held.snapshot()}


@router.get("/api/map/coverage")
def coverage(request: Request, start: Start = None, to: When = None) -> dict[str, Any]:
    """Cells in which anything was heard in a window, and for how much of it."""
    held = held_of(request)
    given = moment(start), moment(to)
    made = held.once(lambda: mapping.coverage(held, *given), "coverage", str(given))
    return {**made, "snapshot": held.snapshot()}


@router.get("/api/map/track/{mmsi}")
def track(
    request: Request, mmsi: Annotated[int, Path(ge=0, lt=10**10)], start: Start = None, to: When = None
) -> dict[str, Any]:
    """The trusted way of one number, broken at silences."""
    held = held_of(request)
    return {**mapping.track(held, mmsi, moment(start), moment(to)), "snapshot": held.snapshot()}


@router.get("/api/map/reach/{event}")
def reach(request: Request, event: Annotated[str, Path(max_length=120)]) -> dict[str, Any]:
    """Where a silent ship can have been, at an assumed speed, over water."""
    held = held_of(request)
    return {**mapping.reach(held, event), "snapshot": held.snapshot()}
