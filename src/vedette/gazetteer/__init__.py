"""The gazetteer that comes with vedette: the ports and anchorages of the world, so that a call has a name.

It watches nothing (its places have no role) and is stored in no case; docs/decisions/0008-gazetteer.md says
what it was made from. One place has several points, since a port is no point.
"""

import csv
import gzip
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from vedette import fields

NAME = "places/gazetteer"
FILE = Path(__file__).with_name("ports.csv.gz")
RADIUS_M = 3000.0  # in at 3.0 km of an anchorage: Global Fishing Watch, pipe-anchorages


@cache
def ports() -> pa.Table:
    """All its places; ``record`` has the line of its file, and after its name a place has its other names."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = np.array(" ".join(row["points"] for row in rows).split(" "), dtype=np.float64).reshape(-1, 2)
    count = [row["points"].count(" ") // 2 + 1 for row in rows]
    own = np.repeat(np.arange(len(rows)), count)
    geometry = shapely.multipoints(shapely.points(numbers[:, 1], numbers[:, 0]), indices=own)
    columns = {
        name: [row[name] or None for row in rows] for name in ("place", "name", "kind", "country", "code")
    }
    table = pa.table(
        {
            **columns,
            "geometry": pa.array(shapely.to_wkb(geometry).tolist(), pa.binary()),
            "radius_m": pa.array(np.full(len(rows), RADIUS_M)),
            "role": pa.nulls(len(rows), pa.string()),
            "source": pa.repeat(NAME, len(rows)),
            "record": pa.array([f"gazetteer:{line}" for line in range(2, len(rows) + 2)]),
        }
    )
    return fields.conform(table, "places")


def beside(places: pa.Table, *, wanted: bool = True) -> pa.Table:
    """The places of a case, and after them those of the gazetteer, unless it is not ``wanted``."""
    return pa.concat_tables([places, _but(places)]) if wanted else places


def of_events(places: pa.Table, events: pa.Table) -> pa.Table:
    """The places of a case, and those of the gazetteer at which some events were."""
    known = _but(places)
    return pa.concat_tables([places, known.filter(pc.is_in(known["place"], pc.unique(events["place"])))])


def _but(places: pa.Table) -> pa.Table:
    """The gazetteer without places whose id the case has too."""
    taken = pc.is_in(ports()["place"], places["place"].combine_chunks())
    return ports().filter(pc.invert(taken)) if pc.any(taken).as_py() else ports()
