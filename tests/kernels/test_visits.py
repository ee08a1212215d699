import numpy as np

from vedette.kernels.areas import Near
from vedette.kernels.visits import Way, visits


def found(rows, inside, *, ship=None, jumped=(), torn=(), count=12, most=9):
    """The first and last row of each visit to one area, from the rows near it."""
    row = np.array(rows)
    near = Near(row, np.zeros(len(row), dtype=np.int64), np.zeros(len(row)), np.isin(row, inside))
    ships = np.zeros(count, dtype=np.int64) if ship is None else np.array(ship)
    flags = (np.isin(np.arange(count), some) for some in (jumped, torn))
    made = visits(near, Way(ships, np.arange(count), *flags), 1, torn_us=most)
    return list(zip(made.first.tolist(), made.last.tolist(), strict=True))


def test_a_visit_begins_inside_and_goes_on_along_the_rim():
    assert found([1, 2, 3, 4], inside=[2]) == [(2, 4)]


def test_the_rim_alone_is_no_visit():
    assert found([1, 2, 3], inside=[]) == []


def test_who_has_been_outside_comes_again():
    assert found([1, 2, 5, 6], inside=[1, 5]) == [(1, 2), (5, 6)]


def test_the_next_ship_makes_a_visit_of_her_own():
    assert found([1, 2, 3], inside=[1, 2, 3], ship=[0, 0, 1, 1], count=4) == [(1, 1), (2, 3)]


def test_a_jump_ends_a_visit():
    assert found([1, 2, 3], inside=[1, 2, 3], jumped=[3]) == [(1, 2), (3, 3)]


def test_a_ship_torn_away_and_back_has_not_left():
    assert found([1, 2, 5, 6], inside=[1, 5], torn=[3, 5]) == [(1, 6)]


def test_a_ship_that_left_like_a_ship_has_left():
    assert found([1, 2, 5, 6], inside=[1, 5], torn=[5]) == [(1, 2), (5, 6)]
    assert found([1, 2, 5, 6], inside=[1, 5], torn=[3]) == [(1, 2), (5, 6)]


def test_who_is_back_too_late_had_left_however_her_way_was_torn():
    assert found([1, 2, 5, 6], inside=[1, 5], torn=[3, 5], most=3) == [(1, 6)]
    assert found([1, 2, 5, 6], inside=[1, 5], torn=[3, 5], most=2) == [(1, 2), (5, 6)]


def test_a_ship_torn_back_onto_the_rim_is_back():
    assert found([1, 2, 5, 6], inside=[1, 6], torn=[3, 5]) == [(1, 6)]
