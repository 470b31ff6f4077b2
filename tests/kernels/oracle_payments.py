"""Slow, obvious twin of the account kernels: one account at a time, double precision, the standard library."""

from __future__ import annotations

import math

import oracle

from flowsim.kernels.philox import LEGAL_ALERTS, MATERIAL, PAYMENTS

WORD = 2**32


def three_normals(key, week, serial):
    """Upper 24 bits of three words of a call, each through the normal quantile."""
    key = int(key)
    words = oracle.philox((int(serial), 0, int(week), PAYMENTS), (key % WORD, key // WORD))
    return [oracle.normal((word // 256 + 0.5) / 2**24) for word in words[:3]]


def score_account(key, week, serial, cell, lane, rule, law):
    """Score and whole dollars of one account-month of a launderer."""
    segment, kappa, lift = int(rule.segment[cell]), rule.kappa[cell, lane], rule.lift[cell, lane]
    weight, delta = rule.weight[:, lane], rule.delta[:, lane]
    deposits, others, noise = three_normals(key, week, serial)
    seen = weight[0] * (deposits + lift * delta[0]) + math.sqrt(1.0 - weight[0] ** 2) * others
    seen += sum(weight[f] * lift * delta[f] for f in (1, 2, 3))
    usd = round(math.exp(law.mu_usd[segment, lane] + law.sd_usd[segment, lane] * (deposits + lift * delta[0])))
    return kappa * seen + math.sqrt(max(1.0 - kappa * kappa, 0.0)) * noise, min(max(usd, 1), 10_000_000)


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


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def columns(law, segment, lane, usd, x, draws):
    """Payments, below, outside and ratio of a row from the features of lot, outside, ratio and two uniforms."""

    def of(name):
        return float(getattr(law, name)[segment, lane])

    limit = of("limit_usd")
    lot = 0.95 * limit * logistic(of("mu_lot") + of("sd_lot") * x[0])
    number = min(math.ceil(usd / lot), 255, int(usd))
    possible = min((100 * int(usd) - number) // round(100 * limit), number)
    above = oracle.binomial(draws[0], possible, logistic(of("mu_above") - of("sd_above") * x[0]))
    if usd > 0.95 * limit * number:
        above = max(above, 1)
    outside = oracle.binomial(draws[1], number, logistic(of("mu_outside") + of("sd_outside") * x[1]))
    return number, number - above, outside, logistic(of("mu_ratio") + of("sd_ratio") * x[2])


def row(key, week, table_row, lane, rule, law, usd):
    """Columns of a launderer's account-month; ``usd`` as the kernel rounded it."""
    cell, serial = int(table_row[0]), int(table_row[1])
    (z_1, z_2), (z_3, _), draws = (oracle.uniforms2(key, PAYMENTS, week, serial, slot) for slot in (1, 2, 3))
    z = [oracle.normal(u) for u in (z_1, z_2, z_3)]
    weight = [float(w) for w in rule.weight[:, lane]]
    others = math.sqrt(1.0 - weight[0] ** 2)
    v = [w / others for w in weight[1:]]
    seen = three_normals(key, week, serial)[1]
    along = sum(a * b for a, b in zip(v, z, strict=True))
    e = [z[f] + v[f] * (seen - along) for f in range(3)]
    x = [e[f] + rule.lift[cell, lane] * rule.delta[f + 1, lane] for f in range(3)]
    return columns(law, int(rule.segment[cell]), lane, usd, x, draws)


def legal_row(key, week, group, number, lane, rule, law):
    """Score, age, log deposits and a function of whole dollars that gives the other columns."""
    entity = 2**31 + group * 2**18 + number
    u = [v for slot in range(5) for v in oracle.uniforms2(key, LEGAL_ALERTS, week, entity, slot)]
    kappa, segment = rule.kappa[group, lane], int(rule.segment[group])
    score = -oracle.normal(u[0] * 0.5 * math.erfc(rule.cut[group, lane] / math.sqrt(2.0)))
    a = [*(kappa * rule.weight[:, lane]), math.sqrt(1.0 - kappa**2)]
    z = [oracle.normal(v) for v in u[1:6]]
    along = sum(p * q for p, q in zip(a, z, strict=True))
    e = [z[f] + a[f] * (score - along) for f in range(5)]
    age = math.floor(-law.age_weeks[segment, lane] * math.log(u[8]))
    log_usd = law.mu_usd[segment, lane] + law.sd_usd[segment, lane] * e[0]
    return score, age, log_usd, lambda usd: columns(law, segment, lane, usd, e[1:4], u[6:8])


def payments(key, week, entity, usd, number, below, outside, limit_usd, sd):
    """Cents, days and whether from outside, of one row; the scale of the parts is found by bisection."""
    key, limit = int(key), round(100 * limit_usd)
    above, large, parts, days, far = number - below, [], [], [], []
    left_above, left_outside = above, outside
    for i in range(number):
        words = oracle.philox((int(entity), i, int(week), MATERIAL), (key % WORD, key // WORD))
        u = [(word + 0.5) / WORD for word in words]
        parts.append(math.exp(sd * oracle.normal(u[0])))
        large.append(u[1] * (number - i) < left_above)
        far.append(u[2] * (number - i) < left_outside)
        days.append(int(28 * u[3]))
        left_above, left_outside = left_above - large[-1], left_outside - far[-1]
    spare = 100 * usd - above * limit - below

    def scaled(scale):
        return [p * scale if big else min(p * scale, limit - 3.0) for p, big in zip(parts, large, strict=True)]

    low, high = 0.0, 2.0 * (spare + number * limit) / min(parts)
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if sum(scaled(middle)) < spare else (low, middle)
    return [(limit if big else 1) + p for p, big in zip(scaled(high), large, strict=True)], days, far
