"""Lines of a live stream."""

from hypothesis import given
from hypothesis import strategies as st

from vedette.live.lines import SHOWN_BYTES, Splitter


@given(st.lists(st.binary(max_size=12)), st.data())
def test_however_the_stream_is_cut_into_pieces_the_lines_are_the_same(
    lines: list[bytes], data: st.DataObject
):
    stream = b"\n".join(lines)
    whole = Splitter()
    expected = whole.take(stream) + whole.end()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)))))
    cut = Splitter()
    found: list[bytes] = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += cut.take(stream[start:end])

    assert found + cut.end() == expected
    assert (cut.empty, cut.overlong) == (whole.empty, whole.overlong)


def test_a_line_without_end_is_not_held():
    cutter = Splitter(max_bytes=1000)
    for _ in range(10_000):
        assert cutter.take(b"A" * 100) == []

    assert len(cutter._held) <= 1000
    (shown,) = cutter.take(b"A\n")
    assert (len(shown), cutter.overlong) == (SHOWN_BYTES, 1)
    assert cutter.take(b"!next\n") == [b"!next"]


def test_a_feed_of_newlines_gives_nothing_and_is_counted():
    cutter = Splitter()

    assert cutter.take(b"\r\n" * 500) == []
    assert cutter.empty == 500
