"""Organisations: salience, routes and seaports."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.agents import Cartel
from flowsim.agents.cartel import import_price, local_thinker, salience
from flowsim.domain.codes import Mode
from flowsim.engine.model import FlowModel

Case = dict[str, np.ndarray]


@pytest.fixture
def routes() -> Case:
    rng = np.random.default_rng(5)
    openings = rng.random((2, 6, 3))
    return {
        "value": np.full((2, 1, 3), 50000.0) * np.array([1.0, 2.0])[:, None, None],
        "cost": rng.uniform(500.0, 9000.0, (2, 6, 3)),
        "risk": rng.uniform(0.01, 0.4, (2, 6, 3)),
        "openings": openings / openings.sum(1, keepdims=True),
    }


def test_salience_is_a_symmetric_share() -> None:
    x = np.array([0.0, 1.0, 5.0, -5.0])
    assert_array_equal(salience(x, x), 0.0)
    assert_allclose(salience(np.array([9.0]), np.array([1.0])), 0.8)
    assert_allclose(salience(np.array([5.0]), np.array([-5.0])), 1.0)
    assert_array_equal(salience(x, x[::-1]), salience(x[::-1], x))


def test_without_discount_it_is_expected_value(routes: Case) -> None:
    worth = local_thinker(**routes, delta=np.ones(3))
    expected = ((1.0 - routes["risk"]) * routes["value"] - routes["cost"]) / routes["value"]
    assert_allclose(worth, expected, rtol=1e-12)


def test_where_nothing_stands_out_seizure_comes_first() -> None:
    """One route alone is the usual one, so no state stands out and the loss takes the larger weight."""
    value, cost, risk, delta = (np.full((1, 1, 1), x) for x in (40000.0, 3000.0, 0.1, 0.45))
    worth = local_thinker(value, cost, risk, np.ones((1, 1, 1)), delta[0, 0])
    arrive, seized = 0.9 * 0.45**2, 0.1 * 0.45
    expected = (arrive * 37000.0 - seized * 3000.0) / (arrive + seized) / 40000.0
    assert_allclose(worth[0, 0, 0], expected, rtol=1e-12)
    assert worth[0, 0, 0] < local_thinker(value, cost, risk, np.ones((1, 1, 1)), np.ones(1))[0, 0, 0]


@pytest.mark.parametrize("delta", [0.35, 0.45, 1.0])
def test_a_riskier_route_is_worth_less(routes: Case, delta: float) -> None:
    same = routes | {"cost": np.full((2, 6, 3), 1000.0)}
    worth = local_thinker(**same, delta=np.full(3, delta))
    order = np.argsort(same["risk"], axis=1)
    assert (np.diff(np.take_along_axis(worth, order, axis=1), axis=1) < 0.0).all()


def test_shares_sum_to_one_and_leave_the_mail_alone(model: FlowModel) -> None:
    for _ in range(5):
        model.step()
    share, organisations = model.intents.share, len(model.config.organisations)
    assert_allclose(share[:organisations].sum(2), 1.0, rtol=1e-12)
    assert share.min() >= 0.0
    assert (share[:organisations, :, model.network.corridors.mode == Mode.MAIL] == 0.0).all()
    assert_allclose(model.intents.seaport_share[:organisations].sum(2), 1.0, rtol=1e-9)


def test_a_route_with_hits_loses_share(model: FlowModel, twin: FlowModel) -> None:
    route = int(np.argmax(model.world.share[0, 0, :, 0]))
    shares = []
    for hits in (0.0, 2.0, 6.0, 18.0):
        model.world.trials[0, 0, route], model.world.hits[0, 0, route] = 40.0, hits
        model.agents_by_type[Cartel][0].decide()
        shares.append(model.intents.share[0, 0, route].copy())
    assert (np.diff(shares, axis=0) < 0.0).all()
    for actor in (model.agents_by_type[Cartel][1], twin.agents_by_type[Cartel][1]):
        actor.decide()
    assert_array_equal(model.intents.share[1], twin.intents.share[1])  # nobody else saw it


def test_share_keeps_falling_while_hits_accumulate(model: FlowModel) -> None:
    cartel, world = model.agents_by_type[Cartel][0], model.world
    route, path = int(np.argmax(world.share[0, 1, :, 0])), []
    for _ in range(6):
        world.trials[0, 1, route] += 10.0
        world.hits[0, 1, route] += 6.0
        cartel.decide()
        world.share[0] = model.intents.share[0]
        path.append(world.share[0, 1, route].copy())
    assert (np.diff(path, axis=0) < 0.0).all()


def test_tolls_and_distance_cost_share(model: FlowModel) -> None:
    cartel = model.agents_by_type[Cartel][0]
    before = weights(model, cartel.decide)
    cartel.toll = np.zeros_like(cartel.toll)
    after = weights(model, cartel.decide)
    due = model.base.routes.toll[0, 0, :, 0] > 0.0
    assert 0 < due.sum() < due.size
    assert (after[:, due].sum(1) > before[:, due].sum(1)).all()


def weights(model: FlowModel, decide: Callable[[], None]) -> np.ndarray:
    decide()
    return np.array(model.intents.share[0])


def test_a_seaport_with_hits_loses_shipments(model: FlowModel) -> None:
    world, cartel = model.world, model.agents_by_type[Cartel][0]
    cartel.decide()
    before = model.intents.seaport_share[0].copy()
    world.seaport_trials[0, :, 2], world.seaport_hits[0, :, 2] = 20.0, 15.0
    cartel.decide()
    after = model.intents.seaport_share[0]
    assert (after[:, 2] < before[:, 2]).all()
    assert (np.delete(after, 2, axis=1) > np.delete(before, 2, axis=1)).all()


def test_import_price_weighs_orders() -> None:
    price, order = np.zeros((3, 2, 2, 1)), np.zeros((2, 2, 1))
    price[0, :, 0], price[0, :, 1] = 100.0, 200.0
    order[0, :, 0] = 3.0, 1.0
    assert_allclose(import_price(price, order)[:, 0], [125.0, 150.0], rtol=1e-9)  # even where nothing is ordered
