"""Many positions at once, for benchmarks: no truth, no story, only the shape of a feed."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.fields import TIME, conform
from vedette.synthetic.made import FIRST_MMSI

_START = np.datetime64("2023-01-01T00:00:00", "us")
_METRES_PER_DEGREE = 111_195.0


def busy_sea(rows: int, ships: int, seed: int = 0, *, seconds: float = 60.0) -> pa.Table:
    """About ``rows`` positions of ``ships`` that wander between 30 and 50 degrees north, by ship and time.

    Each sends every ``seconds``, a little unevenly; one message in a thousand begins an eight-hour silence.

    >>> busy_sea(1000, 4).num_rows
    1000
    """
    rng = np.random.default_rng(seed)
    each = max(rows // max(ships, 1), 1)
    shape = (ships, each)
    step_s = seconds * rng.uniform(0.8, 1.2, shape) + (rng.random(shape) < 0.001) * 8 * 3600
    speed_kn = np.clip(10 + np.cumsum(rng.normal(0, 0.05, shape), axis=1), 0, 22)
    course_deg = (rng.uniform(0, 360, (ships, 1)) + np.cumsum(rng.normal(0, 1.0, shape), axis=1)) % 360
    metres = speed_kn * 1852 / 3600 * seconds
    north = np.cumsum(metres * np.cos(np.radians(course_deg)), axis=1) / _METRES_PER_DEGREE
    east = np.cumsum(metres * np.sin(np.radians(course_deg)), axis=1) / _METRES_PER_DEGREE / 0.77
    # Folding the way back at the edge keeps every ship inside without a jump.
    lat = 30 + _folded(rng.uniform(0, 20, (ships, 1)) + north, 20)
    lon = -170 + _folded(rng.uniform(0, 340, (ships, 1)) + east, 340)
    time = _START + np.round(np.cumsum(step_s, axis=1) * 1e6).astype("timedelta64[us]")
    count = ships * each
    table = pa.table(
        {
            "mmsi": np.repeat(FIRST_MMSI + np.arange(ships), each),
            "time": pa.array(time.ravel(), TIME),
            "lat": np.round(lat.ravel(), 5),
            "lon": np.round(lon.ravel(), 5),
            "speed_kn": np.round(speed_kn.ravel(), 1),
            "course_deg": np.round(course_deg.ravel(), 1),
            "heading_deg": np.round(course_deg.ravel()),
            "status": np.zeros(count, np.int64),
            "source": pa.repeat("synthetic:busy", count),
            "record": pc.binary_join_element_wise(
                f"busy-{seed}", pa.array(np.arange(count)).cast("string"), ":"
            ),
        }
    )
    return conform(table, "positions", fill=True)


def _folded(degrees: np.ndarray, width: float) -> np.ndarray:
    return width - np.abs(degrees % (2 * width) - width)
