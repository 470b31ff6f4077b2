"""Strength of institutions: at rest, worn by bribes, built by a programme, neutral to the bit before history."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import world

from flowsim.domain.chain.institutions import Params
from flowsim.domain.params import put, stack
from flowsim.engine.model import FlowModel
from flowsim.kernels.courts import Wear, wear_down

P = stack([Params()])
USUAL = np.array([0.04])


def path(weeks: int, ratio: float = 1.0, programme: float = 0.0, start: float = 0.35) -> np.ndarray:
    """Strength and effect of one place, week by week, (2, week)."""
    strength, effect, found = np.full((1, 1), start), np.zeros((1, 1)), []
    rule = Wear(
        P.strength_2012, USUAL, np.array([ratio]), np.array([programme]), P.settle_weeks, P.rise, P.wear, P.lost
    )
    for _ in range(weeks):
        wear_down(strength, effect, np.ones((1, 1)), rule)
        found.append((strength[0, 0], effect[0, 0]))
    return np.array(found).T


def test_the_bribes_of_2012_leave_it_at_rest_to_the_bit() -> None:
    strength, effect = path(100)
    assert (strength == 0.35).all()
    assert (effect == 1.0).all()


def test_more_bribes_wear_it_down_and_fewer_let_it_recover() -> None:
    assert path(520, ratio=3.0)[0, -1] < 0.35 < path(520, ratio=0.3)[0, -1]


def test_a_programme_builds_it_slowly_and_it_fades_when_the_money_stops() -> None:
    built = path(520, programme=1.0)[0]
    assert built[51] - 0.35 < 0.2
    assert built[-1] == pytest.approx(0.705, abs=0.02)
    faded = path(520, start=built[-1])[0]
    assert 0.35 < faded[-1] < 0.42
    assert np.log((faded[0] - 0.35) / (faded[259] - 0.35)) == pytest.approx(1.0, abs=0.1)


def test_neutral_until_history_begins() -> None:
    model = FlowModel(world(spinup=12), [0, 1])
    while model.week <= 0:
        model.step()
    for name in ("integrity", "port_integrity", "integrity_mean"):
        assert (getattr(model.world, name) == 1.0).all()
    assert (model.world.state_strength == 0.35).all()


def test_a_programme_makes_searches_find_more() -> None:
    config = world(spinup=12)
    clean = replace(
        config, policy=put(put(config.policy, "anti_corruption.intensity", 1.0), "anti_corruption.start", "2012-04-02")
    )
    models = [FlowModel(c, range(4)).run("2013-07-01") for c in (config, clean)]
    plain, built = (m.world for m in models)
    assert (built.integrity > plain.integrity + 0.02).all()
    assert (built.port_integrity > 1.02).all()
    assert (models[1].world.erad_rate.sum(0) > models[0].world.erad_rate.sum(0)).all()
    assert (np.abs(plain.integrity - 1.0) < 0.01).all()
