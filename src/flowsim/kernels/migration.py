"""A week of migrants between ports of entry, rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact

MEXICO, OTHERS = 0, 1


class Crossers(NamedTuple):
    """Rules, and who came; float64."""

    apprehended: np.ndarray  # (L,) share of crossings
    passed_south: np.ndarray  # (L,) share of others that Mexico does not send back, at today's effort
    smuggled: np.ndarray  # (migrant, L) share who pay a smuggler
    fee_usd: np.ndarray  # (migrant, L) per crossing
    toll_usd: np.ndarray  # (migrant, L) per crossing
    encounters: np.ndarray  # (sector, L) apprehensions, persons per year
    migrants: np.ndarray  # (migrant, L) crossings, persons per week
    stopped: np.ndarray  # (L,) persons per week sent back by Mexico beside those of today
    fees_usd: np.ndarray  # (migrant, L) per week
    tolls_usd: np.ndarray  # (sender, L) per week


@exact
def cross(crossers, met, met_a_week, mexicans, reach, holding):  # type: ignore[no-untyped-def]
    """Crossings follow apprehensions, less those whom Mexico stops in addition; fees and tolls follow crossings.

    Parameters
    ----------
    crossers : Crossers
        The last five are overwritten.
    met : (sector,) float64
        Apprehensions by the driver, persons per year.
    met_a_week, mexicans : float
        Their sum, per week; share of Mexicans.
    reach : (L,) float64
        Others who reach the border over today's.
    holding : (sender,) float64
        Share of ways that an organisation holds.
    """
    for sector in range(met.shape[0]):
        for lane in range(reach.shape[0]):
            crossers.encounters[sector, lane] = met[sector] * (1.0 - (1.0 - mexicans) * (1.0 - reach[lane]))
    tolls = np.zeros(reach.shape[0])
    for lane in range(reach.shape[0]):
        crossings = met_a_week / crossers.apprehended[lane]
        others = crossings * (1.0 - mexicans)
        crossers.migrants[MEXICO, lane] = crossings * mexicans
        crossers.migrants[OTHERS, lane] = others * reach[lane]
        today = others / crossers.passed_south[lane]
        crossers.stopped[lane] = max(today - crossers.migrants[OTHERS, lane], 0.0)
        for kind in range(2):
            came = crossers.migrants[kind, lane]
            crossers.fees_usd[kind, lane] = came * crossers.smuggled[kind, lane] * crossers.fee_usd[kind, lane]
            tolls[lane] += came * crossers.toll_usd[kind, lane]
    for sender in range(holding.shape[0]):
        for lane in range(reach.shape[0]):
            crossers.tolls_usd[sender, lane] = holding[sender] * tolls[lane]
