import json
import time

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.errors import SourceError
from vedette.sources.places import geojson

SQUARE = {"type": "Polygon", "coordinates": [[[130, 42], [131, 42], [131, 43], [130, 43], [130, 42]]]}
POINT = {"type": "Point", "coordinates": [130.3, 42.2]}


def feature(geometry=POINT, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": {"place_id": "harbour", **properties}}


def written(*features, indent=None, **more):
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)}, indent=indent)


def read(*features, **more):
    return tables(geojson.SOURCE, written(*features, **more), "places.geojson")


def test_a_point_keeps_its_radius_whether_words_or_number():
    for radius in ("1.5", 1.5):
        place = only(
            read(feature(radius_km=radius, name="The Harbour", role="loading", unlocode="KP RJN"))["places"]
        )

        assert shapely.from_wkb(place["geometry"]) == shapely.Point(130.3, 42.2)
        assert (place["radius_m"], place["role"], place["code"]) == (1500, "loading", "KPRJN")


def test_a_polygon_is_kept_whole_and_flat():
    high = {"type": "Polygon", "coordinates": [[[*corner, 5] for corner in SQUARE["coordinates"][0]]]}
    geometry = shapely.from_wkb(only(read(feature(high))["places"])["geometry"])

    assert geometry.equals(shapely.box(130, 42, 131, 43))
    assert not geometry.has_z


def test_the_record_is_the_line_on_which_the_feature_begins():
    text = written(feature(), feature(place_id="pier"), indent=1, name="with a first key")
    places = tables(geojson.SOURCE, text)["places"]
    lines = text.split("\n")

    for place in places:
        begins = int(place["record"].split(":")[1]) - 1
        assert lines[begins].strip() == "{"
        assert lines[begins + 1].strip() == '"type": "Feature",'


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        "Point",
        {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [130]},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Point", "coordinates": {"lat": 1}},
        {"type": "Point", "coordinates": [float("nan"), 42]},
        {"type": "Point", "coordinates": [float("inf"), 42]},
        {"type": "Point", "coordinates": [42.2, 130.3]},
        {"type": "Point", "coordinates": [181, 0]},
        {"type": "Point"},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[130, 42]]},
        {"type": "GeometryCollection", "geometries": [POINT]},
    ],
)
def test_what_is_no_place_on_the_globe_is_refused(geometry):
    rows = read(feature(geometry), feature(place_id="pier"))

    assert only(rows["places"])["place"] == "pier"
    assert [line for line, _ in reasons(rows)] == [1]


@pytest.mark.parametrize(
    "bad", [1, None, [], "x", {"type": "Feature", "geometry": POINT}, {"properties": []}]
)
def test_what_is_no_feature_is_refused(bad):
    assert reasons(read(bad, feature())) == [(1, "the feature has no properties")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"type": "FeatureCollection"}',
        '{"features": {}}',
        '{"features": [1 2]}',
        '{"features": [1,]}',
        '{"features": [{"properties": {"place_id": ',
        '{"a": ' + "[" * 100_000,
        '{"features": [' + "[" * 100_000,
        '{"a": ' + "9" * 5000 + ', "features": []}',
    ],
)
def test_what_is_no_collection_is_an_error(text):
    with pytest.raises(SourceError, match="not a GeoJSON FeatureCollection"):
        tables(geojson.SOURCE, text)


def test_features_before_the_damage_are_given():
    batches = geojson.SOURCE.read(opened_from((written(feature())[:-2] + ", {").encode()), None)

    assert next(batches).rows["place"].to_pylist() == ["harbour"]
    with pytest.raises(SourceError):
        next(batches)


def test_half_a_letter_does_no_harm():
    text = written(feature()).replace('"harbour"', r'"harbour", "name": "\ud800x"')

    assert only(tables(geojson.SOURCE, text)["places"])["name"] == "?x"
    assert reasons(tables(geojson.SOURCE, text.replace("Point", r"Point\ud800"))) == [
        (1, "the geometry is Point?, not a point or a polygon")
    ]


def test_an_empty_collection_has_no_places():
    assert not read()


def test_geojson_without_place_ids_is_not_ours():
    land = json.dumps({"type": "FeatureCollection", "features": [{"properties": {"A3": "PRK"}}]})

    assert geojson.recognise(opened_from(land.encode(), "land.geojson")) == 0
    assert geojson.recognise(opened_from(b'["FeatureCollection", "place_id"]')) == 0


def test_many_features_are_read_in_time_in_proportion():
    text = written(*[feature(SQUARE, place_id=f"p{n}") for n in range(5000)], indent=1)
    started = time.process_time()
    places = tables(geojson.SOURCE, text)["places"]

    assert len(places) == 5000
    assert time.process_time() - started < 20


@given(
    st.lists(st.integers() | st.text(max_size=5) | st.lists(st.none(), max_size=2), max_size=5), st.booleans()
)
def test_the_features_are_those_a_json_reader_finds(items, spread):
    text = json.dumps({"a": {"features": [0]}, "features": items, "b": 1}, indent=2 if spread else None)
    found = list(geojson.features(text))

    assert [item for _, item in found] == items
    assert all(json.JSONDecoder().raw_decode(text, at)[0] == item for at, item in found)
