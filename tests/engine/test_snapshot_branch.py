"""A branch equals the run that never branched; a policy of no strength equals no policy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from worlds import START, differing, held, stepped, under, world

from flowsim import policy
from flowsim.domain.params import put
from flowsim.engine.model import FlowModel
from flowsim.engine.snapshot import Snapshot

SEEDS = (0, 1)
FORK, END = "2012-03-05", "2012-12-31"


@pytest.fixture(scope="module")
def history() -> tuple[FlowModel, Snapshot]:
    model = FlowModel(world(), SEEDS).run(FORK)
    return model, model.snapshot()


@pytest.fixture(scope="module")
def baseline() -> dict[Any, Any]:
    return held(FlowModel(world(), SEEDS).run(END))


@pytest.fixture(scope="module")
def treated() -> dict[Any, Any]:
    return held(FlowModel(under(world()), SEEDS).run(END))


def branched(history: tuple[FlowModel, Snapshot], config: Any) -> dict[Any, Any]:
    model, snapshot = history
    model.branch(snapshot, config)
    return held(model.run(END))


def test_branch_equals_whole_run(history: Any, treated: Any) -> None:
    assert differing(branched(history, under(world())), treated) == []


def test_snapshot_serves_again_and_in_another_model(history: Any, treated: Any, baseline: Any) -> None:
    assert differing(branched(history, world()), baseline) == []
    assert differing(branched(history, under(world())), treated) == []
    fresh = FlowModel(world(), SEEDS)
    assert differing(branched((fresh, history[1]), under(world())), treated) == []
    assert treated["weekly"].tobytes() != baseline["weekly"].tobytes()


def test_snapshot_is_independent_of_its_model() -> None:
    model = stepped(world(), [5], 60)
    snapshot, before = model.snapshot(), {name: value.copy() for name, value in held(model).items()}
    for _ in range(9):
        model.step()
    assert differing(held(model), before)
    model.branch(snapshot, world())
    assert differing(held(model), before) == []
    assert model.week == 60 - 52


@pytest.mark.parametrize("name", policy.REGISTRY)
def test_no_strength_is_the_baseline(history: Any, baseline: Any, name: str) -> None:
    config = under(world(), name, intensity=0.0, ramp_weeks=3.0)
    assert differing(branched(history, config), baseline) == []


def test_strength_after_the_end_is_the_baseline(history: Any, baseline: Any) -> None:
    config = under(world())
    chosen = config.policy
    for name in policy.REGISTRY:
        chosen = put(chosen, f"{name}.start", END)
    assert differing(branched(history, replace(config, policy=chosen)), baseline) == []


def test_nothing_moves_before_the_start(history: Any, baseline: Any) -> None:
    model, snapshot = history
    model.branch(snapshot, under(world()))
    model.run(START)
    weeks = len(model.records.weeks)
    assert model.records.weekly.tobytes() == baseline["weekly"][:weeks].tobytes()
    model.step()
    assert model.records.weekly[-1].tobytes() != baseline["weekly"][weeks].tobytes()
