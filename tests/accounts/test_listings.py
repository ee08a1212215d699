"""Lists year by year: what came and left between editions, and what no edition in hand can tell."""

from datetime import datetime

from vedette import fields
from vedette.accounts.listings import listings

UNTIL = datetime(2024, 6, 1)
PLACES = fields.from_rows([{"place": "alpha", "role": "watched"}], "places")
JAN, MAY, SEP = (datetime(2023, month, 1) for month in (1, 5, 9))
NEXT = datetime(2024, 2, 1)


def entry(number: int, since: datetime, last: datetime, until: datetime | None = None, **more: object):
    row = {"entity": f"one:{number}", "kind": "vessel", "list": "one", "programmes": ["ARMS"]}
    return {**row, "since": since, "list_date": last, "until": until, "source": "lists", **more}


def found(*entities: dict[str, object], calls: tuple[tuple[int, datetime], ...] = ()):
    events = [
        {"event": f"e{imo}", "kind": "port_call", "place": "alpha", "imo": imo, "start": at, "known": at}
        for imo, at in calls
    ]
    rows = listings(
        fields.from_rows(events, "events"), fields.from_rows(list(entities), "entities"), PLACES, until=UNTIL
    ).to_pylist()
    return {(row["list"], row["start"].year): row for row in rows}


def test_what_came_and_left_is_told_between_editions():
    rows = found(entry(1, JAN, NEXT), entry(2, MAY, NEXT), entry(3, JAN, MAY, SEP), entry(4, NEXT, NEXT))

    of_2023, of_2024 = rows["one", 2023], rows["one", 2024]
    assert (of_2023["came"], of_2023["left"], of_2023["entries"], of_2023["editions"]) == (1, 1, 2, 3)
    assert (of_2024["came"], of_2024["left"], of_2024["entries"]) == (1, 0, 3)


def test_an_entry_in_other_words_has_neither_come_nor_gone():
    rows = found(entry(1, JAN, JAN, MAY), entry(1, MAY, SEP))

    assert (rows["one", 2023]["came"], rows["one", 2023]["left"]) == (0, 0)


def test_one_edition_tells_nothing_of_coming_and_going():
    row = found(entry(1, JAN, JAN))["one", 2023]

    assert (row["came"], row["left"], row["designated"], row["entries"]) == (None, None, None, 1)


def test_days_of_designation_tell_of_years_of_which_no_edition_is_in_hand():
    rows = found(entry(1, NEXT, NEXT, listed_on=datetime(2019, 3, 1)), entry(2, NEXT, NEXT, listed_on=MAY))

    assert (rows["one", 2019]["designated"], rows["one", 2019]["entries"]) == (1, None)
    assert rows["one", 2023]["designated"] == 1


def test_of_the_hulls_seen_those_are_covered_that_the_edition_has():
    row = found(entry(1, JAN, NEXT, imo=9074729), calls=((9074729, SEP), (9179842, SEP), (9161003, JAN)))[
        "one", 2023
    ]

    assert (row["observed"], row["covered"]) == (3, 1)


def test_a_case_s_own_list_and_a_register_designate_nobody():
    assert (
        found(entry(1, JAN, JAN, list="watch:mine"), entry(2, JAN, JAN, list="register", programmes=[])) == {}
    )


def test_an_edition_that_is_not_out_yet_is_not_known():
    assert ("one", 2024) not in found(entry(1, datetime(2024, 7, 1), datetime(2024, 7, 1)))
