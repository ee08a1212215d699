"""Words of the same meaning: those that are read as one, and those that must stay two."""

import pytest

from vedette.entities.han_words import translated
from vedette.entities.meanings import of_companies, of_persons
from vedette.entities.names import spellings
from vedette.entities.telling import agreement


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AO TSKB LAZURIT", "Lazurit Central Design Bureau Joint Stock Company"),
        ("Permskiy Zavod", "PERMSKIY PLANT"),
        ("OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTIU NEOBIT", "Neobit, OOO"),
        ("Qisu Science and Technology Hong Kong Co., Ltd", "Qisu Tech (HK) Limited"),
        ("Societatea cu Raspundere Limitata Okaf Trading", "OKAF TRADE SRL"),
    ],
)
def test_a_company_translated_is_the_company_by_sound(one, other):
    assert sorted(spellings(one, "organisation")[0].words) == sorted(
        spellings(other, "organisation")[0].words
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SDOBNOV, Oleksii Borysovych", "SDOBNOV, Alexey Borisovich"),
        ("Dr. Mohammed Al-Ajmi", "MUHAMMAD AJMI"),
        ("KORCHIK, Dzmitryi", "Korchik, Dmitry"),
    ],
)
def test_forms_of_a_given_name_are_one(one, other):
    assert spellings(one, "person")[0].words == spellings(other, "person")[0].words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ANGARA PLANT", "ANGARA SHIPYARD"),
        ("NOVOSIBIRSK TRADING", "NEW TRADING"),
        ("MIRONOV WORKS", "WORLD WORKS"),
        ("NII STALI", "NPO STALI"),
    ],
)
def test_what_only_begins_alike_or_is_near_in_meaning_stays_two(one, other):
    assert sorted(of_companies(one.lower().split())) != sorted(of_companies(other.lower().split()))


def test_brothers_and_sisters_stay_two():
    assert of_persons(["igor", "ivanovich"]) != of_persons(["oleg", "ivanovich"])
    assert of_persons(["ivanov", "igor"]) != of_persons(["ivanova", "igor"])


def test_a_ship_keeps_every_word_of_her_name():
    assert spellings("Doctor Zavod of Hong Kong", "vessel")[0].words == (
        "doctor",
        "zavod",
        "of",
        "hong",
        "kong",
    )


def test_a_name_of_nothing_but_titles_or_small_words_keeps_them():
    assert spellings("Sheikh", "person")[0].words == ("sheikh",)
    assert spellings("The Of", "organisation")[0].words == ("the", "of")


def test_a_chinese_company_is_read_by_words_and_the_rest_runs_together():
    said = spellings("深圳市佰联升电子科技有限公司", "organisation")[0]

    assert said.words == ("shenzhen", "bailiansheng", "electronic", "technology")
    assert said.forms == ("ltd",)


def test_a_chinese_person_is_not_translated():
    assert spellings("王明山", "person")[0].words == ("wang", "ming", "shan")


def test_signs_of_no_table_are_left_to_their_sound():
    assert translated("龘龘 LTD").endswith("LTD")


def test_a_match_says_which_words_were_read_as_the_same():
    one, other = "АО ЦКБ Лазурит", "LAZURIT CENTRAL DESIGN BUREAU JSC"
    said = agreement(
        one, spellings(one, "organisation")[0], other, spellings(other, "organisation")[0], "name"
    )

    assert "means the same" in said
    assert "tskb read as central design bureau" in said
    assert quoted_both(said, one, other)


def test_a_word_that_was_not_read_as_another_is_not_said_to_be():
    one, other = "EAST STAR COMPANY", "EAST STAR INVESTMENTS LIMITED"
    said = agreement(
        one, spellings(one, "organisation")[0], other, spellings(other, "organisation")[0], "name"
    )

    assert "read as" not in said
    assert "only there: investment" in said


def quoted_both(said: str, one: str, other: str) -> bool:
    return f"'{one}'" in said and f"'{other}'" in said
