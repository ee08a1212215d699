"""kill -9 while listening: nothing that was in the journal is lost, and nothing is added twice."""

import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from vedette import store
from vedette.live.ticking import alone


def lines_in(journal: Path) -> set[bytes]:
    """The sentences of all whole lines that lie in a journal."""
    found: set[bytes] = set()
    for path in journal.glob("*"):
        data = path.read_bytes() if path.suffix in (".open", ".log", ".zst") else b""
        if path.suffix == ".zst":
            data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
        found |= {line.rpartition(b"\\")[2] for line in data.split(b"\n")[:-1]}
    return found


class Sender:
    """Serves numbered sentences, each once, to whoever connects."""

    def __init__(self, sentences: list[bytes]) -> None:
        self.left = iter(sentences)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.done = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.done.is_set():
            connection, _ = self.server.accept()
            try:
                for line in self.left:
                    if self.done.is_set():
                        break
                    connection.sendall(line + b"\r\n")
                    time.sleep(0.0005)
                else:
                    self.done.set()
            except OSError:
                pass
            connection.close()


def wait_for_lines(journal: Path, listening: subprocess.Popen[bytes]) -> None:
    """Wait until the listener writes: how long a process takes to start is not asked here."""
    before = {path.name for path in journal.glob("*.open")}
    for _ in range(1200):
        assert listening.poll() is None, "the listener ended by itself"
        if any(path.stat().st_size for path in journal.glob("*.open") if path.name not in before):
            return
        time.sleep(0.05)
    raise AssertionError("nothing came into the journal in a minute")


@pytest.mark.slow
def test_killed_at_random_moments_the_case_has_every_line_of_the_journal_once(
    case: store.Case, sentences: Callable[[int], list[bytes]]
):
    sender = Sender(sentences(60_000)[:-2])
    command = [sys.executable, "-m", "vedette", "listen", case.path, f"tcp://127.0.0.1:{sender.port}"]
    in_journal: set[bytes] = set()
    for _ in range(6):
        listening = subprocess.Popen([*command, "--tick", "1", "--quiet"], stderr=subprocess.PIPE)
        wait_for_lines(case.path / "journal", listening)
        time.sleep(random.uniform(0.1, 3.0))
        listening.send_signal(signal.SIGKILL)
        listening.wait()
        with alone(case) as folder:
            in_journal |= lines_in(folder)
    sender.done.set()
    subprocess.run([*command, "--tick", "1", "--for", "3", "--quiet"], check=True)

    rows = store.read(case, "positions")
    latitudes = rows["lat"].to_pylist()
    assert len(latitudes) == len(set(latitudes)), "a line was added twice"
    assert len(in_journal) > 100
    assert len(latitudes) >= len(in_journal)
    assert not lines_in(case.path / "journal")
