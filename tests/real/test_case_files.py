from collections import Counter
from datetime import datetime

import pytest

from vedette.errors import SourceError
from vedette.sources import opening, recognised
from vedette.steps import Reading

# What each file of the case is read as, and how many rows of each table it gives.
FILES = {
    "README.md": ("reports/text", {"reports": 1}),
    "other_corridors.csv": ("reports/other-corridors", {"reports": 18, "claims": 18}),
    "places.csv": ("places/table", {"places": 40}),
    "places.geojson": ("places/geojson", {"places": 40}),
    "rail.csv": ("sightings/rail-counts", {"sightings": 9}),
    "sightings.csv": ("sightings/sighted", {"sightings": 31}),
    "sts_events.csv": ("sightings/sts-events", {"sightings": 11}),
    "timeline.csv": ("reports/timeline", {"reports": 42, "claims": 42}),
    "vessels.csv": ("lists/vessel-watch", {"entities": 37, "links": 24}),
    "volume_estimates.csv": ("reports/volume-estimates", {"reports": 6, "claims": 6}),
    "voyage_counts.csv": ("sightings/voyage-counts", {"sightings": 19}),
}
REFUSED = {
    "redflags.csv": "a reference table of red flags",
    "typologies.csv": "a reference table of red flags",
    "watch.yaml": "this is a watch, not data",
}


def read(path):
    (opened,) = opening.streams(path)
    source = recognised(opened)
    rows = {}
    for batch in source.read(opened, Reading(now=datetime(2026, 11, 22))):
        rows.setdefault(batch.table, []).extend(batch.rows.to_pylist())
    return source.name, rows


def sightings(shared, name="sightings.csv"):
    return {row["sighting"]: row for row in read(shared / "case" / name)[1]["sightings"]}


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_the_case_is_read(shared, name):
    source, rows = read(shared / "case" / name)

    assert (source, {table: len(found) for table, found in rows.items()}) == FILES[name]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_observation_is_refused_with_its_reason(shared, name):
    with pytest.raises(SourceError, match=REFUSED[name]):
        read(shared / "case" / name)


def test_no_file_of_the_case_is_forgotten(shared):
    assert {path.name for path in (shared / "case").iterdir()} == {*FILES, *REFUSED}


def test_sightings_say_who_was_seen_and_who_was_not(shared):
    found = sightings(shared)

    assert Counter(row["subject"] for row in found.values()) == {"ship": 28, "cargo": 3}
    assert not any(row["negative"] for row in found.values())
    assert {row["vessel_name"] for row in found.values()} == {
        *("Angara", "Maria", "Maia-1", "Lady R", "Paek Yang San 1", "Yu Son", "Un Hung", "Wol Bong San", None)
    }
    assert found["sighting-C001"]["vessel_name"] is None
    assert found["sighting-C001"]["what"].startswith("Angara or Maria: ")
    assert (found["sighting-C003"]["subject"], found["sighting-C003"]["count"]) == ("cargo", 300)
    assert (found["sighting-C004"]["imo"], found["sighting-C004"]["place"]) == (9179842, "dunay")
    assert found["sighting-C015"]["end"] == datetime(2024, 1, 31, 23, 59, 59)


def test_every_place_seen_is_a_place_of_the_case(shared):
    places = {row["place"] for row in read(shared / "case" / "places.csv")[1]["places"]}
    names = ("sightings.csv", "rail.csv", "sts_events.csv")
    seen = {row["place"] for name in names for row in sightings(shared, name).values()}

    assert seen - {None} <= places


def test_counts_of_nought_are_negative_and_give_exposure(shared):
    counts = sightings(shared, "voyage_counts.csv")

    assert {name for name, row in counts.items() if row["negative"]} == {"count-N01", "count-N17"}
    assert counts["count-N01"]["start"] == datetime(2017, 1, 1)
    assert counts["count-N01"]["end"] == datetime(2023, 8, 9, 23, 59, 59)
    assert {row["unit"] for row in counts.values()} == {
        *("calls", "round trips", "trips", "ships", "shipments", "visits", "movements"),
        *("transits", "tankers", "barrels"),
    }


def test_the_label_rows_of_the_timeline_are_marked(shared):
    claims = read(shared / "case" / "timeline.csv")[1]["claims"]
    first = [(claim["label"], claim["published"]) for claim in claims if claim["label"].startswith("LABEL")]

    assert first[0] == ("LABEL: first official public warning", datetime(2023, 10, 13))
    assert len(first) == 5
    assert [claim["event_class"] for claim in claims if claim["polarity"] == "denied"] == ["denial"]
    assert next(claim["end"] for claim in claims if "Lavrov" in claim["text"]) == datetime(
        2023, 10, 19, 23, 59, 59
    )


def test_nothing_but_a_plan_was_published_before_it_can_have_happened(shared):
    names = ("timeline.csv", "volume_estimates.csv", "other_corridors.csv")
    claims = [claim for name in names for claim in read(shared / "case" / name)[1]["claims"]]

    assert all(claim["published"] >= claim["start"] for claim in claims if claim["modality"] == "fact")
    assert [claim["text"] for claim in claims if claim["modality"] == "planned"] == ["Panel mandate ends"]
    assert all(row["published"] >= row["start"] for row in sightings(shared).values())


def test_the_two_articles_are_reports_of_unknown_origin(shared):
    for path in sorted((shared / "seeds").glob("*.txt")):
        source, rows = read(path)
        (report,) = rows["reports"]

        assert (source, set(rows)) == ("reports/text", {"reports"})
        assert (report["publisher"], report["published"]) == (None, None)
        assert report["title"]
