"""Said and done: claims a person accepted, one for each origin, by week and by what they say happened."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.indicators import counting, series
from vedette.kernels import acts, arrays


@dataclass(frozen=True)
class Said(series.Series):
    """By which clock a claim is known, and in which corridor (empty: all count)."""

    clock: str = "published"
    corridor: str = ""


def said(
    claims: pa.Table, classes: tuple[str, ...], prefix: str, options: Said, *, until: datetime
) -> pa.Table:
    """Count clusters of accepted assertions by class, one a cluster, in the week its first was known.

    The record is taken to be read in every week from its first accepted claim on. ``classes``: those that
    are counted; none, each that occurs, under its own name.
    """
    accepted = claims.filter(pc.fill_null(claims["accepted"], False))
    accepted = accepted.append_column("since", acts.known(accepted, options.clock))
    accepted = accepted.filter(pc.less_equal(accepted["since"], pa.scalar(until, fields.TIME)))
    asserted = accepted.filter(pc.equal(accepted["polarity"], "asserted"))
    if options.corridor:
        asserted = asserted.filter(pc.equal(asserted["corridor"], options.corridor))
    rows = asserted.filter(asserted["event_class"].is_valid())
    rows = rows.filter(pc.invert(pc.fill_null(rows["unlikely"], False)))
    signs = pc.coalesce(rows["sign"], rows["event_class"])  # what was read, in a compiler's words
    rows = rows.set_column(rows.schema.get_field_index("event_class"), "event_class", signs)
    if classes:
        rows = rows.filter(pc.is_in(rows["event_class"], pa.array(classes)))
    if not len(rows):
        return fields.empty("indicators")
    first = _first_of_each(rows)
    names = sorted({f"{prefix}/{kind}" for kind in first["event_class"].to_pylist()})
    when = arrays.ints(first["since"])
    events = pa.table({"event": first["claim"], "source": first["source"]})
    things = counting.Things(
        [f"{prefix}/{kind}" for kind in first["event_class"].to_pylist()], when, when, events
    )
    looked = counting.always(names, int(arrays.ints(accepted["since"]).min()), until)
    return counting.counted(things, looked, options, until, f"{prefix}/1", told=True)


def _first_of_each(rows: pa.Table) -> pa.Table:
    """The claim of each cluster that was known first."""
    cluster = pc.coalesce(rows["cluster"], rows["claim"])
    order = pc.sort_indices(rows, [("since", "ascending"), ("claim", "ascending")])
    seen: set[tuple[str, str]] = set()
    kept = []
    kinds, ids = rows["event_class"].to_pylist(), cluster.to_pylist()
    for at in order.to_pylist():
        if (key := (kinds[at], ids[at])) not in seen:
            seen.add(key)
            kept.append(at)
    return rows.take(pa.array(kept, pa.int64()))
