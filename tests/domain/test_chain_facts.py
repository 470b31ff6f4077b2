"""The chain's rooms and the outcomes: every number has its facts."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from flowsim.domain.chain import Chain, Horizon, Structure, archetypes, networks
from flowsim.domain.chain.network import PROVIDED
from flowsim.domain.outcomes import OUTCOMES
from flowsim.domain.params import ROLES, check, flat
from flowsim.domain.world_config import WorldConfig

ROOMS = {f.name: getattr(Chain(), f.name) for f in fields(Chain)}


@pytest.mark.parametrize("name", ROOMS)
def test_every_number_of_a_room_is_declared(name):
    room = ROOMS[name]
    assert is_dataclass(room)
    assert room.__dataclass_params__.frozen
    declared = {fact.name.split(".")[0] for fact in flat(room)}
    numbers = {f.name for f in fields(room) if isinstance(getattr(room, f.name), int | float | dict)}
    assert numbers <= declared


@pytest.mark.parametrize("fact", list(flat(Chain())), ids=lambda fact: fact.name)
def test_facts_of_a_number(fact):
    assert fact.unit
    assert fact.source
    assert fact.role in ROLES
    assert (fact.low is None) == (fact.high is None)
    if fact.low is not None:
        assert fact.limits[0] <= fact.low <= fact.value <= fact.high <= fact.limits[1]


def test_dotted_names_are_unique():
    names = [fact.name for fact in flat(WorldConfig())]
    assert len(set(names)) == len(names)


def test_defaults_stay_inside_evidence_and_limits():
    assert check(Chain()) == []
    assert check(Horizon()) == []
    for organisation in archetypes().values():
        assert check(organisation) == []


def test_horizon_and_structure_are_what_runs_start_from():
    assert (Horizon().start, Horizon().policy_start, Horizon().spinup_weeks) == ("2011-10-03", "2018-01-01", 104)
    assert all(isinstance(getattr(Structure(), f.name), str) for f in fields(Structure))


def test_organisations_have_ids_of_their_own():
    ids = [organisation.id for organisation in archetypes().values()]
    assert len(set(ids)) == len(ids) > 1
    assert sum(organisation.heroin for organisation in archetypes().values()) > 0.0


def test_networks_have_ids_and_channels_of_their_own():
    found = networks.archetypes()
    assert len({one.id for one in found.values()}) == len(found) == 11
    assert {one.channel for one in found.values()} == set(PROVIDED) == set(networks.FEES)
    assert not set(PROVIDED) & {"bulk_cash", "property", "hold"}
    assert sum(one.weight for one in found.values() if one.channel == "new_broker") < 0.1


@pytest.mark.parametrize("name", networks.archetypes())
def test_facts_of_a_network(name):
    network = networks.archetypes()[name]
    assert check(network) == []
    found = {fact.name: fact for fact in networks.facts(name, network)}
    span = networks.FEES[network.channel]
    assert (found[f"networks.{name}.fee"].low, found[f"networks.{name}.fee"].high) == (span.low, span.high)
    assert [fact.name for fact in flat(network, f"networks.{name}.")] == list(found)
    for fact in found.values():
        assert fact.unit
        assert fact.source
        assert fact.role in ROLES
        if fact.low is not None:
            assert fact.limits[0] <= fact.low <= fact.value <= fact.high <= fact.limits[1], fact.name


def test_default_worlds_share_nothing_that_changes():
    first, second = WorldConfig(), WorldConfig()
    assert first == second
    assert first.organisations is not second.organisations
    assert first.networks is not second.networks


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=lambda outcome: outcome.name)
def test_facts_of_an_outcome(outcome):
    assert OUTCOMES[outcome.name] is outcome
    assert outcome.unit
    assert outcome.label
    assert outcome.how in ("sum", "last", "mean_last_year")
    assert outcome.better in (-1, 0, 1)
