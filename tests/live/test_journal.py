"""The journal: what is written outlives a crash, and a segment is a log that is read as any other."""

from pathlib import Path

import pytest
import zstandard

from vedette.live import journal as journals
from vedette.live.journal import Journal, stamped
from vedette.sources.ais.sentences import understood

ONE = b"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24"
FIRST = b"!AIVDM,2,1,3,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C"
SECOND = b"!AIVDM,2,2,3,A,88888888880,2*25"
NOW = 1_700_000_000_500_000


def journal(folder: Path) -> Journal:
    made = Journal(folder, "tcp_test")
    made.start()
    return made


def closed(folder: Path) -> list[Path]:
    assert journals.pack(folder) is None
    return journals.closed(folder)


def text(path: Path) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())


def test_a_line_carries_when_it_came():
    said = understood(stamped(ONE, NOW, "tcp_test"))

    assert (said.tag_time, said.payload) == (NOW, b"13u?etPv2;0n:dDPwUM1U1Cb069D")


def test_the_time_a_receiver_gave_holds_over_ours():
    own = stamped(ONE, NOW - 90_000_000, "station")

    assert understood(stamped(own, NOW, "tcp_test")).tag_time == NOW - 90_000_000


def test_what_was_written_is_in_the_closed_segment(tmp_path: Path):
    feed = journal(tmp_path)
    feed.write([ONE, ONE], NOW)
    feed.cut()
    feed.write([SECOND], NOW)
    feed.cut()

    first, second = closed(tmp_path)
    assert text(first).count(ONE) == 2
    assert text(second).count(SECOND) == 1


def test_after_a_crash_whole_lines_are_kept_and_a_torn_one_is_left_out(tmp_path: Path):
    journal(tmp_path).write([ONE, SECOND], NOW)
    (left,) = tmp_path.glob("*.open")
    left.write_bytes(left.read_bytes() + b"\\s:torn")

    journal(tmp_path)

    (kept,) = closed(tmp_path)
    assert text(kept).splitlines() == [stamped(ONE, NOW, "tcp_test"), stamped(SECOND, NOW, "tcp_test")]


def test_a_crash_before_any_whole_line_leaves_nothing(tmp_path: Path):
    (tmp_path / "tcp_test-000000000007.open").write_bytes(b"!AIVDM,1")

    journal(tmp_path)

    assert closed(tmp_path) == []


def test_a_number_is_never_used_twice_even_when_all_segments_are_gone(tmp_path: Path):
    feed = journal(tmp_path)
    feed.write([ONE], NOW)
    feed.cut()
    (path,) = closed(tmp_path)
    path.unlink()
    again = journal(tmp_path)
    again.write([ONE], NOW)
    again.cut()

    assert closed(tmp_path)[0].name != path.name


def test_a_crash_while_compressing_is_done_again(tmp_path: Path):
    feed = journal(tmp_path)
    feed.write([ONE], NOW)
    feed.cut()
    (tmp_path / "tcp_test-000000000001.log.part").write_bytes(b"half")
    (tmp_path / "tcp_test-000000000001.part").write_bytes(b"half")

    assert [text(path) for path in closed(tmp_path)] == [stamped(ONE, NOW, "tcp_test") + b"\n"]


def test_a_segment_is_not_cut_between_the_parts_of_a_message(tmp_path: Path):
    feed = journal(tmp_path)
    feed.write([ONE, FIRST], NOW)
    assert not feed.may_cut(NOW)

    feed.write([SECOND], NOW)

    assert feed.may_cut(NOW)


def test_a_part_that_never_comes_holds_nobody_up(tmp_path: Path):
    feed = journal(tmp_path)
    feed.write([FIRST], NOW)

    assert feed.may_cut(NOW + 6_000_000)


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    feed = journal(tmp_path)
    feed.write([ONE], NOW)
    whole = feed._open

    class Full:
        def write(self, data: memoryview) -> int:
            assert whole is not None
            whole.write(data[:5])
            raise OSError(28, "No space left on device")

        def __getattr__(self, name: str) -> object:
            return getattr(whole, name)

    monkeypatch.setattr(feed, "_open", Full())
    with pytest.raises(OSError, match="No space"):
        feed.write([SECOND], NOW)
    monkeypatch.setattr(feed, "_open", whole)
    feed.write([SECOND], NOW)
    feed.cut()

    (kept,) = closed(tmp_path)
    assert text(kept).splitlines() == [stamped(ONE, NOW, "tcp_test"), stamped(SECOND, NOW, "tcp_test")]
