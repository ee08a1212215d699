"""Passages: canals and straits that a ship may use, and that a watch may close."""

from typing import NamedTuple

Point = tuple[float, float]  # degrees north and east


class Passage(NamedTuple):
    """A narrow way: its two ends with the metres between them, and a line that bars it when it is closed.

    ``link`` is for what the land mask closes, ``gate`` for what it leaves open; a strait may need both.
    """

    name: str
    link: tuple[Point, Point] | None = None
    length_m: float = 0.0
    gate: tuple[Point, Point] | None = None


# Lengths are those that their authorities publish, between the ends given: Suez 193.3 km (Suez Canal
# Authority), Panama 80 km, Kiel 98.6 km (Brunsbuettel to Holtenau), Corinth 6.3 km, Bosporus 31 km and
# Dardanelles 61 km (Turkish Straits), Kanmon 28 km. Each is lengthened where our ends lie further out.
PASSAGES = (
    Passage("Suez Canal", ((31.35, 32.37), (29.85, 32.53)), 187_000),
    Passage("Panama Canal", ((9.42, -79.92), (8.85, -79.50)), 88_000),
    Passage("Kiel Canal", ((53.92, 8.85), (54.45, 10.25)), 125_000),
    Passage("Corinth Canal", ((37.96, 22.93), (37.90, 23.05)), 13_000),
    Passage("Bosporus", ((41.27, 29.15), (40.95, 28.97)), 38_000, ((41.12, 28.9), (41.12, 29.3))),
    Passage("Dardanelles", ((39.98, 26.08), (40.47, 26.85)), 85_000, ((40.2, 26.2), (40.1, 26.6))),
    Passage("Kerch Strait", ((45.00, 36.50), (45.55, 36.75)), 68_000, ((45.35, 36.3), (45.35, 36.9))),
    Passage("Kanmon Strait", ((34.00, 130.83), (33.92, 131.10)), 32_000, ((33.90, 130.9), (34.02, 131.0))),
    Passage("Øresund", gate=((56.03, 12.40), (56.05, 12.85))),
    Passage("Great Belt", gate=((55.35, 10.70), (55.35, 11.30))),
    Passage("Strait of Gibraltar", gate=((35.70, -5.60), (36.15, -5.60))),
    Passage("Strait of Dover", gate=((51.15, 1.20), (50.85, 1.75))),
    Passage("Bab el-Mandeb", gate=((12.75, 43.20), (12.40, 43.60))),
    Passage("Strait of Hormuz", gate=((27.30, 56.50), (25.90, 56.30))),
    Passage("Strait of Malacca", gate=((3.20, 101.50), (1.80, 100.90))),
    Passage("Sunda Strait", gate=((-5.70, 105.90), (-6.10, 106.10))),
    Passage("Lombok Strait", gate=((-8.40, 115.50), (-8.40, 116.10))),
    Passage("Taiwan Strait", gate=((25.30, 119.40), (24.60, 121.20))),
    Passage("Korea Strait", gate=((35.30, 129.10), (33.90, 130.90))),
    Passage("Tsugaru Strait", gate=((41.60, 140.70), (41.10, 140.70))),
    Passage("La Pérouse Strait", gate=((45.30, 141.90), (46.10, 142.00))),
    Passage("Tatar Strait", gate=((52.20, 141.20), (52.20, 141.90))),
    Passage("Bering Strait", gate=((66.10, -170.50), (65.60, -167.80))),
    Passage("Strait of Magellan", gate=((-53.20, -72.00), (-54.20, -71.00))),
    # Ice, not land, closes these for most ships and months: meridians from the mainland to the pole.
    Passage("Northern Sea Route", gate=((74.0, 104.3), (90.0, 0.0))),
    Passage("Northwest Passage", gate=((66.0, -110.0), (90.0, 0.0))),
    # Shoals of a few metres between India and Sri Lanka.
    Passage("Adam's Bridge", gate=((9.40, 78.9), (8.90, 80.0))),
    # Azov to Volgograd to Astrakhan and the dredged channel, about 1,300 km: for river-sea ships only.
    Passage("Volga-Don Canal", ((47.05, 38.90), (45.35, 47.90)), 1_300_000),
)
CLOSED = ("Northern Sea Route", "Northwest Passage", "Adam's Bridge", "Volga-Don Canal")
NAMES = tuple(passage.name for passage in PASSAGES)
