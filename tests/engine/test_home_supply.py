"""Supply inside the US: laboratories that cheaper product drives out, marijuana where the law lets it grow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import stepped, world

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Drug, Level
from flowsim.engine.demand import other_supply
from flowsim.engine.home import grow_at_home, us_laboratories, us_labs
from flowsim.engine.model import FlowModel


@pytest.fixture
def model() -> FlowModel:
    return stepped(world(), [0, 1], 56)


def after(model: FlowModel, price: float, pills: float = 0.0) -> np.ndarray:
    """Share of US laboratories after a week at a wholesale price over their cost, from 0.2."""
    w = model.world
    w.us_lab_share[:] = 0.2
    w.price[Level.WHOLESALE, Drug.METHAMPHETAMINE] = price * model.params.synthesis.us_lab_usd_per_kg
    model.levers["us_precursor_control"][:] = pills
    us_laboratories(model)
    model.levers["us_precursor_control"][:] = 0.0
    return w.us_lab_share.copy()


def test_laboratories_leave_where_product_is_cheaper_than_theirs(model: FlowModel) -> None:
    assert (after(model, 0.6) < 0.2).all()
    assert (after(model, 0.4) < after(model, 0.6)).all()
    np.testing.assert_allclose(after(model, 1.0), 0.2, rtol=1e-12)
    assert (after(model, 1.5) > 0.2).all()
    left = np.exp(model.params.synthesis.us_lab_exit * np.log(0.6) / WEEKS_PER_YEAR)
    np.testing.assert_allclose(after(model, 0.6), np.broadcast_to(0.2 * left, after(model, 0.6).shape), rtol=1e-12)


def test_withheld_pills_speed_it(model: FlowModel) -> None:
    assert (after(model, 0.6, pills=0.5) < after(model, 0.6)).all()
    np.testing.assert_allclose(after(model, 2.0, pills=0.5), 0.2, rtol=1e-12)  # twice the cost
    assert (after(model, 0.6, pills=1.0) > 0.15).all()  # none at all is no sudden end


def test_a_boom_is_no_flood(model: FlowModel) -> None:
    for _ in range(2000):
        share = model.world.us_lab_share
        model.world.price[Level.WHOLESALE, Drug.METHAMPHETAMINE] = 1e9
        us_laboratories(model)
    assert (share <= 0.95).all()


def test_what_laboratories_make_is_not_asked_of_mexico(model: FlowModel) -> None:
    model.world.us_lab_share[:] = 0.3
    np.testing.assert_array_equal(other_supply(model)[Drug.METHAMPHETAMINE], 0.3)
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
    grow_at_home(model)
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
    np.testing.assert_allclose(other_supply(model)[Drug.MARIJUANA], 0.75, rtol=1e-12)
