"""A week of cases of homicide: solved, charged, tried, convicted, served; rounded as numpy rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.courts import learn, weigh
from flowsim.kernels.draws import fill_poisson
from flowsim.kernels.jit import exact
from flowsim.kernels.philox import CHARGES, CONVICTIONS

WEEKS_PER_YEAR = 365.25 / 7
MOST_SOLVED = 0.95


class Code(NamedTuple):
    """Rules of justice; (L,) float64 unless it says otherwise."""

    weight: np.ndarray  # (state,) share of the nation's homicides
    switch_weeks: np.ndarray  # until courts feel that they have switched
    learn_weeks: np.ndarray
    gain: np.ndarray  # capacity gained by those who practise
    loss: np.ndarray  # the same of those who learn, negative
    solved: np.ndarray  # share of cases
    charges: np.ndarray  # that prosecutors can bring in a week
    trials: np.ndarray  # that courts can hold in a week
    convicted: np.ndarray  # share of trials
    pending_weeks: np.ndarray
    lapse_weeks: np.ndarray
    held: np.ndarray  # share of those who wait that is detained
    held_more: np.ndarray  # added under the new procedure
    places: np.ndarray  # in prison
    term_weeks: np.ndarray
    early_weeks: np.ndarray  # in which those without a place are let go


class Docket(NamedTuple):
    """Courts, cases and people; float64, (L,) and persons per week unless it says otherwise."""

    homicides: np.ndarray  # (state, L)
    switched: np.ndarray  # (state, L) share of courts that do not feel it yet
    learning: np.ndarray  # (state, L) share of courts
    practised: np.ndarray  # (state, L) share of courts
    integrity: np.ndarray  # over that of 2012
    cases: np.ndarray  # homicides
    solved: np.ndarray  # of them
    arrests: np.ndarray
    trials: np.ndarray
    convictions: np.ndarray
    waiting: np.ndarray  # persons before their trial
    detained: np.ndarray  # of them
    imprisoned: np.ndarray  # persons
    released: np.ndarray  # early
    cases_mean: np.ndarray
    convictions_mean: np.ndarray


class Effort(NamedTuple):
    """What levers add, (L,) float64 over today's."""

    investigators: np.ndarray
    prosecutors: np.ndarray
    courts: np.ndarray
    prisons: np.ndarray


@exact
def expect(code, docket, effort, mean):  # type: ignore[no-untyped-def]
    """Cases of a week and what becomes of them, ``mean (2, L)``: arrests and convictions to expect."""
    lanes, room = mean.shape[1], np.empty(mean.shape[1])
    weigh(code.weight, docket.practised, code.gain, docket.learning, code.loss, room)
    docket.cases[:] = 0.0
    for s in range(docket.homicides.shape[0]):
        for lane in range(lanes):
            docket.cases[lane] += docket.homicides[s, lane]
    for lane in range(lanes):
        able = 1.0 + room[lane]
        docket.solved[lane] = docket.cases[lane] * min(code.solved[lane] * effort.investigators[lane], MOST_SOLVED)
        charges = code.charges[lane] * able * effort.prosecutors[lane] * docket.integrity[lane]
        mean[0, lane] = min(docket.solved[lane], charges)
        most = code.trials[lane] * able * effort.courts[lane]
        docket.trials[lane] = min(docket.waiting[lane] / code.pending_weeks[lane], most)
        mean[1, lane] = docket.trials[lane] * min(code.convicted[lane] * docket.integrity[lane], 1.0)


@exact
def judge(keys, week, code, docket, effort, switched):  # type: ignore[no-untyped-def]
    """One week.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
    code : Code
    docket : Docket
        All but homicides and integrity change.
    effort : Effort
    switched : (state,) float64
        Share of courts that switch to oral procedure this week.
    """
    lanes = keys.shape[0]
    mean, drawn, court = np.empty((2, lanes)), np.empty((2, lanes)), np.zeros(1, np.uint64)
    share, one, reformed = np.empty(lanes), np.ones(lanes), np.empty(lanes)
    for lane in range(lanes):
        share[lane] = min(effort.courts[lane] / code.learn_weeks[lane], 1.0)
    learn(switched, code.switch_weeks, share, docket.switched, docket.learning, docket.practised)
    expect(code, docket, effort, mean)
    fill_poisson(keys, CHARGES, week, court, 0, mean[:1], drawn[:1])
    fill_poisson(keys, CONVICTIONS, week, court, 0, mean[1:], drawn[1:])
    weigh(code.weight, docket.learning, one, docket.practised, one, reformed)
    for lane in range(lanes):
        arrests, trials, guilty = drawn[0, lane], docket.trials[lane], min(drawn[1, lane], docket.trials[lane])
        docket.arrests[lane], docket.convictions[lane] = arrests, guilty
        docket.waiting[lane] += arrests - trials - docket.waiting[lane] / code.lapse_weeks[lane]
        held = code.held[lane] + code.held_more[lane] * reformed[lane]
        docket.detained[lane] = docket.waiting[lane] * held
        inside = docket.imprisoned[lane]
        places = code.places[lane] * effort.prisons[lane]
        docket.released[lane] = max(inside - places, 0.0) / code.early_weeks[lane]
        docket.imprisoned[lane] = inside + (guilty - inside / code.term_weeks[lane] - docket.released[lane])
        docket.cases_mean[lane] += (docket.cases[lane] - docket.cases_mean[lane]) / WEEKS_PER_YEAR
        docket.convictions_mean[lane] += (guilty - docket.convictions_mean[lane]) / WEEKS_PER_YEAR
