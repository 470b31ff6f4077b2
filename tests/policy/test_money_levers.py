"""Instruments on money: which lever, how far at full strength, and what they leave alone."""

from __future__ import annotations

import numpy as np
import pytest
from one_instrument import applied, full

from flowsim.policy import REGISTRY
from flowsim.state.levers import LEVERS

FULL = {
    "bank_sharing": {"bank_sharing": 0.5},
    "kyc": {"kyc_depth": 0.5},
    "monitoring": {"monitoring_systems": 0.5},
    "analysts": {"analysts": 1.3},
    "fines": {"fines": 2.0, "supervision": 1.5, "risk_based": 0.5},
    "feedback": {"bank_feedback": 1.3, "analyst_feedback": 1.1},
    "fiu": {"fiu_capacity": 2.0},
    "freeze_and_forfeit": {"freezing": 2.0, "forfeiture": 2.0},
    "prosecution": {"laundering_prosecution": 2.0},
    "third_parties": {"third_party_controls": 5.0},
}


@pytest.mark.parametrize("room", FULL)
def test_levers_at_full_strength(room):
    levers = applied(room, full(room, intensity=1.0))
    assert {lever: levers[lever][0] for lever in REGISTRY[room].WRITES} == pytest.approx(FULL[room], rel=1e-12)


def test_every_lever_of_money_has_one_instrument():
    written = [lever for room in FULL for lever in REGISTRY[room].WRITES]
    about_money = [
        name for name, lever in LEVERS.items() if lever.acts_on.split(":")[0] in ("screening", "cases", "money")
    ]
    assert sorted(written) == sorted(about_money)


def test_parts_of_a_programme_can_be_left_out():
    levers = applied("fines", REGISTRY["fines"].Params(intensity=1.0, supervision_gain=0.0))
    np.testing.assert_array_equal(levers["supervision"], 1.0)
    assert levers["fines"][0] == 2.0
