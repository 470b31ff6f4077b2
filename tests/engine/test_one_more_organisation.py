"""Draws are addressed by the ids of senders and ways, so one more row changes nobody else's."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from worlds import differing, held, stepped, world

from flowsim.domain.chain import Organisation, archetypes
from flowsim.domain.codes import DRUGS
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel
from flowsim.engine.ways import Ways
from flowsim.kernels.crossing import Crossed

WEEKS = 90
SEEDS = (7, 8)
BY_ORGANISATION = ("export_revenue_usd", "revenue_usd", "profit_usd", "migrant_tolls_usd")


def joined(weight: float, first: bool = False) -> WorldConfig:
    """A world with one organisation more, at the end of the list or at its beginning."""
    fresh = {"newcomer": Organisation(id=77, home_lat=23.0, home_lon=-103.0, **dict.fromkeys(DRUGS, weight))}
    old = archetypes()
    return replace(world(), organisations=fresh | old if first else old | fresh)


def without_newcomer(model: FlowModel) -> dict[Any, np.ndarray]:
    """What the model holds, less the rows of the organisation with id 77."""
    arrays = held(model)
    row = [int(i) for i in model.base.number].index(77)
    for name in ("world", "intents"):
        for f in fields(getattr(model, name)):
            if "sender" in f.metadata["dims"]:
                axis = f.metadata["dims"].index("sender")
                arrays[name, f.name] = np.delete(arrays[name, f.name], row, axis=axis)
    for key in [key for key in arrays if key[0] == "years" and key[1] in BY_ORGANISATION]:
        arrays[key] = np.delete(arrays[key], row, axis=0)
    return arrays


@pytest.fixture(scope="module")
def reference() -> FlowModel:
    return stepped(world(), SEEDS, WEEKS)


@pytest.mark.parametrize("first", [False, True], ids=["last", "first"])
def test_an_organisation_of_no_weight_changes_no_bit(reference: FlowModel, first: bool) -> None:
    model = stepped(joined(0.0, first), SEEDS, WEEKS)
    assert differing(without_newcomer(model), held(reference)) == []


def test_a_small_newcomer_leaves_what_it_does_not_touch() -> None:
    """In the first week the fields, and later the weather of every region, are those of a world without it."""
    one, two = stepped(world(), SEEDS, 1), stepped(joined(2.0), SEEDS, 1)
    for name in ("eradicated_ha", "harvest_kg", "standing_ha", "elsewhere_kg", "coca_made_kg"):
        assert getattr(one.world, name).tobytes() == getattr(two.world, name).tobytes()
    assert two.world.trials[12].sum() > 0.0
    np.testing.assert_array_equal(one.world.trials[-1], two.world.trials[-1])


def shipped(model: FlowModel, senders: list[int], order_kg: np.ndarray) -> Ways:
    """One week of loads from senders with given ids; each row of ``order_kg`` (sender, D, L) goes with its id."""
    base = model.base
    shape = (len(senders), *base.load_kg.shape)
    weights = [np.zeros((*shape[:2], shape[3])) for _ in range(2)] + [np.zeros(shape[1:]) for _ in range(2)]
    out = Crossed(*weights, np.zeros(shape), np.zeros(shape), np.zeros(shape[2:]))
    ways = Ways((1, 2), model.network.corridors.number, np.array(senders, np.uint64), base.load_kg, base.sigma, out)
    share = np.repeat(base.routes.openings[None], len(senders), axis=0)
    chance = np.full(base.load_kg.shape, 0.2)
    ways.ship(model, order_kg, share, chance, 1e9 + 0.0 * order_kg)
    return ways


def test_loads_of_a_sender_do_not_depend_on_other_senders(reference: FlowModel) -> None:
    drugs, lanes = reference.base.sigma.shape
    order = np.linspace(3.0, 90.0, 4 * drugs * lanes).reshape(4, drugs, lanes)
    few = shipped(reference, [11, 3, 200], order[:3])
    many = shipped(reference, [3, 77, 200, 11], order[[1, 3, 2, 0]])
    for name in ("trials", "hits", "sent_kg", "passed_kg"):
        a, b = getattr(few.out, name), getattr(many.out, name)
        assert a[[0, 1, 2]].tobytes() == np.ascontiguousarray(b[[3, 0, 2]]).tobytes()
    assert many.out.trials[1].sum() > 0.0
