"""Circles: stretches in which positions run round one centre, steadily and more than once."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import arc_m, bearing, turn_deg
from vedette.kernels.inner import inner
from vedette.kernels.sphere import EARTH_M, KNOT_MS
from vedette.kernels.turning import (
    CHART_DEG,
    MOST_DEG,
    SHORT,
    WAITS,
    Sides,
    began,
    degrees_east_m,
    sides,
    thinned,
    turn_on_sphere,
    turning,
    waits,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_RADIUS_M = EARTH_M
_MEAN_DEG = 80.0  # fewer steps in a circle could as well be the corners of a triangle


class Heard(NamedTuple):
    """Positions by ship, then time; ``begins`` are the rows at which ships begin. NaN is not known."""

    begins: Ints
    time: Ints
    lat: Floats
    lon: Floats
    speed_kn: Floats
    heading_deg: Floats


class Round(NamedTuple):
    """What a circle is: its size, how round and steady it is, and how often she goes round.

    ``least_turns`` suffice when heading or speed contradict the motion, ``most_turns`` are needed when the
    heading follows it, as that of a ship that really turns does.
    """

    min_radius_m: float
    max_radius_m: float
    wide: float
    noise_m: float
    unsteady_rad: float
    min_kn: float
    max_kn: float
    max_turn_s: float
    turns: float
    least_turns: float
    most_turns: float


class Circles(NamedTuple):
    """Rows of each circle: its first, the one that showed it, its last; and what was fitted.

    ``fit`` has a row for each: latitude and longitude of the centre, metres of radius, root mean square of
    the metres off it, turns, knots made good, and the share of headings that follow the motion (NaN for
    none).
    """

    first: Ints
    shown: Ints
    last: Ints
    fit: Floats


class _Work(NamedTuple):
    """What the walk works on: positions, those taken by the clock, the way to each and how it turns.

    ``total`` is how far she has turned since the taken one numbered ``tally[1]``, up to that of ``tally[2]``.
    """

    time: Ints
    lat: Floats
    lon: Floats
    speed: Floats
    heading: Floats
    taken: Ints
    waited: Ints
    north: Floats
    east: Floats
    side: Sides
    turned: Floats
    total: Floats
    fit: Floats
    rows: Ints
    fits: Floats
    tally: Ints
    least: Round


def circles(heard: Heard, least: Round, steps_us: Ints) -> Circles:
    """The circles that some ships ran, looked for at several steps of the clock; one may be found at several.

    A circle is looked for where she turns the same way from step to step. It is known at the first step at
    which she has gone round often enough and the positions since she began lie on a circle.

    >>> hours = np.arange(60) / 20
    >>> lat, lon = 0.02 * np.cos(2 * np.pi * hours), 0.02 * np.sin(2 * np.pi * hours)
    >>> none, begins = np.full(60, np.nan), np.array([0])
    >>> least = Round(150, 2e4, 0.05, 20, 0.4, 0.5, 80, 21600, 2.5, 1.75, 3)
    >>> heard = Heard(begins, (hours * 3.6e9).astype(np.int64), lat, lon, none, none)
    >>> found = circles(heard, least, np.array([180 * 10**6]))
    >>> found.first.tolist(), found.last.tolist(), found.fit[0, 2].round(-2).tolist()
    ([0], [59], 2200.0)
    """
    # Arrow lends its columns read-only, and a kernel is compiled anew for these.
    time = np.require(heard.time, requirements="W")
    lat, lon, speed, heading = (
        np.require(side, requirements="W")
        for side in (heard.lat, heard.lon, heard.speed_kn, heard.heading_deg)
    )
    given = Heard(np.append(heard.begins, len(time)), time, lat, lon, speed, heading)
    rows, fit = _at_steps(given, least, steps_us)
    return Circles(rows[:, 0], rows[:, 1], rows[:, 2], fit)


@njit(cache=True, nogil=True, error_model="numpy")
def _at_steps(heard: Heard, least: Round, steps_us: Ints) -> tuple[Ints, Floats]:
    begins, time, lat, lon = heard.begins, heard.time, heard.lat, heard.lon
    count, most = len(time), 1
    for ship in range(len(begins) - 1):
        most = max(most, begins[ship + 1] - begins[ship])
    taken, waited, side = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int8)
    norths, easts, east_m = np.empty(most), np.empty(most), np.empty(count)
    w = _Work(
        time,
        lat,
        lon,
        heard.speed_kn,
        heard.heading_deg,
        taken,
        waited,
        norths,
        easts,
        side,
        np.empty(most),
        np.zeros(1),
        np.empty(7),
        np.empty((len(steps_us) * (count // 4 + 1), 3), np.int64),
        np.empty((len(steps_us) * (count // 4 + 1), 7)),
        np.zeros(3, np.int64),
        least,
    )
    degrees_east_m(lat, east_m)
    for ship in range(len(begins) - 1):
        size, before, shortest, polar = 0, 0, 0, False
        for row in range(begins[ship], begins[ship + 1]):
            polar |= abs(lat[row]) > CHART_DEG
        for step in steps_us:
            # What is first in a step of the clock is first in the shorter one that it holds, too.
            held = before > 0 and step % before == 0
            if not held:
                size = begins[ship + 1] - begins[ship]
                for at in range(size):
                    taken[at] = begins[ship] + at
                shortest = waits(taken, size, time, waited)
            left = thinned(taken, size, time, step) if shortest < step else size
            if left < size:
                shortest = waits(taken, left, time, waited)
            if not held or left < size:
                sides(taken, left, lat, lon, east_m, polar, norths, easts, side)
            size, before = left, step
            if shortest <= WAITS * step:
                _walk(size, step, w)
    return w.rows[: w.tally[0]].copy(), w.fits[: w.tally[0]].copy()


@inner
def _walk(count: int, step: int, w: _Work) -> None:
    """Go through the taken positions of one ship, from one stretch that may be a circle to the next.

    A circle takes so many turns to one side that most ways have not one such stretch.
    """
    waited, side, wait = w.waited, w.side, WAITS * step
    enough = math.ceil(360 * w.least.least_turns / MOST_DEG)
    at, floor, first = 1, 0, 0
    while at < count:
        at = turning(at, count, waited, wait, side, enough)
        if at < 0:
            return
        floor, first = began(at - enough + 1, floor, first, waited, wait, side)
        at, first = _followed((floor + 1, count), first, at, wait, w)
        floor = at


@inner
def _followed(places: tuple[int, int], first: int, least: int, wait: int, w: _Work) -> tuple[int, int]:
    """Follow stretches through some places, until one ends at ``least`` or later.

    Gives where that was and where the next stretch begins.
    """
    waited, taken, sides_ = w.waited, w.taken, w.side
    shown, side = -1, 0
    w.tally[1] = -1
    enough = 360 * w.least.least_turns
    for here in range(places[0], places[1]):
        soon = waited[here] <= wait
        goes = soon and sides_[here] != SHORT
        if goes and here - first >= 2:
            goes = sides_[here] != 0 and sides_[here] * side >= 0
            side = sides_[here]
        if shown >= 0 and (not goes or not _on(taken[here], w)):
            _keep(first, shown, here - 1, w)
            shown, goes = -1, False
        if not goes:
            first, side = here - 1 if soon else here, 0
            if here >= least:
                return here, first
        elif shown < 0 and MOST_DEG * (here - first - 1) >= enough:
            shown, first = _looked_at(first, here, w)
    if shown >= 0:
        _keep(first, shown, places[1] - 1, w)
    return places[1], first


@inner
def _looked_at(first: int, here: int, w: _Work) -> tuple[int, int]:
    """Where a circle showed (-1 for none) in a stretch that turns one way, and where to go on from."""
    if w.tally[1] != first or w.tally[2] >= here:
        w.tally[1], w.tally[2], w.total[0] = first, first + 1, 0.0
    _sum(here, w)
    if abs(w.total[0]) < 360 * w.least.least_turns:
        return -1, first
    if _round(first, here, w):
        return here, first
    if abs(w.total[0]) >= 360 * (w.least.most_turns + 1):
        first += max(1, (here - first) // 4)
        w.tally[1], w.total[0] = first, w.turned[first + 2 : here + 1].sum()
    return -1, first


@inner
def _sum(here: int, w: _Work) -> None:
    """Bring the turns of a stretch, degrees to the right, and their total up to a taken position."""
    for at in range(w.tally[2] + 1, here + 1):
        row = w.taken[at]
        if abs(w.lat[row]) > CHART_DEG:
            w.turned[at] = turn_on_sphere(w.taken[at - 2], w.taken[at - 1], row, w.lat, w.lon)
        else:
            across = w.north[at - 1] * w.east[at] - w.east[at - 1] * w.north[at]
            along = w.north[at - 1] * w.north[at] + w.east[at - 1] * w.east[at]
            w.turned[at] = math.degrees(math.atan2(across, along))
        w.total[0] += w.turned[at]
    w.tally[2] = max(w.tally[2], here)


@inner
def _on(row: int, w: _Work) -> bool:
    off = abs(arc_m(w.fit[0], w.fit[1], w.lat[row], w.lon[row]) - w.fit[2])
    return bool(off <= 3 * w.least.wide * w.fit[2] + 3 * w.least.noise_m)


@inner
def _keep(first: int, shown: int, last: int, w: _Work) -> None:
    """Note a circle, with what is true of the whole of it."""
    at = w.tally[0]
    if at >= len(w.rows):
        return
    _sum(last, w)
    _measure(first, last, w)
    w.rows[at, 0], w.rows[at, 1], w.rows[at, 2] = w.taken[first], w.taken[shown], w.taken[last]
    w.fits[at] = w.fit
    w.tally[0] += 1


@inner
def _plane(row: int, at: int, w: _Work) -> tuple[float, float]:
    """Metres east and north of a position, seen from far above another."""
    a, b = math.radians(w.lat[at]), math.radians(w.lat[row])
    east = math.radians(w.lon[row] - w.lon[at])
    x = _RADIUS_M * math.cos(b) * math.sin(east)
    y = _RADIUS_M * (math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(east))
    return x, y


@inner
def _fitted(first: int, last: int, w: _Work) -> bool:
    """Fit a circle by least squares to the taken positions (I. Kasa, IEEE Trans. Instrum. Meas. 25, 1976)."""
    origin, count = w.taken[first], last - first + 1
    mx = my = 0.0
    for at in range(first, last + 1):
        x, y = _plane(w.taken[at], origin, w)
        mx += x / count
        my += y / count
    xx = yy = xy = xz = yz = zz = 0.0
    for at in range(first, last + 1):
        x, y = _plane(w.taken[at], origin, w)
        x, y = x - mx, y - my
        z = x * x + y * y
        xx, yy, xy = xx + x * x, yy + y * y, xy + x * y
        xz, yz, zz = xz + x * z, yz + y * z, zz + z
    det = xx * yy - xy * xy
    if det <= 0.02 * xx * yy:
        return False
    cx, cy = (xz * yy - yz * xy) / (2 * det), (yz * xx - xz * xy) / (2 * det)
    w.fit[2] = math.sqrt(cx * cx + cy * cy + zz / count)
    x, y = cx + mx, cy + my
    a = math.radians(w.lat[origin])
    far = math.hypot(x, y) / _RADIUS_M
    way = math.atan2(x, y)
    sine = math.sin(a) * math.cos(far) + math.cos(a) * math.sin(far) * math.cos(way)
    east = math.atan2(math.sin(way) * math.sin(far) * math.cos(a), math.cos(far) - math.sin(a) * sine)
    w.fit[0] = math.degrees(math.asin(min(1.0, max(-1.0, sine))))
    w.fit[1] = (w.lon[origin] + math.degrees(east) + 180.0) % 360.0 - 180.0
    return True


@inner
def _measure(first: int, last: int, w: _Work) -> float:
    """Turns, knots, scatter and headings about the fitted centre; gives the unsteadiness in radians."""
    square = turned = before = mt = mp = tt = tp = pp = 0.0
    follows = known = 0
    count = last - first + 1
    for at in range(first, last + 1):
        row = w.taken[at]
        square += (arc_m(w.fit[0], w.fit[1], w.lat[row], w.lon[row]) - w.fit[2]) ** 2
        angle = bearing(w.fit[0], w.fit[1], w.lat[row], w.lon[row])
        turned += turn_deg(before, angle) if at > first else 0.0
        before = angle
        t, p = (w.time[row] - w.time[w.taken[first]]) / 1e6, math.radians(turned)
        mt, mp, tt, tp, pp = mt + t, mp + p, tt + t * t, tp + t * p, pp + p * p
        if not math.isnan(w.heading[row]) and at > first:
            was = w.taken[at - 1]
            # Half a step before, she headed along the chord.
            course = bearing(w.lat[was], w.lon[was], w.lat[row], w.lon[row])
            half = 0.5 * w.turned[at] if at > first + 1 else 0.0
            follows += abs(turn_deg(course + half, w.heading[row])) <= 45.0
            known += 1
    tt, tp, pp = tt - mt * mt / count, tp - mt * mp / count, pp - mp * mp / count
    rate = tp / tt
    w.fit[3] = math.sqrt(square / count)
    w.fit[4] = abs(turned) / 360.0
    w.fit[5] = abs(rate) * w.fit[2] / KNOT_MS
    w.fit[6] = follows / known if 2 * known >= count else math.nan
    return math.sqrt(max(pp - rate * tp, 0.0) / count)


@inner
def _round(first: int, last: int, w: _Work) -> bool:
    """Whether the taken positions lie on a circle, run at one rate, for turns enough."""
    least = w.least
    if not _fitted(first, last, w) or not least.min_radius_m <= w.fit[2] <= least.max_radius_m:
        return False
    unsteady = _measure(first, last, w)
    radius, off, turns, knots, follows = w.fit[2], w.fit[3], w.fit[4], w.fit[5], w.fit[6]
    if off > least.wide * radius + least.noise_m or not least.min_kn <= knots <= least.max_kn:
        return False
    if unsteady > least.unsteady_rad or 2 * math.pi * radius / (knots * KNOT_MS) > least.max_turn_s:
        return False
    if 360 * turns > _MEAN_DEG * (last - first) or not _all_on(w.taken[first], w.taken[last], w):
        return False
    wanted = least.turns
    if follows <= 0.5 or _says_otherwise(first, last, knots, w):
        wanted = least.least_turns
    elif follows > 0.8:
        wanted = least.most_turns
    return bool(turns >= wanted)


@inner
def _all_on(first: int, last: int, w: _Work) -> bool:
    """Whether the positions between those taken lie on the circle too, but for one in ten."""
    on = 0
    for row in range(first, last + 1):
        on += _on(row, w)
    return bool(10 * on >= 9 * (last + 1 - first))


@inner
def _says_otherwise(first: int, last: int, knots: float, w: _Work) -> bool:
    """Whether most of the speeds she says are far from the one made good."""
    far = known = 0
    for at in range(first, last + 1):
        said = w.speed[w.taken[at]]
        if not math.isnan(said):
            known += 1
            far += abs(said - knots) > max(3.0, 0.5 * knots)
    return bool(known > 0 and 2 * far > last - first + 1)
