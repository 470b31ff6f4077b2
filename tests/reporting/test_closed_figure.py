"""The figure and the table of the organisations alone."""

from __future__ import annotations

from io import StringIO

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from flowsim.domain.closed import Closed
from flowsim.experiments.closed_summary import summary
from flowsim.reporting import closed, style

SCENARIOS = {
    "status_quo": {"recruitment": 1.0, "arrests": 1.0},
    "half_recruitment": {"recruitment": 0.5, "arrests": 1.0},
    "double_arrests": {"recruitment": 1.0, "arrests": 2.0},
    "own": {"recruitment": 0.75, "arrests": 1.5},
}
POLICY = pd.Timestamp("2014-01-06")


def national(end: str = "2016-01-04") -> pd.DataFrame:
    """Weeks of three seeds whose deaths alternate between 90 and 110."""
    days = pd.date_range("2012-01-02", end, freq="7D", inclusive="left")
    rows = [
        pd.DataFrame({"scenario": name, "seed": seed, "date": days, "members": 1000.0 * (1 + seed) * (1 + i)}).assign(
            deaths=100.0 + 10.0 * (-1.0) ** np.arange(len(days))
        )
        for i, name in enumerate(SCENARIOS)
        for seed in range(3)
    ]
    return pd.concat(rows, ignore_index=True)


def manifest(end: str = "2016-01-04", **config) -> dict:
    settings = {"start": "2012-01-02", "end": end, "policy_from": "2014-01-06", "arrests": "flow", "stochastic": False}
    return {"config": {**settings, **config}, "scenarios": SCENARIOS, "replicates": 3, "files": []}


def lines(ax) -> dict[str, tuple]:
    """Dates and values of the line of each scenario."""
    names = {colour: name for name, colour in closed.COLOUR.items()}
    return {names[one.get_color()]: one.get_data() for one in ax.lines if one.get_linestyle() == "-"}


def test_scenarios_part_when_policy_starts() -> None:
    rows = national()
    fig = closed.weeks(rows, manifest())
    assert [ax.get_title("left") for ax in fig.axes] == ["Members", "Member deaths a week"]
    drawn = lines(fig.axes[0])
    assert list(drawn) == list(SCENARIOS)
    for name, (days, values) in drawn.items():
        first = rows["date"].min() if name == "status_quo" else POLICY
        assert pd.Timestamp(days[0]) == first
        assert values[-1] == pytest.approx(2000.0 * (1 + list(SCENARIOS).index(name)))
    (marked,) = (one.get_xdata()[0] for one in fig.axes[0].lines if one.get_linestyle() == ":")
    assert mdates.date2num(marked) == mdates.date2num(POLICY)
    assert "Own (recruitment ×0.75, arrests ×1.5)" in [text.get_text() for text in fig.legends[0].texts]
    foot = fig.texts[1].get_text()
    assert "flowsim" in foot
    assert "policy from 2014-01-06 (dotted)" in foot
    assert "n = 3 seeds" in foot


def test_a_run_without_policy_shows_what_is_shared() -> None:
    fig = closed.weeks(national("2013-01-07"), manifest("2013-01-07"))
    assert [list(lines(ax)) for ax in fig.axes] == [["status_quo"]] * 2
    assert [text.get_text() for text in fig.legends[0].texts] == ["Status quo"]
    assert "policy" not in fig.texts[1].get_text()


def test_deaths_by_dice_are_means_and_say_so() -> None:
    fig = closed.weeks(national(), manifest(stochastic=True))
    assert fig.axes[1].get_title("left") == f"Member deaths a week, mean of {closed.SMOOTH} weeks"
    _, smooth = lines(fig.axes[1])["status_quo"]
    _, raw = lines(closed.weeks(national(), manifest()).axes[1])["status_quo"]
    assert np.ptp(raw) == pytest.approx(20.0)
    assert np.ptp(smooth[closed.SMOOTH :]) < 2.0


def test_nothing_overlaps(tmp_path) -> None:
    fig = closed.weeks(national(), manifest(stochastic=True))
    style.save(fig, tmp_path / "members")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["members.png", "members.svg"]
    draw = fig.canvas.get_renderer()
    title, foot = (text.get_window_extent(draw) for text in fig.texts)
    key = fig.legends[0].get_window_extent(draw)
    left, right = (ax.get_tightbbox(draw) for ax in fig.axes)
    boxes = {"title": title, "key": key, "left": left, "right": right, "footer": foot}
    for one, a in boxes.items():
        assert a.x0 >= 0.0, one
        assert a.x1 <= fig.bbox.x1, one
        for other, b in boxes.items():
            assert one >= other or not a.overlaps(b), (one, other)


def test_the_table_fits_its_title_on_one_line() -> None:
    rows = national()
    settings = Closed(end="2016-01-04", policy_from="2014-01-06")
    said = StringIO()
    Console(file=said, width=100).print(closed.table(summary(rows, settings), manifest()))
    head, columns, first, *_ = said.getvalue().splitlines()
    assert head.strip() == "Organisations alone: so many arrests a week, expected numbers, 3 seeds"
    assert columns.split() == ["scenario", "persons", "2012", "2014", "2015", "change"]
    assert first.split() == ["Status", "quo", "members", "2,000", "2,000", "2,000", "0", "±", "0.0", "%"]
