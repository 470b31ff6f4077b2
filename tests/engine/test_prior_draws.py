"""Worlds that draw their uncertain parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import world

from flowsim.domain.errors import UserError
from flowsim.domain.params import flat, put
from flowsim.engine.model import FlowModel
from flowsim.engine.priors import drawn, sampled, triangular


def test_triangular_inverse() -> None:
    u = (np.arange(20000) + 0.5) / 20000
    x = np.array([triangular(v, 1.0, 2.0, 5.0) for v in u])
    np.testing.assert_allclose(x.mean(), (1 + 2 + 5) / 3, rtol=1e-4)
    np.testing.assert_allclose(x.var(), (1 + 4 + 25 - 2 - 5 - 10) / 18, rtol=1e-3)
    assert (np.diff(x) > 0.0).all()
    assert triangular(0.3, 2.0, 2.0, 2.0) == 2.0


def test_draws_stay_within_evidence() -> None:
    config = world(draws="prior")
    ranges = {fact.name: (fact.low, fact.high) for fact in sampled(config)}
    facts = {fact.name: fact.value for fact in flat(drawn(config, 3))}
    assert len(ranges) > 40
    assert all(low <= facts[name] <= high for name, (low, high) in ranges.items())
    fixed = {fact.name: fact.value for fact in flat(config.chain) if fact.name not in ranges}
    assert all(facts[name] == value for name, value in fixed.items())


def test_a_draw_belongs_to_its_name_and_seed() -> None:
    config = world(draws="prior")
    narrow = replace(config, chain=put(config.chain, "border.learning", 5.0))  # outside its range: no longer drawn
    a, b = drawn(config, 3), drawn(narrow, 3)
    assert b.border.learning == 5.0
    assert put(b, "border.learning", a.border.learning) == a
    assert drawn(config, 3) == a != drawn(config, 4)


def test_no_draws_without_asking() -> None:
    config = world()
    assert drawn(config, 3) == config.chain


def test_lanes_carry_their_own_parameters() -> None:
    model = FlowModel(world(draws="prior"), [5, 6, 5])
    beta = model.params.trafficking.beta_route
    assert beta[0] == beta[2] != beta[1]
    assert beta[1] == drawn(model.config, 6).trafficking.beta_route


def test_unknown_choice_is_named() -> None:
    with pytest.raises(UserError, match=r"unknown structure.draws 'priors'; did you mean 'prior'"):
        FlowModel(world(draws="priors"), [0])
