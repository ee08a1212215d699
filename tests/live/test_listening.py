"""Listening: what each kind of feed sends is in the case, whatever the other feeds do."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vedette import fields, running, store
from vedette.errors import CaseError, VedetteError
from vedette.live import feeds, listening
from vedette.live.health import Health
from vedette.live.ticking import Tick, Ticker, alone

Sentences = Callable[[int], list[bytes]]
Sender = Callable[[], Awaitable[None]]


@pytest.fixture(autouse=True)
def unrun(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What a run makes of the rows is not asked here, but by the one test that says so."""
    if "runs" not in request.node.name:
        made = {"alerts": fields.empty("alerts")}
        monkeypatch.setattr(running, "run", lambda *_: made)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def heard(
    case: store.Case, addresses: list[str], sender: Sender, *, lines: int, tick_s: float = 0.5
) -> tuple[list[Tick], list[Health]]:
    """Listen while a sender sends, until so many lines are in the journal, half a minute at most."""
    ticks: list[Tick] = []
    last: list[Health] = []

    async def all_of_it() -> None:
        stop = asyncio.Event()

        def tell(tick: Tick, healths: list[Health]) -> None:
            ticks.append(tick)
            last[:] = healths
            if sum(one.lines for one in healths) >= lines:
                stop.set()

        wish = listening.Wish(tick_s, 30.0, tell)
        with alone(case) as folder:
            listens = asyncio.create_task(
                listening.listen([feeds.feed(a) for a in addresses], Ticker(case), folder, wish, stop)
            )
            sending = asyncio.ensure_future(sender())
            await listens
            sending.cancel()

    asyncio.run(all_of_it())
    return ticks, last


async def send_tcp(port: int, pieces: list[bytes]) -> None:
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:
            await asyncio.sleep(0.05)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.01)
    writer.close()


def positions(case: store.Case) -> int:
    return len(store.read(case, "positions"))


def test_a_sender_that_connects_is_heard_though_its_lines_come_in_pieces(
    case: store.Case, sentences: Sentences
):
    stream, port = b"\r\n".join([*sentences(40), b""]), free_port()
    pieces = [stream[at : at + 17] for at in range(0, len(stream), 17)]

    ticks, healths = heard(case, [f"tcp-listen://127.0.0.1:{port}"], lambda: send_tcp(port, pieces), lines=42)

    assert positions(case) == 40
    assert store.read(case, "statics")["name"].to_pylist() == ["ANGARA"]
    assert sum(tick.rows for tick in ticks) == 41
    assert (healths[0].lines, healths[0].empty) == (42, 0)


def test_a_server_that_closes_is_connected_to_again(case: store.Case, sentences: Sentences):
    lines, port, served = sentences(20), free_port(), []

    async def serve() -> None:
        async def one(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            half = lines[:10] if not served else lines[10:]
            served.append(len(half))
            writer.write(b"\n".join([*half, b""]))
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(one, "127.0.0.1", port):
            while True:
                await asyncio.sleep(1)

    _, healths = heard(case, [f"tcp://127.0.0.1:{port}"], serve, lines=22)

    assert served[:2] == [10, 12]
    assert positions(case) >= 20
    assert healths[0].connections >= 2


def test_datagrams_are_heard_with_or_without_line_ends(case: store.Case, sentences: Sentences):
    port = free_port()

    async def send() -> None:
        await asyncio.sleep(0.5)
        out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for number, line in enumerate(sentences(30)):
            out.sendto(line + (b"\r\n" if number % 2 else b""), ("127.0.0.1", port))
            await asyncio.sleep(0.002)

    heard(case, [f"udp://127.0.0.1:{port}"], send, lines=32)

    assert positions(case) == 30


def test_a_file_that_grows_and_is_replaced_is_heard_from_where_it_stood(
    case: store.Case, sentences: Sentences, tmp_path: Path
):
    log, lines = tmp_path / "ais.log", sentences(30)
    log.write_bytes(b"what was there before\n")

    async def write() -> None:
        await asyncio.sleep(1.0)
        with log.open("ab") as stream:
            stream.write(b"\n".join([*lines[:10], b""]))
        await asyncio.sleep(1.0)
        new = tmp_path / "new.log"
        new.write_bytes(b"\n".join([*lines[10:], b""]))
        new.replace(log)

    _, healths = heard(case, [f"file:{log}"], write, lines=32)

    assert positions(case) == 30
    assert healths[0].lines == 32


def test_messages_of_a_websocket_are_heard(case: store.Case):
    pytest.importorskip("websockets", reason="the extra vedette[live] is not installed")
    from websockets.asyncio.server import ServerConnection, serve  # noqa: PLC0415

    port = free_port()
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f} +0000 UTC"
    said = {"MessageID": 1, "UserID": 273000001, "Latitude": 42.0, "Longitude": 131.0, "Valid": True}
    message = json.dumps(
        {
            "MessageType": "PositionReport",
            "MetaData": {"MMSI": 273000001, "time_utc": now},
            "Message": {"PositionReport": said},
        }
    )

    async def served() -> None:
        async def one(connection: ServerConnection) -> None:
            for _ in range(3):
                await connection.send(message)
            await asyncio.sleep(30)

        async with serve(one, "127.0.0.1", port):
            await asyncio.sleep(60)

    heard(case, [f"ws://127.0.0.1:{port}"], served, lines=3)

    assert positions(case) == 3


def test_junk_is_refused_and_counted_and_what_is_sound_is_kept(case: store.Case, sentences: Sentences):
    port = free_port()
    junk = [
        b"GET / HTTP/1.1",
        b"\x00\xff\xfe",
        b"ent_num,name\n1,EVIL",
        b"B" * 200_000,
        b"!AIVDM,1,1,,A,,0*26",
    ]
    stream = b"\n".join([*junk, *sentences(10), b"", b"", b""])

    ticks, healths = heard(
        case, [f"tcp-listen://127.0.0.1:{port}"], lambda: send_tcp(port, [stream]), lines=17
    )

    assert positions(case) == 10
    assert (healths[0].overlong, healths[0].empty) == (1, 2)
    assert sum(tick.refused for tick in ticks) >= 5
    assert len(store.read(case, "entities")) == 0


def test_one_feed_that_is_not_there_holds_up_no_other(case: store.Case, sentences: Sentences):
    port, nobody = free_port(), free_port()
    stream = b"\n".join([*sentences(10), b""])

    _, healths = heard(
        case,
        [f"tcp://127.0.0.1:{nobody}", f"tcp-listen://127.0.0.1:{port}"],
        lambda: send_tcp(port, [stream]),
        lines=12,
    )

    assert positions(case) == 10
    assert healths[0].failures >= 1
    assert "refused" in (healths[0].trouble or "").lower()


def test_what_was_left_in_the_journal_is_added_when_listening_begins_again(
    case: store.Case, sentences: Sentences
):
    folder = case.path / "journal"
    folder.mkdir()
    (folder / "udp_x-000000000003.open").write_bytes(
        b"".join(b"\\c:1700000000*5F\\" + line + b"\n" for line in sentences(4)) + b"\\c:17"
    )

    async def nothing() -> None:
        await asyncio.sleep(0)

    port = free_port()
    (folder / "udp_x-000000000003.open").rename(folder / f"udp_127_0_0_1_{port}-000000000003.open")
    heard(case, [f"udp://127.0.0.1:{port}"], nothing, lines=0)

    assert positions(case) == 4
    assert not list(folder.glob("*.log*"))


def test_two_listeners_do_not_share_a_case(case: store.Case):
    with alone(case), pytest.raises(CaseError, match="Another"), alone(case):
        pass


@pytest.mark.parametrize(
    "address", ["", "http://x:1", "tcp://x", "tcp://x:y", "udp://x:99999999", "file:", "ais.log"]
)
def test_what_is_no_address_is_said_to_be_none(address: str):
    with pytest.raises(VedetteError):
        feeds.feed(address)
