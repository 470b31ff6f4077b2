"""From overrides to cases."""

from __future__ import annotations

import string

import pytest
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hypothesis import given
from hypothesis import strategies as st

from flowsim.domain.errors import UserError
from flowsim.experiments.build import cases, composed, session
from flowsim.experiments.overrides import flatten, grid_points, name_of, spelled, without, written
from flowsim.policy import REGISTRY

PARSER = OverridesParser.create()
TEXT = st.text(string.ascii_letters + string.digits + " '\"\\,=[]{}():/.-_", max_size=20)


def listed(*overrides: str):
    with session() as extra:
        return cases(composed([*extra, *overrides]))


def test_the_baseline_comes_first_once_and_keeps_no_policy() -> None:
    found = listed(
        "compare.scenarios=[us_demand,baseline]", "compare.strengths=[low,high]", "policy.ports.intensity=0.8"
    )
    assert [(c.scenario, c.strength) for c in found] == [
        ("baseline", "medium"),
        ("us_demand", "low"),
        ("us_demand", "high"),
    ]
    assert all(getattr(found[0].world.policy, room).intensity == 0 for room in REGISTRY)
    assert [c.world.policy.ports.intensity for c in found[1:]] == [0.8, 0.8]
    assert found[0].overrides == ()
    assert found[1].overrides == ("policy.ports.intensity=0.8",)


def test_what_is_not_policy_applies_to_every_case() -> None:
    found = listed("compare.scenarios=[us_demand]", "horizon.end=2020-01-06", "chain.crops.gum_per_heroin=9")
    assert {c.world.horizon.end for c in found} == {"2020-01-06"}
    assert {c.world.chain.crops.gum_per_heroin for c in found} == {9.0}


def test_a_grid_makes_one_case_per_combination() -> None:
    found = listed(
        *("compare.scenarios=[baseline]", "++compare.grid.policy.ports.intensity=[0,1]"),
        "++compare.grid.policy.mail.intensity=[0.5]",
    )
    assert [(c.world.policy.ports.intensity, c.world.policy.mail.intensity) for c in found] == [
        (0, 0),
        (0, 0.5),
        (1, 0.5),
    ]
    assert found[2].label == "baseline policy.ports.intensity=1 policy.mail.intensity=0.5"
    assert found[2].overrides == ("policy.ports.intensity=1", "policy.mail.intensity=0.5")


def test_scenario_alone_stands_for_a_comparison_with_it() -> None:
    assert [c.scenario for c in listed("scenario=us_demand", "strength=high")] == ["baseline", "us_demand"]
    assert [c.strength for c in listed("scenario=us_demand", "strength=high")] == ["medium", "high"]


def test_one_run_keeps_policy_in_the_baseline() -> None:
    (case,) = listed("task=run", "policy.ports.intensity=0.3")
    assert case.world.policy.ports.intensity == 0.3
    assert case.scenario == "baseline"


def test_instruments_follow_the_policy_start() -> None:
    (case,) = listed("task=run", "scenario=us_demand", "horizon.policy_start=2019-06-03")
    assert case.world.policy.treatment.start == "2019-06-03"


def test_a_horizon_before_the_policy_is_history_only() -> None:
    assert len(listed("horizon.end=2016-01-04", "compare.scenarios=[us_demand]")) == 2


def test_organisations_can_be_changed_and_added() -> None:
    (case,) = listed(
        "task=run", "organisations.sinaloa.heroin=1.5", "+organisations.new={id: 99, fentanyl: 2, plazas: [Sonora]}"
    )
    assert case.world.organisations["sinaloa"].heroin == 1.5
    assert case.world.organisations["new"].plazas == ["Sonora"]


def test_networks_can_be_changed_and_added() -> None:
    (case,) = listed(
        "task=run", "networks.funnel_a.fee=0.08", "+networks.new={id: 99, channel: trade, fee: 0.02, label: New}"
    )
    assert case.world.networks["funnel_a"].fee == 0.08
    assert case.world.networks["new"].channel == "trade"
    assert case.world.networks["new"].weight == 1.0
    assert len(case.world.networks) == 12


def test_defaults_follow_the_task() -> None:
    with session() as extra:
        run, compare = (composed([*extra, f"task={task}"]).config for task in ("run", "compare"))
        other = composed([*extra, "compare=strengths"]).config
    assert (run.replicates, compare.replicates) == (1, 16)
    assert (run.out, compare.out, other.out) == ("results/run", "results/next_steps", "results/strengths")


def test_no_global_state_is_left_behind() -> None:
    before = GlobalHydra.instance().is_initialized()
    with pytest.raises(UserError, match="unknown scenario"):
        listed("compare.scenarios=[nothing]")
    assert GlobalHydra.instance().is_initialized() == before


@given(TEXT)
def test_text_survives_the_command_line(text: str) -> None:
    assert PARSER.parse_override(f"a={spelled('a', text)}").value() == text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9) | st.booleans() | st.none())
def test_values_survive_the_command_line(value: object) -> None:
    assert PARSER.parse_override(f"a={spelled('a', value)}").value() == value


def test_nested_settings_become_dotted_names() -> None:
    assert written({"horizon": {"end": "2030-01-01"}, "seed": 3, "x": [1, "b"]}) == [
        "horizon.end='2030-01-01'",
        "seed=3",
        "x=[1,'b']",
    ]
    assert flatten({"policy": {"ports": {"intensity": [1]}}}) == {"policy.ports.intensity": [1]}
    with pytest.raises(UserError, match="complex"):
        written({"a": 1j})


def test_names_of_overrides() -> None:
    assert name_of("++policy/ports@policy.ports=none") == "policy.ports"
    assert without(["seed=1", "policy.ports.intensity=1", "policyholder=2"], "policy") == ["seed=1", "policyholder=2"]


def test_points_of_an_empty_grid() -> None:
    assert grid_points({}) == [{}]
