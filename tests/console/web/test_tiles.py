"""Tiles of positions: what is counted, what is drawn, and what is not."""

from datetime import UTC

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.console.web import small
from vedette import store
from vedette.console.web import tiles, vector
from vedette.kernels import maptiles

START = int(small.BEGIN.replace(tzinfo=UTC).timestamp())
END = START + 2 * 86400


@pytest.fixture(scope="module")
def held(made: store.Case) -> tiles.Index:
    return tiles.index(made)


def test_every_position_is_counted_once_at_every_zoom(held: tiles.Index) -> None:
    for z in range(4):
        tall = sum(
            tiles.density(held, tiles.Tile(z, x, y, START, END)).sum()
            for x in range(2**z)
            for y in range(2**z)
        )
        assert tall == len(held.time) == 5 * 80


def test_only_the_window_is_counted(held: tiles.Index) -> None:
    assert tiles.density(held, tiles.Tile(0, 0, 0, START, START)).sum() == 5
    assert tiles.density(held, tiles.Tile(0, 0, 0, START - 9, START - 1)).sum() == 0


def test_a_ship_is_drawn_where_she_was_last_heard_in_the_window(held: tiles.Index) -> None:
    rows = held.last(START, START + 3600)
    assert (held.time[rows] == START + 3600).all()
    assert len(rows) == 5
    assert len(held.last(END + 1, END + 2)) == 0


def test_a_trail_is_not_drawn_over_a_silence(held: tiles.Index) -> None:
    lines = [len(f[1][0]) for f in tiles._trails(held, tiles.Tile(4, 13, 5, START, END))]
    assert len(lines) == 10


def test_a_trail_is_not_drawn_to_a_wrong_coordinate(
    held: tiles.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(tiles._trails(held, tiles.Tile(4, 13, 5, START, END)))
    moved = held.y.copy()
    moved[5] = 2**30
    monkeypatch.setattr(held, "y", moved)
    after = tiles._trails(held, tiles.Tile(4, 13, 5, START, END))
    assert len(after) == before + 1
    assert all(abs(a[1] - b[1]) < 200 for f in after for a, b in zip(f[1][0], f[1][0][1:], strict=False))


def test_a_tile_draws_no_more_than_it_may_and_says_how_many_there_are(
    held: tiles.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "SHIPS_A_TILE", 2)
    data = tiles.ships(held, tiles.Tile(0, 0, 0, START, END))
    assert b"of" in data
    assert len(tiles._chosen(held, held.last(START, END))) == 2


def test_ships_with_findings_are_drawn_before_others(
    held: tiles.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "SHIPS_A_TILE", 1)
    monkeypatch.setattr(held, "flagged", frozenset({273000003}))
    (row,) = tiles._chosen(held, held.last(START, END))
    assert held.mmsi[held.ship[row]] == 273000003


def test_the_picture_is_empty_where_nothing_was_heard() -> None:
    counts = np.zeros((64, 64), dtype=np.int64)
    blank = tiles.picture(counts, "dark")
    counts[3, 4] = 10
    assert blank.startswith(b"\x89PNG")
    assert tiles.picture(counts, "dark") != blank


@given(
    st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 179.9)), min_size=1, max_size=30),
    st.integers(0, 12),
)
def test_a_stretch_of_sorted_rows_is_exactly_a_tile(spots: list[tuple[float, float]], z: int) -> None:
    x, y = maptiles.mercator(np.array([a for a, _ in spots]), np.array([b for _, b in spots]))
    keys = maptiles.morton(x, y)
    order = np.argsort(keys)
    tx, ty = int(x[0]) >> (32 - z) if z else 0, int(y[0]) >> (32 - z) if z else 0
    first, after = maptiles.stretch(keys[order], z, tx, ty)
    inside = {
        n for n in range(len(spots)) if z == 0 or (int(x[n]) >> (32 - z), int(y[n]) >> (32 - z)) == (tx, ty)
    }
    assert set(order[first:after].tolist()) == inside


@given(st.floats(-85, 85), st.floats(-179.9, 179.9))
def test_mercator_and_back_is_the_same_place(lat: float, lon: float) -> None:
    x, y = maptiles.mercator(np.array([lat]), np.array([lon]))
    back = maptiles.degrees_of(x / 2**32, y / 2**32)
    assert np.allclose([back[0][0], back[1][0]], [lat, lon], atol=1e-6)


def test_a_vector_tile_is_what_the_specification_says() -> None:
    made = vector.tile({"a": [(vector.POINT, [[(25, 17)]], {"n": 1})], "empty": []})
    assert bytes((0x22, 3, 9, 50, 34)) in made  # the example of the specification, 4.3.5.1
    area = vector.tile({"b": [(vector.AREA, [[(3, 6), (8, 12), (20, 34)]], {})]})
    assert bytes((9, 6, 12, 18, 10, 12, 24, 44, 15)) in area  # and 4.3.5.4
