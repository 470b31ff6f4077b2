"""Supply inside the US: laboratories that cheaper product drives out, marijuana where the law lets it grow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import stepped, world

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug, Level
from flowsim.engine.demand import market_rule
from flowsim.engine.home import us_labs
from flowsim.engine.model import FlowModel
from flowsim.kernels.supply import share_supply


@pytest.fixture
def model() -> FlowModel:
    return stepped(world(), [0, 1], 56)


def supply_of_others(model: FlowModel) -> np.ndarray:
    """Share of demand that Mexico does not supply, (D, market, L)."""
    terms = model.rules.terms
    np.exp(-model.world.home_odds, out=terms.not_home)
    share_supply(terms, model.mexico_share())
    return np.asarray(terms.other_share)


def after(model: FlowModel, price: float, pills: float = 0.0) -> np.ndarray:
    """Share of US laboratories after a week at a wholesale price over their cost, from 0.2."""
    w = model.world
    w.us_lab_share[:] = 0.2
    w.price[Level.WHOLESALE, Drug.METHAMPHETAMINE] = price * model.params.synthesis.us_lab_usd_per_kg
    model.levers["us_precursor_control"][:] = pills
    market_rule(model)
    model.levers["us_precursor_control"][:] = 0.0
    return w.us_lab_share.copy()


def resting(model: FlowModel, worth: float) -> np.ndarray:
    """Share at which US laboratories rest at a price over their cost, (L,)."""
    p = model.params.synthesis
    return np.asarray(p.us_lab_share_2012 * worth**p.us_lab_elasticity)


def test_the_cheaper_the_product_the_fewer_laboratories(model: FlowModel) -> None:
    shares = [after(model, price) for price in (0.3, 0.6, 1.0, 1.5)]
    assert (np.diff(shares, axis=0) > 0.0).all()
    assert (shares[0] < 0.2).all()
    gap = resting(model, 0.6) - 0.2
    step = gap * model.params.synthesis.us_lab_exit / WEEKS_PER_YEAR
    np.testing.assert_allclose(shares[1], np.broadcast_to(0.2 + step, shares[1].shape), rtol=1e-12)


def test_withheld_pills_speed_it(model: FlowModel) -> None:
    assert (after(model, 0.6, pills=0.5) < after(model, 0.6)).all()
    np.testing.assert_allclose(after(model, 1.2, pills=0.5), after(model, 0.6), rtol=1e-12)  # twice the cost
    assert (after(model, 0.6, pills=1.0) > 0.15).all()  # none at all is no sudden end


@pytest.mark.parametrize("price", [0.5, 1.0, 1e6])
def test_laboratories_come_to_rest(model: FlowModel, price: float) -> None:
    w = model.world
    w.price[Level.WHOLESALE, Drug.METHAMPHETAMINE] = price * model.params.synthesis.us_lab_usd_per_kg
    for _ in range(1500):
        market_rule(model)
    want = np.minimum(resting(model, price), 0.95)
    np.testing.assert_allclose(w.us_lab_share, np.broadcast_to(want, w.us_lab_share.shape), rtol=1e-6)


def test_what_laboratories_make_is_not_asked_of_mexico(model: FlowModel) -> None:
    model.world.us_lab_share[:] = 0.3
    np.testing.assert_array_equal(supply_of_others(model)[Drug.METHAMPHETAMINE], 0.3)
    labs = us_labs(model)
    kg = model.world.elsewhere_kg[Drug.METHAMPHETAMINE].sum(0)
    np.testing.assert_allclose(labs, kg * WEEKS_PER_YEAR / model.params.synthesis.us_lab_kg_per_year, rtol=1e-12)
    assert (labs > 0.0).all()


def with_law(model: FlowModel, retail: np.ndarray, medical: np.ndarray, country: float) -> np.ndarray:
    """Growth of the log odds of home-grown marijuana in a week under laws by market, (market, L)."""
    free = model.drivers.home_freedom.copy()
    free[:, :, 0], free[:, :, 1], free[:, :, 2] = retail, medical, country
    usual, before = model.drivers, model.world.home_odds.copy()
    model.drivers = replace(usual, home_freedom=free)
    market_rule(model)
    model.drivers = usual
    grown = model.world.home_odds - before
    model.world.home_odds[:] = before
    return grown


def test_home_grown_marijuana_rises_only_where_the_law_allows(model: FlowModel) -> None:
    markets = len(model.network.markets)
    none, first = np.zeros(markets), np.eye(markets)[0]
    assert (with_law(model, none, none, 0.0) == 0.0).all()
    p = model.params.cannabis
    retail, medical = with_law(model, first, none, 0.0), with_law(model, none, first, 0.0)
    np.testing.assert_allclose(retail[0], p.home_growth / WEEKS_PER_YEAR, rtol=1e-9)
    np.testing.assert_allclose(medical[0], p.medical_freedom * retail[0], rtol=1e-9)
    assert (retail[1:] == 0.0).all()
    assert (medical[1:] == 0.0).all()


def test_free_states_leak_to_the_others_and_not_to_themselves(model: FlowModel) -> None:
    markets = len(model.network.markets)
    none, first = np.zeros(markets), np.eye(markets)[0]
    p = model.params.cannabis
    alone, leaking = with_law(model, first, none, 0.0), with_law(model, first, none, 0.2)
    np.testing.assert_array_equal(leaking[0], alone[0])
    np.testing.assert_allclose(leaking[1:], np.broadcast_to(p.leakage * 0.2 * alone[0], leaking[1:].shape), rtol=1e-9)


def test_home_supply_stands_still_in_the_spin_up() -> None:
    model = stepped(world(), [0], 51)
    assert model.week == -1
    np.testing.assert_array_equal(model.world.us_lab_share, model.params.synthesis.us_lab_share_2012[0])
    share = 1.0 / (1.0 + np.exp(-model.world.home_odds))
    np.testing.assert_allclose(share, model.params.cannabis.home_share_2012[0], rtol=1e-12)


def test_the_share_grown_at_home_is_not_asked_of_mexico(model: FlowModel) -> None:
    model.world.home_odds[:] = np.log(3.0)
    np.testing.assert_allclose(supply_of_others(model)[Drug.MARIJUANA], 0.75, rtol=1e-12)
