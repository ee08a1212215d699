"""The dossier of a ship: who she is by numbers, and never by a name alone."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.worlds import place, table
from vedette import store
from vedette.dossier import Dossier, dossier
from vedette.dossier.behaviour import folded, lasted
from vedette.errors import CaseError

ANGARA, ADLER, MARIA, OTHER_MARIA = 9179842, 9179854, 9198783, 8517839
MMSI = 273210440
DAY = datetime(2023, 9, 1)
WATCH = 'name = "x"\ntitle = "y"\n'


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    return store.create(tmp_path / "case", WATCH)


def put(case: store.Case, name: str, *rows: dict[str, object]) -> None:
    store.append(case, name, table(name, *rows), f"{name}-{len(store.read(case, name))}")


def said(
    imo: int | None, name: str | None, *, mmsi: int = MMSI, day: int = 0, record: str = "f:1"
) -> dict[str, object]:
    when = DAY + timedelta(days=day)
    return {
        "ship": f"imo:{imo}" if imo else f"mmsi:{mmsi}",
        "mmsi": mmsi,
        "imo": imo,
        "name": name,
        "call_sign": "UBYT2",
        "flag": "RU",
        "start": when,
        "end": when,
        "because": [record],
    }


def listed(entity: str, name: str, imo: int | None = None, **more: object) -> dict[str, object]:
    return {
        "entity": entity,
        "kind": "vessel",
        "names": [name],
        "imo": imo,
        "programmes": ["P"],
        "list": "l",
        "list_date": datetime(2024, 5, 3),
        "source": "lists/l",
        "record": f"l:{entity}",
        **more,
    }


def did(
    event: str, kind: str = "port_call", day: float = 0, hours: float | None = 5, **more: object
) -> dict[str, object]:
    start = DAY + timedelta(days=day)
    details = json.dumps(more.pop("details", {}))
    end = None if hours is None else start + timedelta(hours=hours)
    return {
        "event": event,
        "kind": kind,
        "ship": f"imo:{ANGARA}",
        "mmsi": MMSI,
        "imo": ANGARA,
        "start": start,
        "end": end,
        "duration_h": hours,
        "details": details,
        "rule": f"{kind}/1",
        "source": "ais",
        "because": ["f:1"],
        **more,
    }


def seen(sighting: str, name: str, imo: int | None = None, **more: object) -> dict[str, object]:
    return {
        "sighting": sighting,
        "vessel_name": name,
        "imo": imo,
        "start": DAY,
        "end": DAY,
        "subject": "ship",
        "negative": False,
        "publisher": "Somebody",
        "source": "s",
        "record": "s:1",
        **more,
    }


def all_words(found: Dossier) -> str:
    return "\n".join(event.words for event in found.timeline)


@pytest.mark.redflag("RF32")
def test_names_and_numbers_are_dated_and_say_who_gives_them(case):
    put(case, "identities", said(ANGARA, "ANGARA"), said(ANGARA, "BARGUZIN", day=9))
    put(case, "entities", listed("l:1", "ANGARA", ANGARA, flag="Russia"))

    found = dossier(case, "9179842")

    names = {(one.value, one.by): one.start for one in found.said if one.what == "name"}
    assert names["BARGUZIN", "her own AIS"] == DAY + timedelta(days=9)
    assert ("ANGARA", "l") in names
    assert ("flag", "RU (by MMSI 273210440)") in {(one.what, one.value) for one in found.said}
    assert found.title == "ANGARA (IMO 9179842, MMSI 273210440)"


@pytest.mark.parametrize(
    "asked", ["9179842", "IMO 9179842", "imo:9179842", "273210440", "MMSI 273210440", "angara"]
)
def test_a_ship_is_found_by_either_number_and_by_name_however_written(case, asked):
    put(case, "identities", said(ANGARA, "ANGARA"))

    found = dossier(case, asked)

    assert found.ship is not None
    assert found.ship.imo == ANGARA


def test_a_wrong_check_digit_is_said_with_the_known_number_one_slip_away(case):
    put(case, "entities", listed("l:1", "ANGARA", ANGARA))

    for slip in ("9179843", "9178942"):
        with pytest.raises(CaseError, match="check digit") as error:
            dossier(case, slip)
        assert "9179842 (ANGARA)" in str(error.value)


def test_who_sent_a_number_with_a_wrong_check_digit_is_named(case):
    put(case, "statics", {"mmsi": MMSI, "time": DAY, "imo": 9179843, "source": "a", "record": "f:1"})

    with pytest.raises(CaseError, match=f"MMSI {MMSI}"):
        dossier(case, "9179843")


def test_the_number_of_a_company_is_no_ship_and_points_to_the_ships_linked_to_it(case):
    firm = {**listed("l:9", "M LEASING LLC", 6246853), "kind": "organisation"}
    put(case, "entities", firm, listed("l:1", "ANGARA", ANGARA))
    put(case, "links", {"from": "l:1", "to": "name:M LEASING LLC", "role": "linked to", "list": "l"})

    with pytest.raises(CaseError, match="company number of M LEASING LLC") as error:
        dossier(case, "6246853")
    assert "ANGARA (IMO 9179842)" in str(error.value)


def test_a_number_of_other_length_says_what_was_wanted(case):
    for asked in ("12345678", "imo 273210440", "mmsi 9179842"):
        with pytest.raises(CaseError, match="digits"):
            dossier(case, asked)


def test_two_listed_ships_of_one_name_are_not_chosen_between(case):
    put(case, "entities", listed("l:1", "MARIA", MARIA), listed("l:2", "Maria", OTHER_MARIA))

    with pytest.raises(CaseError, match="2 ships are named") as error:
        dossier(case, "maria")
    assert str(MARIA) in str(error.value)
    assert str(OTHER_MARIA) in str(error.value)


def test_a_name_that_is_one_word_of_another_is_only_taken_when_none_is_exact(case):
    put(case, "entities", listed("l:1", "SPARTA", ANGARA), listed("l:2", "SPARTA IV", ADLER))

    assert dossier(case, "sparta").ship.imo == ANGARA
    far = dossier(case, "iv")
    assert far.ship.imo == ADLER
    assert "no ship is named exactly so" in far.notes[0]
    assert dossier(case, "spart").ship is None


def test_the_same_name_with_another_imo_number_is_another_hull_and_no_entry_of_hers(case):
    put(case, "entities", listed("l:1", "MARIA", MARIA), listed("l:2", "MARIA"))
    put(case, "identities", said(OTHER_MARIA, "MARIA"))

    found = dossier(case, str(OTHER_MARIA))

    assert found.entries == ()
    assert [one.found_by for one in found.same_name] == [
        f"name only, and another IMO number, {MARIA}: not the same hull",
        "name only: not shown to be the same ship",
    ]


def test_an_entry_counts_by_mmsi_or_call_sign_only_while_no_imo_number_is_known(case):
    put(case, "entities", listed("l:1", "X", None, mmsi=MMSI), listed("l:2", "Y", None, call_sign="UBYT2"))
    put(case, "identities", said(None, "ANGARA"))
    assert {one.found_by for one in dossier(case, str(MMSI)).entries} == {"MMSI", "call sign"}

    put(case, "identities", said(ANGARA, "ANGARA", day=1))
    assert dossier(case, str(MMSI)).entries == ()


@pytest.mark.redflag("RF14", "RF18", "RF19", "RF32", "RF33", "RF50")
def test_an_entry_says_when_the_newest_edition_no_longer_has_it_and_whom_it_is_linked_to(case):
    old, new = datetime(2023, 1, 1), datetime(2024, 1, 1)
    put(
        case,
        "entities",
        listed("l:1", "ANGARA", ANGARA, list_date=old),
        listed("l:2", "ADLER", ADLER, list_date=new),
    )
    put(
        case,
        "links",
        {"from": "l:1", "to": "name:M", "role": "owner", "detail": "M", "list": "l", "list_date": old},
    )

    (entry,) = dossier(case, str(ANGARA)).entries

    assert entry.gone == new
    assert "no longer has this entry" in entry.words
    assert entry.linked == ("M (owner)",)


def test_a_number_on_several_hulls_is_told_as_a_number_and_says_so(case):
    put(case, "identities", said(ANGARA, "ANGARA"), said(ADLER, "ADLER", day=3))

    found = dossier(case, str(MMSI))

    assert (found.ship.imo, found.ship.shared) == (None, (ANGARA, ADLER))
    assert "2 IMO numbers" in found.notes[0]
    assert any(f"also said IMO {ADLER}" in note for note in dossier(case, str(ANGARA)).notes)


def test_a_silence_is_never_called_dark_because_nobody_heard_her(case):
    gap = {"kind": "gap", "day": 0}
    put(
        case,
        "events",
        did("g1", **gap, hours=19, details={"class": "unobserved", "listened_h": 1}),
        did("g2", **gap, hours=19, details={"class": "unclear", "listened_h": 19.0, "distance_m": 18520}),
        did("g3", **gap, hours=19, details={"class": "dark"}),
        did("g4", **gap, hours=None, details={}),
    )

    told = {event.event: event.words for event in dossier(case, str(ANGARA)).timeline}

    assert told["g1"] == "Not heard for 19 h (not observed: nobody was listening)"
    assert "unclear: somebody listened for 19 h of it" in told["g2"]
    assert "10 nm away" in told["g2"]
    assert "dark: she would have been heard" in told["g3"]
    assert told["g4"] == "Not heard since then (unclear: nobody can tell who listened)"


def test_details_that_are_no_object_and_kinds_nobody_knows_are_told_all_the_same(case):
    strange = {**did("e1", kind="new_kind", place="nowhere"), "details": "[1"}
    put(case, "events", strange, did("e2", kind="encounter", other_mmsi=412000001))

    assert all_words(dossier(case, str(ANGARA))) == (
        "New kind at nowhere\nLay beside another ship with MMSI 412000001"
    )


def test_what_a_detector_measured_is_told_in_the_same_breath_and_as_strangers_text(case):
    change = {"field": "name", "before": "ANGARA", "after": "BARG\u202eUZIN"}
    put(
        case,
        "events",
        did("e1", kind="identity_change", details=change),
        did("e2", kind="identity_clash", details={"class": "impossible number", "said": 1234567}),
        did(
            "e3",
            kind="encounter",
            other_imo=ADLER,
            details={"median_distance_m": 120.0, "median_speed_kn": 0.4},
        ),
        did("e4", kind="encounter", details={"median_distance_m": ["odd"]}),
        did("e5", kind="encounter", details={"flag": "RU", "other_flag": None, "unknown": [538000002]}),
        did("e6", kind="encounter", details={"other_flag": None, "shore_m": 92600.0, "watched": ["p"]}),
        did("e7", kind="draught_change", details={"before_m": 9.0, "after_m": 6.2, "seen": "nothing"}),
    )

    assert all_words(dossier(case, str(ANGARA))).splitlines() == [
        "Changed what she says of herself: name from ANGARA to BARG[U+202E]UZIN",
        "Numbers clash: impossible number (1234567)",
        f"Lay beside another ship with IMO {ADLER}, 120 m apart at 0.4 kn",
        "Lay beside another ship",
        (
            "Lay beside another ship; flags RU and not known; "
            "MMSI 538000002 had said neither name nor IMO number"
        ),
        "Lay beside another ship; 50 nm from the shore; one or the other called shortly before or after at p",
        (
            "Changed her reported draught: 9 to 6.2 m as reported, "
            "with no call, meeting or silence seen meanwhile"
        ),
    ]


def test_places_are_named_and_a_watched_name_goes_before_that_of_a_gazetteer(case):
    put(
        case,
        "places",
        {**place("p", role=None), "name": "Gazetteer"},
        {**place("p"), "name": "Watched, berth 3"},
    )
    put(case, "events", did("e1", place="p", confidence=4, details={"stop_h": 3}))

    (event,) = dossier(case, str(ANGARA)).timeline

    assert (event.words, event.confidence) == ("Call at Watched", "seen to come, stop and leave")


def test_sightings_with_her_number_are_hers_and_those_with_her_name_stand_apart(case):
    put(case, "identities", said(ANGARA, "ANGARA"))
    put(
        case,
        "sightings",
        seen("s1", "Angara", ANGARA),
        seen("s2", "Angara"),
        seen("s3", "Angara class", identification="class"),
        seen("s4", "Angara", ADLER),
    )

    found = dossier(case, str(ANGARA))

    assert [one.id for one in found.sightings] == ["s1"]
    assert [one.id for one in found.same_name] == ["s2", "s4"]
    assert "not the same hull" in found.same_name[1].by


@pytest.mark.parametrize(
    ("text", "hers"),
    [
        ("The Sparta left port.", True),
        ("Sparta, 12 Feb 2024", True),
        ("SPARTA", True),
        ("The Sparta IV left port.", False),
        ("Sparta-2 left port.", False),
        ("Spartak won.", False),
        ("a sparta of the mind", False),
        (f"the hull {ANGARA}", True),
        (f"the hull 1{ANGARA}", False),
    ],
)
def test_a_text_names_her_only_as_whole_words_and_not_by_another_ships_numeral(case, text, hers):
    put(case, "identities", said(ANGARA, "SPARTA"))
    put(
        case,
        "claims",
        {"claim": "c", "speaker": "NK Pro", "cue": "said", "polarity": "asserted", "text": text},
    )

    found = dossier(case, str(ANGARA))

    assert [one.words for one in found.mentions] == ([f"NK Pro says: “{text}”"] if hers else [])


def test_a_report_is_quoted_round_her_name_unless_a_claim_of_it_is(case):
    put(case, "identities", said(ANGARA, "ANGARA"))
    long = "word " * 200 + "the Angara left " + "word " * 200
    put(
        case,
        "reports",
        {"report": "r1", "title": "T", "publisher": "P", "text": long},
        {"report": "r2", "text": long},
    )
    put(
        case,
        "claims",
        {"claim": "c", "report": "r2", "speaker": "S", "polarity": "asserted", "text": "Angara"},
    )

    mentions = dossier(case, str(ANGARA)).mentions

    assert [one.id for one in mentions] == ["c", "r1"]
    assert "the Angara left" in mentions[1].words
    assert len(mentions[1].words) < 400


def test_alerts_rest_on_her_through_evidence_of_their_own_date_only(case):
    late, early = DAY + timedelta(days=30), DAY - timedelta(days=30)
    put(case, "events", did("e1"))
    put(case, "indicators", {"indicator": "i", "series": "s", "because": ["e1"]})
    put(
        case,
        "evidence",
        {"item": "v", "until": early, "because": ["e0"]},
        {"item": "v", "until": late, "because": ["i"]},
    )
    put(
        case,
        "assessments",
        {"assessment": "a0", "hypothesis": "h", "until": early, "because": ["v"]},
        {"assessment": "a1", "hypothesis": "h", "until": late, "because": ["v"]},
    )
    put(
        case,
        "alerts",
        {"alert": "before", "title": "t", "raised": early, "because": ["a0"]},
        {"alert": "after", "title": "t", "raised": late, "because": ["a1"]},
        {"alert": "sign", "title": "t", "raised": late, "because": ["i"]},
    )

    assert {one.alert for one in dossier(case, str(ANGARA)).alerts} == {"after", "sign"}


def test_what_was_heard_counts_doubtful_positions_and_marks_made_up_ones(case):
    def here(minute: int, lat: float) -> dict[str, object]:
        when = DAY + timedelta(minutes=minute)
        return {
            "mmsi": MMSI,
            "time": when,
            "lat": lat,
            "lon": 131.0,
            "source": "synthetic:sea",
            "record": f"f:{minute}",
        }

    put(case, "positions", here(0, 42.0), here(0, 42.0), here(9, 42.01), here(20, 91.0))

    found = dossier(case, str(MMSI))

    (heard,) = found.heard
    assert (heard.positions, heard.synthetic, heard.last_lat) == (4, True, pytest.approx(42.01, abs=1e-4))
    assert heard.doubtful == {"doubled": 1, "no position": 1}
    assert any("synthetic" in note for note in found.notes)


def test_nothing_found_still_says_what_was_looked_through(case):
    put(case, "entities", listed("l:1", "ANGARA", ANGARA))
    put(case, "feeds", {"source": "ais", "start": DAY, "end": DAY, "messages": 7})

    for asked in (str(ADLER), "412000001", "no such ship"):
        found = dossier(case, asked)
        assert found.ship is None
        assert [(one.list, one.entries, one.vessels) for one in found.checked.lists] == [("l", 1, 1)]
        assert [(one.source, one.messages) for one in found.checked.feeds] == [("ais", 7)]


def test_many_like_events_are_put_together_and_a_different_one_never_with_them(case):
    calls = [did(f"e{n:03}", day=n, place="p") for n in range(30)]
    put(
        case,
        "events",
        *calls,
        did("other", day=9.5, place="q"),
        did("made", day=9.6, place="p", source="synthetic:x"),
    )

    timeline = dossier(case, str(ANGARA)).timeline

    assert [len(some) for some in folded(timeline, 12)] == [30, 1, 1]
    assert len(folded(timeline, 50)) == 32


def test_a_length_of_time_is_told_no_finer_than_it_is_known():
    assert [lasted(hours) for hours in (None, 0.0, 0.5, 1.2, 71.9, 100)] == [
        "still going on",
        "under a minute",
        "30 min",
        "1 h",
        "72 h",
        "4 days",
    ]
