"""Programmes: what has arrived in the field, and who pays."""

from __future__ import annotations

import numpy as np
import pytest

from flowsim.domain.calendar import WEEKS_PER_YEAR, week_number
from flowsim.domain.codes import Government
from flowsim.domain.errors import UserError
from flowsim.domain.params import stack
from flowsim.state.levers import Levers
from flowsim.state.programme import Programme, delivered, pay

START = week_number("2018-01-01")


def tile(*intensities: float, **values):
    return stack([Programme(intensity=x, **values) for x in intensities])


def test_ramp_is_a_straight_line():
    params = tile(0.8, ramp_weeks=4.0)
    path = [delivered(params, START + k)[0] for k in range(-1, 6)]
    np.testing.assert_allclose(path, [0.0, 0.2, 0.4, 0.6, 0.8, 0.8, 0.8], rtol=1e-15)


@pytest.mark.parametrize("ramp", [0.0, 1.0])
def test_a_ramp_of_one_week_or_less_is_a_step(ramp):
    params = tile(1.0, ramp_weeks=ramp)
    assert delivered(params, START - 1)[0] == 0.0
    assert delivered(params, START)[0] == 1.0


def test_ramps_may_differ_by_lane():
    params = stack([Programme(intensity=1.0, ramp_weeks=r) for r in (2.0, 4.0)])
    np.testing.assert_array_equal(delivered(params, START), [0.5, 0.25])


def test_funding_ends_on_its_date():
    params = tile(1.0, 0.5, ramp_weeks=1.0, end="2019-01-07")
    last = week_number("2019-01-07")
    np.testing.assert_array_equal(delivered(params, last - 1), [1.0, 0.5])
    np.testing.assert_array_equal(delivered(params, last), [0.0, 0.0])


def test_shape_is_the_lanes_before_and_after():
    params = tile(0.0, 0.3, 1.0)
    for week in (START - 10, START + 10, START + 1000):
        now = delivered(params, week)
        assert now.shape == (3,)
        assert now.dtype == np.float64
        assert now[0].tobytes() == np.float64(0.0).tobytes()


def test_the_bill_is_shared():
    params = tile(0.5, 1.0, cost_usd_per_year=1e6, us_share=0.25, ramp_weeks=0.0)
    levers = Levers(2)
    pay(levers, params, delivered(params, START))
    year = levers.cost_usd * WEEKS_PER_YEAR
    np.testing.assert_allclose(year[Government.US], [1.25e5, 2.5e5], rtol=1e-14)
    np.testing.assert_allclose(year[Government.MEXICO], [3.75e5, 7.5e5], rtol=1e-14)
    np.testing.assert_array_equal(year[Government.PARTNERS], [0.0, 0.0])


def test_partners_pay_their_share_of_the_rest():
    params = tile(1.0, cost_usd_per_year=1e6, us_share=0.25, partner_share=0.8, ramp_weeks=0.0)
    levers = Levers(1)
    pay(levers, params, delivered(params, START))
    year = levers.cost_usd[:, 0] * WEEKS_PER_YEAR
    np.testing.assert_allclose(year, [2.5e5, 1.5e5, 6.0e5, 0.0], rtol=1e-14)


def test_firms_pay_first_and_governments_share_what_is_left():
    params = tile(1.0, cost_usd_per_year=1e6, private_share=0.6, us_share=0.25, partner_share=0.5, ramp_weeks=0.0)
    levers = Levers(1)
    pay(levers, params, delivered(params, START))
    year = levers.cost_usd[:, 0] * WEEKS_PER_YEAR
    np.testing.assert_allclose(year, [1.0e5, 1.5e5, 1.5e5, 6.0e5], rtol=1e-14)


def test_a_date_that_is_none_is_refused():
    with pytest.raises(UserError, match="is not a date"):
        delivered(tile(1.0, start="next spring"), START)
