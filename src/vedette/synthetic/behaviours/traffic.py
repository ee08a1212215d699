"""Traffic: ships that sail between ports and do nothing else."""

from vedette.synthetic.actors import Stage
from vedette.synthetic.voyages import Course

_HOURS_A_DAY = 24.0


def merchant(stage: Stage) -> None:
    """A merchant ship: calls, at times waits in the roads; changes her draught a little or much in port."""
    actor = stage.actor()
    draught = float(actor.said[-1][2])  # type: ignore[arg-type]
    while actor.now < stage.hours:
        stage.sails_on(actor)
        if actor.rng.random() < 0.3:
            much = actor.rng.random() < 0.5
            by = actor.rng.choice([-1, 1]) * (
                actor.rng.uniform(1.5, 3.0) if much else actor.rng.uniform(0.1, 0.8)
            )
            draught = float(round(draught + (by if 4.0 < draught + by < 12.0 else -by), 1))
            if actor.now < stage.hours - _HOURS_A_DAY:
                actor.said.append((actor.now, "draught_m", draught))
                if much:
                    actor.label("draught_change", actor.now, actor.now)
    actor.leaves()


def ferries(stage: Stage) -> None:
    """Two ferries between two ports that pass each other every day, close by and fast."""
    ports = stage.waters.ports[:2]
    for number in range(2):
        actor = stage.actor((17.0, 19.0), ship_type=60)
        actor.at = ports[number]
        actor.way = Course([0.0], [ports[number].lat], [ports[number].lon])
        actor.lie(6.0)
        while actor.now < stage.hours:
            there = ports[1] if actor.at is ports[0] else ports[0]
            actor.calls(there, 1.5)
            # She leaves with the clock, so that the two meet at sea day after day.
            actor.lie((int(actor.now / _HOURS_A_DAY) + 1) * _HOURS_A_DAY + 6.0)
        actor.leaves()


def fast_craft(stage: Stage) -> None:
    """A hydrofoil at 40 to 50 knots."""
    actor = stage.actor((41.0, 49.0), ship_type=40)
    while actor.now < stage.hours:
        actor.lie(actor.now + actor.rng.uniform(1.0, 9.0))
        stage.sails_on(actor, (2.0, 12.0))
    actor.leaves()


def background(stage: Stage) -> None:
    """A ship of which a message is kept every twenty minutes, or every hour at rest."""
    actor = stage.actor()
    actor.seldom = True
    stage.ends(actor)
