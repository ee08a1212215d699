import numpy as np
import pytest

from vedette.kernels.sun import SUNSET_DEG, elevation_deg


# Sunrise and sunset in UTC as almanacs print them, to the minute.
@pytest.mark.parametrize(
    ("moment", "lat", "lon"),
    [
        ("2023-06-21T03:43", 51.4779, 0.0),  # Greenwich
        ("2023-06-21T20:22", 51.4779, 0.0),
        ("2023-12-22T08:04", 51.4779, 0.0),
        ("2023-12-22T15:53", 51.4779, 0.0),
    ],
)
def test_at_sunrise_and_sunset_the_sun_is_at_the_horizon(moment, lat, lon):
    time = np.array([moment], "M8[us]").astype(np.int64)

    assert elevation_deg(time, np.array([lat]), np.array([lon]))[0] == pytest.approx(SUNSET_DEG, abs=0.25)


def test_the_midnight_sun_shines():
    time = np.array(["2023-06-21T00:00", "2023-12-21T12:00"], "M8[us]").astype(np.int64)

    north = elevation_deg(time, np.array([80.0, 80.0]), np.zeros(2))

    assert north[0] > 10
    assert north[1] < -10
