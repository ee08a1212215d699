"""On land: a ship at sea is heard for a while some kilometres inland, by a step too short for a teleport."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.false_rows import Found, Placed, false_positions, inland_km
from vedette.events.rows import rounded
from vedette.events.teleport import Teleport, chosen, displaced
from vedette.fields import empty
from vedette.kernels.arrays import HOUR_US
from vedette.kernels.landmask import land_at
from vedette.kernels.runs import run_starts
from vedette.kernels.spells import Spells
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M, distance_m
from vedette.steps import Step

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class OnLand:
    """How far inland is more than a coarse coast, and which ships are left out.

    The coastline is some hundred metres off and the mask right to a kilometre (``kernels.landmask``), so two
    are asked for. 50 kn, three messages and five minutes are those of ``teleport``. A step of 2 nm is enough,
    as no ship can be where it leads. The mask knows few rivers and canals: a ship of which more than
    ``most_inland`` of the positions before lie inland sails on them. All but the 50 kn are ours.
    ``teleport`` are the options of that step as the watch sets them, so that no stay is told twice.
    """

    min_inland_km: float = 2.0
    max_kn: float = 50.0
    min_jump_nm: float = 2.0
    min_messages: int = 3
    min_minutes: float = 5.0
    at_sea_hours: float = 1.0
    most_inland: float = 0.2
    teleport: Teleport = field(default_factory=Teleport)


def on_land(positions: pa.Table, options: OnLand = OnLand()) -> pa.Table:
    """Find the stays inland of ships heard at sea within the hour before, from which they come back.

    They are those that ``teleport`` would find if a jump of ``min_jump_nm`` were enough for it, with all
    that it leaves out; one that it does find is its own. So a way from the coast inland without a jump is
    none: a river, a canal or a coarse coast. ``lat`` is where she was last at sea, ``end_lat`` where she was
    heard first on land; it ends with the first position back on her way. Confidence is 3.
    """
    heard, found = displaced(
        positions,
        Teleport(
            max_kn=options.max_kn,
            min_jump_nm=options.min_jump_nm,
            min_messages=options.min_messages,
            min_minutes=options.min_minutes,
        ),
    )
    soon = heard.time[found.first] - heard.time[found.origin] <= round(options.at_sea_hours * HOUR_US)
    found = chosen(found, (found.back >= 0) & soon)
    if len(found.first):
        found = chosen(found, ~_teleported(heard, found, options.teleport))
    if len(found.first):
        found = chosen(found, _inland(heard, found, options))
    return _rows(heard, found) if len(found.first) else empty("events")


def _teleported(heard: Placed, found: Spells, options: Teleport) -> Flags:
    """True for stays that are, at least in part, teleports of the same ship."""
    numbers = heard.mmsi[found.first]
    theirs = heard.rows.filter(pc.is_in(heard.rows["mmsi"], pa.array(np.unique(numbers))))
    jumped, ways = displaced(theirs, options)
    told = np.zeros(len(numbers), dtype=np.bool_)
    for first, last in zip(ways.first.tolist(), ways.last.tolist(), strict=True):
        meanwhile = (heard.time[found.last] >= jumped.time[first]) & (
            heard.time[found.first] <= jumped.time[last]
        )
        told |= (numbers == jumped.mmsi[first]) & meanwhile
    return told


def _inland(heard: Placed, found: Spells, options: OnLand) -> Flags:
    """True for stays inland from first to last, of ships that came from the water and are mostly on it."""
    begins = np.flatnonzero(run_starts(heard.mmsi))
    own = begins[np.searchsorted(begins, found.first, side="right") - 1]
    kept = ~land_at(heard.lat[found.origin], heard.lon[found.origin])
    for at in (found.first, found.shown, found.last):
        kept[kept] = inland_km(heard.lat[at[kept]], heard.lon[at[kept]]) > options.min_inland_km
    for one in np.flatnonzero(kept).tolist():
        before = slice(int(own[one]), int(found.first[one]))
        kept[one] = np.mean(land_at(heard.lat[before], heard.lon[before])) <= options.most_inland
    return np.asarray(kept)


def _rows(heard: Placed, found: Spells) -> pa.Table:
    _, _, time, lat, lon = heard
    origin, first, last = found.origin, found.first, found.last
    metres = distance_m(lat[origin], lon[origin], lat[first], lon[first])
    seconds = (time[first] - time[origin]) / 1e6
    told: dict[str, list[object]] = {
        "pattern": ["on land"] * len(first),
        "returned": [True] * len(first),
        "inland_km": list(rounded(inland_km(lat[first], lon[first]), 1)),
        "distance_nm": list(rounded(metres / NAUTICAL_MILE_M, 1)),
        "implied_kn": list(rounded(metres / np.maximum(seconds, 1.0) / KNOT_MS, 0)),
        "messages": found.messages.tolist(),
        "hours": list(rounded((time[last] - time[first]) / HOUR_US, 2)),
    }
    rows = Found(origin, first, found.shown, last, found.back)
    return false_positions("on_land/1", heard, rows, np.full(len(first), 3.0), told)


STEP = Step("on_land", takes=("positions",), gives="events", run=on_land, options=OnLand())
