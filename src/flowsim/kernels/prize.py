"""What members are paid in a state is part of what it is worth."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import kernel


@kernel
def spread(field, where, usd_per_member, out):  # type: ignore[no-untyped-def]
    """Add the pay of members of exporters and their halves, ``usd_per_member (exporter, L)``, to ``out (state, L)``."""
    lanes = out.shape[1]
    for c in range(where.group.shape[0]):
        g, s = where.group[c], where.state[c]
        for lane in range(lanes):
            if field.members[c, lane] > 0.0:
                root = np.int64(field.origin[g, lane])
                if root < usd_per_member.shape[0]:
                    out[s, lane] += field.members[c, lane] * usd_per_member[root, lane]
