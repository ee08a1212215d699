"""Series names: what a series of counts counts, in words, from its id."""

from collections.abc import Callable

# The first that fits stands; {} is the place.
_AT_A_PLACE = (
    ("calls/sighted/", "Calls sighted at {}"),
    ("calls/seen/", "Calls seen by AIS at {}"),
    ("calls/possible/", "Possible calls, as fractions, at {}"),
    ("calls/", "Calls at {}"),
    ("cargo/sighted/", "Cargo sighted at {}"),
    ("dormant/calls/", "First call after a long quiet at {}"),
    ("dormant/cargo/", "First cargo after a long quiet at {}"),
    ("naval/", "Merchant ships at the naval place {}"),
    ("first/", "First visits at {}"),
    ("ties/", "Arrivals from where nobody came before, at {}"),
    ("draught/loaded/", "Ships deeper after a call at {}"),
    ("draught/unloaded/", "Ships less deep after a call at {}"),
    ("rail/", "Rail cars counted at {}"),
    ("gaps/", "AIS gaps near {}"),
    ("listed/sighted/", "Calls of listed ships sighted at {}"),
    ("listed/seen/", "Calls of listed ships seen by AIS at {}"),
    ("listed/met/", "Meetings with listed ships near {}"),
)
# {} is what is said to have happened, or a name of the watch's own.
_OF_A_KIND = (
    ("claim_clusters/", "Reports from separate origins: {}"),
    ("official_acts/", "Official acts: {}"),
    ("high_visits/", "High-level meetings: {}"),
    ("drills/", "Drills and closures: {}"),
    ("meter/", "Calls against the yearly cap: {}"),
    ("partners/", "Share of arrivals: {}"),
)
_LEGS = (("dark_legs/", "Voyages with a dark silence"), ("legs/", "Voyages"))
_HAPPENED = {
    "un": "votes and mandates of the UN",
    "use": "use of the arms",
    "other": "other happenings",
    "designation": "listing under sanctions",
    "disclosure": "imagery or intelligence published",
    "volume estimate": "how much has gone",
}


def series_name(series: str, place: Callable[[str], str] = str) -> str:
    """What a series counts; ``place`` gives the name of a place from its id.

    >>> series_name("calls/sighted/alpha"), series_name("legs/way/alpha>beta"), series_name("drills/a_b")
    ('Calls sighted at alpha', 'Voyages from alpha to beta', 'Drills and closures: a b')
    """
    for start, said in _AT_A_PLACE:
        if series.startswith(start):
            return said.format(place(series.removeprefix(start)))
    for start, said in _LEGS:
        if series.startswith(start) and ">" in series:
            left, _, reached = series.rpartition("/")[2].partition(">")
            return f"{said} from {place(left)} to {place(reached)}"
    for start, said in _OF_A_KIND:
        if series.startswith(start):
            what = series.removeprefix(start)
            return said.format(_HAPPENED.get(what) or _plain(what))
    words = _plain(series)
    return words[:1].upper() + words[1:]


def _plain(name: str) -> str:
    return name.replace("/", " ").replace("_", " ")
