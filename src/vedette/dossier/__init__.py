"""The dossier of a ship: all that a case holds on her, and what was looked through to say so.

Identity goes by numbers. What shares only a name with her stands apart and is never hers: names are
borne by many ships, and there are three listed MARIAs.
"""

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from vedette import gazetteer, store
from vedette.dossier import behaviour, finding, flags, listed, paper, said, ties, unknown
from vedette.dossier.parts import Alert, Checked, Dossier, Feed, Heard, Ship
from vedette.outputs import words
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.ships import names as names_of
from vedette.outputs.briefing.told import Names
from vedette.outputs.visible import shown

__all__ = ["Dossier", "dossier", "names"]
_READ = (
    "identities",
    "events",
    "sightings",
    "entities",
    "links",
    "reports",
    "claims",
    "places",
    "feeds",
    "files",
    "indicators",
    "evidence",
    "assessments",
    "alerts",
    "contacts",
)
Tables = Mapping[str, pa.Table]


def dossier(case: store.Case, wanted: str) -> Dossier:
    """All that a case holds on one ship, asked for by IMO number, MMSI or name.

    A ship of whom the case holds nothing has an empty dossier, which says what was looked through.
    CaseError when several ships bear the name, or the number is no ship's.
    """
    tables = {name: store.read(case, name) for name in _READ}
    ship = finding.ship(case, tables, wanted)
    checked = _checked(case, tables)
    asked = wanted.strip()[: finding.LONGEST]
    if ship is None:
        title = f"Nothing in this case is about {shown(asked, 60)}"
        return Dossier(asked, None, title, (), (), (), (), (), (), (), (), (), (), checked)
    called = names(tables)
    entries, alike = listed.entries(tables, ship)
    own, by_name = said.sighted(tables, ship, called)
    rows = behaviour.hers(tables["events"], ship)
    contacts = ties.contacts(tables["contacts"], ship)
    standing = ties.by_event(contacts, ship)
    timeline = behaviour.timeline(rows, tables["sightings"], ship, called, standing)
    facts = paper.facts(tables, entries)
    owners = paper.owners(tables, entries)
    heard = said.heard(case, ship)
    ids = {event.event for event in timeline} | {mention.id for mention in own}
    return Dossier(
        asked=asked,
        ship=ship,
        title=_title(ship),
        notes=(*ship.notes, *_cautions(case, tables, ship, heard)),
        said=(*said.herself(tables, ship), *said.others(tables, ship, entries)),
        particulars=said.particulars(case, ship),
        heard=heard,
        timeline=timeline,
        sightings=own,
        entries=entries,
        same_name=(*alike, *by_name),
        mentions=said.mentioned(tables, ship, called),
        alerts=_alerts(tables, ids),
        checked=checked,
        facts=facts,
        owners=owners,
        owned=paper.summed(owners),
        ties=ties.told(contacts, called, tables["entities"]),
        flags=flags.hit(rows, contacts, owners, tables["places"]),
        unknown=unknown.gaps(ship, entries, heard, rows, checked),
    )


def names(tables: Tables) -> Names:
    """What places and ships are called; a watched place's name before that of a gazetteer."""
    places = gazetteer.beside(tables["places"])
    watched = pc.is_valid(places["role"])
    last = pa.concat_tables([places.filter(pc.invert(watched)), places.filter(watched)])
    return names_of({**tables, "places": last})


def _title(ship: Ship) -> str:
    name = shown(ship.names[0], 60) if ship.names else "Name not known"
    numbers = [f"IMO {ship.imo}"] if ship.imo else []
    numbers += [f"MMSI {mmsi}" for mmsi in ship.mmsis[:3]]
    numbers += [f"{len(ship.mmsis) - 3} more MMSIs"] if len(ship.mmsis) > 3 else []
    return f"{name} ({', '.join(numbers) or 'no number known'})"


def _cautions(case: store.Case, tables: Tables, ship: Ship, heard: tuple[Heard, ...]) -> tuple[str, ...]:
    """What a reader must know before believing the rest."""
    notes = []
    said_by = tables["identities"]
    for mmsi in ship.mmsis if ship.imo else ():
        other = pc.unique(said_by.filter(pc.equal(said_by["mmsi"], mmsi))["imo"]).to_pylist()
        rest = sorted(one for one in other if one and one != ship.imo)
        if rest:
            notes.append(
                f"MMSI {mmsi} also said IMO {words.joined(map(str, rest), longest=6)}: what was heard "
                "under it may be another hull's."
            )
    if ship.imo:
        ours = tables["entities"].filter(pc.equal(tables["entities"]["imo"], ship.imo))
        given = {one for one in ours["mmsi"].to_pylist() if one} - set(ship.mmsis)
        for mmsi in sorted(given):
            times = len(store.read(case, "positions", pc.field("mmsi") == mmsi))
            heard_so = (
                f"{words.counted(times, 'position')} came under it without her IMO number: ask for it too."
            )
            notes.append(
                f"A list gives her MMSI {mmsi}. {heard_so if times else 'Nobody was heard under it.'}"
            )
    if not len(tables["events"]) and store.count(case, "positions"):
        notes.append(
            "The case holds positions and no events: vedette run has found nothing, or has not been run."
        )
    if len(tables["events"]) and len(tables["entities"]) and not len(tables["contacts"]):
        notes.append("Events were not compared with lists, or none of theirs is listed: see vedette run.")
    if any(one.synthetic for one in heard):
        notes.append("Her track is synthetic: what rests on it is invented, and marked so.")
    return tuple(notes)


def _alerts(tables: Tables, ids: set[str]) -> tuple[Alert, ...]:
    """The alerts that rest on any of these rows, through signs, evidence and judgements; newest last."""
    under: dict[object, set[str]] = {one: {one} for one in ids}

    def below_of(because: Iterable[str] | None, until: object = None) -> set[str]:
        # Evidence is weighed anew each week under one id: a judgement rests on that of its own date.
        return {one for i in because or () for key in (i, (i, until)) for one in under.get(key, ())}

    for row in tables["indicators"].select(["indicator", "because"]).to_pylist():
        under[row["indicator"]] = below_of(row["because"])
    for row in tables["evidence"].select(["item", "until", "because"]).to_pylist():
        under[row["item"], row["until"]] = below_of(row["because"])
    for row in tables["assessments"].select(["assessment", "until", "because"]).to_pylist():
        under[row["assessment"]] = below_of(row["because"], row["until"])
    alerts = []
    for row in tables["alerts"].sort_by("raised").to_pylist():
        if below := below_of(row["because"]):
            title = shown(row["title"] or "", 300)
            alerts.append(
                Alert(row["alert"], row["level"], title, row["raised"], len(below), made_up(row["source"]))
            )
    return tuple(alerts)


def _checked(case: store.Case, tables: Tables) -> Checked:
    feeds = (
        tables["feeds"]
        .group_by("source")
        .aggregate([("start", "min"), ("end", "max"), ("messages", "sum"), ("start", "count")])
        .sort_by("source")
    )
    return Checked(
        lists=listed.checked(tables["entities"]),
        feeds=tuple(
            Feed(
                row["source"] or "", row["start_min"], row["end_max"], row["messages_sum"], row["start_count"]
            )
            for row in feeds.to_pylist()
        ),
        positions=store.count(case, "positions"),
        identities=len(tables["identities"]),
        events=len(tables["events"]),
        sightings=len(tables["sightings"]),
        reports=len(tables["reports"]),
        claims=len(tables["claims"]),
    )
