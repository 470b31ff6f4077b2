"""What members are paid in a state is part of what it is worth."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import exact, kernel


@kernel
def spread(field, where, groups, usd_per_member, out):  # type: ignore[no-untyped-def]
    """Add the pay of members of exporters and their halves to ``out (state, L)``.

    Parameters
    ----------
    field, where : as in ``contest``
    groups : (group, L) float64
        Members by group; rows that no lane has are passed over, and so are local groups.
    usd_per_member : (exporter, L) float64
    out : (state, L) float64
    """
    members, origin, cell, lanes = field.members, field.origin, where.cell, out.shape[1]
    exporters, spare = where.relation.shape
    for g in range(exporters):
        for s in range(out.shape[0]):
            c = cell[g, s]
            for lane in range(lanes):
                out[s, lane] += members[c, lane] * usd_per_member[g, lane]
    for g in range(spare, groups.shape[0]):
        alive = 0
        for lane in range(lanes):
            alive |= np.int64(groups[g, lane] > 0.0)
        for s in range(out.shape[0] if alive != 0 else 0):
            c = cell[g, s]
            for lane in range(lanes):
                if members[c, lane] > 0.0:
                    root = np.int64(origin[g, lane])
                    if root < exporters:
                        out[s, lane] += members[c, lane] * usd_per_member[root, lane]


@exact
def add_tolls(delivered, price, share, state, out):  # type: ignore[no-untyped-def]
    """Add the tolls on what crosses a corridor to the state it leaves from. Rounded as numpy rounds.

    Parameters
    ----------
    delivered : (D, C, L) float64
        Kilograms over the border.
    price : (D, L) float64
    share : (L,) float64
        Of the value.
    state : (C,) int64
        State that a corridor leaves from, -1 where none.
    out : (state, L) float64
    """
    usd = np.empty(share.shape[0])
    for c in range(state.shape[0]):
        if state[c] >= 0:
            usd[:] = 0.0
            for d in range(delivered.shape[0]):
                for lane in range(usd.shape[0]):
                    usd[lane] += delivered[d, c, lane] * price[d, lane]
            for lane in range(usd.shape[0]):
                out[state[c], lane] += usd[lane] * share[lane]
