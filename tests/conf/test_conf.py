"""Every configuration file: composes, says what it is about, and steps into no trap of YAML."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowsim.domain.chain import Structure
from flowsim.domain.params import check, flat
from flowsim.experiments.build import composed, options, session, to_world
from flowsim.experiments.catalogue import about, choices, conf_dir, groups
from flowsim.experiments.checks import RULES
from flowsim.experiments.schema import STRENGTHS, Config
from flowsim.policy import REGISTRY

FILES = sorted(conf_dir().rglob("*.yaml"))
SCENARIOS = sorted(choices("scenario", [conf_dir()]))


def name(path: Path) -> str:
    return path.relative_to(conf_dir()).as_posix()


@pytest.fixture(scope="module")
def hydra():
    with session() as extra:
        yield extra


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_bare_booleans_and_no_choice_named_so(path: Path) -> None:
    text = re.sub(r"#.*|\"[^\"]*\"|'[^']*'", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"(^|[\s:\[{,-])(on|off|yes|no|y|n)(?=$|[\s,\]}:])", text, re.IGNORECASE | re.MULTILINE)
    assert path.stem.lower() not in ("on", "off", "yes", "no", "true", "false", "null", "y", "n")


@pytest.mark.parametrize("path", [p for p in FILES if p.stem != "none"], ids=name)
def test_every_file_says_what_it_is_about(path: Path) -> None:
    assert about(path)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenarios_compose_at_every_strength(scenario: str, hydra) -> None:
    found = []
    for strength in STRENGTHS:
        job = composed([*hydra, "task=run", f"scenario={scenario}", f"strength={strength}"])
        assert (job.scenario, job.config.strength) == (scenario, strength)
        world = to_world(job.config)
        assert check(world) == []
        found.append(sum(getattr(world.policy, room).intensity for room in REGISTRY))
    assert found == [0, 0, 0] if scenario == "baseline" else 0 < found[0] < found[1] < found[2]


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if s != "baseline"])
def test_scenario_files_state_doses_and_package(scenario: str) -> None:
    path = conf_dir() / "scenario" / f"{scenario}.yaml"
    assert path.read_text(encoding="utf-8").startswith("# @package _global_\n")
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["dose"]


def test_the_baseline_is_the_defaults_of_the_code(hydra) -> None:
    job = composed([*hydra, "scenario=baseline"])
    neutral = {fact.name: fact.value for fact in flat(Config()) if fact.name.startswith(("policy", "chain"))}
    assert {fact.name: fact.value for fact in flat(job.config) if fact.name in neutral} == neutral
    assert all(getattr(job.config.policy, room).intensity == 0.0 for room in REGISTRY)


@pytest.mark.parametrize(
    ("group", "choice"),
    [
        (g, c)
        for g in groups([conf_dir()])
        if not g.startswith(("policy", "scenario"))
        for c in choices(g, [conf_dir()])
    ],
)
def test_every_choice_of_every_group_composes(group: str, choice: str, hydra) -> None:
    assert to_world(composed([*hydra, f"{group}={choice}"]).config)


def test_instruments_have_a_folder_with_none(hydra) -> None:
    assert sorted(path.name for path in (conf_dir() / "policy").iterdir()) == sorted(REGISTRY)
    for room in REGISTRY:
        assert yaml.safe_load((conf_dir() / "policy" / room / "none.yaml").read_text(encoding="utf-8")) == {}
    overrides = [f"policy/{room}=none" for room in REGISTRY]
    assert composed([*hydra, *overrides]).config == composed(list(hydra)).config


@pytest.mark.parametrize("path", sorted((conf_dir() / "compare").glob("*.yaml")), ids=name)
def test_comparisons_name_what_exists(path: Path, hydra) -> None:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["name"] == path.stem
    assert content["question"].endswith("?")
    assert set(content["scenarios"]) <= set(options("scenario"))
    assert content["scenarios"][0] == "baseline"


def test_the_tuning_names_every_free_parameter_within_its_evidence() -> None:
    content = yaml.safe_load((conf_dir() / "sweep" / "tune.yaml").read_text(encoding="utf-8"))
    ranges = content["hydra"]["sweeper"]["params"]
    free = {fact.name: fact for fact in flat(Config()) if fact.role == "free"}
    assert list(ranges) == list(free)
    for name, text in ranges.items():
        low, high = (float(end) for end in re.fullmatch(r"interval\((.+), (.+)\)", text).groups())
        assert "." in text.split(",")[0], "whole ends mean whole numbers"
        assert free[name].low <= low < high <= free[name].high, name


def test_structural_rules_are_all_known() -> None:
    assert sorted(RULES) == sorted(f.name for f in fields(Structure))
    assert all(getattr(Structure(), rule) in allowed for rule, allowed in RULES.items())


def test_every_number_of_the_tree_has_facts() -> None:
    """House rule 5, for chain and policy: every number has unit, source, role and limits."""

    def walk(tree: Any, prefix: str) -> None:
        for f in fields(tree):
            value = getattr(tree, f.name)
            if is_dataclass(value):
                walk(value, f"{prefix}{f.name}.")
            elif not isinstance(value, str):
                assert {"unit", "source", "role", "limits"} <= set(f.metadata), f"{prefix}{f.name}"
                assert f.metadata["unit"], f"{prefix}{f.name}"
                assert f.metadata["source"], f"{prefix}{f.name}"

    for room in ("chain", "policy", "horizon"):
        walk(getattr(Config(), room), f"{room}.")
