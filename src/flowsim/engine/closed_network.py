"""Networks of the organisations alone: drawn from seeds where the user has none, and packed for the kernel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from flowsim.data.closed_tables import Network
from flowsim.domain.closed import Closed
from flowsim.kernels.closed import Ties
from flowsim.kernels.draws import fill_uniforms2
from flowsim.kernels.philox import CLOSED_NETWORK, lane_keys

WHICH, WHAT = 0, 1  # slots
APART = 2**16  # entity of a pair: smaller row times this, plus the larger


def drawn(settings: Closed, seed: int) -> Network:
    """Groups of sizes proportional to 1 / rank, and disjoint pairs of rivals and allies between them.

    Pairs are taken one after the other, each with a chance proportional to both sizes to the power
    ``size_exponent``: the first that ring, of clocks with these rates. A pair's clock, kind and weight are addressed
    by its two ranks. Weights are geometric from 1 on.

    Parameters
    ----------
    settings : Closed
    seed : int
        The same seed, the same network.
    """
    n, many = settings.groups, settings.rival_pairs + settings.allied_pairs
    share = 1.0 / np.arange(1, n + 1)
    share /= share.sum()
    rows, columns = np.triu_indices(n, 1)
    entities = (rows * APART + columns).astype(np.uint64)
    clocks = -np.log(_uniforms(seed, entities, WHICH)[0]) / (share[rows] * share[columns]) ** settings.size_exponent
    first = np.argsort(clocks, kind="stable")[:many]
    kind, weight = _uniforms(seed, entities[first], WHAT)
    stay = 1.0 - 1.0 / settings.tie_weight
    weights = 1.0 + (np.floor(np.log(weight) / np.log(stay)) if stay > 0.0 else np.zeros(many))
    pairs = [
        {(int(rows[k]), int(columns[k])): float(weights[i]) for i, k in zip(chosen, first[chosen], strict=True)}
        for chosen in np.split(np.argsort(kind, kind="stable"), [settings.rival_pairs])
    ]
    return Network(tuple(f"group_{rank:03d}" for rank in range(1, n + 1)), settings.members * share, *pairs)


def whole(members: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole numbers with the rounded sum of the given ones: the largest remainders are rounded up; (group,)."""
    down = np.floor(members)
    up = int(np.rint(members.sum()) - down.sum())
    down[np.argsort(down - members, kind="stable")[:up]] += 1.0
    return down


def packed(networks: Sequence[Network]) -> Ties:
    """Ties of networks of equal groups, one network per lane; lists are as long as the longest."""
    groups, lanes = len(networks[0].names), len(networks)
    longest = 2 * max(len(one.rivals) for one in networks)
    start = np.zeros((groups + 1, lanes), np.int64)
    rival, weight = np.zeros((longest, lanes), np.int64), np.zeros((longest, lanes))
    calm = np.ones((groups, lanes))
    for lane, one in enumerate(networks):
        both = [*((a, b, w) for (a, b), w in one.rivals.items()), *((b, a, w) for (a, b), w in one.rivals.items())]
        for n, (a, b, w) in enumerate(sorted(both)):
            start[a + 1, lane] += 1
            rival[n, lane], weight[n, lane] = b, w
        for (a, b), w in sorted(one.allies.items()):
            calm[a, lane] += w
            calm[b, lane] += w
    return Ties(np.cumsum(start, axis=0), rival, weight, 1.0 / calm)


def _uniforms(seed: int, entities: NDArray[np.uint64], slot: int) -> NDArray[np.float64]:
    """Two uniforms per pair; (2, pair)."""
    out = np.empty((2, len(entities), 1))
    fill_uniforms2(lane_keys([seed]), CLOSED_NETWORK, 0, entities, slot, *out)
    return out[..., 0]
