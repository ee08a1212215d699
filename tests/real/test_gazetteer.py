"""The bundled gazetteer: it is what its tool makes, and the ferry of January 2018 calls where she called."""

import gzip
import hashlib
import importlib.util
from pathlib import Path

import pytest

from tests.real.test_events import FERRY, flowed, of_kind, read
from vedette import gazetteer

TOOL = Path(__file__).parents[2] / "tools" / "gazetteer.py"


@pytest.mark.slow
def test_the_tool_makes_the_same_table_again(shared):
    spec = importlib.util.spec_from_file_location("gazetteer_tool", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    made = hashlib.sha256(tool.made(shared / "geo").encode()).hexdigest()

    assert made == hashlib.sha256(gzip.decompress(gazetteer.FILE.read_bytes())).hexdigest()


def test_the_ferry_calls_by_name_without_any_file_of_places(shared):
    names = {"ssvid": "mmsi", "timestamp": "time", "lat": "lat", "lon": "lon", "speed": "speed_kn"}
    path = shared / "ais" / "gfw-2018-01-korea-strait-hong-kong.csv.gz"
    rows = gazetteer.ports().select(["place", "name"]).to_pylist()
    called = {row["place"]: row["name"].split(",")[0] for row in rows}

    calls = of_kind(flowed(read(path, names), gazetteer.ports()), "port_call", FERRY)

    found = [called[call["place"]] for call in calls]
    assert {"Busan", "Busan New Port", "Hakata", "Hiroshima", "Imari", "Tokuyama"} <= set(found)
    # Read on the track by eye: four calls at Hakata.
    assert found.count("Hakata") == 4
