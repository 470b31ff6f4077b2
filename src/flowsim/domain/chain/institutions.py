"""Strength of institutions against bribes, by state and seaport of Mexico."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """``dI = (I* - I)/settle + rise m (1 - I)/52 - wear b I/52``; I* keeps I at rest with the bribes of 2012."""

    strength_2012: float = param(
        0.35, "strength, 0 to 1", "prototype I0; latent", low=0.2, high=0.5, limits=(0.01, 0.99)
    )
    settle_weeks: float = param(
        260.0, "weeks", "prototype: gains fade over five years after a stop", low=156, high=520, limits=(26, 5200)
    )
    rise: float = param(
        0.25,
        "share of what is missing, per year of a full programme",
        "prototype; judgement",
        low=0.1,
        high=0.4,
        limits=(0, 5),
    )
    wear: float = param(
        0.15,
        "share of the strength, per year of bribes as large as budgets",
        "prototype; judgement",
        low=0.05,
        high=0.3,
        limits=(0, 5),
    )
    bribe_share: float = param(
        0.25, "share of wages, bribes and guns", "judgement: no published split", low=0.1, high=0.5, limits=(0, 1)
    )
    budget_usd_per_year: float = param(
        1.1e10,
        "USD of 2016 per year",
        "judgement: public security of federation and states, about 1 % of GDP",
        low=5.0e9,
        high=1.5e10,
        limits=(1e6, 1e12),
    )
    crime_slope: float = param(
        0.5,
        "elasticity of a state's bribes per budget to its homicides per head",
        "judgement: bribes go where organisations fight",
        low=0.0,
        high=1.0,
        limits=(0, 2),
    )
    lost: float = param(
        0.5, "share of an effect lost without any strength", "prototype: x (1 - 0.5 (1 - I))", low=0.25, high=0.75,
        limits=(0, 1),
    )  # fmt: skip
