"""Alerts go out at least once, whoever is down and whenever we are killed, and hold up nothing."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

from vedette.errors import VedetteError
from vedette.live import notifying
from vedette.live.notifying import Note, Outbox

ALERT = {
    "alert": "alert-1234",
    "level": 2,
    "title": "Calls at Rajin rose",
    "raised": datetime(2024, 3, 1),
    "source": "synthetic:sea",
}


def wait_until(true: Any, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


def run(box: Outbox, true: Any) -> None:
    box.start()
    try:
        wait_until(true)
    finally:
        box.stop(5.0)


def test_a_note_is_tried_again_until_it_is_taken_and_then_not_any_more(tmp_path: Path):
    tried: list[str] = []

    def send(_address: str, title: str, _body: str) -> bool:
        tried.append(title)
        if len(tried) < 3:
            raise OSError("down")
        return True

    box = Outbox(tmp_path / "outbox", ("json://a",), send, first_wait_s=0.01)
    box.put([Note("one", "first", "text")])
    run(box, lambda: not box.waiting())

    assert tried == ["first"] * 3
    assert box.sent == 1
    assert box.trouble is None


def test_an_address_that_is_down_holds_up_no_other_and_who_took_it_is_not_asked_again(tmp_path: Path):
    tried: list[str] = []

    def send(address: str, *_: str) -> bool:
        tried.append(address)
        return address != "json://down"

    box = Outbox(tmp_path / "outbox", ("json://down", "json://up"), send, first_wait_s=0.01)
    box.put([Note("one", "first", "text"), Note("two", "second", "text")])
    run(box, lambda: tried.count("json://down") >= 3)

    assert tried.count("json://up") == 2
    assert box.waiting() == 2
    assert "json:..." in str(box.trouble)


def test_what_waits_goes_out_after_a_crash_and_no_address_is_written_down(tmp_path: Path):
    address = "json://user:secret@host"
    Outbox(tmp_path / "outbox", (address,), lambda *_: False).put([Note("../one", "first", "text")])
    assert "secret" not in "".join(path.read_text() for path in tmp_path.rglob("*.json"))

    sent: list[str] = []
    box = Outbox(tmp_path / "outbox", (address,), lambda _a, title, _b: not sent.append(title))
    run(box, lambda: not box.waiting())

    assert sent == ["first"]
    assert [path.name for path in tmp_path.iterdir()] == ["outbox"]


def test_a_receiver_that_never_answers_holds_nothing_up(tmp_path: Path):
    held = threading.Event()
    box = Outbox(tmp_path / "outbox", ("json://slow",), lambda *_: held.wait(60))
    box.start()
    begun = time.monotonic()
    for number in range(20):
        box.put([Note(f"n{number}", "title", "text")])
    assert time.monotonic() - begun < 2
    held.set()
    box.stop(5.0)


def test_an_alert_says_its_id_that_it_is_made_up_and_what_could_not_be_seen():
    note = notifying.of_alert(ALERT, ["feed tcp: outage: not connected"])

    assert note.id == "alert-1234"
    assert "alert-1234" in note.title
    assert "SYNTHETIC" in note.title
    assert "What could not be seen: feed tcp" in note.body


@pytest.fixture
def webhook() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    got: list[dict[str, Any]] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if len(got) == 1 else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, got
        server.shutdown()


def test_a_webhook_that_failed_once_gets_the_alert(webhook: tuple[int, list[dict[str, Any]]], tmp_path: Path):
    pytest.importorskip("apprise", reason="the extra vedette[live] is not installed")
    port, got = webhook
    addresses = (f"json://127.0.0.1:{port}/hook",)
    notifying.check(addresses)
    box = Outbox(tmp_path / "outbox", addresses, first_wait_s=0.1)
    box.put([notifying.of_alert(ALERT, [])])
    run(box, lambda: not box.waiting())

    assert len(got) == 2
    assert "alert-1234" in got[1]["title"]


def test_mail_is_sent(tmp_path: Path):
    pytest.importorskip("apprise", reason="the extra vedette[live] is not installed")
    got: list[bytes] = []

    class Mail(StreamRequestHandler):
        """As much of SMTP as a sender needs."""

        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    text = b""
                    while (line := self.rfile.readline()) != b".\r\n":
                        text += line
                    got.append(text)
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                if word == b"QUIT":
                    return

    with ThreadingTCPServer(("127.0.0.1", 0), Mail) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        address = f"mailto://127.0.0.1:{port}?from=watch@example.org&to=officer@example.org"
        box = Outbox(tmp_path / "outbox", (address,), first_wait_s=0.1)
        box.put([notifying.of_alert(ALERT, [])])
        run(box, lambda: not box.waiting())
        server.shutdown()

    message = message_from_bytes(got[0])
    assert "alert-1234" in str(make_header(decode_header(message["Subject"])))
    assert message["To"] == "officer@example.org"


def test_an_address_that_nobody_knows_is_refused_without_repeating_it():
    pytest.importorskip("apprise", reason="the extra vedette[live] is not installed")
    with pytest.raises(VedetteError) as refused:
        notifying.check(["nonsense://user:secret@host"])
    assert "secret" not in str(refused.value)
