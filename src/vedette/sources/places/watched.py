"""A watched place: what GeoJSON and a table of places both say of one, and the row it becomes."""

import re
from collections.abc import Mapping

from vedette.sources.sheets import Row, Unusable

_COUNTRY = re.compile(r"[A-Z]{2}(/[A-Z]{2})*")
_LOCODE = re.compile(r"([A-Z]{2})\s*([A-Z0-9]{3})")


def from_facts(facts: Row, geometry: bytes, source: str) -> Mapping[str, object]:
    """The row of ``places``; a place without a role is ``listed``: somebody put it on the list.

    A place on a border keeps both its countries, as KP/RU.
    """
    place, radius_km = facts.text("place_id"), facts.number("radius_km")
    if place is None:
        raise Unusable("the place has no place_id")
    if radius_km is not None and not 0 < radius_km <= 1000:
        raise Unusable(f"radius_km is {radius_km:g}; it must be over 0 and at most 1000")
    country = (facts.text("country") or "").upper()
    return {
        "place": place,
        "name": facts.text("name"),
        "kind": facts.text("kind"),
        "country": country if _COUNTRY.fullmatch(country) else None,
        "geometry": geometry,
        "radius_m": None if radius_km is None else radius_km * 1000,
        "role": facts.text("role") or "listed",
        "code": locode(facts.text("unlocode")),
        "source": source,
        "record": facts.record,
    }


def locode(text: str | None) -> str | None:
    """A UN/LOCODE without the blank some write in it; None when it is none.

    >>> locode("KP RJN"), locode("RUVVO"), locode('GB ME""')
    ('KPRJN', 'RUVVO', None)
    """
    found = _LOCODE.fullmatch((text or "").strip().upper())
    return found[1] + found[2] if found else None
