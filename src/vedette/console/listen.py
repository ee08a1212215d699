"""The command that listens: live feeds into the case, and what they show as it comes."""

import asyncio
import os
import signal
from pathlib import Path

import click

from vedette import store
from vedette.console import telling
from vedette.console.options import CASE, JSON, MEMORY, QUIET
from vedette.errors import VedetteError
from vedette.live import feeds, listening, notifying
from vedette.live.health import Health, unseen
from vedette.live.ticking import Tick, Ticker, alone

NOTIFY = "VEDETTE_NOTIFY"


@click.command()
@CASE
@click.argument("feed", nargs=-1, required=True)
@click.option(
    "--tick", "tick_s", type=click.FloatRange(1, 3600), default=60, show_default=True, help="Seconds."
)
@click.option("--for", "lasts_s", type=click.FloatRange(0), help="Stop after so many seconds.")
@click.option(
    "--busy",
    type=click.FloatRange(0.05, 1.0),
    default=0.5,
    show_default=True,
    help="The part of the time that runs of the case may take: a longer run is made less often.",
)
@click.option(
    "--notify",
    multiple=True,
    metavar="ADDRESS",
    help="Send alerts to an Apprise address (json://, mailtos://, slack://). They hold passwords: "
    f"better put them, one a line, into the environment variable {NOTIFY}.",
)
@MEMORY
@QUIET
@JSON
def listen(
    case: Path,
    feed: tuple[str, ...],
    *,
    tick_s: float,
    lasts_s: float | None,
    busy: float,
    notify: tuple[str, ...],
    memory: int,
    quiet: bool,
    machine: bool,
) -> None:
    """Listen to live feeds: tcp://, tcp-listen://, udp://, ws://, wss://, file:PATH, or - for standard input.

    Every message is in the journal of the case before it counts as received. Each tick, what came is added to
    the case and new alerts are told. Stopped at any moment, it goes on where it was.
    """
    opened = store.open_case(case)
    sources = [feeds.feed(address) for address in feed]
    if len({one.name for one in sources}) < len(sources):
        raise VedetteError("A feed is named twice.")

    def tell(tick: Tick, healths: list[Health]) -> None:
        if machine:
            telling.as_json(_for_machines(tick, healths))
        elif not quiet:
            for line in in_words(tick, healths):
                click.echo(telling.safe(line))
        if tick.trouble:
            click.echo(f"The tick could not be finished and is tried again: {tick.trouble}", err=True)
        for fault in tick.faults:
            click.echo(f"The fault is ours; the segment lies in journal/faults:\n{fault}", err=True)

    addresses = (*notify, *os.environ.get(NOTIFY, "").split())
    if addresses:
        notifying.check(addresses)
    with alone(opened) as folder:
        outbox = notifying.Outbox(folder / "outbox", addresses) if addresses else None
        wish = listening.Wish(tick_s, lasts_s, tell, outbox)
        asyncio.run(_listen(sources, Ticker(opened, memory, busy=busy), folder, wish))


async def _listen(sources: list[feeds.Feed], ticker: Ticker, folder: Path, wish: listening.Wish) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await listening.listen(sources, ticker, folder, wish, stop)


def in_words(tick: Tick, healths: list[Health]) -> list[str]:
    """A tick in words, with the alerts it raised."""
    heard = ", ".join(f"{one.feed} {one.lines:,} lines{_trouble(one)}" for one in healths)
    ran = f"; run up to {telling.shown(tick.until)}" if tick.ran else ""
    refused = f", {tick.refused:,} refused" if tick.refused else ""
    lines = [f"Heard: {heard}. Added: {tick.rows:,} rows{refused}{ran}."]
    for alert in tick.alerts:
        made_up = "SYNTHETIC. " if (alert["source"] or "").startswith("synthetic:") else ""
        lines.append(f"  ALERT level {alert['level']}: {made_up}{alert['title']} ({alert['alert']})")
    at_us = tick.at_us
    if tick.clock:
        lines.append(f"  Clock: {tick.clock}.")
    if tick.alerts:
        lines += [f"  What could not be seen: {one}" for one in unseen(healths, at_us)]
    for health in healths:
        lines += [
            f"  Feed {health.feed}: {alarm}" for alarm in health.alarms(at_us) if "not connected" not in alarm
        ]
    return lines


def _trouble(health: Health) -> str:
    return "" if health.connected else f" (not connected: {health.trouble or 'not yet'})"


def _for_machines(tick: Tick, healths: list[Health]) -> dict[str, object]:
    at = max((one.last_us or 0 for one in healths), default=0)
    facts = {name: value for name, value in vars(tick).items() if name != "faults"}
    return {**facts, "faults": len(tick.faults), "feeds": [one.said(at) for one in healths]}
