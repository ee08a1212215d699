"""What lists say of a hull: merged by IMO number, and nothing settled."""

from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds import NOON, on_list, rows_of, table, tied
from vedette import fields
from vedette.entities.hulls import Hulls, hulls
from vedette.entities.parties import resolved

LATER = NOON + timedelta(weeks=10)


def found(
    *entities: dict[str, object], links: tuple[dict[str, object], ...] = (), **more: datetime
) -> pa.Table:
    return hulls(table("entities", *entities), table("links", *links), **more)


def said(facts: pa.Table, field: str) -> list[tuple[object, ...]]:
    return rows_of(facts.filter(pc.equal(facts["field"], field)), "hull", "value", "list")


def test_entries_of_two_lists_with_one_imo_number_are_one_hull():
    facts = found(on_list("a:1", "RUNG RA 2", imo=9020534), on_list("b:9", "PAEK YANG SAN 1", imo=9020534))

    assert said(facts, "name") == [
        ("imo:9020534", "PAEK YANG SAN 1", "b"),
        ("imo:9020534", "RUNG RA 2", "a"),
    ]


def test_ships_of_one_name_with_other_imo_numbers_are_never_one_hull():
    facts = found(
        on_list("a:1", "MARIA", imo=8517839, mmsi=273000001, call_sign="UBRH7"),
        on_list("b:2", "MARIA", imo=9198783, mmsi=273000001, call_sign="UBRH7"),
    )

    assert said(facts, "name") == [("imo:8517839", "MARIA", "a"), ("imo:9198783", "MARIA", "b")]
    assert set(facts["against"].to_pylist()[0]) == set()


@pytest.mark.parametrize("imo", [None, 9020535, 0, 123])
def test_an_entry_without_a_right_imo_number_is_a_hull_by_itself(imo):
    facts = found(
        on_list("a:1", "MARIA", imo=imo, mmsi=273000001), on_list("b:1", "MARIA", imo=imo, mmsi=273000001)
    )

    assert {hull for hull, *_ in said(facts, "name")} == {"a:1", "b:1"}
    assert pc.all(facts["imo"].is_null()).as_py()


def test_lists_that_disagree_are_shown_side_by_side_and_name_each_other():
    facts = found(
        on_list("a:1", "X", imo=9020534, flag="Democratic People's Republic of Korea", built=1989),
        on_list("b:1", "X", imo=9020534, flag="Palau", built=1989),
    )

    one, other = facts.filter(pc.equal(facts["field"], "flag")).to_pylist()
    assert (one["against"], other["against"]) == ([other["fact"]], [one["fact"]])
    assert all(not row["against"] for row in facts.to_pylist() if row["field"] != "flag")


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("flag", "Russia", "RU"),
        ("flag", "Korea, North", "Democratic People's Republic of Korea"),
        ("flag", "Unknown", "Palau"),
        ("tonnage", 8811.0, 8821.0),
        ("call_sign", "UBRH7", "ubrh 7"),
    ],
)
def test_the_same_thing_written_otherwise_is_no_contradiction(column, one, other):
    facts = found(
        on_list("a:1", "X", imo=9020534, **{column: one}), on_list("b:1", "X", imo=9020534, **{column: other})
    )

    assert not pc.any(pc.greater(pc.list_value_length(facts["against"]), 0)).as_py()


def test_what_a_list_no_longer_says_contradicts_nothing():
    facts = found(
        on_list("a:1", "X", imo=9020534, flag="Panama", until=LATER),
        on_list("a:1", "X", imo=9020534, flag="Palau", list_date=LATER),
        on_list("b:1", "X", imo=9020534, flag="Palau", list_date=LATER),
    )

    flags = facts.filter(pc.equal(facts["field"], "flag")).to_pylist()
    assert [(row["value"], row["list_date"], row["until"]) for row in flags] == [
        ("Palau", LATER, None),
        ("Palau", LATER, None),
        ("Panama", NOON, LATER),
    ]
    assert all(not row["against"] for row in flags)


def test_a_name_has_the_first_and_the_last_edition_that_gives_it():
    facts = found(
        on_list("a:1", "ONE", imo=9020534),
        on_list("a:1", "ONE", imo=9020534, flag="Palau", list_date=NOON + timedelta(weeks=4)),
        on_list("a:1", "TWO", imo=9020534, since=NOON + timedelta(weeks=5), list_date=LATER),
    )

    names = facts.filter(pc.equal(facts["field"], "name"))
    assert rows_of(names, "value", "since", "list_date", "record") == [
        ("ONE", NOON, NOON + timedelta(weeks=4), "l:a:1"),
        ("TWO", NOON + timedelta(weeks=5), LATER, "l:a:1"),
    ]


def test_an_edition_that_was_not_out_yet_says_nothing():
    facts = found(
        on_list("a:1", "ONE", imo=9020534), on_list("a:2", "TWO", imo=8517839, list_date=LATER), until=NOON
    )

    assert [value for _, value, _ in said(facts, "name")] == ["ONE"]


def test_an_edition_that_was_not_out_yet_has_dropped_nothing():
    gone = on_list("a:1", "ONE", imo=9020534, until=LATER)

    assert found(gone)["until"].to_pylist() == [LATER] * 2
    assert found(gone, until=NOON)["until"].to_pylist() == [None] * 2


def test_the_aliases_of_an_edition_of_their_own_belong_to_the_entry_whatever_their_date():
    alias = tied("a:1", "name:UNO", "alias", since=LATER, list_date=LATER)

    assert said(found(on_list("a:1", "ONE", imo=9020534), links=(alias,)), "alias") == [
        ("imo:9020534", "UNO", "a")
    ]


def test_an_owner_named_by_words_is_the_entry_of_the_same_list_that_alone_bears_the_name():
    facts = found(
        on_list("a:1", "LADY R", imo=9161003),
        on_list("a:2", "TRANSMORFLOT LLC", kind="organisation"),
        on_list("b:2", "TRANSMORFLOT LLC", kind="organisation"),
        links=(tied("a:1", "name:TRANSMORFLOT LLC"),),
    )

    (owner,) = facts.filter(pc.equal(facts["field"], "linked to")).to_pylist()
    assert (owner["value"], owner["party"], owner["record"]) == (
        "TRANSMORFLOT LLC",
        "a:2",
        "l:a:1>name:TRANSMORFLOT LLC",
    )


def test_a_name_that_two_entries_bear_is_nobodys():
    entities = table(
        "entities",
        on_list("a:1", "TWIN LTD", kind="organisation"),
        on_list("a:2", "TWIN LTD", kind="organisation"),
        on_list("a:3", "SHIP", imo=9161003),
    )
    links = table("links", tied("a:3", "name:TWIN LTD"), tied("a:3", "name:SHIP"), tied("a:3", "a:1"))

    assert resolved(links, entities).to_pylist() == [None, None, "a:1"]


def test_the_other_names_of_a_ship_keep_what_they_are():
    facts = found(
        on_list("a:1", "ONE", imo=9161003, names=["ONE", "UNO"]),
        links=(tied("a:1", "name:EINS", "former name"), tied("a:1", "name:1", "weak alias")),
    )

    got = rows_of(facts, "field", "value")
    assert [pair for pair in got if "name" in str(pair[0]) or "alias" in str(pair[0])] == [
        ("alias", "UNO"),
        ("former name", "EINS"),
        ("name", "ONE"),
        ("weak alias", "1"),
    ]


def test_a_company_with_a_ships_digits_is_no_hull():
    assert len(found(on_list("a:1", "M LEASING LLC", kind="organisation", imo=9161003))) == 0


def test_when_an_entry_changed_its_number_each_fact_stays_with_the_number_of_its_time():
    facts = found(
        on_list(
            "a:1",
            "X",
            imo=9161003,
            since=NOON,
            list_date=NOON + timedelta(weeks=2),
            until=NOON + timedelta(weeks=3),
        ),
        on_list("a:1", "X", imo=9020534, since=NOON + timedelta(weeks=3), list_date=LATER),
        links=(
            tied("a:1", "name:OLD OWNER", "owner", since=NOON, until=NOON + timedelta(weeks=3)),
            tied("a:1", "name:NEW OWNER", "owner", since=NOON + timedelta(weeks=3), list_date=LATER),
        ),
    )

    assert said(facts, "owner") == [
        ("imo:9020534", "NEW OWNER", "a"),
        ("imo:9161003", "OLD OWNER", "a"),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([9161003, 9020534, 8517839, None, 1]),
            st.sampled_from(["RU", "Palau", None, "=1+1"]),
            st.sampled_from(["a", "b"]),
        ),
        max_size=8,
    )
)
def test_contradictions_are_mutual_and_within_one_hull(entries):
    facts = found(
        *(
            on_list(f"{of}:{number}", "X", imo=imo, flag=flag)
            for number, (imo, flag, of) in enumerate(entries)
        )
    )

    rows = {row["fact"]: row for row in facts.to_pylist()}
    assert len(rows) == len(facts)
    for row in rows.values():
        for other in row["against"]:
            assert row["fact"] in rows[other]["against"]
            assert (rows[other]["hull"], rows[other]["field"]) == (row["hull"], row["field"])


def test_no_lists_no_facts():
    none = hulls(fields.empty("entities"), fields.empty("links"), Hulls())

    assert none.schema == fields.schema("hulls")
    assert len(none) == 0
