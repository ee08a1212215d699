from datetime import datetime

import pytest

from tests.sources.samples import only, reasons, tables
from vedette.sources.sightings import sts_events

HEADER = (
    "date,dprk_vessel,dprk_imo,other_vessel,other_imo_or_flag,position_published,"
    "place_id,publisher,published\n"
)


def read(*rows):
    return tables(sts_events.SOURCE, HEADER + "\n".join(rows) + "\n", "sts_events.csv")


def test_a_case_is_a_sighting_of_the_first_ship_with_the_other_in_its_words():
    case = only(
        read("2018-01-20,Heron,9074729,Teal,9030591 Dominica,high seas,bank,Ministry,2018-01-24")["sightings"]
    )

    assert (case["vessel_name"], case["imo"], case["place"]) == ("Heron", 9074729, "bank")
    assert case["what"] == "ship-to-ship transfer: with Teal (9030591 Dominica); high seas"
    assert (case["subject"], case["negative"], case["identification"]) == ("ship", False, "named by source")


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2018-06", datetime(2018, 6, 1), datetime(2018, 6, 30, 23, 59, 59)),
        ("2019-08/2019-12", datetime(2019, 8, 1), datetime(2019, 12, 31, 23, 59, 59)),
        ("2022", datetime(2022, 1, 1), datetime(2022, 12, 31, 23, 59, 59)),
    ],
)
def test_a_case_without_a_day_has_the_time_it_can_have_been(date, start, end):
    case = only(read(f"{date},Heron,,Teal,,,,,2022")["sightings"])

    assert (case["start"], case["end"], case["published"]) == (start, end, datetime(2022, 12, 31))


@pytest.mark.parametrize("vessel", ["unnamed", "Heron or unnamed", '"unnamed, 105 m and 85 m"', ""])
def test_a_ship_nobody_could_name_has_no_name(vessel):
    case = only(read(f"2018-06,{vessel},,Teal,Belize,,,,")["sightings"])

    assert (case["vessel_name"], case["identification"]) == (None, "unnamed")
    assert case["what"] == f"ship-to-ship transfer: {vessel.strip(chr(34)) or 'unnamed'} with Teal (Belize)"


def test_two_cases_of_one_day_and_ship_differ_by_the_other():
    rows = read("2018-06,Heron,,Teal,,,,,", "2018-06,Heron,,Shoveler,,,,,", "2018-06,Heron,,Teal,,,,,")

    assert len({row["sighting"] for row in rows["sightings"]}) == 2
    assert [line for line, _ in reasons(rows)] == [4]


def test_a_case_without_a_date_is_refused():
    assert reasons(read(",Heron,,Teal,,,,,")) == [(2, "a case needs a date")]
