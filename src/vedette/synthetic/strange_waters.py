"""Strange waters: two regions of the second labelled sea, as ports with their roads and ways between nodes.

The roads are where ships wait off each port; no list names them. Along the edges all is water.
"""

import heapq
from dataclasses import dataclass

from vedette.synthetic.voyages import distance_km

Point = tuple[float, float]


@dataclass(frozen=True)
class Strange:
    """A region: of each port its berth, approach and roads; nodes, edges, open spots, a hub."""

    ports: dict[str, tuple[Point, Point, Point]]
    nodes: dict[str, Point]
    edges: str
    open: tuple[Point, ...]
    hub: Point
    satellite: bool

    def place(self, name: str) -> Point:
        """A node, or the roads of a port."""
        return self.nodes[name] if name in self.nodes else self.ports[name][2]

    def way(self, start: str, to: str) -> list[Point]:
        """The points of the shortest way from node or port to another, both included."""
        beside: dict[str, list[str]] = {}
        for edge in self.edges.split():
            one, other = edge.split("-")
            beside.setdefault(one, []).append(other)
            beside.setdefault(other, []).append(one)
        queue: list[tuple[float, str, list[str]]] = [(0.0, start, [start])]
        done: set[str] = set()
        while queue:
            km, here, path = heapq.heappop(queue)
            if here == to:
                return [self.place(name) for name in path]
            if here not in done:
                done.add(here)
                for name in beside[here]:
                    more = float(distance_km(*self.place(here), *self.place(name)))
                    heapq.heappush(queue, (km + more, name, [*path, name]))
        raise ValueError(f"no way from {start} to {to}")


STRANGE = {
    "euxine": Strange(
        ports={
            "constanta": ((44.150, 28.655), (44.10, 28.75), (44.05, 28.95)),
            "novorossiysk": ((44.725, 37.80), (44.67, 37.83), (44.55, 37.75)),
            "taman": ((45.12, 36.67), (45.05, 36.62), (44.90, 36.50)),
            "samsun": ((41.30, 36.345), (41.33, 36.38), (41.45, 36.45)),
            "poti": ((42.155, 41.645), (42.16, 41.58), (42.16, 41.45)),
            "varna": ((43.19, 27.93), (43.17, 28.05), (43.15, 28.25)),
        },
        nodes={
            "W": (43.7, 29.6),
            "C": (43.2, 33.0),
            "S": (42.3, 35.5),
            "NE": (44.2, 37.0),
            "K": (44.6, 36.4),
            "E": (42.2, 40.0),
        },
        edges="W-C C-S C-NE NE-K S-E NE-E constanta-W novorossiysk-NE taman-K samsun-S poti-E varna-W",
        open=((43.3, 31.5), (43.0, 35.0), (43.4, 38.2), (42.9, 33.8), (43.6, 36.2)),
        hub=(43.2, 33.0),
        satellite=False,
    ),
    "guinea": Strange(
        ports={
            "lagos": ((6.44, 3.38), (6.385, 3.40), (6.30, 3.40)),
            "lome": ((6.138, 1.285), (6.10, 1.30), (6.00, 1.32)),
            "tema": ((5.632, 0.012), (5.59, 0.04), (5.50, 0.08)),
            "cotonou": ((6.348, 2.435), (6.31, 2.45), (6.22, 2.46)),
            "abidjan": ((5.28, -4.02), (5.22, -4.01), (5.10, -4.02)),
            "takoradi": ((4.885, -1.742), (4.88, -1.68), (4.80, -1.60)),
        },
        nodes={
            "G1": (4.0, -3.0),
            "G2": (4.2, -1.0),
            "G3": (5.1, 0.9),
            "G4": (5.7, 2.7),
            "GF": (2.2, 2.0),
        },
        edges="G1-G2 G2-G3 G3-G4 G1-GF GF-G4 abidjan-G1 takoradi-G2 tema-G3 lome-G3 lome-G4 cotonou-G4 "
        "lagos-G4 G2-GF",
        open=((3.6, 1.0), (4.2, 3.0), (3.0, 4.5), (4.6, 1.8), (2.9, 0.0)),
        hub=(2.2, 2.0),
        satellite=True,
    ),
}
