"""Naval piers: calls of ships that are not naval where only naval ships have business, week by week."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from vedette.indicators import counting, record, series
from vedette.kernels import arrays
from vedette.steps import Step

NAVAL_TYPE = 35  # AIS ship type "military operations" (ITU-R M.1371-5, table 53)


@dataclass(frozen=True)
class NavalCalls(series.Series):
    """Which kinds of places are naval, as files of places write them."""

    kinds: tuple[str, ...] = ("naval pier", "naval base", "naval")


def naval_calls(
    events: pa.Table,
    exposures: pa.Table,
    places: pa.Table,
    options: NavalCalls = NavalCalls(),
    *,
    until: datetime,
) -> pa.Table:
    """Count calls at naval places by ships that do not say they are naval; exposure, band and surprise.

    Calls seen by AIS and sighted calls count alike, and only in weeks in which enough was heard round the
    place: where nobody listens there is no count, and ``calls/sighted`` of the place says what was seen.
    """
    naval = pc.is_in(pc.utf8_lower(places["kind"]), pa.array(options.kinds))
    among = pc.unique(places.filter(pc.fill_null(naval, False))["place"].drop_null()).sort()
    calls = record.known_by(events, "port_call", until)
    calls = calls.filter(pc.is_in(calls["place"], among))
    military = pc.match_substring_regex(pc.fill_null(calls["details"], ""), rf'"ship_type":\s*{NAVAL_TYPE}\b')
    calls = calls.filter(pc.invert(military))
    when = arrays.ints(pc.coalesce(calls["start"], calls["end"]))
    named = [f"naval/{place}" for place in calls["place"].to_pylist()]
    things = counting.Things(named, when, record.known(calls), calls)
    looked = counting.heard_at(exposures, among, "naval", until)
    return counting.counted(things, looked, options, until, "naval_calls/1")


STEP = Step(
    "naval_calls",
    takes=("events", "exposures", "places"),
    gives="indicators",
    run=naval_calls,
    options=NavalCalls(),
    by="",
    timed=True,
)
