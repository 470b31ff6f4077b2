"""Signs that hold by mechanism, world by world: each seed with a policy beside the same seed without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from flowsim.domain.calendar import week_number
from flowsim.domain.params import put

pytestmark = pytest.mark.science

START = week_number("2018-01-01")
DEMAND = ("prevention", "treatment", "naloxone")


class Outcome:
    """Sums of weekly series since the start of policy, (L,), and the last whole year by place, (place, L)."""

    def __init__(self, model: Any) -> None:
        records, self.ports = model.records, model.ports
        since = np.array(records.weeks) >= START
        self.sums = dict(zip(records.series, records.weekly[since].sum(0), strict=True))
        self.years = {name: value for (name, year), value in records.years.items() if year == 2020}

    def through_ports(self, drug: str) -> np.ndarray:
        """Share of what crossed the border that came through ports of entry, (L,)."""
        kg = self.years[f"delivered_kg.{drug}"]
        return np.asarray(kg[self.ports].sum(0) / kg.sum(0))


Run = Callable[..., Outcome]


@pytest.fixture(scope="module")
def run(past: Any) -> Run:
    """Three years under full programmes that come within half a year; computed once each."""
    model, snapshot = past
    neutral = model.config

    @cache
    def outcome(*instruments: str) -> Outcome:
        chosen = neutral.policy
        for name in instruments:
            chosen = put(put(chosen, f"{name}.intensity", 1.0), f"{name}.ramp_weeks", 26.0)
        model.branch(snapshot, replace(neutral, policy=chosen))
        model.run()
        found = Outcome(model)
        model.branch(snapshot, neutral)
        return found

    return outcome


def difference(run: Run, name: str, *instruments: str) -> np.ndarray:
    return np.asarray(run(*instruments).sums[name] - run().sums[name])


def rises(difference: np.ndarray, share: float = 1.0) -> bool:
    """The mean rises, and so does at least a share of worlds."""
    return bool(difference.mean() > 0.0 and np.mean(difference > 0.0) >= share)


def falls(difference: np.ndarray, share: float = 1.0) -> bool:
    return rises(-difference, share)


def test_eradication_leaves_less_poppy_standing_and_dearer_gum(run: Run) -> None:
    assert rises(difference(run, "eradicated_ha", "eradication"))
    assert falls(difference(run, "poppy_ha", "eradication"))
    assert rises(difference(run, "gum_price_usd_per_kg", "eradication"), 0.9)


def test_alternatives_draw_land_out_of_poppy(run: Run) -> None:
    assert falls(difference(run, "poppy_ha", "alternatives"))


def test_less_demand_means_fewer_deaths_and_users(run: Run) -> None:
    assert falls(difference(run, "deaths_overdose_opioid", *DEMAND))
    assert falls(difference(run, "users_opioid", *DEMAND))
    assert rises(difference(run, "in_treatment", *DEMAND))
    assert falls(difference(run, "consumed_kg.heroin", *DEMAND), 0.9)


def test_precursor_control_finds_more_and_leaves_less_fentanyl(run: Run) -> None:
    assert rises(difference(run, "precursors_intercepted_kg", "precursors"))
    assert falls(difference(run, "produced_kg.fentanyl", "precursors"), 0.75)


def test_ports_seize_more_and_shift_routes(run: Run) -> None:
    for drug in ("heroin", "fentanyl"):
        assert rises(difference(run, f"seized_kg.{drug}", "ports"), 0.9)
        assert falls(run("ports").through_ports(drug) - run().through_ports(drug), 0.75)
    assert rises(difference(run, "learned_risk.heroin", "ports"), 0.9)


def test_patrol_shifts_routes_the_other_way(run: Run) -> None:
    assert rises(difference(run, "seized_kg.heroin", "patrol"), 0.9)
    assert rises(run("patrol").through_ports("heroin") - run().through_ports("heroin"), 0.75)


def test_screened_mail_brings_less_by_mail_and_more_by_land(run: Run) -> None:
    assert falls(difference(run, "mailed_kg.fentanyl", "mail"))
    assert rises(difference(run, "produced_kg.fentanyl", "mail"), 0.9)


def test_laboratories_are_raided_and_rebuilt(run: Run) -> None:
    raided = difference(run, "labs_raided", "labs")
    assert rises(raided)
    lost = -difference(run, "produced_kg.fentanyl", "labs").mean() / run().sums["produced_kg.fentanyl"].mean()
    assert lost < 0.5 * raided.mean() / run().sums["labs_raided"].mean()


def test_supply_side_programmes_cost_what_they_say(run: Run) -> None:
    for name in ("cost_usd.us", "cost_usd.mexico"):
        assert (run().sums[name] == 0.0).all()
        assert rises(difference(run, name, "eradication"))


@pytest.mark.parametrize("instruments", [DEMAND, ("ports",), ("eradication",)], ids=lambda names: "+".join(names))
def test_pairing_by_seed_sharpens_differences(run: Run, instruments: tuple[str, ...]) -> None:
    """The paired difference in deaths varies at most a tenth of what independent worlds would give."""
    with_policy, without = (run(*names).sums["deaths_overdose_opioid"] for names in (instruments, ()))
    paired = np.var(with_policy - without, ddof=1)
    independent = np.var(with_policy, ddof=1) + np.var(without, ddof=1)
    assert 0.0 < paired <= 0.1 * independent
