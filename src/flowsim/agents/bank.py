"""Banks: analysts, thresholds, sharing, customers."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR, week_number
from flowsim.domain.codes import Country, Segment
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import full
from flowsim.kernels.review import quantiles
from flowsim.kernels.screening import report_bar

USUAL = 0.6  # depth of KYC and quality of systems at which strengths are as in the prototypes
BEST = 0.9  # share of what can be seen that usual systems see
ALERT_USD = 52.0  # of an analyst's time: 60,000 USD a year over 1,143 alerts; judgement
SHY = 0.25  # elasticity of alerts to expected fines; judgement
MISSED = 0.9  # of launderers' account-months that are not reported; prototype
LEAVE, RETURN = 0.10, 0.02  # share of a segment let go and taken back in four weeks; judgement
RISK = {Segment.RETAIL: 0.5, Segment.CASH_INTENSIVE: 10.0, Segment.COMPANIES: 3.0}  # launderers over the mean
MARGIN = {Segment.RETAIL: 1.0, Segment.CASH_INTENSIVE: 10.0, Segment.COMPANIES: 30.0}  # over that of a retail account


class Bank(mesa.Agent):
    """One bank or money service: a handle on a row. All of them decide together, in ``decide_banks``.

    Parameters
    ----------
    model : FlowModel
    row : int
        Row of the bank axis.
    name : str
        Id in the table.
    """

    def __init__(self, model: Any, row: int, name: str) -> None:
        super().__init__(model)
        self.row, self.name = row, name

    @property
    def analysts(self) -> Floats:
        """Persons who read alerts, (L,)."""
        return np.asarray(self.model.world.analysts[self.row])


def raised(value: np.ndarray, lever: Floats) -> Floats:
    """A share in 0..1 moved toward 1 by a lever, (bank, L)."""
    return np.asarray(1.0 - (1.0 - value[:, None]) * (1.0 - lever))


def systems(model: Any) -> Floats:
    """Share of what can be seen that each bank's systems see, (bank, L); 0 where monitoring is off."""
    quality = raised(model.banks.systems, model.levers["monitoring_systems"])
    seen = BEST * (quality / USUAL) ** model.params.screening.systems_exponent
    return np.where(model.banks.systems[:, None] > 0.0, np.clip(seen, 0.05, 1.0), 0.0)


def knowledge(model: Any) -> Floats:
    """Strength of a launderer's traces by depth of KYC, over the usual, (bank, L)."""
    depth = raised(model.banks.kyc, model.levers["kyc_depth"])
    return np.asarray((depth / USUAL) ** model.params.screening.kyc_exponent)


def expected_fine(model: Any) -> tuple[Floats, Floats]:
    """Fine for an unreported account-month, USD, and the chance that it is found, (bank, L) each."""
    p, banks, levers = model.params.screening, model.banks, model.levers
    fine = full(p.fine_multiple * p.throughput_usd * levers["fines"], (len(banks), model.lanes))
    found = np.minimum(p.found * banks.supervision[:, None] * levers["supervision"], 1.0)
    return fine, found


def decide_banks(model: Any, weeks: int) -> None:
    """Banks hire, set thresholds, join sharing, and part with customers that cost more than they bring."""
    w, p = model.world, model.params.screening
    hire(model, weeks)
    seen = systems(model)
    w.strength[:] = p.score_strength * seen * knowledge(model)
    tired = np.minimum(np.floor(w.wait_weeks), 4.0) / 2.0  # by whole weeks of work that wait
    w.skill[:] = p.analyst_strength * (1.0 - p.fatigue * tired)
    fine, found = expected_fine(model)
    out = np.empty((2, *fine.shape))
    report_bar(full(p.report_cost_usd, fine.shape), fine, found, full(p.fined, fine.shape), out)
    w.bar[:] = out[1]
    rate = np.minimum(p.alert_rate * model.levers["fines"] ** SHY, 0.2)
    quantiles(full(rate, fine.shape), w.cut)
    alerts = model.customers * rate / 4.0
    w.coverage[:] = np.where(seen > 0.0, np.minimum(w.analysts * p.alerts_per_week / np.maximum(alerts, 1e-9), 1.0), 0)
    share(model)
    part(model, fine * found * p.fined, weeks)
    model.kappa[:] = np.maximum(seen, 1e-6)


def hire(model: Any, weeks: int) -> None:
    """Analysts move toward the number that expected fines call for; in Mexico since the law of 2012."""
    w, p, banks, levers = model.world, model.params.screening, model.banks, model.levers
    late = model.week < week_number(p.law_from)
    wanted = p.analysts_wanted.copy()
    if late:
        wanted[Country.MX] = p.analysts_2012[Country.MX]
    goal = wanted[banks.country] * banks.size[:, None] * model.kind_share * levers["analysts"]
    goal = goal * (levers["fines"] * levers["supervision"]) ** p.hiring_exponent
    w.analysts += (goal - w.analysts) * np.minimum(p.hire_rate * weeks / WEEKS_PER_YEAR, 1.0)


def share(model: Any) -> None:
    """Banks join a scheme of sharing, the most careful first, as far as law and money for it reach."""
    w, banks, reach = model.world, model.banks, model.levers["bank_sharing"]
    joins = (banks.appetite[:, None] <= reach) & (reach > 0.0)
    w.member += 0.1 * (np.maximum(joins, 0.0) * np.ones_like(w.member) - w.member)


def part(model: Any, fine_usd: Floats, weeks: int) -> None:
    """A segment whose expected fines and alerts cost more than it brings is let go, slowly; else it comes back."""
    w, p, banks = model.world, model.params.screening, model.banks
    before = w.kept.copy()
    for segment in Segment:
        risk = p.prevalence * RISK[segment]
        cost = 13.0 * (p.alert_rate * ALERT_USD + risk * MISSED * fine_usd)
        brings = p.margin_usd * MARGIN[segment] * (1.0 + banks.appetite[:, None])
        move = np.where(cost > brings, -LEAVE, RETURN)
        w.kept[segment] = np.clip(w.kept[segment] * (1.0 + move), 0.05, 1.0)
    fall = np.maximum(before - w.kept, 0.0)
    gone = fall[0] * model.segments[0]
    for row in (1, 2):
        gone = gone + fall[row] * model.segments[row]
    w.dropped[:] = gone * model.customers / weeks
