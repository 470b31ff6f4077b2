"""Finds and effort of agencies against their twins, to the bit: these kernels replace numpy without moving a number."""

from __future__ import annotations

import numpy as np
import oracle_effort as twin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.effort import add_kinds, believe, count_caught, move, survey

WAYS, PLACES = 9, 4
CASES = given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))


@pytest.mark.twin
@CASES
def test_finds_add_up_like_their_twins(seed, lanes):
    r = np.random.default_rng(seed)
    found, caught = r.uniform(0.0, 9.0, (PLACES, lanes)), r.poisson(1.0, (WAYS, lanes)).astype(float)
    place, parts = r.integers(-1, PLACES, WAYS), r.uniform(0.0, 5.0, (3, PLACES, lanes))
    want = twin.count_caught(place, caught, found)
    count_caught(place, caught, found)
    np.testing.assert_array_equal(found, want)
    want = twin.add_kinds(parts, found)
    add_kinds(parts, found)
    np.testing.assert_array_equal(found, want)


@pytest.mark.twin
@CASES
def test_fields_are_surveyed_like_their_twin(seed, lanes):
    r = np.random.default_rng(seed)
    eradicated, standing, found = r.uniform(0.0, 900.0, (3, PLACES, lanes))
    seen = r.uniform(0.0, 4000.0, lanes)
    want = twin.survey(eradicated, standing, found, seen)
    survey(eradicated, standing, found, seen)
    np.testing.assert_array_equal(found, want[0])
    np.testing.assert_array_equal(seen, want[1])


@pytest.mark.twin
@CASES
def test_effort_follows_belief_like_its_twins(seed, lanes):
    r = np.random.default_rng(seed)
    found = r.poisson(0.5, (PLACES, lanes)) * r.uniform(0.0, 2.0, (PLACES, lanes)) * (r.random(lanes) < 0.8)
    belief, even = r.dirichlet(np.ones(PLACES), lanes).T.copy(), r.uniform(0.01, 0.5, (PLACES, lanes))
    learning, movable = r.uniform(0.0, 1.0, (2, lanes))
    want = twin.believe(found, learning, belief)
    believe(found, learning, belief)
    np.testing.assert_array_equal(belief, want)
    effort = np.full_like(belief, np.pi)
    move(belief, even, movable, effort)
    np.testing.assert_array_equal(effort, twin.move(belief, even, movable))
