"""Sea distance beside searoute, on pairs of ports drawn from the World Port Index with a seed.

    python benchmarks/sea_distance.py --pairs 200

Half of the pairs lie in one ocean, half are drawn from the whole world; very small ports and ports on rivers,
canals and lakes are left out. searoute goes from the ports to its network of lanes and along it; both lengths
are taken as great circles between the points of the way. Since its lanes are nobody's shortest way, its ways
are also pulled tight: from point to point of the same way wherever a great circle meets no land. Pairs that
differ by more than a tenth are listed. Then: time for a query, and for a field of each radius.
"""

import argparse
import csv
import gzip
import time
import warnings
from pathlib import Path

import numpy as np
import searoute

from vedette.kernels.seaways import CLOSED, field, in_sight, points, sea_distance_m
from vedette.kernels.sphere import NAUTICAL_MILE_M, distance_m
from vedette.kernels.watermesh import mesh

PORTS = Path(__file__).parents[2] / "shared/data/geo/nga-world-port-index-2023-08.csv.gz"
Port = tuple[str, str, float, float]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pairs", type=int, default=200)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--ports", type=Path, default=PORTS)
    asked = ask.parse_args()
    warnings.simplefilter("ignore")
    begun = time.perf_counter()
    mesh()
    print(f"the grid is made in {time.perf_counter() - begun:.1f} s (with compiling, the first time)")
    pairs = drawn(ports(asked.ports), asked.pairs, np.random.default_rng(asked.seed))
    compared(pairs)
    timed([pair[0] for pair in pairs[:40]])


def ports(path: Path) -> list[Port]:
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        return [
            (
                row["Main Port Name"],
                row["World Water Body"].split(";")[-1].strip(),
                float(row["Latitude"]),
                float(row["Longitude"]),
            )
            for row in csv.DictReader(file)
            if row["Harbor Type"].startswith(("Coastal", "Open"))
            and "Great Lakes" not in row["World Water Body"]
            and row["Harbor Size"] in ("Small", "Medium", "Large")
        ]


def drawn(all_: list[Port], count: int, rng: np.random.Generator) -> list[tuple[Port, Port]]:
    """Pairs more than 100 nm apart, half of them in one water body."""
    found: list[tuple[Port, Port]] = []
    while len(found) < count:
        one = all_[rng.integers(len(all_))]
        near = [port for port in all_ if port[1] == one[1]] if len(found) % 2 else all_
        other = near[rng.integers(len(near))]
        if distance_m(one[2], one[3], other[2], other[3]) > 100 * NAUTICAL_MILE_M:
            found.append((one, other))
    return found


def compared(pairs: list[tuple[Port, Port]]) -> None:
    sides = np.array([[one[2], one[3], other[2], other[3]] for one, other in pairs]).T
    begun = time.perf_counter()
    sea_distance_m(*sides[:, :2])
    begun = time.perf_counter()
    ours = sea_distance_m(*sides) / NAUTICAL_MILE_M
    ours_s = time.perf_counter() - begun
    searoute.searoute([0.0, 0.0], [1.0, 1.0])
    begun = time.perf_counter()
    lanes = [lane(*side) for side in sides.T]
    theirs_s = time.perf_counter() - begun
    theirs = np.array([along(at) / NAUTICAL_MILE_M for at in lanes])
    tight = np.array([pulled(at) / NAUTICAL_MILE_M for at in lanes])
    great = distance_m(*sides) / NAUTICAL_MILE_M
    both = np.isfinite(ours) & (theirs > 0)
    print(f"pairs {len(pairs)}, both have a way {both.sum()}")
    print(f"ours under the great circle: {(ours[both] < great[both] * 0.999999).sum()}")
    told("ours / searoute", ours[both] / theirs[both])
    told("ours / searoute pulled tight", ours[both] / tight[both])
    print(
        f"a query: ours {1000 * ours_s / len(pairs):.0f} ms, searoute {1000 * theirs_s / len(pairs):.0f} ms"
    )
    for at in np.flatnonzero(~both | (np.abs(ours / np.maximum(theirs, 1) - 1) > 0.10)):
        one, other = pairs[at]
        print(
            f"  {named(one)} - {named(other)}: ours {ours[at]:.0f}, searoute {theirs[at]:.0f}, "
            f"pulled tight {tight[at]:.0f}, great circle {great[at]:.0f} nm"
        )


def named(port: Port) -> str:
    return f"{port[0]} ({port[2]:.2f}, {port[3]:.2f})"


def told(what: str, ratio: np.ndarray) -> None:
    off = np.abs(ratio - 1)
    low, high = np.quantile(ratio, [0.1, 0.9])
    print(
        f"{what}: median {np.median(ratio):.3f}, eight in ten {low:.3f} to {high:.3f}; "
        f"within 3 % {np.mean(off <= 0.03):.0%}, within 10 % {np.mean(off <= 0.10):.0%}"
    )


def lane(lat: float, lon: float, to_lat: float, to_lon: float) -> np.ndarray:
    way = searoute.searoute([lon, lat], [to_lon, to_lat], units="naut", append_orig_dest=True)
    return np.array(way.geometry["coordinates"]).reshape(-1, 2)[:, ::-1]


def along(at: np.ndarray) -> float:
    return float(distance_m(*at[:-1].T, *at[1:].T).sum())


def pulled(at: np.ndarray) -> float:
    """The shortest way over the points of a way, in their order, cutting corners over water only."""
    if len(at) < 2:
        return 0.0
    put = points(*at.T)
    best = np.append(0.0, np.full(len(at) - 1, np.inf))
    for k in range(1, len(at)):
        way = best[:k] + distance_m(*at[:k].T, *at[k])
        here = type(put)(np.repeat(put.xyz[k : k + 1], k, axis=0), put.square[:k], put.moved_m[:k])
        ahead = type(put)(put.xyz[:k], put.square[:k], put.moved_m[:k])
        seen = in_sight(ahead, here)
        seen[-1] = True
        best[k] = way[seen].min()
    return float(best[-1])


def timed(some: list[Port]) -> None:
    field(some[0][2], some[0][3], 100 * NAUTICAL_MILE_M)
    for radius in (200, 500, 1000, 3000):
        begun = time.perf_counter()
        sizes = [len(field(port[2], port[3], radius * NAUTICAL_MILE_M, CLOSED).reached) for port in some]
        spent = (time.perf_counter() - begun) / len(some)
        print(f"a field of {radius} nm: {1000 * spent:.0f} ms, {np.mean(sizes):,.0f} squares")
    asked = field(some[0][2], some[0][3], 1000 * NAUTICAL_MILE_M)
    lat, lon = np.repeat(some[0][2], 10_000), np.repeat(some[0][3], 10_000)
    begun = time.perf_counter()
    asked.distance_m(lat, lon)
    print(f"a distance read from a field: {100 * (time.perf_counter() - begun):.0f} us")


if __name__ == "__main__":
    main()
