"""A lane computed alone equals the same lane in a tile, to the bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from worlds import differing, held, lane, stepped, under, world

from flowsim.engine.model import FlowModel
from flowsim.state.levers import LEVERS

WEEKS = 120
TILE = range(5)


@pytest.fixture(scope="module")
def tile() -> dict[Any, Any]:
    return held(stepped(under(world()), TILE, WEEKS))


@pytest.mark.parametrize("seeds", [[3], [4, 2]], ids=str)
def test_lane_alone_equals_lane_of_a_tile(tile: dict[Any, Any], seeds: list[int]) -> None:
    alone = held(stepped(under(world()), seeds, WEEKS))
    for i, seed in enumerate(seeds):
        assert differing(lane(alone, i), lane(tile, seed)) == []


def test_lanes_of_a_tile_differ(tile: dict[Any, Any]) -> None:
    for key in ("weekly", ("world", "hits"), ("world", "standing_ha"), ("world", "share")):
        assert tile[key][..., 0].tobytes() != tile[key][..., 1].tobytes()


@pytest.mark.parametrize(
    ("structure", "weeks"),
    [
        ({"draws": "prior"}, 100),
        ({"markets": "states"}, 70),
        ({"route_choice": "expected_value", "agency_reward": "fixed"}, 70),
    ],
    ids=["prior", "states", "plain_actors"],
)
def test_lane_alone_under_other_structures(structure: dict[str, str], weeks: int) -> None:
    config = under(world(**structure))
    many, one = (held(stepped(config, seeds, weeks)) for seeds in ([0, 1, 2], [2]))
    assert differing(lane(many, 2), lane(one, 0)) == []


def pulled(seeds: Sequence[int], weeks: int) -> FlowModel:
    """A model with every lever moved, each world's by its seed."""
    model = FlowModel(world(), seeds)
    plain, much = model.apply_policies, np.array(seeds, dtype=float)

    def pull() -> None:
        plain()
        for i, (name, lever) in enumerate(LEVERS.items()):
            x = (1 + i % 3) * much / 20.0
            model.levers.effect(name, 1.0 + x if lever.rule == "multiply" else x)
        model.levers.close()

    model.apply_policies = pull  # type: ignore[method-assign]
    for _ in range(weeks):
        model.step()
    return model


def test_lane_alone_under_every_lever() -> None:
    tile, alone = (held(pulled(seeds, 70)) for seeds in ([0, 1, 3], [3]))
    assert differing(lane(tile, 2), lane(alone, 0)) == []
    untouched = held(stepped(world(), [0, 1], 70))
    assert differing(lane(tile, 0), lane(untouched, 0)) == []  # no strength is no policy, to the bit
    moved = differing(lane(tile, 1), lane(untouched, 1))
    assert {("world", "coca_made_kg"), ("world", "us_lab_share"), ("world", "p2p_odds"), "weekly"} <= set(moved)
