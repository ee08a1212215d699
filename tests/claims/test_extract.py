"""Who says what: what must be found in a sentence, and what must be left alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.world import read, report, said, ship
from tests.worlds import place, places
from vedette.claims import by_words, extract, parser
from vedette.claims.sentences import sentences

pytestmark = pytest.mark.skipif(parser.model_name() is None, reason="no spaCy model is installed")


def shown(text, *columns):
    return [tuple(row[name] for name in columns) for row in said(text) if row["cue"]]


def test_a_container_says_nothing_however_a_sentence_goes_on():
    text = "About 300 containers stood at the pier. They show what was loaded there by Sunday."

    assert shown(text, "speaker") == []


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "polarity", "modality"),
    [
        (
            "Norway's spy service has suggested that the two fleets could hold joint drills.",
            "Norway's spy service",
            "suggested",
            "asserted",
            "hedged",
        ),
        (
            "Ruritania and Graustark have denied any plan to trade in weapons.",
            "Ruritania and Graustark",
            "denied",
            "denied",
            "fact",
        ),
        (
            "Oslo officials believe that Ruritania would be unlikely to sell reactors.",
            "Oslo officials",
            "believe",
            "asserted",
            "hedged",
        ),
        (
            "The queen's pledge to send grain was broadcast at noon.",
            "The queen",
            "pledge",
            "asserted",
            "planned",
        ),
        ("The admiral plans to visit Graustark in May.", "The admiral", "plans", "asserted", "planned"),
        ('"No shells were ever delivered," the envoy said on Friday.', "the envoy", "said", "denied", "fact"),
        (
            "The ships, according to two brokers, were sold last year.",
            "two brokers",
            "according to",
            "asserted",
            "fact",
        ),
        (
            "The cargo was described by the captain as farm machinery, and dockers said it was heavy.",
            "dockers",
            "said",
            "asserted",
            "fact",
        ),
        (
            "The ministry, as reported by The Oslo Post, had shipped 300 drones to Graustark.",
            "The Oslo Post",
            "reported",
            "asserted",
            "fact",
        ),
        ("The freighter was accused by Norway of carrying rifles.", "Norway", "accused", "asserted", "fact"),
        (
            "The minister warned that ports would be closed if the convoys went on.",
            "The minister",
            "warned",
            "asserted",
            "conditional",
        ),
    ],
)
def test_a_claim_has_its_speaker_cue_polarity_and_modality(text, speaker, cue, polarity, modality):
    assert (speaker, cue, polarity, modality) in shown(text, "speaker", "cue", "polarity", "modality")


@pytest.mark.parametrize(
    "text",
    [
        "The minister did not say whether the shells had been delivered.",
        "The ministry declined to comment on the sale of the tanks.",
        "Officials would neither confirm nor deny the delivery of the jets.",
        "The ship is registered in Panama and managed from Cyprus.",
        "Did you know that exports of arms have risen for years?",
    ],
)
def test_what_nobody_says_is_no_ones_claim(text):
    assert shown(text, "cue") == []


def test_what_a_speaker_thinks_unlikely_is_marked_and_is_no_denial():
    (row,) = said("Oslo officials believe that Ruritania would be unlikely to sell reactors.")
    (other,) = said("Oslo officials believe that Ruritania is likely to sell reactors.")

    assert (row["polarity"], row["modality"], row["unlikely"]) == ("asserted", "hedged", True)
    assert other["unlikely"] is False


def test_a_quotation_over_sentences_is_its_speakers_and_not_the_publishers():
    after = said('"We have never sold any tanks. They sold 40 tanks to Iran," the envoy said.')
    before = said('"We sold nothing," said General Ridd. "Iran bought our tanks. It paid nothing."')
    nobodys = said('The hall was full. "Iran bought our tanks. It paid for rifles."')

    after.sort(key=lambda r: r["span_start"])
    assert [(r["speaker"], r["polarity"]) for r in after] == [
        ("the envoy", "denied"),
        ("the envoy", "asserted"),
    ]
    assert {r["speaker"] for r in before} == {"General Ridd"}
    assert nobodys == []


def test_a_pronoun_means_the_subject_above_it_before_anyone_of_earlier_sentences():
    rows = said(
        "Ministers met on Monday. General Ridd said he would sell the tanks. Police say they seized ships."
    )

    assert [r["speaker"] for r in rows if r["cue"] == "said"] == ["General Ridd"]
    assert [r["speaker"] for r in rows if r["cue"] == "say"] == ["Police"]


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        ("The port reportedly stopped loading tanks.", "reportedly", None),
        ("General Ridd is confident that the tanks arrived.", "confident", "General Ridd"),
        ("Rumours of a sale of tanks spread on Monday.", "Rumours", None),
        ('"Nothing was sold," the envoy deadpanned.', "deadpanned", "the envoy"),
        ("The envoy pointed out that the tanks were scrap.", "pointed out", "The envoy"),
        ("In the view of General Ridd, the tanks were scrap.", "view", "General Ridd"),
    ],
)
def test_cues_that_are_no_verbs_of_saying_are_found(text, cue, speaker):
    assert (cue, speaker) in shown(text, "cue", "speaker")


@pytest.mark.parametrize(
    "text",
    [
        "The guards heard shouting near the pier.",
        "The engine is ready to use.",
        "The freighter Heron called at Longhaven on 12 May 2023.",
        "The buyers will decide whether the tanks are sold.",
    ],
)
def test_what_is_heard_or_fit_or_open_is_no_claim(text):
    assert shown(text, "cue") == []


@pytest.mark.parametrize(
    ("text", "event_class", "about"),
    [
        ("Norway promised to send grain to Yemen.", "AGREE", "AID/food"),
        ("Norway promised to bomb Yemen.", "THREATEN", "ASSAULT"),
        ("Norway lifted the embargo on Yemen.", "CONCEDE", None),
        ("Norway imposed an embargo on Yemen.", "SANCTION", None),
        ("Norway fired two missiles into the sea.", "ASSAULT", None),
        ("Norway fired two missiles.", "MOBILIZE", None),
        ("Norway refused to send grain.", "REJECT", "AID/food"),
    ],
)
def test_what_is_done_with_a_thing_tells_the_class(text, event_class, about):
    assert [(r["event_class"], r["about"]) for r in said(text)][:1] == [(event_class, about)]


def test_a_pronoun_is_led_back_to_who_was_named_and_marked():
    (_, second) = shown(
        "General Ridd denied the sale. He said that no tanks had been shipped.", "speaker", "inferred"
    )

    assert second == ("General Ridd", True)


def test_every_span_is_exact_in_the_stored_text_whatever_the_quotes():
    text = "A headline\n\nThe envoy’s office said: “No shells — not one — were sent.”  It was *late*.\n"

    for row in said(text):
        assert text[row["span_start"] : row["span_end"]] == row["text"]
        assert row["span_start"] <= row["content_start"] < row["content_end"] <= row["span_end"]
        assert row["cue"] is None or text[row["cue_start"] : row["cue_end"]] == row["cue"]


def test_who_gives_what_to_whom_is_told_apart():
    text = "Norway said that Iran had delivered 300 drones to Russia in May 2023."

    assert shown(text, "giver", "receiver", "event_class", "mode", "quantity") == [
        ("IR", "RU", "AID", "arms", "300 drones")
    ]
    assert shown("Oslo said that Moscow received shells from Pyongyang.", "giver", "receiver") == [
        ("KP", "RU")
    ]


def test_ships_and_places_of_the_case_are_named_and_words_that_look_like_them_are_not():
    where = places(place("rajin"))
    found = said(
        "The institute said the vessel Heron left Rajin on 3 May 2023.",
        ships=(ship("HERON", 9074729),),
        places=where,
    )
    other = said(
        "The ministry said that a heron was seen at the pier.", ships=(ship("HERON", 9074729),), places=where
    )

    assert (found[0]["ships"], found[0]["places"]) == (["imo:9074729"], ["rajin"])
    assert str(found[0]["start"]) == "2023-05-03 00:00:00"
    assert other[0]["ships"] == []


def test_a_watched_place_is_found_by_the_short_form_of_its_name():
    port = {**place("pier"), "name": "Longhaven (Lanhavn) port, three piers"}
    rows = [
        said(f"The ministry said the ships left {name} on 3 May 2023.", places=places(port))
        for name in ("Longhaven", "Lanhavn", "Longhaven port")
    ]

    assert [row[0]["places"] for row in rows] == [["pier"]] * 3
    assert (
        said("The ministry said the ships left three piers in May.", places=places(port))[0]["places"] == []
    )


def test_a_text_in_another_language_gives_no_claims():
    assert (
        len(read(report("r", "Министр сказал, что судно вышло из порта и не вернулось.", language="ru"))) == 0
    )


def test_rows_of_tables_are_not_read_again():
    assert len(read(report("r", "The minister said that shells were sent.", source="reports/timeline"))) == 0


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000 + "he said",
        '"She said ' * 2_500 + "no." + '"' * 2_500,
        "said " * 5_000,
        "слово word 단어 " * 2_000,
        "a" * 50_000,
        "The minister said that shells were sent and " * 800,
        "‘“’”" * 10_000,
        "((((" * 20_000,
        "1 2 3 4 5 6 7 8 9 " * 3_000,
        "1,000,000,000," * 3_000,
    ],
)
def test_hostile_texts_neither_break_it_nor_hold_it_up(text):
    started = time.process_time()

    for row in read(report("r", text)).to_pylist():
        assert text[row["span_start"] : row["span_end"]] == row["text"]
    assert time.process_time() - started < 60


@pytest.mark.slow
def test_a_megabyte_without_a_full_stop_costs_no_more_by_the_word():
    text = "The minister said that shells were sent and " * 23_000

    started = time.process_time()
    rows = read(report("r", text)).to_pylist()

    assert rows
    assert time.process_time() - started < 240


def test_the_cost_grows_with_the_length_of_the_text_and_no_faster():
    def cost(times: int) -> float:
        started = time.process_time()
        list(sentences("He said so, " * times))
        list(by_words.found_in(s.words for s in sentences("He said so, " * times)))
        return time.process_time() - started

    cost(500)
    assert cost(16_000) < 40 * max(cost(1_000), 0.005)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_spans_that_fit(text):
    for row in read(report("r", text), report("s", text + " The king said so.")).to_pylist():
        whole = text if row["report"] == "r" else text + " The king said so."
        assert whole[row["span_start"] : row["span_end"]] == row["text"]


def test_without_a_parser_words_alone_find_the_plain_cases(monkeypatch):
    options = extract.Extract(reader="words")

    from tests.worlds import table  # noqa: PLC0415
    from vedette import fields  # noqa: PLC0415

    rows = extract.extract(
        table("reports", report("r", "The ministry denied that shells were sent to Norway. It rained.")),
        fields.empty("entities"),
        fields.empty("places"),
        options,
    ).to_pylist()
    assert [(r["speaker"], r["cue"], r["polarity"], r["rule"]) for r in rows] == [
        ("The ministry", "denied", "denied", "claims/words/2")
    ]
