"""Portfolios of Next Steps: one world with every instrument of the parts."""

from __future__ import annotations

import pytest

from flowsim.domain.errors import UserError
from flowsim.experiments.build import cases, composed, session
from flowsim.experiments.portfolio import NEXT_STEPS, steps
from flowsim.policy import REGISTRY


@pytest.fixture(scope="module")
def hydra():
    with session() as extra:
        yield extra


def at_work(world) -> dict[str, float]:
    rooms = {room: float(getattr(world.policy, room).intensity) for room in REGISTRY}
    return {room: intensity for room, intensity in rooms.items() if intensity > 0.0}


def test_a_portfolio_holds_the_instruments_of_its_parts(hydra) -> None:
    found = cases(composed([*hydra, "task=compare", "compare.portfolio=[4,1,5,4]", "compare.strengths=[low,high]"]))
    assert [(c.scenario, c.strength) for c in found] == [
        ("baseline", "medium"),
        ("next_steps_1_4_5", "low"),
        ("next_steps_1_4_5", "high"),
    ]
    for case in found[1:]:
        parts = {}
        for number in (1, 4, 5):
            one = composed([*hydra, f"scenario={NEXT_STEPS[number]}", f"strength={case.strength}"])
            parts |= at_work(one.config)
        assert at_work(case.world) == parts
        assert case.overrides == ()


def test_all_eight_are_the_scenario_of_all(hydra) -> None:
    whole = cases(composed([*hydra, "task=compare", "compare.portfolio=[1,2,3,4,5,6,7,8]"]))[-1].world
    assert at_work(whole) == at_work(composed([*hydra, "scenario=all_next_steps"]).config)


def test_scenarios_may_stand_beside_a_portfolio(hydra) -> None:
    asked = [*hydra, "task=compare", "compare.portfolio=[8]", "compare.scenarios=[baseline,labs]"]
    assert [c.scenario for c in cases(composed(asked))] == ["baseline", "labs", "next_steps_8"]


def test_a_grid_and_overrides_reach_a_portfolio(hydra) -> None:
    asked = ["task=compare", "compare.portfolio=[6]", "+compare.grid.policy.ports.intensity=[0,0.5]"]
    found = [c for c in cases(composed([*hydra, *asked])) if c.scenario != "baseline"]
    assert [at_work(c.world).get("ports", 0.0) for c in found] == [0.0, 0.5]


@pytest.mark.parametrize("number", [0, 9, -1])
def test_a_number_that_names_nothing_is_refused_in_one_line(number: int, hydra) -> None:
    with pytest.raises(UserError, match=f"there is no Next Step {number}; allowed: 1 to 8$"):
        steps([1, number])
    with pytest.raises(UserError, match=f"there is no Next Step {number}"):
        cases(composed([*hydra, "task=compare", f"compare.portfolio=[1,{number}]"]))
