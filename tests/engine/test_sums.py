"""Sums of rows said by name give what numpy gives."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from worlds import stepped, world

from flowsim.domain.codes import Crop
from flowsim.engine.model import FlowModel
from flowsim.engine.recorder import Weekly
from flowsim.engine.sums import Each, Mean, Sum, Table, each, mean, sum_of

CLOSE = {"rtol": 1e-12}


@pytest.fixture(scope="module")
def model() -> FlowModel:
    return stepped(world(), [0, 1], 20)


def test_a_sum_is_over_all_rows_of_its_index(model: FlowModel) -> None:
    w = model.world
    np.testing.assert_allclose(sum_of("users")(model), w.users.sum((0, 1)), **CLOSE)
    np.testing.assert_allclose(sum_of("labs", np.s_[:, 2])(model), w.labs[:, 2].sum(0), **CLOSE)
    np.testing.assert_array_equal(sum_of("coca_price")(model), w.coca_price)
    poppy = sum_of("standing_ha", lambda m: m.crop_rows[Crop.POPPY])(model)
    np.testing.assert_allclose(poppy, w.standing_ha[model.crop_rows[Crop.POPPY]].sum(0), **CLOSE)


def test_sums_are_added_and_taken_away(model: FlowModel) -> None:
    w = model.world
    both = sum_of("users", 0) + sum_of("treated", 0) - sum_of("died", 0)
    np.testing.assert_allclose(both(model), (w.users[0] + w.treated[0] - w.died[0]).sum(0), **CLOSE)


def test_products_and_means_are_of_pairs_of_rows(model: FlowModel) -> None:
    w = model.world
    revenue = sum_of("consumed_kg", (), ("price", 2))(model)
    np.testing.assert_allclose(revenue, (w.consumed_kg * w.price[2]).sum((0, 1)), **CLOSE)
    paid = mean("price", (2, 1), ("users", 0), per=1000.0)(model)
    np.testing.assert_allclose(paid, (w.price[2, 1] * w.users[0]).sum(0) / w.users[0].sum(0) / 1000.0, **CLOSE)
    one = sum_of("farm_sold_kg", slice(0, 2), ("farm_price", 0))(model)
    np.testing.assert_allclose(one, (w.farm_sold_kg[:2] * w.farm_price[0]).sum(0), **CLOSE)
    np.testing.assert_array_equal(Mean(sum_of("users"), sum_of("labs", np.s_[:, 3]))(model), 0.0)


def test_each_keeps_the_last_axis(model: FlowModel) -> None:
    w = model.world
    np.testing.assert_array_equal(each("seized_kg", 2)(model), w.seized_kg[2])
    np.testing.assert_allclose(each("precursor_seized_kg")(model), w.precursor_seized_kg.sum(0), **CLOSE)
    dead = Each(sum_of("deaths_alone", 0) + sum_of("deaths_fentanyl") + sum_of("deaths_spill"))(model)
    np.testing.assert_allclose(dead, w.deaths_alone[0] + w.deaths_fentanyl.sum(0) + w.deaths_spill, **CLOSE)


def test_a_table_reads_sums_and_places_in_order(model: FlowModel) -> None:
    table = Table([sum_of("users", 0), each("leg_seized_kg"), sum_of("treated", 1)], model.world)
    values = table.values(model.world)
    assert values.shape == (5, 2)
    np.testing.assert_array_equal(values[1:4], model.world.leg_seized_kg)
    np.testing.assert_allclose(values[4], model.world.treated[1].sum(0), **CLOSE)


def test_any_function_of_the_model_may_stand_beside_sums(model: FlowModel) -> None:
    series = {"a": ("", lambda m: m.world.coca_kg + 1.0), "b": ("", sum_of("coca_kg")), "c": ("", lambda m: 2.0)}
    out = np.empty((3, 2))
    Weekly(model, series).read(SimpleNamespace(world=model.world), out)
    np.testing.assert_array_equal(out, [model.world.coca_kg + 1.0, model.world.coca_kg, [2.0, 2.0]])


def test_readers_are_told_apart_by_type() -> None:
    assert isinstance(sum_of("users"), Sum)
    assert isinstance(mean("purity", 0, ("users", 0)), Mean)
