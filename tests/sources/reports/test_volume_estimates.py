from datetime import datetime

from tests.sources.samples import only, reasons, tables
from vedette.sources.reports import volume_estimates

HEADER = "date,cumulative_since,containers,equivalent_published,method_published,publisher,relay,caveat\n"


def read(*rows):
    return tables(volume_estimates.SOURCE, HEADER + "\n".join(rows) + "\n", "volume_estimates.csv")


def test_an_estimate_is_a_claim_with_its_equivalent_as_published():
    claim = only(read("2023-12-29,2023-08,5000,over 400,capacity,Ministry,A paper,a bound")["claims"])

    assert claim["quantity"] == "5000 containers; equivalent as published: over 400"
    assert claim["text"] == (
        "5000 containers since 2023-08; equivalent as published: over 400; method: capacity; caveat: a bound"
    )
    assert (claim["start"], claim["end"]) == (datetime(2023, 8, 1), datetime(2023, 12, 29, 23, 59, 59))
    assert (claim["published"], claim["speaker"]) == (datetime(2023, 12, 29), "Ministry")
    assert (claim["event_class"], claim["accepted"]) == ("volume estimate", True)


def test_an_open_number_stays_open():
    assert only(read("2023-10-13,2023-09,1000+,,,,,")["claims"])["quantity"] == "1000+ containers"


def test_two_estimates_of_one_publisher_are_not_one():
    claims = read("2023-12-29,2023-08,5000,,,Ministry,,", "2024-02-26,2023-08,6700,,,Ministry,,")["claims"]

    assert len({claim["cluster"] for claim in claims}) == 2


def test_rows_that_cannot_be_used_are_refused():
    rows = read("2023-12-29,2024-08,5000,,,,,", "2023-12-29,2023-08,,,,,,", ",,5000,,,,,")

    assert [line for line, _ in reasons(rows)] == [2, 3, 4]
