"""What the load kernel knows of its cells: laid out anew where a chance has changed, and only then."""

from __future__ import annotations

import numpy as np
import pytest

from flowsim.kernels.cells import lay_out, make_odds, renew

DRUGS, WAYS, LANES = 2, 3, 4


@pytest.fixture
def chances():
    r = np.random.default_rng(2)
    return r.random((DRUGS, WAYS, LANES)), r.lognormal(1.0, 1.0, (DRUGS, WAYS, LANES)), r.random((DRUGS, LANES))


def test_new_chances_are_laid_out(chances):
    p, mean, sigma = chances
    known, ours, theirs = np.full_like(p, np.nan), make_odds(sigma, WAYS), make_odds(sigma, WAYS)
    renew(p, known, mean, ours)
    lay_out(p, mean, theirs)
    np.testing.assert_array_equal(ours.cell, theirs.cell)
    np.testing.assert_array_equal(known, p)
    p[1, 2, 3] = 0.5
    renew(p, known, mean, ours)
    lay_out(p, mean, theirs)
    np.testing.assert_array_equal(ours.cell, theirs.cell)


def test_known_chances_are_left_alone(chances):
    p, mean, sigma = chances
    odds = make_odds(sigma, WAYS)
    odds.cell[:] = np.pi
    renew(p.copy(), p, mean, odds)
    assert (odds.cell == np.pi).all()
