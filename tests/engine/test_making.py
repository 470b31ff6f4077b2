"""Chemistries of methamphetamine, and suppliers of precursors: who moves where, and how fast."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import stepped, world

from flowsim.domain.codes import Chemistry
from flowsim.engine.goods import LOSS, imports, split
from flowsim.engine.model import FlowModel
from flowsim.kernels.harbour import change_chemistry


@pytest.fixture
def model() -> FlowModel:
    return stepped(world(), [0, 1], 4)


def parts_of(model: FlowModel) -> np.ndarray:
    """Share of its drug's plan by chemistry, (chemistry, L)."""
    out = np.empty((len(Chemistry), model.lanes))
    split(model.world.p2p_odds, out)
    return out


def weeks_of(model: FlowModel, weeks: int, **loss: float) -> np.ndarray:
    """Share of P2P week by week under a loss of supply by chemistry, (week, L)."""
    lost = np.stack([np.full(model.lanes, loss.get(c.name.lower(), 0.0)) for c in Chemistry])
    path, chemists = [], model.rules.works.chemists
    np.log(np.maximum(1.0 - lost, 1e-3), out=chemists.left)
    for _ in range(weeks):
        change_chemistry(chemists)
        path.append(parts_of(model)[Chemistry.P2P])
    return np.array(path)


def test_chemistries_share_the_plan_whole(model: FlowModel) -> None:
    parts = parts_of(model)
    np.testing.assert_array_equal(parts[Chemistry.FENTANYL], 1.0)
    np.testing.assert_allclose(parts[Chemistry.P2P] + parts[Chemistry.EPHEDRINE], 1.0, rtol=1e-12)
    np.testing.assert_allclose(parts[Chemistry.P2P], model.params.synthesis.p2p_share_2012, rtol=1e-12)


def test_nobody_changes_the_chemistry_without_a_loss(model: FlowModel) -> None:
    path = weeks_of(model, 200, fentanyl=0.9)
    np.testing.assert_allclose(path, model.params.synthesis.p2p_share_2012[0], rtol=1e-9)


def test_makers_leave_the_chemistry_that_lost_its_supply(model: FlowModel) -> None:
    usual = model.params.synthesis.p2p_share_2012
    less = weeks_of(model, 60, p2p=0.6)
    assert (np.diff(less, axis=0) < 0.0).all()
    assert (less[-1] < usual).all()
    back = weeks_of(model, 400)
    assert (np.diff(back, axis=0) >= 0.0).all()
    np.testing.assert_allclose(back[-1], usual, rtol=0.01)
    more = weeks_of(model, 60, ephedrine=0.6)
    assert (more[-1] > usual).all()


def test_half_of_the_way_takes_the_stated_weeks(model: FlowModel) -> None:
    p, w = model.params.synthesis, model.world
    start = w.p2p_odds.copy()
    end = start + p.route_pull * np.log(0.4)
    weeks_of(model, int(p.route_sub_median_weeks[0]), p2p=0.6)
    gone = (w.p2p_odds - start) / (end - start)
    np.testing.assert_allclose(gone, 0.5, atol=0.01)
    weeks_of(model, 2000, p2p=0.6)
    np.testing.assert_allclose(w.p2p_odds, end, rtol=1e-6)


@pytest.mark.parametrize("chemistry", Chemistry)
def test_half_of_a_lost_supply_is_replaced_by_the_stated_week(model: FlowModel, chemistry: Chemistry) -> None:
    model.levers[LOSS[chemistry]][:] = 0.8
    median, weeks = model.params.synthesis.supplier_sub_median_weeks[0], 0
    while model.world.substitution[chemistry].min() < 0.4:
        imports(model)
        weeks += 1
    assert abs(weeks - median) <= 1.0
    others = [c for c in Chemistry if c != chemistry]
    assert (model.world.substitution[others] == 0.0).all()
