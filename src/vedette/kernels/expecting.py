"""What the past of a count leads one to expect of each week: a regression with trend and season, made robust.

For every week of every series the weeks before it are fitted anew: log mean = level + trend + two yearly
waves + log exposure. Weeks far above the fit weigh less, so that an old outbreak does not hide the next one.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
WIDTH = 6  # level, trend, sine and cosine of the year and of the half year
_STEPS, _ROUNDS, _NEAR = 4, 3, 1e-3


def waves(weeks: int, year: float = 365.25 / 7) -> Floats:
    """Sine and cosine of the year and of the half year, one row for each of so many weeks."""
    angle = 2 * np.pi * np.arange(weeks) / year
    return np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])


@njit(cache=True, nogil=True)
def _solve(matrix: Floats, right: Floats, inverse: Floats) -> None:
    """The inverse of a small positive definite matrix, and its product with ``right``, in place."""
    n = len(right)
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= lower[i, k] * lower[j, k]
            lower[i, j] = np.sqrt(max(total, 1e-12)) if i == j else total / lower[j, j]
    for column in range(n):
        for i in range(n):
            total = 1.0 if i == column else 0.0
            for k in range(i):
                total -= lower[i, k] * inverse[k, column]
            inverse[i, column] = total / lower[i, i]
        for i in range(n - 1, -1, -1):
            total = inverse[i, column]
            for k in range(i + 1, n):
                total -= lower[k, i] * inverse[k, column]
            inverse[i, column] = total / lower[i, i]
    found = inverse @ right
    right[:] = found


@njit(cache=True, nogil=True)
def _fit(
    y: Floats,
    offset: Floats,
    x: Floats,
    weight: Floats,
    ridge: Floats,
    beta: Floats,
    inverse: Floats,
    steps: int,
) -> None:
    """Poisson regression by reweighted least squares from ``beta`` on, with a small pull towards nought."""
    n, width = x.shape
    matrix, right = np.empty((width, width)), np.empty(width)
    for _ in range(steps):
        matrix[:, :] = 0.0
        right[:] = 0.0
        for i in range(n):
            linear = 0.0
            for a in range(width):
                linear += x[i, a] * beta[a]
            linear = min(max(linear, -12.0), 12.0)
            mean = np.exp(linear + offset[i])
            working = weight[i] * mean
            target = working * linear + weight[i] * (y[i] - mean)
            for a in range(width):
                part = x[i, a]
                right[a] += part * target
                part *= working
                for b in range(a + 1):
                    matrix[a, b] += part * x[i, b]
        for a in range(width):
            matrix[a, a] += ridge[a]
            for b in range(a):
                matrix[b, a] = matrix[a, b]
        _solve(matrix, right, inverse)
        moved = 0.0
        for a in range(width):
            moved = max(moved, abs(right[a] - beta[a]))
            beta[a] = right[a]
        if moved < _NEAR:
            break


@njit(cache=True, nogil=True)
def _reweigh(
    y: Floats,
    offset: Floats,
    x: Floats,
    beta: Floats,
    inverse: Floats,
    scale: float,
    cut: float,
    weight: Floats,
) -> float:
    """New weights from Anscombe residuals, and the dispersion they leave, as Farrington and Noufaily do."""
    n, width = x.shape
    squares, total = 0.0, 0.0
    for i in range(n):
        linear = 0.0
        for a in range(width):
            linear += x[i, a] * beta[a]
        mean = np.exp(min(max(linear, -12.0), 12.0) + offset[i])
        lever = 0.0
        for a in range(width):
            for b in range(width):
                lever += x[i, a] * inverse[a, b] * x[i, b]
        kept = np.sqrt(max(1.0 - weight[i] * mean * lever, 0.05))
        far = 1.5 * (y[i] ** (2.0 / 3.0) * mean ** (-1.0 / 6.0) - np.sqrt(mean)) / (np.sqrt(scale) * kept)
        weight[i] = 1.0 if far <= cut else (cut / far) ** 2
        squares += weight[i] * (y[i] - mean) ** 2 / mean
        total += weight[i]
    return float(max(squares / max(total - width, 1.0), 1.0))


@njit(cache=True, nogil=True)
def expectations(
    counts: Floats,
    exposure: Floats,
    wanted: Flags,
    wave: Floats,
    pull: Floats,
    history: int,
    apart: int,
    least: int,
    cut: float,
) -> tuple[Floats, Floats, Floats]:
    """Mean, variance of the prediction and dispersion for each wanted week of each series; NaN elsewhere.

    ``counts`` and ``exposure`` are series by weeks, NaN counts where a week was not observed. A week is
    predicted from the observed ones among the ``history`` weeks that end ``apart`` weeks before it, if
    there are ``least`` of them. ``pull`` are the precisions of the prior of each coefficient (level, trend
    a year, waves).
    """
    rows, weeks = counts.shape
    mean, variance = np.full((rows, weeks), np.nan), np.full((rows, weeks), np.nan)
    spread = np.full((rows, weeks), np.nan)
    y, offset, x, weight = np.empty(history), np.empty(history), np.empty((history, WIDTH)), np.empty(history)
    beta, inverse = np.zeros(WIDTH), np.zeros((WIDTH, WIDTH))
    for row in range(rows):
        known = False
        for week in range(weeks):
            if not wanted[row, week]:
                continue
            n, total, over = 0, 0.0, 0.0
            for past in range(max(0, week - apart - history), week - apart):
                if np.isnan(counts[row, past]) or exposure[row, past] <= 0:
                    continue
                y[n], offset[n] = counts[row, past], np.log(exposure[row, past])
                x[n, 0], x[n, 1], x[n, 2:] = 1.0, (past - week) / 52.0, wave[past]
                total += y[n]
                over += exposure[row, past]
                n += 1
            if n < least or total <= 0:
                continue
            if not known:
                beta[:] = 0.0
                beta[0] = np.log(total / over)
                known = True
            weight[:n] = 1.0
            scale = 1.0
            _fit(y[:n], offset[:n], x[:n], weight[:n], pull, beta, inverse, 3 * _STEPS)
            scale = _reweigh(y[:n], offset[:n], x[:n], beta, inverse, 1e9, cut, weight[:n])
            for _ in range(_ROUNDS):
                scale = _reweigh(y[:n], offset[:n], x[:n], beta, inverse, scale, cut, weight[:n])
                _fit(y[:n], offset[:n], x[:n], weight[:n], pull, beta, inverse, _STEPS)
            scale = _reweigh(y[:n], offset[:n], x[:n], beta, inverse, scale, cut, weight[:n])
            linear, doubt = 0.0, 0.0
            now = np.empty(WIDTH)
            now[0], now[1], now[2:] = 1.0, 0.0, wave[week]
            for a in range(WIDTH):
                linear += now[a] * beta[a]
                for b in range(WIDTH):
                    doubt += now[a] * inverse[a, b] * now[b]
            mean[row, week] = np.exp(min(max(linear, -12.0), 12.0)) * exposure[row, week]
            spread[row, week] = scale
            variance[row, week] = scale * mean[row, week] + scale * doubt * mean[row, week] ** 2
    return mean, variance, spread
