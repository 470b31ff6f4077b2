"""Slow, obvious twin of the account kernels: one account at a time, double precision, the standard library."""

from __future__ import annotations

import math

import oracle

from flowsim.kernels.philox import LEGAL_ALERTS, MATERIAL, OUTFLOWS, PAYMENTS

WORD = 2**32


def above(x):
    return 0.5 * math.erfc(x / math.sqrt(2.0))


def mean_score(cell, lane, rule):
    return rule.kappa[cell, lane] * rule.lift[cell, lane] * sum(rule.weight[:, lane] * rule.delta[:, lane])


def word_of(key, week, place):
    """The word of a place: rows of one run of 512 that are 128 apart share a call."""
    key, run, at = int(key), place // 512, place % 512
    words = oracle.philox((128 * run + at % 128, 0, int(week), PAYMENTS), (key % WORD, key // WORD))
    return words[at // 128]


def screen(keys, week, table, live, rule, watched):
    """Place, cell and score of the alerts of each lane."""
    found = []
    for lane, key in enumerate(keys):
        alerts = []
        for place in range(live[lane]):
            cell = int(table.cell[lane, place])
            if cell < 0:
                continue
            chance = above(rule.cut[cell, lane] - mean_score(cell, lane, rule))
            words = min(round(chance * watched[cell % len(watched), lane] * WORD), WORD - 1)
            word = word_of(key, week, place)
            if word < words:
                score = mean_score(cell, lane, rule) - oracle.normal((word + 0.5) * chance / words)
                alerts.append((place, cell, score))
        found.append(alerts)
    return found


def deposits(key, week, cell, serial, score, lane, rule, law):
    """Normal behind the deposits of a launderer's account-month with this score, and whole dollars."""
    segment, share = int(rule.segment[cell]), rule.kappa[cell, lane] * rule.weight[0, lane]
    u = oracle.uniforms2(key, PAYMENTS, week, serial, 1)[0]
    first = share * (score - mean_score(cell, lane, rule)) + math.sqrt(1.0 - share * share) * oracle.normal(u)
    x = first + rule.lift[cell, lane] * rule.delta[0, lane]
    usd = round(math.exp(law.mu_usd[segment, lane] + law.sd_usd[segment, lane] * x))
    return first, min(max(usd, 1), 10_000_000)


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


def row(key, week, cell, serial, score, lane, rule, law, usd):
    """Columns of a launderer's account-month; ``usd`` as the kernel rounded it.

    Of five normals two sums are known, the score's and that of the deposits; the rest is projected on what is left.
    """
    first, _ = deposits(key, week, cell, serial, score, lane, rule, law)
    (u_1, u_2), (u_3, u_4), draws = (oracle.uniforms2(key, PAYMENTS, week, serial, slot) for slot in (2, 3, 4))
    z = [oracle.normal(u) for u in (u_1, u_2, u_3, u_4)]
    kappa = float(rule.kappa[cell, lane])
    a = [*(kappa * float(w) for w in rule.weight[:, lane]), math.sqrt(1.0 - kappa**2)]
    left = sum(v * v for v in a[1:])
    gap = score - mean_score(cell, lane, rule) - a[0] * first - sum(v * w for v, w in zip(a[1:], z, strict=True))
    e = [z[f] + a[f + 1] * gap / left for f in range(3)]
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


def words_out(key, week, entity, slot):
    """Four uniforms of a row at one slot."""
    return [
        (w + 0.5) / WORD for w in oracle.philox((int(entity), slot, int(week), OUTFLOWS), (key % WORD, key // WORD))
    ]


def outflows(key, week, entity, usd, ratio, deposits, segment, way, lane, law):
    """Payments out of one row, each (cents, day, leg, abroad, weeks, invoice); ``deposits`` are (day, cents)."""
    key, total = int(key), round(100 * usd * ratio)
    zero, one = words_out(key, week, entity, 0), words_out(key, week, entity, 1)
    x = [oracle.normal(u) for u in (*zero[1:], *one[:2])]
    x = [x[f] + law.shift[f, way, lane] for f in range(5)]
    chance = [
        1 / (1 + math.exp(-law.mu_share[f, segment, lane] - law.sd_share[f, segment, lane] * x[f])) for f in range(3)
    ]
    mean = law.company[0, segment, lane] * math.exp(-law.company[1, segment, lane] * x[3])
    dear = law.invoice[1, segment, lane] * x[4]
    wanted = math.exp(law.mu_number[segment, lane] + law.sd_number[segment, lane] * oracle.normal(zero[0]))
    many = min(max(math.ceil(wanted), 1), 255, total)
    us = [[*words_out(key, week, entity, 2 + 2 * j), *words_out(key, week, entity, 3 + 2 * j)] for j in range(many)]
    parts = [math.exp(law.sd_amount[segment, lane] * oracle.normal(u[0])) for u in us]
    ends = [round((total - many) * sum(parts[: j + 1]) / sum(parts)) + j + 1 for j in range(many)]
    dwell, found = law.dwell_days[segment, lane], []
    for j, u in enumerate(us):
        first = next(day for day in range(28) if sum(c for d, c in deposits if d <= day) >= ends[j])
        wait = -dwell * math.log(1 - u[6] * (1 - math.exp(-(28 - first) / dwell)))
        leg = 0 if u[1] >= chance[0] else 2 if u[2] < chance[1] else 1
        weeks = min(math.floor(-mean * math.log(u[3])), 5200) if leg else -1
        price = math.exp(dear + law.invoice[0, segment, lane] * oracle.normal(u[4])) if leg == 2 else math.nan
        cents = ends[j] - (ends[j - 1] if j else 0)
        found.append(
            (cents, min(first + math.floor(wait), 27), leg + 1, int(bool(leg) and u[5] < chance[2]), weeks, price)
        )
    return found
