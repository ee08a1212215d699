"""Levels: routine, watch, warning, critical, by a printed table of rules, never by a score.

Each line of the table is a function that gives the words of the line with its inputs when it fires, else
nothing. Reading UP and DOWN is reading the policy. A level is left only under stricter terms than it was
reached on, and one step at a time, so it does not flutter.
"""

from collections.abc import Callable
from dataclasses import dataclass

NAMES = ("routine", "watch", "warning", "critical")


@dataclass(frozen=True)
class Levels:
    """The thresholds of the table.

    An alarm is active for ``memory_days`` after it became known. A clean period is a week after a series'
    last alarm in which the series was observed and not in alarm: a week nobody looked at is not clean.
    After ``forget_days``, as long as evidence counts unless its rule says otherwise, an alarm holds no level
    any more. Probabilities to rise and to fall differ on purpose.
    """

    memory_days: float = 28.0
    clean_periods: int = 2
    forget_days: float = 120.0
    warning_from: float = 0.55
    warning_below: float = 0.45
    critical_from: float = 0.80
    critical_below: float = 0.70


@dataclass(frozen=True)
class State:
    """What the table looks at. ``clean``: clean periods so far; None when there is no alarm to wait for."""

    probability: float
    alarms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    physical: tuple[str, ...] = ()
    clean: int | None = None


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
    if state.probability < table.critical_below and _is_quiet(state, table):
        return f"p {state.probability:.2f} < {table.critical_below:.2f}, {_quiet(state, table)}"
    return ""


def not_warning(state: State, table: Levels) -> str:
    """The hypothesis is clearly no longer likelier than not, and it has been quiet."""
    if state.probability < table.warning_below and _is_quiet(state, table):
        return f"p {state.probability:.2f} < {table.warning_below:.2f}, {_quiet(state, table)}"
    return ""


def not_watch(state: State, table: Levels) -> str:
    """It has been quiet."""
    return _quiet(state, table) if _is_quiet(state, table) else ""


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
    return before, f"stays at {before} ({NAMES[before]}): {held or _waits(before, state, table)}"


def _waits(before: int, state: State, table: Levels) -> str:
    """Why a level that no line reaches any more is not left yet."""
    if not before:
        return "no line fires"
    under = {3: table.critical_below, 2: table.warning_below}.get(before)
    if under is not None and state.probability >= under:
        return f"p {state.probability:.2f} is not under {under:.2f}; {_quiet(state, table)}"
    low = f"p {state.probability:.2f}" + (f" is under {under:.2f}" if under is not None else "")
    return f"{low}, but it is not shown to be quiet: {_quiet(state, table)}"


def _is_quiet(state: State, table: Levels) -> bool:
    return not state.alarms and (state.clean is None or state.clean >= table.clean_periods)


def _quiet(state: State, table: Levels) -> str:
    if state.alarms:
        return f"in alarm: {_listed(state.alarms)}"
    if state.clean is None:
        return f"no alarm in {table.forget_days:g} days"
    clean = f"{state.clean} of the {table.clean_periods} clean weeks asked for"
    return f"{clean} (a week nobody looked at is not clean)"


def _listed(names: tuple[str, ...], most: int = 4) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
