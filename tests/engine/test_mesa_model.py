"""FlowModel is an ordinary mesa model."""

from __future__ import annotations

import gc
import weakref
from dataclasses import fields

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector
from worlds import START, stepped, under, world

from flowsim.agents import Cartel, EradicationAgency, Grower, PatrolAgency, PortAgency, SeaportAgency
from flowsim.agents.bank import Bank
from flowsim.agents.launderer import LaunderingNetwork
from flowsim.domain.calendar import week_number
from flowsim.domain.codes import Crop
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel
from flowsim.engine.phases import PHASES


@pytest.fixture
def model() -> FlowModel:
    return FlowModel(world(), [4, 9])


def test_actors_are_mesa_agents(model: FlowModel) -> None:
    assert isinstance(model, mesa.Model)
    counts = {kind: len(found) for kind, found in model.agents_by_type.items()}
    agencies = dict.fromkeys((PortAgency, PatrolAgency, SeaportAgency), 1) | {EradicationAgency: len(Crop)}
    organisations = len(WorldConfig().organisations)
    money = {Bank: len(model.banks), LaunderingNetwork: len(WorldConfig().networks)}
    assert counts == {Grower: len(model.network.crop), Cartel: organisations, **agencies, **money}
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert [grower.crop for grower in model.agents_by_type[Grower]] == model.network.crop.tolist()
    assert [cartel.name for cartel in model.agents_by_type[Cartel]] == list(model.config.organisations)
    assert [bank.name for bank in model.agents_by_type[Bank]] == list(model.banks.ids)
    assert [network.name for network in model.agents_by_type[LaunderingNetwork]] == list(model.config.networks)
    assert all(
        bank.analysts.shape == network.fee.shape == (2,)
        for bank, network in zip(model.agents_by_type[Bank], model.agents_by_type[LaunderingNetwork], strict=False)
    )


def test_step_advances_one_week(model: FlowModel) -> None:
    first = model.week
    assert first == week_number(model.config.horizon.start) - model.config.horizon.spinup_weeks
    for i in range(3):
        assert (model.week, model.steps) == (first + i, i)
        model.step()
    assert [phase.__name__ for phase in PHASES][:4] == ["institutions", "migrants", "crops", "synthesis"]


def test_data_collector_reads_lanes(model: FlowModel) -> None:
    collector = DataCollector(
        model_reporters={
            "week": "week",
            "deaths": lambda m: m.world.died.sum((0, 1)),
            "poppy_ha": lambda m: m.world.standing_ha.sum(0),
        }
    )
    for _ in range(4):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    np.testing.assert_array_equal(frame["week"], np.arange(4) + model.first - model.config.horizon.spinup_weeks + 1)
    assert all(values.shape == (2,) and (values > 0.0).all() for values in frame["deaths"])
    np.testing.assert_array_equal(frame["poppy_ha"].iloc[-1], model.world.standing_ha.sum(0))


def test_close_lets_a_model_go() -> None:
    model = stepped(world(), [0], 2)
    watch, stocks = weakref.ref(model), weakref.ref(model.world)
    model.close()
    assert len(model.agents) == 0
    assert stocks() is None
    del model
    gc.collect()
    assert watch() is None


def test_run_stops_at_a_date_and_at_the_end() -> None:
    model = FlowModel(world(end="2012-07-30", spinup=4), [0])
    assert model.run("2011-12-01") is model
    assert model.week == week_number("2011-12-01")
    model.run("2011-11-01")
    assert model.week == week_number("2011-12-01")
    model.run()
    assert model.week == week_number("2012-07-30") == model.last


def test_policies_speak_through_levers() -> None:
    model = FlowModel(under(world(), "ports"), [0, 1]).run(START)
    model.apply_policies()
    before = model.levers["port_scanning"].copy()
    for _ in range(8):
        model.step()
    assert before.min() > 1.0
    assert (model.levers["port_scanning"] > before).all()
    assert (model.levers["patrol"] == 1.0).all()
    assert model.levers.cost_usd[0].min() > 0.0


def test_parameters_reach_kernels_as_whole_lanes(model: FlowModel) -> None:
    rooms = [f.name for f in fields(model.params)]
    assert len(rooms) == 27
    for room in rooms:
        for name, value in vars(getattr(model.params, room)).items():
            if isinstance(value, np.ndarray):
                assert value.shape[-1] == 2, name
                assert value.dtype == np.float64, name
                assert value.flags.c_contiguous, name
                assert value.flags.writeable, name


def test_world_is_never_rebound(model: FlowModel) -> None:
    with pytest.raises(AttributeError, match=r"World\.users is updated in place"):
        model.world.users = model.world.users.copy()
    model.world.users += 1.0
    assert model.bound.people.users is model.world.users


def test_a_model_that_nobody_holds_is_freed() -> None:
    model = FlowModel(world(), [0])
    held = weakref.ref(model)
    model.step()
    del model
    gc.collect()
    assert held() is None


def test_more_banks_than_an_account_can_say_are_refused(model: FlowModel) -> None:
    from flowsim.domain.errors import UserError
    from flowsim.engine.holders import make_holders

    channel = np.tile(model.providers.channel, 80)
    with pytest.raises(UserError, match=r"banks: at most 32768 pairs"):
        make_holders(channel, model.banks, model.params)
