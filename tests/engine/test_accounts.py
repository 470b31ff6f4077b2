"""Accounts of organisations: what one pays another earns, and nothing is lost between the lines."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import stepped, world

from flowsim.domain.codes import Drug, Due, Level
from flowsim.engine.accounts import accounts
from flowsim.engine.model import FlowModel

CLOSE = {"rtol": 1e-9, "atol": 1e-3}  # USD
MONEY = ("export_usd", "us_margin_usd", "due_usd", "toll_paid_usd", "toll_earned_usd")


@pytest.fixture(scope="module")
def model() -> FlowModel:
    return stepped(world(), [0, 1, 2], 60)


def again(model: FlowModel) -> dict[str, np.ndarray]:
    """The week's accounts written anew, with last week's payroll; the model is left as it was."""
    before = model.world.copy()
    model.world.export_mean[:] = (52.0 * before.export_mean - before.export_usd) / 51.0
    accounts(model)
    found = {name: getattr(model.world, name).copy() for name in MONEY}
    model.world.restore(before)
    return found


def test_the_week_s_accounts_are_those_of_the_phase(model: FlowModel) -> None:
    for name, values in again(model).items():
        if not name.startswith("toll"):  # what could not be paid is taken off later
            slack = 0.01 if name == "due_usd" else 1e-9  # the wage offer has moved on since
            np.testing.assert_allclose(values, getattr(model.world, name), rtol=slack, err_msg=name)


def test_tolls_paid_are_tolls_earned(model: FlowModel) -> None:
    w = model.world
    assert (w.toll_paid_usd.sum(0) > 0.0).all()
    np.testing.assert_allclose(w.toll_paid_usd.sum(0), w.toll_earned_usd.sum(0), **CLOSE)
    value = w.sent_kg * model.import_price * model.params.trafficking.toll_share  # due before the border, lost or not
    np.testing.assert_allclose(w.toll_paid_usd, (value * w.toll_due).sum(1) * w.paid_share, **CLOSE)


def test_who_holds_no_plaza_earns_no_toll(model: FlowModel) -> None:
    holds = model.base.routes.holders.any(1)
    assert 0 < holds.sum() < len(holds)
    assert (model.world.toll_earned_usd[holds] > 0.0).all()
    assert (model.world.toll_earned_usd[~holds] == 0.0).all()


def test_profit_is_income_less_every_cost(model: FlowModel) -> None:
    w = model.world
    profit = w.export_usd + w.us_margin_usd + w.toll_earned_usd + w.migrant_tolls_usd
    profit = profit - w.toll_paid_usd - w.paid_usd.sum(0) - w.laundering_usd
    np.testing.assert_allclose(w.profit_usd, profit, **CLOSE)
    lost = (w.fee_usd + w.lost_usd).sum(0) + w.outlet_fee_usd.sum(0) + w.us_seized_usd + w.decayed_usd
    lost = lost + (w.frozen_usd - w.released_usd).sum(0)
    np.testing.assert_allclose(w.laundering_usd, lost, **CLOSE)


def test_the_mail_has_no_account(model: FlowModel) -> None:
    for name in (*MONEY, "profit_usd", "laundering_usd", "purse_usd", "transit_usd"):
        assert (getattr(model.world, name)[..., -1, :] == 0.0).all(), name
        assert (getattr(model.world, name)[..., :-1, :] != 0.0).any(), name


def test_exports_are_what_passed_at_the_import_price(model: FlowModel) -> None:
    w = model.world
    usd = (w.passed_kg[:-1] * model.import_price).sum(1)
    np.testing.assert_allclose(w.export_usd[:-1], usd, **CLOSE)
    assert (w.export_usd.sum(0) > 0.0).all()


def test_the_us_margin_is_that_of_goods_from_mexico(model: FlowModel) -> None:
    w = model.world
    price = w.price[Level.RETAIL] - w.price[Level.IMPORT]
    all_goods = (w.consumed_kg * price).sum(1)
    mailed = np.zeros_like(all_goods)
    mailed[Drug.FENTANYL] = w.mailed_kg.sum(0)
    mexico = w.arrived_kg.sum(1)
    share = mexico / np.maximum(mexico + w.elsewhere_kg.sum(1) + mailed, 1e-300)
    np.testing.assert_allclose(w.us_distribution_usd, all_goods * share, rtol=1e-9)
    assert (w.us_distribution_usd[[Drug.METHAMPHETAMINE, Drug.MARIJUANA]] < all_goods[[2, 4]]).all()


def test_organisations_hold_their_part_of_that_margin_whole(model: FlowModel) -> None:
    part = model.params.accounts.us_distribution_share * model.world.us_distribution_usd.sum(0)
    np.testing.assert_allclose(model.world.us_margin_usd.sum(0), part, **CLOSE)


def test_what_comes_by_mail_takes_nothing_from_them(model: FlowModel) -> None:
    w, before = model.world, model.world.copy()
    w.arrived_kg[Drug.FENTANYL], w.mailed_kg[:] = 2.0, 1.0
    w.passed_kg[:-1, Drug.FENTANYL], w.consumed_kg[Drug.FENTANYL] = 1.0, 1.0
    usual = again(model)["us_margin_usd"]
    w.passed_kg[-1, Drug.FENTANYL] = 50.0
    more = again(model)["us_margin_usd"]
    w.restore(before)
    np.testing.assert_array_equal(more, usual)


def goods_cost(model: FlowModel) -> np.ndarray:
    """Gum, marijuana, cocaine and making of the week, (sender, L) USD."""
    w, p = model.world, model.params
    made = w.produced_kg[:, Drug.HEROIN] * p.crops.process_usd_per_kg
    made = made + (w.produced_kg[:, Drug.FENTANYL : Drug.COCAINE] * p.synthesis.process_usd_per_kg).sum(1)
    farms = (w.farm_order_kg * w.farm_price[:, None]).sum(0)
    return np.asarray(made + farms + w.coca_sold_kg * (w.coca_price + p.coca.leg_usd_per_kg))


def test_costs_are_goods_smuggling_wages_and_distribution(model: FlowModel) -> None:
    w, p = model.world, model.params.accounts
    smuggling = (w.sent_kg * w.route_usd).sum(1)
    payroll = (52.0 * w.export_mean - w.export_usd) / 51.0 * p.wage_share
    np.testing.assert_allclose(w.due_usd[Due.WAGES, :-1], (payroll * w.wage_offer)[:-1], rtol=0.01)
    rest = w.due_usd[Due.WAGES] + p.distribution_cost * w.us_margin_usd
    np.testing.assert_allclose(w.due_usd.sum(0)[:-1], (goods_cost(model) + smuggling + rest)[:-1], **CLOSE)


def test_goods_are_paid_at_the_price_of_their_market(model: FlowModel) -> None:
    """One kilogram more of cocaine costs its price in Colombia and the way; of marijuana, the farm gate."""
    w, before = model.world, model.world.copy()
    usual = again(model)["due_usd"].sum(0)

    def dearer() -> np.ndarray:
        return np.asarray(again(model)["due_usd"].sum(0)[0] - usual[0])

    w.coca_sold_kg[0] += 1.0
    np.testing.assert_allclose(dearer(), w.coca_price + model.params.coca.leg_usd_per_kg, rtol=1e-6)
    w.restore(before)
    for drug, price in ((Drug.FENTANYL, 0), (Drug.METHAMPHETAMINE, 1)):
        w.produced_kg[0, drug] += 1.0
        usd = model.params.synthesis.process_usd_per_kg[price]
        np.testing.assert_allclose(dearer(), usd, rtol=1e-6)
        w.restore(before)
    w.farm_order_kg[1, 0] += 1.0
    np.testing.assert_allclose(dearer(), w.farm_price[1], rtol=1e-5)
    w.restore(before)


def test_a_dearer_plaza_moves_money_from_guests_to_holders(model: FlowModel) -> None:
    base, share = again(model), model.params.trafficking.toll_share
    share *= 2.0
    dear = again(model)
    share /= 2.0
    np.testing.assert_allclose(dear["toll_paid_usd"], 2.0 * base["toll_paid_usd"], **CLOSE)
    np.testing.assert_allclose(dear["toll_earned_usd"], 2.0 * base["toll_earned_usd"], **CLOSE)
