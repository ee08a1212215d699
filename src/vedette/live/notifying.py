"""Notifying: each new alert goes out to webhooks, mail and chat, again and again until it was taken.

An alert is put in the outbox before it counts as told: after a crash it may go out twice, under the same id,
but never not at all. Sending has a thread of its own, so nothing that a receiver does holds up listening.
Addresses are those of Apprise; they hold passwords, so none is ever written down: a hash stands for each.
"""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vedette.errors import VedetteError

FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 600.0
MOST_WAITING = 10_000
Send = Callable[[str, str, str], bool]


@dataclass(frozen=True)
class Note:
    """One thing to be told: its id, one line, and the text."""

    id: str
    title: str
    body: str


def by_apprise(address: str, title: str, body: str) -> bool:
    """Send a text to an address of Apprise; True when it was taken."""
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415 - an extra

    sender = Apprise()
    return bool(sender.add(address)) and bool(sender.notify(body, title, body_format=NotifyFormat.TEXT))


def check(addresses: Iterable[str]) -> None:
    """VedetteError when Apprise is not there, or cannot read an address; which one, is not repeated."""
    try:
        from apprise import Apprise  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise VedetteError("Notifying needs apprise: pip install 'vedette[live]'.") from error
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    for number, address in enumerate(addresses, 1):
        if not Apprise().add(address):
            kind = address.partition(":")[0]
            raise VedetteError(
                f"Address {number} to notify ({kind}:...) is none that Apprise knows.\n"
                "Hint: such as json://HOST/PATH, mailtos://USER:PASSWORD@HOST, slack://..., matrix://..."
            )


@dataclass
class Outbox:
    """What waits to be sent: one file a note in ``folder``, taken away when every address has taken it."""

    folder: Path
    addresses: tuple[str, ...]
    send: Send = by_apprise
    first_wait_s: float = FIRST_WAIT_S
    trouble: str | None = None
    sent: int = 0
    _held: list[Note] = field(default_factory=list)
    _wake: threading.Event = field(default_factory=threading.Event)
    _over: bool = False
    _thread: threading.Thread | None = None

    def put(self, notes: Iterable[Note], *, held: bool = False) -> None:
        """Have some notes on disk, to be sent; one that waits already stays as it is.

        What the disk does not take raises OSError, or with ``held`` is kept in memory and sent once from
        there: that the disk is full must come out.
        """
        notes = list(notes) if self.addresses else []
        if not notes:
            return
        try:
            self._put(notes)
        except OSError:
            if not held:
                raise
            self._held += notes[: MOST_WAITING - len(self._held)]
        self._wake.set()

    def _put(self, notes: list[Note]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        waiting = len(list(self.folder.glob("*.json")))
        for note in notes:
            path = self._path(note.id)
            if waiting >= MOST_WAITING or path.exists():
                continue
            part = path.with_suffix(".part")
            part.write_text(json.dumps({"id": note.id, "title": note.title, "body": note.body, "taken": []}))
            part.replace(path)
            waiting += 1

    def waiting(self) -> int:
        """How many notes were not taken by all yet."""
        return len(list(self.folder.glob("*.json")))

    def start(self) -> None:
        """Begin to send, also what an earlier listener left."""
        if self.addresses:
            self._thread = threading.Thread(target=self._run, name="notifier", daemon=True)
            self._thread.start()

    def stop(self, patience_s: float = 10.0) -> None:
        """Stop; what waits is tried once more, for a while, and goes out when listening begins again."""
        until = time.monotonic() + patience_s
        while self._thread and self.waiting() and self.trouble is None and time.monotonic() < until:
            self._wake.set()
            time.sleep(0.05)
        self._over = True
        self._wake.set()
        if self._thread:
            self._thread.join(patience_s)

    def _path(self, id_: str) -> Path:
        return self.folder / f"{''.join(c if c.isalnum() or c in '-_.' else '_' for c in id_)[:100]}.json"

    def _run(self) -> None:
        wait = self.first_wait_s
        while not self._over:
            self._wake.clear()
            done = self._once()
            wait = self.first_wait_s if done else min(2 * wait, LONGEST_WAIT_S)
            self._wake.wait(None if done and not self.waiting() else wait)

    def _once(self) -> bool:
        """Try all that waits; False when anything was not taken. One address holds up no other."""
        down: set[str] = set()
        while self._held:
            note = self._held[0]
            for address in self.addresses:
                self._sent(address, vars(note))
            self._held.pop(0)
        for path in sorted(self.folder.glob("*.json"), key=_age):
            try:
                note = json.loads(path.read_text())
                taken = list(note["taken"])
            except (OSError, ValueError, KeyError, TypeError):
                continue
            for address in self.addresses:
                if self._over:
                    return False
                if (mark := _mark(address)) in taken or mark in down:
                    continue
                if self._sent(address, note):
                    taken.append(mark)
                    self._write(path, {**note, "taken": taken})
                else:
                    down.add(mark)
            if {_mark(one) for one in self.addresses} <= set(taken):
                path.unlink(missing_ok=True)
                self.sent += 1
        if not down:
            self.trouble = None
        return not down

    def _sent(self, address: str, note: Mapping[str, Any]) -> bool:
        try:
            if self.send(address, str(note["title"]), str(note["body"])):
                return True
            why = "it was not taken"
        except Exception as error:  # whatever a stranger's server does
            why = type(error).__name__
        self.trouble = f"{address.partition(':')[0]}:... ({_mark(address)}): {why}; it is tried again"
        return False

    def _write(self, path: Path, note: Mapping[str, Any]) -> None:
        part = path.with_suffix(".part")
        try:
            part.write_text(json.dumps(note))
            part.replace(path)
        except OSError:
            pass  # it may go out twice


def _mark(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def of_alert(alert: Mapping[str, Any], unseen: Iterable[str]) -> Note:
    """An alert as it goes out, with its id and with what could not be seen."""
    made_up = "SYNTHETIC. " if (alert["source"] or "").startswith("synthetic:") else ""
    lines = [
        f"{made_up}{alert['title']}",
        f"Level {alert['level']}; raised {alert['raised']:%Y-%m-%d %H:%M} UTC. Id: {alert['alert']}",
        f"What it rests on: vedette explain CASE {alert['alert']}",
        *(f"What could not be seen: {one}" for one in unseen),
        "An observation with its limits; it accuses nobody. A note with the same id is the same alert.",
    ]
    return Note(
        alert["alert"],
        f"[{alert['alert']}] {made_up}level {alert['level']}: {alert['title']}",
        "\n".join(lines),
    )
