"""The 308 real versions of OFAC's list, replayed."""

import gzip
import time
from datetime import datetime

import pytest

from vedette import adding, comparing, editions, store
from vedette.steps import Reading

NOW = datetime(2026, 11, 22)
NEW_ON_8_MAY_2022 = {"ANGARA", "LADY R", "MAIA-1", "SPARTA", "SPARTA III", "SPARTA IV", "ADLER"}


@pytest.fixture(scope="module")
def replayed(shared, tmp_path_factory):
    case = store.create(tmp_path_factory.mktemp("replayed") / "case", 'name = "t"\ntitle = "T"\n')
    (came,) = add(case, shared / "lists" / "ofac" / "sdn-history-2021-08-18_2024-05-03.jsonl.xz")
    assert (came.source, came.refused) == ("lists/ofac-history", 0)
    return case


def add(case, *paths):
    return list(adding.add(case, list(paths), adding.Wish(Reading(now=NOW))))


def ships(found, what="added"):
    """Give their names; two ships of one day bear the same."""
    rows = found.changes.to_pylist()
    return [row["name"] for row in rows if (row["kind"], row["what"]) == ("vessel", what)]


def day(text):
    return datetime.fromisoformat(text)


def test_8_may_2022_brings_the_ships_of_that_day(replayed):
    found = comparing.compare(replayed, "ofac", day("2022-05-06"), day("2022-05-08"))

    assert len(ships(found)) == 69
    assert set(ships(found)) >= NEW_ON_8_MAY_2022
    assert not ships(found, "removed")


def test_12_december_2023_brings_maria(replayed):
    found = comparing.compare(replayed, "ofac", day("2023-12-11"), day("2023-12-12"))
    (maria,) = (row for row in found.changes.to_pylist() if row["imo"] == 8517839)

    assert (maria["what"], maria["name"]) == ("added", "MARIA")


RENAMED = {
    "2021-08-18": {
        ("SAND SWAN", "EBANO"),
        ("ARK", "ARK III"),
        ("HORSE", "HAWK"),
        ("BELEMA LIGHT CRUDE", "NAROON"),
        ("SOL", "SANAN"),
        ("SANA", "SEVIN"),
    },
    "2022-11-03": {("YOUNG YONG", "SAINT LIGHT")},
}


@pytest.mark.parametrize("start", RENAMED)
def test_renames_of_listed_ships_are_changes_of_their_name(replayed, start):
    rows = comparing.compare(replayed, "ofac", day(start), day("2024-05-03")).changes.to_pylist()
    renamed = {(row["before"], row["after"]) for row in rows if row["field"] == "name"}

    assert renamed >= RENAMED[start]


def test_the_list_reads_back_as_published_and_each_row_is_stored_once(replayed, shared):
    rows = store.read(replayed, "entities")
    assert len(rows) < 20_000
    for date, size in (("2022-05-06", 10_026), ("2022-05-08", 10_150), ("2024-05-03", 14_965)):
        assert len(editions.as_of(rows, day(date))) == size

    before = {table: store.count(replayed, table) for table in editions.FOLDED}
    started = time.process_time()
    (came,) = add(replayed, shared / "lists" / "ofac" / "sdn-2024-05-03.csv.gz")
    assert time.process_time() - started < 3
    assert came.rows > 14_965
    # The published file says what the replay came to, row for row.
    assert {table: store.count(replayed, table) for table in editions.FOLDED} == before


def test_a_list_cut_in_half_is_refused(replayed, shared, tmp_path):
    text = gzip.decompress((shared / "lists" / "ofac" / "sdn-2024-05-03.csv.gz").read_bytes())
    half = tmp_path / "sdn-2024-05-10.csv"
    half.write_bytes(text[: len(text) // 2])
    (came,) = add(replayed, half)

    assert came.rows == 0
    assert "fewer" in came.reason
    now = store.read(replayed, "entities")
    assert len(now.filter(now["until"].is_null())) == 14_965
