"""Normal, Poisson and binomial from one uniform each, by inversion of the distribution function.

Inversion is monotone: a larger uniform, mean, number or chance never gives a smaller draw (on one side of the switch
to the approximation), which is what pairs two scenarios. Each sampler comes as a scalar and as a block of ``BLOCK``
lanes that walk together until the last has stopped; both do the same arithmetic and give the same numbers.

Above a variance of ``SWITCH`` the walk would be long, and the normal quantile with the Cornish-Fisher skewness term
and continuity correction takes its place: within 0.001 of the exact distribution function (tested).
Counts beyond the quantile ``TOP`` and normals beyond 6.66 standard deviations are cut.
"""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import inline, kernel
from flowsim.kernels.vmath import vexp, vlog

BLOCK = 64
SWITCH = 30.0
TOP = 1.0 - 1e-12  # above the rounding of the walk's sum, so that every walk ends
STOPPED = 4.0  # more than any uniform
LONGEST = 1024  # steps of a walk, never reached
CENTRE = 6.25
TAIL = 1.3887943864964021e-11  # exp(-25)


@inline
def central_normal(u, w):  # type: ignore[no-untyped-def]
    """Normal quantile of u where ``w = -log(4 u (1 - u))`` is at most 6.25; error below 1e-15 of the value.

    ``(2 u - 1)`` times a polynomial in w (the variable is that of Giles 2010, "Approximating the erfinv function"),
    interpolated at the Chebyshev nodes of 0..6.25.
    """
    t = w - 3.125
    s = t * t
    odd = -2.4859778883625976e-19
    even = 1.5446469966166956e-18
    odd = odd * s + 1.6308302414643676e-17
    even = even * s - 1.8226502220974857e-16
    odd = odd * s + 1.802294111819312e-17
    even = even * s + 9.305924110089017e-15
    odd = odd * s - 5.719685401417237e-14
    even = even * s - 1.1463578250441528e-13
    odd = odd * s + 3.723261486142839e-12
    even = even * s - 1.8352947601366672e-11
    odd = odd * s - 7.658032451672838e-11
    even = even * s + 1.4866496329761175e-09
    odd = odd * s - 5.816158205520595e-09
    even = even * s - 4.111173388828677e-08
    odd = odd * s + 5.988894594060762e-07
    even = even * s - 1.931065035151122e-06
    odd = odd * s - 1.963285284708289e-05
    even = even * s + 0.0002640820495446731
    odd = odd * s - 0.0010475115694896001
    even = even * s - 0.008532899177268245
    odd = odd * s + 0.3396349587011391
    even = even * s + 2.338620710026593
    return (odd * t + even) * (2.0 * u - 1.0)


@kernel
def tail_normal(u):  # type: ignore[no-untyped-def]
    """Normal quantile of u outside 0.075..0.925 (Wichura 1988, AS241), cut at 6.66."""
    p = u if u < 0.5 else 1.0 - u
    p = TAIL if p < TAIL else p
    r = np.sqrt(-vlog(p)) - 1.6
    top = 7.7454501427834140764e-4
    top = top * r + 2.27238449892691845833e-2
    top = top * r + 2.41780725177450611770e-1
    top = top * r + 1.27045825245236838258
    top = top * r + 3.64784832476320460504
    top = top * r + 5.76949722146069140550
    top = top * r + 4.63033784615654529590
    top = top * r + 1.42343711074968357734
    low = 1.05075007164441684324e-9
    low = low * r + 5.47593808499534494600e-4
    low = low * r + 1.51986665636164571966e-2
    low = low * r + 1.48103976427480074590e-1
    low = low * r + 6.89767334985100004550e-1
    low = low * r + 1.67638483018380384940
    low = low * r + 2.05319162663775882187
    low = low * r + 1.0
    return -top / low if u < 0.5 else top / low


@inline
def normal(u):  # type: ignore[no-untyped-def]
    """Standard normal quantile of u in (0, 1), error about 1e-15."""
    w = -vlog(4.0 * u * (1.0 - u))
    if w < CENTRE:
        return central_normal(u, w)
    return tail_normal(u)


@inline
def normal_block(u, z):  # type: ignore[no-untyped-def]
    """``normal`` for BLOCK lanes, u to z; both local arrays. Few blocks have a lane in the tails."""
    far = 0
    for i in range(BLOCK):
        z[i] = -vlog(4.0 * u[i] * (1.0 - u[i]))
    for i in range(BLOCK):
        near = z[i] < CENTRE
        far |= int(not near)
        z[i] = central_normal(u[i], z[i]) if near else np.inf
    if far != 0:
        for i in range(BLOCK):
            if z[i] == np.inf:
                z[i] = tail_normal(u[i])


@inline
def near(mean, variance, lean, z, most):  # type: ignore[no-untyped-def]
    """Count within 0..most at the normal z from mean, variance and skewness times standard deviation."""
    count = np.floor(mean + np.sqrt(variance) * z + lean * ((z * z - 1.0) / 6.0) + 0.5)
    count = 0.0 if count < 0.0 else count
    return most if count > most else count


@kernel
def rounded(mean, variance, lean, u, most):  # type: ignore[no-untyped-def]
    """``near`` at the quantile u; compiled once, it is called rarely."""
    return near(mean, variance, lean, normal(u), most)


@inline
def log_of_rest(p):  # type: ignore[no-untyped-def]
    """``log(1 - p)`` for p up to a half, exact to rounding for small p too."""
    q = 1.0 - p
    return vlog(q) + ((1.0 - q) - p) / q


@kernel
def poisson(u, lam):  # type: ignore[no-untyped-def]
    """Smallest count whose Poisson(lam) distribution function reaches u; float64, 0 where lam <= 0."""
    if not lam <= SWITCH:
        return rounded(lam, lam, 1.0, u, np.inf)
    mean = 0.0 if lam < 0.0 else lam
    limit = TOP if u > TOP else u
    mass = vexp(-mean)
    reached = mass
    count = 0.0
    while limit > reached and count < LONGEST:
        count += 1.0
        mass = mass * (mean * (1.0 / count))
        reached = reached + mass
    return count


@kernel
def binomial(u, n, p):  # type: ignore[no-untyped-def]
    """Quantile u of Binomial(n, p), float64; n whole and not negative, p beyond 0..1 counts as 0 or 1.

    Above one half the walk counts failures with ``1 - u``, so that the result still grows with u.
    """
    flip = p > 0.5
    chance = 1.0 - p if flip else p
    chance = 0.0 if chance < 0.0 else chance
    rest = 1.0 - chance
    limit = 1.0 - u if flip else u
    variance = n * chance * rest
    if not variance <= SWITCH:
        count = rounded(n * chance, variance, rest - chance, limit, n)
    else:
        limit = TOP if limit > TOP else limit
        odds = chance / rest
        mass = vexp(n * log_of_rest(chance))
        reached = mass
        count = 0.0
        while limit > reached and count < n:
            mass = mass * ((n - count) * (1.0 / (count + 1.0)) * odds)
            reached = reached + mass
            count += 1.0
    return n - count if flip else count


@inline
def poisson_block(u, lam, mass, reached, count):  # type: ignore[no-untyped-def]
    """``poisson`` for BLOCK lanes: ``count`` from ``u`` and ``lam``; all are local arrays, u and lam are limited."""
    large = 0
    for i in range(BLOCK):
        mean = 0.0 if lam[i] < 0.0 else lam[i]
        walk = mean <= SWITCH
        large |= int(not walk)
        start = vexp(-mean)
        lam[i] = mean
        u[i] = TOP if (u[i] > TOP and walk) else u[i]
        mass[i] = start if walk else 0.0
        reached[i] = start if walk else STOPPED
        count[i] = 0.0
    for k in range(1, LONGEST, 2):
        share = 1.0 / k
        next_share = 1.0 / (k + 1)
        going = 0
        for i in range(BLOCK):
            first = u[i] > reached[i]
            step = mass[i] * (lam[i] * share)
            sum_ = reached[i] + step
            second = u[i] > sum_
            step = step * (lam[i] * next_share)
            mass[i] = step
            reached[i] = sum_ + step
            so_far = count[i]
            so_far = so_far + 1.0 if first else so_far
            count[i] = so_far + 1.0 if second else so_far
            going |= int(second)
        if going == 0:
            break
    if large != 0:
        normal_block(u, mass)
        for i in range(BLOCK):
            guess = near(lam[i], lam[i], 1.0, mass[i], np.inf)
            count[i] = count[i] if lam[i] <= SWITCH else guess


@inline
def binomial_walk(u, n, odds, mass, reached, count):  # type: ignore[no-untyped-def]
    """Count up to the quantile u from ``mass = reached = P(0)``; all are local arrays of BLOCK."""
    for k in range(1, LONGEST, 2):
        share = 1.0 / k
        next_share = 1.0 / (k + 1)
        before = k - 1.0
        now = float(k)
        going = 0
        for i in range(BLOCK):
            first = u[i] > reached[i]
            step = mass[i] * ((n[i] - before) * share * odds[i])
            sum_ = reached[i] + step
            second = u[i] > sum_
            step = step * ((n[i] - now) * next_share * odds[i])
            mass[i] = step
            reached[i] = sum_ + step
            so_far = count[i]
            so_far = so_far + 1.0 if first else so_far
            count[i] = so_far + 1.0 if second else so_far
            going |= int(second)
        if going == 0:
            break
    for i in range(BLOCK):
        count[i] = n[i] if count[i] > n[i] else count[i]


@inline
def binomial_block(u, n, p, log_rest, odds, mass, reached, count):  # type: ignore[no-untyped-def]
    """``binomial`` for BLOCK lanes: ``count`` from ``u``, ``n``, ``p`` and what ``prepare`` made of p.

    All are local arrays; u is turned over and limited. Where every variance is above ``SWITCH`` nothing of ``prepare``
    is read.
    """
    large, small = 0, 0
    for i in range(BLOCK):
        chance = 1.0 - p[i] if p[i] > 0.5 else p[i]
        chance = 0.0 if chance < 0.0 else chance
        walk = n[i] * chance * (1.0 - chance) <= SWITCH
        large |= int(not walk)
        small |= int(walk)
        limit = 1.0 - u[i] if p[i] > 0.5 else u[i]
        u[i] = TOP if (limit > TOP and walk) else limit
        reached[i] = 0.0 if walk else STOPPED
        count[i] = 0.0
    if small != 0:
        for i in range(BLOCK):
            start = vexp(n[i] * log_rest[i])
            mass[i] = start if reached[i] == 0.0 else 0.0
            reached[i] = start if reached[i] == 0.0 else STOPPED
        binomial_walk(u, n, odds, mass, reached, count)
    if large != 0:
        normal_block(u, mass)
        for i in range(BLOCK):
            chance = 1.0 - p[i] if p[i] > 0.5 else p[i]
            chance = 0.0 if chance < 0.0 else chance
            rest = 1.0 - chance
            variance = n[i] * chance * rest
            guess = near(n[i] * chance, variance, rest - chance, mass[i], n[i])
            count[i] = count[i] if variance <= SWITCH else guess
    for i in range(BLOCK):
        count[i] = n[i] - count[i] if p[i] > 0.5 else count[i]


@inline
def prepare(p):  # type: ignore[no-untyped-def]
    """``log(1 - chance)`` and ``chance / (1 - chance)`` of the walk of ``binomial`` at p."""
    chance = 1.0 - p if p > 0.5 else p
    chance = 0.0 if chance < 0.0 else chance
    return log_of_rest(chance), chance / (1.0 - chance)
