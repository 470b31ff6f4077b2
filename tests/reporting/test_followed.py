"""Dollars, channels, banks, cases and recovered dollars: what the figures draw adds up to what the results hold."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import synthetic
from matplotlib.figure import Figure

import flowsim
from flowsim.data.banks import load_banks
from flowsim.domain.chain import detection
from flowsim.domain.codes import CHANNELS, COUNTRIES, DUES
from flowsim.reporting import (
    channels,
    dollar_sankey,
    dollar_words,
    dollars,
    followed,
    frames,
    funnel,
    recovery,
    ribbons,
    roc,
    sankey,
    weekly,
)
from flowsim.reporting.horizon import dates as dates_of

START = pd.Timestamp("2018-01-01")
BASE = ("baseline", "medium")


def footed(fig: Figure) -> bool:
    foot = fig.texts[1].get_text()
    return "flowsim" in foot and "n = " in foot and any(c.isdigit() for c in foot.split("|")[0])


@pytest.fixture(scope="module")
def found(results: synthetic.Results) -> followed.Followed:
    read = followed.follow(results, dates_of(results.cases))
    assert read is not None
    return read


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Weekly means of a short run of the model."""
    out: Path = tmp_path_factory.mktemp("run")
    ran = flowsim.run(horizon={"end": "2012-12-31", "policy_start": "2012-07-02"}, threads=1, out=out)
    return weekly.means(ran, dollars.SERIES).xs(BASE)


@pytest.mark.parametrize("begin", ["2011-01-01", "2012-07-02"])
def test_every_dollar_of_the_model_is_followed(begin, real):
    t = dollars.totals(real, pd.Timestamp(begin))
    book = dollars.dollars(t)
    came = t["export_revenue_usd"] + t["us_margin_usd"] + t["migrant_tolls_usd"]
    assert book.links["tolls", "cash"] == t["migrant_tolls_usd"] > 0.0
    close = {"abs": 1e-8 * came, "rel": 0}
    for name, node in book.nodes.items():
        into, out = book.through(name)
        if node.kind == "way":
            assert into == pytest.approx(out, **close), name
    frozen = sum(t[f"frozen_usd.{c}"] - t[f"released_usd.{c}"] for c in COUNTRIES)
    assert book.through("frozen")[0] - book.through("frozen")[1] == pytest.approx(frozen, **close)
    used = sum(t[f"paid_usd.{due}"] for due in DUES if due != "distribution") + t["owners_usd"]
    assert book.through("spent")[0] == pytest.approx(used, **close)
    ends = {name for name, node in book.nodes.items() if node.kind in ("use", "loss")} | {"held"}
    drawn = book.through("drawn")[1] if "drawn" in book.nodes else 0.0
    net = {name: book.through(name)[0] - book.through(name)[1] for name in ends}  # what is given back comes out again
    assert sum(net.values()) == pytest.approx(came + drawn, **close)


def test_a_negative_flow_is_turned_round_and_a_purse_that_falls_is_a_source():
    t = dict.fromkeys(dollars.SERIES, 0.0) | {"export_revenue_usd": 10.0, "purse_usd.us_cash": -2.0}
    book = dollars.dollars(t | {"paid_usd.distribution": 13.0})
    assert book.through("drawn")[1] == 2.0
    assert book.links["frozen", "street"] == pytest.approx(1.0)


def test_no_two_boxes_of_a_column_overlap(found):
    book = found.books[BASE]
    boxes = ribbons.place(book, dollar_sankey.TALL / sankey.busiest(book), slot=0.038, at=dollar_sankey.COLUMNS)
    for column in range(len(dollar_sankey.COLUMNS)):
        mine = sorted((boxes[n].y, boxes[n].height) for n, node in book.nodes.items() if node.column == column)
        assert all(y + h < above for (y, h), (above, _) in pairwise(mine))


def test_labels_of_the_dollar_picture_do_not_touch(found):
    fig = dollar_sankey.dollar_sankey(found.books[BASE], "2018–2027", 3, "Baseline")
    fig.draw_without_rendering()
    (ax,) = fig.axes
    assert all(t.get_text().endswith((" bn", " M")) for t in ax.texts)
    spans = [t.get_window_extent() for t in ax.texts]
    assert not [1 for i, a in enumerate(spans) for b in spans[:i] if a.overlaps(b)]
    assert max(span.x1 for span in spans) <= fig.bbox.x1
    assert footed(fig)


@pytest.mark.parametrize(
    ("usd", "text"), [(31.84e9, "31.8 bn"), (3.3e9, "3.30 bn"), (0.0996e9, "0.10 bn"), (17e6, "17 M")]
)
def test_billions(usd, text):
    assert dollar_sankey.billions(usd) == text


def test_sentences_state_shares_of_street_cash(found):
    first, second = dollar_words.sentences(found.books[BASE], "2018–2027")
    assert "US distribution 30 %" in first
    assert "owners 20 %" in first
    assert second.startswith("Authorities of both countries took 3.9 % of it")


def test_shares_of_channels_are_of_all_street_cash(found):
    share = channels.shares(found.means.xs(BASE))
    assert share.sum(axis=1).to_numpy() == pytest.approx(1.0)
    total = sum(synthetic.PLACED.values())
    assert share["trade"].to_numpy() == pytest.approx(synthetic.PLACED["trade"] / total)
    assert len(set(channels.COLOURS.values())) == len(CHANNELS) == len(channels.NAMES)


def test_the_policy_that_moves_most_is_shown_with_its_changes(found):
    placed = found.placed.copy()
    moved = placed.index.get_level_values("scenario") == "us_demand"
    placed.loc[moved, "placed_usd.bulk_cash"] *= 0.5
    assert channels.moved_most(placed) == ("us_demand", "medium")
    change = channels.changes(placed, ("us_demand", "medium"))
    assert change.sum(axis=1).to_numpy() == pytest.approx(0.0, abs=1e-9)
    assert change["bulk_cash"].to_numpy() == pytest.approx(100 * (75 / 285 - 150 / 360))
    fig = channels.channels(found.means, placed, ("us_demand", "medium"), START)
    assert [ax.get_title("left") for ax in fig.axes] == ["Baseline", "US demand", "Change after policies start"]
    assert footed(fig)
    alone = channels.channels(found.means, placed, None, START)
    assert len(alone.axes) == 1


def test_strength_is_the_banks_own():
    banks = load_banks()
    p = {"score_strength": 2.0, "kyc_exponent": 0.3, "systems_exponent": 0.3, "alert_rate": 0.005}
    d = roc.strengths(banks, p)
    usual = detection.strength(2.0, detection.USUAL, detection.USUAL, 0.3, 0.3)
    assert usual == pytest.approx(2.0 * detection.BEST)
    assert d == pytest.approx(2.0 * np.clip(0.9 * (banks.systems / 0.6) ** 0.3, 0.05, 1.0) * (banks.kyc / 0.6) ** 0.3)
    assert detection.seen([0.0, 1e-9, 1.0], 0.3).tolist() == pytest.approx([0.0, 0.05, 1.0])


def test_roc_without_strength_is_a_coin_and_rises_with_it():
    x = np.array([0.001, 0.05, 0.5])
    assert roc.alerted(np.array(0.0), x) == pytest.approx(x)
    assert roc.alerted(np.array(2.5758293), np.array(0.005)) == pytest.approx(0.5)
    mixed = roc.curve(np.array([0.0, 2.0]), np.array([3.0, 1.0]), x)
    assert mixed == pytest.approx((3 * x + roc.alerted(np.array(2.0), x)) / 4)


def test_classes_hold_every_bank_once(results):
    banks = load_banks()
    rows = roc.classes(banks)
    assert sorted(i for found in rows.values() for i in found) == list(range(len(banks)))
    assert banks.size[rows["US, large banks"]].min() >= banks.size[rows["US, small banks"]].max()
    p = roc.parameters(results.cases[0].run.manifest())
    fig = roc.roc(banks, p, (roc.Measured("US", 0.005, 0.2),), "2021")
    left, right = fig.axes
    assert len([line for line in left.lines if line.get_marker() == "o"]) == len(roc.CLASSES)
    assert all(ax.get_xlabel() and ax.get_ylabel() for ax in (left, right))
    assert "simulated: 2021" in fig.texts[1].get_text()
    assert roc.parameters({"parameters": []}) == {}


def test_funnel_is_a_year_of_every_stage(found):
    table = funnel.yearly(found.means[list(funnel.SERIES)], found.begin)
    weeks = found.means.xs(BASE)["reports.mx"]
    expected = weeks[weeks.index >= found.begin].mean() * 365.25 / 7
    assert table.loc[BASE, "reports.mx"] == pytest.approx(expected)
    fig = funnel.funnel(table, "2018–2027", 3)
    assert [ax.get_title("left") for ax in fig.axes] == ["United States", "Mexico"]
    assert all(ax.get_yscale() == "log" and len(ax.texts) == len(funnel.STAGES) for ax in fig.axes)
    assert footed(fig)


@pytest.mark.parametrize(
    ("cost", "gain", "low", "high", "words"),
    [
        (100.0, 50.0, 25.0, 100.0, "$2"),
        (100.0, 50.0, -25.0, 100.0, "$2, or recovers nothing"),
        (100.0, -5.0, -25.0, 10.0, "recovers nothing more"),
        (0.0, 5.0, 1.0, 10.0, "no cost stated"),
    ],
)
def test_prices_of_a_recovered_dollar(cost, gain, low, high, words):
    price = recovery.price(cost, gain, low, high)
    assert price.words == words
    if words == "$2":
        assert (price.low, price.mean, price.high) == (1.0, 2.0, 4.0)


def test_recovery_draws_every_policy(results):
    rows = recovery.rows_of(frames.labelled(results.comparison()))
    fig = recovery.recovery(rows, "2018–2027")
    assert len(fig.axes[0].get_yticklabels()) == 2
    assert [ax.get_xlabel() for ax in fig.axes][1] == "Cost of each of these dollars, USD"
    assert footed(fig)
    still = rows.copy()
    dropped = still["outcome"] == recovery.CUSTOMERS
    still.loc[dropped, ["difference", "lo90", "hi90"]] = 0.0
    assert "none in any scenario" in [t.get_text() for t in recovery.recovery(still, "2018").axes[2].texts]


def test_old_results_without_a_ledger_have_no_such_figures():
    old = synthetic.Results(["baseline"], n=1)
    series = old.tables["series"]
    old.tables["series"] = series[~series["series"].astype(str).str.startswith(("placed_usd", "purse_usd"))]
    dates = dates_of(old.cases)
    assert followed.follow(old, dates) is None
    assert list(followed.figures(None, old, old.comparison(), dates)) == []
