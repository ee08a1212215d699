"""Gaps near watched places by week."""

import pytest
import shapely

from tests.indicators.worlds import heard, table, week
from vedette import fields
from vedette.indicators import gap_rate

PLACES = fields.from_rows(
    [
        {"place": "alpha", "role": "watched", "radius_m": 2000.0, "geometry": shapely.Point(10, 50).wkb},
        {"place": "beta", "role": "watched", "radius_m": 2000.0, "geometry": shapely.Point(10.5, 50).wkb},
        {"place": "far", "radius_m": 2000.0, "geometry": shapely.Point(20, 50).wkb},
    ],
    "places",
)


def gap(number, lat=50.0, lon=10.0, **more):
    row = {
        "event": f"gap-{number}-{lat}-{lon}",
        "kind": "gap",
        "lat": lat,
        "lon": lon,
        "start": week(number, 1),
    }
    return {**row, "known": week(number, 1.5), "details": '{"class": "unclear"}', **more}


def series(events, exposures, until):
    found = gap_rate.gap_rate(table("events", events), table("exposures", exposures), PLACES, until=until)
    rows = {}
    for row in fields.conform(found, "indicators").to_pylist():
        rows.setdefault(row["series"], []).append(row)
    return rows


@pytest.mark.redflag("RF15")
def test_a_gap_counts_once_for_each_place_it_begins_or_ends_near():
    events = [gap(1, end_lat=50.0, end_lon=10.0), gap(2, lat=0.0, end_lat=50.0, end_lon=8.0), gap(3, lat=0.0)]
    rows = series(events, heard(range(5)) + heard(range(5), place="beta"), week(5))

    assert [row["value"] for row in rows["gaps/alpha"]] == [0, 1, 0, 0, 0]
    assert [row["value"] for row in rows["gaps/beta"]] == [0, 1, 0, 0, 0]
    assert "gaps/far" not in rows


def test_a_gap_that_nobody_could_have_heard_does_not_count():
    rows = series([gap(1, details='{"class":"unobserved"}')], heard(range(3)), week(3))

    assert [row["value"] for row in rows["gaps/alpha"]] == [0, 0, 0]


def test_a_week_without_coverage_is_missing():
    rows = series([gap(1)], heard(range(1)) + heard(range(2, 4)), week(4))

    assert [row["value"] for row in rows["gaps/alpha"]] == [0, None, 0, 0]


@pytest.mark.redflag("RF15", "RF49")
def test_gaps_that_come_thick_after_a_quiet_year_alarm():
    events = [gap(60), gap(60, lat=50.1), gap(61)]
    rows = series(events, heard(range(62)), week(62))["gaps/alpha"]

    assert [row["start"] for row in rows if row["alarm"]] == [week(60), week(61)]
    assert sorted(rows[61]["because"]) == sorted(e["event"] for e in events)
    assert rows[61]["surprise"] == pytest.approx(8.6e-5, rel=0.01)


def test_an_open_gap_counts_when_it_is_known_and_not_before():
    rows = series([gap(1, known=week(2, 1))], heard(range(2)), week(2))["gaps/alpha"]

    assert [row["value"] for row in rows] == [0, 0]
