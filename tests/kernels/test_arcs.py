"""Distances in compiled kernels are those of ``sphere.distance_m``, by whichever way they are made."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.kernels.arcs import arc_m
from vedette.kernels.sphere import distance_m

LAT, LON = st.floats(-90, 90), st.floats(-180, 180)
STEP = st.floats(-1.5, 1.5) | st.floats(-1e-4, 1e-4)


@given(LAT, LON, STEP, STEP)
def test_short_ways_are_right_to_a_micrometre(lat, lon, north, east):
    to_lat, to_lon = min(max(lat + north, -90.0), 90.0), lon + east

    exact = float(distance_m(lat, lon, to_lat, to_lon))

    assert arc_m(lat, lon, to_lat, to_lon) == pytest.approx(exact, rel=1e-12, abs=1e-6)


@given(LAT, LON, LAT, LON)
def test_long_ways_are_the_same(lat, lon, to_lat, to_lon):
    exact = float(distance_m(lat, lon, to_lat, to_lon))

    assert arc_m(lat, lon, to_lat, to_lon) == pytest.approx(exact, rel=1e-9, abs=1e-3)


def test_a_way_to_nowhere_is_not_known():
    assert math.isnan(arc_m(50.0, math.nan, 50.0, 1.0))
    assert math.isnan(arc_m(50.0, 1.0, np.nan, 1.0))


def test_no_way_is_none():
    assert arc_m(90.0, 10.0, 90.0, 10.0) == 0.0
    assert arc_m(12.0, -180.0, 12.0, 180.0) == pytest.approx(0.0, abs=1e-6)
