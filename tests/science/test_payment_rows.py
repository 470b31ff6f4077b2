"""Account-months of launderers among those of cash-intensive customers: no column gives them away, the score does."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

from flowsim.kernels import draws
from flowsim.kernels.material import Rows, legal_rows, rows
from flowsim.kernels.payments import Found, Law, Rule, screen
from flowsim.kernels.tenure import Accounts, Free, Opening, open_accounts

pytestmark = pytest.mark.science

MANY, WEEK, FPR = 120_000, 100, 0.005
CUT = -ndtri(FPR)
CASH_INTENSIVE = {
    "mu_usd": 8.4,
    "sd_usd": 1.0,
    "mu_lot": -2.0,
    "sd_lot": 1.0,
    "mu_above": -1.0,
    "sd_above": 0.6,
    "mu_outside": -1.5,
    "sd_outside": 1.0,
    "mu_ratio": 0.5,
    "sd_ratio": 1.0,
    "age_weeks": 260.0,
    "sd_payment": 0.5,
    "limit_usd": 10_000.0,
}
LAW = Law(*(np.full((1, 1), CASH_INTENSIVE[name]) for name in Law._fields))
TAKEN_OVER = Opening(np.array([100.0]), np.zeros(1))
KAPPA, D = 0.9, 1.8
SPOTS, WATCHED = np.zeros(1, np.int64), np.ones((1, 1))


def rule(kappa=KAPPA, lift=1.0, cut=CUT):
    of_cell = (np.full((1, 1), x) for x in (kappa, lift, cut))
    return Rule(np.zeros(1, np.int64), *of_cell, np.ones((4, 1)), np.full((4, 1), 0.5))


def accounts(keys, many=MANY):
    """A table of accounts taken over in the year before, so that young and old ones are in it."""
    table = Accounts(*(np.zeros((1, many), kind) for kind in (np.int16, np.int32, np.int16, np.int16)))
    live, serials, free = (
        np.zeros(1, np.int64),
        np.zeros(1, np.int64),
        Free(np.zeros(1, np.int64), np.zeros((1, 1), "i4")),
    )
    for week in range(WEEK - 50, WEEK):
        number, one = np.full((1, 1), many / 50), np.ones((1, 1))
        open_accounts(keys, week, number, one, SPOTS, TAKEN_OVER, table, live, serials, free, np.zeros((1, 1)))
    return table, live


def no_rows(many):
    return Rows(np.zeros(1, np.int64), *np.zeros((9, 1, many)))


def listed(many):
    kinds = (np.int32, np.int32, np.float64)
    return Found(np.zeros(1, np.int64), *(np.zeros((1, many), kind) for kind in kinds))


def columns(of: Rows) -> dict[str, np.ndarray]:
    """Every column of the rows and what one would make of two of them first."""
    table = {name: getattr(of, name)[0] for name in of._fields[3:]}
    score = table.pop("score")
    table["mean_lot"] = table["usd"] / table["payments"]
    table["above"] = table["payments"] - table["below"]
    table["share_below"] = table["below"] / table["payments"]
    table["share_outside"] = table["outside"] / table["payments"]
    return table | {"score": score}


@pytest.fixture(scope="module")
def classes():
    """Columns of launderers and of the legal."""
    keys = draws.lane_keys([1])
    table, live = accounts(keys)
    found, ours, theirs = listed(MANY), no_rows(MANY), no_rows(MANY)
    screen(keys, WEEK, table, live, SPOTS, rule(cut=-9.0), WATCHED, found)
    assert found.count == live
    rows(keys, WEEK, table, rule(), LAW, found, ours)
    legal_rows(keys, WEEK, np.full((1, 1), float(MANY)), rule(cut=-9.0), LAW, theirs)
    return columns(ours), columns(theirs)


def best_split(a, b):
    """Area under the curve of the best tree of depth one: half of one plus the largest distance of distributions."""
    values = np.concatenate([a, b])
    order = np.argsort(values, kind="stable")
    ours = np.repeat([1.0, 0.0], [a.size, b.size])[order]
    gap = np.abs(np.cumsum(ours) / a.size - np.cumsum(1.0 - ours) / b.size)
    last = np.append(np.diff(values[order]) > 0.0, True)
    return 0.5 + 0.5 * gap[last].max()


def area(a, b):
    ranks = rankdata(np.concatenate([a, b]))[: a.size].sum()
    return (ranks - a.size * (a.size + 1) / 2) / (a.size * b.size)


def test_no_column_gives_launderers_away(classes):
    ours, theirs = classes
    found = {name: best_split(ours[name], theirs[name]) for name in ours}
    print({name: round(value, 3) for name, value in found.items()})
    assert found.pop("score") > 0.8
    assert max(found.values()) < 0.75, found


def test_no_column_is_constant_and_classes_overlap(classes):
    for name in classes[0]:
        low, high = zip(*(np.quantile(c[name], [0.001, 0.999]) for c in classes), strict=True)
        assert (np.array(low) < high).all(), name
        assert max(low) < min(high), name
        for column in (c[name] for c in classes):
            _, counts = np.unique(column, return_counts=True)
            assert counts.max() < 0.95 * column.size, name


def test_columns_together_tell_no_more_than_the_features_behind_them(classes):
    """Best linear mix of transformed columns against the bound of an ideal bank, d 2; age is the one column besides."""

    def transformed(c):
        usd, number = np.log(c["usd"]), np.log(c["payments"])
        share = np.log((c["outside"] + 0.5) / (c["payments"] - c["outside"] + 0.5))
        return np.array([usd, usd - number, share, np.log(c["ratio"] / (1.0 - c["ratio"])), c["share_below"]])

    a, b = (transformed(c) for c in classes)
    direction = np.linalg.solve(np.cov(a) + np.cov(b), a.mean(1) - b.mean(1))
    assert KAPPA * 2.0 - 0.15 < np.sqrt(2.0) * ndtri(area(direction @ a, direction @ b)) < 2.02


def test_scores_have_the_strength_asked_for(classes):
    ours, theirs = classes[0]["score"], classes[1]["score"]
    assert abs(theirs.mean()) < 5.0 / np.sqrt(MANY)
    assert abs(ours.mean() - D) < 5.0 / np.sqrt(MANY)
    assert abs(ours.var() - 1.0) < 5.0 * np.sqrt(2.0 / MANY)
    assert abs(theirs.var() - 1.0) < 5.0 * np.sqrt(2.0 / MANY)
    assert abs(area(ours, theirs) - ndtr(D / np.sqrt(2.0))) < 0.005
    assert abs(np.mean(theirs > CUT) - FPR) < 4.0 * np.sqrt(FPR / MANY)


def test_more_is_caught_at_one_rate_of_false_alerts_with_better_systems_and_clearer_traces():
    """Share of launderers' account-months with an alert, and its closed form ``sf(cut - kappa lift d)``."""
    keys = draws.lane_keys([2])
    table, live = accounts(keys)

    def caught(kappa, lift):
        found = listed(1)
        screen(keys, WEEK, table, live, SPOTS, rule(kappa, lift), WATCHED, found)
        share = found.count[0] / live[0]
        exact = ndtr(kappa * lift * 2.0 - CUT)
        assert abs(share - exact) < 4.5 * np.sqrt(exact * (1.0 - exact) / MANY)
        return share

    for lift in (0.5, 1.0, 1.5):
        assert (np.diff([caught(kappa, lift) for kappa in (0.3, 0.6, 0.9, 1.0)]) > 0.0).all()
    for kappa in (0.3, 0.6, 0.9, 1.0):
        assert (np.diff([caught(kappa, lift) for lift in (0.0, 0.5, 1.0, 1.5)]) > 0.0).all()


def test_roc_curves_do_not_cross():
    """At every cut: false alerts are those of N(0, 1), so a larger strength lies above everywhere."""
    keys = draws.lane_keys([3])
    table, live = accounts(keys)
    curves = []
    for kappa in (0.3, 0.6, 0.9):
        found = listed(MANY)
        screen(keys, WEEK, table, live, SPOTS, rule(kappa, cut=-9.0), WATCHED, found)
        curves.append([np.mean(found.score[0] > cut) for cut in np.linspace(-1.0, 3.0, 17)])
    assert (np.diff(curves, axis=0) > 0.0).all()
