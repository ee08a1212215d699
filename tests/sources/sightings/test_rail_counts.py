from datetime import datetime

from tests.sources.samples import only, reasons, tables
from vedette.sources.sightings import rail_counts
from vedette.steps import Reading

HEADER = "date,place_id,observation,value,publisher,published\n"


def read(*rows, reading=None):
    return tables(rail_counts.SOURCE, HEADER + "\n".join(rows) + "\n", "rail.csv", reading)


def test_cars_are_counted_at_a_crossing():
    seen = only(read("2023-10-05,bridge,freight cars,73,Institute,2023-10-06")["sightings"])

    assert seen["sighting"] == "rail-bridge-2023-10-05-freight-cars"
    assert (seen["subject"], seen["count"], seen["unit"], seen["negative"]) == ("rail", 73, "cars", False)
    assert (seen["start"], seen["end"]) == (datetime(2023, 10, 5), datetime(2023, 10, 5, 23, 59, 59))


def test_movement_that_was_not_counted_has_no_count():
    seen = only(read("2024-01-10,bridge,freight movement seen,,Paper,2024-01-22")["sightings"])

    assert (seen["count"], seen["unit"], seen["negative"]) == (None, None, False)


def test_no_cars_at_all_are_a_negative_sighting():
    assert only(read("2024-01-10,bridge,cars,0,,")["sightings"])["negative"] is True


def test_the_ids_do_not_hang_on_the_order_of_rows():
    rows = ("2024-06-17,bridge,ore cars,175,,", "2024-06-17,bridge,tank cars,66,,")
    ids = [{row["sighting"] for row in read(*order)["sightings"]} for order in (rows, rows[::-1])]

    assert ids[0] == ids[1]
    assert len(ids[0]) == 2


def test_rows_that_cannot_be_used_are_refused():
    rows = read(
        "2024-06-17,,cars,1,,",
        "17.6.2024,bridge,cars,1,,",
        "2025,bridge,cars,1,,",
        reading=Reading(now=datetime(2024, 7, 1)),
    )

    assert [line for line, _ in reasons(rows)] == [2, 3, 4]
    assert "in the future" in reasons(rows)[2][1]
