"""Guns: bought north of the border, smuggled in small lots, worn out; what more of them do."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Only guns per member over those of 2011 matter; their level is not identified."""

    inflow: float = param(
        150_000.0, "guns per year that reach groups at 115,000 members", "gun model M15: 250,000 in all", low=100_000,
        high=250_000, limits=(0, 1e7),
    )  # fmt: skip
    life_years: float = param(12.0, "years of a gun", "judgement", low=8, high=20, limits=(0.1, 200))
    us_share: float = param(
        0.7, "share bought in the United States", "traces 2007-15; those Mexico chose to submit", low=0.4, high=0.9,
        limits=(0, 1),
    )  # fmt: skip
    elsewhere: float = param(
        0.3, "share of lost purchases that other sources replace", "judgement", low=0.1, high=0.6, limits=(0, 1)
    )
    lot: float = param(5.0, "guns per smuggled lot", "judgement: trade of ants", low=2, high=12, limits=(1, 1e4))
    found: float = param(
        0.02, "chance that a lot is found going south", "judgement: as for cash in cars", low=0.005, high=0.05,
        limits=(0, 1),
    )  # fmt: skip
    lethality: float = param(
        0.3, "elasticity of organised homicide to guns per member", "gun model M15, by arithmetic", low=0.1, high=0.8,
        limits=(0, 5),
    )  # fmt: skip
    firearm_organised: float = param(
        0.70, "share of organised homicides by firearm", "fitted to case files 2012-16, constant", low=0.6, high=0.8,
        limits=(0, 1),
    )  # fmt: skip
    firearm_rest: float = param(
        0.35, "share of other homicides by firearm", "fitted to case files 2012-16, constant", low=0.25, high=0.5,
        limits=(0, 1),
    )  # fmt: skip
