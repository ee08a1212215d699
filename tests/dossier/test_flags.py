"""Which red flags each thing bears on: what hits, and the near miss beside it."""

import dataclasses
import json
from datetime import datetime

import pyarrow as pa
import pytest

from vedette import fields
from vedette.dossier.flags import RULES, hit
from vedette.dossier.parts import Owner

NONE_PLACES = fields.empty("places")


def event(kind: str, rule: str = "x/1", **said: object) -> dict[str, object]:
    place = said.pop("place", None)
    return {
        "event": f"{kind}-1", "kind": kind, "ship": "imo:1", "start": datetime(2024, 1, 1), "place": place,
        "rule": rule, "details": json.dumps(said), "source": "s",
    }  # fmt: skip


def codes(row: dict[str, object], places: pa.Table = NONE_PLACES) -> set[str]:
    found = hit(fields.from_rows([row], "events"), [], [], places)
    return {code for one in found for code in one.codes}


HITS = [
    ("RF01", event("gap", **{"class": "dark"}), event("gap", **{"class": "unobserved"})),
    ("RF16", event("gap", gaps_12_months=3), event("gap", gaps_12_months=2)),
    ("RF02", event("identity_clash"), event("encounter")),
    ("RF42", event("missing_number"), event("identity_clash")),
    ("RF45", event("identity_clash", rule="shared_number/2"), event("identity_clash", rule="one_number/1")),
    ("RF26", event("identity_change", field="name"), event("identity_change", field="destination")),
    ("RF13", event("identity_change", field="flag"), event("identity_change", field="name")),
    ("RF03", event("false_position"), event("gap")),
    ("RF04", event("destination_mismatch"), event("port_call")),
    ("RF07", event("encounter"), event("escort")),
    ("RF08", event("encounter", night="part"), event("encounter", night="none")),
    ("RF17", event("encounter", unknown=[538000002]), event("encounter", unknown=[])),
    ("RF09", event("loitering"), event("zone")),
    ("RF09", event("possible_meeting"), event("encounter")),
    ("RF10", event("call_chain"), event("port_call")),
    ("RF11", event("port_call", first_for_ship=True), event("port_call", first_for_ship="yes")),
    ("RF46", event("port_call", class_mismatch="dry"), event("port_call", class_mismatch="")),
    ("RF56", event("draught_change", seen="silence"), event("draught_change", seen="call")),
    ("RF52", event("escort", naval=True), event("escort", naval="not known")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "told", "near"), HITS, ids=[f"{one[0]}-{n}" for n, one in enumerate(HITS)])
def test_what_bears_on_a_flag_hits_it_and_its_near_miss_does_not(code, told, near):
    assert code in codes(told)
    assert code not in codes(near)


def test_a_stay_at_a_naval_pier_is_told_by_the_kind_of_the_place():
    rows = [{"place": "p", "name": "P", "kind": "naval pier"}, {"place": "q", "name": "Q", "kind": "port"}]
    places = fields.from_rows(rows, "places")

    assert "RF48" in codes(event("zone", place="p"), places)
    assert "RF48" not in codes(event("zone", place="q"), places)
    assert "RF48" not in codes(event("gap", place="p"), places)


def test_every_rule_has_a_hit_here():
    tested = {code for code, _, _ in HITS} | {"RF48"}

    assert not [rule for rule in RULES if not tested & set(rule.codes)]


def contact(kind: str, standing: str = "designated", then: str = "listed") -> dict[str, object]:
    return {
        "kind": kind, "standing": standing, "then": then, "event": "port_call-1", "entity": "l:1",
        "listed": "imo:2", "contact": "c1", "source": "s",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "told", "near"),
    [
        ("RF38", contact("itself"), contact("itself", then="not listed")),
        ("RF38", contact("itself"), contact("itself", standing="watched")),
        ("RF30", contact("met"), contact("met", standing="watched")),
        ("RF30", contact("kept company"), contact("sister")),
        ("RF51", contact("took over"), contact("met")),
    ],
)
def test_ties_to_listed_ships_bear_on_flags_and_those_to_others_do_not(code, told, near):
    call = fields.from_rows([event("port_call")], "events")

    assert code in {c for one in hit(call, [told], [], NONE_PLACES) for c in one.codes}
    assert code not in {c for one in hit(call, [near], [], NONE_PLACES) for c in one.codes}


def test_a_listed_owner_is_a_flag_and_another_owner_is_none():
    empty = fields.empty("events")
    blank = dict.fromkeys((one.name for one in dataclasses.fields(Owner)), None) | {
        "name": "X LLC",
        "synthetic": False,
    }

    assert [one.codes for one in hit(empty, [], [Owner(**blank | {"listed_as": ("l:1",)})], NONE_PLACES)] == [
        ("RF50",)
    ]
    assert hit(empty, [], [Owner(**blank | {"listed_as": ()})], NONE_PLACES) == ()
