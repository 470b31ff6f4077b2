"""Where loads are caught, on a road or at the border, and what crowding does to routes."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import stepped, world

from flowsim.domain.codes import DRUGS, Drug, Mode
from flowsim.engine.border import at_ports, between_ports, inspect, learn
from flowsim.engine.demand import market_rule
from flowsim.engine.model import FlowModel
from flowsim.kernels.doses import disturb


@pytest.fixture
def model() -> FlowModel:
    """At a week of decisions."""
    model = stepped(world(), [0, 1], 52)
    assert model.deciding
    return model


@pytest.fixture(scope="module")
def year() -> dict[str, np.ndarray]:
    """Sums of seizures by drug and corridor over a year."""
    model = stepped(world(), range(4), 30)
    names = ("seized_kg", "road_seized_kg", "delivered_kg")
    found = {name: np.zeros_like(model.world.seized_kg) for name in names}
    for _ in range(52):
        model.step()
        for name in names:
            found[name] += getattr(model.world, name)
    return found | {"mode": model.network.corridors.mode}


def test_a_load_is_caught_on_the_road_or_at_the_border(model: FlowModel) -> None:
    w, mode = model.world, model.network.corridors.mode
    inspect(model)
    road = 1.0 - (1.0 - model.params.interior.road_detect) ** model.base.bulk
    road[:, mode == Mode.MAIL] = 0.0
    np.testing.assert_allclose(w.on_road, road / w.p_inspect, rtol=1e-9)
    assert (w.on_road >= 0.0).all()
    assert (w.on_road <= 1.0).all()
    for rows, chance in ((model.ports, at_ports(model)), (model.field, between_ports(model))):
        both = 1.0 - (1.0 - road[:, rows]) * (1.0 - chance)
        np.testing.assert_allclose(w.p_inspect[:, rows], both, rtol=1e-9)
    assert (w.on_road[:, mode == Mode.MAIL] == 0.0).all()
    screened = model.params.border.mail_screened * model.params.border.mail_detect
    np.testing.assert_allclose(w.p_inspect[Drug.FENTANYL, model.mail], screened, rtol=1e-12)


def test_the_lever_on_roads_catches_more_there_and_only_there(model: FlowModel) -> None:
    w, mode = model.world, model.network.corridors.mode
    inspect(model)
    usual, on_road = w.p_inspect.copy(), w.on_road.copy()
    at_border = 1.0 - (1.0 - usual) / (1.0 - usual * on_road)
    model.levers["road_interdiction"][:] = 3.0
    inspect(model)
    land = mode != Mode.MAIL
    assert (w.p_inspect[:, land] > usual[:, land]).all()
    assert (w.on_road[:, land] > on_road[:, land]).all()
    np.testing.assert_array_equal(w.p_inspect[:, ~land], usual[:, ~land])
    np.testing.assert_allclose(1.0 - (1.0 - w.p_inspect) / (1.0 - w.p_inspect * w.on_road), at_border, atol=1e-6)
    model.levers["road_interdiction"][:] = 0.0
    inspect(model)
    assert (w.on_road == 0.0).all()
    np.testing.assert_allclose(w.p_inspect, at_border, atol=1e-6)


def test_every_drug_is_caught_on_roads_and_at_the_border(year: dict[str, np.ndarray]) -> None:
    for d, drug in enumerate(DRUGS):
        assert (year["road_seized_kg"][d].sum() > 0.0).all(), drug
        assert (year["seized_kg"][d].sum() > 0.0).all(), drug
    assert (year["road_seized_kg"][:, year["mode"] == Mode.MAIL] == 0.0).all()


def test_bulk_is_found_more_often(year: dict[str, np.ndarray]) -> None:
    """A load of marijuana is a hundred times the weight of one of heroin."""
    share = {}
    for drug in (Drug.HEROIN, Drug.MARIJUANA):
        caught = year["seized_kg"][drug].sum(0) + year["road_seized_kg"][drug].sum(0)
        share[drug] = caught / (caught + year["delivered_kg"][drug].sum(0))
    assert (share[Drug.MARIJUANA] > 1.5 * share[Drug.HEROIN]).all()


def used_like(model: FlowModel, kg: np.ndarray) -> np.ndarray:
    """Crowding of every route where past loads carried ``kg`` (D, C, L)."""
    model.world.trials[:] = 0.0
    model.world.trials[0] = kg / model.base.load_kg
    learn(model, 4)
    return model.world.crowding.copy()


def test_a_route_is_crowded_where_it_carries_more_than_what_hides_it(model: FlowModel) -> None:
    """Used as its openings and lawful traffic offer, none is, whatever a mode's load; twice as much is one doubling."""
    openings, p = model.base.routes.openings, model.params.trafficking
    hidden = openings * model.traffic()
    np.testing.assert_allclose(used_like(model, 7.0 * hidden), 0.0, atol=1e-12)
    c = int(np.argmin(np.where(hidden[0, :, 0] > 0.0, hidden[0, :, 0], np.inf)))
    twice = hidden.copy()
    twice[:, c] *= 2.0
    crowding = used_like(model, twice)
    np.testing.assert_allclose(crowding[0, c], p.crowding, rtol=0.01)
    assert (np.abs(np.delete(crowding[0], c, axis=0)) < 0.01 * p.crowding).all()


def test_crowding_has_ends_and_the_mail_has_none(model: FlowModel) -> None:
    p, mode = model.params.trafficking, model.network.corridors.mode
    use = np.zeros_like(model.base.routes.openings)
    rare = int(np.argmin(np.where(model.base.routes.openings[0, :, 0] > 0.0, model.base.routes.openings[0, :, 0], 9.9)))
    use[:, rare] = 1.0
    crowding = used_like(model, use)
    np.testing.assert_allclose(crowding[0, rare], 4.0 * p.crowding, rtol=1e-12)
    unused = (mode != Mode.MAIL) & (np.arange(len(mode)) != rare)
    np.testing.assert_allclose(crowding[:, unused], np.broadcast_to(-2.0 * p.crowding, crowding[:, unused].shape))
    assert (crowding[:, mode == Mode.MAIL] == 0.0).all()


def disrupted(model: FlowModel) -> np.ndarray:
    """Factor on opioid overdoses this week, (market, L)."""
    out = np.empty_like(model.world.disruption)
    disturb(model.rules.upset, out)
    return out


def test_interior_seizures_have_the_stated_mean_and_answer_to_enforcement() -> None:
    model = FlowModel(world(), range(500))
    usual = market_rule(model).interior.copy()
    np.testing.assert_allclose(usual.mean(2), model.params.interior.us_seized[0], rtol=0.35)
    np.testing.assert_allclose(usual.mean(), model.params.interior.us_seized[0], rtol=0.05)
    assert (usual.max(2) > 5.0 * usual.mean(2)).all()  # few large cases
    model.levers["domestic_enforcement"][:] = 2.0
    more = market_rule(model).interior
    np.testing.assert_allclose(more, np.minimum(2.0 * usual, 0.5), rtol=1e-12)


def test_opioids_seized_inland_raise_overdoses_for_some_weeks(model: FlowModel) -> None:
    w, p = model.world, model.params.interior
    w.disruption[:], w.interior_kg[:] = 0.0, 0.0
    np.testing.assert_array_equal(disrupted(model), 1.0)
    w.interior_kg[[Drug.METHAMPHETAMINE, Drug.COCAINE, Drug.MARIJUANA]] = 100.0
    np.testing.assert_array_equal(disrupted(model), 1.0)
    w.interior_kg[Drug.HEROIN] = 0.5 * w.demand_kg[0]
    factor = disrupted(model)
    np.testing.assert_allclose(factor, np.broadcast_to(1.0 + p.disruption * 0.5 / p.disruption_weeks, factor.shape))
    w.interior_kg[:] = 0.0
    later = disrupted(model)
    assert (later > 1.0).all()
    assert (later < factor).all()


def test_without_the_rule_seizures_raise_nothing() -> None:
    model = stepped(world(seizure_overdose="none"), [0], 4)
    model.world.interior_kg[Drug.HEROIN] = model.world.demand_kg[0]
    assert (disrupted(model) == 1.0).all()
