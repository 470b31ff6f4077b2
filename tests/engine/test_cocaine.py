"""Cocaine before Mexico: output, two buyers, two ways, interdiction on each leg."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import stepped, world

from flowsim.agents.cartel import decide_legs
from flowsim.domain.codes import Drug, Leg
from flowsim.engine.cocaine import LEG_LEVERS, leg_chance
from flowsim.engine.model import FlowModel
from flowsim.kernels.coca import sell_coca
from flowsim.kernels.passage import make_coca

CLOSE = {"rtol": 1e-9, "atol": 1e-6}  # kg


@pytest.fixture
def model() -> FlowModel:
    return stepped(world(), [0, 1, 2], 20)


def order(model: FlowModel, kg: float) -> np.ndarray:
    """An order of one organisation, (sender, L)."""
    asked = np.zeros_like(model.world.coca_sold_kg)
    asked[2] = kg
    return asked


def made(model: FlowModel) -> np.ndarray:
    """Colombia's output of a week, (L,) kg."""
    make_coca(model.cocaine_potential(), model.rules.crossing.source)
    return model.world.coca_made_kg.copy()


def sell(model: FlowModel, asked: np.ndarray) -> np.ndarray:
    """A week of the market in Colombia; kg sold to organisations, (sender, L)."""
    kept, sold = model.rules.crossing, np.empty_like(asked)
    sell_coca(kept.store, made(model), asked, kept.store_rule, sold)
    return sold


def chances(model: FlowModel) -> np.ndarray:
    """Chance that a load is seized on each leg, (leg, L)."""
    return leg_chance(model)[:, 0].copy()


def usual_market(model: FlowModel, cover: float = 1.0) -> None:
    """Colombia at its usual price, with its usual weeks of cover, times ``cover``."""
    w, p = model.world, model.params.coca
    w.coca_price[:] = p.source_usd_per_kg
    w.coca_world_base[:], w.coca_demand_mean[:] = 6000.0, 10000.0
    w.coca_kg[:] = p.source_cover_weeks * 10000.0 * cover


def test_books_close_every_week() -> None:
    model = FlowModel(world(), [0, 1])
    for _ in range(70):
        w = model.world
        colombia, gate, stock = w.coca_kg.copy(), w.gate_kg.copy(), w.stock_kg[:, Drug.COCAINE].copy()
        model.step()
        sold, landed = w.coca_sold_kg.sum(0), w.produced_kg[:, Drug.COCAINE]
        np.testing.assert_allclose(w.coca_kg - colombia, w.coca_made_kg - w.coca_world_kg - sold, **CLOSE)
        lost = w.leg_seized_kg.sum(0)
        np.testing.assert_allclose((w.gate_kg - gate).sum(0), sold - lost - landed.sum(0), **CLOSE)
        into = w.leg_passed_kg[Leg.PACIFIC] + w.leg_passed_kg[Leg.SOUTHERN_BORDER]
        np.testing.assert_allclose(into, landed.sum(0), **CLOSE)
        np.testing.assert_allclose(w.stock_kg[:, Drug.COCAINE] - stock, landed - w.sent_kg[:, Drug.COCAINE], **CLOSE)
    assert (w.coca_sold_kg[-1] == 0.0).all()  # mail sellers buy none


def test_mexico_is_served_first_and_other_markets_take_what_is_left(model: FlowModel) -> None:
    w = model.world
    usual_market(model)
    before = w.copy()
    sold = sell(model, order(model, 3000.0))
    np.testing.assert_allclose(sold.sum(0), 3000.0, rtol=1e-12)
    np.testing.assert_allclose(w.coca_world_kg, 6000.0, rtol=1e-9)
    w.restore(before)
    w.coca_kg[:] = 8000.0 - made(model)
    w.coca_cut[:] = before.coca_cut
    sold = sell(model, order(model, 3000.0))
    np.testing.assert_allclose(sold.sum(0), 3000.0, rtol=1e-12)
    assert (w.coca_world_kg < 6000.0).all()  # the shortfall is theirs alone
    np.testing.assert_allclose(w.coca_world_kg + w.coca_kg, 5000.0, rtol=1e-9)


def test_at_most_half_of_the_store_is_sold_in_a_week(model: FlowModel) -> None:
    w = model.world
    usual_market(model)
    w.coca_kg[:] = 4000.0
    week = made(model)
    sold = sell(model, order(model, 1e6))
    np.testing.assert_allclose(sold.sum(0), 0.5 * (4000.0 + week), rtol=1e-9)
    assert (sold[[0, 1, 3]] == 0.0).all()


def test_other_markets_buy_less_at_a_higher_price_and_remember_what_they_got(model: FlowModel) -> None:
    w, p = model.world, model.params.coca
    usual_market(model)
    w.coca_price *= 2.0
    sell(model, order(model, 0.0))
    np.testing.assert_allclose(w.coca_world_kg, 6000.0 * 2.0**p.world_elasticity, rtol=1e-9)
    base = 6000.0 + (w.coca_world_kg - 6000.0) / p.world_memory_weeks
    np.testing.assert_allclose(w.coca_world_base, base, rtol=1e-12)
    assert (w.coca_world_base < 6000.0).all()


@pytest.mark.parametrize(("cover", "sign"), [(0.3, 1.0), (3.0, -1.0)])
def test_the_price_follows_weeks_of_cover(model: FlowModel, cover: float, sign: float) -> None:
    usual_market(model, cover)
    before = model.world.coca_price.copy()
    sell(model, order(model, 4000.0))
    assert (sign * (model.world.coca_price - before) > 0.0).all()


def test_the_price_rests_at_target_cover(model: FlowModel) -> None:
    """What is sold and made leaves exactly the usual weeks of demand in store."""
    w, p = model.world, model.params.coca
    usual_market(model)
    w.coca_kg += 10000.0 - made(model)
    w.coca_cut[:] = 0.0
    sell(model, order(model, 4000.0))
    np.testing.assert_allclose(w.coca_demand_mean, 10000.0, rtol=1e-12)
    np.testing.assert_allclose(w.coca_price, p.source_usd_per_kg, rtol=1e-9)


def test_what_partners_cut_grows_back_in_part_and_comes_late(model: FlowModel) -> None:
    w, p = model.world, model.params.coca
    w.coca_cut[:] = 0.0
    usual = made(model)
    model.levers["coca_reduction"][:] = 0.5
    path = [made(model) for _ in range(600)]
    kept = 0.5 * (1.0 - p.replanting)
    np.testing.assert_allclose(path[0], usual * (1.0 - kept / p.policy_lag_weeks), rtol=1e-12)
    assert (np.diff(path, axis=0) < 0.0).all()
    np.testing.assert_allclose(path[-1], usual * (1.0 - kept), rtol=1e-3)


def test_more_seizures_in_colombia_leave_less(model: FlowModel) -> None:
    usual = made(model)
    model.levers["source_seizures"][:] = 2.0
    share = model.params.coca.seized_at_source
    np.testing.assert_allclose(made(model) / usual, (1.0 - 2.0 * share) / (1.0 - share), rtol=1e-12)


def test_a_lever_multiplies_the_hazard_of_its_leg_alone(model: FlowModel) -> None:
    usual = chances(model)
    np.testing.assert_allclose(usual, model.params.coca.detect, rtol=1e-12)
    for leg, name in enumerate(LEG_LEVERS):
        model.levers[name][:] = 3.0
        more = chances(model)
        model.levers[name][:] = 1.0
        np.testing.assert_allclose(more[leg], 1.0 - (1.0 - usual[leg]) ** 3.0, rtol=1e-12)
        rest = [i for i in Leg if i != leg]
        np.testing.assert_array_equal(more[rest], usual[rest])
    model.levers[LEG_LEVERS[0]][:] = 0.0
    assert (chances(model)[Leg.PACIFIC] == 0.0).all()


def seized(lever: str | None) -> np.ndarray:
    """Share of what entered each leg that was seized over a year and a half, (leg, L)."""
    model = FlowModel(world(), range(4))
    taken = np.zeros_like(model.world.leg_seized_kg)
    passed = np.zeros_like(taken)
    plain = model.apply_policies

    def with_lever() -> None:
        plain()
        if lever:
            model.levers[lever][:] = 3.0

    model.apply_policies = with_lever  # type: ignore[method-assign]
    for _ in range(80):
        model.step()
        taken += model.world.leg_seized_kg
        passed += model.world.leg_passed_kg
    return np.asarray(taken / (taken + passed))


@pytest.fixture(scope="module")
def usual_share() -> np.ndarray:
    return seized(None)


@pytest.mark.parametrize("leg", Leg)
def test_a_lever_on_a_leg_raises_what_is_seized_there(usual_share: np.ndarray, leg: Leg) -> None:
    harder = seized(LEG_LEVERS[leg])
    assert (harder[leg] > 1.5 * usual_share[leg]).all()


def test_losses_make_cocaine_dear_in_mexico(usual_share: np.ndarray) -> None:
    model = stepped(world(), [0], 60)
    expected = model.base.leg_loss
    np.testing.assert_allclose(usual_share[Leg.PACIFIC], model.params.coca.detect[Leg.PACIFIC, 0], rtol=0.5)
    np.testing.assert_allclose(model.world.leg_loss, expected, rtol=0.5)


def test_a_way_with_hits_loses_cocaine(model: FlowModel) -> None:
    w = model.world
    w.leg_trials[:], w.leg_hits[:] = 0.0, 0.0
    decide_legs(model)
    before = model.intents.leg_share.copy()
    w.leg_trials[0, Leg.PACIFIC], w.leg_hits[0, Leg.PACIFIC] = 20.0, 15.0
    decide_legs(model)
    after = model.intents.leg_share
    assert (after[0, Leg.PACIFIC] < before[0, Leg.PACIFIC]).all()
    np.testing.assert_allclose(after[:-1].sum(1), 1.0, rtol=1e-12)
    np.testing.assert_array_equal(after[1:], before[1:])  # nobody else saw it
