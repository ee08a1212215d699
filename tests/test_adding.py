"""Adding strangers' files: each is read, or refused with a reason, and nothing stops the rest."""

import gzip
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from vedette import adding, store
from vedette.sources import opening
from vedette.steps import Reading

HEADER = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status\n"
ROW = "273210440,2023-09-07T06:00:00,42.2271,130.2826,0.1,90.0,90,ANGARA,IMO9179842,UBYT2,70,5\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    return store.create(tmp_path / "case", 'name = "test"\ntitle = "A test"\n')


def added(case: store.Case, *paths: Path, **said: object) -> list[adding.Added]:
    reading = Reading(now=datetime(2024, 1, 1), block_bytes=1 << 20, **said)
    return list(adding.add(case, list(paths), adding.Wish(reading)))


def refusals(case: store.Case) -> list[tuple[int, str]]:
    return [(row["line"], row["reason"]) for row in store.read(case, "refusals").to_pylist()]


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_row_is_read_and_leads_back_to_its_line(case, tmp_path):
    (came,) = added(case, write(tmp_path / "a.csv", HEADER + ROW))

    assert (came.source, came.rows, came.refused) == ("ais/marine-cadastre", 2, 0)
    assert store.read(case, "positions")["record"].to_pylist() == [f"{came.file}:2"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_text_of_two_bytes_a_letter_is_read_and_its_lines_are_counted(case, tmp_path, encoding):
    text = (HEADER + ROW.replace("ANGARA", "АНГАРА") + ROW.replace("42.2271", "north")).encode(encoding)
    mark = b"" if encoding == "utf-16" else b"\xfe\xff"
    added(case, write(tmp_path / "a.csv", mark + text))

    assert store.read(case, "positions")["lat"].to_pylist() == [42.2271]
    assert store.read(case, "statics")["name"].to_pylist() == ["АНГАРА"]
    assert refusals(case) == [(3, "LAT 'north' is not a number")]


def test_text_of_two_bytes_a_letter_loses_nothing_where_it_is_cut(case, tmp_path):
    rows = "".join(ROW.replace("06:00:00", f"0{n // 60}:{n % 60:02}:00") for n in range(500))
    added(case, write(tmp_path / "a.csv", (HEADER + rows).encode("utf-16")))

    assert len(store.read(case, "positions")) == 500


def test_one_article_in_two_files_is_one_report(case, tmp_path):
    words = "The minister said on Friday that the ships had left the port for good.\n" * 3
    head = "---\npublisher: Agency\npublished: 2023-10-13\n---\n"
    added(case, write(tmp_path / "a.md", head + words), write(tmp_path / "b.md", head + "\n" + words))
    added(case, write(tmp_path / "c.md", head + words + "\n"))
    added(case, write(tmp_path / "d.md", head.replace("Agency", "Paper") + words))

    rows = store.read(case, "reports").to_pylist()
    assert sorted(row["publisher"] for row in rows) == ["Agency", "Paper"]
    assert len({row["report"] for row in rows}) == 2


def test_an_empty_file_is_refused_and_the_ledger_says_why(case, tmp_path):
    (came,) = added(case, write(tmp_path / "empty.csv", b""))

    assert (came.rows, came.reason) == (0, "the file is empty")
    assert store.read(case, "files")["reason"].to_pylist() == ["the file is empty"]


def test_a_picture_named_csv_is_not_read(case, tmp_path):
    (came,) = added(case, write(tmp_path / "a.csv", PNG))

    assert came.rows == 0
    assert came.reason.startswith("not a format vedette knows")


def test_a_truncated_gzip_gives_the_rows_before_the_cut_and_the_reason(case, tmp_path):
    whole = gzip.compress(
        (HEADER + "".join(ROW.replace(":00,", f":{n % 60:02d},", 1) for n in range(20_000))).encode(), 0
    )

    (came,) = added(case, write(tmp_path / "a.csv.gz", whole[: len(whole) // 2]))

    assert 9_000 < store.count(case, "positions") < 10_500
    assert "cut short" in came.reason
    assert any("cut short" in reason for _, reason in refusals(case))


def test_a_zip_bomb_is_stopped(case, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "FREE_BYTES", 1 << 20)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", HEADER + ROW * 100_000)

    (came,) = added(case, bomb)

    assert "expands to more than 200 times its size" in came.reason


def test_each_member_of_an_archive_is_a_file_of_its_own(case, tmp_path):
    archive = tmp_path / "two.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("../../a.csv", HEADER + ROW)
        made.writestr("b.csv", HEADER + ROW.replace("273210440", "273210441"))

    came = added(case, archive)

    assert [a.rows for a in came] == [2, 2]
    assert not (tmp_path.parent / "a.csv").exists()
    assert [p.parent for p in case.path.rglob("*two.zip")] == [case.path / "files"]


def test_a_link_out_of_its_folder_is_not_followed(case, tmp_path):
    secret = write(tmp_path / "secret.csv", HEADER + ROW)
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.csv").symlink_to(secret)

    (came,) = added(case, *adding.files_in(folder))

    assert "leads out of its folder" in came.reason
    assert store.count(case, "positions") == 0


def test_a_huge_single_line_is_counted_and_loses_nothing_else(case, tmp_path):
    (came,) = added(case, write(tmp_path / "a.csv", HEADER + ROW + "x" * 5_000_000 + "\n" + ROW))

    assert store.count(case, "positions") == 2
    assert [line for line, _ in refusals(case)] == [3]
    assert came.refused == 1


def test_a_row_that_cannot_be_read_is_kept_with_its_line_and_reason(case, tmp_path):
    bad = ROW.replace("42.2271", "north")
    future = ROW.replace("2023", "2043")
    negative = ROW.replace("273210440", "-273210440")

    added(case, write(tmp_path / "a.csv", HEADER + bad + ROW + future + negative))

    found = dict(refusals(case))
    assert sorted(found) == [2, 4, 5]
    assert "north" in found[2]
    assert "future" in found[4]
    assert "negative" in found[5]
    assert store.count(case, "positions") == 1


def test_a_file_that_cannot_be_read_does_not_stop_the_next(case, tmp_path):
    came = added(
        case, write(tmp_path / "a.png", PNG), tmp_path / "absent.csv", write(tmp_path / "b.csv", HEADER + ROW)
    )

    assert [bool(a.rows) for a in came] == [False, False, True]


def test_the_same_bytes_under_another_name_add_nothing(case, tmp_path):
    added(case, write(tmp_path / "a.csv", HEADER + ROW))
    (again,) = added(case, write(tmp_path / "b.csv", HEADER + ROW))

    assert again.again
    assert store.count(case, "positions") == 1


def test_a_file_refused_for_want_of_a_date_can_be_added_again_with_one(case, tmp_path):
    log = write(tmp_path / "log.nmea", "!AIVDM,1,1,,A,13prmQ?P001EOA4OC3h@u?vl20SR,0*7F\n")

    (first,) = added(case, log)
    (second,) = added(case, log, date=datetime(2023, 9, 7))

    assert first.rows == 0
    assert second.rows == 1
    assert len(store.read(case, "files")) == 1
    assert refusals(case) == []


def test_our_own_failure_on_a_file_is_told_as_ours_and_stops_nothing(case, tmp_path, monkeypatch):
    def broken(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(adding.sources, "recognised", broken)
    (came,) = added(case, write(tmp_path / "a.csv", HEADER + ROW))

    assert "ZeroDivisionError" in came.fault
    assert store.count(case, "files") == 0


def test_the_ledger_says_how_many_of_a_lists_entries_are_ships_and_have_a_number(case, tmp_path):
    rows = (
        '36,"AEROCARIBBEAN","-0-","CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
        '37059,"ANGARA","vessel","RUSSIA-EO14024",-0- ,-0- ,"Roll-on Roll-off",-0- ,"8811","Russia",-0- ,'
        '"Vessel Registration Identification IMO 9179842; Linked To: M LEASING LLC."\n'
        '4,"NAMELESS","vessel","CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    )

    added(case, write(tmp_path / "sdn-2024-05-03.csv", rows))

    summary = json.loads(store.read(case, "files")["summary"][0].as_py())
    assert summary["kinds"] == {"organisation": 1, "vessel": 2}
    assert summary["vessels_with_imo"] == 1
    assert summary["editions"] == ["2024-05-03"]
