from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.sightings import sighted
from vedette.steps import Reading

USUAL = {
    "id": "S1",
    "vessel": "Heron",
    "imo": "9074729",
    "identification": "named by source",
    "place_id": "harbour",
    "date_start": "2023-09-07",
    "date_end": "2023-09-08",
    "activity": "loading",
    "publisher": "Institute",
    "published": "2023-10-13",
    "containers_est": "",
    "length_m_est": "",
    "ais_state": "",
}


def read(*rows, name="sightings.csv", reading=None):
    lines = [",".join({**USUAL, **row}.values()) for row in rows]
    return tables(sighted.SOURCE, "\n".join([",".join(USUAL), *lines]) + "\n", name, reading)


def sighting(**row):
    return only(read(row)["sightings"])


def test_a_named_ship_was_seen_between_two_days():
    seen = sighting()

    assert (seen["sighting"], seen["vessel_name"], seen["imo"]) == ("sighting-S1", "Heron", 9074729)
    assert (seen["start"], seen["end"]) == (datetime(2023, 9, 7), datetime(2023, 9, 8, 23, 59, 59))
    assert (seen["subject"], seen["negative"], seen["place"]) == ("ship", False, "harbour")
    assert (seen["what"], seen["count"], seen["unit"]) == ("loading", None, None)
    assert (seen["publisher"], seen["published"]) == ("Institute", datetime(2023, 10, 13))
    assert (seen["source"], seen["record"]) == ("sightings/sighted", "0123456789ab:2")


def test_none_is_a_place_where_no_ship_was():
    seen = sighting(vessel="none", identification="not applicable", activity="berth empty")

    assert (seen["subject"], seen["negative"], seen["vessel_name"]) == ("ship", True, None)
    assert seen["what"] == "berth empty"


def test_containers_without_a_ship_are_cargo_that_was_seen():
    seen = sighting(vessel="none (containers)", identification="not applicable", containers_est="300")

    assert (seen["subject"], seen["negative"], seen["vessel_name"]) == ("cargo", False, None)
    assert (seen["count"], seen["unit"]) == (300, "containers")


@pytest.mark.parametrize(
    ("vessel", "identification", "what"),
    [
        ("unnamed", "unnamed", "loading"),
        ("unnamed (grey hull)", "unnamed", "unnamed (grey hull): loading"),
        ("", "unnamed", "loading"),
        ("at least five tankers", "class", "at least five tankers: loading"),
        ("Heron or Teal", "named pair; first trip not attributed", "Heron or Teal: loading"),
    ],
)
def test_words_that_name_no_one_ship_are_not_a_name(vessel, identification, what):
    seen = sighting(vessel=vessel, imo="", identification=identification)

    assert (seen["vessel_name"], seen["imo"], seen["what"]) == (None, None, what)
    assert (seen["subject"], seen["negative"]) == ("ship", False)


@pytest.mark.parametrize("identification", ["named by source", "matched by features", "AIS name", ""])
def test_one_ship_keeps_her_name_however_she_was_known(identification):
    assert sighting(identification=identification)["vessel_name"] == "Heron"


def test_length_and_silence_are_told_with_what_was_seen():
    assert sighting(length_m_est="115", ais_state="off")["what"] == "loading; about 115 m long; AIS off"


def test_a_day_or_month_alone_is_all_of_it():
    assert sighting(date_end="")["end"] == datetime(2023, 9, 7, 23, 59, 59)
    month = sighting(date_start="2024-02", date_end="")
    assert (month["start"], month["end"]) == (datetime(2024, 2, 1), datetime(2024, 2, 29, 23, 59, 59))


def test_what_the_row_leaves_open_the_user_may_say():
    reading = Reading(publisher="Desk", published=datetime(2023, 11, 1))
    seen = only(read({"publisher": "", "published": ""}, reading=reading)["sightings"])

    assert (seen["publisher"], seen["published"]) == ("Desk", datetime(2023, 11, 1))
    assert sighting(publisher="", published="")["published"] is None


def test_ids_of_two_files_do_not_clash():
    first, second = (
        only(read({}, name=name)["sightings"])["sighting"] for name in ("sightings.csv", "desk 2.csv.gz")
    )

    assert (first, second) == ("sighting-S1", "sighting-desk-2-S1")


def test_a_row_without_an_id_has_one_from_its_facts():
    once, again = (only(read({"id": ""})["sightings"])["sighting"] for _ in range(2))

    assert once == again
    assert once != only(read({"id": "", "place_id": "pier"})["sightings"])["sighting"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"date_start": ""}, "there is no date_start"),
        (
            {"date_start": "07/09/2023"},
            "the first day is '07'; it must be written YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        ({"date_end": "2023-09-01"}, "ends on 2023-09-01, before it begins on 2023-09-07"),
        ({"imo": "IMO 9074729"}, "imo is 'IMO 9074729', which is not a whole number"),
        ({"containers_est": "about 300"}, "containers_est is 'about 300', which is not a number"),
        ({"containers_est": "-3"}, "containers_est is -3, below nought"),
        ({"date_start": "2024-01-02", "date_end": ""}, "the first day is 2024-01-02, in the future"),
        ({"published": "2024-01-02"}, "published is 2024-01-02, in the future"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row, reason):
    rows = read(row, {"id": "S2"}, reading=Reading(now=datetime(2024, 1, 1)))

    assert reasons(rows) == [(2, reason)]
    assert only(rows["sightings"])["sighting"] == "sighting-S2"


def test_an_id_given_twice_is_refused_the_second_time():
    assert reasons(read({}, {})) == [(3, "sighting-S1 stands in the file already")]


def test_positions_are_kept_when_given_and_checked():
    header = "vessel,place_id,date_start,activity,lat,lon\n"
    rows = tables(sighted.SOURCE, header + "Heron,,2023,seen,42.2,130.3\nHeron,,2023,seen,142.2,130.3\n")

    assert (only(rows["sightings"])["lat"], only(rows["sightings"])["lon"]) == (42.2, 130.3)
    assert reasons(rows) == [(3, "lat is 142.2, beyond 90 degrees")]


def test_a_like_header_is_not_enough():
    assert sighted.recognise(opened_from(b"id,vessel,place_id,date,activity\n")) == 0
