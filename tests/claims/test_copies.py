"""One text, however often it is printed, is one text."""

from datetime import datetime, timedelta

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds import table
from vedette.claims.copies import Copies, copies

STORY = (
    "Two Russian cargo ships left the port of Rajin on Tuesday with several hundred containers, an "
    "institute said in a report on images taken this month. The ships were later seen at a naval pier "
    "near Vladivostok, it said, where the containers were put on railway wagons. The ministry in Moscow "
    "did not answer questions about the voyages. Officials in Seoul have said since the summer that such "
    "trips are made about once a week and that ammunition is on board."
)
OTHER = (
    "A Russian ship carried containers from Rajin to a pier near Vladivostok on Tuesday, according to "
    "photographs that an institute published. It counted some hundred boxes on the deck. Analysts believe "
    "that shells were inside them, while diplomats of the north called the account a lie that their "
    "enemies had made up to justify more exercises."
)
DAY = datetime(2023, 10, 17)


def report(name: str, text: str, day: datetime | None = DAY, publisher: str = "Agency") -> dict[str, object]:
    return {"report": name, "text": text, "published": day, "publisher": publisher, "source": "reports/text"}


def clusters(*reports: dict[str, object]) -> dict[str, str]:
    found = copies(table("reports", *reports)).to_pylist()
    return {row["report"]: row["origin"] for row in found}


def test_a_story_printed_again_belongs_to_the_one_that_was_out_first():
    again = "Headline of our own\n\n" + STORY.replace("Tuesday", "Monday") + " Reporting by our staff."

    assert clusters(report("b", again, DAY + timedelta(days=1)), report("a", STORY)) == {"a": "a", "b": "a"}


def test_two_accounts_of_one_event_are_two():
    assert clusters(report("a", STORY), report("b", OTHER)) == {}


def test_a_story_inside_a_longer_one_is_a_copy():
    assert clusters(report("a", STORY + " " + OTHER), report("b", STORY, DAY + timedelta(days=2))) == {
        "a": "a",
        "b": "a",
    }


def test_rows_of_tables_that_say_the_same_are_no_copies():
    row = "1000 containers since 2023-08"

    assert clusters(report("a", row), report("b", row, DAY + timedelta(days=30))) == {}


def test_a_text_without_a_date_is_never_the_origin_of_one_with():
    assert clusters(report("a", STORY, None), report("b", STORY)) == {"a": "b", "b": "b"}


def test_one_report_that_stands_in_two_files_is_no_copy_of_itself():
    assert clusters(report("a", STORY), report("a", STORY)) == {}


def test_case_and_punctuation_make_no_difference():
    assert clusters(report("a", STORY), report("b", STORY.upper().replace(",", " --"))) == {
        "a": "a",
        "b": "a",
    }


@given(st.permutations(range(5)))
def test_the_order_of_reports_does_not_matter(order):
    rows = [
        report(f"r{n}", STORY[: 200 + 60 * n] + OTHER[: 60 * n], DAY + timedelta(days=n)) for n in range(5)
    ]
    wanted = copies(table("reports", *rows), Copies())

    assert copies(table("reports", *(rows[n] for n in order))).equals(wanted)
    assert isinstance(wanted, pa.Table)
