"""Organisations: routes and seaports; the rule itself is tested in kernels/test_choice.py."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.agents import Cartel
from flowsim.agents.cartel import decide_routes, import_price
from flowsim.domain.codes import Mode
from flowsim.engine.model import FlowModel


def test_shares_sum_to_one_and_leave_the_mail_alone(model: FlowModel) -> None:
    for _ in range(5):
        model.step()
    share, organisations = model.world.share, len(model.config.organisations)
    assert_allclose(share[:organisations].sum(2), 1.0, rtol=1e-12)
    assert share.min() >= 0.0
    assert (share[:organisations, :, model.network.corridors.mode == Mode.MAIL] == 0.0).all()
    assert_allclose(model.intents.seaport_share[:organisations].sum(2), 1.0, rtol=1e-9)


def test_a_route_with_hits_loses_share(model: FlowModel, twin: FlowModel) -> None:
    route = int(np.argmax(model.world.share[0, 0, :, 0]))
    shares = []
    for hits in (0.0, 2.0, 6.0, 18.0):
        model.world.trials[0, 0, route], model.world.hits[0, 0, route] = 40.0, hits
        decide_routes(model)
        shares.append(model.world.share[0, 0, route].copy())
    assert (np.diff(shares, axis=0) < 0.0).all()
    for _ in shares:
        decide_routes(twin)
    assert_array_equal(model.world.share[1:], twin.world.share[1:])  # nobody else saw it


def test_share_keeps_falling_while_hits_accumulate(model: FlowModel) -> None:
    world = model.world
    route, path = int(np.argmax(world.share[0, 1, :, 0])), []
    for _ in range(6):
        world.trials[0, 1, route] += 10.0
        world.hits[0, 1, route] += 6.0
        decide_routes(model)
        path.append(world.share[0, 1, route].copy())
    assert (np.diff(path, axis=0) < 0.0).all()


def test_tolls_and_distance_cost_share(model: FlowModel) -> None:
    before, due = weights(model), model.base.routes.toll[0, :, 0] > 0.0
    model.base.routes.toll[0] = 0.0
    after = weights(model)
    assert 0 < due.sum() < due.size
    assert (after[:, due].sum(1) > before[:, due].sum(1)).all()


def weights(model: FlowModel) -> np.ndarray:
    decide_routes(model)
    return np.array(model.agents_by_type[Cartel][0].share)


def test_a_seaport_with_hits_loses_shipments(model: FlowModel) -> None:
    world = model.world
    decide_routes(model)
    before = model.intents.seaport_share[0].copy()
    world.seaport_trials[0, :, 2], world.seaport_hits[0, :, 2] = 20.0, 15.0
    decide_routes(model)
    after = model.intents.seaport_share[0]
    assert (after[:, 2] < before[:, 2]).all()
    assert (np.delete(after, 2, axis=1) > np.delete(before, 2, axis=1)).all()


def test_import_price_weighs_orders() -> None:
    price, order = np.zeros((3, 2, 2, 1)), np.zeros((2, 2, 1))
    price[0, :, 0], price[0, :, 1] = 100.0, 200.0
    order[0, :, 0] = 3.0, 1.0
    assert_allclose(import_price(price, order)[:, 0], [125.0, 150.0], rtol=1e-9)  # even where nothing is ordered
