"""How far launderers stand out to a bank: the strength of its score from its systems and its knowledge of customers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from flowsim.domain.network import Floats

USUAL = 0.6
"""Depth of KYC and quality of systems at which strengths are as in the prototypes."""
BEST = 0.9
"""Share of what can be seen that usual systems see."""
LEAST = 0.05
"""Share that the poorest systems see."""


def seen(systems: ArrayLike, exponent: ArrayLike) -> Floats:
    """Share of what can be seen that systems see, ``BEST (systems / USUAL)^exponent`` within ``LEAST``..1; 0 at 0.

    Parameters
    ----------
    systems, exponent : array_like
        Quality of systems, 0 to 1, and elasticity; of shapes that broadcast.
    """
    quality = np.asarray(systems, dtype=np.float64)
    share = np.clip(BEST * np.power(quality / USUAL, exponent), LEAST, 1.0)
    return np.where(quality > 0.0, share, 0.0)


def known(kyc: ArrayLike, exponent: ArrayLike) -> Floats:
    """Strength of a launderer's traces over the usual, ``(kyc / USUAL)^exponent``, by depth of KYC, 0 to 1."""
    return np.asarray(np.power(np.asarray(kyc, dtype=np.float64) / USUAL, exponent))


def strength(
    score: ArrayLike, kyc: ArrayLike, systems: ArrayLike, kyc_exponent: ArrayLike, systems_exponent: ArrayLike
) -> Floats:
    """Standard deviations between launderers and customers in a bank's score, d = score seen known.

    Parameters
    ----------
    score : array_like
        Standard deviations on all features in the best system.
    kyc, systems, kyc_exponent, systems_exponent : array_like
        As in ``known`` and ``seen``.
    """
    return np.asarray(np.asarray(score) * seen(systems, systems_exponent) * known(kyc, kyc_exponent))
