"""People and deaths of every product against their twins, and their books."""

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
PRODUCTS, MARKETS, LANES = 4, 2, 5
TABLES = {
    "exponents": ("price_exponent", "risk_exponent", "success"),
    "risk_weeks": ("risk_rise", "risk_fade"),
    "codes": ("treated_risk", "spill", "mixed"),
    "leave": ("quit", "seek", "leave", "relapse"),
    "mu": ("mu", "mu_2012"),
    "dose": ("dose_exponent", "hold_users"),
}
STIMULANTS = slice(1, None)


def numbers(rng, low, high, *shape, zeros=0.0):
    """Uniform numbers, some of them exactly 0."""
    return np.where(rng.random(shape) < zeros, 0.0, rng.uniform(low, high, shape))


def alone(bundle, lane):
    """The same bundle with one lane only; ids of markets and the week have no lanes."""
    fixed = ("number", "week")
    return bundle._replace(**{k: x[..., lane : lane + 1].copy() for k, x in bundle._asdict().items() if k not in fixed})


def case(seed):
    """People, deaths and rule of PRODUCTS x MARKETS x LANES, from a seed."""
    rng = np.random.default_rng(seed)
    place, product = (MARKETS, LANES), (PRODUCTS, LANES)
    deep = (PRODUCTS, *place)
    state = kernel.People(
        *(np.where(rng.random(deep) < 0.15, 0.0, 10.0 ** rng.uniform(0.0, 5.5, deep)) for _ in range(3)),
        numbers(rng, 0.0, 5.0, *deep),
        *np.full((3, *deep), np.nan),
    )
    rule = kernel.UseRule(
        keys=lane_keys(rng.integers(0, 1000, LANES)),
        week=int(rng.integers(800, 1900)),
        number=np.array([3, 8], dtype=np.uint64),
        initiation=numbers(rng, 0.0, 0.02, *product),
        pool=numbers(rng, 5e5, 2e6, *deep),
        free_2012=numbers(rng, 0.3, 1.0, *product),
        push=numbers(rng, 0.5, 1.5, *product),
        price_log=numbers(rng, -1.0, 1.0, *deep),
        exponents=np.stack([numbers(rng, *ends, LANES) for ends in ((-1.0, 0.0), (0.0, 1.0), (0.0, 1.0))]),
        risk_weeks=np.stack([numbers(rng, 1.0, 60.0, LANES), numbers(rng, 1.0, 300.0, LANES)]),
        leave=numbers(rng, 0.0, 0.05, 4, *product),
        places=numbers(rng, 0.0, 1e5, *deep),
        mu=np.stack([numbers(rng, 0.0, 4e-4, *product), numbers(rng, 1e-4, 3e-4, *product, zeros=0.2)]),
        f=numbers(rng, 0.0, 10.0, *product),
        dose=np.stack([numbers(rng, 0.0, 1.5, *product, zeros=0.4), np.where(rng.random(product) < 0.3, 1.0, 0.0)]),
        intake=numbers(rng, 0.2, 2.0, *deep, zeros=0.1),
        disruption=numbers(rng, 1.0, 1.5, *place),
        codes=np.stack([numbers(rng, *ends, LANES) for ends in ((0.0, 1.0), (0.0, 0.3), (0.0, 1.0))]),
        pharma=numbers(rng, 0.0, 60.0, *place),
        fentanyl_share=numbers(rng, 0.0, 1.0, *place),
    )
    rule.fentanyl_share[:, 0], rule.fentanyl_share[:, 1], rule.codes[0, 2] = 0.0, 1.0, 0.0
    by_product, by_market = np.full((2, *deep), np.nan), np.full((4, *place), np.nan)
    return state, kernel.Deaths(*by_product, *by_market), rule


def plain(rule, p, m, lane):
    """The rule of one product, market and lane as plain numbers."""
    out = {}
    for name in ("initiation", "free_2012", "push", "f"):
        out[name] = float(getattr(rule, name)[p, lane])
    for name in ("pool", "price_log", "places", "intake"):
        out[name] = float(getattr(rule, name)[p, m, lane])
    for name in ("disruption", "pharma", "fentanyl_share"):
        out[name] = float(getattr(rule, name)[m, lane])
    for table, names in TABLES.items():
        values = getattr(rule, table)
        out.update(zip(names, (values[:, lane] if values.ndim == 2 else values[:, p, lane]).tolist(), strict=True))
    return out


def check_against_twin(state, deaths, rule):
    """Run a week and compare every cell; returns the people before."""
    old = deepcopy(state)
    kernel.use(state, deaths, rule)
    for m, lane in np.ndindex(MARKETS, LANES):
        where, mixed = (rule.keys[lane], rule.week, rule.number[m]), []
        for p in range(PRODUCTS):
            here = [float(x[p, m, lane]) for x in (old.users, old.treated, old.recovered, old.risk)]
            numbers_here = plain(rule, p, m, lane)
            counts = twin.deaths(p, *here[:2], twin.dice(*where, p), numbers_here)
            assert (deaths.alone[p, m, lane], deaths.fentanyl[p, m, lane]) == counts, p
            mixed.append(counts[1])
            want = twin.people(p, *here, sum(counts), numbers_here)
            for name, value in want.items():
                np.testing.assert_allclose(getattr(state, name)[p, m, lane], value, **CLOSE, err_msg=name)
        opioids = plain(rule, 0, m, lane)
        with_fentanyl = twin.means(0, float(old.users[0, m, lane]), float(old.treated[0, m, lane]), opioids)[1]
        coded = twin.codes(float(deaths.alone[0, m, lane]), mixed, with_fentanyl, twin.dice_of_codes(*where), opioids)
        for name, value in coded.items():
            assert getattr(deaths, name)[m, lane] == value, name
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
    rule.mu[0] = 0.8
    old = check_against_twin(state, deaths, rule)
    dead = np.minimum(deaths.alone + deaths.fentanyl, old.users + old.treated)
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
    np.testing.assert_array_equal(deaths.t404, deaths.fentanyl.sum(axis=0) + deaths.spill + deaths.pharma)
    assert (deaths.t401 >= deaths.alone[0]).all()
    assert (deaths.t401 <= deaths.alone[0] + deaths.fentanyl[0]).all()
    np.testing.assert_allclose(state.died, np.minimum(deaths.alone + deaths.fentanyl, old.users + old.treated), **CLOSE)


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


def test_a_further_product_changes_nobody_elses_dice():
    four, deaths, rule = case(8)
    rule.fentanyl_share[:] = 0.5
    three = kernel.People(*(x[:3].copy() for x in four))
    fewer = {name: getattr(rule, name)[:3] for name in ("initiation", "pool", "free_2012", "push", "price_log")}
    fewer |= {name: getattr(rule, name)[:3] for name in ("places", "f", "intake")}
    fewer |= {name: getattr(rule, name)[:, :3] for name in ("leave", "mu", "dose")}
    small = kernel.Deaths(*(np.full(x.shape, np.nan) for x in (deaths.alone[:3], deaths.fentanyl[:3], *deaths[2:])))
    kernel.use(four, deaths, rule)
    kernel.use(three, small, rule._replace(**{name: np.ascontiguousarray(x) for name, x in fewer.items()}))
    for name in ("alone", "fentanyl"):
        np.testing.assert_array_equal(getattr(small, name), getattr(deaths, name)[:3], err_msg=name)
    np.testing.assert_array_equal(small.t404 + deaths.fentanyl[3], deaths.t404)


def test_nobody_stays_nobody():
    state, deaths, rule = case(1)
    for array in (state.users, state.treated, state.recovered):
        array[:] = 0.0
    kernel.use(state, deaths, rule)
    for name in ("users", "treated", "recovered", "initiated", "entered", "died"):
        np.testing.assert_array_equal(getattr(state, name), 0.0, err_msg=name)
    np.testing.assert_array_equal(deaths.t401, 0.0)
    np.testing.assert_array_equal(deaths.t404, deaths.pharma)


def many(share):
    """A case with enough danger that every product of every market loses people."""
    state, deaths, rule = case(2)
    state.users[:], rule.mu[:], rule.f[:], rule.intake[:] = 1e5, 2e-4, 5.0, 1.0
    rule.fentanyl_share[:] = share
    return state, deaths, rule


def test_without_fentanyl_nobody_dies_of_it():
    state, deaths, rule = many(0.0)
    kernel.use(state, deaths, rule)
    np.testing.assert_array_equal(deaths.fentanyl, 0.0)
    np.testing.assert_array_equal(deaths.spill, 0.0)
    assert (deaths.alone.sum(axis=(1, 2)) > 0.0).all()


def test_where_all_opioids_are_fentanyl_stimulants_still_kill_alone():
    state, deaths, rule = many(1.0)
    kernel.use(state, deaths, rule)
    np.testing.assert_array_equal(deaths.alone[0], 0.0)
    assert (deaths.alone[STIMULANTS].sum(axis=(1, 2)) > 0.0).all()
    assert (deaths.fentanyl.sum(axis=(1, 2)) > 0.0).all()


def test_disruption_raises_opioid_deaths_alone():
    calm, wild = many(0.5), many(0.5)
    calm[2].disruption[:], wild[2].disruption[:] = 1.0, 3.0
    for one in (calm, wild):
        kernel.use(*one)
    assert (wild[1].alone[0] > calm[1].alone[0]).all()
    assert (wild[1].fentanyl[0] > calm[1].fentanyl[0]).all()
    np.testing.assert_array_equal(wild[1].alone[STIMULANTS], calm[1].alone[STIMULANTS])
    np.testing.assert_array_equal(wild[1].fentanyl[STIMULANTS], calm[1].fentanyl[STIMULANTS])


def test_deaths_follow_the_dose_where_it_counts():
    usual, more = many(0.5), many(0.5)
    for one in (usual, more):
        one[2].dose[0] = np.array([0.0, 1.0, 1.0, 0.0])[:, None]
    more[2].intake[:] = 3.0
    for one in (usual, more):
        kernel.use(*one)
    for name in ("alone", "fentanyl"):
        before, after = getattr(usual[1], name), getattr(more[1], name)
        np.testing.assert_array_equal(after[[0, 3]], before[[0, 3]])
        assert (after[1:3] > before[1:3]).all()


def test_full_treatment_admits_nobody():
    state, deaths, rule = case(3)
    rule.places[:] = 0.0
    kernel.use(state, deaths, rule)
    np.testing.assert_array_equal(state.entered, 0.0)


def test_an_exhausted_pool_starts_nobody():
    state, deaths, rule = case(4)
    rule.pool[:] = np.maximum(0.5 * (state.users + state.treated + state.recovered), 1.0)
    rule.dose[1] = 0.0
    kernel.use(state, deaths, rule)
    started = state.initiated[rule.pool > 1.0]
    assert started.size > 0
    np.testing.assert_array_equal(started, 0.0)


def test_users_stay_in_the_spin_up():
    state, deaths, rule = case(5)
    before = state.users.copy()
    rule.dose[1] = 1.0
    kernel.use(state, deaths, rule)
    np.testing.assert_array_equal(state.users, before)
