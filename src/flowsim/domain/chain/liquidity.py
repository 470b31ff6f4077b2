"""What organisations owe each week, what they pay it from, and what they do with the rest."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Cash in hand, pay, surplus."""

    target_weeks: float = param(
        8.0, "weeks of obligations kept liquid", "judgement; 2-30 change nothing", low=4, high=16, limits=(0.5, 104)
    )
    drain: float = param(
        0.10,
        "share of the surplus per week",
        "judgement: owners take what is not needed",
        low=0.05,
        high=0.2,
        limits=(0, 1),
    )
    to_assets: float = param(
        0.35,
        "share of the surplus",
        "judgement: land, firms, houses; the rest is consumed",
        low=0.2,
        high=0.5,
        limits=(0, 1),
    )
    cashable_goods: float = param(1.0, "share payable in notes", "growers take cash", role="constant", limits=(0, 1))
    cashable_wages: float = param(
        0.85, "share payable in notes", "judgement: wages and bribes are paid in cash", low=0.7, high=1, limits=(0, 1)
    )
    cashable_making: float = param(
        0.2,
        "share payable in notes",
        "judgement: precursors are paid abroad by wire",
        low=0.05,
        high=0.5,
        limits=(0, 1),
    )
    wage_elasticity: float = param(
        0.3, "elasticity of the wage offer to profit", "judgement", low=0.1, high=0.6, limits=(0, 2)
    )
    wage_lag_weeks: float = param(
        26.0, "weeks", "judgement: offers follow earnings slowly", low=13, high=52, limits=(1, 520)
    )
    stash_cost: float = param(
        0.003, "share of stored notes per week", "judgement: theft, decay, raids", low=0.001, high=0.01, limits=(0, 1)
    )
    stash_rise: float = param(
        0.01,
        "share per week for every 8 weeks of proceeds beyond 8",
        "judgement: large stores are found, betrayed and robbed",
        low=0.003,
        high=0.03,
        limits=(0, 1),
    )
    stash_weeks: float = param(
        26.0, "weeks that held cash stays", "judgement: half a year", low=8, high=104, limits=(1, 520)
    )
