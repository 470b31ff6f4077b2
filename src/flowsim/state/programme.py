"""What all instruments share: a programme that starts on a date, ramps up, costs money and may end.

Its own module in this room, because instruments may not see one another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR, week_number
from flowsim.domain.codes import Government
from flowsim.domain.params import param
from flowsim.state.arrays import Floats
from flowsim.state.levers import Levers

MEXICO_PAYS = "deck: Mexico spends over ten times what the US gives through Merida"


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Fields of every instrument's Params; a programme at intensity 0 is exactly neutral.

    Attributes
    ----------
    intensity : float
        Share of the full programme that is meant; sizes and costs are those of the full programme.
    start, end : str
        First day, and the day on which money stops; the effect then stops with it, what it built decays by itself.
    """

    intensity: float = param(0.0, "share of the full programme", "lever", low=0, high=1, role="lever", limits=(0, 1))
    start: str = param("2018-01-01", "date", "horizon.policy_start", role="design")
    end: str = param("9999-12-31", "date", "judgement: programmes go on", role="design")
    ramp_weeks: float = param(
        52.0, "weeks", "judgement: budgets, hiring, procurement", low=26, high=156, limits=(0, 1040)
    )
    delivery: float = param(
        1.0,
        "share of what is meant that arrives in the field",
        "judgement: 1 where nothing leaks; the bill is that of what is meant. structure.delivery=leaky lets it decay",
        low=0.4,
        high=1.0,
        role="lever",
        limits=(0.01, 1),
    )
    cost_usd_per_year: float = param(0.0, "USD of 2016 per year", "instrument", limits=(0, 1e12))
    private_share: float = param(
        0.0,
        "share of the bill",
        "instrument: banks and other firms; 0 where governments pay all",
        role="constant",
        limits=(0, 1),
    )
    us_share: float = param(0.0, "share of what governments pay", "instrument", role="constant", limits=(0, 1))
    partner_share: float = param(
        0.0,
        "share of what the US does not pay",
        "instrument: Colombia and Central America; 0 where Mexico pays the rest",
        role="constant",
        limits=(0, 1),
    )


def delivered(params: Programme, week: int) -> Floats:
    """Intensity that has arrived in the field.

    Parameters
    ----------
    params : Programme
        Numbers as (L,), or plain.
    week : int

    Returns
    -------
    (L,) float64
        0 before the start, then a straight ramp to ``intensity``, and 0 again from the end on, times what arrives.
    """
    since = week - week_number(params.start) + 1
    if since <= 0 or week >= week_number(params.end):
        return np.zeros_like(params.intensity, dtype=np.float64)
    return np.asarray(params.intensity * np.minimum(since / np.maximum(params.ramp_weeks, 1.0), 1.0) * params.delivery)


def pay(levers: Levers, params: Programme, now: Floats) -> None:
    """Charge the week's bill, for what is delivered and what leaks on the way, to the governments and firms that pay.

    Parameters
    ----------
    now : (L,) float64
        Delivered intensity.
    """
    whole = params.cost_usd_per_year / WEEKS_PER_YEAR * (now / params.delivery)
    levers.spend(Government.PRIVATE, whole * params.private_share)
    bill = whole * (1.0 - params.private_share)
    levers.spend(Government.US, bill * params.us_share)
    rest = bill * (1.0 - params.us_share)
    levers.spend(Government.PARTNERS, rest * params.partner_share)
    levers.spend(Government.MEXICO, rest * (1.0 - params.partner_share))
