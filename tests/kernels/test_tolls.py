"""Tolls, fees and crowding of routes against their twins."""

from __future__ import annotations

import numpy as np
import oracle_tolls as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels.tolls import Dues, crowd, pay

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
CLOSE = {"rtol": 1e-12, "atol": 1e-12}
SENDERS, DRUGS, WAYS, PLAZAS, LANES = 3, 2, 6, 3, 4


def numbers(rng, low, high, *shape, zeros=0.0):
    """Uniform numbers, some of them exactly 0."""
    return np.where(rng.random(shape) < zeros, 0.0, rng.uniform(low, high, shape))


def routes(rng):
    """Arguments of ``pay``: shares, fees, scales, tolls, plazas, weights; no toll where no plaza is crossed."""
    shape = (SENDERS, DRUGS, WAYS, LANES)
    share = numbers(rng, 0.0, 1.0, *shape, zeros=0.2)
    plaza = rng.integers(-1, PLAZAS, WAYS)
    by_sender = SENDERS, WAYS, LANES
    toll = np.where((plaza >= 0)[:, None], numbers(rng, 0.0, 1.0, *by_sender, zeros=0.3), 0.0)
    fee, scale = numbers(rng, 0.0, 3e3, *by_sender), numbers(rng, 0.5, 2.0, DRUGS, LANES)
    weights = numbers(rng, 0.1, 1.0, SENDERS, DRUGS, LANES, zeros=0.2)
    weights[1, 1] = 0.0
    return share, fee, scale, toll, plaza, weights


def empty():
    return Dues(
        *np.full((2, SENDERS, DRUGS, LANES), np.nan),
        np.full((SENDERS, DRUGS, PLAZAS, LANES), np.nan),
    )


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_tolls_and_fees_are_those_of_the_twin(seed):
    share, fee, scale, toll, plaza, weights = routes(np.random.default_rng(seed))
    dues = empty()
    pay(share, fee, scale, toll, plaza, weights, dues)
    for s, d, lane in np.ndindex(SENDERS, DRUGS, LANES):
        if not weights[s, d].any():
            for name in Dues._fields:
                np.testing.assert_array_equal(getattr(dues, name)[s, d], 0.0)
            continue
        here = share[s, d, :, lane].tolist(), fee[s, :, lane].tolist(), scale[d, lane], toll[s, :, lane].tolist()
        for name, value in twin.pay(*here, plaza.tolist(), PLAZAS).items():
            np.testing.assert_allclose(getattr(dues, name)[s, d, ..., lane], value, **CLOSE, err_msg=name)


@FEW
@given(seed=SEEDS)
def test_what_is_due_is_due_at_some_plaza(seed):
    share, fee, scale, toll, plaza, weights = routes(np.random.default_rng(seed))
    dues = empty()
    pay(share, fee, scale, toll, plaza, weights, dues)
    np.testing.assert_allclose(dues.by_plaza.sum(axis=2), dues.due, **CLOSE)


def crossings(rng):
    """Arguments of ``crowd`` without the last: loads, what hides them, strength."""
    trials = numbers(rng, 0.0, 200.0, SENDERS, DRUGS, WAYS, LANES, zeros=0.3)
    trials[:, 1, :, 2] = 0.0
    hidden = numbers(rng, 0.01, 1.0, DRUGS, WAYS, LANES, zeros=0.2)
    hidden[:, 0] = 0.5
    return trials, hidden, numbers(rng, 0.0, 0.5, LANES)


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_crowding_is_that_of_the_twin(seed):
    trials, hidden, strength = crossings(np.random.default_rng(seed))
    crowding = np.full(hidden.shape, np.nan)
    crowd(trials, hidden, strength, crowding)
    for d, lane in np.ndindex(DRUGS, LANES):
        want = twin.crowd(trials[:, d, :, lane].tolist(), hidden[d, :, lane].tolist(), float(strength[lane]))
        np.testing.assert_allclose(crowding[d, :, lane], want, **CLOSE)


def test_a_lane_alone_has_the_bits_of_its_tile():
    share, fee, scale, toll, plaza, weights = routes(np.random.default_rng(7))
    trials, hidden, strength = crossings(np.random.default_rng(8))
    dues, crowding = empty(), np.empty(hidden.shape)
    pay(share, fee, scale, toll, plaza, weights, dues)
    crowd(trials, hidden, strength, crowding)
    for lane in range(LANES):

        def one(x, lane=lane):
            return x[..., lane : lane + 1].copy()

        if not weights[..., lane].any():
            continue
        alone, its_crowding = Dues(*(one(x) for x in dues)), one(crowding)
        some = np.maximum(one(weights), weights.max(axis=2)[..., None])
        pay(one(share), one(fee), one(scale), one(toll), plaza, some, alone)
        crowd(one(trials), one(hidden), one(strength), its_crowding)
        for name in Dues._fields:
            np.testing.assert_array_equal(getattr(alone, name), one(getattr(dues, name)), err_msg=name)
        np.testing.assert_array_equal(its_crowding, one(crowding))


def test_as_many_loads_as_a_way_hides_are_no_crowd():
    trials, hidden, strength = crossings(np.random.default_rng(9))
    trials[:] = 0.0
    trials[1] = 30.0 * hidden
    crowding = np.empty(hidden.shape)
    crowd(trials, hidden, strength, crowding)
    np.testing.assert_allclose(crowding, 0.0, atol=1e-12)
