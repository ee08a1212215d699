"""What labelled ships do: one behaviour a file with its near misses, and one line here.

A behaviour puts ships on a stage and writes down what truly happens. A label of kind ``near`` is something
that looks like an event and is none; its ``why`` begins with the kind it looks like.
"""

from collections.abc import Callable
from typing import NamedTuple

from vedette.synthetic.actors import Stage
from vedette.synthetic.behaviours import (
    calls,
    escorts,
    falsities,
    fishing,
    identities,
    meetings,
    silences,
    traffic,
    waiting,
)


class Behaviour(NamedTuple):
    """What some ships do, and how many of a hundred do it."""

    play: Callable[[Stage], None]
    ships: float


# Ships beside those that are asked for, so that silences have others to be judged by.
BACKGROUND = traffic.background
BEHAVIOURS: tuple[Behaviour, ...] = (
    Behaviour(traffic.merchant, 24),
    Behaviour(traffic.ferries, 2),
    Behaviour(traffic.fast_craft, 1),
    Behaviour(calls.hidden_calls, 5),
    Behaviour(calls.visible_calls, 2),
    Behaviour(silences.out_of_reach, 5),
    Behaviour(silences.faults, 5),
    Behaviour(meetings.meetings, 10),
    Behaviour(meetings.near_meetings, 6),
    Behaviour(meetings.pilots, 2),
    Behaviour(waiting.loiterers, 4),
    Behaviour(waiting.short_waits, 3),
    Behaviour(fishing.trawlers, 4),
    Behaviour(escorts.escorts, 4),
    Behaviour(escorts.lanes, 2),
    Behaviour(falsities.teleports, 6),
    Behaviour(falsities.jumpy, 1),
    Behaviour(falsities.circles, 3),
    Behaviour(falsities.faulty_receivers, 3),
    Behaviour(identities.changes, 5),
    Behaviour(identities.slips, 2),
    Behaviour(identities.clashes, 4),
)
