"""People and deaths against their twins, and their books."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import oracle_use as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.kernels import use as kernel
from flowsim.kernels.draws import lane_keys

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
CLOSE = {"rtol": 1e-12, "atol": 1e-9}  # atol: differences of 1e5 persons
MARKETS, LANES = 2, 5
EXPONENTS, RISKS = ("price_exponent", "risk_exponent"), ("risk_rise", "risk_fade")
LEAVE = ("quit", "seek", "leave", "relapse")


def numbers(rng, low, high, *shape, zeros=0.0):
    """Uniform numbers, some of them exactly 0."""
    return np.where(rng.random(shape) < zeros, 0.0, rng.uniform(low, high, shape))


def alone(bundle, lane):
    """The same bundle with one lane only; ids of markets and the week have no lanes."""
    fixed = ("number", "week")
    return bundle._replace(**{k: x[..., lane : lane + 1].copy() for k, x in bundle._asdict().items() if k not in fixed})


def case(seed):
    """People, deaths and rule of MARKETS x LANES, from a seed."""
    rng = np.random.default_rng(seed)
    place = (MARKETS, LANES)
    state = kernel.People(
        *(np.where(rng.random(place) < 0.15, 0.0, 10.0 ** rng.uniform(0.0, 5.5, place)) for _ in range(3)),
        numbers(rng, 0.0, 5.0, *place),
        *np.full((3, *place), np.nan),
    )
    ranges = {
        "initiation": (0.0, 0.02),
        "pool": (5e5, 2e6),
        "free_2012": (0.3, 1.0),
        "initiation_push": (0.5, 1.5),
        "price_log": (-1.0, 1.0),
        "success": (0.0, 1.0),
        "places": (0.0, 1e5),
        "mu": (0.0, 4e-4),
        "mu_2012": (1e-4, 3e-4),
        "f": (1.0, 10.0),
        "treated_risk": (0.0, 1.0),
        "spill": (0.0, 0.3),
        "mixed": (0.0, 1.0),
        "pharma": (0.0, 60.0),
        "fentanyl_share": (0.0, 1.0),
    }
    wide = ("pool", "price_log", "places", "pharma", "fentanyl_share")
    rule = {name: numbers(rng, *ends, *(place if name in wide else (LANES,))) for name, ends in ranges.items()}
    rule["fentanyl_share"][:, 0], rule["fentanyl_share"][:, 1], rule["treated_risk"][2] = 0.0, 1.0, 0.0
    rates = kernel.UseRule(
        keys=lane_keys(rng.integers(0, 1000, LANES)),
        week=int(rng.integers(800, 1900)),
        number=np.array([3, 8], dtype=np.uint64),
        exponents=np.stack([numbers(rng, -1.0, 0.0, LANES), numbers(rng, 0.0, 1.0, LANES)]),
        risk_weeks=np.stack([numbers(rng, 1.0, 60.0, LANES), numbers(rng, 1.0, 300.0, LANES)]),
        leave=numbers(rng, 0.0, 0.05, 4, LANES),
        hold_users=np.where(rng.random(LANES) < 0.3, 1.0, 0.0),
        **rule,
    )
    return state, kernel.Deaths(*np.full((6, *place), np.nan)), rates


def plain(rule, m, lane):
    """The rule of one market and lane as plain numbers."""
    out = {}
    for name in set(rule._fields) - {"keys", "week", "number", "exponents", "risk_weeks", "leave"}:
        array = getattr(rule, name)
        out[name] = float(array[lane] if array.ndim == 1 else array[m, lane])
    for names, table in ((EXPONENTS, rule.exponents), (RISKS, rule.risk_weeks), (LEAVE, rule.leave)):
        out.update(zip(names, table[:, lane].tolist(), strict=True))
    return out


def check_against_twin(state, deaths, rule):
    """Run a week and compare every cell; returns the people before."""
    old = deepcopy(state)
    kernel.use(state, deaths, rule)
    for m, lane in np.ndindex(MARKETS, LANES):
        here = [float(x[m, lane]) for x in (old.users, old.treated, old.recovered, old.risk)]
        numbers_here = plain(rule, m, lane)
        counts = twin.deaths(*here[:2], twin.dice(rule.keys[lane], rule.week, rule.number[m]), numbers_here)
        for name, value in counts.items():
            assert getattr(deaths, name)[m, lane] == value, name
        want = twin.people(*here, counts["heroin"] + counts["fentanyl"], numbers_here)
        for name, value in want.items():
            np.testing.assert_allclose(getattr(state, name)[m, lane], value, **CLOSE, err_msg=name)
    return old


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_a_week_of_use_is_that_of_its_twin(seed):
    check_against_twin(*case(seed))


@pytest.mark.twin
@FEW
@given(seed=SEEDS)
def test_nobody_dies_twice_in_a_plague(seed):
    state, deaths, rule = case(seed)
    rule.mu[:] = 0.8
    old = check_against_twin(state, deaths, rule)
    dead = np.minimum(deaths.heroin + deaths.fentanyl, old.users + old.treated)
    assert (state.died <= dead * (1.0 + 1e-12)).all()


@FEW
@given(seed=SEEDS)
def test_people_balance(seed):
    state, deaths, rule = case(seed)
    old = deepcopy(state)
    kernel.use(state, deaths, rule)
    change = sum(getattr(state, name) - getattr(old, name) for name in ("users", "treated", "recovered"))
    np.testing.assert_allclose(change, state.initiated - state.died, **CLOSE)
    for name in ("users", "treated", "recovered", "died", "entered"):
        assert (getattr(state, name) >= -1e-9).all(), name


@FEW
@given(seed=SEEDS)
def test_deaths_are_counts_and_codes_count_them_once(seed):
    state, deaths, rule = case(seed)
    old = deepcopy(state)
    kernel.use(state, deaths, rule)
    for array in deaths:
        np.testing.assert_array_equal(array, np.floor(array))
        assert (array >= 0.0).all()
    np.testing.assert_array_equal(deaths.t404, deaths.fentanyl + deaths.spill + deaths.pharma)
    assert (deaths.t401 >= deaths.heroin).all()
    assert (deaths.t401 <= deaths.heroin + deaths.fentanyl).all()
    np.testing.assert_allclose(
        state.died, np.minimum(deaths.heroin + deaths.fentanyl, old.users + old.treated), **CLOSE
    )


def test_a_lane_alone_has_the_bits_of_its_tile():
    tile = case(7)
    single = [(alone(tile[0], lane), alone(tile[1], lane), alone(tile[2], lane)) for lane in range(LANES)]
    kernel.use(*tile)
    for lane, one in enumerate(single):
        kernel.use(*one)
        for small, large in zip(one[:2], tile[:2], strict=True):
            for name in small._fields:
                found, want = getattr(small, name)[..., 0], getattr(large, name)[..., lane]
                np.testing.assert_array_equal(found, want, err_msg=name)


def test_nobody_stays_nobody():
    state, deaths, rule = case(1)
    for array in (state.users, state.treated, state.recovered):
        array[:] = 0.0
    kernel.use(state, deaths, rule)
    for name in ("users", "treated", "recovered", "initiated", "entered", "died"):
        np.testing.assert_array_equal(getattr(state, name), 0.0, err_msg=name)
    np.testing.assert_array_equal(deaths.t401, 0.0)
    np.testing.assert_array_equal(deaths.t404, deaths.pharma)


@pytest.mark.parametrize(("share", "none"), [(0.0, "fentanyl"), (1.0, "heroin")])
def test_a_market_of_one_drug_has_deaths_of_one_kind(share, none):
    state, deaths, rule = case(2)
    rule.fentanyl_share[:] = share
    kernel.use(state, deaths, rule)
    np.testing.assert_array_equal(getattr(deaths, none), 0.0)


def test_full_treatment_admits_nobody():
    state, deaths, rule = case(3)
    rule.places[:] = 0.0
    kernel.use(state, deaths, rule)
    np.testing.assert_array_equal(state.entered, 0.0)


def test_an_exhausted_pool_starts_nobody():
    state, deaths, rule = case(4)
    rule.pool[:] = np.maximum(0.5 * (state.users + state.treated + state.recovered), 1.0)
    rule.hold_users[:] = 0.0
    kernel.use(state, deaths, rule)
    started = state.initiated[rule.pool > 1.0]
    np.testing.assert_array_equal(started, 0.0)


def test_users_stay_in_the_spin_up():
    state, deaths, rule = case(5)
    before = state.users.copy()
    rule.hold_users[:] = 1.0
    kernel.use(state, deaths, rule)
    np.testing.assert_array_equal(state.users, before)
