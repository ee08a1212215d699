"""A brief: what a case says by some moment, as facts that ``html`` and ``markdown`` only have to set.

In order: the judgement and what changed, the key judgements with their confidence apart, the evidence, what
is denied, the indicators, the map, the ships, what went between countries, how sanctions held, what is not
known, what would change our mind, what the case rests on, and an annex that leads from every number to the
line of the file it came from.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import __version__, fields
from vedette.outputs import words
from vedette.outputs.briefing import judged, limits, passing, sanctioned, ships, spoken, told
from vedette.outputs.briefing.known import known_by
from vedette.outputs.briefing.parts import Brief, Chart, Judgement, Line, Series
from vedette.outputs.briefing.trail import Book, entries
from vedette.outputs.visible import shown
from vedette.watch import Watch

__all__ = ["Brief", "facts"]

MOST_SERIES, MOST_FINDINGS, MOST_REFS, WEEKS_SHOWN, DAYS_ON_MAP = 5, 5, 8, 78, 366
_ROWS = ("events", "sightings", "claims", "indicators", "evidence", "entities", "places")


def facts(tables: Mapping[str, pa.Table], watch: Watch, until: datetime, *, scored: str = "") -> Brief:
    """Gather the facts of a brief from what was known by ``until``. Any table may be empty or missing.

    Of forecasts one row each is given, as it stands; ``scored`` says how good those settled were.
    """
    known = known_by(tables, until, watch.clock)
    names = ships.names(known)
    book = Book(known, names)
    judgements = judged.judgements(known, watch, book)
    shown_series, left_out = _series(known, watch, names)
    places = _places(known["places"], watch)
    evidence = judged.weighed(known, watch, book)
    telling = book.under(item.anchor for one in evidence for item in one.items)
    vessels, vessels_left = ships.named(known, names, frozenset(telling))
    draft = Brief(
        title=shown(watch.title, 160),
        purpose=shown(watch.purpose, 300),
        until=until,
        known_until=words.moment(until),
        clock=watch.clock,
        level=judgements[0].level if judgements else None,
        level_words=judgements[0].level_words if judgements else "not set",
        headline=_headline(judgements, known, until),
        empty=_nothing(known),
        synthetic=_made_up(known),
        judgements=judgements,
        findings=_findings(known["indicators"], names, book),
        evidence=evidence,
        denials=spoken.denials(known["claims"], names),
        contradictions=spoken.contradictions(known["conflicts"], known["claims"]),
        borne=spoken.borne(known["bearings"], known["claims"], names),
        series=shown_series,
        series_left_out=left_out,
        map=_map(known, watch, places, names),
        ships=vessels,
        ships_left_out=vessels_left,
        passed=passing.passed(known["flows"]),
        sanctioned=sanctioned.sanctioned(known, names),
        limits=limits.limits(known, _too_late(tables, until), shown_series),
        assumptions=limits.assumptions(watch, limits.model_of(judged.latest(known["assessments"]))),
        open=judged.still_open(known, watch),
        foretold=judged.foretold(known["forecasts"], book),
        scored=scored,
        grades=judged.grades(known["assessments"]),
        files=(used := limits.files(known["files"]))[0],
        files_left_out=used[1],
        editions=limits.editions(known["entities"]),
        version=__version__,
        records=(),
        records_left_out=0,
        numbers={},
    )
    return _with_records(draft, book)


def _with_records(draft: Brief, book: Book) -> Brief:
    records, left_out = entries(_roots(draft), book)
    numbers = {id_: record.number for id_, record in records}
    kept = {**vars(draft), "records": tuple(record for _, record in records)}
    return Brief(**{**kept, "records_left_out": left_out, "numbers": numbers})


def _roots(draft: Brief) -> Iterable[str]:
    """Every id that the brief refers to, in the order in which it is read."""
    for judgement in draft.judgements:
        yield from judgement.refs
        yield from _refs((*judgement.hangs_on, *judgement.changed))
    yield from _refs(draft.findings)
    for weighed in draft.evidence:
        for item in weighed.items:
            yield item.anchor
            yield from _refs(item.told)
    for denial in draft.denials:
        yield from _refs((denial.denial, *denial.beside))
    yield from _refs((*draft.contradictions, *draft.borne, *(one.question for one in draft.foretold)))
    for series in draft.series:
        yield from series.told.refs
        counted = pc.greater(pc.fill_null(series.weeks["value"], 0.0), 0.0)
        yield from series.weeks.filter(counted)["indicator"].to_pylist()
    if draft.map:
        yield from _refs(draft.map.told)
    for ship in draft.ships:
        yield from _refs((*ship.observed, *ship.listed))
    for one in draft.passed.passages:
        yield from _refs((one.voyages, one.seen, one.sighted, one.possible, one.ended, *one.capacity))
    yield from _refs(one.number for one in draft.passed.published)
    for pair in draft.passed.exchanged:
        for side in pair.sides:
            yield from _refs((*side.observed, *side.claimed, *side.denied))
    yield from _refs((*(one.covered for one in draft.sanctioned.listings), *draft.sanctioned.acts))
    for effect in draft.sanctioned.effects:
        yield from _refs((effect.calls, effect.dark, effect.identity, effect.route))


def _refs(lines: Iterable[Line]) -> Iterable[str]:
    for line in lines:
        yield from line.refs


def _headline(judgements: tuple[Judgement, ...], known: Mapping[str, pa.Table], until: datetime) -> str:
    if judgements:
        first = judgements[0]
        how = f" ({first.spread})" if first.spread else ""
        bare = " No sign bears on it now: this is what was assumed before any." if first.bare else ""
        return f"{first.statement}: {first.likelihood}{how}.{bare}"
    if _nothing(known):
        return f"Nothing was observed up to {words.day(until)}."
    return f"No question of this watch was judged up to {words.day(until)}."


def _nothing(known: Mapping[str, pa.Table]) -> bool:
    counted = pc.sum(known["indicators"]["value"]).as_py()
    rows = ("events", "sightings", "claims", "evidence")
    return not counted and not any(len(known[name]) for name in rows)


def _made_up(known: Mapping[str, pa.Table]) -> tuple[str, ...]:
    """How many rows of each table were made up, for the banner."""
    found = []
    for name in _ROWS:
        column = known[name]["source"]
        many = pc.sum(pc.fill_null(pc.starts_with(column, "synthetic:"), False)).as_py() or 0
        if many:
            found.append(f"{many:,} of {len(column):,} {name}")
    return tuple(found)


def _places(places: pa.Table, watch: Watch) -> pa.Table:
    """The places of the watch and of its corridors; when it names none, those that have a role."""
    named = {*watch.places, *_core(watch)}
    wanted = pc.is_in(places["place"], pa.array(sorted(named), pa.string()))
    return places.filter(wanted if watch.places else pc.or_(wanted, places["role"].is_valid()))


def _too_late(tables: Mapping[str, pa.Table], until: datetime) -> pa.Table:
    entities = tables.get("entities", fields.empty("entities"))
    return entities.filter(
        pc.fill_null(pc.greater(entities["list_date"], pa.scalar(until, fields.TIME)), False)
    )


def _core(watch: Watch) -> tuple[str, ...]:
    found = [place for corridor in watch.corridors for place in (*corridor.start, *corridor.to)]
    return tuple(dict.fromkeys(found))


def _findings(indicators: pa.Table, names: told.Names, book: Book) -> tuple[Line, ...]:
    """What was counted and is unusual: observations, not judgements, so without a likelihood."""
    alarms = indicators.filter(pc.fill_null(indicators["alarm"], False)).sort_by("start").to_pylist()
    by_series: dict[str, list[told.Row]] = {}
    for row in alarms:
        by_series.setdefault(row["series"], []).append(row)
    found = []
    for name, rows in by_series.items():
        top = min(rows, key=lambda row: (1.0 if row["surprise"] is None else row["surprise"], row["start"]))
        refs = tuple(dict.fromkeys((top["indicator"], rows[0]["indicator"], rows[-1]["indicator"])))
        line = Line(told.weeks(rows, names), refs, book.synthetic(refs))
        found.append((line.synthetic, top["surprise"] or 0.0, name, line))
    return tuple(line for *_, line in sorted(found, key=lambda one: one[:3])[:MOST_FINDINGS])


def _series(known: Mapping[str, pa.Table], watch: Watch, names: told.Names) -> tuple[tuple[Series, ...], int]:
    """The series to draw: those in alarm, then those a hypothesis asks for that were counted at all.

    Of each those that rest on nothing made up go first, in the order in which the watch asks for them.
    """
    rows = known["indicators"]
    asked = [rule for one in watch.hypotheses for rule in one.evidence if rule.on == "indicator"]
    ranks = []
    for name in pc.unique(rows["series"]).to_pylist():
        mine = rows.filter(pc.equal(rows["series"], name))
        alarm = bool(pc.any(pc.fill_null(mine["alarm"], False)).as_py())
        wanted = next((at for at, rule in enumerate(asked) if rule.speaks_of(name)), len(asked))
        synthetic = any(
            str(one or "").startswith("synthetic:") for one in pc.unique(mine["source"]).to_pylist()
        )
        counted = pc.sum(mine["value"]).as_py() or 0
        if alarm or (counted and wanted < len(asked)):
            ranks.append((not alarm, synthetic, wanted, name))
    chosen = [name for *_, name in sorted(ranks)]
    corridors = tuple(one.name for one in watch.corridors)
    marked = spoken.marked(known["claims"], corridors)
    drawn = []
    for name in chosen[:MOST_SERIES]:
        weeks = rows.filter(pc.equal(rows["series"], name)).sort_by("start")
        # The chart ends a month after the last week with a count: an empty year tells nothing more.
        seen = np.flatnonzero(weeks["value"].is_valid().to_numpy())
        weeks = weeks.slice(0, int(seen[-1]) + 5 if len(seen) else len(weeks))
        weeks = weeks.slice(max(0, len(weeks) - WEEKS_SHOWN))
        title = f"{told.series(name, names)}, a week"
        drawn.append(Series(name, title, _summary(weeks), weeks, marked))
    return tuple(drawn), len(chosen) - len(drawn)


def _summary(weeks: pa.Table) -> Line:
    alarms = weeks.filter(pc.fill_null(weeks["alarm"], False))
    ids, starts = alarms["indicator"].to_pylist(), alarms["start"].to_pylist()
    first = f", the first that of {words.day(starts[0])}" if ids else ""
    said = f"In alarm in {words.counted(len(ids), 'week')} of those shown{first}."
    return Line(said, tuple(dict.fromkeys((*ids[:1], *ids[-1:]))))


def _map(known: Mapping[str, pa.Table], watch: Watch, places: pa.Table, names: told.Names) -> Chart | None:
    """What the map shows of the last year: calls at the places watched, and silences."""
    until = pc.max(known["events"]["start"]).as_py()
    events = known["events"]
    if until is not None:
        recent = pc.greater_equal(
            events["start"], pa.scalar(until - timedelta(days=DAYS_ON_MAP), fields.TIME)
        )
        here = pc.or_(pc.is_in(events["place"], places["place"]), pc.equal(events["kind"], "gap"))
        kinds = pc.is_in(events["kind"], pa.array(["gap", "port_call"]))
        events = events.filter(pc.fill_null(pc.and_(recent, pc.and_(here, kinds)), False))
    if not len(events) and not len(places):
        return None
    starts = events["start"].drop_null()
    when = f", {words.span(pc.min(starts).as_py(), pc.max(starts).as_py())}" if len(starts) else ""
    mmsis = {row["mmsi"]: row["ship"] for row in events.select(["mmsi", "ship"]).to_pylist() if row["mmsi"]}
    called = tuple((mmsi, names.ship(ship, mmsi)) for mmsi, ship in sorted(mmsis.items()) if ship)
    tracks = known.get("tracks")
    return Chart(
        title=f"Calls and silences observed{when}"
        if len(events)
        else "Places watched; nothing observed there",
        places=places,
        events=events,
        tracks=tracks if tracks is not None and len(tracks) else None,
        core=_called(events, watch),
        names=called,
        told=tuple(_at_places(events, names)),
    )


def _called(events: pa.Table, watch: Watch) -> tuple[str, ...]:
    """The places the picture is about: of each side of a corridor those with calls, else all of it."""
    seen = set(events["place"].to_pylist())
    sides = [side for corridor in watch.corridors for side in (corridor.start, corridor.to)]
    kept = [place for side in sides for place in [p for p in side if p in seen] or side]
    return tuple(dict.fromkeys(kept))


def _at_places(events: pa.Table, names: told.Names) -> Iterable[Line]:
    groups: dict[tuple[str, bool, bool], list[told.Row]] = {}
    for row in events.filter(pc.equal(events["kind"], "port_call")).sort_by("start").to_pylist():
        made_up = str(row["source"] or "").startswith("synthetic:")
        sighted = str(row["rule"] or "").startswith("sighted")
        groups.setdefault((row["place"] or "", sighted, made_up), []).append(row)
    for (place, sighted, made_up), rows in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        how = "sighted" if sighted else "seen by AIS"
        last = max(row["end"] or row["start"] for row in rows)
        when = words.span(rows[0]["start"], last)
        said = f"{names.place(place)}: {words.counted(len(rows), 'call')} {how}, {when}"
        yield Line(said, tuple(row["event"] for row in rows[:MOST_REFS]), made_up)
