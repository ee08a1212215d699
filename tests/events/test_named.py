from tests.worlds import SHIP, at, rows_of, table
from vedette.events.named import named


def event(name="e1", start=0, **more):
    return {"event": name, "kind": "gap", "ship": f"mmsi:{SHIP}", "mmsi": SHIP, "start": at(start), **more}


def known(imo, start, end, mmsi=SHIP):
    return {"ship": f"imo:{imo}", "mmsi": mmsi, "imo": imo, "start": at(start), "end": at(end)}


def found(events, *identities):
    return rows_of(named(table("events", *events), table("identities", *identities)), "event", "ship", "imo")


def test_the_hull_is_that_which_used_the_number_at_the_time():
    said = known(9179842, 0, 10), known(8517839, 20, 30)

    assert found([event("a", 5), event("b", 25)], *said) == [
        ("a", "imo:9179842", 9179842),
        ("b", "imo:8517839", 8517839),
    ]


def test_else_that_which_used_it_nearest_in_time():
    said = known(9179842, 0, 10), known(8517839, 20, 30)

    assert [
        row[2] for row in found([event("a", 12), event("b", 15), event("c", 16), event("d", 99)], *said)
    ] == [
        9179842,
        9179842,
        8517839,
        8517839,
    ]


def test_a_number_that_never_said_an_imo_number_keeps_its_own_name():
    nobody = {"ship": f"mmsi:{SHIP}", "mmsi": SHIP, "name": "X", "start": at(0), "end": at(1)}

    assert found([event()], nobody, known(9179842, 0, 1, mmsi=SHIP + 1)) == [("e1", f"mmsi:{SHIP}", None)]


def test_what_was_seen_by_eye_is_left_as_it_is():
    rows = [
        event("a", mmsi=None, ship="name:lady-r"),
        event("b", mmsi=None, ship=None),
        event("c", imo=8517839),
    ]

    assert found(rows, known(9179842, 0, 10)) == [
        ("a", "name:lady-r", None),
        ("b", None, None),
        ("c", "imo:8517839", 8517839),
    ]
