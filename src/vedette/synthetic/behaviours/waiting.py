"""Waiting: a ship drifts at sea for many hours; and waits too short to count."""

from vedette.synthetic.actors import Stage, drifting


def loiterers(stage: Stage) -> None:
    """A ship that drifts for 6 to 30 hours between two calls."""
    actor = stage.actor()
    while actor.now < stage.hours - 72:
        spot = stage.spot(actor.rng)
        actor.meets(spot, actor.soonest(spot) + actor.rng.uniform(0, 12))
        hours = actor.rng.uniform(6.0, 30.0)
        actor.label("loitering", actor.now, actor.now + hours, lat=spot[0], lon=spot[1])
        actor.follows(*drifting(actor.rng, actor.now, hours, spot, actor.rng.uniform(0.2, 1.5)))
        stage.sails_on(actor)
    stage.ends(actor)


def short_waits(stage: Stage) -> None:
    """A ship that drifts for 2 to 3 hours, creeps at 3 knots for longer, or shifts slowly in port."""
    actor = stage.actor()
    while actor.now < stage.hours - 72:
        spot = stage.spot(actor.rng)
        actor.meets(spot, actor.soonest(spot) + actor.rng.uniform(0, 12))
        creeps = actor.rng.random() < 0.5
        hours = actor.rng.uniform(6.0, 12.0) if creeps else actor.rng.uniform(2.0, 3.0)
        knots = actor.rng.uniform(2.6, 3.5) if creeps else actor.rng.uniform(0.2, 1.5)
        why = "slow way" if creeps else "a drift of under 3 h"
        actor.label("near", actor.now, actor.now + hours, why=f"loitering: {why}")
        actor.follows(*drifting(actor.rng, actor.now, hours, spot, knots))
        stage.sails_on(actor)
        shift = drifting(actor.rng, actor.now, 1.5, actor.here, 0.6)
        actor.label("near", actor.now, actor.now + 4.5, why="loitering: shifting slowly in port")
        actor.follows(*shift)
    stage.ends(actor)
