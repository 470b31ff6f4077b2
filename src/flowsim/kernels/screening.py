"""Screening of accounts: alerts and reports of banks, triage of reports, and schemes spread over banks.

An account is scored once a month. The score of a legal account is N(0, 1), that of an illicit one N(d1, 1); above a
threshold it is an alert. An analyst adds an independent signal, N(0, 1) or N(d2, 1), and reports where the log
posterior odds ``prior + d1 s1 - d1^2 / 2 + d2 s2 - d2^2 / 2`` reach a bar. A bank's bar follows from the cost of a
report and the fine for a missing one (Takats 2011, "A theory of crying wolf"): a larger fine, more reports, each worth
less. The authority sees that an account was reported, never the score, and reads the most suspicious by a signal of
its own. All of d1, d2, d_f must not be negative.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.vmath import vexp, vlog

FAR = 37.5  # beyond it the tail is below the smallest normal float64
STEEP = 30.0  # thresholds are limited to -30..30
LEFT = 8.0  # a tail integral starts no lower: less than 1e-15 lies there
REACH = 64.0  # it ends where the normal density has fallen by exp(-32)
DENSITY = 0.3989422804014327  # 1 / sqrt(2 pi)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)
LOWEST_BAR, HIGHEST_BAR = 1e-5, 0.95
HALVINGS = 55  # of about 50 standard deviations: below 2e-15


class Scheme(NamedTuple):
    """What launderers believe of one scheme; (network, lane) float64."""

    strength: np.ndarray  # d1 of the scheme at one bank
    threshold: np.ndarray  # score above which a bank alerts
    sharing: np.ndarray  # sigma, 0 no sharing of information between banks to 1 all
    account_usd: np.ndarray  # USD per account-month
    value_usd: np.ndarray  # USD per month through the scheme
    loss: np.ndarray  # share of the money at an account that is lost when it is closed
    closes: np.ndarray  # chance that an alert is reported and ends the account


@inline
def sf(x):
    """Upper tail of the standard normal; relative error below 2e-14 for x in -8..8, 2e-13 to 37.5, where it stays.

    ``exp(-x^2 / 2)`` times Mills' ratio, which is ``P(1 - 9 / (x + 4.5)) / (x + 4.5)``, P of degree 19 interpolated at
    the Chebyshev nodes of 0..37 (the variable is that of Shepherd and Laframboise 1981, "Chebyshev approximation of
    (1 + 2x) exp(x^2) erfc x").
    """
    far = abs(x)
    far = FAR if far > FAR else far
    r = 1.0 / (far + 4.5)
    t = 1.0 - 9.0 * r
    s = t * t
    odd = 8.959477425756245e-09
    even = 5.0658685448159044e-08
    odd = odd * s + 2.4173419648445684e-08
    even = even * s - 3.6933422355424193e-07
    odd = odd * s - 4.5402544647691014e-07
    even = even * s + 2.1480867383431303e-06
    odd = odd * s + 3.159600761223218e-06
    even = even * s - 1.4244472620727459e-05
    odd = odd * s - 1.5921057778879475e-05
    even = even * s + 0.00011204707082624777
    odd = odd * s + 6.378270795832988e-06
    even = even * s - 0.0009177476445522843
    odd = odd * s + 0.0017488309827385427
    even = even * s + 0.00422361354043556
    odd = odd * s - 0.03387132621119602
    even = even * s + 0.11138259655908866
    odd = odd * s - 0.2531417999495835
    even = even * s + 0.4464525170559749
    odd = odd * s - 0.6402577602526354
    even = even * s + 0.7632305289702028
    tail = (odd * t + even) * r * vexp(-0.5 * far * far)
    rest, sign = (0.0, 1.0) if x > 0.0 else (1.0, -1.0)
    return rest + sign * tail  # one rounding however it is compiled: a lane has the same bits alone and in a tile


@inline
def logit(p):
    """Log odds of p; about -709 at 0 and 710 at 1."""
    return vlog(p / (1.0 - p))


@inline
def reports(s1, s2, d1, d2, prior_logit, report_logit):
    """Whether an alerted account of score s1 and analyst's signal s2 is reported."""
    return prior_logit + d1 * s1 - 0.5 * d1 * d1 + d2 * s2 - 0.5 * d2 * d2 >= report_logit


@inline
def pooled(d1, m, sigma):
    """Strength of a scheme at each of m banks that share: ``(d1 / m) sqrt(1 + sigma (m - 1))``; m at least 1."""
    return d1 / m * np.sqrt(1.0 + sigma * (m - 1.0))


@inline
def within(x, most):
    """``x`` limited to ``-most..most``."""
    x = most if x > most else x
    return -most if x < -most else x


@kernel
def _reported(threshold, bar, d1, d2, rows, out):
    """Chance that ``d1 x + d2 y >= bar`` where ``x > threshold``, x and y standard normal; rows (lane,).

    Of the two signals the weaker is integrated over, so that the tail of the stronger, inside the integral, is never
    steeper than the density. If the first is the stronger, all of ``x > threshold`` counts where y alone lifts
    the sum at the threshold over the bar.
    """
    lanes = out.shape[0]
    low, half, centre, slope, first = rows[0], rows[1], rows[2], rows[3], rows[4]
    for lane in range(lanes):
        a, b, t = d1[lane], d2[lane], within(threshold[lane], STEEP)
        stronger = a > b
        large, small = (a, b) if stronger else (b, a)
        gap = within((a * t - bar[lane]) / max(b, 1e-300), STEEP)
        never = -FAR if bar[lane] <= 0.0 else FAR
        centre[lane] = bar[lane] / large if large > 0.0 else never
        ratio = small / large if large > 0.0 else 0.0
        slope[lane] = ratio if stronger else -ratio
        first[lane] = sf(-gap) if stronger else 0.0
        start = max(gap if stronger else t, -LEFT)
        above = max(start, 0.0)
        low[lane] = start
        half[lane] = 0.5 * (np.sqrt(above * above + REACH) - start)
        out[lane] = 0.0
    for node in range(NODES.shape[0]):
        place, weight = 1.0 + NODES[node], WEIGHTS[node]
        for lane in range(lanes):
            x = low[lane] + half[lane] * place
            out[lane] += weight * vexp(-0.5 * x * x) * sf(centre[lane] + slope[lane] * x)
    for lane in range(lanes):
        integral = DENSITY * half[lane] * out[lane]
        out[lane] = min(first[lane] + integral / sf(within(threshold[lane], STEEP)), 1.0)


@kernel
def two_stage(d1, d2, threshold, prior_logit, report_logit, alert_legal, report_legal, report_true):
    """Chances that an account is alerted and that an alert is reported, by 40 nodes of Gauss-Legendre.

    Error below 1e-11 for thresholds in -8..8 (tested); a strength of 0 is allowed.

    Parameters
    ----------
    d1, d2 : (bank, lane)
        Strength of the score and of the analyst's signal, standard deviations.
    threshold : (bank, lane)
        Score above which an account is an alert.
    prior_logit, report_logit : (bank, lane)
        Log odds that an account is illicit before it is scored, and from which an alert is reported.
    alert_legal, report_legal, report_true : (bank, lane)
        Overwritten: alerts per legal account-month (per illicit one they are ``sf(threshold - d1)``), reports per legal
        alert, reports per illicit alert.
    """
    banks, lanes = d1.shape
    rows = np.empty((8, lanes))
    lower, bar, lower_bar = rows[5], rows[6], rows[7]
    for bank in range(banks):
        score, skill = d1[bank], d2[bank]
        for lane in range(lanes):
            both = score[lane] * score[lane] + skill[lane] * skill[lane]
            bar[lane] = report_logit[bank, lane] - prior_logit[bank, lane] + 0.5 * both
            lower_bar[lane] = bar[lane] - both
            lower[lane] = threshold[bank, lane] - score[lane]
            alert_legal[bank, lane] = sf(threshold[bank, lane])
        _reported(threshold[bank], bar, score, skill, rows, report_legal[bank])
        _reported(lower, lower_bar, score, skill, rows, report_true[bank])


@kernel
def report_bar(cost, fine, found, fined, out):
    """Posterior from which a bank reports, ``cost / (fine found fined)`` within 1e-5..0.95, and its log odds.

    Parameters
    ----------
    cost, fine, found, fined : (..., lane)
        USD per report with fees, USD per unreported illicit account-month; chances that such a month is found
        otherwise and that the bank is then fined.
    out : (2, ..., lane)
        Overwritten: the posterior, its log odds; the highest where nothing is fined.
    """
    spent, due, chance, upheld = cost.reshape(-1), fine.reshape(-1), found.reshape(-1), fined.reshape(-1)
    bar, odds = out[0].reshape(-1), out[1].reshape(-1)
    for i in range(spent.shape[0]):
        expected = due[i] * chance[i] * upheld[i]
        p = HIGHEST_BAR if spent[i] >= HIGHEST_BAR * expected else spent[i] / expected
        p = LOWEST_BAR if p < LOWEST_BAR else p
        bar[i] = p
        odds[i] = logit(p)


@kernel
def triage(ppv, room, d_f, out):
    """Chance that a true report is investigated when the authority takes the most suspicious by its own signal.

    Solves ``ppv sf(t - d_f) + (1 - ppv) sf(t) = room`` by halving and gives ``sf(t - d_f)``, so that true
    investigations stay within capacity.

    Parameters
    ----------
    ppv, room : (..., lane)
        Share of reports that are true, and reports that can be investigated over reports.
    d_f : (..., lane)
        Strength of the authority's signal, standard deviations.
    out : (..., lane)
        Overwritten.
    """
    share, space, signal, chance = ppv.reshape(-1), room.reshape(-1), d_f.reshape(-1), out.reshape(-1)
    low, high = np.full(chance.shape[0], -LEFT), FAR + signal
    for _ in range(HALVINGS):
        for i in range(chance.shape[0]):
            t = 0.5 * (low[i] + high[i])
            false = sf(t)
            more = false + share[i] * (sf(t - signal[i]) - false) > space[i]
            low[i] = t if more else low[i]
            high[i] = high[i] if more else t
    for i in range(chance.shape[0]):
        some = sf(0.5 * (low[i] + high[i]) - signal[i]) if space[i] > 0.0 else 0.0
        chance[i] = 1.0 if space[i] >= 1.0 else some


@kernel
def triage_power(ppv, room, a, out):
    """The structural alternative ``min(1, room^(1 - a), room / ppv)``: the last keeps true investigations to capacity.

    Parameters
    ----------
    ppv, room, out : (..., lane)
        As in ``triage``.
    a : (..., lane)
        0 where the authority draws lots, towards 1 where it tells true reports from false ones.
    """
    share, space, power, chance = ppv.reshape(-1), room.reshape(-1), a.reshape(-1), out.reshape(-1)
    for i in range(chance.shape[0]):
        crowded = vexp((1.0 - power[i]) * vlog(space[i])) if space[i] > 0.0 else 0.0
        limit = space[i] / share[i] if share[i] > 0.0 else 1.0
        chance[i] = min(crowded, limit, 1.0)


@kernel
def count_rule(n, k, m, sigma, out):
    """Chance that a bank alerts that counts its own payments of a scheme and ``sigma`` of each at other banks.

    ``n_b + sigma (n - n_b) >= k`` where each of n payments falls on one of m banks at random, ``n_b`` binomial.

    Parameters
    ----------
    n, k, m, sigma : (..., lane)
        Payments, whole and at most 1000; count from which a bank alerts; banks, at least 1; share seen of the others'.
    out : (..., lane)
        Overwritten.
    """
    payments, rule, banks = n.reshape(-1), k.reshape(-1), m.reshape(-1)
    sharing, chance = sigma.reshape(-1), out.reshape(-1)
    for i in range(chance.shape[0]):
        here = 1.0 / banks[i]
        most = here > 0.5
        p = 1.0 - here if most else here  # of the rarer, here or elsewhere
        mass = (1.0 - p) ** payments[i]
        total = 0.0
        for rare in range(int(payments[i]) + 1):
            own = payments[i] - rare if most else float(rare)
            seen = own + sharing[i] * (payments[i] - own)
            total += mass if seen >= rule[i] - 1e-9 else 0.0
            mass = mass * ((payments[i] - rare) / (rare + 1.0)) * (p / (1.0 - p))
        chance[i] = min(total, 1.0)


@kernel
def spread_of(scheme, most, banks, cost):
    """Number of banks, 1 to ``most``, at which a scheme costs least, and that cost.

    A dollar costs ``m account_usd / value_usd`` for accounts and ``loss`` times the chance that the account that
    holds it is closed, ``sf(threshold - pooled(strength, m, sharing)) closes``.

    Parameters
    ----------
    scheme : Scheme
    most : int
    banks : (network, lane)
        Overwritten; the fewest of equals.
    cost : (network, lane)
        Overwritten; share of the value.
    """
    networks, lanes = banks.shape
    banks[:], cost[:] = 1.0, np.inf
    for network in range(networks):
        for candidate in range(1, most + 1):
            m = float(candidate)
            for lane in range(lanes):
                strength = pooled(scheme.strength[network, lane], m, scheme.sharing[network, lane])
                closed = sf(scheme.threshold[network, lane] - strength) * scheme.closes[network, lane]
                accounts = m * scheme.account_usd[network, lane] / scheme.value_usd[network, lane]
                spent = accounts + scheme.loss[network, lane] * closed
                less = spent < cost[network, lane]
                banks[network, lane] = m if less else banks[network, lane]
                cost[network, lane] = spent if less else cost[network, lane]
