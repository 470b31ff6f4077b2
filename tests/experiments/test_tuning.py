"""Trials of a tuning and the configuration of the best."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from flowsim.domain.errors import UserError
from flowsim.domain.params import put
from flowsim.experiments.build import Job, composed, session
from flowsim.experiments.history import END, fit_key, history, tunable
from flowsim.experiments.tuning import BEST, CHAIN, Trial, best, dumped, record, settings_of, trials

NAME = "chain.border.referral"


def trial(number: int, misfit: float, value: float = 0.1) -> Trial:
    return Trial(number, misfit, 3, 5, {NAME: value}, f"{number:016x}")


@pytest.fixture(scope="module")
def job():
    with session() as extra:
        return composed([*extra, "task=fit", "replicates=2"])


def test_trials_come_back_to_the_bit_and_in_order(tmp_path):
    assert trials(tmp_path) == []
    third = trial(2, 1 / 3, 0.1 + 0.2)
    for one in (third, trial(0, 2.0), trial(1, 1.0)):
        record(tmp_path, one, {})
    assert trials(tmp_path) == [trial(0, 2.0), trial(1, 1.0), third]
    assert best(trials(tmp_path)) == third
    assert sorted(path.name for path in tmp_path.iterdir()) == [BEST, "chain", "trials.csv"]


def test_only_a_better_trial_changes_the_best(tmp_path):
    for number, misfit in enumerate((2.0, 1.0, 1.0, 3.0)):
        leader = record(tmp_path, trial(number, misfit), {"chain": {"border": {"referral": number / 10}}})
    assert leader == trial(1, 1.0)
    assert yaml.safe_load((tmp_path / BEST).read_text()) == {"chain": {"border": {"referral": 0.1}}}
    assert (tmp_path / CHAIN).read_bytes() == (tmp_path / BEST).read_bytes()


def test_a_trial_takes_the_place_of_its_number(tmp_path):
    record(tmp_path, trial(0, 2.0), {})
    record(tmp_path, trial(0, 3.0), {})
    assert trials(tmp_path) == [trial(0, 3.0)]


@pytest.mark.parametrize("text", ["", "number\n1\n", "number,misfit,inside,scored,key\na,b,c,d,e\n", "\x00\x01"])
def test_a_damaged_file_is_one_line(tmp_path, text):
    (tmp_path / "trials.csv").write_text(text)
    with pytest.raises(UserError, match=r"trials\.csv"):
        trials(tmp_path)


def test_the_settings_are_what_differs_and_what_is_named(job):
    assert settings_of(job.config, []) == {}
    default = job.config.chain.border.referral
    assert settings_of(job.config, [NAME]) == {"chain": {"border": {"referral": default}}}
    other = put(put(job.config, "chain.use.mu_2012.opioids", 1e-5), "structure.route_choice", "expected_value")
    organisations = {**other.organisations, "sinaloa": replace(other.organisations["sinaloa"], heroin=0.5)}
    found = settings_of(replace(other, organisations=organisations), [])
    assert found == {
        "chain": {"use": {"mu_2012": {"opioids": 1e-5}}},
        "organisations": {"sinaloa": {"heroin": 0.5}},
        "structure": {"route_choice": "expected_value"},
    }
    assert yaml.safe_load(dumped(found)) == found


def test_the_history_has_no_policy_and_ends_with_the_data(job):
    world = history(job).world
    assert world.horizon.end == END == "2017-01-01"
    assert all(getattr(world.policy, name).intensity == 0 for name in world.policy.__dataclass_fields__)
    assert NAME in tunable(job.config)
    assert "organisations.sinaloa.heroin" in tunable(job.config)


def test_the_key_of_a_fit_follows_world_and_seeds(job):
    def changed(**settings):
        return fit_key(Job(replace(job.config, **settings), job.scenario, job.overrides))

    assert changed(out="elsewhere", threads=2, tile=3) == fit_key(job)
    keys = {changed(seed=1), changed(replicates=3), changed(chain=put(job.config.chain, "border.referral", 0.05))}
    assert len(keys | {fit_key(job)}) == 4
