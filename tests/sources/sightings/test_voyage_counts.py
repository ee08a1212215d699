from datetime import datetime

import pytest

from tests.sources.samples import only, reasons, tables
from vedette.sources.sightings import voyage_counts

HEADER = "id,flow,period_start,period_end,metric,value,qualifier,scope,publisher,published\n"


def read(*rows, header=HEADER, name="voyage_counts.csv"):
    return tables(voyage_counts.SOURCE, header + "\n".join(rows) + "\n", name)


def test_a_count_covers_its_period():
    count = only(
        read("N1,oil,2023-08-10,2023-10-14,round trips,5,at least,two ships,Institute,2023-10")["sightings"]
    )

    assert (count["sighting"], count["subject"], count["flow"]) == ("count-N1", "count", "oil")
    assert (count["start"], count["end"]) == (datetime(2023, 8, 10), datetime(2023, 10, 14, 23, 59, 59))
    assert (count["count"], count["unit"], count["negative"]) == (5, "round trips", False)
    assert count["what"] == "at least: round trips (two ships)"
    assert (count["place"], count["published"]) == (None, datetime(2023, 10, 31))


def test_a_count_of_nought_is_negative():
    assert only(read("N1,oil,2017,2023,tanker calls,0,,,,")["sightings"])["negative"] is True


@pytest.mark.parametrize(
    ("metric", "unit"),
    [
        ("container-ship calls at the port", "calls"),
        ("large ships at the pier", "ships"),
        ("dark vessel calls", "calls"),
        ("vessel movements", "movements"),
        ('"refined products, barrels"', "barrels"),
        ("visitors", None),
    ],
)
def test_the_unit_is_what_was_counted(metric, unit):
    assert only(read(f"N1,,2017,2023,{metric},1,,,,")["sightings"])["unit"] == unit


def test_words_are_not_searched_for_a_place_but_a_column_is_taken():
    header = "period_start,period_end,metric,value,place_id\n"

    assert only(read("2017,2023,calls at Rajin,1,", header=header)["sightings"])["place"] is None
    assert only(read("2017,2023,calls at Rajin,1,rajin", header=header)["sightings"])["place"] == "rajin"


def test_rows_that_cannot_be_used_are_refused():
    rows = read(
        "N1,,2017,2023,calls,,,,,",
        "N2,,2017,2016,calls,1,,,,",
        "N3,,2017,2023,calls,-1,,,,",
        "N4,,2017,2023,calls,1,,,,",
        "N4,,2017,2023,calls,2,,,,",
    )

    assert only(rows["sightings"])["sighting"] == "count-N4"
    assert reasons(rows) == [
        (2, "a count needs a metric, a value and a period_start"),
        (3, "ends on 2016-12-31, before it begins on 2017-01-01"),
        (4, "value is -1, below nought"),
        (6, "count-N4 stands in the file already"),
    ]


def test_ids_of_two_files_do_not_clash():
    assert (
        only(read("N1,,2017,2023,calls,1,,,,", name="other.csv")["sightings"])["sighting"] == "count-other-N1"
    )
