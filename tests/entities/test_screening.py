"""Who is found, how surely, and who is not: the checks an officer would make by hand."""

import pytest

from tests.entities.lists_of import DAY, alias, entities, entity, links
from vedette import fields
from vedette.entities.grading import CORROBORATED, IDENTITY, NAME_ONLY, POSSIBLE, Match, Query
from vedette.entities.screening import Lists, Screening, lists, of_ships, screen


@pytest.fixture(scope="module")
def among() -> Lists:
    return lists(entities(), links())


def found(among: Lists, name: str = "", **numbers: str) -> list[Match]:
    ((_, matches),) = screen([Query("q", name, **numbers)], among)
    return matches


def ids(matches: list[Match], grade: str | None = None) -> list[str]:
    return [one.entry.entity for one in matches if grade in (None, one.grade)]


def test_the_same_imo_number_is_the_same_hull_on_every_list_whatever_her_name(among):
    matches = found(among, "Paek Yang San 1", imo="9020534")

    assert ids(matches, IDENTITY) == ["eu:5001", "ofac-sdn:23169", "uk:DPR0263"]
    assert "a former name there, 'PAEK YANG SAN 1'" in matches[1].reason
    assert ids(found(among, "Something Else", imo="IMO 9020534"), IDENTITY) == ids(matches)


def test_another_valid_imo_number_is_another_hull_whatever_her_name(among):
    (match,) = found(among, "MARIA", imo="9198783")

    assert match.grade == POSSIBLE
    assert match.contradicted
    assert "9198783 is not 8517839" in match.reason
    assert found(among, "MARIANNA", imo="9198783") == []


def test_cyrillic_reads_as_latin(among):
    (match,) = found(among, "Ангара")

    assert (match.entry.caption, match.grade) == ("ANGARA", NAME_ONLY)
    assert match.reason.startswith("'Ангара' reads as ANGARA, as does the name there, 'ANGARA'")


@pytest.mark.parametrize(
    "name", ["Sparta IІІ", "Sparta 3", "SPARTA-III", "sраrtа iii", "СПАРТА III", "M/V Sparta III"]
)
def test_a_numeral_however_written_tells_the_ships_of_a_series_apart(among, name):
    matches = found(among, name)

    assert matches[0].entry.caption == "SPARTA III"
    assert "SPARTA IV" not in [one.entry.caption for one in matches]
    assert [one.grade for one in matches if one.entry.caption == "SPARTA"] in ([], [POSSIBLE])


def test_an_imo_number_with_a_slip_is_proposed_and_never_more_than_possible(among):
    for wrong in ("9179824", "9178942", "9179843", "917984", "91798842"):
        (match,) = [one for one in found(among, imo=wrong) if one.entry.caption == "ANGARA"]
        assert match.grade == POSSIBLE
        assert f"IMO {wrong} fails its check digit and may be 9179842" in match.reason
    assert found(among, "Angara", imo="9179824")[0].grade == POSSIBLE


def test_a_call_sign_alone_is_possible_and_with_the_name_corroborates(among):
    (alone,) = found(among, call_sign="ubrh7")
    (named,) = found(among, "Maria", call_sign="UBRH 7")

    assert (alone.grade, named.grade) == (POSSIBLE, CORROBORATED)
    assert alone.score < named.score < 1


def test_an_mmsi_under_another_name_is_possible_since_numbers_pass_from_ship_to_ship(among):
    assert [one.grade for one in found(among, mmsi="273396130")] == [IDENTITY]
    assert [one.grade for one in found(among, "Sparta III", mmsi="273396130")][:1] == [IDENTITY]
    (other,) = found(among, "Pizhma", mmsi="273396130")
    assert other.grade == POSSIBLE
    assert "none of the names there" in other.reason


def test_the_same_flag_corroborates_a_name_and_is_nothing_alone(among):
    assert found(among, "Angara", flag="RU")[0].grade == CORROBORATED
    assert found(among, "Angara", flag="PA")[0].grade == NAME_ONLY
    assert found(among, flag="RU") == []


def test_a_company_number_is_no_ships(among):
    assert ids(found(among, imo="5342883", kind="organisation"), IDENTITY) == ["ofac-sdn:36700"]
    assert found(among, imo="5342883", kind="vessel") == []


def test_no_name_alone_is_certain(among):
    assert all(found(among, one.names[0])[0].score < 1 for one in among.standing.entries)


def test_hangul_and_a_name_run_together_are_read(among):
    assert found(among, "김정은")[0].entry.caption == "KIM, Jong Un"
    assert found(among, "백양산 1")[0].entry.imo == 9020534
    assert found(among, "RUNGRA-2")[0].entry.imo == 9020534


def test_a_kind_asked_for_keeps_others_out(among):
    assert found(among, "Angara", kind="person") == []


def test_a_weak_alias_counts_for_less_and_says_so(among):
    (match,) = found(among, "Enisey")

    assert match.score < found(among, "Angara")[0].score
    assert "the list itself calls weak" in match.reason


def test_names_of_nothing_and_hostile_ones_are_answered(among):
    for name in (
        "",
        "\u0301\u0301\u0301",
        "\u202e\u200b\x00",
        "=cmd|' /C calc'!A0",
        "A" * 1_000_000,
        "# 1",
        "....",
    ):
        assert found(among, name) == []
    assert found(among, "\u202eAn\u200bgara\x00")[0].entry.caption == "ANGARA"


def test_the_order_of_the_rows_does_not_matter():
    asked = [
        Query(str(n), name) for n, name in enumerate(["sparta", "maria", "rung ra", "kim jong un", "angra"])
    ]
    rows = entities().to_pylist()
    turned = fields.from_rows(rows[::-1], "entities")

    one = [ids(matches) for _, matches in screen(asked, lists(entities(), links()))]
    other = [ids(matches) for _, matches in screen(asked, lists(turned, links()))]

    assert one == other
    assert list(map(bool, one)) == [True] * 5


def test_how_the_queries_are_cut_does_not_matter(among):
    asked = [
        Query(str(n), name) for n, name in enumerate(["sparta iii", "maria", "", "rungra 2", "ангара"] * 3)
    ]

    whole = [ids(matches) for _, matches in screen(asked, among)]

    for chunk, threads in ((1, 1), (2, 2), (4, 3)):
        cut = screen(asked, among, Screening(chunk=chunk, threads=threads))
        assert [ids(matches) for _, matches in cut] == whole


def test_nothing_is_found_on_no_list():
    empty = lists(fields.empty("entities"), fields.empty("links"))

    assert found(empty, "Angara", imo="9179842") == []
    assert empty.editions == ()


def test_ships_are_screened_as_of_a_day():
    later = entity("uk:1", names=("LADY R",), imo=9161003)
    said = {"ship": "imo:9179842", "imo": 9179842, "mmsi": 273210440, "name": "ANGARA", "start": DAY}
    other = {"ship": "mmsi:273000001", "mmsi": 273000001, "name": "LADY R", "start": DAY}
    identities = fields.from_rows([said, other], "identities")

    rows = of_ships(identities, entities(later), links()).to_pylist()
    before = of_ships(identities, entities(later), links(), until=DAY.replace(year=2022))

    assert [(row["query"], row["entity"], row["grade"]) for row in rows] == [
        ("imo:9179842", "ofac-sdn:37059", IDENTITY),
        ("mmsi:273000001", "uk:1", NAME_ONLY),
    ]
    assert rows[0]["because"]
    assert len(before) == 0


def test_only_what_the_newest_edition_of_a_list_has_stands():
    old = entity("watch:a:1", names=("OLD SHIP",), list_date=DAY.replace(month=1), list="watch:a")
    new = entity("watch:a:2", names=("NEW SHIP",), list="watch:a")
    rows = entities(old, new, only=True)

    assert ids(found(lists(rows), "Old Ship")) == []
    assert ids(found(lists(rows, until=DAY.replace(month=2)), "Old Ship")) == ["watch:a:1"]
    assert [str(one) for one in lists(rows).editions] == ["watch:a 2024-05-03 (1 entry)"]


def test_an_entry_that_changes_is_another_to_judge(among):
    changed = lists(entities(), links(alias("ofac-sdn:37059", "ANGARA-2")))

    assert changed.standing.by_id["ofac-sdn:37059"].content != among.standing.by_id["ofac-sdn:37059"].content
    assert changed.standing.by_id["ofac-sdn:46773"].content == among.standing.by_id["ofac-sdn:46773"].content


BANK = entity("ofac-sdn:1", "organisation", ("SBERBANK",), ids=["inn:7707083893", "reg:HRB 12345", "lei:X"])


def test_the_same_number_of_one_register_is_the_same_company_whatever_its_name():
    among = lists(fields.from_rows([BANK], "entities"))

    (match,) = found(among, "Something Else", number="7707083893")
    assert (match.grade, match.score) == (IDENTITY, 0.99)
    assert "INN 7707083893 is the same" in match.reason
    assert ids(found(among, number="INN 7707 083893")) == ["ofac-sdn:1"]


def test_a_number_that_several_countries_give_is_possible_alone_and_corroborates_a_name():
    among = lists(fields.from_rows([BANK], "entities"))

    assert [one.grade for one in found(among, number="HRB12345")] == [POSSIBLE]
    assert [one.grade for one in found(among, "Sberbank", number="HRB 12345")] == [CORROBORATED]


@pytest.mark.parametrize("number", ["ogrn:7707083893", "7707083894", "HRB 1234", "12", "lei"])
def test_a_number_of_another_register_or_another_digit_is_none(number):
    assert found(lists(fields.from_rows([BANK], "entities")), number=number) == []
