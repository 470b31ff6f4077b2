"""The tasks from Python."""

from __future__ import annotations

import pytest
from rich.console import Console

import flowsim
from flowsim.cli.progress import bar
from flowsim.domain.errors import UserError

SHORT = {"horizon": {"end": "2013-01-07", "policy_start": "2012-07-02"}, "threads": 1}


def test_run_and_compare_give_results(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done: list[int] = []
    results = flowsim.compare(
        ["policy.mail.intensity=0.5"], compare={"scenarios": ["us_demand"]}, replicates=2, progress=done.append, **SHORT
    )
    assert sum(done) == 4
    assert set(results.comparison()["scenario"]) == {"baseline", "us_demand"}
    assert (tmp_path / "results" / "next_steps" / "comparison.csv").is_file()
    one = flowsim.run(scenario="us_demand", strength="high", seed=1, out=tmp_path / "it's mine", **SHORT)
    assert set(one.outcomes()["seed"]) == {1}
    assert flowsim.load(tmp_path / "it's mine").manifest["key"] == one.manifest["key"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"scenario": "us_demnd"}, "did you mean 'us_demand'"),
        ({"scenaro": "us_demand"}, "unknown setting 'scenaro'"),
        ({"policy": {"ports": {"intensity": 2}}}, "outside its limits"),
        ({"seeed": 1}, "seeed"),
        ({"replicates": "many"}, "many"),
        ({"config_dir": "nowhere"}, "nowhere"),
        ({"overrides": "seed=1"}, "list of overrides"),
    ],
)
def test_mistakes_are_one_line_too(settings: dict, says: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=says) as caught:
        flowsim.run(**settings)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_bar_shows_rate_and_is_silent_in_files(capsys) -> None:
    terminal = Console(force_terminal=True, width=100)
    with bar(terminal, 4) as progress:
        progress(4)
    assert "4/4" in capsys.readouterr().out
    with bar(Console(), 4) as progress:
        progress(4)
    assert capsys.readouterr().out.strip() == ""


def test_public_names() -> None:
    assert set(flowsim.__all__) <= set(dir(flowsim))
    with pytest.raises(AttributeError, match="nothing"):
        flowsim.nothing  # noqa: B018
