"""What banks gain that share information, by rule of detection, and what launderers take back by spreading more."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, poisson

from flowsim.kernels import screening

pytestmark = pytest.mark.science

BANKS = np.array([1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0])
ALL = np.arange(1.0, 17.0)
PAYMENTS, COUNT, SHARED = 24, 6, 0.5
STRENGTH, THRESHOLD = 4.0, norm.isf(0.005)
PROTOTYPE = [1.0, 1.02, 1.23, 1.8, 4.6, 11.8, 59.7]


def counted(banks, sigma, payments=PAYMENTS) -> np.ndarray:
    """Chance that a bank with the count rule alerts, (m,)."""
    out = np.empty(len(banks))
    full = [np.full(len(banks), float(x)) for x in (payments, COUNT, sigma)]
    screening.count_rule(full[0], full[1], banks, full[2], out)
    return out


def counted_at_random(banks, sigma) -> np.ndarray:
    """The same where the number of payments is Poisson with mean 24."""
    numbers = np.arange(120)
    laws = np.array([counted(banks, sigma, n) for n in numbers])
    return np.asarray(poisson.pmf(numbers, PAYMENTS) @ laws)


def scored(banks, sigma) -> np.ndarray:
    """Chance that a bank with a score alerts, (m,)."""
    return np.array([norm.sf(THRESHOLD - screening.pooled(STRENGTH, m, sigma)) for m in banks])


@pytest.mark.parametrize("rule", [counted, counted_at_random, scored])
@pytest.mark.parametrize("sigma", [0.1, 0.5, 1.0])
def test_with_one_bank_there_is_nothing_to_gain(rule, sigma):
    one = np.array([1.0])
    np.testing.assert_array_equal(rule(one, sigma), rule(one, 0.0))


def test_pooling_is_exact_without_and_with_full_sharing():
    for m in BANKS:
        assert screening.pooled(STRENGTH, m, 0.0) == pytest.approx(STRENGTH / m, rel=1e-15)
        assert screening.pooled(STRENGTH, m, 1.0) == pytest.approx(STRENGTH / np.sqrt(m), rel=1e-15)


def test_gains_of_the_count_rule_as_in_the_prototype_need_a_random_number_of_payments():
    """1, 1.02, 1.23, 1.8, 4.6, 11.8, 59.7 come out within 3 % if the number of payments is Poisson with mean 24.

    With exactly 24 payments, 6 or more of them at one of m banks being binomial, the ratios are 1, 1.003, 1.16, 1.73,
    5.0, 14.2, 82.5: the prototype's table holds to 10 % only up to 6 banks.
    """
    random = counted_at_random(BANKS, SHARED) / counted_at_random(BANKS, 0.0)
    exact = counted(BANKS, SHARED) / counted(BANKS, 0.0)
    print("count rule, ratio:", random.round(2), "with exactly 24 payments:", exact.round(2))
    np.testing.assert_allclose(random, PROTOTYPE, rtol=0.03)
    np.testing.assert_allclose(exact[:5], PROTOTYPE[:5], rtol=0.10)
    np.testing.assert_allclose(exact, [1.0, 1.003, 1.160, 1.731, 5.012, 14.23, 82.52], rtol=1e-3)


@pytest.mark.parametrize("rule", [counted, counted_at_random])
def test_gains_of_the_count_rule_are_convex_in_banks(rule):
    """The ratio is convex; the absolute gain is S-shaped: a step that grows, then shrinks."""
    apart, together = rule(ALL, 0.0), rule(ALL, SHARED)
    ratio, steps = together / apart, np.diff(together - apart)
    assert (np.diff(ratio) > 0.0).all()
    assert (np.diff(ratio, 2) > 0.0).all()
    assert (steps >= 0.0).all()
    assert np.sum(np.diff(np.sign(np.diff(steps))) != 0) == 1
    assert steps.argmax() in (1, 2)


def test_gains_of_the_score_rule_saturate():
    """Ratio 1, 1.6, 2.3, 2.8, 3.3, 3.4, 3.4: rising to its maximum, then falling slowly; gain: one peak, 0.17."""
    apart, together = scored(ALL, 0.0), scored(ALL, SHARED)
    ratio, gain = together / apart, together - apart
    chosen = ratio[BANKS.astype(int) - 1]
    print("score rule, ratio:", chosen.round(2), "gain:", gain[BANKS.astype(int) - 1].round(3))
    np.testing.assert_allclose(chosen, [1.0, 1.6, 2.3, 2.8, 3.3, 3.4, 3.4], atol=0.05)
    top = ratio.argmax()
    assert (np.diff(ratio[: top + 1]) > 0.0).all()
    assert ALL[top] in (9.0, 10.0)
    assert ratio[-1] > 0.9 * ratio[top]
    assert ALL[gain.argmax()] == 2.0
    assert gain.max() == pytest.approx(0.167, abs=0.005)
    assert (np.diff(gain[gain.argmax() :]) < 0.0).all()


def chosen_banks(sigma, account, value, loss) -> tuple[float, float]:
    """Banks that a scheme of 100 % closure after an alert is spread over, and its cost per dollar."""
    numbers = (STRENGTH, THRESHOLD, sigma, account, value, loss, 1.0)
    banks, cost = np.empty((2, 1, 1))
    screening.spread_of(screening.Scheme(*(np.full((1, 1), x) for x in numbers)), 40, banks, cost)
    return float(banks[0, 0]), float(cost[0, 0])


def surviving(account, value, loss) -> float:
    """Share of the gain of sharing that is left when launderers spread anew."""
    before, after = chosen_banks(0.0, account, value, loss)[0], chosen_banks(SHARED, account, value, loss)[0]
    base, still, adapted = (
        float(scored([m], sigma)[0]) for m, sigma in ((before, 0.0), (before, SHARED), (after, SHARED))
    )
    left = (adapted - base) / (still - base)
    print(
        f"account {account} USD, value {value}, loss {loss}: {before:.0f} to {after:.0f} banks, {left:.2f} of the gain"
    )
    return left


@pytest.mark.parametrize(("account", "loss", "share"), [(300, 0.15, 0.33), (600, 0.15, 0.58), (1200, 0.05, 1.0)])
def test_adaptation_takes_part_of_the_gain(account, loss, share):
    """Schemes of 100,000 USD a month: a third, 58 % and all of the gain survive, as in the prototype."""
    assert surviving(account, 100_000, loss) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("value", [100_000, 250_000])
@pytest.mark.parametrize("account", [300, 600, 1200])
@pytest.mark.parametrize("loss", [0.05, 0.15])
def test_large_schemes_take_part_of_the_gain_and_never_all(account, value, loss):
    assert 0.0 < surviving(account, value, loss) <= 1.0


def test_small_schemes_can_take_more_than_the_gain_or_give_up():
    """No law: near two banks a step of one is large. 2 to 3 banks leave less found than without sharing; 2 to 1, more
    than the whole gain, for splitting no longer pays and every scheme stands out.
    """
    assert surviving(600, 60_000, 0.05) < 0.0
    assert surviving(600, 20_000, 0.05) > 1.0


def test_laundering_grows_dearer_with_sharing():
    """2.1, 3.2, 4.2 % of the value at sigma 0, 0.5, 1, over 4, 6 and 8 banks."""
    banks, cost = zip(*(chosen_banks(sigma, 300, 100_000, 0.15) for sigma in (0.0, 0.5, 1.0)), strict=True)
    assert banks == (4.0, 6.0, 8.0)
    np.testing.assert_allclose(cost, [0.021, 0.032, 0.042], atol=5e-4)
