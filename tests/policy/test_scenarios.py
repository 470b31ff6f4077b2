"""Scenario files and policy folders: they compose, say what they are, and hold no trap."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from flowsim.domain.params import flat
from flowsim.experiments.catalogue import about, conf_dir
from flowsim.policy import REGISTRY, neutral

CONF = Path(conf_dir())
SCENARIOS = {path.stem: path for path in sorted((CONF / "scenario").glob("*.yaml"))}
STRENGTHS = ("low", "medium", "high")
EXPECTED = {
    "baseline",
    "eradication",
    "labs",
    "precursor_interception",
    "alternatives",
    "supply",
    "regional_partners",
    "us_demand",
    "border_21st_century",
    "cartel_finance",
    "aml_cooperation",
    "bank_sharing",
    "kyc",
    "analysts",
    "fines",
    "fiu_capacity",
    "freeze_and_forfeit",
    "southbound_cash",
    "third_parties",
    "institutions",
    "intelligence_and_arms",
    "extradition",
    "coordination",
    "all_next_steps",
    "cooperation_collapses",
}
STEPS = (
    *("institutions", "intelligence_and_arms", "supply", "cartel_finance", "aml_cooperation", "coordination"),
    *("regional_partners", "us_demand"),
)
PARTS = {
    "supply": ("eradication", "labs", "precursor_interception", "alternatives"),
    "cartel_finance": ("third_parties", "freeze_and_forfeit", "fiu_capacity", "southbound_cash"),
    "aml_cooperation": ("bank_sharing", "kyc", "analysts"),
    "all_next_steps": STEPS,
}
"""Scenarios whose parts are scenarios of their own."""
BESIDE = {
    "supply": set(),
    "all_next_steps": set(),
    "cartel_finance": {"prosecution"},
    "aml_cooperation": {"feedback", "monitoring"},
}
"""Instruments that a whole moves beside those of its parts."""
YAML_BOOLEANS = re.compile(r"(?<![\w\"'-])(on|off|yes|no|y|n)(?=\s*(?:[,\]}#]|$))", re.IGNORECASE)


@cache
def resolved(name: str, strength: str) -> dict:
    tree = OmegaConf.merge({"strength": strength, "dose": {}}, OmegaConf.load(SCENARIOS[name]))
    return OmegaConf.to_container(tree, resolve=True)


def code_lines(path: Path) -> list[str]:
    return [line.split(" #")[0] for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]


def test_the_scenarios_exist():
    assert set(SCENARIOS) >= EXPECTED


@pytest.mark.parametrize("strength", STRENGTHS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_composes_at_every_strength(name, strength):
    chosen = resolved(name, strength).get("policy", {})
    assert set(chosen) <= set(REGISTRY)
    for room, values in chosen.items():
        facts = {fact.name: fact for fact in flat(getattr(neutral(), room))}
        assert set(values) <= set(facts), "a scenario sets parameters that exist"
        for key, value in values.items():
            low, high = facts[key].limits
            assert low <= value <= high


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_stronger_scenario_is_stronger(name):
    doses = [resolved(name, strength)["dose"] for strength in STRENGTHS]
    assert all(set(STRENGTHS) <= set(dose) for dose in doses)
    rooms = [resolved(name, strength).get("policy", {}) for strength in STRENGTHS]
    for room in rooms[0]:
        low, medium, high = (r[room]["intensity"] for r in rooms)
        assert 0.0 < low < medium < high <= 1.0


@pytest.mark.parametrize("whole", PARTS)
def test_a_whole_moves_its_parts_together_and_as_far(whole):
    for strength in STRENGTHS:
        together = {
            room: values for part in PARTS[whole] for room, values in resolved(part, strength)["policy"].items()
        }
        moved = resolved(whole, strength)["policy"]
        assert set(moved) == set(together) | BESIDE[whole]
        assert {room: moved[room] for room in together} == together


def test_the_baseline_does_nothing():
    assert "policy" not in resolved("baseline", "high")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_says_what_it_is(name):
    path = SCENARIOS[name]
    lines = path.read_text().splitlines()
    assert lines[0] == "# @package _global_"
    assert 10 <= len(about(path)) <= 80
    head = "\n".join(line for line in lines if line.startswith("#"))
    wanted = ("Question: ", "Reference: ") if name == "baseline" else ("Question: ", "Reference: ", "Start: ", "Cost: ")
    assert all(word in head for word in wanted)


def test_costs_named_in_scenarios_are_those_of_the_instruments():
    for name, path in SCENARIOS.items():
        text = path.read_text().replace(",", "")
        for room in resolved(name, "high").get("policy", {}):
            facts = {fact.name: fact for fact in flat(REGISTRY[room].Params())}
            cost = facts["cost_usd_per_year"]
            assert f"{cost.value / 1e6:g} " in text, f"{name} misquotes the cost of {room}"
            assert f"{cost.low / 1e6:g}-{cost.high / 1e6:g}" in text, f"{name} misquotes the range of {room}"


def test_every_instrument_has_a_folder_with_none():
    assert {path.name for path in (CONF / "policy").iterdir()} == set(REGISTRY)
    for room in REGISTRY:
        none = OmegaConf.load(CONF / "policy" / room / "none.yaml")
        assert none == {}


@pytest.mark.parametrize("path", sorted(CONF.rglob("*.yaml")), ids=lambda path: path.relative_to(CONF).as_posix())
def test_no_bare_yaml_boolean(path):
    for line in code_lines(path):
        assert not YAML_BOOLEANS.search(line), line
