"""Closed forms of the money ledger."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from flowsim.domain.errors import UserError


def multiplier(loss: ArrayLike, reinvested: ArrayLike, gain: ArrayLike) -> NDArray[np.float64]:
    """Clean money per dollar of proceeds once reinvested money has gone round for ever.

    ``L(t) = (1 - loss) (Y + reinvested (1 + gain) L(t - k))`` settles, for any lag k, at
    ``L / Y = (1 - loss) / (1 - reinvested (1 - loss) (1 + gain))``.

    Parameters
    ----------
    loss : array_like
        Share of dirty money lost to fees and seizures on one round, 0 to 1.
    reinvested : array_like
        Share of clean money put back into the trade, 0 to 1.
    gain : array_like
        Return on it per round, a share, at least -1.

    Returns
    -------
    ndarray
        Dollars of clean money per dollar of proceeds, of the broadcast shape.

    Raises
    ------
    UserError
        If a share is out of range or not a number, or if ``reinvested (1 - loss) (1 + gain)`` is 1 or more: money
        would grow without end.
    """
    f, beta, r = (np.asarray(x, dtype=np.float64) for x in (loss, reinvested, gain))
    for name, value, high in (("loss", f, 1.0), ("reinvested", beta, 1.0), ("gain + 1", 1.0 + r, np.inf)):
        if not np.all((value >= 0.0) & (value <= high)):
            raise UserError(f"{name} must lie within 0..{high:g}: {value}")
    back = beta * (1.0 - f) * (1.0 + r)
    if np.any(back >= 1.0):
        raise UserError(
            f"reinvested (1 - loss) (1 + gain) must be below 1, or money grows without end: {np.max(back):g}"
        )
    return np.asarray((1.0 - f) / (1.0 - back))
