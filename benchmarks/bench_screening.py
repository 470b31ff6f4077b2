"""Two stages of screening and triage against numpy over whole arrays and against their slow twins."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from race import Variant, arguments, race, save, show
from scipy.special import ndtr

from flowsim.kernels.screening import HALVINGS, NODES, WEIGHTS, triage, two_stage

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_screening as oracle

BANKS, AUTHORITIES, LANES = 30, 2, 64


def banks(lanes: int) -> list[np.ndarray]:
    """Inputs of two_stage: banks of the size of d1 1.8, d2 1.5, a little different in every lane."""
    rng = np.random.default_rng(0)
    middle, half = (1.8, 1.5, 2.576, -9.2, -3.9), (0.4, 0.5, 0.2, 1.0, 0.7)
    return [m + h * rng.uniform(-1.0, 1.0, (BANKS, lanes)) for m, h in zip(middle, half, strict=True)]


def authorities(lanes: int) -> list[np.ndarray]:
    """Inputs of triage."""
    rng = np.random.default_rng(1)
    ranges = ((0.02, 0.2), (0.001, 0.3), (0.75, 1.5))
    return [rng.uniform(low, high, (AUTHORITIES, lanes)) for low, high in ranges]


def stages_of_arrays(d1, d2, threshold, prior_logit, report_logit) -> np.ndarray:
    """The first signal integrated with the same nodes, banks, lanes and nodes at once; strengths not near 0."""
    out = [ndtr(-threshold)]
    need = (report_logit - prior_logit + 0.5 * (d1 * d1 + d2 * d2))[..., None]
    for of_score, of_skill in ((0.0, 0.0), (d1, d2)):
        low = threshold - of_score
        half = 0.5 * (np.sqrt(np.maximum(low, 0.0) ** 2 + 64.0) - low)
        x = (low + half)[..., None] + half[..., None] * NODES
        signal = (need - d1[..., None] * (x + np.asarray(of_score)[..., None])) / d2[..., None]
        inside = np.exp(-0.5 * x * x) * ndtr(np.asarray(of_skill)[..., None] - signal)
        out.append(half * (inside @ WEIGHTS) / np.sqrt(2.0 * np.pi) / ndtr(-low))
    return np.array(out)


def triage_of_arrays(ppv, room, d_f) -> np.ndarray:
    """The same halvings, all lanes at once."""
    low, high = np.full(ppv.shape, -8.0), 37.5 + d_f
    for _ in range(HALVINGS):
        t = 0.5 * (low + high)
        more = ppv * ndtr(d_f - t) + (1.0 - ppv) * ndtr(-t) > room
        low, high = np.where(more, t, low), np.where(more, high, t)
    return ndtr(d_f - 0.5 * (low + high))


def slow(twin, case: list[np.ndarray]) -> np.ndarray:
    """A twin, row by row and lane by lane, its outputs first."""
    rows = zip(*(x.ravel().tolist() for x in case), strict=True)
    return np.array([twin(*row) for row in rows]).T.reshape(-1, *case[0].shape)


def main() -> None:
    options = arguments(__doc__)
    results = {}
    for name, make, kernel, whole, twin, outs in (
        ("two stages", banks, two_stage, stages_of_arrays, oracle.two_stage, 3),
        ("triage", authorities, triage, triage_of_arrays, oracle.triage, 1),
    ):
        case, few = make(LANES), make(1)
        out, one = (np.empty((outs, *x[0].shape)) for x in (case, few))
        kernel(*case, *out)
        kernel(*few, *one)
        assert np.allclose(out, whole(*case), rtol=1e-6, atol=1e-9)
        assert np.allclose(one, slow(twin, few), rtol=1e-9, atol=1e-9)
        results[name] = race(
            {
                "flowsim": Variant(lambda k=kernel, c=case, o=out: k(*c, *o), out[0].size),
                "flowsim, one lane": Variant(lambda k=kernel, c=few, o=one: k(*c, *o), one[0].size),
                "numpy and scipy, whole arrays": Variant(lambda w=whole, c=case: w(*c), out[0].size),
                "slow twin": Variant(lambda t=twin, c=few: slow(t, c), one[0].size),
            },
            options.rounds,
        )
        rows = f"{out.shape[1]} rows in {LANES} lanes, results equal"
        show(f"{name}: {rows}", results[name], "flowsim", "ns per row and lane")
    save(options.out, "screening", results)


if __name__ == "__main__":
    main()
