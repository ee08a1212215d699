"""What is heard tick by tick comes to the same events as the whole log added at once."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from pyais.encode import encode_dict

from vedette import adding, running, store, watch
from vedette.live.journal import Journal, stamped
from vedette.live.ticking import Ticker, alone
from vedette.steps import Reading

BEGUN = datetime(2024, 3, 1)
NOW = datetime(2024, 4, 1)


def microseconds(time: datetime) -> int:
    return int(time.replace(tzinfo=UTC).timestamp() * 1e6)


@pytest.fixture(scope="module")
def log() -> list[bytes]:
    """Four days of eight ships: one falls silent for a day, two lie side by side, one names herself anew."""
    lines: list[tuple[datetime, bytes]] = []
    for ship in range(8):
        mmsi = str(273_000_001 + ship)
        for slot in range(4 * 144):
            time = BEGUN + timedelta(minutes=10 * slot, seconds=ship)
            if ship == 0 and 200 <= slot < 344:
                continue
            beside = ship in (1, 2)
            lat = 41.0 + (0.001 * ship if beside else 0.05 * ship + slot * 1e-3)
            speed = 0.3 if beside else 6.0
            said = {"type": 1, "mmsi": mmsi, "lat": lat, "lon": 132.0, "speed": speed}
            lines += [(time, line.encode()) for line in encode_dict(said, talker_id="AI", radio_channel="A")]
            if slot % 72 == 5:
                name = f"SHIP {ship}" if ship != 3 or slot < 288 else "OTHER NAME"
                said = {"type": 5, "mmsi": mmsi, "shipname": name}
                lines += [
                    (time, one.encode()) for one in encode_dict(said, talker_id="AI", radio_channel="B")
                ]
    lines.sort(key=lambda pair: pair[0])
    return [stamped(line, microseconds(time), "station") for time, line in lines]


def case_in(path: Path) -> store.Case:
    text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
    return store.create(path, f"gazetteer = false\n{text}")


def events(case: store.Case) -> pa.Table:
    """The events without the records they lead to, which name the files the rows came in."""
    return store.read(case, "events").drop_columns(["because"]).sort_by("event")


def test_ticks_that_run_and_one_file_come_to_the_same(log: list[bytes], tmp_path: Path):
    whole = case_in(tmp_path / "whole")
    file = tmp_path / "whole.log"
    file.write_bytes(b"\n".join([*log, b""]))
    list(adding.add(whole, [file], adding.Wish(Reading(now=NOW))))
    running.run(whole, running.Wish(running.last_known(whole, NOW)))

    live = case_in(tmp_path / "live")
    cuts = sorted(random.Random(7).sample(range(1, len(log)), 5))
    with alone(live) as folder:
        feed, ticker = Journal(folder, "tcp_test"), Ticker(live)
        feed.start()
        for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(log)], strict=True)):
            feed.write(log[start:end], microseconds(NOW))
            feed.cut()
            ticker.tick(folder, NOW, float(number), last=number in (2, 5))

    kinds = set(events(whole)["kind"].to_pylist())
    assert {"gap", "encounter"} <= kinds, kinds
    assert events(live).equals(events(whole))
    assert len(store.read(live, "positions")) == len(store.read(whole, "positions"))
