"""Designated ships before and after their day: what shows a change, and when not enough was seen."""

from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from vedette import fields
from vedette.accounts.effects import Effects, effects
from vedette.kernels import rates

DAY = datetime(2022, 1, 5)
WEEK = timedelta(weeks=1)
UNTIL = DAY + 60 * WEEK
HULL, OTHER = "imo:9074729", "imo:9179842"
PLACES = fields.from_rows([{"place": "alpha", "role": "watched", "country": "AA"}], "places")
LISTED = {
    "entity": "one:1",
    "kind": "vessel",
    "names": ["ALPHA"],
    "imo": 9074729,
    "list": "one",
    "programmes": ["ARMS"],
    "listed_on": DAY,
    "list_date": DAY,
    "source": "lists",
}


def call(weeks: float, ship: str = HULL, kind: str = "port_call", **more: object) -> dict[str, object]:
    at = DAY + weeks * WEEK
    row = {"event": f"{kind}-{ship}-{weeks}", "kind": kind, "ship": ship, "place": "alpha", "start": at}
    return {**row, "end": at, "known": at, "rule": "port_call/1", "source": "ais", **more}


def heard(first: int, last: int) -> pa.Table:
    start = DAY - timedelta(days=DAY.weekday())
    rows = [
        {"place": "alpha", "start": start + n * WEEK, "ship_hours": 9, "source": "ais"}
        for n in range(first, last)
    ]
    return fields.from_rows(rows, "exposures")


def found(
    *events: dict[str, object],
    entities: tuple[dict[str, object], ...] = (LISTED,),
    weeks: tuple[int, int] = (-60, 60),
) -> dict[str, dict[str, object]]:
    rows = effects(
        fields.from_rows(list(events), "events"),
        fields.empty("sightings"),
        heard(*weeks),
        PLACES,
        fields.from_rows(list(entities), "entities"),
        Effects(),
        until=UNTIL,
    ).to_pylist()
    return {row["measure"]: row for row in rows if row["ship"] == HULL}


def test_a_ship_that_called_every_month_and_never_again_is_seen_to_stop():
    row = found(*(call(-4 * n) for n in range(1, 13)))["calls"]

    assert (row["before"], row["after"], row["verdict"]) == (12, 0, "fewer")
    assert (row["before_weeks"], row["after_weeks"], row["ratio"], row["low"]) == (52, 52, 0, 0)
    assert row["high"] == pytest.approx(0.361, abs=0.01)
    assert "none was seen any more" in row["words"]


def test_few_calls_show_nothing_and_that_is_said():
    row = found(*(call(-9 * n) for n in range(1, 6)))["calls"]

    assert (row["before"], row["verdict"]) == (5, "not enough seen")
    assert "no split of so few" in row["words"]


def test_a_year_after_in_which_nobody_looked_shows_no_stop():
    row = found(*(call(-4 * n) for n in range(1, 13)), weeks=(-60, 3))["calls"]

    assert (row["after_weeks"], row["verdict"]) == (2, "not enough seen")
    assert "too few weeks" in row["words"]


def test_a_ship_that_goes_on_shows_no_change():
    row = found(*(call(4 * n) for n in (*range(-12, 0), *range(1, 13))))["calls"]

    assert (row["before"], row["after"], row["verdict"]) == (12, 12, "no change shown")


def test_the_week_of_the_day_itself_belongs_to_neither_side():
    row = found(call(0.1), call(-0.1), call(1.0))["calls"]

    assert (row["before"], row["after"]) == (0, 1)


def test_only_silences_in_which_she_would_have_been_heard_count_as_dark():
    gaps = [call(n, kind="gap", details='{"class": "dark"}') for n in range(1, 9)]
    poor = [call(n, kind="gap", details='{"class": "unobserved"}') for n in range(-9, 0)]
    row = found(*gaps, *poor)["dark"]

    assert (row["before"], row["after"], row["verdict"]) == (0, 8, "more")
    assert row["ratio"] is None


def test_others_that_begin_at_her_places_are_counted_and_those_that_were_there_before_are_not():
    new = [call(n, f"mmsi:{n}") for n in range(2, 10)]
    old = [call(-40, OTHER), call(5, OTHER)]
    row = found(call(-3), *new, *old)["route"]

    assert (row["before"], row["after"], row["verdict"]) == (1, 8, "more")


def test_others_at_places_where_she_never_called_are_not_on_her_route():
    row = found(call(5), *(call(n, f"mmsi:{n}") for n in range(2, 10)))["route"]

    assert (row["before"], row["after"]) == (0, 0)


def test_hulls_of_one_list_and_day_are_also_taken_together():
    both = (LISTED, {**LISTED, "entity": "one:2", "imo": 9179842})
    rows = effects(
        fields.from_rows([call(-3), call(-6, OTHER)], "events"),
        fields.empty("sightings"),
        heard(-60, 60),
        PLACES,
        fields.from_rows(list(both), "entities"),
        until=UNTIL,
    ).to_pylist()
    together = next(row for row in rows if row["ship"] is None and row["measure"] == "calls")

    assert (together["name"], together["before"]) == ("2 hulls", 2)
    assert set(together["because"][:2]) == {"one:1", "one:2"}


def test_an_entry_of_one_undated_edition_gives_no_day_and_so_no_answer():
    assert found(call(-3), entities=({**LISTED, "listed_on": None},)) == {}


def test_an_edition_that_has_her_after_one_that_has_not_gives_a_day():
    earlier = {**LISTED, "entity": "one:9", "imo": None, "listed_on": None, "since": DAY - 9 * WEEK}
    later = {**LISTED, "listed_on": None, "since": DAY}

    assert found(call(-3), entities=(earlier, later))["calls"]["designated"] == DAY


def test_a_list_of_ones_own_may_say_the_day_in_words():
    own = {
        **LISTED,
        "list": "watch:mine",
        "listed_on": None,
        "programmes": ["US 2022-01-05", "EU", "UN 9999-99"],
    }
    row = found(call(-3), entities=(own,))["calls"]

    assert (row["designated"], row["list"]) == (DAY, "US (as a list of the case says)")


def test_a_wrong_imo_number_is_nobodys():
    assert found(call(-3), entities=({**LISTED, "imo": 9074720},)) == {}


def test_the_comparison_keeps_its_level_on_rates_that_do_not_change():
    import numpy as np  # noqa: PLC0415 - one test only

    rng = np.random.default_rng(1)
    p = [
        rates.compared(a, 52, b, 26).p
        for a, b in zip(rng.poisson(10.4, 2000), rng.poisson(5.2, 2000), strict=True)
    ]

    assert np.mean(np.asarray(p) < 0.05) <= 0.05
