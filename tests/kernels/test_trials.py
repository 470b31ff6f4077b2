"""A week of cases of homicide as in numpy, equal to the bit."""

from __future__ import annotations

import numpy as np
import oracle_courts as courts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.kernels import draws, trials
from flowsim.kernels.trials import Code, Docket, Effort, judge

STATES, WEEK = 4, 11
COURT = np.zeros(1, np.uint64)


def case(rng, lanes):
    def some(low, high, *shape):
        return rng.uniform(low, high, (*shape, lanes))

    code = Code(
        *(rng.dirichlet(np.ones(STATES)), some(10, 90), some(50, 300), some(0, 1), -some(0, 0.3), some(0.1, 0.8)),
        *(some(10, 90), some(10, 90), some(0.5, 1), some(20, 90), some(90, 400), some(0.2, 0.6), some(-0.3, 0.3)),
        *(some(10, 900), some(300, 900), some(5, 50)),
    )
    docket = Docket(
        *(rng.poisson(30.0, (STATES, lanes)).astype(float), *some(0, 0.4, 3, STATES), some(0.7, 1.2)),
        *np.full((5, lanes), np.nan),
        *(some(500, 5e3), some(0, 1), some(50, 2e3), some(0, 1), some(50, 200), some(5, 50)),
    )
    return code, docket, Effort(*some(0.5, 2.0, 4))


def counted(keys, process, mean):
    out = np.empty((1, len(keys)))
    draws.fill_poisson(keys, process, WEEK, COURT, 0, mean[None].copy(), out)
    return out[0]


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_a_week_of_justice_is_that_of_numpy(seed, lanes):
    rng = np.random.default_rng(seed)
    (code, docket, effort), keys = case(rng, lanes), draws.lane_keys(range(lanes))
    switched, was = rng.uniform(0.0, 0.1, STATES), Docket(*(array.copy() for array in docket))
    judge(keys, WEEK, code, docket, effort, switched)
    share = np.minimum(effort.courts / code.learn_weeks, 1.0)
    told = courts.learn(switched, code.switch_weeks, share, was.switched, was.learning, was.practised)
    for mine, want in zip((docket.switched, docket.learning, docket.practised), told, strict=True):
        np.testing.assert_array_equal(mine, want)
    _, learning, practised = told
    room, one = 1.0 + courts.weigh(code.weight, practised, code.gain, learning, code.loss), np.ones(lanes)
    cases = sum(docket.homicides)
    solved = cases * np.minimum(code.solved * effort.investigators, trials.MOST_SOLVED)
    arrests = counted(keys, draws.CHARGES, np.minimum(solved, code.charges * room * effort.prosecutors * was.integrity))
    tried = np.minimum(was.waiting / code.pending_weeks, code.trials * room * effort.courts)
    guilty = counted(keys, draws.CONVICTIONS, tried * np.minimum(code.convicted * was.integrity, 1.0))
    guilty = np.minimum(guilty, tried)
    waiting = was.waiting + (arrests - tried - was.waiting / code.lapse_weeks)
    reformed = courts.weigh(code.weight, learning, one, practised, one)
    released = np.maximum(was.imprisoned - code.places * effort.prisons, 0.0) / code.early_weeks
    want = {
        "cases": cases,
        "solved": solved,
        "arrests": arrests,
        "trials": tried,
        "convictions": guilty,
        "waiting": waiting,
        "detained": waiting * (code.held + code.held_more * reformed),
        "released": released,
        "imprisoned": was.imprisoned + (guilty - was.imprisoned / code.term_weeks - released),
        "cases_mean": was.cases_mean + (cases - was.cases_mean) / WEEKS_PER_YEAR,
        "convictions_mean": was.convictions_mean + (guilty - was.convictions_mean) / WEEKS_PER_YEAR,
    }
    for name, values in want.items():
        np.testing.assert_array_equal(getattr(docket, name), values, err_msg=name)


def test_a_year_has_as_many_weeks_as_in_the_calendar():
    assert trials.WEEKS_PER_YEAR == WEEKS_PER_YEAR
