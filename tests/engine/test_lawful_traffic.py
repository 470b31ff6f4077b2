"""Lawful traffic: what waits answer to, world by world, and what the phase keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from worlds import START, stepped, world

from flowsim.domain.codes import Mode
from flowsim.domain.params import put
from flowsim.engine.model import FlowModel
from flowsim.engine.waits import concentration, queues

SEEDS = range(3)
WEEKS = 52 + 60


@pytest.fixture(scope="module")
def base() -> FlowModel:
    return stepped(world(), SEEDS, WEEKS)


def again(model: FlowModel, **levers: float) -> dict[str, np.ndarray]:
    """The phase once more with other levers; the model is left as it was."""
    before, values = model.world.copy(), model.levers.values.copy()
    for name, value in levers.items():
        model.levers[name][:] = value
    model.week, week = model.first + 4 * model.decide_weeks, model.week
    queues(model)
    found = {name: getattr(model.world, name).copy() for name in NAMES}
    model.week = week
    model.world.restore(before)
    model.levers.values[:] = values
    return found


NAMES = (
    "wait_minutes",
    "wait_minutes_south",
    "wait_hours",
    "trade_delay_usd",
    "people_delay_usd",
    "put_off",
    "crossings",
)


def national(found: dict[str, np.ndarray], name: str) -> np.ndarray:
    return found[name].sum(axis=0)


def test_ports_have_waits_and_nobody_else(base: FlowModel) -> None:
    w, c = base.world, base.network.corridors
    inside = np.isin(c.mode, [Mode.PERSONAL_VEHICLE, Mode.COMMERCIAL_TRUCK, Mode.PEDESTRIAN])
    for name in NAMES:
        array = getattr(w, name)
        assert np.isfinite(array).all(), name
        assert (array >= 0.0).all(), name
        assert not array[~inside & (c.mode != Mode.RAIL)].any(), name
    assert (w.crossings[inside] > 0.0).all()
    assert not w.trade_delay_usd[c.mode != Mode.COMMERCIAL_TRUCK].any()
    assert not w.people_delay_usd[c.mode == Mode.COMMERCIAL_TRUCK].any()


def test_waits_of_2012_are_plausible(base: FlowModel) -> None:
    """Judgement: cars 15 to 60 minutes and trucks 10 to 60 in the mean of the ports, a lane at least everywhere."""
    series = list(base.records.series)
    year = base.records.weekly[13:65].mean(axis=0)
    cars, trucks = (year[series.index(f"wait_minutes_mean.{m}")] for m in ("personal_vehicle", "commercial_truck"))
    assert ((cars > 15.0) & (cars < 60.0)).all()
    assert ((trucks > 10.0) & (trucks < 60.0)).all()
    assert (base.gates.lanes_2012 >= 1.0).all()


def test_the_peak_of_2012_is_as_busy_as_stated(base: FlowModel) -> None:
    gates, p = base.gates, base.params.waits
    np.testing.assert_allclose(gates.profile.sum(axis=1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(gates.opening.max(axis=1), 1.0, rtol=1e-12)
    car = int(np.flatnonzero(base.gates.corridor == base.network.corridors.ids.index("2504.personal_vehicle"))[0])
    ordinary = 0.85 * 41.0 + 0.15 * 15.0 + 0.02 * 30.0 + 0.04 * 60.0
    peak = gates.per_week_2012[car] / 7.0 * gates.profile[0].max(axis=0)
    used = peak * ordinary / 3600.0 / gates.lanes_2012[car]
    np.testing.assert_allclose(used, p.peak_utilisation[0], rtol=1e-12)


@pytest.mark.parametrize("lever", ["port_scanning", "port_referral"])
def test_more_inspection_without_more_lanes_is_longer_and_dearer(base: FlowModel, lever: str) -> None:
    before, after = again(base), again(base, **{lever: 3.0})
    assert (after["wait_minutes"] >= before["wait_minutes"] - 1e-9).all()
    for name in ("trade_delay_usd", "wait_hours"):
        assert (national(after, name) > 1.02 * national(before, name)).all(), name


@pytest.mark.parametrize(("lever", "value"), [("lane_capacity", 1.2), ("trusted_travellers", 0.2)])
def test_lanes_and_trusted_travellers_shorten(base: FlowModel, lever: str, value: float) -> None:
    before, after = again(base), again(base, **{lever: value})
    assert (after["wait_minutes"] <= before["wait_minutes"]).all()
    for name in ("trade_delay_usd", "wait_hours", "people_delay_usd"):
        assert (national(after, name) < 0.9 * national(before, name)).all(), name
    np.testing.assert_array_equal(after["wait_minutes_south"], before["wait_minutes_south"])


def test_southbound_inspection_lengthens_the_way_south_only(base: FlowModel) -> None:
    before, after = again(base), again(base, southbound_inspection=3.0)
    np.testing.assert_array_equal(after["wait_minutes"], before["wait_minutes"])
    assert (national(after, "wait_minutes_south") > national(before, "wait_minutes_south")).all()
    assert (national(after, "trade_delay_usd") > national(before, "trade_delay_usd")).all()


@pytest.mark.parametrize("lever", ["port_scanning", "port_referral", "southbound_inspection"])
def test_the_harder_the_longer(base: FlowModel, lever: str) -> None:
    hours = [national(again(base, **{lever: x}), "wait_hours") for x in (0.5, 1.0, 2.0, 4.0, 8.0)]
    assert (np.diff(hours, axis=0) > 0.0).all()


def test_no_traffic_no_wait(base: FlowModel, monkeypatch: pytest.MonkeyPatch) -> None:
    gates = base.gates
    monkeypatch.setattr(base, "gates", replace(gates, per_week_2012=np.zeros_like(gates.per_week_2012)))
    found = again(base)
    rail = base.network.corridors.mode == Mode.RAIL
    for name in NAMES:
        assert not found[name][~rail].any(), name


def test_values_are_kept_between_decisions(base: FlowModel) -> None:
    model = stepped(world(), [0], 52)
    kept = model.world.wait_minutes.copy()
    changed = []
    for _ in range(8):
        model.step()
        changed.append(not np.array_equal(kept, model.world.wait_minutes))
        kept = model.world.wait_minutes.copy()
    assert changed.count(True) == 2


def test_enrolment_concentrates_referral_and_none_changes_no_bit(base: FlowModel) -> None:
    np.testing.assert_array_equal(concentration(base), 1.0)
    base.levers["trusted_travellers"][:] = 0.2
    more = concentration(base)
    rail = base.network.corridors.mode[base.ports] == Mode.RAIL
    base.levers["trusted_travellers"][:] = 0.0
    assert (more[~rail] > 1.0).all()
    assert (more[~rail] < 1.3).all()
    np.testing.assert_array_equal(more[rail], 1.0)


def harder_ports(config: Any) -> Any:
    return put(
        put(put(config, "policy.ports.intensity", 1.0), "policy.ports.start", START), "policy.ports.ramp_weeks", 1.0
    )


def wider_lanes(config: Any) -> Any:
    return put(
        put(put(config, "policy.lanes.intensity", 1.0), "policy.lanes.start", START), "policy.lanes.ramp_weeks", 1.0
    )


@pytest.mark.parametrize(("change", "sign"), [(harder_ports, 1.0), (wider_lanes, -1.0)])
def test_policy_moves_hours_and_dollars_in_every_world(
    base: FlowModel, change: Callable[[Any], Any], sign: float
) -> None:
    other = stepped(change(world()), SEEDS, WEEKS)
    series = list(base.records.series)
    for name in ("wait_hours", "trade_delay_usd"):
        row = series.index(name)
        moved = (other.records.weekly[:, row] - base.records.weekly[:, row]).sum(axis=0)
        assert (sign * moved > 0.0).all(), name
