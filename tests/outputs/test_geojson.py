"""GeoJSON that other programs read as RFC 7946 says."""

import io
import json
from datetime import datetime
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from vedette import fields
from vedette.outputs import geojson

NOON = datetime.fromisoformat("2023-09-12T12")
GAP = {"event": "gap-1", "kind": "gap", "start": NOON, "lat": 42.9, "lon": 132.3, "source": "danish"}


def written(table: str, *rows: dict[str, Any], places: Any = None) -> dict[str, Any]:
    stream = io.BytesIO()
    geojson.write(table, fields.from_rows(list(rows), table), stream, places)
    return json.loads(stream.getvalue())


def harbour(name: str, shape: shapely.Geometry) -> dict[str, Any]:
    return {"place": name, "name": name, "geometry": shape.wkb}


def positions_of(geometry: dict[str, Any]) -> list[list[float]]:
    flat: list[Any] = [geometry["coordinates"]]
    while flat and isinstance(flat[0], list) and flat[0] and isinstance(flat[0][0], list):
        flat = [part for parts in flat for part in parts]
    return flat


def test_a_gap_is_a_line_from_off_to_on_marked_as_inferred():
    feature = written("events", {**GAP, "end_lat": 42.7, "end_lon": 131.9})["features"][0]

    assert feature["id"] == "gap-1"
    assert feature["geometry"] == {"type": "LineString", "coordinates": [[132.3, 42.9], [131.9, 42.7]]}
    assert feature["properties"]["inferred"]
    assert feature["properties"]["start"] == "2023-09-12T12:00:00Z"


def test_a_gap_that_goes_on_is_the_point_where_she_fell_silent():
    assert written("events", GAP)["features"][0]["geometry"] == {
        "type": "Point",
        "coordinates": [132.3, 42.9],
    }


def test_a_gap_over_the_date_line_is_cut_there_and_stays_short():
    gap = {**GAP, "lat": 50.0, "lon": 179.0, "end_lat": 52.0, "end_lon": -179.0}
    geometry = written("events", gap)["features"][0]["geometry"]

    assert geometry == {
        "type": "MultiLineString",
        "coordinates": [[[179.0, 50.0], [180.0, 51.0]], [[-180.0, 51.0], [-179.0, 52.0]]],
    }


def test_a_port_call_is_a_point_even_when_it_has_an_end():
    call = {**GAP, "kind": "port_call", "end_lat": 42.7, "end_lon": 131.9}

    assert written("events", call)["features"][0]["geometry"]["type"] == "Point"


@pytest.mark.parametrize(("lat", "lon"), [(91.0, 181.0), (None, 10.0), (float("nan"), 1.0), (1e300, 0.0)])
def test_a_position_nobody_knows_has_no_geometry(lat: float | None, lon: float):
    row = {"mmsi": 1, "time": NOON, "lat": lat, "lon": lon}

    assert written("positions", row)["features"][0]["geometry"] is None


def test_a_sighting_without_position_lies_where_its_place_lies_and_says_so():
    places = fields.from_rows([harbour("quay", shapely.Point(130, 42))], "places")
    feature = written("sightings", {"sighting": "s", "place": "quay"}, places=places)["features"][0]

    assert feature["geometry"]["coordinates"] == [130.0, 42.0]
    assert feature["properties"]["located"] == "by the place it names"


def test_a_place_over_the_date_line_is_cut_there():
    shape = written("places", harbour("bering", shapely.box(178, 50, 182, 52)))["features"][0]["geometry"]

    assert shape["type"] == "MultiPolygon"
    assert {abs(lon) for lon, _ in positions_of(shape)} == {178.0, 180.0}


def test_broken_geometry_is_null():
    assert written("places", {"place": "x", "geometry": b"nonsense"})["features"][0]["geometry"] is None


def test_a_cell_of_coverage_is_its_middle():
    row = {"cell": "42.00_130.25", "hour": NOON, "messages": 1, "ships": 1}

    assert written("coverage", row)["features"][0]["geometry"]["coordinates"] == [130.375, 42.125]


def test_synthetic_rows_say_so_and_so_does_the_whole():
    found = written("events", GAP, {**GAP, "event": "gap-2", "source": "synthetic:fleet"})

    assert [feature["properties"].get("synthetic") for feature in found["features"]] == [None, True]
    assert found["synthetic"] is True
    assert written("events", GAP)["synthetic"] is False


def test_letters_that_reorder_text_are_written_by_number():
    stream = io.BytesIO()
    row = {"sighting": "s", "vessel_name": "a\u202eb 라진"}
    geojson.write("sightings", fields.from_rows([row], "sightings"), stream)

    assert b"\\u202e" in stream.getvalue()
    assert "라진" in stream.getvalue().decode()
    assert json.loads(stream.getvalue())["features"][0]["properties"]["vessel_name"] == "a\u202eb 라진"


degrees = st.none() | st.floats()


@given(st.lists(st.tuples(degrees, degrees, degrees, degrees, st.text())))
def test_every_collection_is_sound(rows: list[tuple[Any, ...]]):
    gaps = [
        {**GAP, "lat": a, "lon": b, "end_lat": c, "end_lon": d, "place": name} for a, b, c, d, name in rows
    ]
    found = written("events", *gaps)

    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == len(rows)
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        for lon, lat in positions_of(feature["geometry"]) if feature["geometry"] else ():
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
        lines = feature["geometry"] and feature["geometry"]["type"].endswith("LineString")
        for (west, _), (east, _) in _steps(feature["geometry"]) if lines else ():
            assert abs(east - west) <= 180


def _steps(geometry: dict[str, Any]) -> list[list[list[float]]]:
    return [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
