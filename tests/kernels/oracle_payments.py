"""Slow, obvious twin of the account kernels: one account at a time, double precision, the standard library."""

from __future__ import annotations

import math

import oracle

from flowsim.kernels.philox import PAYMENTS

WORD = 2**32


def five_normals(key, week, serial):
    """Upper 24 bits of four words, and the four lower bytes as a fifth word, each through the normal quantile."""
    key = int(key)
    words = oracle.philox((int(serial), 0, int(week), PAYMENTS), (key % WORD, key // WORD))
    fifth = sum((word % 256) << shift for word, shift in zip(words, (24, 16, 8, 0), strict=True))
    return [oracle.normal((word // 256 + 0.5) / 2**24) for word in (*words, fifth)]


def score_account(key, week, serial, cell, lane, rule, law):
    """Score and whole dollars of one account-month of a launderer."""
    segment, kappa, lift = int(rule.segment[cell]), rule.kappa[cell, lane], rule.lift[cell, lane]
    *e, e_5 = five_normals(key, week, serial)
    x = [e[f] + lift * rule.delta[f, lane] for f in range(4)]
    seen = sum(rule.weight[f, lane] * x[f] for f in range(4))
    usd = round(math.exp(law.mu_usd[segment, lane] + law.sd_usd[segment, lane] * x[0]))
    return kappa * seen + math.sqrt(max(1.0 - kappa * kappa, 0.0)) * e_5, min(max(usd, 1), 10_000_000)


def screen(keys, week, table, live, rule, law, sums):
    """Adds to ``sums``; returns slot, cell, score and dollars of the alerts of each lane."""
    found = []
    for lane, key in enumerate(keys):
        alerts = []
        for slot in range(live[lane]):
            cell, serial = int(table[lane, slot, 0]), int(table[lane, slot, 1])
            score, usd = score_account(key, week, serial, cell, lane, rule, law)
            sums.deposits_usd[cell, lane] += usd
            sums.accounts[cell, lane] += 1
            if score > rule.cut[cell, lane]:
                sums.alerts[cell, lane] += 1
                alerts.append((slot, cell, score, usd))
        found.append(alerts)
    return found


def close_accounts(week, rows):
    """Rows of a lane that stay, as a set; position does not matter."""
    return {tuple(row) for row in rows if not 0 < row[3] <= week}
