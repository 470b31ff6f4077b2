"""Reports become cases as in numpy, equal to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowsim.kernels.dossiers import DRUG, FALSE, OTHER, TINY, Unit, open_dossiers, read_reports
from flowsim.kernels.screening import triage, triage_power

COUNTRIES, BANKS = 2, 5


def unit_of(rng, lanes):
    def some(*shape):
        return rng.gamma(1.0, 5.0, (*shape, lanes)) * (rng.uniform(size=(*shape, lanes)) < 0.8)

    country, by_country = np.array([0, 0, 1, 0, 1]), [some(COUNTRIES) for _ in range(5)]
    unknown, power = np.full((10, COUNTRIES, lanes), np.nan), rng.uniform(0.0, 1.0, (COUNTRIES, lanes))
    return Unit(
        *(some(6, BANKS), country, some(COUNTRIES), rng.uniform(0.0, 2.0, lanes), some(COUNTRIES)),
        *(rng.uniform(0.0, 0.1, lanes), rng.uniform(20.0, 90.0, lanes), *rng.uniform(0.0, 1.0, (2, COUNTRIES, lanes))),
        *(np.full((3, COUNTRIES, lanes), np.nan), *unknown[:4], power, *unknown[4:8], *by_country),
    )


@pytest.mark.twin
@given(seed=st.integers(0, 10**6), lanes=st.sampled_from([1, 3, 64]), by_power=st.booleans())
def test_reports_are_read_and_cases_opened_as_in_numpy(seed, lanes, by_power):
    rng = np.random.default_rng(seed)
    unit, (capacity, feedback, prosecution) = unit_of(rng, lanes), rng.uniform(0.0, 2.0, (3, lanes))
    before = unit.open_cases.copy()
    read_reports(unit, by_power, capacity, feedback, prosecution)
    for report in (FALSE, OTHER, DRUG):
        want = np.zeros((COUNTRIES, lanes))
        for bank, country in enumerate(unit.country):
            want[country] += unit.read[2 * report + 1, bank]
        np.testing.assert_array_equal(unit.reports[report], want)
    every = np.maximum(unit.reports[0] + unit.reports[1] + unit.reports[2], TINY)
    true = unit.reports[OTHER] + unit.reports[DRUG]
    np.testing.assert_array_equal(unit.true, true)
    np.testing.assert_array_equal(unit.share, true / every)
    np.testing.assert_array_equal(unit.room, np.minimum(unit.reads * capacity / every, 1.0))
    np.testing.assert_array_equal(unit.told, np.broadcast_to(unit.signal * feedback, every.shape))
    places = np.maximum(unit.most * prosecution, TINY)
    np.testing.assert_array_equal(unit.places, places)
    chance = np.empty_like(places)
    rule, strength = (triage_power, unit.power) if by_power else (triage, unit.told)
    rule(unit.share, unit.room, strength, chance)
    np.testing.assert_array_equal(unit.chance, chance)
    np.testing.assert_array_equal(unit.investigated, true * chance)
    np.testing.assert_array_equal(unit.full, -unit.case_yield * (true * chance) / places)

    missed = -rng.uniform(0.0, 1.0, (COUNTRIES, lanes))
    open_dossiers(unit, missed)
    opened = places * -missed
    np.testing.assert_array_equal(unit.dossiers, opened)
    np.testing.assert_array_equal(unit.drug_dossiers, opened * unit.reports[DRUG] / np.maximum(true, TINY))
    decided = (before + opened) / unit.case_weeks
    np.testing.assert_array_equal(unit.open_cases, before + opened - decided)
    np.testing.assert_array_equal(unit.charged, decided * unit.indicted)
    np.testing.assert_array_equal(unit.sentenced, decided * unit.indicted * unit.convicted)
