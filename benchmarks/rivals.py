"""The load kernel written the ways one would write it first: same law, own random numbers."""

from __future__ import annotations

import math
import random

import numba
import numpy as np

from flowsim.kernels.crossing import Crossed, Loads


def poisson(rng: random.Random, lam: float) -> int:
    """Knuth's product of uniforms, in pieces that do not underflow."""
    count = 0
    while lam > 500.0:
        lam -= 500.0
        count += poisson(rng, 500.0)
    limit, product = math.exp(-lam), rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def pure_python(a: list, rng: random.Random) -> list:
    """Lists and the random module; ``a`` is Loads as nested lists. Returns totals by sender, drug, lane."""
    send, stock, rate, p_inspect, mean_load, sigma = a
    totals = []
    for s in range(len(rate)):
        for d in range(len(rate[s])):
            for lane in range(len(send[s][d])):
                passed, seized = [], []
                spread = sigma[d][lane]
                for c in range(len(rate[s][d])):
                    mean = mean_load[d][c][lane]
                    n = poisson(rng, send[s][d][lane] * rate[s][d][c][lane])
                    hits = sum(rng.random() < p_inspect[d][c][lane] for _ in range(n))
                    middle = math.log(mean) - 0.5 * spread * spread
                    kg = [rng.lognormvariate(middle, spread) for _ in range(n)]
                    seized.append(sum(kg[:hits]))
                    passed.append(sum(kg[hits:]))
                sent = sum(passed) + sum(seized)
                factor = min(1.0, stock[s][d][lane] / sent) if sent > 0.0 else 1.0
                totals.append(([x * factor for x in passed], [x * factor for x in seized]))
    return totals


def whole_arrays(a: Loads, out: Crossed, rng: np.random.Generator) -> None:
    """numpy over whole arrays."""
    lam = a.send_kg[:, :, None] * a.rate
    loads = rng.poisson(lam)
    hits = rng.binomial(loads, np.broadcast_to(a.p_inspect, loads.shape))
    flat, caught = loads.reshape(-1), hits.reshape(-1)
    cell = np.repeat(np.arange(flat.size), flat)
    order = np.arange(cell.size) - np.repeat(np.cumsum(flat) - flat, flat)
    mean = np.broadcast_to(a.mean_load_kg, loads.shape).reshape(-1)[cell]
    spread = np.broadcast_to(a.sigma[:, None], loads.shape).reshape(-1)[cell]
    kg = mean * np.exp(spread * rng.standard_normal(cell.size) - 0.5 * spread * spread)
    stopped = order < caught[cell]
    seized = np.bincount(cell[stopped], kg[stopped], flat.size).reshape(loads.shape)
    passed = np.bincount(cell[~stopped], kg[~stopped], flat.size).reshape(loads.shape)
    sent = seized.sum(2) + passed.sum(2)
    factor = np.minimum(1.0, a.stock_kg / np.maximum(sent, 1e-300))
    out.sent_kg[:] = sent * factor
    out.passed_kg[:] = passed.sum(2) * factor
    out.seized_kg[:] = (seized * factor[:, :, None]).sum(0)
    out.delivered_kg[:] = (passed * factor[:, :, None]).sum(0)
    out.trials[:] += loads
    out.hits[:] += hits
    out.caught[:] = hits.sum((0, 1))


@numba.njit
def obvious_numba(a, out):
    """One lane after the other, numba's own generator."""
    senders, drugs, ways, lanes = a.rate.shape
    out.seized_kg[:] = 0.0
    out.delivered_kg[:] = 0.0
    out.caught[:] = 0.0
    passed, seized = np.empty(ways), np.empty(ways)
    for lane in range(lanes):
        for s in range(senders):
            for d in range(drugs):
                spread, total, went = a.sigma[d, lane], 0.0, 0.0
                for c in range(ways):
                    mean = a.mean_load_kg[d, c, lane]
                    n = np.random.poisson(a.send_kg[s, d, lane] * a.rate[s, d, c, lane])  # noqa: NPY002
                    hits = np.random.binomial(n, a.p_inspect[d, c, lane]) if n > 0 else 0  # noqa: NPY002
                    middle = math.log(mean) - 0.5 * spread * spread
                    passed[c], seized[c] = 0.0, 0.0
                    for j in range(n):
                        kg = np.random.lognormal(middle, spread)  # noqa: NPY002
                        if j < hits:
                            seized[c] += kg
                        else:
                            passed[c] += kg
                    total += passed[c] + seized[c]
                    went += passed[c]
                    out.trials[s, d, c, lane] += n
                    out.hits[s, d, c, lane] += hits
                    out.caught[c, lane] += hits
                factor = min(1.0, a.stock_kg[s, d, lane] / total) if total > 0.0 else 1.0
                out.sent_kg[s, d, lane], out.passed_kg[s, d, lane] = total * factor, went * factor
                for c in range(ways):
                    out.delivered_kg[d, c, lane] += passed[c] * factor
                    out.seized_kg[d, c, lane] += seized[c] * factor
