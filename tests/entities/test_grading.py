"""What agreement is worth, feature by feature."""

from vedette.entities.grading import IDENTITY, NAME_ONLY, POSSIBLE, Grading, Named, Query, match
from vedette.entities.standing import Entry

OPTIONS = Grading()


def entry(**said: object) -> Entry:
    bare: dict[str, object] = dict.fromkeys(
        ("imo", "mmsi", "call_sign", "flag", "listed_on", "list_date", "record")
    )
    given = {
        "entity": "l:1",
        "kind": "vessel",
        "names": ("ANGARA",),
        "roles": ("name",),
        "ids": (),
        "programmes": (),
    }
    return Entry(**{**bare, **given, "list": "l", "source": "s", **said})  # type: ignore[arg-type]


def named(score: float, *, same: bool = False) -> Named:
    return Named(score, "ANGARA", "name", "'Angara' is the name there", same)


def test_too_little_is_nothing():
    assert match(Query("q", "Angara"), entry(), named(0.3), OPTIONS) is None
    assert match(Query("q", "Angara", flag="RU"), entry(flag="Russia"), None, OPTIONS) is None


def test_missing_is_not_contradicting():
    found = match(Query("q", "Angara", imo="9179842"), entry(), named(0.95), OPTIONS)

    assert found is not None
    assert found.grade == NAME_ONLY
    assert not found.contradicted


def test_a_valid_number_beside_a_wrong_one_contradicts_nothing():
    found = match(Query("q", "Angara", imo="9020534"), entry(imo=1234568), named(0.95), OPTIONS)

    assert found is not None
    assert found.grade == NAME_ONLY


def test_the_same_wrong_number_is_only_possible():
    found = match(Query("q", imo="1234568"), entry(imo=1234568), None, OPTIONS)

    assert found is not None
    assert found.grade == POSSIBLE
    assert "check digit is wrong" in found.reason


def test_another_number_caps_even_the_same_mmsi():
    found = match(
        Query("q", "Angara", imo="9020534", mmsi="273210440"),
        entry(imo=9179842, mmsi=273210440),
        None,
        OPTIONS,
    )

    assert found is not None
    assert (found.grade, found.contradicted) == (POSSIBLE, True)
    assert found.score <= OPTIONS.contradicted


def test_the_name_is_told_also_where_the_number_alone_decides():
    found = match(Query("q", "Deer Lake", imo="9179842"), entry(imo=9179842), None, OPTIONS)

    assert found is not None
    assert found.grade == IDENTITY
    assert found.reason == "IMO number 9179842 is the same; 'Deer Lake' is none of the names there."
