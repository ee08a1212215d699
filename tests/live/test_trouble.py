"""What goes wrong where somebody listens for months: it is said, what was received stays, and it goes on."""

import asyncio
import base64
import errno
import hashlib
import json
import os
import re
import resource
import shutil
import socket
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vedette import adding, fields, running, store, watch
from vedette.console.listen import in_words
from vedette.errors import CaseError
from vedette.live import feeds, journal, listening, notifying
from vedette.live.clock import Clock
from vedette.live.health import Health, unseen
from vedette.live.ticking import Tick, Ticker, alone

Sentences = Callable[[int], list[bytes]]
SECOND, HOUR = 1_000_000, 3_600_000_000


@pytest.fixture(autouse=True)
def unrun(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run makes of the rows is not asked here; what waits is tried again soon."""
    made = {"alerts": fields.empty("alerts")}
    monkeypatch.setattr(running, "run", lambda *_: made)
    monkeypatch.setattr(listening, "FULL_WAIT_S", 0.05)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Heard:
    """What a listener said, tick by tick."""

    def __init__(self) -> None:
        self.ticks: list[Tick] = []
        self.healths: list[Health] = []
        self.words: list[str] = []

    def tell(self, tick: Tick, healths: list[Health]) -> None:
        self.ticks.append(tick)
        self.healths = healths
        self.words += in_words(tick, healths)

    def said(self, words: str) -> bool:
        return any(words in line for line in self.words)


def listen(
    case: store.Case,
    addresses: list[str],
    meanwhile: Callable[[Heard], Awaitable[None]],
    wish: Callable[[Heard], listening.Wish] = lambda heard: listening.Wish(0.2, 60.0, heard.tell),
) -> Heard:
    """Listen until what is done meanwhile is done, a minute at most."""
    heard = Heard()

    async def all_of_it() -> None:
        stop = asyncio.Event()

        async def done() -> None:
            try:
                await meanwhile(heard)
            finally:
                stop.set()

        with alone(case) as folder:
            sources = [feeds.feed(address) for address in addresses]
            doing = asyncio.create_task(done())
            await listening.listen(sources, Ticker(case), folder, wish(heard), stop)
            await doing

    asyncio.run(all_of_it())
    return heard


async def until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    for _ in range(round(seconds / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to that")


async def connected(port: int) -> asyncio.StreamWriter:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            return writer
        except OSError:
            await asyncio.sleep(0.05)
    raise AssertionError("nobody listens")


async def sent(writer: asyncio.StreamWriter, lines: list[bytes]) -> None:
    writer.write(b"\n".join([*lines, b""]))
    await writer.drain()


def positions(case: store.Case) -> list[float]:
    return store.read(case, "positions")["lat"].to_pylist()


# --- the disk ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_while_the_journal_cannot_be_written_the_feed_waits_says_so_and_goes_on(
    case: store.Case, sentences: Sentences, monkeypatch: pytest.MonkeyPatch, code: int
):
    """The error is injected where the journal writes; nothing else of the disk is touched."""
    port, lines, write, full = free_port(), sentences(40)[:40], journal._write_all, [False]

    def maybe(stream: object, data: bytes) -> None:
        if full[0]:
            raise OSError(code, os.strerror(code))
        write(stream, data)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "_write_all", maybe)

    async def fill(heard: Heard) -> None:
        writer = await connected(port)
        await sent(writer, lines[:20])
        await until(lambda: heard.healths and heard.healths[0].lines == 20)
        full[0] = True
        await sent(writer, lines[20:])
        await until(lambda: heard.said(f"the journal cannot be written ({os.strerror(code)})"))
        assert unseen(heard.healths, heard.ticks[-1].at_us)
        full[0] = False
        await until(lambda: heard.healths[0].lines == 40)
        await until(lambda: heard.healths[0].blocked is None)
        writer.close()

    heard = listen(case, [f"tcp-listen://127.0.0.1:{port}"], fill)

    assert len(positions(case)) == len(set(positions(case))) == 40
    assert heard.healths[0].alarms(heard.ticks[-1].at_us) == []


def test_what_the_disk_never_took_before_the_end_is_counted(
    case: store.Case, sentences: Sentences, monkeypatch: pytest.MonkeyPatch
):
    port = free_port()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal, "_write_all", full)

    async def fill(heard: Heard) -> None:
        await sent(await connected(port), sentences(5)[:5])
        await until(lambda: heard.healths and heard.healths[0].waits)

    heard = listen(case, [f"tcp-listen://127.0.0.1:{port}"], fill)

    assert heard.healths[0].unkept == 5


def test_a_segment_the_disk_did_not_let_in_stays_and_is_added_once_when_there_is_room(
    case: store.Case, sentences: Sentences, monkeypatch: pytest.MonkeyPatch
):
    """The error is injected after the rows are visible and before the ledger says that the file is whole."""
    now = datetime.now(UTC).replace(tzinfo=None)
    keep = store.keep

    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with alone(case) as folder:
        one, ticker = journal.Journal(folder, "tcp_x"), Ticker(case)
        one.start()
        one.write(sentences(30)[:30], round(now.replace(tzinfo=UTC).timestamp() * 1e6))
        one.cut()
        monkeypatch.setattr(adding.store, "keep", full)
        stopped = [ticker.tick(folder, now, 0.0) for _ in range(3)]
        left = list(folder.glob("*.zst"))
        monkeypatch.setattr(adding.store, "keep", keep)
        after = ticker.tick(folder, now, 0.0)

    assert all("No space left" in (tick.trouble or "") for tick in stopped)
    assert len(left) == 1
    assert (after.rows, after.trouble, list(folder.glob("*.zst"))) == (30, None, [])
    assert len(positions(case)) == len(set(positions(case))) == 30


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or os.geteuid():
        pytest.skip("a small disk can only be mounted by root")
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def case_on(folder: Path) -> store.Case:
    text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
    return store.create(folder / "case", f"gazetteer = false\n{text}")


def test_a_disk_that_is_really_full_loses_nothing_and_is_gone_on_with(small_disk: Path, sentences: Sentences):
    case, port, lines = case_on(small_disk), free_port(), sentences(3000)[:3000]
    filler = small_disk / "filler"

    def leave(bytes_free: int) -> None:
        room = os.statvfs(small_disk)
        with filler.open("ab") as stream:
            stream.write(b"x" * max(0, room.f_bavail * room.f_frsize - bytes_free))

    async def fill(heard: Heard) -> None:
        writer = await connected(port)
        await sent(writer, lines[:1000])
        await until(lambda: sum(tick.rows for tick in heard.ticks) == 1000)
        leave(30_000)
        for lot in range(1000, 3000, 200):
            await sent(writer, lines[lot : lot + 200])
            await asyncio.sleep(0.05)
        await until(lambda: any(tick.trouble for tick in heard.ticks))
        await until(lambda: heard.said("the journal cannot be written"))
        filler.unlink()
        await until(lambda: sum(tick.rows for tick in heard.ticks) == 3000)
        writer.close()

    heard = listen(case, [f"tcp-listen://127.0.0.1:{port}"], fill)

    assert any("space" in (tick.trouble or "") for tick in heard.ticks)
    assert not any(tick.faults for tick in heard.ticks)
    assert len(positions(case)) == len(set(positions(case))) == 3000


def test_a_folder_that_is_read_only_is_said_to_be(small_disk: Path):
    case = case_on(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(CaseError, match="cannot be written: Read-only file system"), alone(case):
        pass


def test_that_the_disk_is_full_goes_out_though_no_note_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    took: list[str] = []
    outbox = notifying.Outbox(tmp_path, ("json://x",), lambda *said: not took.append(said[1]))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    outbox.put([notifying.Note("feed-x", "the journal cannot be written", "")], held=True)
    with pytest.raises(OSError, match="No space"):
        outbox.put([notifying.Note("alert", "an alert", "")])
    outbox._once()

    assert took == ["the journal cannot be written"]


# --- clocks --------------------------------------------------------------------------------------


class Hands:
    """A clock that can be set."""

    def __init__(self) -> None:
        self.real = Clock()
        self.set_us = 0
        self.clock = Clock(lambda: self.real.wall_us() + self.set_us, self.real.passed_us)


def test_a_clock_that_is_set_is_told_of_once_and_never_runs_behind():
    wall, passed = [1_700_000_000 * SECOND], [5 * SECOND]
    clock = Clock(lambda: wall[0], lambda: passed[0])
    began = clock.at_us()

    def later(set_s: int) -> str | None:
        wall[0] += (10 + set_s) * SECOND
        passed[0] += 10 * SECOND
        return clock.jumped()

    assert later(0) is None
    assert "set back by 3,600 s" in (later(-3600) or "")
    assert clock.at_us() == began + 20 * SECOND
    assert later(0) is None
    assert "set forward by 3,600 s (as it was before)" in (later(3600) or "")
    assert later(30) is None, "a clock that is put right by seconds is no news"


def test_after_the_clock_was_set_back_messages_are_kept_and_a_silent_feed_is_still_seen(
    case: store.Case, sentences: Sentences
):
    port, hands = free_port(), Hands()
    at = int(datetime.now(UTC).timestamp() * 1e6)
    lines = [journal.stamped(one, at, "station") for one in sentences(20)[:20]]

    async def turn(heard: Heard) -> None:
        writer = await connected(port)
        await sent(writer, lines[:10])
        await until(lambda: heard.healths and heard.healths[0].lines == 10)
        hands.set_us = -72 * HOUR
        await until(lambda: heard.said("was set back by 259,200 s"))
        await sent(writer, lines[10:])
        await until(lambda: heard.healths[0].lines == 20)
        writer.close()

    heard = listen(
        case,
        [f"tcp-listen://127.0.0.1:{port}"],
        turn,
        lambda heard: listening.Wish(0.2, 60.0, heard.tell, clock=hands.clock),
    )

    assert len(positions(case)) == 20
    later = heard.ticks[-1].at_us + 130 * SECOND
    assert any("nothing heard for 13" in alarm for alarm in heard.healths[0].alarms(later))


def test_messages_dated_1970_and_2038_are_refused_with_their_reason_and_the_sound_are_kept(
    case: store.Case, sentences: Sentences
):
    port, lines = free_port(), sentences(12)[:12]
    now = int(datetime.now(UTC).timestamp() * 1e6)
    times = [0, 2_145_916_800 * SECOND, now]
    stream = [journal.stamped(one, times[n % 3], "station") for n, one in enumerate(lines)]

    async def send(heard: Heard) -> None:
        writer = await connected(port)
        await sent(writer, stream)
        await until(lambda: sum(tick.rows + tick.refused for tick in heard.ticks) == 12)
        writer.close()

    listen(case, [f"tcp-listen://127.0.0.1:{port}"], send)

    assert len(positions(case)) == 4
    refused = store.read(case, "refusals")["reason"].to_pylist()
    assert len(refused) == 8
    assert all("time" in reason for reason in refused), set(refused)


# --- feeds ---------------------------------------------------------------------------------------


async def served(port: int, answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]):
    return await asyncio.start_server(answer, "127.0.0.1", port)


def test_a_feed_of_empty_lines_is_told_apart_from_a_silent_one_and_starves_nobody(
    case: store.Case, sentences: Sentences
):
    empty, port = free_port(), free_port()

    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(200):
            writer.write(b"\r\n" * 10_000)
            await writer.drain()
        await asyncio.sleep(30)

    async def send(heard: Heard) -> None:
        async with await served(empty, flood):
            writer = await connected(port)
            for line in sentences(20)[:20]:
                await sent(writer, [line])
            await until(lambda: heard.healths and heard.healths[1].lines == 20)
            await until(lambda: heard.said("nothing heard yet, but 2,000,000 empty lines"))
            writer.close()

    listen(case, [f"tcp://127.0.0.1:{empty}", f"tcp-listen://127.0.0.1:{port}"], send)

    assert len(positions(case)) == 20


def test_a_feed_that_connects_and_sends_nothing_is_an_outage_and_starves_nobody(
    case: store.Case, sentences: Sentences
):
    silent, port = free_port(), free_port()

    async def nothing(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async def send(heard: Heard) -> None:
        async with await served(silent, nothing):
            writer = await connected(port)
            await sent(writer, sentences(20)[:20])
            await until(lambda: sum(tick.rows for tick in heard.ticks) == 20)
            await until(lambda: heard.said(f"Feed tcp_127_0_0_1_{silent}: outage: nothing heard yet"))
            writer.close()

    heard = listen(case, [f"tcp://127.0.0.1:{silent}", f"tcp-listen://127.0.0.1:{port}"], send)

    assert len(positions(case)) == 20
    assert [one.feed for one in heard.healths if one.alarms(heard.ticks[-1].at_us)] == [
        f"tcp_127_0_0_1_{silent}"
    ]


def test_a_websocket_that_never_pongs_is_left_and_connected_to_anew(
    case: store.Case, monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip("websockets", reason="the extra vedette[live] is not installed")
    monkeypatch.setattr(feeds, "PING_SECONDS", 0.3)
    monkeypatch.setattr(feeds, "CLOSE_SECONDS", 0.2)
    monkeypatch.setattr(listening, "FIRST_WAIT_S", 0.1)
    port, shakes = free_port(), []
    report = {"MessageID": 1, "UserID": 273000001, "Latitude": 42.0, "Longitude": 131.0, "Valid": True}

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        key = re.search(rb"(?i)sec-websocket-key: (\S+)", asked)
        assert key is not None
        digest = hashlib.sha1(key[1] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11")  # noqa: S324 - as RFC 6455 has it
        told = base64.b64encode(digest.digest())
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + told + b"\r\n\r\n"
        )
        shakes.append(1)
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f} +0000 UTC"
        message = json.dumps(
            {
                "MessageType": "PositionReport",
                "MetaData": {"MMSI": 273000001, "time_utc": now},
                "Message": {"PositionReport": {**report, "Latitude": 42 + 0.1 * len(shakes)}},
            }
        ).encode()
        writer.write(b"\x81\x7e" + len(message).to_bytes(2, "big") + message)
        await writer.drain()
        await asyncio.sleep(30)

    async def wait(heard: Heard) -> None:
        async with await served(port, deaf):
            await until(lambda: len(shakes) >= 3)
            await until(lambda: sum(tick.rows for tick in heard.ticks) >= 3)

    heard = listen(case, [f"ws://127.0.0.1:{port}"], wait)

    assert heard.healths[0].failures >= 2
    assert len(positions(case)) >= 3


def test_a_line_of_a_gigabyte_takes_no_memory_and_starves_nobody(case: store.Case, sentences: Sentences):
    long, port, lines = free_port(), free_port(), sentences(20)[:20]
    piece = b"A" * (4 << 20)

    async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(256):
            writer.write(piece)
            await writer.drain()
        await sent(writer, [b"", *lines[:10]])
        await asyncio.sleep(30)

    async def send(heard: Heard) -> None:
        async with await served(long, endless):
            writer = await connected(port)
            await sent(writer, lines[10:])
            await until(lambda: heard.healths and heard.healths[1].lines == 10)
            await until(lambda: heard.healths[0].lines == 11, 60)
            writer.close()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    heard = listen(case, [f"tcp://127.0.0.1:{long}", f"tcp-listen://127.0.0.1:{port}"], send)
    more_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10

    assert heard.healths[0].overlong == 1
    assert more_mb < 300, f"{more_mb} MB"
    assert len(positions(case)) == 20
