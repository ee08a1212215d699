from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette import fields
from vedette.entities.changes import changes
from vedette.entities.touched import Mine, touched

OLD, NEW = datetime(2022, 5, 6), datetime(2022, 5, 8)


def ship(number, *, name="HERON", day=OLD, **more):
    said = {"entity": f"a:{number}", "kind": "vessel", "names": [name], "imo": 9179842, "list": "a"}
    return {**said, "since": day, "list_date": day, "record": f"f{day:%d}:{number}", **more}


def link(number, role, detail, *, day=OLD):
    return {
        "from": f"a:{number}", "to": f"name:{detail}", "role": role, "detail": detail, "list": "a",
        "since": day, "record": f"f{day:%d}:{number}",
    }  # fmt: skip


def differ(before, after, links_before=(), links_after=()):
    sides = (fields.from_rows(list(rows), "entities") for rows in (before, after))
    linked = (fields.from_rows(list(rows), "links") for rows in (links_before, links_after))
    return changes(*sides, *linked)


def told(table):
    return [
        (row["what"], row["name"], row["field"], row["before"], row["after"]) for row in table.to_pylist()
    ]


def test_what_came_and_what_left_is_one_row_each():
    found = differ([ship(1, name="TEAL")], [ship(2, name="HERON", day=NEW)])

    assert told(found) == [("added", "HERON", None, None, None), ("removed", "TEAL", None, None, None)]
    assert found["because"].to_pylist() == [["f08:2"], ["f06:1"]]


@pytest.mark.parametrize(
    ("was", "now", "field", "before", "after"),
    [
        ({"name": "SAND SWAN"}, {"name": "EBANO"}, "name", "SAND SWAN", "EBANO"),
        ({"flag": "Panama"}, {"flag": "Russia"}, "flag", "Panama", "Russia"),
        ({"imo": None}, {"imo": 9179842}, "imo", None, "9179842"),
        ({"programmes": ["A", "B"]}, {"programmes": ["B", "C"]}, "programmes", "A", "C"),
        ({"tonnage": 8811.0}, {"tonnage": 8812.5}, "tonnage", "8811", "8812.5"),
        ({"remarks": "One; Two."}, {"remarks": "Two; Three."}, "remarks", "One", "Three"),
        ({"former_flags": []}, {"former_flags": ["Malta"]}, "former_flags", None, "Malta"),
    ],
)
def test_each_field_that_differs_is_a_row_with_what_it_was_and_is(was, now, field, before, after):
    (row,) = told(differ([ship(1, **was)], [ship(1, day=NEW, **now)]))

    assert row[0] == "changed"
    assert row[2:] == (field, before, after)


def test_a_link_that_came_is_a_change_of_its_role_and_is_not_told_twice():
    found = differ(
        [ship(1, remarks="MMSI 1.")],
        [ship(1, day=NEW, names=["HERON", "TEAL"], remarks="MMSI 1; f.k.a. 'TEAL'; Linked To: REED LLC.")],
        [],
        [link(1, "linked to", "REED LLC", day=NEW), link(1, "former name", "TEAL", day=NEW)],
    )

    assert told(found) == [
        ("changed", "HERON", "former name", None, "TEAL"),
        ("changed", "HERON", "linked to", None, "REED LLC"),
    ]


def test_links_of_an_entry_that_is_the_same_row_still_count():
    same = ship(1)
    (row,) = differ(
        [same], [same], [link(1, "owner", "REED")], [link(1, "owner", "MARSH", day=NEW)]
    ).to_pylist()

    assert (row["field"], row["before"], row["after"], row["imo"]) == ("owner", "REED", "MARSH", 9179842)


def test_the_same_said_in_another_order_or_line_is_no_change():
    before = ship(1, programmes=["A", "B"], remarks="One; Two.")
    after = ship(1, day=NEW, programmes=["B", "A"], remarks="Two; One.")

    assert not len(differ([before], [after], [link(1, "owner", "X")], [link(1, "owner", "X", day=NEW)]))


def test_ships_come_first():
    rows = [ship(1, kind="person", name="A"), ship(2, kind="organisation", name="B"), ship(3, name="C")]

    assert differ([], rows)["kind"].to_pylist() == ["vessel", "organisation", "person"]


SHIPS = st.dictionaries(st.integers(1, 5), st.sampled_from(["A", "B"]))


@settings(max_examples=40)
@given(SHIPS, SHIPS)
def test_backwards_what_came_left_and_what_was_is(old, new):
    before = [ship(n, name=name) for n, name in old.items()]
    after = [ship(n, name=name, day=NEW) for n, name in new.items()]
    turned = {"added": "removed", "removed": "added", "changed": "changed"}

    there = {
        (w, e["entity"], e["before"], e["after"])
        for e in differ(before, after).to_pylist()
        for w in [e["what"]]
    }
    back = {
        (turned[e["what"]], e["entity"], e["after"], e["before"]) for e in differ(after, before).to_pylist()
    }
    assert there == back
    assert len(there) == sum(old.get(n) != new.get(n) for n in {*old, *new})


# --- one's own ----------------------------------------------------------------------------------------


def meets(own, after, links=(), before=()):
    linked = fields.from_rows(list(links), "links")
    entities = fields.from_rows([*before, *after], "entities")
    found = differ(before, after, [], links)
    return [(one.entity, one.by) for one in touched(found, [own], entities, linked)]


def vessel(**more):
    return Mine(id="mine", kind="vessel", **more)


def test_the_same_imo_number_is_the_same_hull_whatever_the_name():
    assert meets(vessel(imo=9179842, names=("OTHER",)), [ship(1)]) == [("a:1", "IMO number")]


def test_another_imo_number_is_another_hull_whatever_the_name():
    assert meets(vessel(imo=9198783, names=("MARIA",)), [ship(1, name="MARIA", imo=8517839)]) == []
    assert meets(vessel(imo=9198783, mmsis=(5,)), [ship(1, mmsi=5, imo=8517839)]) == []


def test_a_number_that_is_none_contradicts_nothing():
    assert meets(vessel(imo=1234560, names=("MARIA",)), [ship(1, name="MARIA", imo=8517839)]) == [
        ("a:1", "name")
    ]


def test_a_name_is_compared_without_its_spaces_and_signs():
    assert meets(vessel(names=("Lady-R",)), [ship(1, name="LADY R")]) == [("a:1", "name")]
    assert meets(vessel(names=("SPARTA III",)), [ship(1, name="SPARTA IV")]) == []
    assert meets(vessel(names=("R",)), [ship(1, name="R")]) == []


def test_a_former_name_counts_and_mmsi_before_name():
    links = [link(1, "former name", "TEAL", day=NEW)]

    assert meets(vessel(names=("TEAL",)), [ship(1)], links) == [("a:1", "name")]
    assert meets(vessel(names=("HERON",), mmsis=(7,)), [ship(1, mmsi=7)]) == [("a:1", "MMSI")]


def test_a_ship_is_no_company_of_the_same_name():
    company = ship(1, kind="organisation", imo=None)

    assert meets(vessel(names=("HERON",)), [company]) == []
    assert meets(Mine("c", "company", names=("Heron",)), [company]) == [("a:1", "name")]
    assert meets(Mine("c", "company", names=("Heron",)), [ship(1)]) == []
    assert meets(Mine("q", "name", names=("Heron",)), [ship(1)]) == [("a:1", "name")]


def test_an_owner_that_is_listed_touches_the_ship_she_owns():
    owner = ship(2, kind="organisation", name="REED LLC", imo=None, day=NEW)
    her, links = ship(1), [link(1, "owner", "REED LLC")]
    sides = fields.from_rows([her, owner], "entities"), fields.from_rows(links, "links")
    (one,) = touched(differ([her], [her, owner], links, links), [vessel(imo=9179842)], *sides)

    assert (one.entity, one.by) == ("a:2", "behind her")
    assert one.words == "a gives REED LLC as her owner"
    assert set(one.because) == {"f06:1", "f08:2"}
