"""Constants of a run and its opening: closed forms of the equilibrium of 2012."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import world

from flowsim.domain.calendar import week_number
from flowsim.domain.codes import Level, Mode
from flowsim.engine.base import distance_km, not_averted
from flowsim.engine.goods import noise, season
from flowsim.engine.model import FlowModel
from flowsim.kernels import draws


@pytest.fixture(scope="module")
def model() -> FlowModel:
    return FlowModel(world(), [0, 1])


def test_shares_sum_to_one(model: FlowModel) -> None:
    base, w = model.base, model.world
    np.testing.assert_allclose(base.openings.sum(1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(base.weights.sum(0), 1.0, rtol=1e-12)
    np.testing.assert_allclose(w.share[:-1].sum(2), 1.0, rtol=1e-12)
    np.testing.assert_allclose(w.share[-1, 1].sum(0), 1.0)
    np.testing.assert_allclose(w.seaport_share.sum(1), 1.0, rtol=1e-9)
    assert (base.openings[:, model.network.corridors.mode == Mode.MAIL] == 0.0).all()


def test_opening_area_and_people_are_those_of_2012(model: FlowModel) -> None:
    crops, use, w = model.params.crops, model.params.use, model.world
    np.testing.assert_allclose(w.standing_ha.sum(0), crops.area_2012_ha, rtol=0.01)
    np.testing.assert_allclose(model.base.users.sum(0), use.users_2012, rtol=1e-9)
    # what is eradicated in a week is resown in the same week
    lost = model.base.planted_ha - w.standing_ha
    np.testing.assert_allclose(lost.sum(0), crops.eradication_ha_per_week * crops.replant_weeks, rtol=0.05)


def test_stocks_cover_their_weeks(model: FlowModel) -> None:
    w, cover = model.world, model.params.market.cover_weeks
    np.testing.assert_allclose(w.market_kg, w.demand_mean * cover, rtol=1e-12)
    np.testing.assert_array_equal(w.price[Level.IMPORT], np.repeat(model.base.landed_ref[:, None], 9, axis=1))


def test_standing_area_holds_through_the_spin_up() -> None:
    model = FlowModel(world(spinup=104), range(4)).run("2011-10-03")
    area = model.world.standing_ha.sum(0).mean() / model.params.crops.area_2012_ha[0]
    users = model.world.users.sum(0)
    np.testing.assert_allclose(area, 1.0, atol=0.15)
    np.testing.assert_allclose(users, FlowModel(world(), [0]).world.users.sum(0)[0], rtol=0.02)


def test_distance_on_the_globe() -> None:
    km = distance_km(0.0, 0.0, np.array([0.0, 0.0, 90.0]), np.array([0.0, 180.0, 0.0]))
    np.testing.assert_allclose(km, [0.0, np.pi * 6371.0, np.pi / 2 * 6371.0], atol=1e-9)


def test_two_harvests_a_year_with_mean_one() -> None:
    depth = np.array([0.0, 0.7])
    year = np.array([season(week, depth) for week in range(13, 65)])
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
    factor = noise(many, draws.WEATHER, 12, sd, 3)
    np.testing.assert_allclose(factor.mean(1), 1.0, atol=0.025)
    np.testing.assert_allclose(np.log(factor).std(1), 0.3, rtol=0.06)
    assert (noise(many, draws.WEATHER, 12, 0.0 * sd, 3) == 1.0).all()
