"""The parts of a ship's page: each finding as a row of words, with the ids it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from vedette.dossier.behaviour import lasted
from vedette.dossier.parts import Dossier, Entry, Event, Fact, Heard, Mention, Owner, listed_as
from vedette.entities.hulls import PARTIES
from vedette.kernels.countries import country
from vedette.kernels.hulls import slug
from vedette.outputs import words
from vedette.outputs.visible import shown

MOST_EVENTS, MOST_ROWS = 120, 60


@dataclass(frozen=True)
class Row:
    """One row of a part: its cells, the ids it rests on, and whether it was made up."""

    cells: tuple[str, ...]
    refs: tuple[str, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the page: a table, or without heads a list of sentences; ``none`` is said of an empty one."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    none: str = ""
    kind: str = ""


def edition(name: str, date: datetime | None) -> str:
    """A list with the day of its edition."""
    return f"{listed_as(name)} ({words.day(date) if date else 'not dated'})"


def parts(found: Dossier) -> Iterable[Part]:
    """The parts in the order in which they are read; some have neither rows nor words."""
    yield Part(
        "Who she is",
        ("What", "Value", "Given by", "Contradicted by"),
        tuple(who(found)),
        note="Each value with who gives it, from the first to the last time she sent it, or from the first "
        "to the last edition in hand of a list. Contradictions are shown, not settled.",
        none="Nothing but what was asked for.",
    )
    yield Part("", (), tuple(Row((line,)) for line in found.particulars))
    yield Part(
        "Entries of lists",
        ("List and edition", "Entry", "Designated", "Says", "Standing"),
        tuple(_entry(one) for one in found.entries),
        none="No entry: the result above says what was compared.",
    )
    yield Part(
        "Who stands behind her",
        ("Party", "How", "Share", "By", "Designated now as"),
        tuple(_owner(one) for one in found.owners[:MOST_ROWS]),
        note=" ".join(found.owned),
        none="No list in this case names an owner, operator, manager or anybody else linked to her.",
    )
    yield Part(
        "Ties to listed ships",
        ("When", "What ties them"),
        tuple(
            Row(
                (words.span(one.start, None).removeprefix("since ") if one.start else "on paper", one.words),
                (one.contact, *one.because),
                one.synthetic,
            )
            for one in found.ties[:MOST_ROWS]
        ),
        note="A tie is evidence of itself. It does not show that anybody did wrong.",
        none="No event or list in this case ties her to another ship that is listed.",
    )
    yield Part(
        "Red flags",
        ("Codes", "What is seen", "Published as"),
        tuple(
            Row(
                (", ".join(one.codes), one.words, "; ".join(dict.fromkeys(one.titles))),
                one.because,
                one.synthetic,
            )
            for one in found.flags
        ),
        note="Codes are those of docs/reference/redflags.md, with publisher and paragraph. Most ships that "
        "show one have an ordinary reason.",
        none="Nothing known of her bears on a red flag that is computed.",
    )
    yield from _did(found)
    yield Part("Not known", (), tuple(Row((line,)) for line in found.unknown))
    yield Part("What was looked through", (), tuple(Row((line,)) for line in checked_lines(found)))


def _did(found: Dossier) -> Iterable[Part]:
    yield Part(
        "Where she was heard",
        (),
        tuple(Row((_heard(one),), (), one.synthetic) for one in found.heard),
        none="Not heard: no position of hers is in this case.",
    )
    many = words.plain(len(found.timeline))
    older = f"The newest {MOST_EVENTS} of {many}; vedette ship --at-most tells them all. "
    yield Part(
        "What she did",
        ("When (UTC)", "What", "How sure", "On lists then and now"),
        tuple(_event(one) for one in found.timeline[-MOST_EVENTS:]),
        note=(older if len(found.timeline) > MOST_EVENTS else "")
        + "Whether a list had her on the day of an event is told by its own date of designation, else by "
        "the editions in hand.",
        none="No event of hers is in this case.",
    )
    told = {one for event in found.timeline for one in event.because}
    beside = [one for one in found.sightings if one.id not in told]
    yield Part("Seen by others", (), tuple(map(_mention, beside[:MOST_ROWS])))
    yield Part(
        "Written of her, each in its author's words", (), tuple(map(_mention, found.mentions[:MOST_ROWS]))
    )
    yield Part(
        "Same name, not shown to be the same ship",
        (),
        tuple(_alike(one) for one in found.same_name[:MOST_ROWS]),
    )
    yield Part(
        "Alerts that rest, among others, on what she did",
        (),
        tuple(
            Row((f"Level {words.level(one.level)}: {one.title}",), (one.alert,), one.synthetic)
            for one in found.alerts[:MOST_ROWS]
        ),
    )


@dataclass(frozen=True)
class _Given:
    """One value of one field, by one who gives it."""

    what: str
    value: str
    by: str
    refs: tuple[str, ...]
    synthetic: bool
    against: tuple[str, ...] = ()


def who(found: Dossier) -> Iterable[Row]:
    """Each name, number and measure once, with all who give it and what contradicts it."""
    by: dict[tuple[str, str], list[_Given]] = {}
    for one in (*_numbers(found.entries), *_sent(found), *_listed(found.facts)):
        same = country(one.value) if "flag" in one.what else None
        by.setdefault((one.what, same or slug(one.value)), []).append(one)
    order = list(dict.fromkeys([*_ORDER, *(what for what, _ in by)]))
    for (what, _), some in sorted(by.items(), key=lambda pair: order.index(pair[0][0])):
        refs = tuple(dict.fromkeys(ref for one in some for ref in one.refs))[:6]
        values = dict.fromkeys(shown(one.value, 80) for one in some)
        value = next(iter(values)) if what != "flag" else " / ".join(values)
        against = dict.fromkeys(text for one in some for text in one.against)
        who = "; ".join(dict.fromkeys(one.by for one in some))
        yield Row(
            (words.begun(what), value, who, "; ".join(against)), refs, all(one.synthetic for one in some)
        )


_ORDER = ("name", "former name", "alias", "weak alias", "IMO", "MMSI", "call sign", "flag", "former flag")
# What stands in a part of its own.
_ELSEWHERE = (*PARTIES, "programme")


def _numbers(entries: Iterable[Entry]) -> Iterable[_Given]:
    for one in entries:
        if one.imo:
            when = words.span(one.since, one.list_date) if one.list_date else "not dated"
            yield _Given("IMO", str(one.imo), f"{listed_as(one.list)} ({when})", (one.entity,), one.synthetic)


def _sent(found: Dossier) -> Iterable[_Given]:
    """What she sent herself, and what those who saw her call her."""
    entries = {entry.entity for entry in found.entries}
    for one in found.said:
        if not entries & set(one.because):
            when = f" ({words.span(one.start, one.end)})" if one.start else ""
            yield _Given(one.what, one.value, f"{shown(one.by, 60)}{when}", one.because, one.synthetic)


def _listed(facts: Iterable[Fact]) -> Iterable[_Given]:
    for one in facts:
        if one.what in _ELSEWHERE:
            continue
        when = words.span(one.since, one.last) if one.last else "not dated"
        gone = f", not in that of {words.day(one.gone)}" if one.gone else ""
        by = f"{listed_as(one.list)} ({when}{gone})"
        yield _Given(one.what, one.value, by, one.because[:1], one.synthetic, one.against)


def _entry(one: Entry) -> Row:
    under = words.joined([shown(p, 60) for p in one.programmes], longest=6) or "no programme named"
    linked = f"; linked to {words.joined(one.linked, longest=6)}" if one.linked else ""
    names = words.joined([shown(name, 80) for name in one.names], longest=6) or "no name"
    standing = (
        f"gone from the edition of {words.day(one.gone)}" if one.gone else "on the newest edition in hand"
    )
    kind = {"designated": "", "watched": "the case's own list, not a publisher's; "}.get(
        one.standing or "", "a register; "
    )
    return Row(
        (
            edition(one.list, one.list_date),
            shown(one.entity, 60),
            words.day(one.listed_on) if one.listed_on else "not said",
            f"{names}: {under}{linked}",
            f"{kind}{standing}; found by {one.found_by}",
        ),
        (one.entity,),
        one.synthetic,
    )


def _owner(one: Owner) -> Row:
    how = one.roles[0] if one.steps == 1 else f"{one.roles[1]} of {one.through}, {one.roles[0]} of the ship"
    gone = f"; no more in that of {words.day(one.gone)}" if one.gone else ""
    share = words.percent(one.share) if one.share is not None else "not said"
    listed = words.joined(one.listed_as, longest=4) or "–"
    return Row(
        (shown(one.name, 100), how, share, edition(one.list, one.last) + gone, listed),
        one.because,
        one.synthetic,
    )


def _event(one: Event) -> Row:
    what = one.words
    if one.duration_h and one.kind != "gap" and one.like[3] != "True":
        what += f", {lasted(one.duration_h)}"
    return Row((when(one), what, one.confidence, "; ".join(one.listed) or "–"), (one.event,), one.synthetic)


def when(one: Event) -> str:
    """The time of an event: of one that was sighted the days, else the minutes."""
    if one.start is None:
        return "not known"
    if one.like[3] == "True":
        return words.span(one.start, one.end)
    start = f"{words.day(one.start)} {one.start:%H:%M}"
    if one.end is None:
        return f"since {start}"
    same = words.day(one.start) == words.day(one.end)
    return f"{start} – {one.end:%H:%M}" if same else f"{start} – {words.day(one.end)} {one.end:%H:%M}"


def _mention(one: Mention) -> Row:
    by = "" if one.by == "her number" else f" Found by {one.by}."
    return Row((f"{one.words}.{by}".replace("..", "."),), (one.id,), one.synthetic)


def _alike(one: Entry | Mention) -> Row:
    if isinstance(one, Mention):
        return _mention(one)
    return Row((f"{one.words}. {words.begun(one.found_by)}.",), (one.entity,), one.synthetic)


def _heard(one: Heard) -> str:
    said = f"MMSI {one.mmsi}: {words.counted(one.positions, 'position')} by {words.joined(one.sources)}, "
    said += f"{words.moment(one.first)} – {words.moment(one.last)}, on {words.counted(one.days, 'day')}"
    if one.doubtful:
        said += f"; doubtful: {words.joined([f'{n:,} {why}' for why, n in one.doubtful.items()], longest=6)}"
    return said + "."


def checked_lines(found: Dossier) -> Iterable[str]:
    """Each list and feed that was looked through, with its date and size."""
    checked = found.checked
    for one in checked.lists:
        said = f"List {edition(one.list, one.edition)}: {words.counted(one.entries, 'entry', 'entries')}, "
        said += f"{words.counted(one.vessels, 'ship')} among them"
        older = words.counted(one.editions - 1, "older edition")
        yield said + (f"; {older} in the case." if one.editions > 1 else ".")
    if not checked.lists:
        yield "No list: this case holds none, so nothing is said about sanctions."
    for feed in checked.feeds:
        said = f"AIS of {shown(feed.source, 60)}: {words.counted(feed.messages, 'position')}, "
        yield f"{said}{words.moment(feed.start)} – {words.moment(feed.end)}."
    if not checked.feeds:
        yield "No AIS: this case holds no position."
    counts = (
        words.counted(checked.events, "event"),
        words.counted(checked.sightings, "sighting"),
        words.counted(checked.reports, "report"),
        words.counted(checked.claims, "claim"),
    )
    yield f"And {words.joined(counts)}."
