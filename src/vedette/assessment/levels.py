"""Levels: routine, watch, warning, critical, by a printed table of rules, never by a score.

Each line of the table is a function that gives the words of the line with its inputs when it fires, else
nothing. Reading UP and DOWN is reading the policy. A level is left only under stricter terms than it was
reached on, and one step at a time, so it does not flutter.
"""

from collections.abc import Callable
from dataclasses import dataclass

NAMES = ("routine", "watch", "warning", "critical")
PERIOD_DAYS = 7


@dataclass(frozen=True)
class Levels:
    """The thresholds of the table.

    An alarm is active for ``memory_days`` after it became known; a clean period is a week without an active
    alarm. Probabilities to rise and to fall differ on purpose.
    """

    memory_days: float = 28.0
    clean_periods: int = 2
    warning_from: float = 0.55
    warning_below: float = 0.45
    critical_from: float = 0.80
    critical_below: float = 0.70


@dataclass(frozen=True)
class State:
    """What the table looks at. ``quiet_days``: since the last alarm became known; None when none ever did."""

    probability: float
    alarms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    physical: tuple[str, ...] = ()
    quiet_days: float | None = None


Line = Callable[[State, Levels], str]


def critical(state: State, table: Levels) -> str:
    """The hypothesis is very likely, and something measured speaks for it."""
    if state.probability >= table.critical_from and state.physical:
        return f"p {state.probability:.2f} ≥ {table.critical_from:.2f}, measured: {_listed(state.physical)}"
    return ""


def warning(state: State, table: Levels) -> str:
    """Signs of two independent categories in the memory, and the hypothesis is likelier than not."""
    if state.probability >= table.warning_from and len(state.categories) >= 2:
        signs = f"signs within {table.memory_days:g} days: {', '.join(state.categories)}"
        return f"p {state.probability:.2f} ≥ {table.warning_from:.2f}, {signs}"
    return ""


def watch(state: State, table: Levels) -> str:
    """A series is in alarm."""
    return f"in alarm within {table.memory_days:g} days: {_listed(state.alarms)}" if state.alarms else ""


def not_critical(state: State, table: Levels) -> str:
    """The hypothesis is clearly no longer very likely, and it has been quiet."""
    if state.probability < table.critical_below and clean(state, table) >= table.clean_periods:
        return f"p {state.probability:.2f} < {table.critical_below:.2f}, {_quiet(state, table)}"
    return ""


def not_warning(state: State, table: Levels) -> str:
    """The hypothesis is clearly no longer likelier than not, and it has been quiet."""
    if state.probability < table.warning_below and clean(state, table) >= table.clean_periods:
        return f"p {state.probability:.2f} < {table.warning_below:.2f}, {_quiet(state, table)}"
    return ""


def not_watch(state: State, table: Levels) -> str:
    """It has been quiet."""
    return _quiet(state, table) if clean(state, table) >= table.clean_periods else ""


UP: tuple[tuple[int, Line], ...] = ((3, critical), (2, warning), (1, watch))
DOWN: tuple[tuple[int, Line], ...] = ((3, not_critical), (2, not_warning), (1, not_watch))


def level(before: int, state: State, table: Levels = Levels()) -> tuple[int, str]:
    """The level after this state, and the line of the table that set or keeps it."""
    for reached, line in UP:
        if reached > before and (words := line(state, table)):
            return reached, f"up to {reached} ({NAMES[reached]}): {words}"
    for left, line in DOWN:
        if left == before and (words := line(state, table)):
            return before - 1, f"down to {before - 1} ({NAMES[before - 1]}): {words}"
    held = next((words for reached, line in UP if reached <= before and (words := line(state, table))), "")
    why = held or ("no line fires" if before == 0 else f"not yet quiet enough: {_quiet(state, table)}")
    return before, f"stays at {before} ({NAMES[before]}): {why}"


def clean(state: State, table: Levels) -> float:
    """How many whole clean periods have passed; without end when there never was an alarm."""
    if state.alarms:
        return 0
    if state.quiet_days is None:
        return float("inf")
    return max(0.0, (state.quiet_days - table.memory_days) // PERIOD_DAYS)


def _quiet(state: State, table: Levels) -> str:
    if state.quiet_days is None:
        return "no alarm at all"
    return f"clean periods {clean(state, table):g} of {table.clean_periods}, p {state.probability:.2f}"


def _listed(names: tuple[str, ...], most: int = 4) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
