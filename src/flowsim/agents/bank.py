"""Banks: analysts, thresholds, sharing, customers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.agents.handle import Handle
from flowsim.domain.calendar import WEEKS_PER_YEAR, week_number
from flowsim.domain.chain import detection
from flowsim.domain.codes import Country
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import full, sum_over
from flowsim.kernels.review import quantiles
from flowsim.kernels.screening import report_bar
from flowsim.kernels.vigilance import Business, Means, Push, Rules, Watch, part, watch

MOST_ALERTS = 0.2  # of accounts
RISK_SPAN = 0.2, 5.0  # of a bank's supervision by its risk over the mean


class Bank(Handle):
    """One bank or money service: a handle on a row. All of them decide together, in ``decide_banks``."""

    @property
    def analysts(self) -> Floats:
        """Persons who read alerts, (L,)."""
        return np.asarray(self.model.world.analysts[self.row])


class Practice(NamedTuple):
    """How banks work without policy, fixed at the start.

    Attributes
    ----------
    wanted_2012, wanted : (bank, L)
        Analysts wanted before and since the law of 2012.
    supervision : (bank, L)
        Intensity of the supervisor.
    report_usd, fined : (bank, L)
        Cost of a report; chance of a fine once something is found.
    rules, business, watch
        Of ``kernels.vigilance``, the last bound to the arrays of a world.
    bar : (2, bank, L)
        Scratch: the posterior from which a bank reports, and its log odds.
    """

    wanted_2012: Floats
    wanted: Floats
    supervision: Floats
    report_usd: Floats
    fined: Floats
    rules: Rules
    business: Business
    bar: Floats
    watch: Watch


def practice(model: Any) -> Practice:
    """Practice of the banks of a model."""
    p, c, w, banks = model.params.screening, model.params.banking, model.world, model.banks
    shape = len(banks), model.lanes
    before = p.analysts_wanted.copy()
    before[Country.MX] = p.analysts_2012[Country.MX]
    hires = np.minimum(p.hire_rate * model.decide_weeks / WEEKS_PER_YEAR, 1.0)
    return Practice(
        wanted_2012=before[banks.country] * banks.size[:, None] * model.kind_share,
        wanted=p.analysts_wanted[banks.country] * banks.size[:, None] * model.kind_share,
        supervision=full(banks.supervision[:, None], shape),
        report_usd=full(p.report_cost_usd, shape),
        fined=full(p.fined, shape),
        rules=Rules(
            *(hires, p.score_strength, p.analyst_strength, p.fatigue, p.alerts_per_week, c.join_speed),
            *(p.found, p.fine_multiple * p.throughput_usd),
        ),
        business=Business(
            *(p.prevalence * c.launderers * c.missed, p.alert_rate * c.alert_usd, c.margin_usd),
            *(c.leave, c.take_back, p.fined),
        ),
        bar=np.empty((2, *shape)),
        watch=Watch(
            *(w.analysts, w.wait_weeks, w.strength, w.skill, w.coverage, w.member, model.kappa),
            *(np.empty(shape), np.empty(shape)),
        ),
    )


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


def supervision(model: Any) -> Floats:
    """Intensity of each bank's supervisor, (bank, L): as in the table, or part of it where reported accounts are.

    Under risk-based supervision that part follows a bank's reports per customer over its country's mean, so that the
    country's total stays. A bank that reports nothing draws no supervisor: only what is seen counts.
    """
    w, banks, share, usual = model.world, model.banks, model.levers["risk_based"], model.practice.supervision
    if not share.any():
        return np.asarray(usual)
    now = usual.copy()
    reports = sum_over(w.read[1::2], 0)
    for country in Country:
        rows = banks.country == country
        most = np.maximum(model.customers[rows], 1.0)
        mean = np.maximum(sum_over(reports[rows], 0) / sum_over(most, 0), 1e-300)
        risk = np.clip(reports[rows] / most / mean, *RISK_SPAN)
        now[rows] *= 1.0 - share + share * risk
    return np.asarray(now)


def decide_banks(model: Any, weeks: int) -> None:
    """Banks hire, set thresholds, join sharing, and part with customers that cost more than they bring.

    Analysts move toward the number that expected fines call for; in Mexico since the law of 2012. Banks join a scheme
    of sharing, the most careful first, as far as law and money for it reach.
    """
    w, p, banks, levers, usual = model.world, model.params.screening, model.banks, model.levers, model.practice
    fines = levers["fines"]
    rate = np.minimum(p.alert_rate * fines**model.params.banking.alert_exponent, MOST_ALERTS)
    wanted = usual.wanted_2012 if model.week < week_number(p.law_from) else usual.wanted
    watch(
        usual.watch,
        Means(
            *(wanted, systems(model), knowledge(model), model.customers),
            *(banks.appetite, banks.sharing, supervision(model)),
        ),
        usual.rules,
        Push(
            analysts=levers["analysts"],
            fined=(fines * levers["supervision"]) ** p.hiring_exponent,
            fines=fines,
            supervision=levers["supervision"],
            feedback=levers["analyst_feedback"],
            alerts=rate,
            reach=levers["bank_sharing"],
        ),
    )
    report_bar(usual.report_usd, usual.watch.fine, usual.watch.found, usual.fined, usual.bar)
    w.bar[:] = usual.bar[1]
    w.cut[:] = alert_bar(rate)
    part(usual.business, banks.appetite, usual.watch, w.kept, model.segments, model.customers, weeks, w.dropped)


def alert_bar(rate: Floats) -> Floats:
    """Score above which a share ``rate (L,)`` of customers lies, (L,)."""
    out = np.empty_like(rate)
    quantiles(rate, out)
    return out
