"""Marks of a ship: MMSI and IMO numbers, and what their digits say."""

import numpy as np
from numpy.typing import NDArray


def imo_valid(imo: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True where a number has seven digits and the right check digit (IMO resolution A.1117(30)).

    The check digit is the last digit of 7a + 6b + 5c + 4d + 3e + 2f. Zero passes the sum and is no number.

    >>> imo_valid(np.array([9179842, 9179843, 0])).tolist()
    [True, False, False]
    """
    number = np.asarray(imo, dtype=np.int64)
    digits = [(number // 10**power) % 10 for power in range(6, -1, -1)]
    total = np.asarray(sum(weight * digit for weight, digit in zip(range(7, 1, -1), digits[:6], strict=True)))
    return np.asarray((number >= 1_000_000) & (number <= 9_999_999) & (total % 10 == digits[6]))


def mmsi_is_ship(mmsi: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True where a number has nine digits and begins as a ship station's does: 2 to 7 (ITU-R M.585-9).

    >>> mmsi_is_ship(np.array([273210440, 2190048, 992190934, 111100000, -5])).tolist()
    [True, False, False, False, False]
    """
    number = np.asarray(mmsi, dtype=np.int64)
    return np.asarray((number >= 200_000_000) & (number <= 799_999_999))
