from vedette import fields
from vedette.coverage.counted import counted

PLACES = fields.from_rows(
    [
        {"place": "rajin", "role": "loading"},
        {"place": "vostochny", "role": "unloading"},
        {"place": "vostochny-oil", "role": "oil"},
        {"place": "port", "role": None},
    ],
    "places",
)


def placed(what: str | None, **said: object) -> str | None:
    row = {"sighting": "x", "subject": "count", "what": what, **said}
    return counted(fields.from_rows([row], "sightings"), PLACES)["place"][0].as_py()


def test_a_count_is_of_the_watched_place_its_words_name():
    assert placed("container-ship calls at Rajin on the run") == "rajin"


def test_of_two_places_the_first_named_counts():
    assert placed("count: shipments Rajin to Vostochny") == "rajin"


def test_the_longer_name_wins_at_one_spot():
    assert placed("tankers at the Vostochny oil berth") == "vostochny-oil"
    assert placed("tankers at Vostochny") == "vostochny"


def test_part_of_a_word_is_not_a_place():
    assert placed("calls at Rajinsky") is None


def test_a_place_that_is_only_in_a_gazetteer_is_not_named():
    assert placed("ships in port") is None


def test_a_place_that_is_given_stays():
    assert placed("calls at Rajin", place="dunay") == "dunay"


def test_what_is_not_a_count_is_left_alone():
    assert placed("a ship at Rajin", subject="ship") is None


def test_a_count_without_words_keeps_no_place():
    assert placed(None) is None
