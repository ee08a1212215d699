"""Cyrillic and Hangul: what is named is found where it stands, and nothing of it is claimed."""

import pytest

from tests.claims.world import read, report, ship
from tests.worlds import place, places, table
from vedette.claims.mentions import mentions
from vedette.kernels.languages import language_of

PORT = {**place("port"), "name": "Longhaven, Лонгхейвен, 롱헤이븐"}


def found(text):
    language = language_of(text)
    rows = mentions(
        table("reports", report("r", text, language=language)),
        table("entities", ship("GREY HERON", 9074729), ship("LADOGA", 9179842)),
        places(PORT),
    ).to_pylist()
    assert all(text[row["span_start"] : row["span_end"]] == row["words"] for row in rows)
    assert len(read(report("r", text, language=language))) == 0
    return language, {(row["kind"], row["value"]) for row in rows}


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            (
                "Сухогруз «Ладога» прибыл в порт Лонгхейвен 4 ноября 2022 года и сдал 7 тыс. тонн муки. "
                "В Сеуле считают, что в трюме было две тысячи снарядов из Северной Кореи."
            ),
            "ru",
            {
                ("ship", "imo:9179842"),
                ("place", "port"),
                ("day", "2022-11-04/2022-11-04"),
                ("quantity", "7000 tonnes"),
                ("quantity", "2000 shells"),
                ("actor", "KR"),
                ("actor", "KP"),
            },
        ),
        (
            "В мае 2021 г. судно IMO 9074729 ушло из Китая; по данным Кремля, на нём было 45 вагонов.",
            "ru",
            {
                ("day", "2021-05-01/2021-05-31"),
                ("ship", "imo:9074729"),
                ("actor", "CN"),
                ("actor", "RU-GOV"),
                ("quantity", "45 wagons"),
            },
        ),
        (
            "Росія отримала від КНДР 30 гаубиць 12 грудня 2023 року, заявили в Україні.",
            "uk",
            {
                ("actor", "RU"),
                ("actor", "KP"),
                ("quantity", "30 howitzers"),
                ("day", "2023-12-12/2023-12-12"),
            },
        ),
        (
            (
                "일본 정부는 2022년 11월 4일 북한 선박 LADOGA호가 롱헤이븐항에서 "
                "컨테이너 120개를 내렸다고 했다. "
                "러시아는 쌀 3만 톤이라고 했다."
            ),
            "ko",
            {
                ("actor", "JP"),
                ("actor", "KP"),
                ("actor", "RU"),
                ("day", "2022-11-04/2022-11-04"),
                ("ship", "imo:9179842"),
                ("place", "port"),
                ("quantity", "120 containers"),
                ("quantity", "30000 tonnes"),
            },
        ),
    ],
)
def test_what_is_named_is_found_in_its_script_and_nothing_is_claimed(text, language, wanted):
    told, rows = found(text)

    assert told == language
    assert wanted - rows == set()


@pytest.mark.parametrize(
    "text",
    [
        "Два года назад лёд на озере был тонок, и рыбаки не выходили; сто лет так не было.",
        "Книга о цапле вышла в мае, и её читали все; в ней три главы о реке.",
        "삼월의 바람이 차다고 어부가 말했다. 배는 나가지 않았다.",
    ],
)
def test_words_that_only_look_like_days_ships_or_cargo_are_left(text):
    _, rows = found(text)

    assert {kind for kind, _ in rows} & {"ship", "place", "day", "actor"} == set()


def test_the_full_stop_after_a_name_is_not_of_it_and_that_of_an_abbreviation_is():
    rows = mentions(
        table("reports", report("r", "The ship left North Korea. It went to the U.S. in May.")),
        table("entities"),
        places(PORT),
    ).to_pylist()

    assert sorted(row["words"] for row in rows if row["kind"] == "actor") == ["North Korea", "U.S."]
