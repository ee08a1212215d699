import json

import pyarrow as pa
import pytest

from tests.worlds import at, table
from vedette import fields
from vedette.events.displaced_together import DisplacedTogether, displaced_together


def false(mmsi, hour, lat=42.0, to_lat=44.0, pattern="teleport", **more):
    return {
        "event": f"e{mmsi}-{hour}",
        "kind": "false_position",
        "mmsi": mmsi,
        "start": at(hour),
        "lat": lat,
        "lon": 131.0,
        "end_lat": to_lat,
        "end_lon": 131.0,
        "details": json.dumps({"pattern": pattern}),
        **more,
    }


def causes(*rows, **options):
    found = displaced_together(table("events", *rows), DisplacedTogether(**options))
    return [json.loads(text).get("cause") for text in found["details"].to_pylist()]


@pytest.mark.redflag("RF03")
@pytest.mark.parametrize(
    ("ships", "cause"), [(1, "spoofing"), (2, "spoofing"), (3, "jamming"), (9, "jamming")]
)
def test_three_ships_at_once_are_jammed(ships, cause):
    assert causes(*(false(273000001 + n, 0.1 * n) for n in range(ships))) == [cause] * ships


def test_sharing_where_they_seem_to_be_is_enough():
    rows = [false(273000001 + n, 0.1 * n, lat=42.0 + 3 * n) for n in range(3)]

    assert causes(*rows) == ["jamming"] * 3


def test_sharing_neither_is_not():
    rows = [false(273000001 + n, 0.1 * n, lat=42.0 + 3 * n, to_lat=10.0 + 3 * n) for n in range(5)]

    assert causes(*rows) == ["spoofing"] * 5


def test_nor_hours_apart_nor_one_ship_again_and_again():
    assert causes(*(false(273000001 + n, 3.0 * n) for n in range(4))) == ["spoofing"] * 4
    assert causes(*(false(273000001, 0.1 * n) for n in range(4))) == ["spoofing"] * 4


def test_a_lost_sign_is_a_fault():
    assert causes(*(false(273000001 + n, 0.1 * n, pattern="mirrored") for n in range(4))) == ["fault"] * 4


def test_across_the_date_line_is_near():
    rows = [false(273000001 + n, 0, lon=lon) for n, lon in enumerate((179.9, -179.9, -179.8))]

    assert causes(*rows) == ["jamming"] * 3


def test_other_events_stay_as_they_are():
    gap = {"event": "g", "kind": "gap", "mmsi": 273000001, "start": at(0), "details": "{}"}
    rows = table("events", gap, false(273000001, 0))

    found = displaced_together(rows)

    assert found.schema == fields.schema("events")
    assert found.slice(0, 1).equals(rows.slice(0, 1))
    assert found.drop_columns(["details"]).equals(rows.drop_columns(["details"]))


def test_without_events_there_are_none():
    assert isinstance(displaced_together(fields.empty("events")), pa.Table)
