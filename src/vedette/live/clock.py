"""The clock of this computer, which may be set while somebody listens."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

TOLD_S = 60.0


def _wall_us() -> int:
    return time.time_ns() // 1000


def _passed_us() -> int:
    """Microseconds since some moment, also those for which the computer slept."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1000


@dataclass
class Clock:
    """Microseconds since 1970, as the computer has them and as they must at least be.

    A clock set back while listening would make an hour of silence look like none, and would refuse what
    stations date rightly as of the future; so ``at_us`` never runs behind what has passed since it began.
    """

    wall_us: Callable[[], int] = _wall_us
    passed_us: Callable[[], int] = _passed_us
    _offset_us: int = field(init=False)
    _told_s: float = 0.0

    def __post_init__(self) -> None:
        """Note what the time is to begin with."""
        self._offset_us = self.wall_us() - self.passed_us()

    def at_us(self) -> int:
        """The later of the computer's time and of what has passed since the beginning."""
        return max(self.wall_us(), self._offset_us + self.passed_us())

    def jumped(self) -> str | None:
        """What happened to the clock since this was asked last, when it was set by a minute or more."""
        off = (self.wall_us() - self.passed_us() - self._offset_us) / 1e6
        moved, was = off - self._told_s, self._told_s
        if abs(moved) < TOLD_S:
            return None
        self._told_s = 0.0 if abs(off) < TOLD_S else off
        how = "back" if moved < 0 else "forward"
        again = " (as it was before)" if was and not self._told_s else ""
        return (
            f"the clock of this computer was set {how} by {abs(moved):,.0f} s{again}; messages without a "
            "time of their own are given its time"
        )
