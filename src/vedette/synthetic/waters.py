"""Waters: three real regions in which labelled ships sail, with ports, ways at sea and open water."""

import struct
from dataclasses import dataclass

import pyarrow as pa

from vedette.fields import from_rows
from vedette.sources.ais.synthetic_csv import NAME
from vedette.synthetic.plan import Place, Point
from vedette.synthetic.voyages import distance_km, leg

PORT_RADIUS_M, ANCHORAGE_RADIUS_M = 3000.0, 2000.0


@dataclass(frozen=True)
class Waters:
    """One region. Between the open ends of the ports' ways, and from them into ``open``, all is water.

    ``open`` is south, west, north, east of a box of deep water, more than 10 km from every place. Ships call
    at ``watched`` only with their transponders off; ``anchorages`` stand beside the port of the same name.
    """

    name: str
    title: str
    ports: tuple[Place, ...]
    anchorages: tuple[Place, ...]
    watched: Place
    open: tuple[float, float, float, float]

    @property
    def region(self) -> tuple[float, float, float, float]:
        """South, west, north, east of all places and the open box, with half a degree to spare."""
        points = [(p.lat, p.lon) for p in (*self.ports, self.watched)]
        lat, lon = zip(*points, self.open[:2], self.open[2:], strict=True)
        return min(lat) - 0.5, min(lon) - 0.5, max(lat) + 0.5, max(lon) + 0.5

    def places(self) -> pa.Table:
        """The places as a gazetteer gives them; the watched one has a role."""
        rows: list[dict[str, object]] = []
        for place in (*self.ports, self.watched, *self.anchorages):
            anchorage = place in self.anchorages
            rows.append(
                {
                    "place": place.id,
                    "name": place.id.replace("-", " ").title(),
                    "kind": "anchorage" if anchorage else "port",
                    "geometry": point(place.lat, place.lon),
                    "radius_m": ANCHORAGE_RADIUS_M if anchorage else PORT_RADIUS_M,
                    "role": "watched" if place is self.watched else None,
                    "source": NAME,
                    "record": f"places:{len(rows) + 2}",
                }
            )
        return from_rows(rows, "places")


def way(start: Place | Point, to: Place | Point) -> list[Point]:
    """The points from one place or spot in open water to another, without going out and back the same way.

    >>> harbour, pier = Place("harbour", 1, 1, ((2, 2), (3, 3))), Place("pier", 2, 1, ((2, 2), (3, 3)))
    >>> way(harbour, pier)
    [(1, 1), (2, 2), (2, 1)]
    """
    one, other = (p if isinstance(p, Place) else Place("", *p) for p in (start, to))
    out, into = list(one.out), list(other.out)
    while len(out) > 1 and len(into) > 1 and out[-2:] == into[-2:]:
        out.pop(), into.pop()
    if out and into and out[-1] == into[-1]:
        into.pop()
    return leg(Place("", one.lat, one.lon, tuple(out)), Place("", other.lat, other.lon, tuple(into)))


def length_km(points: list[Point]) -> float:
    """How long a way is."""
    lat, lon = zip(*points, strict=True)
    return float(distance_km(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


def point(lat: float, lon: float) -> bytes:
    """A point as well-known binary."""
    return struct.pack("<BIdd", 1, 1, lon, lat)


_GULF = ((60.05, 27.0), (59.93, 26.2), (59.75, 25.1), (59.6, 23.6), (59.3, 22.0), (59.0, 20.9))

KOREA = Waters(
    "korea",
    "Korea Strait and Sea of Japan",
    (
        Place("busan", 35.075, 129.085, ((35.0, 129.2), (35.35, 130.0), (35.6, 130.6))),
        Place("pohang", 36.04, 129.40, ((36.12, 129.48), (36.2, 129.75), (36.8, 131.2))),
        Place("maizuru", 35.56, 135.33, ((35.68, 135.35), (36.2, 135.2))),
        Place("niigata", 37.97, 139.07, ((38.15, 139.0), (38.75, 138.7), (39.2, 137.7))),
        Place(
            "vladivostok", 43.09, 131.87, ((43.08, 131.79), (43.03, 131.71), (42.85, 131.68), (42.2, 131.9))
        ),
        Place("donghae", 37.49, 129.15, ((37.5, 129.3), (38.2, 130.2))),
    ),
    (
        Place("busan-roads", 35.02, 129.02, ((35.0, 129.2), (35.35, 130.0), (35.6, 130.6))),
        Place("vladivostok-roads", 42.98, 131.77, ((42.85, 131.72), (42.2, 131.9))),
    ),
    Place("rajin", 42.22, 130.29, ((42.12, 130.35), (41.8, 131.2))),
    (38.2, 131.6, 40.6, 135.4),
)
BALTIC = Waters(
    "baltic",
    "Baltic Sea and Gulf of Finland",
    (
        Place("tallinn", 59.46, 24.75, ((59.58, 24.70), (59.68, 24.6), *_GULF[3:])),
        Place("helsinki", 60.13, 24.94, ((59.95, 24.95), (59.75, 25.1), *_GULF[3:])),
        Place("kotka", 60.44, 26.94, ((60.25, 26.9), *_GULF[1:])),
        Place("ventspils", 57.40, 21.52, ((57.46, 21.3), (57.7, 20.6))),
        Place("klaipeda", 55.72, 21.09, ((55.75, 20.9), (56.3, 20.2))),
        Place("gdansk", 54.42, 18.70, ((54.55, 18.95), (55.3, 19.3))),
        Place("nynashamn", 58.90, 17.97, ((58.80, 18.05), (58.6, 18.6), (58.55, 19.6))),
    ),
    (
        Place("tallinn-roads", 59.54, 24.62, ((59.58, 24.70), (59.68, 24.6), *_GULF[3:])),
        Place("gdansk-roads", 54.49, 18.81, ((54.55, 18.95), (55.3, 19.3))),
    ),
    Place("ust-luga", 59.69, 28.38, ((59.80, 28.25), (60.1, 28.0), (60.17, 27.4), (60.19, 26.9), *_GULF[1:])),
    (57.9, 19.9, 58.9, 21.0),
)
OMAN = Waters(
    "oman",
    "Gulf of Oman and Arabian Sea",
    (
        Place("fujairah", 25.18, 56.37, ((25.15, 56.6), (24.95, 57.2))),
        Place("sohar", 24.51, 56.64, ((24.55, 56.85), (24.65, 57.5))),
        Place("muscat", 23.64, 58.58, ((23.75, 58.70), (24.0, 59.0))),
        Place("gwadar", 25.10, 62.33, ((25.0, 62.42), (24.7, 62.4))),
        Place("karachi", 24.80, 66.97, ((24.72, 66.85), (24.2, 65.8))),
        Place("duqm", 19.67, 57.74, ((19.6, 58.1), (20.0, 59.5), (22.4, 60.6), (23.0, 60.6))),
    ),
    (
        Place("fujairah-roads", 25.21, 56.48, ((25.15, 56.6), (24.95, 57.2))),
        Place("karachi-roads", 24.70, 66.83, ((24.2, 65.8),)),
    ),
    Place("chabahar", 25.29, 60.60, ((25.17, 60.62), (24.8, 60.6))),
    (22.9, 61.0, 24.4, 64.5),
)
WATERS = {waters.name: waters for waters in (KOREA, BALTIC, OMAN)}
