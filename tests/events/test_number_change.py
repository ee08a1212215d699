import json

import pytest

from tests.worlds import at, rows_of, table
from vedette.events.number_change import NumberChange, number_changes
from vedette.events.shared_number import shared_numbers

OLD, NEW, IMO, DAY = 273000001, 352000002, 9179842, 24


def used(mmsi, start, end, *, imo=IMO, flag="RU", **more):
    because = [f"s:{mmsi}-{start}", f"s:{mmsi}-{end}"]
    return {
        "mmsi": mmsi,
        "imo": imo,
        "flag": flag,
        "start": at(start),
        "end": at(end),
        "because": because,
        **more,
    }


def found(*rows, **options):
    return number_changes(table("identities", *rows), NumberChange(**options))


@pytest.mark.redflag("RF02", "RF13", "RF26", "RF45")
def test_a_hull_that_goes_on_under_another_number_has_changed_it():
    rows = found(
        used(NEW, 30 * DAY, 90 * DAY, flag="PA", name="MARIA"), used(OLD, 0, 10 * DAY, name="ANGARA")
    )

    assert rows_of(rows, "kind", "ship", "mmsi", "other_mmsi", "imo", "start", "end", "known") == [
        ("identity_change", f"imo:{IMO}", NEW, OLD, IMO, at(10 * DAY), at(30 * DAY), at(30 * DAY))
    ]
    assert rows["because"].to_pylist() == [[f"s:{OLD}-{10 * DAY}", f"s:{NEW}-{30 * DAY}"]]
    told = json.loads(rows["details"][0].as_py())
    assert (told["field"], told["flag_before"], told["flag_after"]) == ("mmsi", "RU", "PA")
    assert (told["name_before"], told["name_after"]) == ("ANGARA", "MARIA")
    assert (told["days_unheard"], told["distance_m"]) == (20.0, None)


def test_after_more_than_sixty_days_nobody_says():
    assert len(found(used(OLD, 0, 10), used(NEW, 10 + 60 * DAY, 5000))) == 1
    assert len(found(used(OLD, 0, 10), used(NEW, 11 + 60 * DAY, 5000))) == 0


def test_two_numbers_at_once_are_a_clash_and_no_change():
    for rows in ([used(OLD, 0, 50), used(NEW, 20, 90)], [used(OLD, 0, 0), used(NEW, 0.5, 0.5)]):
        assert len(found(*rows)) == 0
        assert len(shared_numbers(table("identities", *rows))) == 1


@pytest.mark.parametrize("begins", [99.9, 100, 100.1, 100.9])
def test_a_number_taken_up_as_the_old_one_is_laid_down_is_a_change_and_no_clash(begins):
    rows = [used(OLD, 0, 100), used(NEW, begins, 200)]

    assert rows_of(found(*rows), "mmsi", "other_mmsi", "known") == [(NEW, OLD, at(begins + 1))]
    assert len(shared_numbers(table("identities", *rows))) == 0


@pytest.mark.parametrize(("begins", "ends"), [(99, 200), (100, 100.5), (50, 60)])
def test_a_number_said_beside_the_old_one_or_hardly_at_all_is_a_clash_and_no_change(begins, ends):
    rows = [used(OLD, 0, 100), used(NEW, begins, ends)]

    assert len(found(*rows)) == 0
    assert len(shared_numbers(table("identities", *rows))) == 1


def test_a_number_within_the_time_of_another_is_no_end_of_it():
    assert len(found(used(OLD, 0, 500), used(273000003, 10, 20), used(NEW, 100, 900))) == 0


def test_three_numbers_one_after_the_other_are_two_changes():
    rows = found(used(OLD, 0, 10), used(NEW, 20, 30), used(273000003, 40, 50))

    assert rows_of(rows, "other_mmsi", "mmsi") == [(NEW, 273000003), (OLD, NEW)]


def test_other_hulls_have_nothing_to_do_with_it():
    assert len(found(used(OLD, 0, 10), used(NEW, 20, 30, imo=9074729))) == 0
    assert len(found(used(OLD, 0, 10, imo=None), used(NEW, 20, 30, imo=None))) == 0


def test_a_new_name_under_the_same_number_is_no_new_number():
    assert len(found(used(OLD, 0, 10, name="ANGARA"), used(OLD, 20, 30, name="MARIA"))) == 0
