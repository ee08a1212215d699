from tests.worlds import SHIP, at, rows_of, table
from vedette.tracks.identities import identities


def said(hour=0, mmsi=SHIP, record="s:1", **more):
    return {"mmsi": mmsi, "time": at(hour), "source": "ais", "record": record, **more}


def found(*rows):
    return identities(table("statics", *rows))


def test_each_set_of_names_and_numbers_has_its_time():
    rows = found(
        said(0, imo=9179842, name="ANGARA", record="s:1"),
        said(9, imo=9179842, name="ANGARA", record="s:2"),
        said(5, imo=9179842, name="OTHER", record="s:3"),
    )

    assert rows_of(rows, "ship", "name", "start", "end", "because") == [
        ("imo:9179842", "ANGARA", at(0), at(9), ["s:1", "s:2"]),
        ("imo:9179842", "OTHER", at(5), at(5), ["s:3"]),
    ]


def test_an_imo_number_with_a_wrong_check_digit_was_not_said():
    rows = found(said(imo=9179843, name="ANGARA"))

    assert rows_of(rows, "ship", "imo") == [(f"mmsi:{SHIP}", None)]


def test_the_flag_is_that_of_the_number():
    assert found(said(name="A"), said(mmsi=351000001, name="B"))["flag"].to_pylist() == ["RU", "PA"]


def test_who_says_nothing_is_nobody():
    assert len(found(said(), said(imo=1), said(mmsi=992730001, name="BUOY"))) == 0
