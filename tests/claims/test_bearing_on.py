"""What a claim that was read bears on: the corridor it lies in, and the sign it is in a watch's words."""

from tests.worlds import place, places
from vedette import fields
from vedette.claims import bearing_on

WAYS = (
    ("there", ("pier",), ("quay",), "", "arms-suspect"),
    ("back", ("quay",), ("pier",), "oil", "oil"),
)
WHERE = places({**place("pier"), "country": "KP"}, {**place("quay"), "country": "RU"})


def read(**given):
    """One claim as it would be read, with the corridor and sign that it is given."""
    row = {
        "claim": "c",
        "report": "r",
        "cue": "said",
        "speaker": "The White House",
        "polarity": "asserted",
        "modality": "fact",
        "event_class": "AID",
        "mode": "arms",
        "giver": "KP",
        "receiver": "RU",
        "text": "The White House said that North Korea sent shells to Russia.",
        "rule": "claims/grammar/2",
        **given,
    }
    claims = fields.from_rows([row], "claims")
    (found,) = bearing_on.bearing_on(claims, WHERE, bearing_on.BearingOn(ways=WAYS)).to_pylist()
    return found["corridor"], found["sign"]


def test_a_government_that_says_how_arms_went_makes_a_statement_in_their_corridor():
    assert read() == ("there", "statement")


def test_one_that_shows_imagery_discloses_it():
    words = "The White House said satellite imagery shows shells going to Russia."

    assert read(text=words) == ("there", "disclosure")


def test_arms_the_other_way_and_oil_on_the_way_of_arms_are_of_no_corridor():
    assert read(giver="RU", receiver="KP")[0] is None
    assert read(mode="oil")[0] is None
    assert read(mode="oil", giver="RU", receiver="KP")[0] == "back"


def test_a_visit_lies_between_its_states_and_a_denial_is_one():
    visit = {"event_class": "CONSULT", "mode": "visit", "giver": None, "receiver": None}
    words = "Tass said that Moscow's minister visited Pyongyang."

    assert read(**visit, text=words, content_start=0, content_end=len(words)) == ("there", "visit")
    assert read(polarity="denied")[1] == "denial"


def test_what_is_planned_unlikely_or_said_by_nobody_official_is_no_sign():
    assert read(modality="planned")[1] is None
    assert read(unlikely=True)[1] is None
    assert read(speaker="An angler")[1] is None


def test_what_a_person_took_down_keeps_its_own_words():
    assert read(rule=None, corridor="other") == ("other", None)
