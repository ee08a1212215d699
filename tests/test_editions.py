"""Editions of lists: each row once, in any order of adding, and none lost to a file that was cut short."""

import gzip
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette import adding, editions, fields, store
from vedette.errors import SourceError
from vedette.steps import Reading

DAYS = [datetime(2022, 5, day) for day in range(1, 8)]
NONE = fields.empty("editions")


def entity(
    number: int, date: datetime | None, *, name: str = "HERON", kind: str = "vessel"
) -> dict[str, object]:
    said = {"entity": f"a:{number}", "kind": kind, "names": [name], "imo": 9_000_000 + number}
    return {**said, "list": "a", "list_date": date, "record": f"f{date:%d}:{number}" if date else "f:1"}


class Shelf:
    """What a case holds of lists, without a case."""

    def __init__(self) -> None:
        self.rows = None
        self.editions = NONE

    def add(
        self, date: datetime, rows: list[dict[str, object]], *, shrunken: bool = True, part: str = ""
    ) -> None:
        fold = editions.Fold(part, lambda *_: self.facts)
        new = fold.take("entities", fields.from_rows(rows, "entities"))
        made = fold.editions(self.editions, f"{date:%d}{len(self.editions)}", shrunken=shrunken)
        self.rows = new if self.rows is None else pa.concat_tables([self.rows, new])
        self.editions = pa.concat_tables([self.editions, made])

    @property
    def facts(self) -> np.ndarray:
        return self.rows["fact"].to_numpy() if self.rows is not None else np.empty(0, "i8")

    def read(self) -> list[dict[str, object]]:
        return editions.unfolded("entities", self.rows, self.editions).to_pylist()

    def on(self, date: datetime) -> set[tuple[str, str]]:
        return {
            (row["entity"], row["names"][0])
            for row in self.read()
            if row["since"] <= date and (row["until"] is None or date < row["until"])
        }


EDITION = st.dictionaries(st.integers(1, 6), st.sampled_from(["HERON", "TEAL"]), min_size=1)


@settings(max_examples=30)
@given(st.lists(EDITION, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_each_edition_reads_back_as_it_was_in_whatever_order_they_came(given, random):
    shelf, order = Shelf(), list(range(len(given)))
    random.shuffle(order)
    for number in order:
        shelf.add(DAYS[number], [entity(n, DAYS[number], name=name) for n, name in given[number].items()])

    for number, said in enumerate(given):
        assert shelf.on(DAYS[number]) == {(f"a:{n}", name) for n, name in said.items()}
        assert shelf.on(DAYS[number] + timedelta(hours=9)) == shelf.on(DAYS[number])
    distinct = {pair for said in given for pair in said.items()}
    assert len(shelf.rows) == len(distinct)


def test_a_row_says_from_which_edition_to_which_it_stood_so_and_where_it_was_first_read():
    shelf = Shelf()
    shelf.add(DAYS[0], [entity(1, DAYS[0]), entity(2, DAYS[0])])
    shelf.add(DAYS[1], [entity(1, DAYS[1]), entity(2, DAYS[1])])
    shelf.add(DAYS[2], [entity(1, DAYS[2])])

    stays, gone = sorted(shelf.read(), key=lambda row: row["entity"])
    assert (stays["since"], stays["list_date"], stays["until"]) == (DAYS[0], DAYS[2], None)
    assert (gone["since"], gone["list_date"], gone["until"]) == (DAYS[0], DAYS[1], DAYS[2])
    assert gone["record"] == "f01:2"


def test_what_left_and_came_again_is_there_twice():
    shelf = Shelf()
    for day, numbers in zip(DAYS, [(1, 2), (1,), (1, 2)], strict=False):
        shelf.add(day, [entity(n, day) for n in numbers])

    spans = [(row["since"], row["until"]) for row in shelf.read() if row["entity"] == "a:2"]
    assert spans == [(DAYS[0], DAYS[1]), (DAYS[2], None)]


def test_parts_of_a_list_have_editions_of_their_own():
    shelf = Shelf()
    shelf.add(DAYS[0], [entity(1, DAYS[0])], part="entries")
    shelf.add(DAYS[3], [entity(2, DAYS[3])], part="more")

    assert {row["until"] for row in shelf.read()} == {None}
    assert {row["list_date"] for row in shelf.read()} == {DAYS[0], DAYS[3]}


def test_a_second_file_of_one_date_adds_to_the_first():
    shelf = Shelf()
    shelf.add(DAYS[0], [entity(1, DAYS[0])], shrunken=False)
    shelf.add(DAYS[0], [entity(2, DAYS[0])], shrunken=False)

    assert shelf.on(DAYS[0]) == {("a:1", "HERON"), ("a:2", "HERON")}


@pytest.mark.parametrize(("left", "refused"), [(100, False), (91, False), (90, False), (89, True), (1, True)])
def test_a_list_that_shrank_by_more_than_a_tenth_is_refused(left, refused):
    shelf = Shelf()
    shelf.add(DAYS[0], [entity(n, DAYS[0]) for n in range(100)])
    rows = [entity(n, DAYS[1]) for n in range(left)]
    if not refused:
        shelf.add(DAYS[1], rows, shrunken=False)
        return
    with pytest.raises(SourceError, match=rf"has {left} entries where the edition of 2022-05-01 has 100"):
        shelf.add(DAYS[1], rows, shrunken=False)
    shelf.add(DAYS[1], rows, shrunken=True)


def test_a_list_whose_ships_lost_their_numbers_is_refused_though_it_is_as_long():
    shelf = Shelf()
    shelf.add(DAYS[0], [entity(n, DAYS[0]) for n in range(100)])

    rows = [{**entity(n, DAYS[1]), **({} if n < 60 else {"imo": None})} for n in range(100)]
    with pytest.raises(SourceError, match="has 60 vessels with an IMO number where"):
        shelf.add(DAYS[1], rows, shrunken=False)


def test_an_older_edition_may_be_smaller_and_a_newer_one_is_held_to_the_one_before_it():
    shelf = Shelf()
    shelf.add(DAYS[4], [entity(n, DAYS[4]) for n in range(100)], shrunken=False)
    shelf.add(DAYS[0], [entity(n, DAYS[0]) for n in range(30)], shrunken=False)
    shelf.add(DAYS[2], [entity(n, DAYS[2]) for n in range(29)], shrunken=False)

    assert len(shelf.on(DAYS[5])) == 100


def test_the_hash_of_a_row_is_of_what_it_says_and_not_of_where():
    here, there = (
        fields.from_rows([{**entity(1, day), "record": f"x:{day.day}"}], "entities") for day in DAYS[:2]
    )
    other = fields.from_rows([entity(1, DAYS[0], name="TEAL")], "entities")

    assert editions.facts(here, "") == editions.facts(there, "")
    assert editions.facts(here, "") != editions.facts(other, "")
    assert editions.facts(here, "") != editions.facts(here, "aliases")


def part(date: datetime, number: int, **said: object) -> dict[str, object]:
    return {
        "entity": f"a:{number}",
        "names": [],
        "list": "a",
        "list_date": date,
        "record": f"p:{number}",
        **said,
    }


def test_the_parts_of_an_entry_are_one_row_from_each_change_of_any_to_the_next():
    shelf = Shelf()
    shelf.add(DAYS[0], [part(DAYS[0], 1, kind="vessel", ids=["un:1"])], part="subjects")
    shelf.add(DAYS[0], [part(DAYS[0], 1, names=["HERON"])], part="names")
    shelf.add(
        DAYS[1], [part(DAYS[1], 1, imo=9074729, ids=["reg:2"]), part(DAYS[1], 2, imo=1)], part="numbers"
    )
    rows = {(row["entity"], row["since"]): row for row in shelf.read()}

    early, late = rows["a:1", DAYS[0]], rows["a:1", DAYS[1]]
    assert (early["kind"], early["names"], early["imo"], early["until"]) == (
        "vessel",
        ["HERON"],
        None,
        DAYS[1],
    )
    assert (late["names"], late["imo"], late["ids"], late["until"]) == (
        ["HERON"],
        9074729,
        ["un:1", "reg:2"],
        None,
    )
    assert rows["a:2", DAYS[1]]["kind"] is None


# --- in a case --------------------------------------------------------------------------------------

ROW = (
    '{n},"SHIP {n}","vessel","DPRK",-0- ,-0- ,-0- ,-0- ,-0- ,"Togo",-0- ,'
    '"Vessel Registration Identification IMO {imo}."\r\n'
)


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    return store.create(tmp_path / "case", 'name = "test"\ntitle = "A test"\n')


def sdn(folder: Path, date: str, numbers: range) -> Path:
    path = folder / f"sdn-{date}.csv"
    path.write_text("".join(ROW.format(n=n, imo=9_000_000 + n) for n in numbers) + "\x1a")
    return path


def add(case: store.Case, *paths: Path, shrunken: bool = False) -> list[adding.Added]:
    wish = adding.Wish(Reading(now=datetime(2024, 1, 1)), shrunken=shrunken)
    return list(adding.add(case, list(paths), wish))


def test_a_cut_list_is_refused_and_the_one_in_hand_stays(case, tmp_path):
    add(case, sdn(tmp_path, "2022-05-06", range(1, 101)))
    (came,) = add(case, cut := sdn(tmp_path, "2022-05-08", range(1, 51)))

    assert came.rows == 0
    assert "has 50 entries where the edition of 2022-05-06 has 100, 50 % fewer" in came.reason
    assert "--allow-shrunken" in came.reason
    rows = store.read(case, "entities").to_pylist()
    assert (len(rows), {row["until"] for row in rows}) == (100, {None})

    (came,) = add(case, cut, shrunken=True)
    assert came.rows == 50
    assert sum(row["until"] is None for row in store.read(case, "entities").to_pylist()) == 50


def test_unchanged_rows_are_not_stored_again(case, tmp_path):
    files = [sdn(tmp_path, f"2022-05-{day:02d}", range(1, 100 + day)) for day in range(1, 9)]
    add(case, *files)

    assert store.count(case, "entities") == 107
    assert len(store.read(case, "entities")) == 107
    assert [a.again for a in add(case, *files)] == [True] * 8


def test_a_list_that_breaks_off_adds_nothing(case, tmp_path):
    whole = sdn(tmp_path, "2022-05-06", range(1, 3001)).read_bytes()
    broken = tmp_path / "sdn-2022-05-07.csv.gz"
    broken.write_bytes(gzip.compress(whole, 0)[: len(whole) // 2])
    (came,) = add(case, broken)

    assert (came.rows, store.count(case, "entities")) == (0, 0)
    assert "cut short" in came.reason
    assert "nothing of the list was added" in came.reason
    assert not list(case.folder("entities").glob("*.parquet"))


def test_a_crash_before_the_edition_was_told_is_made_good_by_adding_again(case, tmp_path, monkeypatch):
    path = sdn(tmp_path, "2022-05-06", range(1, 11))
    commit = store.Appender.commit

    def only_entities(self, stamp):
        for table in list(self._held):
            if table != "entities":
                self._held.pop(table)
        commit(self, stamp)
        raise KeyboardInterrupt

    monkeypatch.setattr(store.Appender, "commit", only_entities)
    with pytest.raises(KeyboardInterrupt):
        add(case, path)
    monkeypatch.setattr(store.Appender, "commit", commit)
    assert len(store.read(case, "entities")) == 0

    add(case, path)
    assert len(store.read(case, "entities")) == store.count(case, "entities") == 10


def test_a_list_without_a_date_is_kept_as_it_is(case, tmp_path):
    path = tmp_path / "sdn.csv"
    path.write_text(ROW.format(n=1, imo=9074729) + "\x1a")
    add(case, path)

    (row,) = store.read(case, "entities").to_pylist()
    assert (row["since"], row["list_date"], row["until"]) == (None, None, None)
