"""Worlds that draw their uncertain parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import differing, held, stepped, under, world

from flowsim.domain.chain import Chain
from flowsim.domain.chain.networks import FEES
from flowsim.domain.errors import UserError
from flowsim.domain.params import flat, put
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel
from flowsim.engine.priors import drawn, drawn_networks, sampled, triangular


def test_triangular_inverse() -> None:
    u = (np.arange(20000) + 0.5) / 20000
    x = np.array([triangular(v, 1.0, 2.0, 5.0) for v in u])
    np.testing.assert_allclose(x.mean(), (1 + 2 + 5) / 3, rtol=1e-4)
    np.testing.assert_allclose(x.var(), (1 + 4 + 25 - 2 - 5 - 10) / 18, rtol=1e-3)
    assert (np.diff(x) > 0.0).all()
    assert triangular(0.3, 2.0, 2.0, 2.0) == 2.0


def of_chain(config: WorldConfig, seed: int) -> Chain:
    found: Chain = drawn(config, config.chain, "chain.", seed)
    return found


def test_draws_stay_within_evidence() -> None:
    config = world(draws="prior")
    ranges = {fact.name: (fact.low, fact.high) for fact in sampled(flat(config.chain, "chain."))}
    facts = {fact.name: fact.value for fact in flat(of_chain(config, 3), "chain.")}
    assert len(ranges) > 40
    assert all(low <= facts[name] <= high for name, (low, high) in ranges.items())
    fixed = {fact.name: fact.value for fact in flat(config.chain, "chain.") if fact.name not in ranges}
    assert all(facts[name] == value for name, value in fixed.items())


def test_a_draw_belongs_to_its_name_and_seed() -> None:
    config = world(draws="prior")
    narrow = replace(config, chain=put(config.chain, "border.learning", 5.0))  # outside its range: no longer drawn
    a, b = of_chain(config, 3), of_chain(narrow, 3)
    assert b.border.learning == 5.0
    assert put(b, "border.learning", a.border.learning) == a
    assert of_chain(config, 3) == a != of_chain(config, 4)


def test_no_draws_without_asking() -> None:
    config = world()
    assert of_chain(config, 3) is config.chain


def test_lanes_carry_their_own_parameters() -> None:
    model = FlowModel(world(draws="prior"), [5, 6, 5])
    beta = model.params.trafficking.beta_route
    assert beta[0] == beta[2] != beta[1]
    assert beta[1] == of_chain(model.config, 6).trafficking.beta_route


def test_fees_of_networks_are_drawn_from_their_channel() -> None:
    model, config = FlowModel(world(draws="prior"), [5, 6]), world()
    fees = {seed: drawn_networks(model.config, seed) for seed in (5, 6)}
    for name, network in config.networks.items():
        span = FEES[network.channel]
        row = model.providers.ids.index(name)
        assert [fees[seed][name].fee for seed in (5, 6)] == list(model.providers.fee[row])
        assert span.low <= model.providers.fee[row].min() < model.providers.fee[row].max() <= span.high
        assert fees[5][name].capacity_usd_per_week == network.capacity_usd_per_week
    assert drawn_networks(config, 5) == config.networks


def test_levers_are_chosen_never_drawn() -> None:
    """Effect sizes are uncertain; how much of a programme is meant, and when, is not."""
    config = under(world(draws="prior"), intensity=0.5)
    a, b = (drawn(config, config.policy, "policy.", seed) for seed in (1, 2))
    assert a.eradication.intensity == b.eradication.intensity == 0.5
    assert a.eradication.start == config.policy.eradication.start
    assert a.precursors.supplier_loss != b.precursors.supplier_loss


def test_worlds_of_no_strength_draw_nothing_into_the_baseline() -> None:
    config = world(draws="prior")
    idle = under(config, intensity=0.0)
    assert differing(held(stepped(idle, [3], 90)), held(stepped(config, [3], 90))) == []


def test_unknown_choice_is_named() -> None:
    with pytest.raises(UserError, match=r"unknown structure.draws 'priors'; did you mean 'prior'"):
        FlowModel(world(draws="priors"), [0])
