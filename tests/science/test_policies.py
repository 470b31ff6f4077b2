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
PARTNERS = ("coca", "central_america", "pacific")


class Outcome:
    """Weekly series since the start of policy, (week, L), their sums, and the last whole year by place, (place, L)."""

    def __init__(self, model: Any) -> None:
        records, self.ports = model.records, model.ports
        weekly = records.weekly[np.array(records.weeks) >= START]  # one copy, of which every series is a view
        self.weeks = {name: weekly[:, row] for row, name in enumerate(records.series)}
        self.sums = {name: weeks.sum(0) for name, weeks in self.weeks.items()}
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


def test_the_chain_of_methamphetamine_is_cut_where_that_of_fentanyl_is(run: Run) -> None:
    assert falls(difference(run, "produced_kg.methamphetamine", "precursors"), 0.75)
    assert rises(difference(run, "raid_lost_kg.methamphetamine", "labs"), 0.9)


def test_fewer_pills_mean_fewer_us_laboratories_and_more_from_mexico(run: Run) -> None:
    assert falls(difference(run, "us_labs", "pills"))
    assert falls(difference(run, "elsewhere_kg.methamphetamine", "pills"))
    assert rises(difference(run, "produced_kg.methamphetamine", "pills"), 0.75)


def test_roads_find_more_of_every_drug(run: Run) -> None:
    for drug in ("heroin", "fentanyl", "methamphetamine", "cocaine", "marijuana"):
        assert rises(difference(run, f"seized_roads_kg.{drug}", "roads"), 0.9), drug


def test_the_pacific_finds_more_and_sends_cocaine_by_land(run: Run) -> None:
    assert rises(difference(run, "leg_seized_kg.pacific", "pacific"), 0.9)
    pacific, central, _ = (run("pacific").years["cocaine_leg_passed_kg"][row] for row in range(3))
    before, around, _ = (run().years["cocaine_leg_passed_kg"][row] for row in range(3))
    assert falls(pacific / (pacific + central) - before / (before + around), 0.75)


def test_central_america_finds_more_on_both_of_its_legs(run: Run) -> None:
    for leg in ("central_america", "southern_border"):
        assert rises(difference(run, f"leg_seized_kg.{leg}", "central_america"), 0.9), leg


def test_less_coca_reaches_exports_after_years(run: Run) -> None:
    lost = run().weeks["coca_made_kg"] - run("coca").weeks["coca_made_kg"]
    share = lost / run().weeks["coca_made_kg"]
    assert (share > 0.0).all()
    assert (share[104:156].mean(0) > 1.2 * share[26:52].mean(0)).all()


def test_other_markets_absorb_what_partners_take_before_the_us_does(run: Run) -> None:
    share = {name: difference(run, name, *PARTNERS) / run().sums[name] for name in ("coca_made_kg", "coca_world_kg")}
    us = difference(run, "consumed_kg.cocaine", *PARTNERS) / run().sums["consumed_kg.cocaine"]
    assert falls(share["coca_made_kg"])
    assert falls(share["coca_world_kg"])
    assert falls(us, 0.75)
    assert (np.abs(us) < np.abs(share["coca_made_kg"])).all()


def test_us_enforcement_seizes_more_and_makes_the_last_step_dearer(run: Run) -> None:
    for drug in ("heroin", "fentanyl", "methamphetamine", "cocaine", "marijuana"):
        assert rises(difference(run, f"seized_us_kg.{drug}", "domestic"), 0.9), drug
    assert rises(difference(run, "price_usd_per_pure_g.cocaine", "domestic"), 0.9)


def test_partners_pay_for_their_programmes(run: Run) -> None:
    for name in ("cost_usd.us", "cost_usd.partners"):
        assert rises(difference(run, name, *PARTNERS))


def test_fields_of_marijuana_are_left_to_the_effort_of_today(run: Run) -> None:
    moved = np.abs(difference(run, "marijuana_eradicated_ha", "eradication"))
    assert (moved < 1e-3 * run().sums["marijuana_eradicated_ha"]).all()


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
