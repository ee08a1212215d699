"""The dossier of a real ship, from a publisher's tracks and a gazetteer of ports."""

import subprocess
import sys

from vedette import store
from vedette.dossier import dossier

FEEDER = 249014000


def vedette(*words: object) -> str:
    command = [sys.executable, "-m", "vedette", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_feeders_calls_are_told_by_the_names_of_their_ports(shared, tmp_path):
    case = tmp_path / "case"
    vedette("init", case)
    tracks = shared / "ais" / "gfw-2018-01-korea-strait-hong-kong.csv.gz"
    vedette("add", case, tracks, shared / "geo" / "nga-world-port-index-2023-08.csv.gz")
    # The index gives a port's middle to the minute of arc; her berths lie up to 6 km from it.
    vedette("run", case, "--set", "port_call.radius_m=6500", "-q")

    told = vedette("ship", case, FEEDER, "--at-most", 100)

    for port in ("Busan", "Hakata", "Hiroshima"):
        assert f"Call at {port}, " in told
    assert "8,115 positions by ais/global-fishing-watch" in told
    assert "46 stray and 24 doubled" in told
    assert "Not compared with lists" in told
    kinds = {event.kind for event in dossier(store.open_case(case), str(FEEDER)).timeline}
    assert not kinds & {"false_position", "identity_clash"}
