"""What is drawn on the map beside ships: events, places, coverage, a ship's way and reach."""

import json
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from vedette import flow, gazetteer, positions, store, watch
from vedette.console.web.held import Held, plain
from vedette.console.web.rows import between
from vedette.errors import CaseError, VedetteError
from vedette.fields import empty
from vedette.kernels.landmask import PER_DEG
from vedette.kernels.seaways import field
from vedette.kernels.watermesh import mesh
from vedette.outputs.visible import shown

MOST_EVENTS = 1500
MOST_POINTS = 4000
MOST_CELLS = 2000
MOST_REACH_M = 2_500_000.0
KNOT_MS = 1852 / 3600
BREAK_S = 6 * 3600
DEFAULT_KN, LEAST_KN, MOST_KN = 12.0, 4.0, 25.0
# What is drawn first when there is too much: the rarer and the graver.
ORDER = (
    "possible_meeting",
    "encounter",
    "false_position",
    "possible_call",
    "call_chain",
    "identity_change",
    "escort",
    "loitering",
    "cargo_seen",
    "no_call",
    "destination_mismatch",
    "draught_change",
    "zone",
    "gap",
)
COUNTED = ("port_call", "sighted_call")


def collection(features: list[dict[str, Any]], **says: Any) -> dict[str, Any]:
    """GeoJSON features, and what is to be said of them all."""
    return {"type": "FeatureCollection", "features": features, **says}


def events(held: Held, start: datetime | None, end: datetime | None, ship: str | None) -> dict[str, Any]:
    """Events of a window as points and lines, the graver first up to MOST_EVENTS; calls counted by place."""
    rows = between(held.read("events"), "events", start, end)
    if ship:
        rows = rows.filter(pc.fill_null(pc.equal(rows["ship"], ship), False))
    placed = rows.filter(pc.and_(pc.is_valid(rows["lat"]), pc.is_valid(rows["lon"])))
    calls = pc.is_in(placed["kind"], pa.array(COUNTED))
    others = placed.filter(pc.invert(calls))
    rank = pc.index_in(others["kind"], pa.array(ORDER))
    rank = pc.fill_null(rank, len(ORDER))
    dark = pc.if_else(pc.match_substring(pc.fill_null(others["details"], ""), '"class": "dark"'), -0.5, 0.0)
    others = others.append_column("rank", pc.add(rank.cast(pa.float64()), dark))
    others = others.sort_by([("rank", "ascending"), ("start", "descending")])
    drawn = [feature(row, held) for row in others.slice(0, MOST_EVENTS).to_pylist()]
    drawn += _calls(held, placed.filter(calls))
    said = {
        "drawn": min(len(others), MOST_EVENTS),
        "findings": len(others),
        "unplaced": len(rows) - len(placed),
    }
    return collection(drawn, **said)


def _calls(held: Held, rows: pa.Table) -> list[dict[str, Any]]:
    """One point for each place, with how many calls it saw, by track and by sighting."""
    sighted = pc.starts_with(pc.fill_null(rows["source"], ""), "sightings/")
    made_up = pc.starts_with(pc.fill_null(rows["source"], ""), "synthetic:")
    rows = rows.append_column("sighted", sighted.cast(pa.int64())).append_column(
        "made_up", made_up.cast(pa.int64())
    )
    counted = rows.group_by("place").aggregate(
        [
            ("event", "count"),
            ("sighted", "sum"),
            ("made_up", "sum"),
            ("lat", "mean"),
            ("lon", "mean"),
            ("mmsi", "count_distinct"),
        ]
    )
    known = places(held)["features"]
    spots = {
        one["properties"]["place"]: {**one["properties"], "at": one["geometry"]["coordinates"]}
        for one in known
    }
    found = []
    for row in counted.to_pylist():
        spot = spots.get(row["place"])
        at = spot["at"] if spot else [row["lon_mean"], row["lat_mean"]]
        says = {
            "kind": "calls",
            "place": row["place"],
            "name": spot["name"] if spot else row["place"],
            "count": row["event_count"],
            "sighted": row["sighted_sum"],
            "ships": row["mmsi_count_distinct"],
            "synthetic": row["made_up_sum"] > 0,
        }
        found.append(
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": plain(says)}
        )
    return found


def feature(row: dict[str, Any], held: Held) -> dict[str, Any]:
    """One event: a line where it begins and ends in different places, else a point."""
    details = details_of(row)
    one, other = (row["lon"], row["lat"]), (row["end_lon"], row["end_lat"])
    line = row["kind"] in ("gap", "possible_call") and other[0] is not None and other != one
    if line and abs(other[0] - one[0]) > 180:
        other = (other[0] + (360 if other[0] < one[0] else -360), other[1])
    geometry = (
        {"type": "LineString", "coordinates": [one, other]} if line else {"type": "Point", "coordinates": one}
    )
    says = {
        "event": row["event"],
        "kind": row["kind"],
        "ship": row["ship"],
        "mmsi": row["mmsi"],
        "name": shown(name_of(held, row["mmsi"]) or row["ship"] or "", 60),
        "place": row["place"],
        "start": row["start"],
        "end": row["end"],
        "class": details.get("class"),
        "probability": details.get("probability"),
        "synthetic": (row["source"] or "").startswith("synthetic:"),
    }
    return {"type": "Feature", "id": row["event"], "geometry": geometry, "properties": plain(says)}


def details_of(row: dict[str, Any]) -> dict[str, Any]:
    """What a detector measured besides; empty when it cannot be read."""
    try:
        found = json.loads(row.get("details") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def name_of(held: Held, mmsi: int | None) -> str | None:
    """The last name a ship gave under this number."""

    def made() -> dict[int, str]:
        rows = held.read("identities").sort_by("end").to_pylist()
        return {row["mmsi"]: row["name"] for row in rows if row["mmsi"] and row["name"]}

    return held.once(made, "names").get(mmsi) if mmsi else None


def places(held: Held) -> dict[str, Any]:
    """Watched places, and ports at which there was an event, with their middles and geofences."""

    def made() -> dict[str, Any]:
        rows = gazetteer.of_events(held.read("places"), held.read("events")).to_pylist()
        watched = _watched(held)
        found, seen = [], set()
        for row in rows:
            shape = shapely.from_wkb(row["geometry"]) if row["geometry"] else None
            if row["place"] in seen or shape is None or shape.is_empty:
                continue
            seen.add(row["place"])
            middle = shapely.get_geometry(shape, 0) if shape.geom_type == "MultiPoint" else None
            middle = middle or shape.representative_point()
            says = {k: row[k] for k in ("place", "kind", "country", "role", "radius_m", "code", "source")}
            says["name"] = shown((row["name"] or row["place"]).split(",")[0], 60)
            says["watched"] = row["place"] in watched if watched else row["role"] is not None
            says["own"] = row["role"] is not None
            geometry = {"type": "Point", "coordinates": [middle.x, middle.y]}
            found.append({"type": "Feature", "geometry": geometry, "properties": plain(says)})
        return collection(found)

    return dict(held.once(made, "places"))


def home(held: Held) -> list[float] | None:
    """West, south, east, north of where the map begins.

    The first corridor of the watch, else all that it watches, else all events.
    """
    known = [(f["properties"], f["geometry"]["coordinates"]) for f in places(held)["features"]]
    first = _first_corridor(held)
    spots = [at for says, at in known if says["place"] in first]
    spots = spots or [at for says, at in known if says["watched"]]
    if not spots:
        rows = held.read("events").select(["lon", "lat"]).drop_null()
        spots = list(zip(rows["lon"].to_pylist(), rows["lat"].to_pylist(), strict=True))
    if not spots:
        return None
    lon, lat = zip(*spots, strict=True)
    return [round(v, 3) for v in (min(lon), min(lat), max(lon), max(lat))]


def _first_corridor(held: Held) -> set[str]:
    try:
        said = watch.read(held.case.watch).corridors[:1]
    except VedetteError:
        return set()
    return {place for one in said for place in (*one.start, *one.to)}


def _watched(held: Held) -> set[str]:
    try:
        said = watch.read(held.case.watch)
    except VedetteError:  # the page says elsewhere that it cannot be read
        return set()
    return {*said.places, *(place for one in said.corridors for place in (*one.start, *one.to))}


def coverage(held: Held, start: datetime | None, end: datetime | None) -> dict[str, Any]:
    """Cells in which anything was heard in a window, for what share of it and how well."""
    rows = between(held.read("coverage"), "coverage", start, end)
    said = watch_hours(rows, start, end)
    cells = rows.group_by("cell").aggregate(
        [("hour", "count"), ("messages", "sum"), ("ships", "max"), ("heard", "mean")]
    )
    found: dict[tuple[float, float], list[float]] = {}
    width = 0.25
    while True:
        found.clear()
        for cell, hours, messages, ships, heard in zip(*(c.to_pylist() for c in cells.columns), strict=True):
            lat, lon = (float(n) // width * width for n in cell.split("_"))
            one = found.setdefault((lat, lon), [0, 0, 0, 0])
            one[0], one[1], one[2] = max(one[0], hours), one[1] + messages, max(one[2], ships)
            one[3] = max(one[3], heard or 0.0)
        if len(found) <= MOST_CELLS or width >= 8:
            break
        width *= 2
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, s], [w + width, s], [w + width, s + width], [w, s + width], [w, s]]],
            },
            "properties": {
                "hours": h,
                "share": round(min(1, h / said), 3),
                "messages": m,
                "ships": n,
                "heard": round(q, 2),
            },
        }
        for (s, w), (h, m, n, q) in sorted(found.items())
    ]
    return collection(features, cell_deg=width, hours=said)


def watch_hours(rows: pa.Table, start: datetime | None, end: datetime | None) -> float:
    """How many hours a window has; of an open one, from the first to the last hour heard."""
    if not len(rows):
        return 1.0
    low, high = (v.as_py() for v in pc.min_max(rows["hour"]).values())
    first, last = max(start or low, low), min(end or high, high)
    return float(max(1.0, (last - first) / timedelta(hours=1) + 1))


def track(held: Held, mmsi: int, start: datetime | None, end: datetime | None) -> dict[str, Any]:
    """The trusted way of one number, as lines broken at silences of six hours and thinned to MOST_POINTS."""
    said = {step.name: step for step in flow.steps_of(watch.read(held.case.watch))}
    needed = (*(said[step.name] for step in positions.STEPS), said["motion"])
    rows = between(store.read(held.case, "positions", pc.field("mmsi") == mmsi), "positions", start, end)
    given = {"positions": rows, "statics": empty("statics")}
    tracks = flow.passed(given, needed, None)["tracks"]
    tracks = tracks.filter(pc.is_valid(tracks["lat"])).sort_by("time")
    seconds = tracks["time"].cast(pa.int64()).to_numpy() // 1_000_000
    lat, lon = tracks["lat"].to_numpy(zero_copy_only=False), tracks["lon"].to_numpy(zero_copy_only=False)
    stride = max(1, -(-len(tracks) // MOST_POINTS))
    features: list[dict[str, Any]] = []
    edges = (
        np.concatenate(
            [
                [0],
                np.flatnonzero((np.diff(seconds) > BREAK_S) | (np.abs(np.diff(lon)) > 180)) + 1,
                [len(tracks)],
            ]
        )
        if len(tracks)
        else np.array([0])
    )
    for one, other in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        kept = sorted({*range(one, other, stride), other - 1})
        line = [[round(float(lon[n]), 5), round(float(lat[n]), 5)] for n in kept]
        says = {
            "start": int(seconds[one]),
            "end": int(seconds[other - 1]),
            "positions": other - one,
            "times": [int(seconds[n]) for n in kept],
        }
        geometry = (
            {"type": "LineString", "coordinates": line}
            if len(line) > 1
            else {"type": "Point", "coordinates": line[0]}
        )
        features.append({"type": "Feature", "geometry": geometry, "properties": says})
    made_up = (
        bool(len(tracks)) and pc.any(pc.starts_with(pc.fill_null(tracks["source"], ""), "synthetic:")).as_py()
    )
    return collection(
        features,
        mmsi=mmsi,
        positions=len(tracks),
        left_out=len(rows) - len(tracks),
        stride=stride,
        synthetic=made_up,
    )


def reach(held: Held, event: str) -> dict[str, Any]:
    """Where a silent ship can have been: water from which both ends of the silence lie near enough.

    At the speed the gap says is usual for her, else DEFAULT_KN; beyond MOST_REACH_M nothing is drawn.
    """
    rows = held.read("events")
    found = rows.filter(pc.equal(rows["event"], event)).to_pylist()
    if not found:
        raise CaseError(f"There is no event {event[:60]!r}.")
    row, details = found[0], details_of(found[0])
    if row["kind"] == "possible_call" and details.get("gap"):
        return reach(held, details["gap"])
    if row["kind"] != "gap" or row["end_lat"] is None or row["lat"] is None:
        return collection([], words="Only a silence that has ended has a reachable area.")
    return dict(held.once(lambda: _reach(row, details), "reach", event))


def _reach(row: dict[str, Any], details: dict[str, Any]) -> dict[str, Any]:
    own = details.get("speed_kn")
    speed = float(np.clip(own or DEFAULT_KN, LEAST_KN, MOST_KN))
    seconds = (row["end"] - row["start"]).total_seconds()
    budget = speed * KNOT_MS * seconds
    whose = "her usual speed under way" if own else "assumed, since her own is not known"
    words = (
        f"Where she can have been at {speed:.1f} kn ({whose}) in {seconds / 3600:.1f} h, over water. "
        "Inferred, not observed."
    )
    if budget > MOST_REACH_M:
        far = f"{budget / 1852:,.0f} nm of sailing: too far to say anything, so nothing is drawn."
        return collection(
            [], words=f"At {speed:.1f} kn ({whose}) the {seconds / 3600:.0f} h give {far}", speed_kn=speed
        )
    sea = mesh()
    out = field(row["lat"], row["lon"], budget)
    back = field(row["end_lat"], row["end_lon"], budget)
    there, out_m = out.squares()
    again, back_m = back.squares()
    both, one, other = np.intersect1d(there, again, return_indices=True)
    both = both[out_m[one] + back_m[other] <= budget]
    per = 1 / PER_DEG
    west, south = sea.column[both] * per - 180.0, sea.row[both] * per - 90.0
    side = sea.size[both] * per
    shape = (
        shapely.union_all(shapely.box(west, south, west + side, south + side))
        if len(both)
        else shapely.Polygon()
    )
    shape = shape.simplify(per / 2)
    drawn = [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(shape)),
            "properties": {"event": row["event"]},
        }
    ]
    return collection(drawn if len(both) else [], words=words, speed_kn=speed, hours=round(seconds / 3600, 1))
