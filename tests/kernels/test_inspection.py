"""Roads and border together against numpy, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.inspection import meet, remember_risk

POST, ROW = np.array([0, 1, 0, 2, 1, 2]), np.array([1, 0, 0, 1, 1, 0])
KIND, KINDS, DRUGS = np.array([0, 1, 0, 2, 1, 2]), 3, 2


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_chances_meet_like_numpy(seed, lanes):
    r = np.random.default_rng(seed)
    at_ports, between = r.uniform(0.0, 1.0, (2, DRUGS, 2, lanes))
    plain, roads = r.uniform(0.0, 1.0, (2, lanes)), r.uniform(0.0, 0.3, (DRUGS, KINDS, lanes))
    roads[:, 2] = 0.0
    plain[1] *= r.random(lanes) < 0.5
    parts = at_ports, between, np.broadcast_to(plain, (DRUGS, 2, lanes))
    border = np.stack([parts[post][:, row] for post, row in zip(POST, ROW, strict=True)], axis=1)
    both = 1.0 - (1.0 - border) * (1.0 - roads[:, KIND])
    chance, on_road = np.full((2, *both.shape), np.pi)
    meet(POST, ROW, at_ports, between, plain, KIND, roads, chance, on_road)
    np.testing.assert_array_equal(chance, both)
    np.testing.assert_array_equal(on_road, roads[:, KIND] / np.maximum(both, 1e-300))


@pytest.mark.twin
@pytest.mark.parametrize("decisions", [0, 1, 2, 7])
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_risk_is_remembered_like_numpy(decisions, seed, lanes):
    r = np.random.default_rng(seed)
    risk, smooth, reference = r.uniform(0.01, 0.3, (3, DRUGS, lanes))
    smooth *= r.random((DRUGS, lanes)) < 0.7
    smoothing = r.uniform(0.0, 1.0, lanes)
    now = np.where(smooth > 0.0, smooth + smoothing * (risk - smooth), risk)
    usual = now if decisions == 1 else reference + (now - reference) / decisions if decisions else reference.copy()
    premium = np.full_like(risk, np.pi)
    remember_risk(risk, smoothing, decisions, smooth, reference, premium)
    np.testing.assert_array_equal(smooth, now)
    np.testing.assert_array_equal(reference, usual)
    np.testing.assert_array_equal(premium, np.clip(now / usual, 0.7, 3.0))
