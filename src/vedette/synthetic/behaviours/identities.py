"""Identities: hulls that change name or number, numbers on two hulls, and slips that mean nothing."""

from vedette.synthetic.actors import FIRST_NEW_MMSI, Actor, Stage, imo

_CHANGES = (
    (True, False, False),  # name, call sign, MMSI
    (False, True, False),
    (False, False, True),
    (True, True, False),
    (True, True, True),
)
_SET_ANEW_H = 5.0
_SETTLE_H = 9 * 24.0  # what is said for a week without contradiction is settled


def changes(stage: Stage) -> None:
    """A ship renamed; one with a new call sign; one under a new MMSI; one sold: a new name with either."""
    actor = stage.actor()
    stage.ends(actor)
    name, call_sign, mmsi = _CHANGES[actor.number % len(_CHANGES)]
    hour = _in_port(actor, stage.hours * 0.3, stage.hours - _SETTLE_H)
    # Under another MMSI the new name is no change of what that number says: the change of number tells it.
    if name:
        actor.said.append((hour, "name", f"FICTITIOUS {actor.number + 1:03d}"))
    if call_sign:
        actor.said.append((hour, "call_sign", f"FIC{actor.number + 1:03d}"))
    if not mmsi:
        for field in [field for field, new in (("name", name), ("call_sign", call_sign)) if new]:
            actor.label("identity_change", hour, hour, why=field)
        return
    new, old = FIRST_NEW_MMSI + actor.number, actor.mmsi(0.0)
    actor.way.dark.append((hour - _SET_ANEW_H, hour, "", "the transponder is set anew"))
    actor.numbers.append((hour, new))
    actor.labels = [new_row for row in actor.labels for new_row in _renumbered(row, hour, new)]
    actor.label("identity_change", hour, hour, other_mmsi=old, why="mmsi")
    actor.labels.append({"kind": "gap", "mmsi": old, "start": hour - 6.0, "end": stage.hours, "sure": False})


def slips(stage: Stage) -> None:
    """A ship whose name is mistyped once, whose IMO number is 0 for an hour, and that types it otherwise."""
    actor = stage.actor()
    stage.ends(actor)
    name = str(actor.said[0][2])
    hour = actor.rng.uniform(0.2, 0.6) * stage.hours
    for value, at in (("SYNTHETIK", hour), (name, hour + 3.0), (f" {name.lower()}.", hour + 30.0)):
        actor.said.append((at, "name", value))
    actor.said += [(hour + 2.0, "imo", 0), (hour + 3.0, "imo", actor.said[2][2])]
    actor.label("near", hour, hour + 72.0, why="identity_change: a name mistyped once, an IMO number of 0")


def clashes(stage: Stage) -> None:
    """Two ships that use one MMSI at once; or one IMO number."""
    one, other = stage.actor(), stage.actor()
    for ship in (one, other):
        stage.ends(ship)
    if one.number % 2:
        other.said.append((0.0, "imo", one.said[2][2]))
        one.label("identity_clash", 0.0, stage.hours, other_mmsi=other.mmsi(0.0), why="imo")
        return
    mmsi = one.mmsi(0.0)
    other.numbers = [(0.0, mmsi)]
    for ship in (one, other):
        ship.labels = [{**row, "mmsi": mmsi, "sure": False} for row in ship.labels]
    other.said.append((0.0, "imo", imo(90_000 + other.number)))
    one.label("identity_clash", 0.0, stage.hours, why="mmsi")


def _in_port(actor: Actor, after: float, before: float) -> float:
    """An hour near the end of a call, after a time and at best before another."""
    ends = [float(row["end"]) for row in actor.labels if row["kind"] == "port_call"]  # type: ignore[arg-type]
    good = [end for end in ends if after < end < before]
    return (good[0] if good else max(2 * _SET_ANEW_H, after)) - 0.5


def _renumbered(row: dict[str, object], hour: float, new: int) -> list[dict[str, object]]:
    """The label under the new number; of what lasts across the change a part under each."""
    start, end = float(row["start"]), float(row["end"])  # type: ignore[arg-type]
    if row["kind"] == "identity_change" or end <= hour - 6.0:
        return [row]
    if start >= hour:
        return [{**row, "mmsi": new}]
    return [{**row, "sure": False}, {**row, "mmsi": new, "sure": False}]
