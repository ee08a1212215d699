"""Calls: at the watched port with the transponder off, and with it on."""

from vedette.synthetic.actors import Stage


def hidden_calls(stage: Stage) -> None:
    """A ship that goes silent on the way to the watched port and is heard again on the way from it."""
    actor = stage.actor()
    actor.lie(actor.rng.uniform(12.0, 72.0))
    watched = stage.waters.watched
    while actor.now < stage.hours:
        left, came = actor.calls(watched, actor.rng.uniform(6.0, 40.0), hidden=True)
        off = left + (came - left) * actor.rng.uniform(0.2, 0.7)
        left, came = actor.calls(stage.port(actor.rng), actor.rng.uniform(8.0, 30.0))
        on = left + (came - left) * actor.rng.uniform(0.3, 0.8)
        actor.way.dark.append((off, on, watched.id, "hidden call"))
        for _ in range(int(actor.rng.integers(1, 3))):
            stage.sails_on(actor)
    actor.leaves()


def visible_calls(stage: Stage) -> None:
    """A ship that calls at the watched port and is heard there."""
    actor = stage.actor()
    while actor.now < stage.hours:
        actor.calls(stage.waters.watched, actor.rng.uniform(6.0, 40.0))
        stage.sails_on(actor)
    actor.leaves()
