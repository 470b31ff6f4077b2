"""Constants of a run and its opening: closed forms of the equilibrium of 2012."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import world

from flowsim.domain.calendar import week_number
from flowsim.domain.codes import MAIN_DRUG, PRODUCT_OF, Crop, Drug, Level, Mode, Product
from flowsim.engine.base import cocaine_usd, leg_loss, not_averted
from flowsim.engine.fields import noise, tide
from flowsim.engine.model import FlowModel
from flowsim.engine.routes import distance_km
from flowsim.kernels import draws


@pytest.fixture(scope="module")
def model() -> FlowModel:
    return FlowModel(world(), [0, 1])


def test_shares_sum_to_one(model: FlowModel) -> None:
    base, w = model.base, model.world
    np.testing.assert_allclose(base.routes.openings.sum(1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(base.weights.sum(0), 1.0, rtol=1e-12)
    np.testing.assert_allclose(w.share[:-1].sum(2), 1.0, rtol=1e-12)
    np.testing.assert_allclose(w.share[-1, 1].sum(0), 1.0)
    np.testing.assert_allclose(w.seaport_share.sum(2), 1.0, rtol=1e-9)
    np.testing.assert_allclose(w.leg_share.sum(1), 1.0, rtol=1e-12)
    assert (base.routes.openings[:, model.network.corridors.mode == Mode.MAIL] == 0.0).all()


@pytest.mark.parametrize("crop", Crop)
def test_opening_area_is_that_of_2012(model: FlowModel, crop: Crop) -> None:
    p, rows, w = model.farming[crop], model.crop_rows[crop], model.world
    np.testing.assert_allclose(w.standing_ha[rows].sum(0), p.area_ha, rtol=0.01)
    # what is eradicated in a week is resown in the same week
    lost = (model.base.planted_ha - w.standing_ha)[rows]
    np.testing.assert_allclose(lost.sum(0), p.search_ha_per_week * p.replant_weeks, rtol=0.05)


def test_users_of_2012_are_shared_out(model: FlowModel) -> None:
    users, network = model.base.users, model.network
    np.testing.assert_allclose(users.sum(1), model.params.use.users_2012, rtol=1e-9)
    people = users / network.population[:, None]
    for product in (Product.COCAINE, Product.MARIJUANA):
        np.testing.assert_allclose(people[product], np.broadcast_to(people[product, 0], people[product].shape))
    west = ~network.powder
    meth = people[Product.METHAMPHETAMINE]
    np.testing.assert_allclose(meth[west].mean(0) / meth[~west].mean(0), model.params.use.meth_west, rtol=1e-9)
    powder = users[Product.OPIOIDS][network.powder].sum(0) / users[Product.OPIOIDS].sum(0)
    np.testing.assert_allclose(powder, model.params.use.powder_share, rtol=1e-9)


def test_cocaine_on_its_way_pays_for_what_is_lost(model: FlowModel) -> None:
    """By the Pacific a load meets one chance, by Central America two."""
    p = model.params.coca
    pacific, central, south = p.detect[:, 0]
    part = p.openings[0, 0] / p.openings[:, 0].sum()
    lost = part * pacific + (1.0 - part) * (central + (1.0 - central) * south)
    np.testing.assert_allclose(leg_loss(p), lost, rtol=1e-12)
    np.testing.assert_array_equal(model.world.leg_loss, model.base.leg_loss)
    usual = cocaine_usd(p, p.source_usd_per_kg, model.base.leg_loss, model.base.leg_loss)
    np.testing.assert_allclose(usual, p.source_usd_per_kg + p.leg_usd_per_kg, rtol=1e-12)
    np.testing.assert_allclose(
        model.base.landed_ref[Drug.COCAINE], usual + model.params.trafficking.smuggling_usd_per_kg[Drug.COCAINE]
    )
    dearer = cocaine_usd(p, p.source_usd_per_kg, np.full(2, 0.6), np.full(2, 0.2))
    np.testing.assert_allclose(dearer, 2.0 * usual, rtol=1e-12)


def test_stocks_cover_their_weeks(model: FlowModel) -> None:
    w, cover = model.world, model.params.market.cover_weeks
    np.testing.assert_allclose(w.market_kg, w.demand_mean * cover, rtol=1e-12)
    np.testing.assert_array_equal(w.price[Level.IMPORT], np.repeat(model.base.landed_ref[:, None], 9, axis=1))
    np.testing.assert_allclose(
        w.price[Level.RETAIL, list(MAIN_DRUG), 0], model.params.market.retail_usd_per_kg, rtol=1e-12
    )


def test_mexico_is_asked_for_what_others_do_not_supply(model: FlowModel) -> None:
    w, p = model.world, model.params
    wanted = w.demand_mean[Level.IMPORT]
    share = [float(model.drivers.mexico_share[0]), 1.0, 1.0 - p.synthesis.us_lab_share_2012]
    share += [p.coca.mexico_share, 1.0 - p.cannabis.home_share_2012]
    for drug, part in zip(Drug, share, strict=True):
        np.testing.assert_allclose(w.order_kg[drug], wanted[drug] * part, rtol=1e-12, err_msg=drug.name)
    doses = wanted[Drug.HEROIN] + p.market.equivalents * wanted[Drug.FENTANYL]
    np.testing.assert_allclose(doses, w.users[0] * model.base.users_kg[0], rtol=1e-12)
    grams = p.market.grams_per_user_year[list(PRODUCT_OF)] / 1000.0 * 7 / 365.25
    for drug in (Drug.METHAMPHETAMINE, Drug.COCAINE, Drug.MARIJUANA):
        np.testing.assert_allclose(wanted[drug], w.users[PRODUCT_OF[drug]] * grams[drug], rtol=1e-4)


def test_areas_and_users_hold_through_the_spin_up() -> None:
    model = FlowModel(world(spinup=104), range(4)).run("2011-10-03")
    for crop in Crop:
        area = model.world.standing_ha[model.crop_rows[crop]].sum(0).mean() / model.farming[crop].area_ha[0]
        np.testing.assert_allclose(area, 1.0, atol=0.15, err_msg=crop.name)
    users, opening = model.world.users.sum(1), FlowModel(world(), [0]).world.users.sum(1)
    np.testing.assert_allclose(users, np.repeat(opening, 4, axis=1), rtol=0.02)


def test_distance_on_the_globe() -> None:
    km = distance_km(0.0, 0.0, np.array([0.0, 0.0, 90.0]), np.array([0.0, 180.0, 0.0]))
    np.testing.assert_allclose(km, [0.0, np.pi * 6371.0, np.pi / 2 * 6371.0], atol=1e-9)


def test_two_harvests_a_year_with_mean_one() -> None:
    depth = np.array([0.0, 0.7])
    year = np.array([1.0 + depth * tide(week) for week in range(13, 65)])
    np.testing.assert_allclose(year.mean(0), 1.0, atol=0.01)
    assert (year[:, 0] == 1.0).all()
    peaks = np.flatnonzero((year[1:-1, 1] > year[:-2, 1]) & (year[1:-1, 1] > year[2:, 1]))
    assert len(peaks) == 2
    assert abs(week_number("2012-03-12") - (14 + peaks[0])) <= 1


def test_naloxone_saves_more_with_more_kits(model: FlowModel) -> None:
    use = model.params.use
    none, some, many = (not_averted(use, use.naloxone_kits * k) for k in (0.0, 1.0, 50.0))
    assert (none > some).all()
    assert (some > many).all()
    np.testing.assert_allclose(none, 1.0 - use.witnessed * use.emergency, rtol=1e-12)
    assert (many >= 1.0 - use.witnessed).all()


def test_noise_has_mean_one_and_no_spread_means_none() -> None:
    many = FlowModel(world(), range(2000))
    sd = np.full(2000, 0.3)
    factor = noise(many, draws.WEATHER, 12, sd, Crop.POPPY, 3)
    np.testing.assert_allclose(factor.mean(1), 1.0, atol=0.025)
    np.testing.assert_allclose(np.log(factor).std(1), 0.3, rtol=0.06)
    assert (noise(many, draws.WEATHER, 12, 0.0 * sd, Crop.POPPY, 3) == 1.0).all()


def test_crops_have_weather_of_their_own(model: FlowModel) -> None:
    sd = np.full(2, 0.3)
    poppy, more, marijuana = (
        noise(model, draws.WEATHER, 12, sd, crop, rows)
        for crop, rows in ((Crop.POPPY, 2), (Crop.POPPY, 5), (Crop.MARIJUANA, 2))
    )
    np.testing.assert_array_equal(poppy, more[:2])
    assert (poppy != marijuana).all()
