"""Listening: every feed into its journal, tick by tick into the case, until it is told to stop."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from vedette.errors import CaseError, VedetteError
from vedette.live import feeds, notifying
from vedette.live.clock import Clock
from vedette.live.feeds import Feed
from vedette.live.health import Health, unseen
from vedette.live.journal import Journal
from vedette.live.lines import Splitter
from vedette.live.notifying import Outbox
from vedette.live.ticking import Tick, Ticker

FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
SYNC_S = 1.0
FULL_WAIT_S = 2.0
CUT_WAIT_S = 2.0


@dataclass(frozen=True)
class Wish:
    """How to listen: how often to tick, for how long (None: until stopped), and whom to tell."""

    tick_s: float = 60.0
    lasts_s: float | None = None
    tell: Callable[[Tick, list[Health]], object] = lambda *_: None
    outbox: Outbox | None = None
    now: Callable[[], datetime] | None = None  # what the time is where it is not that of the clock
    clock: Clock = field(default_factory=Clock)


@dataclass
class Ear:
    """One feed with its journal and its health."""

    feed: Feed
    journal: Journal
    health: Health
    clock: Clock

    async def hear(self) -> None:
        """Take what comes, again and again: a feed that breaks is tried later, ever later up to a minute."""
        wait = FIRST_WAIT_S
        while True:
            before = self.health.connections
            try:
                await self._once()
                self.health.trouble = "the sender closed the connection"
            except VedetteError:
                raise
            except Exception as error:  # whatever a feed does wrong, the others go on
                self.health.failures += 1
                self.health.trouble = f"{type(error).__name__}: {error}"[:200]
            self.health.connected = False
            if self.feed.ends:
                return
            wait = FIRST_WAIT_S if self.health.connections > before else min(2 * wait, LONGEST_WAIT_S)
            await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311 - so that not all come back at once

    def _connected(self) -> None:
        self.health.connections += 1
        self.health.connected = True
        self.health.trouble = None

    async def _once(self) -> None:
        cutter = Splitter(feeds.MAX_MESSAGE_BYTES) if self.feed.json else Splitter()
        told = feeds.Told(self._connected, self._count, self._lost)
        try:
            async for piece in feeds.pieces(self.feed, told):
                await self._keep(cutter.take(piece))
                self._count(cutter)
        finally:
            await self._keep(cutter.end())
            self._count(cutter)

    def _count(self, cutter: Splitter) -> None:
        self.health.empty += cutter.empty
        self.health.overlong += cutter.overlong
        cutter.empty = cutter.overlong = 0

    def _lost(self, datagrams: int) -> None:
        self.health.lost += datagrams

    async def _keep(self, lines: list[bytes]) -> None:
        """Put lines in the journal; while the disk takes none the feed waits, and says so."""
        lines = self.health.taken(lines, self.clock.at_us())
        while lines:
            at_us = self.clock.at_us()
            try:
                size = self.journal.write(lines, self.clock.wall_us())
            except OSError as error:
                self.health.waits += 1
                self.health.blocked = str(error.strerror or error)
                try:
                    await asyncio.sleep(FULL_WAIT_S)
                except asyncio.CancelledError:
                    self.health.unkept += len(lines)
                    raise
                continue
            self.health.blocked = None
            self.health.heard(len(lines), size, at_us)
            if self.journal.bytes_open > self.journal.segment_bytes:
                self._cut(at_us)
            return

    def _cut(self, at_us: int) -> bool:
        if not self.journal.may_cut(at_us):
            return False
        with contextlib.suppress(OSError):
            self.journal.cut()
        return True

    async def cut(self) -> None:
        """Close the open segment, between two messages of several parts if that comes soon."""
        until = time.monotonic() + CUT_WAIT_S
        while not self._cut(self.clock.at_us()):
            if time.monotonic() > until:
                with contextlib.suppress(OSError):
                    self.journal.cut()
                return
            await asyncio.sleep(0.02)


async def listen(
    addresses: list[Feed], ticker: Ticker, folder: Path, wish: Wish, stop: asyncio.Event
) -> None:
    """Listen to some feeds until ``stop``, until ``lasts_s`` is over, or until all of them ended."""
    ears = [
        Ear(one, Journal(folder, one.name, header=one.header), Health(one.name, one.address), wish.clock)
        for one in addresses
    ]
    try:
        for ear in ears:
            ear.journal.start()
    except OSError as closed:
        why = closed.strerror or closed
        raise CaseError(f"The journal {folder} cannot be written: {why}. Nothing is heard.") from closed
    ticker.start()
    if wish.outbox:
        wish.outbox.start()
    hearing = asyncio.create_task(_hear_all(ears))
    syncing = asyncio.create_task(_sync(ears))
    over = asyncio.create_task(_over(hearing, stop, wish.lasts_s))
    try:
        last = False
        while not last:
            await asyncio.wait([over], timeout=wish.tick_s)
            if last := over.done():
                hearing.cancel()
                await asyncio.wait([hearing])
            await _tick(ears, ticker, folder, wish, last=last)
    finally:
        for task in (hearing, syncing, over):
            task.cancel()
        if wish.outbox:
            await asyncio.to_thread(wish.outbox.stop)
    if not hearing.cancelled() and (error := hearing.exception()):
        raise error


async def _hear_all(ears: list[Ear]) -> None:
    """Hear all until each ended; a feed that cannot be heard at all stops the rest."""
    tasks = [asyncio.create_task(ear.hear()) for ear in ears]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _over(hearing: asyncio.Task[None], stop: asyncio.Event, lasts_s: float | None) -> None:
    """Wait until there is nothing more to hear."""
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([hearing, stopping], timeout=lasts_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()


async def _tick(ears: list[Ear], ticker: Ticker, folder: Path, wish: Wish, *, last: bool) -> None:
    for ear in ears:
        await ear.cut()
    moment = datetime.fromtimestamp(wish.clock.at_us() / 1e6, UTC).replace(tzinfo=None)
    now = wish.now() if wish.now else moment
    try:
        done = await asyncio.to_thread(ticker.tick, folder, now, time.monotonic(), last=last)
    except Exception as error:  # whatever stops a tick (a full disk, our fault), listening goes on
        kind = "" if isinstance(error, (OSError, VedetteError)) else f"{type(error).__name__}: "
        done = Tick(trouble=f"{kind}{error}"[:500])
    healths = [ear.health for ear in ears]
    at_us = wish.clock.at_us()
    done = replace(done, at_us=at_us, clock=wish.clock.jumped())
    hidden = unseen(healths, at_us)
    try:
        if wish.outbox and not last:
            wish.outbox.put(_alarmed(healths, at_us), held=True)
        if wish.outbox and done.alerts:
            wish.outbox.put(notifying.of_alert(alert, hidden) for alert in done.alerts)
        wish.tell(done, healths)
        if done.alerts:
            ticker.told(done.alerts)
    except OSError as error:  # they are told again with the next tick
        why = f"{len(done.alerts)} alerts wait to be told, the outbox cannot be written: {error.strerror}"
        wish.tell(replace(done, alerts=(), trouble=done.trouble or why), healths)
    _write_health(folder, healths, ticker, wish, at_us)


def _alarmed(healths: list[Health], at_us: int) -> Iterator[notifying.Note]:
    """A note for each kind of alarm of a feed, once for each time it comes."""
    for health in healths:
        now = {alarm.partition(":")[0]: alarm for alarm in health.alarms(at_us)}
        for kind in now.keys() - health.alarmed.keys():
            health.alarmed[kind] = at_us
            moment = datetime.fromtimestamp(at_us / 1e6, UTC)
            id_ = f"feed-{health.feed}-{kind}-{moment:%Y%m%dT%H%M%S}"
            yield notifying.Note(id_, f"[{id_}] feed {health.feed}: {now[kind]}", now[kind])
        for kind in health.alarmed.keys() - now.keys():
            del health.alarmed[kind]


async def _sync(ears: list[Ear]) -> None:
    while True:
        await asyncio.sleep(SYNC_S)
        for ear in ears:
            with contextlib.suppress(OSError):
                ear.journal.sync()


def _write_health(folder: Path, healths: list[Health], ticker: Ticker, wish: Wish, at_us: int) -> None:
    """What ``status`` shows of the feeds, put in place whole."""
    outbox = wish.outbox
    said = {
        "at_us": at_us,
        "feeds": [health.said(at_us) for health in healths],
        "unseen": unseen(healths, at_us),
        "latency": {
            kind: {
                "events": len(seconds),
                "median_s": round(median(seconds), 1),
                "most_s": round(max(seconds), 1),
            }
            for kind, seconds in sorted(ticker.latency.items())
        },
        "outbox": {"waiting": outbox.waiting(), "sent": outbox.sent, "trouble": outbox.trouble}
        if outbox
        else None,
    }
    part = folder / ".health.part"
    with contextlib.suppress(OSError):
        part.write_text(json.dumps(said, ensure_ascii=False))
        part.replace(folder / "health.json")
