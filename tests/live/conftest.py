"""A small sea as NMEA, and a case to listen with."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyais.encode import encode_dict

from vedette import store, watch


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
    return store.create(tmp_path / "case", f"gazetteer = false\n{text}")


@pytest.fixture(scope="session")
def sentences() -> Callable[[int], list[bytes]]:
    """So many position reports of five ships, and one of names in two parts."""

    def made(count: int) -> list[bytes]:
        lines: list[bytes] = []
        for number in range(count):
            mmsi = str(273_000_001 + number % 5)
            said = {"type": 1, "mmsi": mmsi, "lat": 42 + number * 1e-4, "lon": 131.0, "speed": 9.0}
            lines += [line.encode() for line in encode_dict(said, talker_id="AI", radio_channel="A")]
        names = {"type": 5, "mmsi": "273000001", "shipname": "ANGARA", "imo": 9_179_842}
        return lines + [line.encode() for line in encode_dict(names, talker_id="AI", radio_channel="B")]

    return made
