"""Chances of a find at the border, and powers: what takes numpy long."""

from __future__ import annotations

import numpy as np

from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp, vlog

MOST_REFERRED = 0.95


@kernel
def raise_to(base, exponent, out):  # type: ignore[no-untyped-def]
    """``out (row, L) = base (row, L) ** exponent (L,)``; base positive, a 0 counts as the smallest number."""
    for row in range(base.shape[0]):
        for lane in range(exponent.shape[0]):
            out[row, lane] = vexp(exponent[lane] * vlog(base[row, lane]))


@kernel
def find_at_ports(bulk, scan, refer, scan_finds, search_finds, out):  # type: ignore[no-untyped-def]
    """Chance that a load is caught at a port, (D, port row, L): ``1 - (1 - scan finds) (1 - referred finds)``.

    Parameters
    ----------
    bulk, scan_finds, search_finds : (D, port row, L)
        Hazard of a find over the usual one; chance that a scan and a search find the load.
    scan, refer : (port row, L)
        Shares scanned, and referred at the usual hazard, at most 0.95: large loads draw referral.
    out : (D, port row, L)
        Overwritten.
    """
    drugs, rows, lanes = bulk.shape
    unseen = np.empty(lanes)
    for row in range(rows):
        for lane in range(lanes):
            unseen[lane] = vlog(1.0 - min(refer[row, lane], MOST_REFERRED))
        for d in range(drugs):
            for lane in range(lanes):
                referred = 1.0 - vexp(bulk[d, row, lane] * unseen[lane])
                passes = 1.0 - referred * search_finds[d, row, lane]
                out[d, row, lane] = 1.0 - passes * (1.0 - scan[row, lane] * scan_finds[d, row, lane])
