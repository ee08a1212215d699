"""A made-up sea is replayed in order and in its own time, and every row says that it is made up."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from vedette import fields, running, store
from vedette.errors import VedetteError
from vedette.live import listening
from vedette.live.replaying import Replay
from vedette.live.ticking import Ticker, alone
from vedette.sources.ais.synthetic_csv import COLUMNS, MARK

NOON = datetime(2023, 8, 30, 12)


def sea(path: Path) -> Path:
    rows = [
        f"299000001,{NOON + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%SZ},42.{minute + 20},131.0" + "," * 12
        for minute in (3, -5, 1, 2, -9, 0)
    ]
    path.write_text("\n".join([MARK, ",".join(COLUMNS), *rows, ""]))
    return path


def test_what_came_before_is_apart_and_the_rest_stands_by_time(tmp_path: Path):
    replay = Replay.of(sea(tmp_path / "sea.csv"), NOON, 100.0)

    assert len(replay.before) == 2
    assert [time for time, _ in replay.lines] == [NOON + timedelta(minutes=n) for n in range(4)]
    assert replay.now() == NOON
    with pytest.raises(VedetteError):
        Replay.of(tmp_path / "sea.csv", NOON + timedelta(days=1), 100.0)


def test_the_rows_are_heard_as_made_up_ones(
    case: store.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(running, "run", lambda *_: {"alerts": fields.empty("alerts")})
    replay = Replay.of(sea(tmp_path / "sea.csv"), NOON, 600.0)

    async def listen() -> None:
        wish = listening.Wish(0.2, 3.0, now=replay.now)
        with alone(case) as folder:
            await listening.listen([replay.feed], Ticker(case), folder, wish, asyncio.Event())

    asyncio.run(listen())

    rows = store.read(case, "positions")
    assert len(rows) == 4
    assert set(rows["source"].to_pylist()) == {"synthetic:sea"}
    assert store.count(case, "refusals") == 0
