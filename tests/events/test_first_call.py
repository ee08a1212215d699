import json

import pytest

from tests.worlds import at, listened, table
from vedette.events.first_call import first_calls

DAY = 24.0


def call(day, *, ship="mmsi:1", where="port", record=None, kind=None, rule="port_call/1"):
    said = {} if record is None else {"record_days": record}
    said |= {} if kind is None else {"ship_class": kind}
    return {
        "event": f"{ship}{where}{day}",
        "kind": "port_call",
        "ship": ship,
        "mmsi": int(ship[5:]),
        "place": where,
        "start": at(day * DAY),
        "rule": rule,
        "details": json.dumps(said),
    }


def said(*calls, days=400):
    found = first_calls(table("events", *calls), listened((0, days * DAY)))
    keys = ("first_for_ship", "first_for_class")
    return [tuple(json.loads(text or "{}").get(key) for key in keys) for text in found["details"].to_pylist()]


@pytest.mark.redflag("RF11")
def test_the_first_call_in_a_long_record_is_the_first_and_the_next_is_not():
    assert said(call(100, record=100.0), call(150, record=150.0)) == [(True, None), (False, None)]


def test_a_record_of_two_days_knows_no_first():
    assert said(call(2, record=2.0)) == [(None, None)]


def test_an_earlier_call_in_a_short_record_is_one():
    assert said(call(1, record=1.0), call(2, record=2.0)) == [(None, None), (False, None)]


def test_each_place_has_a_first_of_its_own():
    assert said(call(100, record=100.0), call(101, where="b", record=101.0)) == [(True, None), (True, None)]


@pytest.mark.redflag("RF11")
def test_of_a_class_the_first_ship_is_the_first():
    tanker = call(100, record=100.0, kind="tanker")
    other = call(120, ship="mmsi:2", record=120.0, kind="tanker")
    dry = call(130, ship="mmsi:3", record=130.0, kind="cargo")

    assert said(tanker, other, dry) == [(True, True), (True, False), (True, True)]


def test_a_call_that_somebody_saw_is_left_as_it_was():
    assert said(call(100, rule="sighted_call/1")) == [(None, None)]
