"""Payments out of launderers' account-months among those of customers of their segment: no column gives them away."""

from __future__ import annotations

import numpy as np
import pytest
from test_payment_rows import accounts, best_split, listed, no_rows

from flowsim.domain.chain import legs, payments
from flowsim.domain.chain.legs import WAYS
from flowsim.domain.codes import CHANNELS, SEGMENTS, Channel
from flowsim.domain.params import stack
from flowsim.engine.holders import WHERE, WINDOW, make_law
from flowsim.engine.outlays import make_outlay
from flowsim.experiments.payment_legs import deposits, outflows
from flowsim.kernels import draws
from flowsim.kernels.material import legal_rows, rows
from flowsim.kernels.outflows import TRADE, WIRE, WITHDRAWAL
from flowsim.kernels.payments import Rule, screen

pytestmark = pytest.mark.science

MANY, WEEK = 20_000, 100
LAW = make_law(stack([payments.Params()]), np.array([10_000.0]))
OUTLAY = make_outlay(stack([legs.Params()]))
SPOTS, WATCHED = np.zeros(1, np.int64), np.ones((1, 1))
SEGMENT = [int(where[2]) for where in (*(WHERE[Channel[name.upper()]] for name in WAYS[:-1]), WINDOW)]


def rule(segment):
    """Everybody is looked at, whatever the score."""
    of_cell = (np.full((1, 1), x) for x in (0.9, 1.0, -9.0))
    return Rule(np.full(1, segment), *of_cell, np.ones((4, 1)), np.full((4, 1), 0.5))


def payments_out(of, key, segment, way):
    """Payments out of rows, and what one would make of them by account."""
    into = deposits(key, WEEK, of, rule(segment), LAW)
    out = outflows(key, WEEK, of, rule(segment), np.full(1, way), OUTLAY, into)
    row, cents, leg = out.row[0], out.cents[0], out.leg[0]
    firm, trade = leg != WITHDRAWAL, leg == TRADE
    each = {
        "leg": leg,
        "amount_usd": cents / 100.0,
        "day": out.day[0],
        "abroad": out.abroad[0][firm],
        "company_weeks": out.weeks[0][firm],
        "invoice_ratio": out.invoice[0][trade],
    }

    def mean(x, which):
        size = np.bincount(row[which], minlength=MANY)
        return (np.bincount(row[which], x[which], MANY) / np.maximum(size, 1))[size > 0]

    number, every = np.bincount(row, minlength=MANY), np.ones(len(row), bool)
    by_account = {
        "payments_out": number,
        "mean_amount": mean(cents, every),
        "mean_day": mean(out.day[0], every),
        "share_wire": mean(leg == WIRE, every),
        "share_trade": mean(trade, every),
        "usd_to_firms": np.bincount(row, cents * firm, MANY),
        "usd_abroad": np.bincount(row, cents * out.abroad[0], MANY),
        "usd_trade": np.bincount(row, cents * trade, MANY),
        "share_abroad": mean(out.abroad[0], firm),
        "mean_age": mean(out.weeks[0], firm),
        "share_under_a_year": mean(out.weeks[0] < 52, firm),
        "mean_invoice": mean(out.invoice[0], trade),
    }
    return each, by_account


@pytest.fixture(scope="module")
def legal():
    """By segment: payments out of customers."""
    key, found = draws.lane_keys([1]), []
    for segment in range(len(SEGMENTS)):
        theirs = no_rows(MANY)
        legal_rows(key, WEEK, np.full((1, 1), float(MANY)), rule(segment), LAW, theirs)
        found.append(payments_out(theirs, key, segment, 0))
    return found


@pytest.fixture(scope="module")
def ours():
    """By way: payments out of launderers."""
    key, found = draws.lane_keys([1]), {}
    table, live = accounts(key, MANY)
    for way, (name, segment) in enumerate(zip(WAYS, SEGMENT, strict=True), 1):
        seen, mine = listed(MANY), no_rows(MANY)
        screen(key, WEEK, table, live, SPOTS, rule(segment), WATCHED, seen)
        rows(key, WEEK, table, rule(segment), LAW, seen, mine)
        found[name] = payments_out(mine, key, segment, way)
    return found


@pytest.mark.parametrize("way", range(len(WAYS)))
@pytest.mark.parametrize("part", [0, 1], ids=["payments", "accounts"])
def test_no_column_of_payments_out_gives_launderers_away(way, part, ours, legal):
    mine, theirs = ours[WAYS[way]][part], legal[SEGMENT[way]][part]
    found = {name: best_split(mine[name], theirs[name]) for name in mine}
    print(WAYS[way], {name: round(float(value), 3) for name, value in found.items()})
    assert max(found.values()) < 0.75, found


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_no_column_of_payments_out_is_constant_and_classes_overlap(way, ours, legal):
    classes = ours[WAYS[way]], legal[SEGMENT[way]]
    for part in (0, 1):
        for name in classes[0][part]:
            low, high = zip(*(np.quantile(c[part][name], [0.001, 0.999]) for c in classes), strict=True)
            assert (np.array(low) < high).all(), name
            assert max(low) < min(high), name
    for each, _ in classes:
        assert set(each["leg"]) == {WITHDRAWAL, WIRE, TRADE}
        for name in ("amount_usd", "day", "company_weeks", "invoice_ratio"):
            _, counts = np.unique(each[name], return_counts=True)
            assert counts.max() < 0.5 * each[name].size, name


def test_shells_and_trade_show_where_they_are_used(ours, legal):
    """Structured and funnel accounts pay younger companies; peso brokers pay more for goods, and too much."""
    companies = legal[SEGMENTS.index("companies")][0]
    cash = legal[SEGMENTS.index("cash_intensive")][0]
    for name in (CHANNELS[Channel.STRUCTURED], CHANNELS[Channel.FUNNEL]):
        mine = ours[name][0]
        assert np.median(mine["company_weeks"]) < 0.8 * np.median(cash["company_weeks"])
        assert (mine["leg"] != WITHDRAWAL).mean() > (cash["leg"] != WITHDRAWAL).mean() + 0.05
    broker = ours[CHANNELS[Channel.PESO_BROKER]][0]
    assert (broker["leg"] == TRADE).mean() > (companies["leg"] == TRADE).mean() + 0.1
    assert np.median(broker["invoice_ratio"]) > 1.08 > 1.02 > np.median(companies["invoice_ratio"])
    assert 0.05 < np.mean(companies["company_weeks"] < 52) < 0.2
