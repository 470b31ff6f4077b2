"""Parameters: declared facts, flat names, replacement, checks, tiles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf, nan

import numpy as np
import pytest

from flowsim.domain.errors import UserError
from flowsim.domain.params import ROLES, check, flat, param, put, stack


@dataclass(frozen=True, kw_only=True)
class Room:
    share: float = param(0.25, "share", "a survey", low=0.1, high=0.5, limits=(0, 1))
    weeks: int = param(4, "weeks", "judgement: a month", limits=(1, 52), role="constant")
    purity: dict[str, float] = param({"heroin": 0.4, "fentanyl": 0.05}, "share pure", "laboratory", limits=(0, 1))
    start: str = param("2018-01-01", "date", "design", role="design")
    active: bool = param(True, "switch", "design", role="design")
    label: str = "no parameter: it has no unit"


@dataclass(frozen=True, kw_only=True)
class Tree:
    room: Room = field(default_factory=Room)
    scale: float = param(2.0, "times", "judgement", limits=(0, 10))
    names: list[str] = field(default_factory=list)


def test_flat_names_every_declared_leaf_in_order():
    names = [fact.name for fact in flat(Tree())]
    assert names == [
        *("room.share", "room.weeks", "room.purity.heroin", "room.purity.fentanyl", "room.start", "room.active"),
        "scale",
    ]


def test_flat_carries_the_facts():
    fact = next(flat(Tree()))
    assert (fact.value, fact.unit, fact.source, fact.low, fact.high) == (0.25, "share", "a survey", 0.1, 0.5)
    assert (fact.role, fact.limits) == ("uncertain", (0, 1))


def test_a_role_that_does_not_exist_is_refused():
    assert "lever" in ROLES
    with pytest.raises(ValueError, match="guess"):
        param(1.0, "share", "nowhere", role="guess")


def test_tables_are_not_shared_between_instances():
    first, second = Room(), Room()
    first.purity["heroin"] = 0.9
    assert second.purity["heroin"] == 0.4


@pytest.mark.parametrize(
    ("name", "value"), [("room.share", 0.3), ("room.purity.heroin", 0.7), ("scale", 1.0), ("room.start", "2019-01-01")]
)
def test_put_replaces_one_leaf_of_a_copy(name, value):
    tree = Tree()
    before = {fact.name: fact.value for fact in flat(tree)}
    after = {fact.name: fact.value for fact in flat(put(tree, name, value))}
    assert after == {**before, name: value}
    assert {fact.name: fact.value for fact in flat(tree)} == before


@pytest.mark.parametrize("name", ["room.shar", "rom.share", "room.purity.heroine", "nothing", ""])
def test_put_refuses_names_that_do_not_exist(name):
    with pytest.raises(UserError, match="unknown"):
        put(Tree(), name, 1.0)


def test_put_suggests_the_nearest_name():
    with pytest.raises(UserError, match="did you mean 'heroin'"):
        put(Tree(), "room.purity.heroine", 1.0)


@pytest.mark.parametrize("value", [0.0, 1.0, 0, 1])
def test_limits_themselves_are_allowed(value):
    check(Room(share=value))


@pytest.mark.parametrize("value", [nan, inf, -inf, -1e-9, 1.0 + 1e-9, 7])
def test_values_outside_hard_limits_are_refused_by_name(value):
    with pytest.raises(UserError, match=r"room\.share=.* outside its limits: 0 to 1 share"):
        check(Tree(room=Room(share=value)))


def test_tables_are_checked_entry_by_entry():
    with pytest.raises(UserError, match=r"purity\.fentanyl"):
        check(Room(purity={"heroin": 0.4, "fentanyl": nan}))


def test_a_number_without_limits_must_still_be_finite():
    @dataclass(frozen=True)
    class Free:
        x: float = param(1.0, "any", "judgement")

    check(Free(-1e300))
    with pytest.raises(UserError, match="x=nan"):
        check(Free(nan))


def test_values_outside_the_evidence_are_flagged_not_refused():
    assert check(Tree()) == []
    (line,) = check(Tree(room=Room(share=0.75)))
    assert "room.share=0.75" in line
    assert "0.1 to 0.5" in line


@pytest.mark.parametrize("lanes", [1, 3])
def test_a_tile_has_full_arrays_of_its_own(lanes):
    tile = stack([Tree(scale=float(lane), room=Room(weeks=lane + 1)) for lane in range(lanes)])
    np.testing.assert_array_equal(tile.scale, np.arange(lanes))
    np.testing.assert_array_equal(tile.room.weeks, np.arange(lanes) + 1.0)
    for array, shape in ((tile.scale, (lanes,)), (tile.room.weeks, (lanes,)), (tile.room.purity, (2, lanes))):
        assert array.shape == shape
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
        assert array.flags.writeable
        assert array.flags.owndata


def test_tables_stack_in_the_order_of_their_entries():
    first = Room()
    tile = stack([first, replace(first, purity={"fentanyl": 0.1, "heroin": 0.6})])
    np.testing.assert_array_equal(tile.purity, [[0.4, 0.6], [0.05, 0.1]])


@pytest.mark.parametrize("other", [{"start": "2019-01-01"}, {"active": False}, {"label": "else"}])
def test_words_must_agree_in_a_tile(other):
    same = stack([Room(), Room()])
    assert (same.start, same.active) == ("2018-01-01", True)
    with pytest.raises(UserError, match="same in every world"):
        stack([Room(), Room(**other)])


@dataclass(frozen=True, kw_only=True)
class Table:
    rate: dict[str, float] = param(
        {"heroin": 0.4, "cocaine": 0.2, "marijuana": 0.0},
        "per year",
        {"heroin": "a survey", "cocaine": "a guess", "marijuana": "none"},
        low={"heroin": 0.3, "cocaine": 0.1},
        high={"heroin": 0.5, "cocaine": 0.3},
        limits=(0, 1),
        role={"heroin": "free", "marijuana": "constant"},
    )


def test_facts_of_a_table_may_differ_by_entry():
    heroin, cocaine, marijuana = flat(Table())
    assert (heroin.source, heroin.low, heroin.high, heroin.role) == ("a survey", 0.3, 0.5, "free")
    assert (cocaine.source, cocaine.low, cocaine.high, cocaine.role) == ("a guess", 0.1, 0.3, "uncertain")
    assert (marijuana.source, marijuana.low, marijuana.high, marijuana.role) == ("none", None, None, "constant")
    assert {fact.unit for fact in flat(Table())} == {"per year"}
    assert {fact.limits for fact in flat(Table())} == {(0, 1)}


def test_each_entry_is_checked_against_its_own_range():
    assert check(Table()) == []
    (line,) = check(put(Table(), "rate.cocaine", 0.4))
    assert line.startswith("rate.cocaine=0.4 is outside the range of evidence 0.1 to 0.3")
    assert check(put(Table(), "rate.heroin", 0.4)) == []
    assert check(put(Table(), "rate.marijuana", 0.9)) == []
    with pytest.raises(UserError, match=r"rate\.marijuana=1\.5 is outside its limits"):
        check(put(Table(), "rate.marijuana", 1.5))


def test_a_role_of_an_entry_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="guess"):
        param({"heroin": 1.0}, "share", "nowhere", role={"heroin": "guess"})
