"""The manifest says what every number is, and who changed it."""

from __future__ import annotations

import json
import os
import platform
import socket

from flowsim.domain.params import flat
from flowsim.domain.world_config import WorldConfig
from flowsim.experiments.manifest import compare_manifest, facts, merged, parameters, run_manifest, world_overrides
from flowsim.experiments.parts import Seeds
from flowsim.experiments.store import Store


def _rows(made, intensity, overrides=(), base=True, **ports):
    one = made.case("border", intensity)
    world = one.world
    if ports:
        world = made.replace(world, policy=made.replace(world.policy, ports=made.replace(world.policy.ports, **ports)))
    before = made.case("baseline").world if base else None
    return {row["name"]: row for row in parameters(world, before, "border", list(overrides))}


def test_a_row_holds_value_facts_and_who_changed_it(made):
    row = _rows(made, 0.5)["policy.ports.intensity"]
    assert row == {
        "name": "policy.ports.intensity",
        "value": 0.5,
        "unit": "share",
        "source": "scenario:border",
        "source_of_default": "lever",
        "low": 0,
        "high": 1,
        "role": "lever",
        "changed": True,
        "by": "scenario:border",
    }


def test_the_command_line_is_named_where_it_decided(made):
    rows = _rows(made, 0.33, ["policy.ports.intensity=0.33", "seed=4"])
    assert rows["policy.ports.intensity"]["by"] == "command line"
    assert rows["policy.ports.start"]["by"] == "default"
    group = _rows(made, 0.33, ["policy/ports=strong"])
    assert group["policy.ports.intensity"]["by"] == "command line"
    blind = _rows(made, 0.33, ["policy.ports.intensity=0.33"], base=False)
    assert blind["policy.ports.intensity"]["changed"]
    assert not blind["policy.ports.cost_usd_per_year"]["changed"]


def test_unchanged_rows_keep_their_source_and_odd_ones_are_flagged(made):
    rows = _rows(made, 0.0, cost_usd_per_year=9e8)
    assert rows["policy.ports.intensity"]["source"] == "lever"
    assert rows["policy.ports.cost_usd_per_year"]["flagged"] == "outside the range of evidence"
    assert "flagged" not in rows["policy.ports.intensity"]
    assert rows["horizon.end"]["value"] == "2020-01-01"
    assert any(name.startswith("chain.crops.") for name in rows)


def test_fees_of_networks_carry_the_range_of_their_channel():
    rows = {row["name"]: row for row in parameters(WorldConfig(), None, "baseline", ["networks.trade_a.fee=0.2"])}
    broker = rows["networks.peso_broker_a.fee"]
    assert (broker["value"], broker["low"], broker["high"], broker["role"]) == (0.09, 0.07, 0.18, "uncertain")
    assert "black-market" in broker["source"]
    assert rows["networks.peso_broker_a.channel"]["value"] == "peso_broker"
    assert rows["networks.trade_a.fee"]["by"] == "command line"


def test_nothing_of_the_machine_is_written(tmp_path, made):
    one = made.case("baseline", overrides=[f"out={tmp_path}", "hydra.run.dir=/secret", "policy.ports.intensity=0"])
    text = json.dumps(
        [run_manifest(one, "k"), compare_manifest([(one, "k")], 0, 4, {"overrides": ["out=/secret", "seed=1"]})],
        allow_nan=False,
    )
    for private in (str(tmp_path), "/secret", socket.gethostname() or "?", os.path.expanduser("~/")):
        assert private not in text
    assert platform.python_version() in text


def test_cases_and_durations_of_one_run_add_up(tmp_path, made):
    store = Store(tmp_path)
    first = run_manifest(made.case("baseline"), "k", durations=[{"seeds": "0-1", "seconds": 1.5}])
    again = run_manifest(made.case("baseline"), "k", durations=[{"seeds": "2-3", "seconds": 1.0}])
    other = run_manifest(made.case("idle", strength="high"), "k")
    for manifest in (first, again, other):
        store.write_manifest("k", manifest)
    store.write_tile("k", made.tile_tables([0, 1]))
    store.write_manifest("k", {})
    found = store.run("k").manifest()
    assert [(c["scenario"], c["strength"]) for c in found["cases"]] == [("baseline", "medium"), ("idle", "high")]
    assert [d["seeds"] for d in found["durations"]] == ["0-1", "2-3"]
    assert found["seeds"] == ["0-1"]
    assert found["config"]["horizon"]["end"] == "2020-01-01"
    assert {"code_version", "data", "libraries", "python", "platform"} <= set(found)


def test_merging_into_nothing():
    assert merged({}, {}, [Seeds(3, 3)]) == {"cases": [], "seeds": ["3"], "durations": []}


def test_overrides_of_the_world_alone():
    given = ["task=run", "seed=3", "out=/x", "hydra/launcher=joblib", "policy.ports.intensity=1", "+compare.grid.x=[1]"]
    assert world_overrides([*given, "horizon.end=2030-01-01"]) == ("policy.ports.intensity=1", "horizon.end=2030-01-01")


def test_entries_of_a_table_have_facts_of_their_own():
    declared = {fact.name: fact for fact in flat(WorldConfig().chain, "chain.")}
    written = {fact.name: fact for fact in facts(WorldConfig().chain, "chain.")}
    assert written == declared
    growth = {fact.role for name, fact in written.items() if name.startswith("chain.use.user_growth.")}
    assert growth == {"free", "uncertain"}
