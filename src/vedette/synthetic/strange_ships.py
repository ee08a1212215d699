"""A ship of the second labelled sea: the points of her way, and what truly happened to her."""

from dataclasses import dataclass, field

import numpy as np

from vedette.synthetic.actors import shifted
from vedette.synthetic.strange_waters import Point
from vedette.synthetic.voyages import KM_PER_NM, distance_km

Label = dict[str, object]
BERTH, ANCHOR, WAY = 1, 2, 0


@dataclass
class Ship:
    """One ship: points of her way (hour, latitude, longitude, how she lies), and what happened to her."""

    mmsi: int
    number: int
    rng: np.random.Generator
    knots: float
    every_h: float
    points: list[tuple[float, float, float, int]] = field(default_factory=list)
    off: list[tuple[float, float]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    @property
    def now(self) -> float:
        """The hour her way has reached."""
        return self.points[-1][0]

    @property
    def here(self) -> Point:
        """Where she is then."""
        return self.points[-1][1:3]

    def go(self, to: Point, knots: float | None = None) -> None:
        """Sail straight to a point."""
        km = float(distance_km(*self.here, *to))
        self.points.append((self.now + km / ((knots or self.knots) * KM_PER_NM), *to, WAY))

    def stay(self, hours: float, how: int) -> None:
        """Lie at a berth, swing at anchor, or be without way."""
        self.points[-1] = (*self.points[-1][:3], how)
        self.points.append((self.now + hours, *self.here, WAY))

    def drift(self, hours: float, knots: float) -> None:
        """Go slowly, turning a little every half hour."""
        course = self.rng.uniform(0, 2 * np.pi)
        for _ in range(int(np.ceil(hours * 2))):
            course += self.rng.normal(0, 0.15)
            step = knots * self.rng.uniform(0.8, 1.2) * KM_PER_NM * 500
            to = shifted(self.here, step * np.cos(course), step * np.sin(course))
            self.points.append((self.now + 0.5, *to, WAY))

    def label(self, kind: str, start: float, end: float, **more: object) -> None:
        """Write down what truly happened."""
        self.labels.append({"kind": kind, "mmsi": self.mmsi, "start": start, "end": end, **more})
