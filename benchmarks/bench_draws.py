"""Draws per lane: philox, normal, Poisson, binomial, against numpy and numba's own."""

from __future__ import annotations

import numba
import numpy as np
from race import Variant, arguments, race, save, show

from flowsim.kernels import draws

ROWS, LANES = 256, 64
CELLS = ROWS * LANES


@numba.njit
def numba_uniform(out):
    for i in range(out.size):
        out[i] = np.random.random()  # noqa: NPY002


@numba.njit
def numba_normal(out):
    for i in range(out.size):
        out[i] = np.random.normal()  # noqa: NPY002


@numba.njit
def numba_poisson(lam, out):
    for i in range(out.size):
        out[i] = np.random.poisson(lam[i])  # noqa: NPY002


@numba.njit
def numba_binomial(n, p, out):
    for i in range(out.size):
        out[i] = np.random.binomial(n[i], p[i])  # noqa: NPY002


def main() -> None:
    options = arguments(__doc__)
    keys, rows = draws.lane_keys(range(LANES)), np.arange(ROWS, dtype=np.uint64)
    where = (keys, draws.LOADS, 1000, rows, 0)
    a, b, flat = np.empty((ROWS, LANES)), np.empty((ROWS, LANES)), np.empty(CELLS)
    pcg, philox = (np.random.Generator(g(1)) for g in (np.random.PCG64, np.random.Philox))
    figures: dict[str, object] = {}

    def run(title: str, variants: dict[str, Variant]) -> None:
        figures[title] = times = race(variants, options.rounds)
        show(title, times, "flowsim", "ns per draw")

    run(
        "uniform",
        {
            "flowsim": Variant(lambda: draws.fill_uniforms2(*where, a, b), 2 * CELLS),
            "numpy Philox": Variant(lambda: philox.random(out=flat), CELLS),
            "numpy PCG64": Variant(lambda: pcg.random(out=flat), CELLS),
            "numba np.random": Variant(lambda: numba_uniform(flat), CELLS),
        },
    )
    run(
        "normal",
        {
            "flowsim": Variant(lambda: draws.fill_normal(*where, a), CELLS),
            "numpy PCG64": Variant(lambda: pcg.standard_normal(out=flat), CELLS),
            "numba np.random": Variant(lambda: numba_normal(flat), CELLS),
        },
    )
    for mean in (0.05, 0.5, 3.0, 15.0, 100.0):
        lam = np.full((ROWS, LANES), mean)
        run(
            f"poisson {mean:g}",
            {
                "flowsim": Variant(lambda lam=lam: draws.fill_poisson(*where, lam, a), CELLS),
                "numpy PCG64": Variant(lambda lam=lam: pcg.poisson(lam), CELLS),
                "numba np.random": Variant(lambda lam=lam: numba_poisson(lam.reshape(-1), flat), CELLS),
            },
        )
    for number, chance in ((5, 0.1), (20, 0.1), (20, 0.3), (100, 0.1), (1000, 0.1)):
        n, p = np.full((ROWS, LANES), float(number)), np.full((ROWS, LANES), chance)
        whole, one = np.full(CELLS, number), p.reshape(-1)
        run(
            f"binomial {number} x {chance:g}",
            {
                "flowsim": Variant(lambda n=n, p=p: draws.fill_binomial(*where, n, p, a), CELLS),
                "numpy PCG64": Variant(lambda n=whole, p=one: pcg.binomial(n, p), CELLS),
                "numba np.random": Variant(lambda n=whole, p=one: numba_binomial(n, p, flat), CELLS),
            },
        )
    save(options.out, "draws", figures)


if __name__ == "__main__":
    main()
