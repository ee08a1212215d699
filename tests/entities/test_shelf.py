"""Lists made ready, kept as bytes: the same answers, and nothing of a damaged file is believed."""

import pytest

from tests.entities.lists_of import entities, links
from vedette.entities import shelf
from vedette.entities.grading import Query
from vedette.entities.screening import lists, screen

ASKED = [
    Query("1", "Ангара"), Query("2", "Sparta IІІ"), Query("3", "", imo="9020534"),
    Query("4", "Oboronlogistika"), Query("5", "Hussein Muhamad"), Query("6", "Nobody Anywhere"),
    Query("7", "", mmsi="273396130"),
]  # fmt: skip


@pytest.fixture(scope="module")
def made():
    return lists(entities(), links())


def test_what_was_kept_answers_as_what_was_made(made):
    kept = shelf.unpacked(shelf.packed(made))

    assert list(screen(ASKED, kept)) == list(screen(ASKED, made))
    assert kept.editions == made.editions
    assert list(kept.standing.entries) == list(made.standing.entries)
    assert [kept.index.name(n) for n in range(len(kept.index))] == [
        made.index.name(n) for n in range(len(made.index))
    ]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_not_read(made, share):
    data = shelf.packed(made)

    with pytest.raises(shelf.UnreadableError):
        shelf.unpacked(data[: int(len(data) * share)])


@pytest.mark.parametrize("part", range(1, 20))
def test_a_file_with_a_wrong_byte_is_not_read_or_answers_the_same(made, part):
    data = bytearray(shelf.packed(made))
    data[len(data) * part // 20] ^= 0xFF

    try:
        kept = shelf.unpacked(bytes(data))
    except shelf.UnreadableError:
        return
    assert list(screen(ASKED, kept)) == list(screen(ASKED, made))


def test_empty_lists_are_kept_too():
    kept = shelf.unpacked(shelf.packed(lists(entities().slice(0, 0), links().slice(0, 0))))

    assert [matches for _, matches in screen(ASKED, kept)] == [[]] * len(ASKED)
