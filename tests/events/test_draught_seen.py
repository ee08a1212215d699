import json

import pytest

from tests.worlds import at, place, places, table
from vedette import fields
from vedette.events.draught_seen import draught_seen

SHIP = 273000001
PORT = places(place("alpha"))


def event(kind, start, end, mmsi=SHIP, **more):
    row = {"event": f"{kind}{start}", "kind": kind, "mmsi": mmsi, "ship": f"mmsi:{mmsi}", "source": "ais"}
    return {**row, "start": at(start), "end": None if end is None else at(end), "place": "alpha", **more}


def changed(start=100.0, end=130.0, before=9.0, after=6.0, **more):
    said = json.dumps({"before_m": before, "after_m": after})
    return event("draught_change", start, end, details=said, **more)


def seen(*rows, ports=PORT):
    found = draught_seen(table("events", *rows), ports)
    (one,) = (json.loads(row["details"]) for row in found.to_pylist() if row["kind"] == "draught_change")
    return one.get("seen"), one.get("during")


@pytest.mark.redflag("RF56")
def test_a_fall_while_she_was_heard_and_called_nowhere_is_a_fall_without_a_call():
    assert seen(changed(), event("port_call", 0, 70), event("port_call", 131, 150)) == ("nothing", None)


@pytest.mark.redflag("RF09", "RF56")
def test_a_rise_while_she_was_silent_is_one_in_the_dark():
    assert seen(changed(before=6.0, after=9.0), event("gap", 90, 120)) == ("silence", ["gap90"])


def test_a_call_or_a_meeting_explains_it_before_a_silence_does():
    silent, met = event("gap", 99, 120), event("encounter", 105, 110)

    assert seen(changed(), silent, met, event("port_call", 90, 101)) == ("call", ["port_call90"])
    assert seen(changed(), silent, met) == ("meeting", ["encounter105"])


def test_the_other_ship_of_a_meeting_met_too():
    assert seen(changed(), event("encounter", 105, 110, mmsi=538000002, other_mmsi=SHIP))[0] == "meeting"


def test_crews_set_the_draught_up_to_a_day_late():
    assert seen(changed(), event("port_call", 60, 76))[0] == "call"
    assert seen(changed(), event("port_call", 60, 75.9))[0] == "nothing"


def test_a_call_that_still_goes_on_counts():
    assert seen(changed(), event("port_call", 10, None))[0] == "call"


def test_who_passed_by_did_not_call():
    assert seen(changed(), event("port_call", 101, 102, rule="port_call/1", confidence=1.0))[0] == "nothing"


def test_another_ships_call_is_none_of_hers():
    assert seen(changed(), event("port_call", 101, 102, mmsi=538000002))[0] == "nothing"


def test_where_no_berth_is_known_nobody_can_say_that_she_did_not_call():
    assert seen(changed(), ports=fields.empty("places")) == (None, None)
    assert seen(changed(), ports=places(place("strait", kind="strait"))) == (None, None)


def test_a_made_up_call_explains_no_real_change():
    assert seen(changed(), event("port_call", 101, 102, source="synthetic:sea"))[0] == "nothing"
