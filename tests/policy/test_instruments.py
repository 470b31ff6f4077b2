"""One contract for all instruments of the registry."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from one_instrument import LATE, START, applied, full

from flowsim import policy
from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Government
from flowsim.domain.params import ROLES, check, flat, stack
from flowsim.policy import REGISTRY
from flowsim.state.levers import LEVERS, Levers
from flowsim.state.programme import Programme

COMMON = {"intensity", "start", "end", "ramp_weeks", "cost_usd_per_year", "private_share", "us_share", "partner_share"}


def test_the_registry_is_the_folder_in_order_of_the_alphabet():
    assert list(REGISTRY) == sorted(REGISTRY)
    assert {"precursors", "ports", "treatment", "naloxone"} <= set(REGISTRY)
    assert [f.name for f in fields(policy.neutral())] == list(REGISTRY)


def test_every_lever_is_written_by_some_instrument():
    assert {lever for room in REGISTRY.values() for lever in room.WRITES} == set(LEVERS)


def test_furniture(name):
    room = REGISTRY[name]
    first = room.__doc__.splitlines()[0]
    assert "(Next Step" in first or "(Merida" in first
    assert first.endswith(").")
    assert is_dataclass(room.Params)
    assert issubclass(room.Params, Programme)
    assert room.Params.__dataclass_params__.frozen
    assert set(room.WRITES) <= set(LEVERS)
    assert len(set(room.WRITES)) == len(room.WRITES) > 0
    assert all(isinstance(series, str) for series in room.READS)
    assert list(inspect.signature(room.apply).parameters) == ["levers", "seen", "params", "week"]


def test_facts_of_every_parameter(name):
    facts = list(flat(REGISTRY[name].Params()))
    assert {fact.name for fact in facts} > COMMON
    assert check(REGISTRY[name].Params()) == []
    for fact in facts:
        assert fact.role in ROLES
        assert fact.unit
        assert fact.source
        if fact.role == "uncertain":
            assert fact.low < fact.high, f"{name}.{fact.name} has no range of evidence"
            assert fact.limits[0] <= fact.low <= fact.value <= fact.high <= fact.limits[1]


def test_every_own_number_is_sourced_or_flagged(name):
    room = REGISTRY[name]
    own = {f.name for f in fields(room.Params)} - {f.name for f in fields(Programme)}
    facts = {fact.name: fact for fact in flat(room.Params())}
    for key in own | {"ramp_weeks", "cost_usd_per_year"}:
        source = facts[key].source
        assert any(ch.isdigit() for ch in source) or "judgement: " in source or source.startswith("a choice: "), key


def test_the_default_is_neutral(name):
    params = REGISTRY[name].Params()
    assert params.intensity == 0.0
    neutral = Levers(1)
    levers = applied(name, params)
    assert levers.values.tobytes() == neutral.values.tobytes()
    assert levers.cost_usd.tobytes() == neutral.cost_usd.tobytes()


def test_intensity_zero_changes_no_bit_of_what_others_did(name):
    rng = np.random.default_rng(5)
    levers, alone = Levers(4), Levers(4)
    x = rng.uniform(0.1, 0.9, (len(LEVERS), 4))
    for each in (levers, alone):
        for row, lever in enumerate(LEVERS):
            each.effect(lever, x[row])
            each.spend(Government.US, x[row])
    REGISTRY[name].apply(levers, {}, stack([full(name)] * 4), LATE)
    for each in (levers, alone):
        each.close()
    assert levers.values.tobytes() == alone.values.tobytes()
    assert levers.cost_usd.tobytes() == alone.cost_usd.tobytes()


def test_it_writes_what_it_says_and_nothing_else(name):
    levers, neutral = applied(name, full(name, intensity=1.0)), Levers(1)
    moved = {lever for lever in LEVERS if levers[lever][0] != neutral[lever][0]}
    assert moved == set(REGISTRY[name].WRITES)


def test_effects_and_bill_grow_with_intensity(name):
    doses = np.linspace(0.0, 1.0, 11)
    levers = applied(name, [full(name, intensity=float(dose)) for dose in doses])
    for lever in REGISTRY[name].WRITES:
        assert (np.diff(np.abs(levers[lever] - LEVERS[lever].neutral)) > 0.0).all(), lever
    np.testing.assert_allclose(levers.cost_usd.sum(axis=0), doses * levers.cost_usd[:, -1].sum(), rtol=1e-14)


def test_a_full_year_costs_what_params_say(name):
    params = full(name, intensity=1.0)
    bill = applied(name, params).cost_usd[:, 0] * WEEKS_PER_YEAR
    private, us, partners = params.private_share, params.us_share, params.partner_share
    public = (1.0 - private) * np.array([us, (1.0 - us) * (1.0 - partners), (1.0 - us) * partners])
    shares = np.append(public, private)
    np.testing.assert_allclose(bill, params.cost_usd_per_year * shares, rtol=1e-14, atol=1e-6)


def test_bills_of_banks_are_private():
    bill = applied("kyc", full("kyc", intensity=1.0)).cost_usd[:, 0]
    assert bill[Government.PRIVATE] > bill[:3].sum() > 0.0
    assert bill[Government.PARTNERS] == 0.0
    assert applied("ports", full("ports", intensity=1.0)).cost_usd[Government.PRIVATE, 0] == 0.0


def test_start_ramp_and_end(name):
    params = full(name, intensity=1.0, ramp_weeks=10.0, end="2020-01-06")
    neutral, reached = Levers(1), applied(name, full(name, intensity=1.0)).values
    weeks = [START - 500, START - 1, START, START + 4, START + 9, START + 50, START + 200]
    values = [applied(name, params, week).values for week in weeks]
    for before in (*values[:2], values[-1]):
        assert before.tobytes() == neutral.values.tobytes()
    for lever in REGISTRY[name].WRITES:
        row = list(LEVERS).index(lever)
        path = [abs(v[row, 0] - LEVERS[lever].neutral) for v in values[1:6]]
        assert path[0] < path[1] < path[2] < path[3]
        assert path[3] == path[4] == abs(reached[row, 0] - LEVERS[lever].neutral)
    assert applied(name, params, START - 1).cost_usd.sum() == 0.0
    assert applied(name, params, START + 200).cost_usd.sum() == 0.0
    half = applied(name, params, START + 4).cost_usd.sum()
    np.testing.assert_allclose(half, 0.5 * applied(name, params, START + 50).cost_usd.sum(), rtol=1e-14)


def test_no_ramp_means_at_once(name):
    at_once = applied(name, full(name, intensity=1.0, ramp_weeks=0.0), START)
    assert at_once.values.tobytes() == applied(name, full(name, intensity=1.0)).values.tobytes()


def test_a_lane_alone_equals_its_lane_in_a_tile(name):
    worlds = [full(name, intensity=dose) for dose in (0.0, 0.31, 0.77, 1.0)]
    tile = applied(name, worlds, START + 17)
    for lane, world in enumerate(worlds):
        alone = applied(name, world, START + 17)
        np.testing.assert_array_equal(alone.values[:, 0], tile.values[:, lane])
        np.testing.assert_array_equal(alone.cost_usd[:, 0], tile.cost_usd[:, lane])


@pytest.mark.parametrize("value", [float("nan"), -0.1, 1.1])
def test_intensity_outside_its_limits_is_refused(name, value):
    with pytest.raises(Exception, match="intensity"):
        check(REGISTRY[name].Params(intensity=value))
