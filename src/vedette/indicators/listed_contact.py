"""Listed contact: calls of listed ships at watched places, and meetings with them near by, week by week."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.indicators import calls, novelty, record, series
from vedette.kernels import arrays, weeks
from vedette.kernels.areas import areas, near
from vedette.kernels.ids import stable_id
from vedette.steps import Step

MEETINGS = ("met", "kept company")
RULE = "listed_contact/1"


@dataclass(frozen=True)
class ListedContact(series.Series):
    """Which contacts are counted: with ships of which standing, where, and how near a meeting must be.

    A meeting counts near a place within 100 km, as a silence does (``gap_rate.near_m``). A ship counts from
    when both the event and her entry were known, so that a ship designated in 2023 counts in no replay of
    2022; ships of the case's own list count when ``standings`` names ``watched``.
    """

    watched: tuple[str, ...] = ()
    clock: str = "published"
    near_m: float = 100_000.0
    standings: tuple[str, ...] = ("designated",)


def listed_contact(  # noqa: PLR0917 - a step is given its tables one by one
    contacts: pa.Table,
    events: pa.Table,
    sightings: pa.Table,
    exposures: pa.Table,
    places: pa.Table,
    options: ListedContact = ListedContact(),
    *,
    until: datetime,
) -> pa.Table:
    """Count calls of listed ships a week, sighted and by AIS, and meetings with them near each place.

    Each event counts once, however many lists have the ship, and with the exposure that ``calls`` and
    ``gap_rate`` give the place.
    """
    kept = pc.is_in(contacts["standing"], pa.array(options.standings, pa.string()))
    kept = pc.and_(kept, pc.and_(contacts["event"].is_valid(), contacts["known"].is_valid()))
    told = contacts.filter(pc.fill_null(kept, False))
    hers = _as_known(events, told.filter(pc.equal(told["kind"], "itself")))
    met = _as_known(events, told.filter(pc.is_in(told["kind"], pa.array(MEETINGS))))
    return pa.concat_tables(
        [
            _calls(hers, (sightings, exposures, places), options, until),
            _meetings(met, exposures, places, options, until),
        ]
    )


def _as_known(events: pa.Table, contacts: pa.Table) -> pa.Table:
    """The events of some contacts, each once, known when the earliest of its contacts was."""
    first = contacts.group_by("event").aggregate([("known", "min"), ("source", "max")])
    at = pc.index_in(events["event"], first["event"].combine_chunks())
    ours, at = events.filter(at.is_valid()), at.drop_null()
    own = ours["known"]
    known = pc.max_element_wise(own, first["known_min"].take(at))
    return ours.set_column(ours.column_names.index("known"), "known", known)


def _calls(
    events: pa.Table, beside: tuple[pa.Table, pa.Table, pa.Table], options: ListedContact, until: datetime
) -> pa.Table:
    """The series of ``calls`` over these ships alone, under names of their own; no voyages between places."""
    if not len(events):
        return fields.empty("indicators")
    shared = {name: getattr(options, name) for name in series.Series.__dataclass_fields__}
    asked = calls.Calls(**shared, watched=options.watched, clock=options.clock)
    sightings, exposures, places = beside
    found = calls.calls(events, sightings, exposures, places, asked, until=until)
    # What else is counted there, such as cargo, is no ship's.
    found = found.filter(pc.starts_with(found["series"], "calls/"))
    named = pc.replace_substring_regex(found["series"], "^calls/", "listed/")
    monday = pc.strftime(found["start"], "%Y%m%d").to_pylist()
    ids = [
        f"{stable_id('indicator', name)}-{day}" for name, day in zip(named.to_pylist(), monday, strict=True)
    ]
    columns = {"series": named, "indicator": pa.array(ids, pa.string())}
    columns["rule"] = pa.repeat(pa.scalar(RULE), len(found))
    for name, values in columns.items():
        found = found.set_column(found.column_names.index(name), name, values)
    return fields.conform(found, "indicators")


def _meetings(
    events: pa.Table, exposures: pa.Table, places: pa.Table, options: ListedContact, until: datetime
) -> pa.Table:
    among = record.watched(places, options.watched)
    heard = record.heard(exposures, among, until)
    events = events.filter(pa.array(record.known(events) <= record.micros_of(until)))
    if not len(heard.week) or not len(events):
        return fields.empty("indicators")
    rows = places.filter(pc.is_in(places["place"], among))
    sea = areas(rows["geometry"].to_pylist(), np.nan_to_num(arrays.floats(rows["radius_m"])))
    rim = np.full(len(rows), options.near_m)
    found = near(sea, arrays.floats(events["lat"]), arrays.floats(events["lon"]), rim)
    pairs = np.unique(np.stack([record.codes(rows["place"], among)[found.area], found.row]), axis=1)
    place, row = pairs[0], pairs[1]
    first = int(heard.week.min())
    shape = len(among), int(weeks.week_of(record.micros_of(until))) + 1 - first
    week = weeks.week_of(arrays.ints(pc.coalesce(events["start"], events["end"])))[row]
    exposure = record.tally(shape, heard.place, heard.week - first, heard.loudness)
    counts = np.where(exposure >= options.min_exposure, record.tally(shape, place, week - first), np.nan)
    names = tuple(f"listed/met/{name}" for name in among.to_pylist())
    told = np.zeros(len(among), dtype=np.bool_)
    weekly = novelty.Weekly(names, first, counts, exposure, told, heard.sources)
    adds = np.ones(len(row), dtype=np.bool_)
    counted = novelty.Counted(place, week, events.take(pa.array(row)), record.known(events)[row], adds)
    return series.rows(weekly, counted, options, until, rule=RULE)


STEP = Step(
    "listed_contact",
    takes=("contacts", "events", "sightings", "exposures", "places"),
    gives="indicators",
    run=listed_contact,
    options=ListedContact(),
    by="",
    timed=True,
)
