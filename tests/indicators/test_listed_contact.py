"""Calls of listed ships and meetings with them by week."""

from tests.indicators.test_gap_rate import PLACES
from tests.indicators.worlds import heard, looked, seen, sighted, table, week
from vedette import fields
from vedette.indicators.listed_contact import ListedContact, listed_contact

LISTED = "imo:9161003"


def tied(event, kind="itself", **more):
    row = {"contact": f"{kind}-{event['event']}", "event": event["event"], "kind": kind}
    return {**row, "standing": "designated", "known": event["known"], "source": "lists", **more}


def met(number, lat=50.0, lon=10.0):
    row = {"event": f"met-{number}-{lat}", "kind": "encounter", "lat": lat, "lon": lon, "source": "ais"}
    return {**row, "start": week(number, 1), "known": week(number, 2)}


def series(events, contacts, until, seen=(), **options):
    weeks = range((until - week(0)).days // 7)
    found = listed_contact(
        table("contacts", contacts),
        table("events", events),
        table("sightings", list(seen)),
        table("exposures", heard(weeks) + heard(weeks, place="beta")),
        PLACES,
        ListedContact(**options),
        until=until,
    )
    rows = {}
    for row in fields.conform(found, "indicators").to_pylist():
        rows.setdefault(row["series"], []).append(row)
    return rows


def values(rows, name):
    return [row["value"] for row in rows[name]]


def test_calls_of_listed_ships_are_counted_and_those_of_others_are_not():
    events = [seen(week(1, 1), ship=LISTED), seen(week(2, 1), ship="imo:9074729")]

    rows = series(events, [tied(events[0])], week(4))

    assert values(rows, "listed/seen/alpha") == [0, 1, 0, 0]
    assert rows["listed/seen/alpha"][1]["because"] == [events[0]["event"]]
    assert rows["listed/seen/alpha"][1]["rule"] == "listed_contact/1"


def test_a_ship_on_three_lists_calls_once():
    event = seen(week(1, 1), ship=LISTED)

    rows = series([event], [tied(event, contact=str(n), list=str(n)) for n in range(3)], week(3))

    assert values(rows, "listed/seen/alpha") == [0, 1, 0]


def test_a_sighted_call_of_a_listed_ship_has_a_series_of_its_own():
    event = sighted(week(1, 1), ship=LISTED)

    assert (
        sum(value or 0 for value in values(series([event], [tied(event)], week(3)), "listed/sighted/alpha"))
        == 1
    )


def test_a_ship_designated_later_does_not_count_before():
    event = seen(week(1, 1), ship=LISTED)
    contacts = [tied(event, known=week(4))]

    assert sum(row["value"] or 0 for rows in series([event], contacts, week(3)).values() for row in rows) == 0
    assert values(series([event], contacts, week(5)), "listed/seen/alpha")[1] == 1


def test_of_an_undated_list_and_of_the_cases_own_nothing_counts_unless_asked():
    event = seen(week(1, 1), ship=LISTED)

    assert series([event], [tied(event, known=None)], week(3)) == {}
    assert series([event], [tied(event, standing="watched")], week(3)) == {}
    asked = series([event], [tied(event, standing="watched")], week(3), standings=("watched",))
    assert values(asked, "listed/seen/alpha") == [0, 1, 0]


def test_a_meeting_with_a_listed_ship_counts_near_each_place_and_nowhere_else():
    near, far = met(1), met(2, lat=0.0)

    rows = series([near, far], [tied(near, "met"), tied(far, "met")], week(4))

    assert values(rows, "listed/met/alpha") == [0, 1, 0, 0]
    assert values(rows, "listed/met/beta") == [0, 1, 0, 0]
    assert "listed/met/far" not in rows


def test_what_could_have_been_a_meeting_is_not_counted_as_one():
    event = met(1)

    assert series([event], [tied(event, "could have met")], week(3)) == {}


def test_only_calls_and_meetings_are_counted_not_what_calls_counts_besides():
    ship = sighted(week(1, 1), ship=LISTED)
    cargo = {**looked(week(1, 1)), "subject": "cargo", "count": 90.0, "flow": "containers"}

    assert {name.partition("/")[0] for name in series([ship], [tied(ship)], week(3), seen=[cargo])} == {
        "listed"
    }


def test_the_ids_are_those_of_no_other_series():
    event = seen(week(1, 1), ship=LISTED)
    ids = [row["indicator"] for rows in series([event], [tied(event)], week(3)).values() for row in rows]

    assert len(ids) == len(set(ids))
