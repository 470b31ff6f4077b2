"""Every drug from field, laboratory or Colombia to users, week by week, counted apart from the model's own books."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from worlds import under, world

from flowsim.domain.codes import CHEMISTRIES, MAIN_DRUG, Chemistry, Crop, Drug, Product
from flowsim.engine.model import FlowModel
from flowsim.state.world import World

WEEKS = 60
CLOSE = {"rtol": 1e-9, "atol": 1e-6}


@pytest.fixture(params=["plain", "policies", "states"])
def weeks(request: pytest.FixtureRequest) -> Iterator[tuple[FlowModel, World]]:
    """Week by week, the model after it and the world before it."""
    config = world(spinup=12, markets="states") if request.param == "states" else world(spinup=12)
    model = FlowModel(under(config, ramp_weeks=1.0) if request.param == "policies" else config, [0, 1])

    def run() -> Iterator[tuple[FlowModel, World]]:
        for _ in range(WEEKS):
            before = model.world.copy()
            model.step()
            yield model, before

    return run()


def test_kilograms_of_every_drug_close_at_every_station(weeks: Iterator[tuple[FlowModel, World]]) -> None:
    eaten = np.zeros((len(Drug), 2))
    for model, old in weeks:
        w = model.world
        eaten += w.consumed_kg.sum(1)
        for d in Drug:
            made, lost, sent = w.produced_kg[:-1, d], w.raid_lost_kg[:-1, d], w.sent_kg[:-1, d]
            gained = w.stock_kg[:-1, d] - old.stock_kg[:-1, d]
            np.testing.assert_allclose(gained, made - lost - sent, **CLOSE, err_msg=f"stocks, {d.name}")
            crossed = w.delivered_kg[d].sum(0) + w.seized_kg[d].sum(0) + w.road_seized_kg[d].sum(0)
            np.testing.assert_allclose(w.sent_kg[:, d].sum(0), crossed, **CLOSE, err_msg=f"crossing, {d.name}")
            np.testing.assert_allclose(w.passed_kg[:, d].sum(0), w.delivered_kg[d].sum(0), **CLOSE)
            np.testing.assert_allclose(w.arrived_kg[d].sum(0), w.passed_kg[:-1, d].sum(0), **CLOSE)
            inland = w.market_kg[:, d].sum((0, 1)) - old.market_kg[:, d].sum((0, 1))
            came = w.arrived_kg[d] + w.elsewhere_kg[d] - w.interior_kg[d] - w.consumed_kg[d]
            came = came + w.mailed_kg if d == Drug.FENTANYL else came
            np.testing.assert_allclose(inland, came.sum(0), **CLOSE, err_msg=f"markets, {d.name}")
    assert (eaten > 0.0).all()


def test_nobody_buys_more_than_is_wanted(weeks: Iterator[tuple[FlowModel, World]]) -> None:
    for model, _ in weeks:
        w, eq = model.world, model.params.market.equivalents
        taken = w.consumed_kg[list(MAIN_DRUG)]
        taken[Product.OPIOIDS] += eq * w.consumed_kg[Drug.FENTANYL]
        np.testing.assert_allclose(taken + w.unmet_kg, w.demand_kg, **CLOSE)


def test_farms_and_chemicals_close(weeks: Iterator[tuple[FlowModel, World]]) -> None:
    for model, old in weeks:
        w, p = model.world, model.params
        np.testing.assert_allclose(w.farm_kg - old.farm_kg, w.harvest_kg - w.farm_sold_kg, **CLOSE)
        bought = w.farm_order_kg.sum(1)
        for crop in Crop:
            np.testing.assert_allclose(w.farm_sold_kg[model.crop_rows[crop]].sum(0), bought[crop], **CLOSE)
        made = w.produced_kg[:, Drug.HEROIN].sum(0)
        np.testing.assert_allclose(made * p.crops.gum_per_heroin, bought[Crop.POPPY], **CLOSE)
        np.testing.assert_allclose(w.produced_kg[:, Drug.MARIJUANA].sum(0), bought[Crop.MARIJUANA], **CLOSE)
        used = w.precursor_used_kg / p.synthesis.precursor_per_kg[:, None]
        np.testing.assert_allclose(used[Chemistry.FENTANYL], w.produced_kg[:, Drug.FENTANYL], **CLOSE)
        both = used[Chemistry.P2P] + used[Chemistry.EPHEDRINE]
        np.testing.assert_allclose(both, w.produced_kg[:, Drug.METHAMPHETAMINE], **CLOSE)
        for c in range(len(CHEMISTRIES)):
            landed, arriving = w.precursor_landed_kg[c], w.precursor_arriving_kg[c]
            spent = w.precursor_used_kg[c] + w.precursor_lost_kg[c]
            np.testing.assert_allclose(w.precursor_kg[c] - old.precursor_kg[c], landed - spent, **CLOSE)
            held_back = arriving.sum(0) - landed.sum(0) - w.precursor_seized_kg[c].sum(0)
            assert (held_back >= -1e-6).all()


def test_people_of_every_product_close(weeks: Iterator[tuple[FlowModel, World]]) -> None:
    for model, old in weeks:
        w = model.world
        change = sum(getattr(w, name) - getattr(old, name) for name in ("users", "treated", "recovered"))
        np.testing.assert_allclose(change, w.initiated - w.died, rtol=1e-9, atol=1e-5)
        np.testing.assert_allclose(w.died, w.deaths_alone + w.deaths_fentanyl, rtol=1e-9, atol=1e-9)
        assert (w.died[Product.MARIJUANA] == 0.0).all()


def test_what_one_maker_lacks_no_other_drug_replaces(weeks: Iterator[tuple[FlowModel, World]]) -> None:
    """Laboratories of one drug stay with it: none makes cocaine or marijuana, and the mail has none."""
    for model, _ in weeks:
        w = model.world
        assert (w.labs[:, [Drug.COCAINE, Drug.MARIJUANA]] == 0.0).all()
        assert (w.labs[-1] == 0.0).all()
        assert (w.labs == np.floor(w.labs)).all()
        for d in Drug:
            idle = (model.base.weights[:, d] == 0.0).all(1)
            assert (w.sent_kg[idle, d] == 0.0).all() or d == Drug.FENTANYL
            assert (w.produced_kg[idle, d] == 0.0).all()
