"""Agencies: learning from finds, dice, and effort that is moved but not made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from flowsim.agents.agency import Agency, EradicationAgency, PatrolAgency, PortAgency, SeaportAgency, allocate
from flowsim.domain.codes import Crop
from flowsim.engine.model import FlowModel
from flowsim.kernels.effort import MOST

KINDS = [PortAgency, PatrolAgency, SeaportAgency, EradicationAgency]


def agency(model: FlowModel, kind: type[Agency]) -> Agency:
    found: Agency = model.agents_by_type[kind][0]
    return found


def test_allocate_moves_toward_finds() -> None:
    belief = np.full((4, 2), 0.25)
    found = np.array([[6.0, 0.0], [2.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    share = allocate(belief, found, np.array([0.6, 0.6]))
    assert_allclose(share[:, 0], [0.4 * 0.25 + 0.6 * 0.75, 0.1 + 0.6 * 0.25, 0.1, 0.1])
    assert_array_equal(share[:, 1], belief[:, 1])  # nothing found: the belief stays
    assert_allclose(share.sum(0), 1.0)


@pytest.mark.parametrize("learning", [0.0, 0.3, 1.0])
def test_allocate_sums_to_one(learning: float) -> None:
    rng = np.random.default_rng(2)
    belief = rng.dirichlet(np.ones(7), 5).T
    found = rng.poisson(0.3, (7, 5)).astype(float)
    share = allocate(belief, found, np.full(5, learning))
    assert_allclose(share.sum(0), 1.0, rtol=1e-12)
    assert (share >= 0.0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_even_shares_sum_to_one(model: FlowModel, kind: type[Agency]) -> None:
    one = agency(model, kind)
    assert_allclose(one.base.sum(0), 1.0, rtol=1e-12)
    assert_array_equal(one.belief, one.base)
    assert_allclose(one.shares().sum(0), 1.0, rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_dice_are_thrown_anew_and_conserve_effort(model: FlowModel, kind: type[Agency]) -> None:
    one = agency(model, kind)
    model.levers.effect("randomised_effort", np.full(2, 1.0))
    thrown = []
    for _ in range(3):
        shares, effort = one.shares(), one.relative()
        assert_allclose(shares.sum(0), 1.0, rtol=1e-12)
        assert_array_equal(one.shares(), shares)  # the dice of a week are addressed, not consumed
        assert effort.max() < MOST
        assert_allclose((effort * one.base).sum(0), 1.0, rtol=1e-12)
        thrown.append(shares)
        model.week += 4
    assert not np.array_equal(thrown[0], thrown[1])
    assert not np.array_equal(thrown[1], thrown[2])
    assert not np.array_equal(thrown[0][:, 0], thrown[0][:, 1])


def test_no_dice_without_the_lever(model: FlowModel) -> None:
    one = agency(model, PortAgency)
    assert_array_equal(one.shares(), one.belief)
    model.levers.effect("randomised_effort", np.array([0.0, 0.5]))
    shares = one.shares()
    assert_array_equal(shares[:, 0], one.belief[:, 0])
    assert not np.array_equal(shares[:, 1], one.belief[:, 1])


def test_finds_draw_effort_once(model: FlowModel) -> None:
    one = agency(model, SeaportAgency)
    one.found += np.eye(len(one.base))[:, :1].repeat(2, axis=1) * 5.0
    first = one.shares()
    assert (first[0] > one.base[0]).all()
    assert (one.found == 0.0).all()
    assert_allclose(one.shares(), first, rtol=1e-12)  # no new finds, no new belief


@pytest.mark.parametrize("kind", [PortAgency, PatrolAgency, SeaportAgency])
def test_only_the_movable_part_moves(model: FlowModel, kind: type[Agency]) -> None:
    one = agency(model, kind)
    one.found += np.eye(len(one.base))[:, :1].repeat(2, axis=1)
    effort = one.relative()
    assert (effort >= 1.0 - model.params.border.movable_share - 1e-12).all()
    assert effort[0].min() > 1.0
    assert effort.max() <= MOST


def test_fixed_agencies_stay(model: FlowModel) -> None:
    model.config = replace(model.config, structure=replace(model.config.structure, agency_reward="fixed"))
    one = agency(model, PortAgency)
    one.found += one.base * np.arange(len(one.base))[:, None]
    assert_array_equal(one.relative(), 1.0)
    assert_array_equal(one.belief, one.base)


def test_port_agency_writes_ports_and_patrol_the_rest(model: FlowModel) -> None:
    before = model.intents.effort.copy()
    ports = agency(model, PortAgency)
    ports.found += ports.base * np.arange(len(ports.base))[:, None]
    ports.decide()
    moved = (model.intents.effort != before).any(1)
    assert moved[model.ports].any()
    assert not moved[np.setdiff1d(np.arange(len(moved)), model.ports)].any()
    patrol = agency(model, PatrolAgency)
    patrol.found += np.arange(len(patrol.base), dtype=float)[:, None].repeat(2, axis=1)
    patrol.decide()
    moved = (model.intents.effort != before).any(1)
    assert moved[model.field].any()


@pytest.mark.parametrize("crop", Crop)
def test_eradication_of_a_crop_grows_with_the_area_seen(model: FlowModel, crop: Crop) -> None:
    one = next(agent for agent in model.agents_by_type[EradicationAgency] if agent.crop == crop)
    other = Crop(1 - crop)
    one.decide()
    assert_allclose(model.intents.search_scale, 1.0, rtol=1e-12)
    before = model.intents.search_share.copy()
    model.world.standing_ha[model.crop_rows[crop]] *= 3.0
    for _ in range(30):
        one.observe()
    one.decide()
    p, scale = model.farming[crop], model.intents.search_scale
    assert (scale[crop] > 1.1).all()
    assert_allclose(scale[crop], (model.world.seen_ha[crop] / p.area_ha) ** p.response)
    assert_allclose(model.intents.search_share[model.crop_rows[crop]].sum(0), 1.0, rtol=1e-12)
    assert_array_equal(scale[other], 1.0)
    rest = model.crop_rows[other]
    assert_array_equal(model.intents.search_share[rest], before[rest])


def test_agencies_throw_dice_of_their_own(model: FlowModel) -> None:
    numbers = [one.number for one in model.agencies]
    assert len(set(numbers)) == len(numbers) == 5


def test_state_is_a_copy(model: FlowModel) -> None:
    one = agency(model, PortAgency)
    kept = one.state()
    one.found += one.base
    one.shares()
    one.found += one.base
    one.restore(kept)
    assert_array_equal(one.belief, one.base)
    assert (one.found == 0.0).all()
    one.found += one.base
    assert (kept[1] == 0.0).all()
