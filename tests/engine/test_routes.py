"""Constants of routes: who holds which plaza, what passing it costs, and how many ways there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from flowsim.data.geography import load_network
from flowsim.domain.chain import Organisation
from flowsim.domain.chain.trafficking import Params
from flowsim.domain.codes import Drug, Mode
from flowsim.domain.params import stack
from flowsim.engine.model import FlowModel
from flowsim.engine.routes import BETWEEN, Routes, make_routes

NETWORK = load_network()
MODE = NETWORK.corridors.mode
STATES = np.array(NETWORK.corridors.state)
ALLY_TOLL = (0.3, 0.6)
HERE = {
    "north": Organisation(id=1, home_lat=32.0, home_lon=-116.0, plazas=["Baja California", "Sonora"], allies=["south"]),
    "second": Organisation(id=2, home_lat=31.0, home_lon=-111.0, plazas=["Sonora"]),
    "south": Organisation(id=3, home_lat=19.0, home_lon=-102.0, allies=["north"]),
    "stranger": Organisation(id=4, home_lat=17.0, home_lon=-99.0),
}
NORTH, SECOND, SOUTH, STRANGER, MAIL = range(5)


def made(**changes: Any) -> Routes:
    p = stack([replace(Params(), ally_toll=toll, **changes) for toll in ALLY_TOLL])
    return make_routes(list(HERE.values()), list(HERE), p, NETWORK, lanes=2)


def at(state: str) -> np.ndarray:
    rows = np.flatnonzero(np.equal(STATES, state))
    assert len(rows) > 0
    return rows


def test_the_holder_of_a_plaza_pays_none_an_ally_some_and_a_stranger_all() -> None:
    toll = made().toll
    baja = at("Baja California")
    assert (toll[NORTH, baja] == 0.0).all()
    np.testing.assert_array_equal(toll[SOUTH, baja], np.broadcast_to(ALLY_TOLL, toll[SOUTH, baja].shape))
    assert (toll[SECOND, baja] == 1.0).all()
    assert (toll[STRANGER, baja] == 1.0).all()


def test_holders_of_one_plaza_pay_each_other_nothing_and_one_ally_among_them_is_enough() -> None:
    toll, sonora = made().toll, at("Sonora")
    assert (toll[[NORTH, SECOND]][:, sonora] == 0.0).all()
    np.testing.assert_array_equal(toll[SOUTH, sonora[0]], ALLY_TOLL)
    assert (toll[STRANGER, sonora] == 1.0).all()


def test_nobody_pays_where_nobody_holds_the_plaza_or_no_plaza_is_crossed() -> None:
    routes = made()
    free = ~np.isin(STATES, ["Baja California", "Sonora"])
    assert (STATES[free] == "").any()
    assert (STATES[free] != "").any()
    assert (routes.toll[:, free] == 0.0).all()
    assert (routes.toll[MAIL] == 0.0).all()
    assert (routes.fee[MAIL] == 0.0).all()


def test_holders_share_a_plaza_whole_or_not_at_all() -> None:
    holders, plazas = made().holders, NETWORK.plazas
    held = {"Baja California": {NORTH: 1.0}, "Sonora": {NORTH: 0.5, SECOND: 0.5}}
    for row, state in enumerate(plazas):
        want = np.zeros(5)
        for k, part in held.get(state, {}).items():
            want[k] = part
        np.testing.assert_array_equal(holders[:, row], want, err_msg=state)


def test_shares_of_holders_sum_to_one_or_none_in_the_usual_world() -> None:
    model = FlowModel(seeds=[0])
    held = model.base.routes.holders.sum(0)
    assert set(np.round(held, 12)) <= {0.0, 1.0}
    assert (held == 1.0).any()
    assert (model.base.routes.holders[-1] == 0.0).all()
    state = np.array(model.network.corridors.state)
    for c in np.flatnonzero(model.base.routes.plaza >= 0):
        assert model.network.plazas[model.base.routes.plaza[c]] == state[c]
    assert ((model.base.routes.plaza >= 0) == (state != "")).all()


@pytest.mark.parametrize("drug", Drug)
def test_openings_are_shares_and_the_mail_has_none(drug: Drug) -> None:
    openings = made().openings[drug]
    np.testing.assert_allclose(openings.sum(0), 1.0, rtol=1e-12)
    assert (openings[MODE == Mode.MAIL] == 0.0).all()
    assert (openings[MODE != Mode.MAIL] > 0.0).all()


def between(openings: np.ndarray, drug: Drug) -> np.ndarray:
    """Odds of the ways between ports, (L,)."""
    part = openings[drug][np.isin(MODE, BETWEEN)].sum(0)
    return np.asarray(part / (1.0 - part))


def test_openings_between_ports_differ_by_drug() -> None:
    factors = Params().between_openings
    even, usual = made(between_openings=dict.fromkeys(factors, 1.0)).openings, made().openings
    assert factors["marijuana"] > factors["heroin"]
    for drug in Drug:
        odds = factors[drug.name.lower()] * between(even, drug)
        np.testing.assert_allclose(between(usual, drug), odds, rtol=1e-9, err_msg=drug.name)


def test_an_opening_is_a_chance_to_send_one_load() -> None:
    """At the usual shares every opening of a mode sends as many loads as one of another."""
    p = stack([Params(), Params()])
    even = made(between_openings=dict.fromkeys(Params().between_openings, 1.0)).openings
    size = p.mode_size[MODE] * NETWORK.corridors.openings[:, None]
    land = MODE != Mode.MAIL
    for drug in Drug:
        loads = even[drug] / getattr(p, f"load_kg_{drug.name.lower()}")[MODE]
        np.testing.assert_allclose(loads[land] / loads.sum(0), size[land] / size[land].sum(0), rtol=1e-9)


def test_fees_and_transport_have_the_scale_of_their_drug() -> None:
    np.testing.assert_array_equal(made().scale, stack([Params(), Params()]).fee_scale)


def test_a_way_far_from_home_costs_more() -> None:
    cars = np.flatnonzero(MODE == Mode.PERSONAL_VEHICLE)
    west, east = (next(c for c in cars if STATES[c] == state) for state in ("Baja California", "Tamaulipas"))
    fee = made().fee
    assert (fee[NORTH, east] > fee[NORTH, west]).all()
    assert (fee[SOUTH, east] < fee[SOUTH, west]).all()
