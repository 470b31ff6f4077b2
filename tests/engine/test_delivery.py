"""Programmes that leak and meetings that mend: without leakage review changes nothing, with it review wins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from worlds import differing, held, stepped, under, world

from flowsim.domain.params import put
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.delivery import ROW
from flowsim.engine.model import FlowModel

WEEKS, END = 170, "2016-01-04"
PORTS = ROW["flowsim.policy.ports"]


def leaking(config: WorldConfig) -> WorldConfig:
    return replace(config, structure=replace(config.structure, delivery="leaky"))


def test_without_leakage_review_changes_nothing_but_its_bill() -> None:
    alone = held(stepped(under(world(end=END), "ports"), [0, 1], WEEKS))
    reviewed = held(stepped(under(world(end=END), "ports", "coordination"), [0, 1], WEEKS))
    assert set(differing(alone, reviewed)) == {"weekly"}  # what meetings cost


def test_leakage_of_nothing_leaks_nothing() -> None:
    config = put(leaking(under(world(end=END), "ports", "coordination")), "chain.delivery.leakage", 0.0)
    model = stepped(config, [0, 1], WEEKS)
    assert (model.world.delivery == 1.0).all()


def test_with_leakage_review_beats_no_review() -> None:
    model, reviewed = (
        stepped(leaking(under(world(end=END), *names)), range(8), 52 + 156)
        for names in (["ports"], ["ports", "coordination"])
    )
    alone, mended = model.world.delivery[PORTS], reviewed.world.delivery[PORTS]
    assert (alone < 0.9).all()
    assert (mended > alone + 0.03).all()
    assert (mended <= 1.0).all()
    others = np.delete(model.world.delivery, PORTS, 0)
    assert (others == 1.0).all(), "what does not run does not leak"


def test_delivery_reaches_levers_and_the_bill_does_not_fall() -> None:
    plain, leaky = (
        FlowModel(c, range(2)) for c in (under(world(end=END), "ports"), leaking(under(world(end=END), "ports")))
    )
    for model in (plain, leaky):
        for _ in range(WEEKS):
            model.step()
    assert (leaky.levers["port_scanning"] < plain.levers["port_scanning"]).all()
    np.testing.assert_allclose(leaky.levers.cost_usd, plain.levers.cost_usd, rtol=1e-12)


def test_lanes_leak_by_themselves() -> None:
    config = leaking(under(world(end=END), "ports", "coordination"))
    many, one = (stepped(config, seeds, WEEKS).world.delivery for seeds in ([0, 1, 2], [2]))
    np.testing.assert_array_equal(many[:, 2], one[:, 0])
