"""Every figure says its units, dates, source and n, and comes out in the same bytes."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import synthetic
from matplotlib.figure import Figure

from flowsim.data import targets
from flowsim.data.geography import load_network
from flowsim.domain.codes import DRUGS, Mode
from flowsim.experiments.fit import SERIES, fit
from flowsim.reporting import fans, flows, forest, frames, heatmap, maps, shifts, style
from flowsim.reporting.fitting import fit_figure
from flowsim.reporting.geometry import project


def shown(fig: Figure) -> list:
    return [ax for ax in fig.axes if ax.get_visible() and ax.get_label() != "<colorbar>"]


def footed(fig: Figure) -> bool:
    foot = fig.texts[1].get_text()
    return "flowsim" in foot and "n = 3" in foot and any(c.isdigit() for c in foot.split("|")[0])


@pytest.mark.parametrize("spec", fans.FANS, ids=lambda s: s.stem)
def test_fans_have_units_and_footer(spec, results):
    rows = fans.rows_of(spec, results.series(spec.series), results.observed(spec.series))
    fig = fans.fan(spec, rows, "2018-01-01", targets())
    panels = shown(fig)
    assert [ax.get_title("left") for ax in panels] == ["Eradication", "US demand"]
    assert panels[0].get_ylabel() == spec.label
    assert panels[0].get_xlabel() == "Year"
    assert footed(fig)


def test_a_fan_of_the_baseline_alone_has_one_panel(results):
    spec = fans.FANS[0]
    rows = fans.rows_of(spec, results.series(spec.series), results.observed(spec.series))
    fig = fans.fan(spec, rows[rows["scenario"] == "baseline"], "2018-01-01")
    assert [ax.get_title("left") for ax in shown(fig)] == ["Baseline"]


def test_a_run_that_ends_before_the_policy_can_be_drawn():
    series = synthetic.weekly(["baseline", "eradication"], 2, end="2016-01-01")
    spec = fans.FANS[0]
    fig = fans.fan(spec, fans.rows_of(spec, series, pd.DataFrame()), "2018-01-01")
    assert "policy starts" not in [t.get_text() for t in fig.axes[0].texts]


def test_trailing_sum_is_a_year_of_weekly_flows():
    dates = pd.date_range("2012-01-02", periods=60, freq="7D")
    rows = pd.DataFrame({"scenario": "b", "strength": "m", "replicate": 0, "date": dates, "value": 10.0})
    out = frames.trailing(rows, 52, "sum")
    assert len(out) == 9
    assert out["value"].to_numpy() == pytest.approx(520 * 365.25 / 364)


def test_trailing_keeps_worlds_apart():
    dates = pd.date_range("2012-01-02", periods=3, freq="7D")
    world = pd.DataFrame({"scenario": "b", "strength": "m", "replicate": 0, "date": dates, "value": 1.0})
    both = pd.concat([world, world.assign(replicate=1, value=5.0)], ignore_index=True)
    out = frames.trailing(both.sample(frac=1, random_state=1), 2, "mean")
    assert sorted(out["value"]) == [1.0, 1.0, 5.0, 5.0]


def test_forest_draws_per_cent_of_the_baseline(results):
    fig = forest.forest(results.comparison(), "2018–2027", ["deaths_overdose_opioid"])
    (ax,) = shown(fig)
    assert ax.get_xlabel() == "% of baseline"
    assert footed(fig)
    rows = frames.versus(results.comparison())
    row = rows[(rows["outcome"] == "deaths_overdose_opioid") & (rows["scenario"] == "us_demand")].iloc[0]
    marks = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert sorted(marks)[0] == pytest.approx(100 * row["difference"] / row["baseline"])


def test_heatmap_ranks_and_leaves_neutral_outcomes_uncoloured(results):
    fig = heatmap.heatmap(results.comparison(), "2018–2027", ["deaths_overdose_opioid", "labs_raided"])
    ax = fig.axes[0]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["US demand", "Eradication"]
    assert "Share of worlds" in fig.axes[1].get_ylabel()
    image = ax.images[0].get_array()
    assert not image.mask[:, 0].any()
    assert image.mask[:, 1].all()
    assert footed(fig)


def test_heatmap_has_no_colour_where_the_change_is_printed_as_0(results):
    table = results.comparison()
    mine = (table["outcome"] == "deaths_overdose_opioid") & (table["scenario"] == "us_demand")
    small = table.assign(difference=table["difference"].where(~mine, 0.0004 * table["baseline"]))
    for comparison, words, colour in ((table, None, 1.0), (small, "0", 0.5)):
        ax = heatmap.heatmap(comparison, "2018–2027", ["deaths_overdose_opioid"]).axes[0]
        row = [t.get_text() for t in ax.get_yticklabels()].index("US demand")
        assert ax.images[0].get_array()[row, 0] == colour
        assert words is None or ax.texts[row].get_text() == words


@pytest.mark.parametrize("drug", DRUGS)
def test_map_has_units_key_and_footer(drug, results):
    fig = maps.border_map(results.places(), drug, (2018, 2019))
    assert footed(fig)
    lower = fig.axes[1]
    assert lower.get_xlabel() == "Delivered, kg pure a year"
    names = [t.get_text() for t in lower.get_yticklabels()]
    assert names[:9] == [
        "San Diego", "El Centro", "Yuma", "Tucson", "El Paso", "Big Bend", "Del Rio", "Laredo", "Rio Grande Valley",
    ]  # fmt: skip
    assert ("By mail" in names) == (drug == "fentanyl")


def test_no_kilogram_is_lost_between_table_and_map(results):
    places = results.places()
    mine = places[places["scenario"] == "baseline"]
    rows = flows.corridors(mine, "heroin", (2018, 2019))
    series = mine[(mine["series"] == "delivered_kg.heroin") & mine["year"].between(2018, 2019)]
    yearly = series["value"].sum() / (3 * 2)
    assert rows["delivered_kg"].sum() == pytest.approx(yearly)
    assert flows.crossings(rows)["delivered_kg"].sum() == pytest.approx(yearly)
    assert flows.areas(rows).to_numpy().sum() == pytest.approx(yearly)


def test_shifts_are_changes_of_each_place_against_its_own_baseline():
    places = synthetic.places(["baseline", "eradication"], 1)
    moved = (places["scenario"] == "eradication") & (places["place"] == "poppy_guerrero")
    places.loc[moved, "value"] *= 0.5
    table = shifts._change([shifts._poppy((2018, 2019))(frames.pick(places, arm)) for arm in frames.arms(places)])
    assert table.loc[1, "Guerrero"] == pytest.approx(-50)
    assert table.loc[1, "Nayarit"] == pytest.approx(0)
    share = load_network().poppy.weight[0]
    assert table.loc[1, "All"] == pytest.approx(-50 * share)
    fig = shifts.shifts(places, (2018, 2019))
    assert len(shown(fig)) == len(DRUGS) + 1
    assert "% of the place's baseline" in fig.axes[-1].get_ylabel()


def test_every_way_of_crossing_has_a_group_and_a_colour():
    assert sorted(m for modes in flows.GROUPS.values() for m in modes) == sorted(Mode)
    assert set(maps.WAY) == set(flows.GROUPS)


def test_projection_keeps_directions_and_scale():
    x, y = project([-97.0, -97.0, -96.0], [31.0, 32.0, 31.0])
    assert x[0] == pytest.approx(0)
    assert y[0] == pytest.approx(0)
    degree = 6.371 * np.pi / 180
    assert y[1] == pytest.approx(degree, rel=0.02)
    assert x[2] == pytest.approx(degree * np.cos(np.radians(31)), rel=0.02)


def test_fit_figure_has_a_panel_per_series_with_units(results):
    table = fit(results.observed(), targets())
    fig = fit_figure(table, results.observed())
    growth = table["series"].str.endswith("_over_2012")  # in the table, not drawn
    assert len(shown(fig)) == table[~growth]["series"].nunique() == len(SERIES)
    assert all(ax.get_ylabel() and ax.get_xlabel() for ax in shown(fig))
    assert footed(fig)
    words = [ax.texts[0].get_text() for ax in shown(fig)]
    scored = sum(spec.tolerance is not None for spec in SERIES)
    assert all("within" in text for text in words[:scored])
    assert all(text.startswith("not scored: ") for text in words[scored:])


def test_same_figure_same_bytes(results, tmp_path):
    first = style.save(heatmap.heatmap(results.comparison(), "2018–2027"), tmp_path / "a")
    second = style.save(heatmap.heatmap(results.comparison(), "2018–2027"), tmp_path / "b")
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert b"<dc:date>" not in first[0].read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.png", "a.svg", "b.png", "b.svg"]


def test_drawing_leaves_the_callers_settings_alone(results):
    before = dict(mpl.rcParams)
    forest.forest(results.comparison(), "2018")
    assert dict(mpl.rcParams) == before


def test_scenarios_keep_their_colour_and_strangers_get_their_own():
    few, many = style.colours(["us_demand"]), style.colours(["mine", "us_demand", "yours", "baseline"])
    assert few["us_demand"] == many["us_demand"]
    assert len(set(many.values())) == 4


def test_worlds_of_a_grid_get_names_of_their_own():
    frame = pd.DataFrame(
        {
            "scenario": ["baseline", "baseline", "us_demand"],
            "strength": ["medium"] * 3,
            "overrides": ["", "policy.ports.intensity=0.5", "policy.ports.intensity=0.5"],
        }
    )
    assert frames.arms(frames.labelled(frame)) == [
        ("baseline", "medium"),
        ("ports=0.5", "medium"),
        ("us_demand", "medium ports=0.5"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.1234, "0.123"), (950, "950"), (12_400, "12.4k"), (2e9, "2bn"), (-3533, "−3,533"), (999_999, "1M")],
)
def test_short_numbers(value, text):
    assert style.short(value) == text
