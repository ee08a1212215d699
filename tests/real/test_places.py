import pytest
import shapely

from vedette.sources import opening, recognised
from vedette.sources.places import geojson, table, world_port_index
from vedette.steps import Reading

PORTS = "nga-world-port-index-2023-08.csv.gz"


def read(path, source):
    (opened,) = opening.streams(path)
    assert recognised(opened) is source
    rows = []
    for batch in source.read(opened, Reading()):
        assert batch.table == "places"
        rows += batch.rows.to_pylist()
    return rows


def test_the_world_port_index_has_its_3768_ports(shared):
    ports = read(shared / "geo" / PORTS, world_port_index.SOURCE)

    assert len(ports) == 3_768
    assert len({port["place"] for port in ports}) == 3_766  # 400 and 49460 stand twice in this edition
    assert all(port["country"] for port in ports)
    assert {port["role"] for port in ports} == {None}


@pytest.mark.parametrize(
    ("number", "name", "code", "lat", "lon"),
    [
        (60510, "Najin", "KPRJN", 42.233, 130.300),
        (60610, "Vladivostok", "RUVVO", 43.109, 131.888),
        (60725, "Vostochnyy", "RUVYP", 42.750, 133.083),
    ],
)
def test_the_ports_of_the_corridor_are_where_the_index_has_them(shared, number, name, code, lat, lon):  # noqa: PLR0917
    ports = read(shared / "geo" / PORTS, world_port_index.SOURCE)
    (port,) = (port for port in ports if port["place"] == f"wpi-{number}")
    point = shapely.from_wkb(port["geometry"])

    assert (port["name"], port["code"], port["country"]) == (name, code, code[:2])
    assert (point.y, point.x) == pytest.approx((lat, lon), abs=0.001)


def test_the_table_and_the_geojson_of_the_case_hold_the_same_places(shared):
    by_table = {p["place"]: p for p in read(shared / "case" / "places.csv", table.SOURCE)}
    by_geojson = {p["place"]: p for p in read(shared / "case" / "places.geojson", geojson.SOURCE)}

    assert len(by_table) == len(by_geojson) == 40
    for place, row in by_table.items():
        other = by_geojson[place]
        assert all(row[key] == other[key] for key in row if key not in ("geometry", "source", "record"))
        assert shapely.from_wkb(row["geometry"]).equals_exact(shapely.from_wkb(other["geometry"]), 1e-9)


@pytest.mark.parametrize(
    "name",
    [
        "searoute-ports.geojson.gz",
        "sea-ports.json.gz",
        "osm-land-corridor-10m.geojson.gz",
        "mmsi-mid-countries.csv",
    ],
)
def test_other_geography_is_not_taken_for_watched_places(shared, name):
    (opened,) = opening.streams(shared / "geo" / name)

    assert all(
        source.recognise(opened) == 0 for source in (table.SOURCE, geojson.SOURCE, world_port_index.SOURCE)
    )
