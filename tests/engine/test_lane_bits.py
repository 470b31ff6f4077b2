"""A lane computed alone equals the same lane in a tile, to the bit."""

from __future__ import annotations

from typing import Any

import pytest
from worlds import differing, held, lane, stepped, under, world

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
    for key in ("weekly", ("world", "hits"), ("world", "standing_ha"), ("intents", "share")):
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
