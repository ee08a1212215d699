"""Matters: what a claim is about, so that two claims of one matter can be set side by side."""

from typing import Any

from vedette.claims.actors import actors

_FAMILY = {
    "arms": "arms",
    "arms_trade": "arms",
    "tech": "technology",
    "nuclear": "technology",
    "oil": "oil",
    "oil_trade": "oil",
    "joint_drill": "drills",
    "drill": "drills",
    "visit": "meeting",
    "troops": "troops",
    "food": "food",
    "money": "money",
    "coal": "coal",
}
_CLASS = {
    "CONSULT": "meeting",
    "AGREE": "agreement",
    "SANCTION": "sanctions",
    "ASSAULT": "attack",
    "MOVE": "voyage",
}


def family(row: dict[str, Any]) -> str | None:
    """The kind of thing a claim is about; None when it tells of nothing we know."""
    class_, mode = row["event_class"], row["mode"]
    if row["about"]:
        class_, _, mode = row["about"].partition("/")
    if mode and mode in _FAMILY:
        return _FAMILY[mode]
    return _CLASS.get(class_ or "")


def states(row: dict[str, Any]) -> frozenset[str]:
    """The states a claim is about: giver and receiver, else those its content names, with a denier's own."""
    found = {state for state in (row["giver"], row["receiver"]) if state}
    if len(found) < 2:
        begin = (row["content_start"] or row["span_start"] or 0) - (row["span_start"] or 0)
        stop = (row["content_end"] or row["span_end"] or 0) - (row["span_start"] or 0)
        content = (row["text"] or "")[max(0, begin) : stop]
        found |= {n.actor.state for n in actors(content) if n.actor.state}
    if row["polarity"] == "denied" and len(found) < 2:
        found |= {n.actor.state for n in actors(row["speaker"] or "") if n.actor.state}
    return frozenset(found)


def speaker_key(row: dict[str, Any]) -> str:
    """Who speaks, for telling one speaker from another: the actor when one is named, else the words."""
    words = row["speaker"] or ""
    named = [n.actor.id for n in actors(words)]
    return "+".join(sorted(set(named))) if named else " ".join(words.casefold().split())
