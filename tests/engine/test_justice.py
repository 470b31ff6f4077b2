"""Cases of homicide: what is limited by what, queues, prison places, and courts that learn."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import world

from flowsim.engine.justice import capacity, homicides_per_week, justice
from flowsim.engine.model import FlowModel

FLOWS = ("homicide_arrests", "homicide_trials", "homicide_convictions")


@pytest.fixture
def model() -> FlowModel:
    model = FlowModel(world(spinup=12), range(16))
    for _ in range(3):
        model.step()
    return model


def after(model: FlowModel, weeks: int, **levers: float) -> dict[str, np.ndarray]:
    """Mean flows of some weeks of justice alone, under other levers."""
    found = {name: np.zeros(model.lanes) for name in FLOWS}
    for _ in range(weeks):
        model.levers.reset()
        for name, value in levers.items():
            model.levers.effect(name, value)
        justice(model)
        model.week += 1
        for name in FLOWS:
            found[name] += getattr(model.world, name) / weeks
    return found


def test_every_homicide_opens_a_case(model: FlowModel) -> None:
    np.testing.assert_array_equal(model.world.homicide_cases, homicides_per_week(model))


def test_people_in_the_pipeline_are_counted_once(model: FlowModel) -> None:
    w, p = model.world, model.params.justice
    waiting, inside = w.awaiting_trial.copy(), w.imprisoned.copy()
    justice(model)
    lapsed = waiting / p.lapse_weeks
    np.testing.assert_allclose(w.awaiting_trial, waiting + w.homicide_arrests - w.homicide_trials - lapsed, rtol=1e-12)
    served = inside / (p.term_years * 52.1775)
    np.testing.assert_allclose(w.imprisoned, inside + w.homicide_convictions - served - w.released_early, rtol=1e-4)
    assert (w.homicide_convictions <= w.homicide_trials).all()
    assert (w.detained < w.awaiting_trial).all()


def test_detectives_alone_find_prosecutors_full() -> None:
    plain, more, both = (
        after(FlowModel(world(end="2016-01-04", spinup=0), range(16)), 52, **levers)
        for levers in ({}, {"investigators": 2.0}, {"investigators": 2.0, "prosecutors": 1.5})
    )
    assert more["homicide_arrests"].mean() < 1.05 * plain["homicide_arrests"].mean()
    assert both["homicide_arrests"].mean() > 1.4 * plain["homicide_arrests"].mean()


def test_convictions_need_courts_too() -> None:
    levers = {"investigators": 2.0, "prosecutors": 1.5}
    plain, charged, tried = (
        after(FlowModel(world(end="2016-01-04", spinup=0), range(16)), 150, **more)
        for more in ({}, levers, {**levers, "courts": 1.5})
    )
    gain = charged["homicide_convictions"].mean() / plain["homicide_convictions"].mean()
    assert 1.0 < gain < 0.9 * tried["homicide_convictions"].mean() / plain["homicide_convictions"].mean()


def test_prison_places_bind_when_more_are_convicted(model: FlowModel) -> None:
    assert (model.world.released_early == 0.0).all()
    model.world.imprisoned *= 1.6
    justice(model)
    assert (model.world.released_early > 0.0).all()
    model.levers.effect("prisons", 3.0)
    justice(model)
    assert (model.world.released_early == 0.0).all()


def test_shares_of_courts_add_up_to_those_that_switched(model: FlowModel) -> None:
    w = model.world
    row = model.week - 1 - model.reform.first
    known = w.courts_switched + w.courts_learning + w.courts_practised
    np.testing.assert_allclose(
        known, np.repeat(model.reform.switched[row][:, None], model.lanes, 1), rtol=1e-9, atol=1e-12
    )
    assert (capacity(model) > 0.85).all()


def test_support_makes_courts_learn_faster() -> None:
    slow, fast = FlowModel(world(end="2016-01-04", spinup=0), [0]), FlowModel(world(end="2016-01-04", spinup=0), [0])
    after(slow, 52)
    after(fast, 52, courts=2.0)
    assert (fast.world.courts_learning <= slow.world.courts_learning).all()
    assert fast.world.courts_practised.sum() > slow.world.courts_practised.sum()
