"""The tables: every column with its type, unit and meaning. This page is the contract between all rooms.

Times are UTC, microseconds, without a zone. Units end the names. Unknown is null, never 0, -1, "" or 511.
Ids are text made from the facts. ``because`` lists the ids of the rows a row rests on; ``record`` says where
a row was read: ``FILE:LINE``, with FILE the short hash of a file in the ``files`` table.
"""

from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from vedette.errors import SchemaError

TIME = pa.timestamp("us")
IDS = pa.list_(pa.string())
TEXT, INT, REAL, FLAG, BYTES = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.binary()
# How an engine may carry text that repeats, or that few rows will need, while it reads many positions.
LIGHT = {"record": INT, "source": pa.dictionary(pa.int32(), TEXT)}


@dataclass(frozen=True)
class Table:
    """One table of the contract: what a row is, and each column with its type and meaning."""

    row: str
    columns: tuple[tuple[str, pa.DataType, str], ...]
    stored: bool = True

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the table."""
        return pa.schema([(name, kind) for name, kind, _ in self.columns])


_POSITION: tuple[tuple[str, pa.DataType, str], ...] = (
    ("mmsi", INT, "the nine-digit number the transponder sent"),
    ("time", TIME, "when the position was taken or received"),
    ("lat", REAL, "degrees north, WGS 84; 91 means not known until `unknowns` has run"),
    ("lon", REAL, "degrees east, WGS 84; 181 means not known until `unknowns` has run"),
    ("speed_kn", REAL, "speed over ground, knots"),
    ("course_deg", REAL, "course over ground, degrees from north"),
    ("heading_deg", REAL, "true heading, degrees from north"),
    ("status", INT, "navigational status, 0 to 15, as ITU-R M.1371 numbers them"),
    ("doubt", TEXT, "why not to trust the row, several reasons joined by ', '; null when there is none"),
    ("source", TEXT, "the name of the source that read it; begins 'synthetic:' when it was made up"),
    ("record", TEXT, "FILE:LINE, where it was read"),
)

_ROLES = (
    "alias, former name, weak alias; owner, operator, manager, former owner, former operator (of `from` it is"
    " `to`); linked to, named in; address, remark"
)

TABLES: dict[str, Table] = {
    "positions": Table("one position a ship said she was at", _POSITION),
    "tracks": Table(
        "one trusted position, with the step from the same ship's position before",
        (
            *_POSITION,
            ("step_s", REAL, "seconds since the same ship's position before; null for her first"),
            ("step_m", REAL, "great-circle metres since then"),
        ),
        stored=False,
    ),
    "slow_points": Table(
        "where a ship going slowly away from berths was at a tenth minute of the clock",
        (
            ("mmsi", INT, "the nine-digit number the transponder sent"),
            ("slot", TIME, "the moment: every ten minutes by the clock"),
            ("lat", REAL, "degrees north, between the positions before and after"),
            ("lon", REAL, "degrees east"),
            ("speed_kn", REAL, "speed made good since the point before, knots"),
            ("heard_since", TIME, "since when she was heard without a silence"),
            ("heard_until", TIME, "until when she was heard without a silence"),
            ("known", TIME, "when the position after it came"),
            ("source", TEXT, "the source of the two positions, the made-up one when they differ"),
            ("record_before", TEXT, "where the position before it was read"),
            ("record_after", TEXT, "where the position after it was read; the same when she was heard then"),
        ),
        stored=False,
    ),
    "steady_points": Table(
        "where a ship that is under way for hours was at a half hour of the clock",
        (
            ("mmsi", INT, "the nine-digit number the transponder sent"),
            ("slot", TIME, "the moment: every half hour by the clock"),
            ("lat", REAL, "degrees north, between the positions before and after"),
            ("lon", REAL, "degrees east"),
            ("speed_kn", REAL, "speed made good since the point before, knots"),
            ("course_deg", REAL, "course made good since the point before, degrees from north"),
            ("ship_type", INT, "AIS ship type she had last said by then"),
            ("known", TIME, "when the position that shows it came"),
            ("source", TEXT, "the source of the two positions, the made-up one when they differ"),
            ("record", TEXT, "where the position after it was read"),
        ),
        stored=False,
    ),
    "statics": Table(
        "what a ship said of herself, once for each change in a file and for each six hours of the clock",
        (
            ("mmsi", INT, "the nine-digit number the transponder sent"),
            ("time", TIME, "when she first said it in this file"),
            ("imo", INT, "IMO number as sent; null when 0"),
            ("name", TEXT, "ship name as sent, padding removed"),
            ("call_sign", TEXT, "radio call sign"),
            ("ship_type", INT, "AIS ship type, 0 to 99 (255 in some feeds)"),
            ("length_m", REAL, "length over all, metres"),
            ("width_m", REAL, "beam, metres"),
            ("draught_m", REAL, "reported draught, metres"),
            ("destination", TEXT, "destination as the crew typed it"),
            ("eta", TEXT, "estimated arrival as sent, MM-DD HH:MM when it can be read"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was read"),
        ),
    ),
    "sightings": Table(
        "one ship, cargo, train or absence seen at a place, or a published count over a period",
        (
            ("sighting", TEXT, "id"),
            ("vessel_name", TEXT, "the name the publisher gave; null when unnamed"),
            ("imo", INT, "IMO number the publisher gave"),
            ("mmsi", INT, "MMSI the publisher gave"),
            ("place", TEXT, "id of the place"),
            ("lat", REAL, "degrees north, when given"),
            ("lon", REAL, "degrees east, when given"),
            ("start", TIME, "earliest it can have been"),
            ("end", TIME, "latest it can have been"),
            ("what", TEXT, "what was seen, in the publisher's sense"),
            ("subject", TEXT, "ship, cargo, rail, or count (a published total over start to end)"),
            ("count", REAL, "how many, when counted"),
            ("unit", TEXT, "what count counts: containers, calls, cars, barrels"),
            ("negative", FLAG, "true when the place was looked at and the thing was not there"),
            ("identification", TEXT, "named by source, matched, AIS name, unnamed"),
            ("corridor", TEXT, "corridor the publisher or compiler puts it in"),
            ("flow", TEXT, "containers, oil, coal, troops: the compiler's word, not a finding"),
            ("evidence", TEXT, "satellite, AIS, official, registry: how it was seen"),
            ("publisher", TEXT, "who says so"),
            ("published", TIME, "when it was published"),
            ("url", TEXT, "where"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was read"),
        ),
    ),
    "places": Table(
        "one port, pier, terminal, crossing or area",
        (
            ("place", TEXT, "id"),
            ("name", TEXT, "name; after its first comma, other names"),
            ("kind", TEXT, "port, oil terminal, naval pier, shipyard, strait, sts area, rail, ..."),
            ("country", TEXT, "ISO 3166 alpha-2"),
            ("geometry", BYTES, "WKB, longitude and latitude in degrees: a point, points or a polygon"),
            ("radius_m", REAL, "geofence radius round each point, metres"),
            ("role", TEXT, "why it is watched; null in a gazetteer"),
            ("code", TEXT, "UN/LOCODE or World Port Index number"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was read"),
        ),
    ),
    "feeds": Table(
        "one stretch of hours in which a source heard anybody at all",
        (
            ("source", TEXT, "the name of the source"),
            ("start", TIME, "first message of the stretch"),
            ("end", TIME, "last message of the stretch"),
            ("messages", INT, "positions in it"),
        ),
    ),
    "coverage": Table(
        "one cell and hour in which something was heard",
        (
            ("cell", TEXT, "the quarter-degree cell: LAT_LON of its south-west corner"),
            ("hour", TIME, "start of the hour"),
            ("messages", INT, "positions heard"),
            ("ships", INT, "ships heard"),
            ("waits", INT, "messages that ended one to six hours without any of their ship"),
            ("waited_s", INT, "how much longer than an hour these took, in sum, in seconds"),
            ("usual_messages", REAL, "the usual for this cell and hour of the day; null on the first day"),
            ("heard", REAL, "0 to 1: how well a ship here would have been heard"),
        ),
    ),
    "activity": Table(
        "one quarter of an hour in which a source heard anybody",
        (
            ("source", TEXT, "the name of the source"),
            ("slot", TIME, "start of the quarter of an hour"),
            ("messages", INT, "undoubted positions heard"),
            ("ships", INT, "ships heard"),
        ),
        stored=False,
    ),
    "outages": Table(
        "a time in which a source heard far fewer ships than it had",
        (
            ("outage", TEXT, "id, from source and start"),
            ("source", TEXT, "the name of the source"),
            ("start", TIME, "start of the first such quarter of an hour"),
            ("end", TIME, "end of the last; null while it goes on"),
            ("ships", REAL, "ships heard in a quarter of an hour, the mean"),
            ("usual", REAL, "the median of the day before"),
        ),
    ),
    "exposures": Table(
        "how much was heard round one place in one week",
        (
            ("place", TEXT, "id of the place"),
            ("start", TIME, "start of the week, Monday 00:00"),
            ("messages", INT, "positions heard in the cells within reach of the place"),
            ("ship_hours", INT, "ships heard, summed over cells and hours"),
            ("hours", INT, "hours of the week in which anything was heard there, 0 to 168"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
        ),
    ),
    "events": Table(
        "something a ship did, or was seen to do",
        (
            ("event", TEXT, "id, from kind, ship and start"),
            ("kind", TEXT, "gap, port_call, zone, loitering, encounter, no_call, ..."),
            ("ship", TEXT, "the hull: imo:NNN, mmsi:NNN or name:NNN; null when nobody knows"),
            ("mmsi", INT, "the MMSI it was heard under"),
            ("imo", INT, "IMO number"),
            ("other_mmsi", INT, "the other ship, when there is one"),
            ("other_imo", INT, "the other ship's IMO number"),
            ("place", TEXT, "id of the place"),
            ("start", TIME, "when it began"),
            ("end", TIME, "when it ended; null while it goes on"),
            ("lat", REAL, "where it began, degrees north"),
            ("lon", REAL, "where it began, degrees east"),
            ("end_lat", REAL, "where it ended"),
            ("end_lon", REAL, "where it ended"),
            ("duration_h", REAL, "hours from start to end; null while it goes on"),
            ("confidence", REAL, "the detector's own scale, in its docstring"),
            ("details", TEXT, "JSON object: what else the detector measured"),
            ("rule", TEXT, "detector and version, such as gap/1"),
            ("known", TIME, "the earliest moment at which the rows in hand showed it"),
            ("source", TEXT, "source of the rows it rests on; begins 'synthetic:' when any of them is"),
            ("because", IDS, "records it rests on"),
        ),
    ),
    "identities": Table(
        "one set of names and numbers a hull used over a time",
        (
            ("ship", TEXT, "the hull: imo:NNN, else mmsi:NNN"),
            ("mmsi", INT, "MMSI"),
            ("imo", INT, "IMO number, check digit right"),
            ("name", TEXT, "name"),
            ("call_sign", TEXT, "call sign"),
            ("flag", TEXT, "country of the MMSI's first three digits, ISO 3166 alpha-2"),
            ("start", TIME, "first said"),
            ("end", TIME, "last said"),
            ("source", TEXT, "a source of the rows it rests on; begins 'synthetic:' when any of them is"),
            ("because", IDS, "records it rests on"),
        ),
    ),
    "entities": Table(
        "one entry of a list, as it stood from one edition to another",
        (
            ("entity", TEXT, "id: LIST:NUMBER, or the publisher's own where it gives one of its own making"),
            ("kind", TEXT, "vessel, organisation, person, aircraft, asset; null when no file in hand says"),
            ("names", IDS, "the names of the entry itself, the main one first; more stand in links"),
            ("imo", INT, "IMO ship number, or company number when kind is organisation"),
            ("mmsi", INT, "MMSI"),
            ("call_sign", TEXT, "call sign"),
            ("flag", TEXT, "flag as the list writes it"),
            ("former_flags", IDS, "earlier flags as the list writes them, the latest first"),
            ("vessel_type", TEXT, "type as the list writes it"),
            ("tonnage", REAL, "gross tonnage"),
            ("deadweight", REAL, "deadweight, tonnes"),
            ("length_m", REAL, "length over all, metres"),
            ("built", INT, "year built"),
            ("born", IDS, "dates of birth of a person: YYYY, YYYY-MM or YYYY-MM-DD, else as written"),
            ("countries", IDS, "nationality of a person, country of an organisation, as written"),
            (
                "ids",
                IDS,
                "SCHEME:NUMBER, scheme one of lei, inn, ogrn, tax, reg, hin, swift, un, eu, ofsi, ofac",
            ),
            ("programmes", IDS, "sanctions programmes"),
            ("listed_on", TIME, "when it was designated, when the list says"),
            ("list", TEXT, "the list: ofac-sdn, uk, eu, un, watch:NAME, ..."),
            (
                "since",
                TIME,
                "the first edition in hand in which it stands so; null: list_date alone is known",
            ),
            ("list_date", TIME, "the last edition in hand in which it stands so"),
            ("until", TIME, "the first edition after that, which no longer says so; null: the newest does"),
            ("remarks", TEXT, "the list's own words"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was first read so"),
        ),
    ),
    "links": Table(
        "one relation between entities, or between an entity and a name, from one edition to another",
        (
            ("from", TEXT, "entity id"),
            ("to", TEXT, "entity id, or name:TEXT when the list gives only a name"),
            ("role", TEXT, _ROLES),
            ("detail", TEXT, "the list's own words: an alias, an address"),
            ("start", TIME, "from when"),
            ("end", TIME, "until when"),
            ("list", TEXT, "the list"),
            (
                "since",
                TIME,
                "the first edition in hand in which it stands so; null: list_date alone is known",
            ),
            ("list_date", TIME, "the last edition in hand in which it stands so"),
            ("until", TIME, "the first edition after that, which no longer says so; null: the newest does"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was first read so"),
        ),
    ),
    "editions": Table(
        "one edition of one part of a list, as it differs from another",
        (
            ("edition", TEXT, "id"),
            ("list", TEXT, "the list"),
            ("part", TEXT, "which of the files a list comes in; empty when it comes in one"),
            ("table", TEXT, "entities or links: the table its rows are in"),
            ("list_date", TIME, "date of the edition"),
            ("base", TEXT, "the edition it is told by; null when it is told whole"),
            ("came", pa.list_(INT), "rows that the base has not, by the hash of what they say"),
            ("left", pa.list_(INT), "rows that only the base has"),
            ("rows", INT, "rows of the edition"),
            ("vessels", INT, "vessels among them"),
            ("numbered", INT, "vessels with an IMO number"),
            ("number", INT, "its place in the order in which editions were added"),
            ("file", TEXT, "short hash of the file"),
        ),
    ),
    "changes": Table(
        "one thing that an edition of a list says and another did not",
        (
            ("change", TEXT, "id"),
            ("what", TEXT, "added, removed or changed"),
            ("entity", TEXT, "id of the entry"),
            ("kind", TEXT, "vessel, organisation, person, aircraft"),
            ("name", TEXT, "its main name"),
            ("imo", INT, "IMO number"),
            ("mmsi", INT, "MMSI"),
            ("call_sign", TEXT, "call sign"),
            ("flag", TEXT, "flag as the list writes it"),
            ("programmes", IDS, "sanctions programmes"),
            ("field", TEXT, "the column, or the role of a link, that changed; null when all of it did"),
            ("before", TEXT, "what it was; of several values, those that left"),
            ("after", TEXT, "what it is; of several values, those that came"),
            ("list", TEXT, "the list"),
            ("source", TEXT, "the name of the source that read it"),
            ("because", IDS, "the records that say so"),
        ),
        stored=False,
    ),
    "reports": Table(
        "one text somebody published",
        (
            ("report", TEXT, "id"),
            ("title", TEXT, "title"),
            ("publisher", TEXT, "who published it; null when unknown"),
            ("published", TIME, "when"),
            ("url", TEXT, "where"),
            ("author", TEXT, "who wrote it, when the text says"),
            ("language", TEXT, "ISO 639-1, by its letters and commonest words; null when that cannot tell"),
            ("text", TEXT, "the text"),
            ("sha256", TEXT, "hash of the text"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was read"),
        ),
    ),
    "copies": Table(
        "one report whose text was printed before, or has been printed again",
        (
            ("report", TEXT, "id of the report"),
            ("origin", TEXT, "id of the report of this text that was out first, as far as the case shows"),
            ("cluster", TEXT, "id that all printings of the text share"),
            ("likeness", REAL, "share of runs of five words in common with another of them, 0 to 1"),
            ("source", TEXT, "source of the report; begins 'synthetic:' when it was made up"),
            ("because", IDS, "reports it rests on"),
        ),
    ),
    "mentions": Table(
        "one actor, ship, place, day or quantity that a report names, in whatever language",
        (
            ("mention", TEXT, "id"),
            ("report", TEXT, "id of the report"),
            ("kind", TEXT, "actor, ship, place, day or quantity"),
            ("words", TEXT, "as the report writes it"),
            ("value", TEXT, "id of the actor, ship or place; the days from and to; the number with its unit"),
            ("span_start", INT, "first character in the report's text"),
            ("span_end", INT, "one past the last character"),
            ("language", TEXT, "of the report, ISO 639-1; null when unknown"),
            ("source", TEXT, "begins 'synthetic:' when the report does"),
            ("because", IDS, "the report"),
        ),
    ),
    "claims": Table(
        "one thing somebody says happened, or denies",
        (
            ("claim", TEXT, "id"),
            ("report", TEXT, "id of the report"),
            ("speaker", TEXT, "who says so"),
            ("cue", TEXT, "the word that makes it a claim"),
            ("polarity", TEXT, "asserted or denied"),
            ("modality", TEXT, "fact, hedged, planned or conditional"),
            ("actors", IDS, "who is said to have acted"),
            ("event_class", TEXT, "what kind of thing is said to have happened"),
            ("text", TEXT, "the claim in the publisher's or compiler's words; never a fact of ours"),
            ("quantity", TEXT, "numbers claimed, with their unit"),
            ("span_start", INT, "first character in the report's text"),
            ("span_end", INT, "one past the last character"),
            ("start", TIME, "earliest the thing is said to have happened"),
            ("end", TIME, "latest"),
            ("published", TIME, "when it was said publicly"),
            ("corridor", TEXT, "corridor the compiler puts it in"),
            ("cluster", TEXT, "claims of one origin and polarity share this"),
            ("accepted", FLAG, "true when a person has accepted it; null while nobody has judged"),
            ("label", TEXT, "the compiler's mark, such as LABEL: first public warning"),
            ("mode", TEXT, "how, of which thing: visit, joint_drill, arms, oil, tech, ..."),
            (
                "about",
                TEXT,
                "CLASS/MODE of what is spoken of, when speaking is itself the event: an accusation's matter",
            ),
            ("giver", TEXT, "state said to give, send or sell: ISO 3166 alpha-2"),
            ("receiver", TEXT, "state said to get it"),
            ("ships", IDS, "ships named, as imo:NNN, mmsi:NNN or name:NAME"),
            ("places", IDS, "ids of places named"),
            ("inferred", FLAG, "true when the speaker was a pronoun, led back to who was named before"),
            ("sign", TEXT, "the watch's word for what was read, as a compiler would write it: visit, denial"),
            (
                "unlikely",
                FLAG,
                "true when the speaker thinks it not to be expected: no denial, and no support for it",
            ),
            ("cue_start", INT, "first character of the cue in the report's text"),
            ("cue_end", INT, "one past its last"),
            ("content_start", INT, "first character of what is claimed, within the span"),
            ("content_end", INT, "one past its last"),
            ("origin", TEXT, "id of the report in which the text was out first, as far as the case shows"),
            (
                "reliability",
                REAL,
                "chance that the source reports what is so: Beta, from its letter and what was judged",
            ),
            ("grade", TEXT, "Admiralty letter of the source, A to F; F when it cannot be judged"),
            ("rule", TEXT, "what found it, and its version; null when a person took it down"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was read"),
        ),
    ),
    "conflicts": Table(
        "two claims that cannot both be so",
        (
            ("conflict", TEXT, "id, from the two claims and the kind"),
            (
                "kind",
                TEXT,
                "polarity (one denies), direction (who gives whom is reversed), count (numbers differ)",
            ),
            ("matter", TEXT, "what both speak of: kind of thing and the states, ships or places"),
            ("one", TEXT, "id of the claim that was made first"),
            ("other", TEXT, "id of the claim it is set against"),
            ("words", TEXT, "what is opposed, in a sentence"),
            ("known", TIME, "when the later of the two was published; null when that is unknown"),
            ("source", TEXT, "begins 'synthetic:' when either claim does"),
            ("because", IDS, "the two claims"),
        ),
    ),
    "bearings": Table(
        "what was observed, or was not, beside one claim that names a ship or a place",
        (
            ("bearing", TEXT, "id, from claim and verdict"),
            ("claim", TEXT, "id of the claim"),
            ("verdict", TEXT, "corroborated, contradicted, or not observed"),
            ("words", TEXT, "what was observed, or how well anything could have been"),
            ("known", TIME, "when the last of the rows it rests on was known"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            ("because", IDS, "the claim, and events, sightings or weeks of coverage"),
        ),
    ),
    "matches": Table(
        "one possible sameness of something asked and an entity",
        (
            ("match", TEXT, "id"),
            ("query", TEXT, "what was asked"),
            ("entity", TEXT, "id of the entity"),
            ("grade", TEXT, "identity, name and corroboration, name only, possible"),
            ("score", REAL, "0 to 1, to order matches of one grade; no probability"),
            ("reason", TEXT, "why, in one sentence with both names"),
            (
                "reasons",
                pa.list_(pa.struct([("feature", TEXT), ("score", REAL), ("words", TEXT)])),
                "each feature that spoke",
            ),
            ("lists_checked", IDS, "lists and editions that were looked at"),
            ("content", TEXT, "hash of the entry as it was judged; another one when it changes"),
            ("source", TEXT, "the source of the entry; begins 'synthetic:' when it was made up"),
            ("because", IDS, "records of the entry it rests on"),
        ),
    ),
    "indicators": Table(
        "one period of one series, against what was to be expected",
        (
            ("indicator", TEXT, "id, from series and start"),
            ("series", TEXT, "such as calls/sighted/PLACE"),
            ("start", TIME, "start of the period"),
            ("end", TIME, "end of the period"),
            ("value", REAL, "count in the period; null when it was not observed, or its count is not known"),
            ("exposure", REAL, "how much was looked or listened, 1 = usual; 0 = not at all"),
            ("expected", REAL, "mean of the predictive distribution for the period"),
            ("low", REAL, "its 10 % point"),
            ("high", REAL, "its 90 % point"),
            ("window", REAL, "count in the window that was tested"),
            ("window_weeks", REAL, "length of that window, weeks"),
            ("surprise", REAL, "p: chance of at least this count in the window if nothing has changed"),
            ("alarm", FLAG, "true when the surprise passes the series' threshold"),
            ("known", TIME, "when enough for the alarm was known, else the last of the rows it rests on"),
            ("rule", TEXT, "step and version"),
            ("detector", TEXT, "what judged it: novelty, surge, drift; null when nothing can"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            ("because", IDS, "events it rests on"),
        ),
    ),
    "assessments": Table(
        "one judgement of one hypothesis at one date",
        (
            ("assessment", TEXT, "id, from hypothesis and until"),
            ("hypothesis", TEXT, "id of the hypothesis in watch.toml"),
            ("until", TIME, "what was known by then"),
            ("probability", REAL, "posterior median"),
            ("low", REAL, "10 % point of the posterior"),
            ("high", REAL, "90 % point"),
            ("words", TEXT, "ICD 203 word for the probability"),
            ("confidence", TEXT, "low, moderate or high, by rule; not a probability"),
            ("level", INT, "0 routine, 1 watch, 2 warning, 3 critical"),
            ("rule", TEXT, "the line of the rule table that set the level"),
            ("details", TEXT, "JSON: prior, evidence items with likelihood ratios, leave-one-out"),
            ("because", IDS, "evidence items, then indicators, events, sightings, claims"),
        ),
    ),
    "evidence": Table(
        "one item that moves one hypothesis at one date",
        (
            ("item", TEXT, "id, from hypothesis, rule and origin"),
            ("hypothesis", TEXT, "id of the hypothesis"),
            ("until", TIME, "date of the assessment it served"),
            ("rule", TEXT, "id of the watch's evidence rule that it fits"),
            ("known", TIME, "when it became known; a claim that is repeated, when it was first made"),
            ("title", TEXT, "what it is, in a sentence"),
            ("kind", TEXT, "imagery, ais, official, press, list"),
            ("category", TEXT, "shipping, official acts, network, drills"),
            ("channel", TEXT, "items of one channel are discounted together"),
            ("grade", TEXT, "Admiralty letter of the source"),
            ("lr", REAL, "likelihood ratio after attenuation, discount and caps"),
            ("lr_raw", REAL, "likelihood ratio if the source were certain"),
            ("without", REAL, "posterior if this item were left out"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            ("because", IDS, "indicators, events, claims or sightings it rests on"),
        ),
    ),
    "alerts": Table(
        "one thing a person should look at",
        (
            ("alert", TEXT, "id"),
            ("level", INT, "0 to 3"),
            ("title", TEXT, "what, where, when, in a sentence"),
            ("subject", TEXT, "series, ship or hypothesis it is about"),
            ("raised", TIME, "when it was first known"),
            ("reason", TEXT, "why it was raised, with the numbers"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            ("because", IDS, "indicators, events or assessments it rests on"),
        ),
    ),
    "hulls": Table(
        "one fact that a list gives of one hull, from one edition to another, beside those of other lists",
        (
            ("fact", TEXT, "id, from hull, field, value and entry"),
            ("hull", TEXT, "imo:NNN when the check digit is right, else the id of the entry"),
            ("imo", INT, "IMO number, check digit right"),
            ("field", TEXT, "name, former name, flag, type, owner, ...: see docs/methods/ownership.md"),
            ("value", TEXT, "the list's own words"),
            ("party", TEXT, "of an owner and the like: the entity id, when the name is one entry's alone"),
            ("entity", TEXT, "the entry that gives it"),
            ("list", TEXT, "the list"),
            ("since", TIME, "the first edition in hand that gives it; null when no edition is dated"),
            ("list_date", TIME, "the last edition in hand that gives it"),
            ("until", TIME, "the first edition after that, which gives it no more; null: the newest does"),
            ("start", TIME, "from when, as the list says"),
            ("end", TIME, "until when, as the list says"),
            ("against", IDS, "facts given now of this hull that cannot be true beside it; none is preferred"),
            ("source", TEXT, "the name of the source that read it"),
            ("record", TEXT, "FILE:LINE, where it was first read so"),
        ),
    ),
    "ownership": Table(
        "one way from a hull to somebody lists tie to her, in one step or two, by one list",
        (
            ("tie", TEXT, "id, from hull, list and way"),
            ("hull", TEXT, "as in hulls"),
            ("party", TEXT, "entity id, or name:TEXT when the name is not one entry's alone"),
            ("name", TEXT, "the party's name, as its list writes it"),
            ("kind", TEXT, "organisation, person, ...; null when not known"),
            ("steps", INT, "1 or 2"),
            ("roles", IDS, "what each step is: owner, operator, manager, linked to, ..."),
            ("through", TEXT, "of two steps, the party between"),
            ("share", REAL, "0 to 1: the part she is held by on this way, when the list says for each step"),
            ("listed_as", IDS, "entries by which the party is designated now: its own, or with its number"),
            ("list", TEXT, "the list that gives the way"),
            ("since", TIME, "the first edition in hand that gives all of it"),
            ("list_date", TIME, "the last edition in hand that gives all of it"),
            ("until", TIME, "the first edition after that, which gives it no more; null: the newest does"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            ("because", IDS, "the party's entries, and the records of the links"),
        ),
    ),
    "contacts": Table(
        "one event or relation that ties a ship to an entry of a list; evidence, never guilt",
        (
            ("contact", TEXT, "id, from kind, ship, entry and what it rests on"),
            ("kind", TEXT, "itself, met, kept company, could have met, same party, sister, took over"),
            ("ship", TEXT, "the hull this is about"),
            ("mmsi", INT, "the MMSI it was heard under"),
            ("imo", INT, "IMO number"),
            ("listed", TEXT, "the hull that the entry is about: the ship herself when kind is itself"),
            ("entity", TEXT, "the entry"),
            ("list", TEXT, "its list"),
            ("standing", TEXT, "designated by a publisher, or watched by the case"),
            ("by", TEXT, "the number by which the entry is the ship: IMO number, or MMSI"),
            ("event", TEXT, "id of the event; null for a relation"),
            ("place", TEXT, "id of the place of the event"),
            ("start", TIME, "when the event began; null for a relation"),
            ("end", TIME, "when it ended"),
            ("path", IDS, "of a relation: hull, role, party, role, hull; of a route: hull, corridor, hull"),
            ("then", TEXT, "at its start: listed, not listed, or not known by the editions in hand"),
            ("now", TEXT, "by the newest edition: listed, or no longer listed"),
            ("since", TIME, "from when the list is known to have the entry; null when it is not dated"),
            ("known", TIME, "when both the event and the entry were known; null when the list is not dated"),
            ("rule", TEXT, "step and version"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            ("because", IDS, "events, entries and facts it rests on"),
        ),
    ),
    "flows": Table(
        "one number of what went from one country to another in a time: counted, bounded or published",
        (
            ("flow", TEXT, "id"),
            (
                "kind",
                TEXT,
                "what is asked about, never contents: arms-suspect, oil, coal, food, unknown, or as claimed",
            ),
            (
                "basis",
                TEXT,
                "what gives the kind: a corridor, the word of a sighting, type of ship, a claim",
            ),
            ("from", TEXT, "country it left, ISO 3166 alpha-2; null when not known, or one of several"),
            ("to", TEXT, "country it reached; null when not known, or one of several"),
            (
                "how",
                TEXT,
                "seen (AIS), sighted, possible (sum of chances), capacity, published, asserted or denied",
            ),
            (
                "what",
                TEXT,
                "what is counted: voyages, calls where it begins or ends, tonnes, containers, ...",
            ),
            ("start", TIME, "from when: of what is counted, a calendar year"),
            ("end", TIME, "until when"),
            ("value", REAL, "the number; null when only bounds are known"),
            ("low", REAL, "its lower bound"),
            ("high", REAL, "its upper bound; null when there is none"),
            ("calls", REAL, "of how many calls it is, when it is of some of those counted"),
            ("publisher", TEXT, "who says so; null for what is counted"),
            ("words", TEXT, "the publisher's words, or how a bound was made"),
            ("known", TIME, "when the last of the rows it rests on was known"),
            ("source", TEXT, "begins 'synthetic:' when the rows it rests on are; such rows stand apart"),
            ("because", IDS, "events, sightings or claims it rests on"),
        ),
    ),
    "listings": Table(
        "one list over one calendar year: who was put on it, who left it, and whom of those seen it has",
        (
            ("listing", TEXT, "id, from list and year"),
            ("list", TEXT, "the list"),
            ("start", TIME, "first day of the year"),
            ("end", TIME, "first day of the next"),
            ("designated", INT, "entries whose day of designation, as the list gives it, is in the year"),
            (
                "came",
                INT,
                "entries that an edition of the year has and the one before has not; null with no two",
            ),
            (
                "left",
                INT,
                "entries that an edition of the year no longer has; null when no two editions tell",
            ),
            ("entries", INT, "entries of the last edition by the end of the year; null when none is in hand"),
            ("vessels", INT, "vessels among them"),
            ("numbered", INT, "vessels with an IMO number"),
            ("editions", INT, "editions in hand of that year"),
            ("observed", INT, "hulls with an IMO number that called at a watched place in the year"),
            ("covered", INT, "those of them that stood on the list by the end of the year; null as entries"),
            ("known", TIME, "when the last of the editions was out"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            (
                "because",
                IDS,
                "entries designated, come or gone in the year, and of hulls covered; 200 at most",
            ),
        ),
    ),
    "effects": Table(
        "what changed with one designation: one measure of one hull, or of all of one day, before and after",
        (
            ("effect", TEXT, "id, from hull, list, day and measure"),
            ("ship", TEXT, "the hull; null for all hulls of one list and day together"),
            ("name", TEXT, "her name on the list, or how many hulls"),
            ("list", TEXT, "who designated"),
            ("designated", TIME, "the day"),
            (
                "measure",
                TEXT,
                "calls, dark (silences), identity (changes), route (others' first calls where she called)",
            ),
            ("before", INT, "how often in the weeks before"),
            ("before_weeks", REAL, "weeks before in which anybody looked or listened"),
            ("after", INT, "how often in the weeks after"),
            ("after_weeks", REAL, "weeks after in which anybody looked or listened"),
            ("ratio", REAL, "rate after by rate before; null when there was nothing before or nobody looked"),
            ("low", REAL, "its lower 95 % bound"),
            ("high", REAL, "its upper 95 % bound; null when there is none"),
            ("p", REAL, "chance of a difference so large if the rate stayed the same, two-sided"),
            ("verdict", TEXT, "fewer, more, no change shown, or not enough seen"),
            ("words", TEXT, "that in a sentence"),
            ("known", TIME, "when the last of the rows it rests on was known"),
            ("source", TEXT, "begins 'synthetic:' when any row it rests on is"),
            ("because", IDS, "the entry, then the events"),
        ),
    ),
    "decisions": Table(
        "one thing a person decided; never changed afterwards",
        (
            ("decision", TEXT, "id"),
            ("alert", TEXT, "id of the alert, claim or match"),
            ("who", TEXT, "who decided"),
            ("when", TIME, "when"),
            ("verdict", TEXT, "confirmed, false-alarm, watch, accepted, rejected; of a match: cleared"),
            ("note", TEXT, "why"),
            ("span_start", INT, "of a claim: the first character a person set instead; null when left"),
            ("span_end", INT, "of a claim: one past the last"),
            ("event_class", TEXT, "of a claim: the class a person set instead; null when left"),
            ("content", TEXT, "of a match: hash of the entry as it was when it was cleared"),
        ),
    ),
    "forecasts": Table(
        "one dated question and its probability; never changed afterwards",
        (
            ("forecast", TEXT, "id"),
            ("question", TEXT, "the question with its resolution criteria"),
            ("opened", TIME, "when the probability was given"),
            ("resolves", TIME, "when it will be decided"),
            ("probability", REAL, "0.02 to 0.98"),
            ("outcome", FLAG, "what happened; null until resolved"),
            ("resolved", TIME, "when that was known"),
            ("asked", TEXT, "id of the question in watch.toml"),
            ("base", REAL, "the base rate at that time"),
            ("same", REAL, "what persistence would have said: that it goes on as before"),
            ("who", TEXT, "who settled it: rule, or a person"),
            ("note", TEXT, "why"),
            ("details", TEXT, "JSON: what the probability is made of"),
            ("because", IDS, "indicators and assessments it rests on, or by which it was settled"),
        ),
    ),
    "files": Table(
        "one file that was added, whole",
        (
            ("file", TEXT, "short hash, as records name it"),
            ("sha256", TEXT, "hash of the bytes"),
            ("name", TEXT, "name as given"),
            ("path", TEXT, "where it stands: in files/ when kept, else where it was"),
            ("bytes", INT, "size"),
            ("kept", FLAG, "true when files/ holds a copy"),
            ("source", TEXT, "the source that read it; null when refused"),
            ("reason", TEXT, "why it was refused, or what was assumed in reading it"),
            ("rows", INT, "rows read into tables"),
            ("refused", INT, "rows refused"),
            ("first", TIME, "earliest position"),
            ("last", TIME, "latest position"),
            ("summary", TEXT, "JSON: rows by table, ships, positions without place, editions, options"),
            ("added", TIME, "when it was added"),
        ),
    ),
    "refusals": Table(
        "one row of a file that could not be used, kept with its reason",
        (
            ("file", TEXT, "short hash of the file"),
            ("line", INT, "line in the file, from 1; 0 for the file as a whole"),
            ("reason", TEXT, "why"),
            ("text", TEXT, "the beginning of the line"),
            ("source", TEXT, "the source that refused it"),
            ("record", TEXT, "FILE:LINE"),
        ),
    ),
}


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table of the contract."""
    return TABLES[table].schema


@cache
def empty(table: str) -> pa.Table:
    """The table with no rows.

    >>> empty("coverage").num_rows
    0
    """
    return schema(table).empty_table()


def conform(rows: pa.Table, table: str, *, fill: bool = False) -> pa.Table:
    """Give the rows the columns of the contract in its order and types; columns beyond it are left out.

    With ``fill`` a column that is missing becomes null; without it, that is a SchemaError. Of positions and
    tracks a ``record`` that is a number and a ``source`` that is a dictionary are left so: see ``LIGHT``.
    """
    wanted = schema(table)
    missing = [name for name in wanted.names if name not in rows.column_names]
    if missing and not fill:
        raise SchemaError(
            f"Table {table!r} lacks the columns: {', '.join(missing)}.\n"
            f"It has: {', '.join(rows.column_names)}.\n"
            "Hint: read it through a source, or rename your columns to the names in vedette.fields."
        )
    if table in ("positions", "tracks"):
        for name, light in LIGHT.items():
            if name in rows.column_names and rows.schema.field(name).type == light:
                wanted = wanted.set(wanted.get_field_index(name), pa.field(name, light))
    columns = [
        _typed(rows[field.name], field.type)
        if field.name in rows.column_names
        else pa.nulls(len(rows), field.type)
        for field in wanted
    ]
    return pa.Table.from_arrays(columns, schema=wanted)


def _typed(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return column if column.type == kind else column.cast(kind)


def from_rows(rows: list[dict[str, object]], table: str) -> pa.Table:
    """Build a table from dictionaries; what a dictionary leaves out is null. For small tables only."""
    wanted = schema(table)
    unknown = {key for row in rows for key in row} - set(wanted.names)
    if unknown:
        raise SchemaError(f"Table {table!r} has no column {', '.join(sorted(unknown))}. See vedette.fields.")
    return pa.Table.from_pylist(rows, schema=wanted)
