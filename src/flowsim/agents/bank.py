"""Banks: analysts, thresholds, sharing, customers."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.agents.handle import Handle
from flowsim.domain.calendar import WEEKS_PER_YEAR, week_number
from flowsim.domain.chain import detection
from flowsim.domain.codes import Country, Segment
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import full, sum_over
from flowsim.kernels.review import quantiles
from flowsim.kernels.screening import report_bar

LOOKS = 13.0  # an account is looked at every fourth week
MOST_ALERTS = 0.2  # of accounts
RISK_SPAN = 0.2, 5.0  # of a bank's supervision by its risk over the mean
LEAST_KEPT = 0.05  # of a segment: a bank never lets all of them go


class Bank(Handle):
    """One bank or money service: a handle on a row. All of them decide together, in ``decide_banks``."""

    @property
    def analysts(self) -> Floats:
        """Persons who read alerts, (L,)."""
        return np.asarray(self.model.world.analysts[self.row])


def raised(value: np.ndarray, lever: Floats) -> Floats:
    """A share in 0..1 moved toward 1 by a lever, (bank, L)."""
    return np.asarray(1.0 - (1.0 - value[:, None]) * (1.0 - lever))


def systems(model: Any) -> Floats:
    """Share of what can be seen that each bank's systems see, (bank, L); 0 where monitoring is off."""
    lever, banks = model.levers["monitoring_systems"], model.banks
    if model.watching is None or not np.array_equal(model.watching[0], lever):
        quality = np.where(banks.systems[:, None] > 0.0, raised(banks.systems, lever), 0.0)
        model.watching = lever.copy(), detection.seen(quality, model.params.screening.systems_exponent)
    return np.asarray(model.watching[1])


def knowledge(model: Any) -> Floats:
    """Strength of a launderer's traces by depth of KYC, over the usual, (bank, L)."""
    lever = model.levers["kyc_depth"]
    if model.known is None or not np.array_equal(model.known[0], lever):
        depth = raised(model.banks.kyc, lever)
        model.known = lever.copy(), detection.known(depth, model.params.screening.kyc_exponent)
    return np.asarray(model.known[1])


def expected_fine(model: Any) -> tuple[Floats, Floats]:
    """Fine for an unreported account-month, USD, and the chance that it is found, (bank, L) each."""
    p, banks, levers = model.params.screening, model.banks, model.levers
    fine = full(p.fine_multiple * p.throughput_usd * levers["fines"], (len(banks), model.lanes))
    found = np.minimum(p.found * supervision(model) * levers["supervision"], 1.0)
    return fine, found


def supervision(model: Any) -> Floats:
    """Intensity of each bank's supervisor, (bank, L): as in the table, or part of it where reported accounts are.

    Under risk-based supervision that part follows a bank's reports per customer over its country's mean, so that the
    country's total stays. A bank that reports nothing draws no supervisor: only what is seen counts.
    """
    w, banks, share = model.world, model.banks, model.levers["risk_based"]
    even = np.repeat(banks.supervision[:, None], model.lanes, axis=1)
    if not share.any():
        return even
    reports = sum_over(w.read[1::2], 0)
    for country in Country:
        rows = banks.country == country
        most = np.maximum(model.customers[rows], 1.0)
        mean = np.maximum(sum_over(reports[rows], 0) / sum_over(most, 0), 1e-300)
        risk = np.clip(reports[rows] / most / mean, *RISK_SPAN)
        even[rows] *= 1.0 - share + share * risk
    return even


def decide_banks(model: Any, weeks: int) -> None:
    """Banks hire, set thresholds, join sharing, and part with customers that cost more than they bring."""
    w, p = model.world, model.params.screening
    hire(model, weeks)
    seen = systems(model)
    w.strength[:] = p.score_strength * seen * knowledge(model)
    tired = np.minimum(np.floor(w.wait_weeks), 4.0) / 2.0  # by whole weeks of work that wait
    w.skill[:] = p.analyst_strength * (1.0 - p.fatigue * tired) * model.levers["analyst_feedback"]
    fine, found = expected_fine(model)
    out = np.empty((2, *fine.shape))
    report_bar(full(p.report_cost_usd, fine.shape), fine, found, full(p.fined, fine.shape), out)
    w.bar[:] = out[1]
    rate = np.minimum(p.alert_rate * model.levers["fines"] ** model.params.banking.alert_exponent, MOST_ALERTS)
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
    joins = (banks.appetite[:, None] <= reach) | (banks.sharing[:, None] > 0.0)
    w.member += model.params.banking.join_speed * (joins * np.ones_like(w.member) - w.member)


def part(model: Any, fine_usd: Floats, weeks: int) -> None:
    """A segment whose expected fines and alerts cost more than it brings is let go, slowly; else it comes back."""
    w, s, p, banks = model.world, model.params.screening, model.params.banking, model.banks
    before = w.kept.copy()
    for segment in Segment:
        risk = s.prevalence * p.launderers[segment]
        cost = LOOKS * (s.alert_rate * p.alert_usd + risk * p.missed * fine_usd)
        brings = p.margin_usd[segment] * (1.0 + banks.appetite[:, None])
        move = np.where(cost > brings, -p.leave, p.take_back)
        w.kept[segment] = np.clip(w.kept[segment] * (1.0 + move), LEAST_KEPT, 1.0)
    fall = np.maximum(before - w.kept, 0.0)
    gone = fall[0] * model.segments[0]
    for row in (1, 2):
        gone = gone + fall[row] * model.segments[row]
    w.dropped[:] = gone * model.customers / weeks
