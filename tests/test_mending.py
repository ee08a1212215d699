"""A case that was left by a crash is put right; what cannot be is said; a sound one is left as it is."""

import lzma
import os
import tarfile
import time
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from vedette import adding, backing, fields, mending, running, store
from vedette.console.cli import cli
from vedette.errors import CaseError
from vedette.steps import Reading

NOW = datetime(2024, 4, 1)
DATA = Path(__file__).parent / "data"


@pytest.fixture
def old(tmp_path: Path) -> store.Case:
    """A case that the first version which could add a file made."""
    with tarfile.open(fileobj=lzma.open(DATA / "oldest-case.tar.xz")) as packed:
        packed.extractall(tmp_path, filter="data")
    return store.open_case(tmp_path / "case")


def rows(case: store.Case) -> list[str]:
    return sorted(repr(row) for row in store.read(case, "positions").to_pylist())


def test_a_case_of_the_oldest_version_is_read_added_to_and_run(old: store.Case, tmp_path: Path):
    assert not [one for one in mending.examined(old) if not one.mended]
    assert store.count(old, "positions") == 341
    sea = old.path / store.read(old, "files")["path"][0].as_py()
    more = tmp_path / "more.csv"
    more.write_bytes(sea.read_bytes().replace(b"299000001", b"299000003"))

    (added,) = adding.add(old, [more], adding.Wish(Reading(now=NOW)))
    made = running.run(old, running.Wish(running.last_known(old, NOW)))

    assert added.rows > 300
    assert "gap" in made["events"]["kind"].to_pylist()


def test_a_sound_case_is_left_as_it_is(old: store.Case):
    before = sorted((str(p), p.stat().st_mtime_ns) for p in old.path.rglob("*") if p.is_file())

    assert list(mending.examined(old)) == []
    assert sorted((str(p), p.stat().st_mtime_ns) for p in old.path.rglob("*") if p.is_file()) == before


def test_what_writers_left_is_removed_when_it_is_old_and_only_then(old: store.Case):
    left = [old.folder("positions") / "bucket=1" / "stray.parquet", old.path / "files" / f".x.{'a' * 32}"]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    assert list(mending.examined(old)) == []
    for path in left:
        os.utime(path, (time.time() - 2 * 86400,) * 2)

    assert [one.mended for one in mending.examined(old, mend=False)] == [False, False]
    assert [one.mended for one in mending.examined(old)] == [True, True]
    assert not any(path.exists() for path in left)
    assert list(mending.examined(old)) == []


def test_a_table_with_a_file_that_is_gone_or_cut_short_is_said_to_be_so(old: store.Case):
    one, *_ = sorted(old.folder("positions").rglob("*.parquet"))
    one.write_bytes(one.read_bytes()[:100])
    kept = next((old.path / "files").iterdir())
    kept.write_bytes(b"changed")

    found = list(mending.examined(old))

    assert {finding.mended for finding in found} == {False}
    assert any("bytes where" in finding.what for finding in found)
    assert any("was changed" in finding.what for finding in found)
    asked = CliRunner().invoke(cli, ["doctor", str(old.path)])
    assert asked.exit_code == 1
    assert "LEFT" in asked.output


def test_rows_of_a_file_that_was_not_added_to_its_end_are_found(old: store.Case):
    half = fields.from_rows([{"mmsi": 1, "time": NOW, "record": "feed0000:1"}], "positions")
    store.append(old, "positions", half, "half")

    (found,) = mending.examined(old)

    assert found.where == "feed0000"


def test_a_segment_that_was_being_written_is_closed_at_its_last_line(old: store.Case):
    folder = old.path / "journal"
    folder.mkdir()
    (folder / "tcp_x-000000000001.open").write_bytes(b"whole\nhal")

    assert [one.mended for one in mending.examined(old)] == [True]
    assert (folder / "tcp_x-000000000001.log").read_bytes() == b"whole\n"


def test_a_backup_is_the_case_and_nothing_is_overwritten(old: store.Case, tmp_path: Path):
    file = tmp_path / "case.tar"
    store.append(
        old, "positions", fields.from_rows([{"mmsi": 7, "time": NOW, "record": "x:1"}], "positions"), "a"
    )
    backing.backup(old, file)
    before = rows(old)
    store.append(
        old, "positions", fields.from_rows([{"mmsi": 8, "time": NOW, "record": "x:2"}], "positions"), "b"
    )

    again = backing.restore(file, tmp_path / "again")

    assert rows(again) == before
    assert (again.watch).read_bytes() == old.watch.read_bytes()
    with pytest.raises(CaseError, match="overwrites"):
        backing.backup(old, file)
    with pytest.raises(CaseError, match="not empty"):
        backing.restore(file, tmp_path / "again")
    assert rows(again) == before


def test_a_backup_that_leads_out_of_its_folder_is_refused(tmp_path: Path):
    evil = tmp_path / "evil.tar"
    (tmp_path / "x").write_text("1")
    with tarfile.open(evil, "w") as out:
        out.add(tmp_path / "x", "tables/LAYOUT")
        out.add(tmp_path / "x", "../escaped")

    with pytest.raises(CaseError):
        backing.restore(evil, tmp_path / "case")
    assert not (tmp_path.parent / "escaped").exists()
    assert not (tmp_path / "case").exists()
