"""Make the bundled gazetteer of ports anew: ``python tools/gazetteer.py ../shared/data/geo``, run by hand.

From anchorages of Global Fishing Watch, the World Port Index, the ports of searoute and UN/LOCODE it derives
``src/vedette/gazetteer/ports.csv.gz``: one port a line, with the points a ship near which is at the port. How
it chooses is said in docs/decisions/0008-gazetteer.md; the same inputs give the same table.
"""

import csv
import gzip
import io
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import shapely
from scipy.spatial import cKDTree

from vedette.kernels.countries import ALPHA_2

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src/vedette/gazetteer/ports.csv.gz"
LAND = ROOT / "src/vedette/outputs/basemap/land-world.geojson.gz"
COLUMNS = ("place", "name", "country", "code", "kind", "source", "points")

SPACING_KM = 2.0  # a cell lies no further than this from a kept point of its port
FREE_KM = 3.0  # another list's port becomes one only where none of ours is so near
SAME_KM = 30.0  # two names alike in one country, no further apart, are one port
NEAR_KM = 15.0  # two ports of one code, no further apart, are one
APART_KM = 80.0  # one label on cells further apart is two ports
COAST_KM = 5.0  # a UN/LOCODE further from the coast is a town, or wrong
BY_A_BORDER = {
    "COD": "CD",
    "KWT": "KW",
    "SRB": "RS",
    "BLM": "BL",
    "CHE": "CH",
    "BOL": "BO",
}  # where neighbours outvote
OWN_CODE = {"HONGKONG": "HK", "MACAU": "MO"}
_CODE = re.compile(r"[A-Z]{3}-\d+")
_CELL = re.compile(r"[0-9a-f]{8}|[0-9.]+E\+[0-9]+", re.IGNORECASE)
_OFF = re.compile(r"\b(offshore|anchorages?)\b", re.IGNORECASE)
_LOW = ("of", "and", "de", "del", "la", "le", "di", "da", "do", "du", "al", "el", "en", "sur")


@dataclass
class Port:
    """One port: how it is called, where it is, and the list that knows it."""

    name: str
    country: str
    points: list[tuple[float, float]]
    code: str = ""
    source: str = "gfw"
    kind: str = "port"
    also: list[str] = field(default_factory=list)


def plain(text: str) -> str:
    """A name with nothing but its letters and digits, to be compared."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]", "", bare.upper())


def readable(text: str) -> str:
    """A name as one writes it: Busan New Port, not BUSAN_NEW PORT."""
    words = re.sub(r"[\s_]+", " ", text).strip().split(" ")
    if any(character.islower() for character in text):
        return " ".join(words)
    said = [re.sub(r"[^\W\d]+", lambda part: part[0].capitalize(), word) for word in words]
    return " ".join(word.lower() if n and word.lower() in _LOW else word for n, word in enumerate(said))


class Near:
    """Points of the globe by small cells, to ask which are near."""

    def __init__(self, cell_km: float = 10.0) -> None:
        self._size = cell_km / 111.2
        self._columns = math.ceil(360 / self._size)
        self._cells: dict[tuple[int, int], list[tuple[float, float, int]]] = defaultdict(list)

    def add(self, lat: float, lon: float, number: int) -> None:
        self._cells[int(lat // self._size), int((lon + 180) // self._size)].append((lat, lon, number))

    def within(self, lat: float, lon: float, km: float) -> list[tuple[float, int]]:
        """Kilometres and number of the points within some kilometres, the nearest first."""
        up = math.ceil(km / 111.2 / self._size)
        scale = max(math.cos(math.radians(min(abs(lat) + 0.5, 89.0))), 0.02)
        wide = math.ceil(km / 111.2 / scale / self._size)
        row, column = int(lat // self._size), int((lon + 180) // self._size)
        found = []
        for one in range(row - up, row + up + 1):
            for other in range(column - wide, column + wide + 1):
                for at, to, number in self._cells.get((one, other % self._columns), ()):
                    metres = apart(lat, lon, at, to)
                    if metres <= km:
                        found.append((round(metres, 6), number))
        return sorted(found)


def apart(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Kilometres between two points."""
    a, b, east = math.radians(lat), math.radians(to_lat), math.radians(to_lon - lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def rows(path: Path, encoding: str = "utf-8", names: list[str] | None = None) -> Iterator[dict[str, str]]:
    """The rows of a gzipped CSV."""
    with gzip.open(path, "rt", encoding=encoding, newline="") as file:
        yield from csv.DictReader(file, names)


def world_ports(folder: Path) -> list[Port]:
    """The World Port Index: names, codes and one rounded point each."""
    found = []
    for row in rows(folder / "nga-world-port-index-2023-08.csv.gz"):
        code = row["UN/LOCODE"].replace(" ", "")
        code = code if re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}", code) else ""
        country = ALPHA_2.get(row["Country Code"], code[:2])
        also = [name.strip() for name in re.split(r"[;,]", row["Alternate Port Name"]) if name.strip()]
        point = round(float(row["Latitude"]), 4), round(float(row["Longitude"]), 4)
        found.append(Port(row["Main Port Name"].strip(), country, [point], code, "wpi", also=also))
    return found


def searoute_ports(folder: Path) -> list[Port]:
    """The ports of the package searoute."""
    with gzip.open(folder / "searoute-ports.geojson.gz", "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    found = []
    for feature in features:
        said, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        code = said["port"] or ""
        if abs(lat) > 90 or abs(lon) > 180 or not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}", code):
            continue
        point = round(float(lat), 4), round(float(lon), 4)
        found.append(Port(said["name"], code[:2], [point], code, "searoute"))
    return found


def locodes(folder: Path) -> list[Port]:
    """UN/LOCODE places with the function of a port; many have no position."""
    columns = [
        "change",
        "country",
        "code",
        "name",
        "plain",
        "part",
        "uses",
        "status",
        "date",
        "iata",
        "at",
        "note",
    ]
    found = []
    for part in (1, 2, 3):
        for row in rows(folder / f"unlocode-2023-1-part{part}.csv.gz", "latin-1", columns):
            if (
                not row["code"]
                or not row["uses"].startswith("1")
                or row["status"] == "XX"
                or row["change"] == "X"
            ):
                continue
            where = re.fullmatch(r"(\d\d)(\d\d)([NS]) (\d{3})(\d\d)([EW])", row["at"] or "")
            points = []
            if where:
                lat = (int(where[1]) + int(where[2]) / 60) * (1 if where[3] == "N" else -1)
                lon = (int(where[4]) + int(where[5]) / 60) * (1 if where[6] == "E" else -1)
                points = [(round(lat, 4), round(lon, 4))]
            name, *also = re.split(r"\s*/\s*", re.sub(r"\s*\(.*?\)", "", row["plain"].split(",")[0]))
            found.append(
                Port(name, row["country"], points, row["country"] + row["code"], "unlocode", also=also)
            )
    return found


def countries(folder: Path, known: "Names") -> dict[str, str]:
    """The two letters for each three: those of most ports of other lists near the country's cells."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for number, row in enumerate(rows(folder / "gfw-anchorage-overrides-s2.csv.gz")):
        if len(votes[row["iso3"].strip()]) == 0 or number % 7 == 0:
            for _, port in known.near.within(float(row["latitude"]), float(row["longitude"]), 40.0)[:1]:
                votes[row["iso3"].strip()][known.ports[port].country] += 1
    found = {three: two.most_common(1)[0][0] for three, two in votes.items() if len(three) == 3 and two}
    return {**found, **BY_A_BORDER}


def anchorages(folder: Path, known: "Names") -> list[Port]:
    """The cells of Global Fishing Watch, by label and country; what lies off a port is an anchorage."""
    two = countries(folder, known)
    grouped: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows(folder / "gfw-anchorage-overrides-s2.csv.gz"):
        label, below = row["label"].strip(), row["sublabel"].strip()
        country = OWN_CODE.get(plain(label)) or two.get(row["iso3"].strip(), "")
        point = round(float(row["latitude"]), 4), round(float(row["longitude"]), 4)
        if not country or label in ("REMOVE", "OU") or abs(point[0]) > 90 or abs(point[1]) > 180:
            continue
        if _CODE.fullmatch(label):
            label = below if known.same(below, country, [point]) else known.beside(point, country, label)
        off = below.endswith(" OFFSHORE") or (below.endswith(" OFF") and len(below) == 10)
        grouped[label, country, "anchorage" if off or _OFF.search(label) else "port"].append(point)
    return [
        Port(label, country, part, kind=kind)
        for (label, country, kind), cells in sorted(grouped.items())
        for part in clusters(sorted(set(cells)))
    ]


def clusters(cells: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Cells in groups of which none lies further than APART_KM from the rest."""
    centres: list[list[tuple[float, float]]] = []
    for cell in cells:
        own = next((some for some in centres if apart(*cell, *some[0]) <= APART_KM), None)
        if own is None:
            centres.append([cell])
        else:
            own.append(cell)
    return centres


def thinned(ports: list[Port]) -> list[Port]:
    """The ports with as few of their cells as show, for each cell, whose it is and that it is near."""
    owner = np.repeat(np.arange(len(ports)), [len(port.points) for port in ports])
    at = on_sphere([cell for port in ports for cell in port.points])
    kept = np.zeros(len(owner), dtype=np.bool_)
    chord = 2 * math.sin(SPACING_KM / 6371.0088 / 2)
    for some in np.split(np.arange(len(owner)), np.flatnonzero(np.diff(owner)) + 1):
        left = np.ones(len(some), dtype=np.bool_)
        for n in range(len(some)):
            if left[n]:
                kept[some[n]] = True
                left &= np.linalg.norm(at[some] - at[some[n]], axis=1) > chord
    # A port and the anchorage off it, and two anchorages without a name, may be taken for each other.
    called = [(p.country, "" if p.name.startswith("Anchorage ") else p.name) for p in ports]
    group = np.array([called.index(one) for one in called])[owner]
    while True:
        where = np.flatnonzero(kept)
        away, nearest = cKDTree(at[where]).query(at, k=2, distance_upper_bound=chord)
        found = group[where][np.minimum(nearest, len(where) - 1)]
        right = (found[:, 0] == group) | ((found[:, 1] == group) & (away[:, 1] - away[:, 0] < 1e-9))
        if not (wrong := ~right & ~kept).any():
            break
        kept |= wrong
    cells = [cell for port in ports for cell in port.points]
    points: list[list[tuple[float, float]]] = [[] for _ in ports]
    for n in np.flatnonzero(kept).tolist():
        points[owner[n]].append(cells[n])
    return [replace(port, points=sorted(some)) for port, some in zip(ports, points, strict=True)]


def on_sphere(points: list[tuple[float, float]]) -> np.ndarray:
    """Points on a sphere of radius one."""
    lat, lon = np.radians(np.array(points)).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


class Names:
    """What the other lists call the ports of a country, and where they have them."""

    def __init__(self, known: Iterable[Port]) -> None:
        self._by: dict[tuple[str, str], list[Port]] = defaultdict(list)
        self.near = Near()
        self.ports = list(known)
        for number, port in enumerate(self.ports):
            for name in (port.name, *port.also):
                self._by[port.country, plain(name)].append(port)
            for point in port.points:
                self.near.add(*point, number)

    def beside(self, point: tuple[float, float], country: str, code: str) -> str:
        """A name for an anchorage that has none: that of the nearest port of its country."""
        for _, number in self.near.within(*point, SAME_KM):
            if self.ports[number].country == country:
                return f"Anchorage near {readable(self.ports[number].name)}"
        return f"Anchorage {code}"

    def same(self, name: str, country: str, points: list[tuple[float, float]]) -> list[Port]:
        """Those of one name that lie near, or nowhere that is said."""
        found = self._by.get((country, plain(name)), ())
        return [port for port in found if not port.points or gap(port.points[0], points) <= SAME_KM]


def gap(point: tuple[float, float], points: list[tuple[float, float]]) -> float:
    """Kilometres from a point to the nearest of some."""
    return min(apart(*point, *other) for other in points)


def named(port: Port, known: Names) -> Port:
    """A port with the name one reads, its code and its other names."""
    if port.name.startswith("Anchorage "):
        return replace(port, kind="anchorage")
    bare = _OFF.sub("", port.name).strip(" ,-") or port.name
    same = known.same(bare, port.country, port.points)
    best = sorted(same, key=lambda one: (not one.points, one.source != "wpi", one.code))
    code = next((one.code for one in best if one.code), "") or _alike(bare, port, known)
    name = readable(next((one.name for one in best if plain(one.name) == plain(bare)), bare))
    if port.kind == "anchorage":
        name = name if _OFF.search(name) else f"{name} anchorage"
        return replace(port, name=name, code=code)
    also = [readable(other) for one in same for other in (one.name, *one.also)]
    return replace(port, name=name, code=code, also=[*also, readable(port.name)])


def _alike(label: str, port: Port, known: Names) -> str:
    """The code of a port near by whose name begins alike: Vostochnyy and Vostochny."""
    for _, number in known.near.within(*port.points[0], 20.0):
        other = known.ports[number]
        alike = len(label) >= 5 and plain(other.name)[:5] == plain(label)[:5]
        if alike and other.code and other.country == port.country:
            return other.code
    return ""


def coastal() -> shapely.STRtree:
    """The coast of the world as lines, to see how near a town is to it."""
    with gzip.open(LAND, "rt", encoding="utf-8") as file:
        shapes = [shapely.geometry.shape(one["geometry"]) for one in json.load(file)["features"]]
    coast = shapely.get_parts(shapely.boundary(np.array(shapes, dtype=object)))
    pieces = []
    for line in coast:
        at = shapely.get_coordinates(line)
        pieces += [shapely.LineString(at[n : n + 33]) for n in range(0, len(at) - 1, 32)]
    return shapely.STRtree(pieces)


def merged(ports: list[Port], known: Names) -> list[Port]:
    """The ports, those of one UN/LOCODE that lie together as one, by the name the code has."""
    proper: dict[str, list[str]] = defaultdict(list)
    for one in known.ports:
        if one.code:
            proper[one.code].append(plain(one.name))
    found: list[Port] = []
    by_code: dict[tuple[str, str], list[int]] = defaultdict(list)
    order = [
        (proper[p.code].index(plain(p.name)) if plain(p.name) in proper[p.code] else 99, n)
        for n, p in enumerate(ports)
    ]
    for _, n in sorted(order):
        port = ports[n]
        kin = by_code[port.code, port.kind] if port.code else []
        own = next(
            (k for k in kin if any(gap(point, found[k].points) <= NEAR_KM for point in port.points)), None
        )
        if own is None:
            kin.append(len(found))
            found.append(port)
        else:
            points = sorted({*found[own].points, *port.points})
            found[own] = replace(found[own], points=points, also=[*found[own].also, port.name, *port.also])
    return found


def with_others(ports: list[Port], others: Iterable[Port]) -> list[Port]:
    """The ports, and those of other lists where none is near; a rounded point near its own port widens it."""
    found, near = list(ports), Near()
    own: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_code: dict[str, list[int]] = defaultdict(list)
    for number, port in enumerate(found):
        for point in port.points:
            near.add(*point, number)
        if port.kind == "port":
            by_code[port.code].append(number)
            for name in dict.fromkeys((port.name, *port.also)):
                own[port.country, plain(name)].append(number)
    for other in others:
        point = other.points[0]
        if near.within(*point, SPACING_KM):
            continue
        called = [*own[other.country, plain(other.name)], *(by_code[other.code] if other.code else ())]
        kin = [n for n in called if gap(point, found[n].points) <= 10.0]
        taken = near.within(*point, FREE_KM)
        if kin and (not taken or taken[0][1] == kin[0]):
            found[kin[0]] = replace(found[kin[0]], points=[*found[kin[0]].points, point])
            near.add(*point, kin[0])
        elif not taken:
            found.append(replace(other, name=readable(other.name), also=[readable(n) for n in other.also]))
            near.add(*point, len(found) - 1)
            by_code[other.code].append(len(found) - 1)
            own[other.country, plain(other.name)].append(len(found) - 1)
    return found


def made(folder: Path) -> str:
    """The table as text."""
    world, roads, codes = world_ports(folder), searoute_ports(folder), locodes(folder)
    by_code = {code.code: code for code in codes}
    for port in (*world, *roads):
        if same := by_code.get(port.code):
            port.also += [same.name, *same.also]
    known = Names([*world, *codes, *roads])
    ports = merged([named(port, known) for port in thinned(anchorages(folder, known))], known)
    coast = coastal()
    usable = [code for code in codes if code.points]
    where = shapely.points([code.points[0][1] for code in usable], [code.points[0][0] for code in usable])
    near_coast = set(coast.query(where, predicate="dwithin", distance=COAST_KM / 111.2)[0].tolist())
    towns = [code for number, code in enumerate(usable) if number in near_coast]
    ports = with_others(ports, [port for port in [*world, *roads, *towns] if port.country])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    ids: Counter[str] = Counter()
    for port in sorted(ports, key=lambda p: (p.country, p.name, p.source, p.points)):
        slug = re.sub(
            r"[^a-z0-9]+",
            "-",
            unicodedata.normalize("NFKD", port.name).encode("ascii", "ignore").decode().lower(),
        )
        base = f"gaz-{port.country.lower()}-{slug.strip('-')}"
        ids[base] += 1
        place = base if ids[base] == 1 else f"{base}-{ids[base]}"
        others = {
            plain(name): name.replace(",", "")
            for name in reversed(port.also)
            if plain(name) != plain(port.name)
        }
        name = ", ".join([port.name.replace(",", ""), *sorted(others.values())])
        points = " ".join(f"{lat:.3f} {lon:.3f}" for lat, lon in port.points)
        writer.writerow((place, name, port.country, port.code, port.kind, port.source, points))
    return text.getvalue()


def main() -> None:
    """Write the table in its place."""
    text = made(Path(sys.argv[1]))
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    lines = text.splitlines()[1:]
    points = sum(len(line.rsplit(",", 1)[1].split()) // 2 for line in lines)
    print(f"{TARGET}: {len(lines):,} ports, {points:,} points, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
