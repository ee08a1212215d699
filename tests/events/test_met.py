import json

import pytest

from tests.worlds import at, place, places, table
from vedette import fields
from vedette.events.met import Met, met

OWN, OTHER = 273000001, 538000002
PLACES = places(place("alpha"), place("beta"), place("gamma", role=None))
NAMED = ((OWN, "ANGARA"), (OTHER, "MARIA"))


def meeting(start=0.0, end=5.0, kind="encounter", **more):
    row = {"event": f"m{start}", "kind": kind, "mmsi": OWN, "other_mmsi": OTHER, "ship": f"mmsi:{OWN}"}
    return {
        **row,
        "start": at(start),
        "end": None if end is None else at(end),
        "known": at(start + 2),
        "details": json.dumps({"points": 13}),
        "source": "ais",
        **more,
    }


def call(where, start, end, mmsi=OWN, **more):
    row = {"event": f"c{where}{start}", "kind": "port_call", "mmsi": mmsi, "ship": f"mmsi:{mmsi}"}
    at_ = {"place": where, "start": at(start), "end": None if end is None else at(end)}
    return {**row, **at_, "confidence": 4.0, "rule": "port_call/1", "source": "ais", **more}


def said(*named, hour=-100):
    return table(
        "identities",
        *(
            {"mmsi": mmsi, "name": name, "start": at(hour), "end": at(hour + 300), "ship": f"mmsi:{mmsi}"}
            for mmsi, name in named
        ),
    )


def told(*rows, identities=None, **options):
    found = met(
        table("events", *rows), said(*NAMED) if identities is None else identities, PLACES, Met(**options)
    )
    (one,) = (row for row in found.to_pylist() if row["event"].startswith("m"))
    return json.loads(one["details"])


@pytest.mark.redflag("RF17", "RF27", "RF35")
def test_both_partners_have_their_flag_and_the_name_they_had_given():
    assert told(meeting()) == {
        "points": 13,
        "flag": "RU",
        "other_flag": "MH",
        "name": "ANGARA",
        "other_name": "MARIA",
    }


@pytest.mark.redflag("RF17")
def test_a_partner_who_had_said_neither_name_nor_number_is_unknown():
    assert told(meeting(), identities=said(NAMED[0]))["unknown"] == [OTHER]
    assert "unknown" not in told(meeting())


def test_what_she_says_afterwards_does_not_make_her_known():
    later = said(NAMED[1], hour=50)

    assert told(meeting(), identities=later)["unknown"] == [OWN, OTHER]
    assert "other_name" not in told(meeting(), identities=later)


def test_an_imo_number_alone_makes_a_partner_known():
    number = table("identities", {"mmsi": OTHER, "imo": 9179842, "start": at(-9), "end": at(9)})

    assert told(meeting(), identities=number)["unknown"] == [OWN]


def test_a_record_in_which_nobody_says_who_she_is_knows_no_unknown():
    assert "unknown" not in told(meeting(), identities=fields.empty("identities"))


@pytest.mark.redflag("RF35")
def test_flags_that_a_watch_asks_about_are_named():
    assert told(meeting(), flags=("MH", "PA"))["watched_flags"] == ["MH"]
    assert "watched_flags" not in told(meeting(), flags=("PA",))


@pytest.mark.redflag("RF20", "RF34")
def test_the_last_call_before_and_the_first_after_are_told_with_their_hours():
    rows = [
        call("alpha", -90, -80),
        call("beta", -30, -20),
        call("gamma", 29, 40),
        call("alpha", 60, 70),
        call("alpha", 10, None, mmsi=OTHER),
    ]

    calls = told(meeting(), *rows)["calls"]

    assert [(one["mmsi"], one["place"], one["hours"]) for one in calls] == [
        (OWN, "beta", -20.0),
        (OWN, "gamma", 24.0),
        (OTHER, "alpha", 5.0),
    ]
    assert calls[0]["event"] == "cbeta-30"


def test_a_call_too_long_ago_or_too_late_has_nothing_to_do_with_it():
    rows = [call("alpha", -400, -337), call("beta", 342, 350)]

    assert "calls" not in told(meeting(), *rows)
    assert len(told(meeting(), *rows, call_days=15.0)["calls"]) == 2


def test_after_a_meeting_that_still_runs_there_is_no_call():
    assert "calls" not in told(meeting(end=None), call("alpha", 9, 12))


def test_who_only_passed_by_did_not_call_and_who_was_sighted_did():
    assert "calls" not in told(meeting(), call("alpha", -9, -8, confidence=1.0))
    assert "calls" in told(meeting(), call("alpha", -9, -8, confidence=1.0, rule="sighted_call/1"))


def test_a_call_somebody_saw_is_hers_by_her_imo_number():
    seen = call("alpha", -9, -8, mmsi=None, ship="imo:9179842", imo=9179842, rule="sighted_call/1")

    assert told(meeting(other_imo=9179842), seen)["calls"][0]["mmsi"] == OTHER
    assert "calls" not in told(meeting(), seen)


@pytest.mark.redflag("RF31", "RF34", "RF35")
def test_watched_places_either_called_at_are_named():
    rows = [call("alpha", -90, -80), call("gamma", -30, -20), call("beta", 20, 30, mmsi=OTHER)]

    assert told(meeting(), *rows)["watched"] == ["alpha", "beta"]
    assert told(meeting(), *rows, watched=("gamma",))["watched"] == ["gamma"]
    assert told(meeting(), *rows, watched=("x",), corridors=(("c", ("alpha",), ("y",)),))["watched"] == [
        "alpha"
    ]


@pytest.mark.redflag("RF08")
def test_areas_that_either_was_in_meanwhile_are_named():
    def stay(start, end, mmsi=OWN):
        return {**call("strait", start, end, mmsi=mmsi), "kind": "zone"}

    assert told(meeting(), stay(-5, 1, mmsi=OTHER))["zones"] == ["strait"]
    assert "zones" not in told(meeting(), stay(-5, -1), stay(6, 9))


def test_a_made_up_call_says_nothing_of_a_real_meeting():
    made = call("alpha", -9, -8, source="synthetic:sea")

    assert "calls" not in told(meeting(), made)
    assert "calls" in told(meeting(source="synthetic:sea"), made)


@pytest.mark.redflag("RF52")
@pytest.mark.parametrize("kind", ["escort", "possible_meeting"])
def test_ships_in_company_and_those_that_could_have_met_are_told_alike(kind):
    assert told(meeting(kind=kind))["flag"] == "RU"


def test_other_events_and_ids_stay_as_they_were():
    rows = table("events", meeting(), call("alpha", -9, -8))

    found = met(rows, said(*NAMED), PLACES)

    assert found.drop_columns("details").equals(rows.drop_columns("details"))
    assert found["details"].to_pylist()[1] is None


@pytest.mark.redflag("RF27")
def test_it_says_how_far_from_the_shore_they_met():
    assert told(meeting(lat=0.0, lon=-150.0))["shore_m"] > 600_000
    assert told(meeting(lat=43.0, lon=132.0))["shore_m"] < 40_000
    assert "shore_m" not in told(meeting())
