"""Phase of justice: homicides become cases, arrests, trials, convictions, prison terms; courts learn the reform."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.network import Floats
from flowsim.kernels import courts
from flowsim.kernels.lanes import total
from flowsim.kernels.trials import Code, Docket, Effort, judge


def homicides_per_week(model: Any) -> Floats:
    """Homicides in Mexico this week, (L,)."""
    return total(model.world.homicides)


def open_courts(model: Any) -> None:
    """Courts as the reform left them so far, and the queues that usual work implies."""
    w, p = model.world, model.params.justice
    row, share = model.week - model.reform.first, np.minimum(1.0 / p.learn_weeks, 1.0)
    for switched in np.diff(model.reform.switched[:row], axis=0, prepend=0.0):
        courts.learn(switched, p.switch_weeks, share, w.courts_switched, w.courts_learning, w.courts_practised)
    w.cases_mean[:] = homicides_per_week(model)
    charged = np.minimum(w.cases_mean * p.solved, p.charge_capacity * capacity(model))
    w.awaiting_trial[:] = charged / (1.0 / p.pending_weeks + 1.0 / p.lapse_weeks)
    w.convictions_mean[:] = w.awaiting_trial / p.pending_weeks * p.convicted
    w.imprisoned[:] = w.convictions_mean * p.term_years * WEEKS_PER_YEAR


def capacity(model: Any) -> Floats:
    """Capacity of prosecutors and courts over that of the written procedure, mean over homicides, (L,)."""
    w, p, out = model.world, model.params.justice, np.empty(model.lanes)
    courts.weigh(model.reform.weight, w.courts_practised, p.gain, w.courts_learning, -p.dip, out)
    return np.asarray(1.0 + out)


def justice(model: Any) -> None:
    """One week of cases of homicide, while courts learn; the convicted beyond the places there are leave early."""
    levers, (code, docket, switched) = model.levers, model.trials
    effort = Effort(levers["investigators"], levers["prosecutors"], levers["courts"], levers["prisons"])
    judge(model.keys, model.draw_week, code, docket, effort, switched[model.week - model.reform.first])


def make_trials(model: Any) -> tuple[Code, Docket, Floats]:
    """Rules of justice, its arrays of the world, and shares of courts that switch week by week, (W, state)."""
    w, p = model.world, model.params.justice
    term_weeks = p.term_years * WEEKS_PER_YEAR
    places = p.charge_capacity * p.convicted * p.term_years * WEEKS_PER_YEAR * p.prison_room
    code = Code(
        *(model.reform.weight, p.switch_weeks, p.learn_weeks, p.gain, -p.dip, p.solved),
        *(p.charge_capacity, p.trial_capacity, p.convicted, p.pending_weeks, p.lapse_weeks),
        *(p.held, p.held_reformed - p.held, places, term_weeks, p.early_weeks),
    )
    docket = Docket(
        *(w.homicides, w.courts_switched, w.courts_learning, w.courts_practised, w.integrity_mean),
        *(w.homicide_cases, w.homicides_solved, w.homicide_arrests, w.homicide_trials, w.homicide_convictions),
        *(w.awaiting_trial, w.detained, w.imprisoned, w.released_early, w.cases_mean, w.convictions_mean),
    )
    return code, docket, np.diff(model.reform.switched, axis=0, prepend=0.0)
