"""A week of migrants as in numpy, equal to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.domain.codes import Migrant
from flowsim.kernels import migration
from flowsim.kernels.migration import Crossers, cross

SECTORS, SENDERS = 9, 4


def test_rows_of_migrants_are_those_of_the_codes():
    assert (migration.MEXICO, migration.OTHERS) == (Migrant.MEXICO, Migrant.OTHERS)


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]))
def test_a_week_of_migrants_is_that_of_numpy(seed, lanes):
    rng = np.random.default_rng(seed)
    rules = rng.uniform(0.4, 0.9, lanes), rng.uniform(0.4, 0.9, lanes), *rng.uniform(0.1, 900.0, (3, 2, lanes))
    unknown = [np.full(shape, np.nan) for shape in ((SECTORS, lanes), (2, lanes), lanes, (2, lanes), (SENDERS, lanes))]
    crossers, met, mexicans = Crossers(*rules, *unknown), rng.gamma(1.0, 3e4, SECTORS), rng.uniform(0.0, 1.0)
    reach, holding = rng.uniform(0.5, 1.5, lanes), rng.dirichlet(np.ones(SENDERS + 1))[1:]
    cross(crossers, met, met.sum() / 52.0, mexicans, reach, holding)
    crossings = met.sum() / 52.0 / crossers.apprehended
    others = crossings * (1.0 - mexicans) * reach
    migrants = np.stack([crossings * mexicans, others])
    np.testing.assert_array_equal(crossers.encounters, met[:, None] * (1.0 - (1.0 - mexicans) * (1.0 - reach)))
    np.testing.assert_array_equal(crossers.migrants, migrants)
    today = crossings * (1.0 - mexicans) / crossers.passed_south
    np.testing.assert_array_equal(crossers.stopped, np.maximum(today - others, 0.0))
    np.testing.assert_array_equal(crossers.fees_usd, migrants * crossers.smuggled * crossers.fee_usd)
    tolls = migrants * crossers.toll_usd
    np.testing.assert_array_equal(crossers.tolls_usd, holding[:, None] * (tolls[0] + tolls[1]))
