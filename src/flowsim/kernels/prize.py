"""What members are paid in a state is part of what it is worth."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import kernel


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
