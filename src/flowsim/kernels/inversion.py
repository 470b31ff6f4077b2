"""Normal, Poisson and binomial from one uniform each, by inversion of the distribution function.

Inversion is monotone: a larger uniform, mean, number or chance never gives a smaller draw (below the switch to the
approximation), which is what pairs two scenarios. Each sampler comes as a scalar and as a block of ``BLOCK`` lanes
that walk together until the last has stopped; both do the same arithmetic and give the same integers.

Above a variance of ``SWITCH`` the walk would be long, and the normal quantile with the Cornish-Fisher skewness term
and continuity correction takes its place: within 0.001 of the exact distribution function (tested).
Quantiles beyond ``TOP`` (1e-12) and normals beyond 6.66 standard deviations are cut.
"""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import inline
from flowsim.kernels.vmath import vexp, vlog

BLOCK = 128
SWITCH = 30.0
TOP = 1.0 - 1e-12
STOPPED = 4.0  # more than any uniform
LONGEST = 1024  # steps of a walk, never reached
TAIL = 1.3887943864964021e-11  # exp(-25)


@inline
def normal(u):  # type: ignore[no-untyped-def]
    """Standard normal quantile of u (Wichura 1988, AS241), error about 1e-15; the two regions without a branch."""
    q = u - 0.5
    p = u if q < 0.0 else 1.0 - u
    p = TAIL if p < TAIL else p
    centre = 0.180625 - q * q
    inside = centre >= 0.0
    r = centre if inside else np.sqrt(-vlog(p)) - 1.6
    top = 2509.0809287301226727 if inside else 7.7454501427834140764e-4
    top = top * r + (33430.575583588128105 if inside else 2.27238449892691845833e-2)
    top = top * r + (67265.770927008700853 if inside else 2.41780725177450611770e-1)
    top = top * r + (45921.953931549871457 if inside else 1.27045825245236838258)
    top = top * r + (13731.693765509461125 if inside else 3.64784832476320460504)
    top = top * r + (1971.5909503065514427 if inside else 5.76949722146069140550)
    top = top * r + (133.14166789178437745 if inside else 4.63033784615654529590)
    top = top * r + (3.3871328727963666080 if inside else 1.42343711074968357734)
    low = 5226.4952788528545610 if inside else 1.05075007164441684324e-9
    low = low * r + (28729.085735721942674 if inside else 5.47593808499534494600e-4)
    low = low * r + (39307.895800092710610 if inside else 1.51986665636164571966e-2)
    low = low * r + (21213.794301586595867 if inside else 1.48103976427480074590e-1)
    low = low * r + (5394.1960214247511077 if inside else 6.89767334985100004550e-1)
    low = low * r + (687.18700749205790830 if inside else 1.67638483018380384940)
    low = low * r + (42.313330701600911252 if inside else 2.05319162663775882187)
    low = low * r + 1.0
    side = q if inside else (-1.0 if q < 0.0 else 1.0)
    return side * top / low


@inline
def rounded(mean, spread, lean, u, most):  # type: ignore[no-untyped-def]
    """Quantile u of a count from mean, standard deviation and third moment over variance, within 0..most."""
    z = normal(u)
    count = np.floor(mean + spread * z + lean * ((z * z - 1.0) / 6.0) + 0.5)
    count = 0.0 if count < 0.0 else count
    return most if count > most else count


@inline
def log_of_rest(p):  # type: ignore[no-untyped-def]
    """``log(1 - p)`` for p up to a half, exact to rounding for small p too."""
    q = 1.0 - p
    return vlog(q) + ((1.0 - q) - p) / q


@inline
def poisson(u, lam):  # type: ignore[no-untyped-def]
    """Smallest count whose Poisson(lam) distribution function reaches u; float64."""
    if not lam <= SWITCH:
        return rounded(lam, np.sqrt(lam), 1.0, u, np.inf)
    left = TOP if u > TOP else u
    mass = vexp(-lam)
    count = 0.0
    while left > mass and count < LONGEST:
        left = left - mass
        count += 1.0
        mass = mass * (lam * (1.0 / count))
    return count


@inline
def binomial(u, n, p):  # type: ignore[no-untyped-def]
    """Quantile u of Binomial(n, p), float64; n whole and not negative, p outside 0..1 counts as 0 or 1.

    Above one half the walk counts failures with ``1 - u``, so that the result still grows with u.
    """
    flip = p > 0.5
    chance = 1.0 - p if flip else p
    left = 1.0 - u if flip else u
    rest = 1.0 - chance
    variance = n * chance * rest
    if not variance <= SWITCH:
        count = rounded(n * chance, np.sqrt(variance), rest - chance, left, n)
    else:
        left = TOP if left > TOP else left
        mass = vexp(n * log_of_rest(chance))
        odds = chance / rest
        count = 0.0
        while left > mass and count < n:
            left = left - mass
            mass = mass * ((n - count) * (1.0 / (count + 1.0)) * odds)
            count += 1.0
    return n - count if flip else count


@inline
def poisson_block(u, lam, mass, count):  # type: ignore[no-untyped-def]
    """``poisson`` for BLOCK lanes: ``count`` from ``u`` (used up) and ``lam``; ``mass`` is scratch. All local arrays."""
    large = 0
    for i in range(BLOCK):
        walk = lam[i] <= SWITCH
        large |= int(not walk)
        u[i] = TOP if (u[i] > TOP and walk) else u[i]
        mass[i] = vexp(-lam[i]) if walk else STOPPED
        count[i] = 0.0
    for k in range(1, LONGEST):
        share = 1.0 / k
        going = 0
        for i in range(BLOCK):
            more = u[i] > mass[i]
            going |= int(more)
            u[i] = u[i] - mass[i] if more else u[i]
            count[i] = count[i] + 1.0 if more else count[i]
            mass[i] = mass[i] * (lam[i] * share) if more else STOPPED
        if going == 0:
            break
    if large != 0:
        for i in range(BLOCK):
            guess = rounded(lam[i], np.sqrt(lam[i]), 1.0, u[i], np.inf)
            count[i] = count[i] if lam[i] <= SWITCH else guess


@inline
def binomial_block(u, n, p, mass, odds, count):  # type: ignore[no-untyped-def]
    """``binomial`` for BLOCK lanes: ``count`` from ``u`` (used up), ``n`` and ``p``; ``mass``, ``odds`` scratch."""
    large = 0
    for i in range(BLOCK):
        chance = 1.0 - p[i] if p[i] > 0.5 else p[i]
        rest = 1.0 - chance
        walk = n[i] * chance * rest <= SWITCH
        large |= int(not walk)
        left = 1.0 - u[i] if p[i] > 0.5 else u[i]
        u[i] = TOP if (left > TOP and walk) else left
        odds[i] = chance / rest
        start = vexp(n[i] * log_of_rest(chance))
        mass[i] = start if walk else STOPPED
        count[i] = 0.0
    for k in range(1, LONGEST):
        share = 1.0 / k
        before = k - 1.0
        going = 0
        for i in range(BLOCK):
            more = u[i] > mass[i]
            going |= int(more)
            u[i] = u[i] - mass[i] if more else u[i]
            count[i] = count[i] + 1.0 if more else count[i]
            mass[i] = mass[i] * ((n[i] - before) * share * odds[i]) if more else STOPPED
        if going == 0:
            break
    for i in range(BLOCK):
        count[i] = n[i] if count[i] > n[i] else count[i]
    if large != 0:
        for i in range(BLOCK):
            chance = 1.0 - p[i] if p[i] > 0.5 else p[i]
            rest = 1.0 - chance
            variance = n[i] * chance * rest
            guess = rounded(n[i] * chance, np.sqrt(variance), rest - chance, u[i], n[i])
            count[i] = count[i] if variance <= SWITCH else guess
    for i in range(BLOCK):
        count[i] = n[i] - count[i] if p[i] > 0.5 else count[i]
