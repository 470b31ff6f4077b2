"""Migrants between ports: today's to the bit without policy, fewer encounters and more patrol with enforcement."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import world

from flowsim.engine.border import between_ports
from flowsim.engine.migrants import migrants, reaching
from flowsim.engine.model import FlowModel


@pytest.fixture
def model() -> FlowModel:
    model = FlowModel(world(spinup=0), [0, 1])
    model.step()
    return model


def test_without_policy_patrols_meet_those_of_the_driver(model: FlowModel) -> None:
    met = model.drivers.encounters[model.driver_row - 1]
    np.testing.assert_array_equal(model.world.encounters, np.repeat(met[:, None], 2, 1))
    assert (reaching(model.params.migration, np.ones(2)) == 1.0).all()


def test_flows_fees_and_tolls_follow(model: FlowModel) -> None:
    w, p = model.world, model.params.migration
    met = model.drivers.encounters[model.driver_row - 1].sum()
    np.testing.assert_allclose(w.migrants.sum(0) * p.apprehended * 52.1775, met, rtol=1e-4)
    np.testing.assert_allclose(w.migrant_fees_usd, w.migrants * p.smuggled * p.fee_usd)
    assert (w.migrant_tolls_usd.sum(0) <= (w.migrants * p.toll_usd).sum(0) * (1 + 1e-12)).all()
    assert (w.migrant_tolls_usd[-1] == 0.0).all()


def test_enforcement_in_the_south_frees_patrols_in_the_north(model: FlowModel) -> None:
    before, watched = model.world.encounters.copy(), between_ports(model)
    others = model.world.migrants[1].copy()
    model.levers.effect("migration_enforcement", np.array([1.0, 2.0]))
    model.week -= 1
    migrants(model)
    np.testing.assert_array_equal(model.world.encounters[:, 0], before[:, 0])
    assert (model.world.encounters[:, 1] < before[:, 1]).all()
    assert model.world.migrants[1, 1] < others[1]
    assert (between_ports(model)[..., 1] > watched[..., 1]).all()


def test_tolls_are_pesos_in_the_ledger_and_fees_are_not(model: FlowModel) -> None:
    twice = FlowModel(world(spinup=0), [0, 1])
    twice.params.migration.toll_usd[:] *= 2.0
    twice.params.migration.fee_usd[:] *= 2.0
    twice.step()
    a, b = model.world, twice.world
    tolls = a.migrant_tolls_usd[:-1]
    assert (tolls > 0.0).any()
    np.testing.assert_array_equal(b.migrant_tolls_usd, 2.0 * a.migrant_tolls_usd)
    np.testing.assert_array_equal(b.migrant_fees_usd, 2.0 * a.migrant_fees_usd)
    kept = (a.purse_usd.sum(0) + a.transit_usd.sum(0))[:-1]
    spent = (a.paid_usd.sum(0) + a.owners_usd + a.toll_paid_usd - a.toll_earned_usd)[:-1]
    more = (b.purse_usd.sum(0) + b.transit_usd.sum(0))[:-1] - kept
    more += (b.paid_usd.sum(0) + b.owners_usd + b.toll_paid_usd - b.toll_earned_usd)[:-1] - spent
    np.testing.assert_allclose(more, tolls, rtol=1e-6, atol=1.0)


def test_tolls_are_profit(model: FlowModel) -> None:
    none = FlowModel(world(spinup=0), [0, 1])
    none.params.migration.toll_usd[:] = 0.0
    none.step()
    tolls = model.world.migrant_tolls_usd[:-1]
    np.testing.assert_allclose((model.world.profit_usd - none.world.profit_usd)[:-1], tolls, rtol=1e-4, atol=1.0)
    assert (tolls.sum(0) > 1e6).all()
