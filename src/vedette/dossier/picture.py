"""The map of a ship's page: where she was heard, called and fell silent."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import flow, gazetteer, positions, store
from vedette.dossier.behaviour import hers
from vedette.dossier.parts import Dossier
from vedette.outputs import map_svg
from vedette.outputs.briefing.told import Names
from vedette.outputs.drawing.svg import Drawn

MOST_POINTS = 4000


def of(case: store.Case, found: Dossier, tables: Mapping[str, pa.Table], called: Names) -> Drawn | None:
    """Her calls, silences and track on a map; None when no event of hers has a place."""
    ship = found.ship
    if ship is None:
        return None
    events = hers(tables["events"], ship)
    events = events.filter(pc.is_in(events["kind"], pa.array(["port_call", "gap"])))
    places = gazetteer.of_events(tables["places"], events)
    here = pc.is_in(places["place"], pc.unique(events["place"]))
    places = places.filter(pc.fill_null(here, False))
    if not len(places):
        return None
    core = tuple(places["place"].to_pylist())
    names = {mmsi: called.ship(ship.key, mmsi) for mmsi in ship.mmsis}
    return map_svg.drawn(
        places,
        events,
        _track(case, ship.mmsis),
        title="Where she called and fell silent",
        core=core,
        names=names,
    )


def _track(case: store.Case, mmsis: tuple[int, ...]) -> pa.Table | None:
    """Her undoubted positions, thinned evenly to what a picture can show."""
    if not mmsis:
        return None
    rows = store.read(case, "positions", pc.field("mmsi").isin(list(mmsis)))
    rows = flow.passed({"positions": rows}, positions.STEPS, None)["positions"]
    rows = rows.filter(pc.and_(rows["doubt"].is_null(), rows["lat"].is_valid()))
    rows = rows.sort_by([("mmsi", "ascending"), ("time", "ascending")])
    if not len(rows):
        return None
    kept = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), MOST_POINTS)).astype(np.int64))
    return rows.take(pa.array(kept)).select(["mmsi", "time", "lat", "lon", "source"])
