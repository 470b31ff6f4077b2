"""Phase of justice: homicides become cases, arrests, trials, convictions, prison terms; courts learn the reform."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.network import Floats
from flowsim.kernels import courts, draws
from flowsim.kernels.lanes import total

COURT = np.zeros(1, dtype=np.uint64)
MOST_SOLVED = 0.95


def homicides_per_week(model: Any) -> Floats:
    """Homicides in Mexico this week, (L,)."""
    return total(model.world.homicides)


def open_courts(model: Any) -> None:
    """Courts as the reform left them so far, and the queues that usual work implies."""
    w, p = model.world, model.params.justice
    row = model.week - model.reform.first
    for switched in np.diff(model.reform.switched[:row], axis=0, prepend=0.0):
        learn(w, p, switched, 1.0)
    w.cases_mean[:] = homicides_per_week(model)
    charged = np.minimum(w.cases_mean * p.solved, p.charge_capacity * capacity(model))
    w.awaiting_trial[:] = charged / (1.0 / p.pending_weeks + 1.0 / p.lapse_weeks)
    w.convictions_mean[:] = w.awaiting_trial / p.pending_weeks * p.convicted
    w.imprisoned[:] = w.convictions_mean * p.term_years * WEEKS_PER_YEAR


def learn(w: Any, p: Any, switched: Floats, support: Floats | float) -> None:
    """Courts switch, feel it some weeks later, and learn, faster with support; ``switched (state,)`` this week."""
    share = np.minimum(support / p.learn_weeks, 1.0)
    courts.learn(switched, p.switch_weeks, share, w.courts_switched, w.courts_learning, w.courts_practised)


def capacity(model: Any) -> Floats:
    """Capacity of prosecutors and courts over that of the written procedure, mean over homicides, (L,)."""
    w, p, out = model.world, model.params.justice, np.empty(model.lanes)
    courts.weigh(model.reform.weight, w.courts_practised, p.gain, w.courts_learning, -p.dip, out)
    return np.asarray(1.0 + out)


def reformed(model: Any) -> Floats:
    """Share of homicides where courts learn or practise oral procedure, (L,)."""
    w, one, out = model.world, np.ones(model.lanes), np.empty(model.lanes)
    courts.weigh(model.reform.weight, w.courts_learning, one, w.courts_practised, one, out)
    return out


def justice(model: Any) -> None:
    """One week of cases of homicide."""
    w, p, levers = model.world, model.params.justice, model.levers
    row = model.week - model.reform.first
    learn(w, p, model.reform.switched[row] - model.reform.switched[row - 1], levers["courts"])
    room = capacity(model)
    w.homicide_cases[:] = homicides_per_week(model)
    w.homicides_solved[:] = w.homicide_cases * np.minimum(p.solved * levers["investigators"], MOST_SOLVED)
    able = p.charge_capacity * room * levers["prosecutors"] * w.integrity_mean
    w.homicide_arrests[:] = counted(model, draws.CHARGES, np.minimum(w.homicides_solved, able))
    w.homicide_trials[:] = np.minimum(w.awaiting_trial / p.pending_weeks, p.trial_capacity * room * levers["courts"])
    guilty = np.minimum(p.convicted * w.integrity_mean, 1.0)
    w.homicide_convictions[:] = np.minimum(
        counted(model, draws.CONVICTIONS, w.homicide_trials * guilty), w.homicide_trials
    )
    w.awaiting_trial += w.homicide_arrests - w.homicide_trials - w.awaiting_trial / p.lapse_weeks
    w.detained[:] = w.awaiting_trial * (p.held + (p.held_reformed - p.held) * reformed(model))
    imprison(model)
    w.cases_mean += (w.homicide_cases - w.cases_mean) / WEEKS_PER_YEAR
    w.convictions_mean += (w.homicide_convictions - w.convictions_mean) / WEEKS_PER_YEAR


def imprison(model: Any) -> None:
    """The convicted serve their terms; beyond the places there are, people are let go early."""
    w, p = model.world, model.params.justice
    usual = p.charge_capacity * p.convicted * p.term_years * WEEKS_PER_YEAR
    places = usual * p.prison_room * model.levers["prisons"]
    w.released_early[:] = np.maximum(w.imprisoned - places, 0.0) / p.early_weeks
    served = w.imprisoned / (p.term_years * WEEKS_PER_YEAR)
    w.imprisoned += w.homicide_convictions - served - w.released_early


def counted(model: Any, process: int, mean: Floats) -> Floats:
    """Persons of a week, a whole number with this mean, (L,)."""
    out = np.empty((1, model.lanes))
    draws.fill_poisson(model.keys, process, model.draw_week, COURT, 0, np.asarray(mean)[None].copy(), out)
    return np.asarray(out[0])
