"""How inputs continue after their last year of data."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """After its last year a driver keeps its last value times a lane's own lognormal drift."""

    traffic_drift_sd: float = param(
        0.015, "per year", "spread of yearly growth 2008-2016", low=0, high=0.04, limits=(0, 0.5)
    )
    share_drift_sd: float = param(
        0.02, "per year", "judgement: Mexico's share of US heroin", low=0, high=0.05, limits=(0, 0.5)
    )
    prescribing_drift_sd: float = param(
        0.03, "per year", "judgement: prescribing index", low=0, high=0.06, limits=(0, 0.5)
    )
    cocaine_drift_sd: float = param(
        0.04, "per year", "judgement: Colombian output after the rise of 2013-2017", low=0, high=0.08, limits=(0, 0.5)
    )
    rx_exponent: float = param(
        1.0,
        "elasticity of initiation to prescribing",
        "judgement: most initiates came through pills",
        low=0.3,
        high=1.5,
        limits=(0, 5),
    )
