"""Nights: how much of what two ships did lay between sunset and sunrise."""

import numpy as np
from numpy.typing import NDArray

from vedette.events.rows import rounded
from vedette.kernels.sun import SUNSET_DEG, elevation_deg

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def nights(time_us: Ints, lat: Floats, lon: Floats, first: Ints) -> dict[str, list[object]]:
    """What details say of the night, for groups of moments; ``first`` is the row each group begins at.

    ``night_share`` is the share of the moments with the sun below the horizon there and then, ``night`` is
    all, part or none of them. The upper limb on the horizon is sunset, as in almanacs.
    """
    if not len(first):
        return {"night_share": [], "night": []}
    dark = elevation_deg(time_us, lat, lon) < SUNSET_DEG
    count = np.diff(np.append(first, len(dark)))
    share = np.add.reduceat(dark.astype(np.float64), first) / count
    word = np.where(share >= 1.0, "all", np.where(share > 0.0, "part", "none"))
    return {"night_share": list(rounded(share, 2)), "night": word.tolist()}
