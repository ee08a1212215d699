"""The command ``ship`` as a person meets it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.worlds import place, table
from vedette import store
from vedette.console.cli import cli
from vedette.errors import CaseError

ANGARA, MMSI, DAY = 9179842, 273210440, datetime(2023, 9, 1)
HOSTILE = "AN\x1b[31mGARA\u202e\x07[bold]"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    opened = store.create(tmp_path / "case", 'name = "x"\ntitle = "y"\n')
    when = {"start": DAY, "end": DAY}
    rows = {
        "identities": [
            {
                "ship": f"imo:{ANGARA}",
                "mmsi": MMSI,
                "imo": ANGARA,
                "name": HOSTILE,
                **when,
                "because": ["f:1"],
            }
        ],
        "places": [{**place("p"), "name": "Vost\x1b[2Jochny"}],
        "entities": [
            {
                "entity": "l:1",
                "kind": "vessel",
                "names": [HOSTILE],
                "imo": ANGARA,
                "list": "l\x9b31m",
                "list_date": DAY,
            }
        ],
        "sightings": [
            {
                "sighting": "s",
                "vessel_name": HOSTILE,
                "imo": ANGARA,
                "what": HOSTILE,
                "publisher": HOSTILE,
                **when,
            }
        ],
        "claims": [
            {"claim": "c", "speaker": HOSTILE, "polarity": "asserted", "text": f"hull {ANGARA} {HOSTILE}"}
        ],
        "events": [
            {
                "event": f"port_call-{n:03}",
                "kind": "port_call",
                "ship": f"imo:{ANGARA}",
                "mmsi": MMSI,
                "imo": ANGARA,
                "place": "p",
                "start": DAY + timedelta(days=n),
                "end": DAY + timedelta(days=n, hours=5),
                "duration_h": 5.0,
                "rule": "port_call/1",
                "source": "synthetic:sea",
                "because": ["f:1"],
            }
            for n in range(15)
        ],
    }
    for name, some in rows.items():
        store.append(opened, name, table(name, *some), "once")
    return opened.path


def ship(*words: object) -> Result:
    return CliRunner().invoke(cli, ["ship", *map(str, words)])


def test_a_strangers_text_cannot_draw_on_the_screen(case):
    done = ship(case, ANGARA)

    assert done.exit_code == 0, done.output
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.output)
    assert "[bold]" in done.output


def test_many_like_calls_are_one_line_until_at_most_lets_them_all_out(case):
    few, all_ = ship(case, ANGARA), ship(case, ANGARA, "--at-most", 20)

    assert "[synthetic] 15 calls at Vost" in few.output
    assert "1–15 Sep 2023" in few.output
    assert "port_call-007" not in few.output
    assert "port_call-007" in all_.output


def test_json_holds_every_event_and_what_was_checked(case):
    found = json.loads(ship(case, ANGARA, "--json").output)

    assert len(found["timeline"]) == 15
    assert found["ship"]["imo"] == ANGARA
    assert found["timeline"][0]["start"] == "2023-09-01T00:00:00Z"
    assert found["checked"]["lists"][0]["entries"] == 1


def test_a_clear_result_is_no_error_and_says_what_was_looked_through(case):
    done = ship(case, "Nobody")

    assert done.exit_code == 0
    assert "Nothing in this case is about Nobody" in done.output
    assert "1 entry, 1 ship among them" in done.output
    assert json.loads(ship(case, "Nobody", "--json").output)["ship"] is None


def test_a_name_of_several_ships_or_a_number_of_none_is_the_users_to_settle(case):
    rows = [
        {"entity": f"m:{imo}", "kind": "vessel", "names": ["MARIA"], "imo": imo, "list": "m"}
        for imo in (9198783, 8517839)
    ]
    store.append(store.open_case(case), "entities", table("entities", *rows), "twice")

    for asked in ("Maria", "9179843", "1" * 300, "..."):
        done = ship(case, asked)
        if asked[0] == "1":
            assert "Nothing in this case" in done.output
        else:
            assert isinstance(done.exception, CaseError)
            assert "Hint" in str(done.exception)


def test_a_case_without_lists_says_that_nothing_was_compared(tmp_path):
    opened = store.create(tmp_path / "case", 'name = "x"\ntitle = "y"\n')
    here = {"mmsi": MMSI, "time": DAY, "lat": 42.0, "lon": 131.0, "source": "ais", "record": "f:1"}
    store.append(opened, "positions", table("positions", here), "once")

    done = ship(opened.path, MMSI)

    assert done.exit_code == 0, done.output
    assert "Not compared with lists: the case holds none." in done.output
    assert "1 position by ais" in done.output
    assert "No event of hers" in done.output
    assert "has not been run" in done.output
