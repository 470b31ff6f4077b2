"""One set of ways that loads take: the border, the seaports, the legs of cocaine."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.network import Floats
from flowsim.kernels import crossing as kernel
from flowsim.kernels.cells import Odds, lay_out


class Ways:
    """One set of ways that loads take.

    Parameters
    ----------
    processes : tuple of int
        Draw processes of counts and of sizes.
    number, sender : arrays of uint64
        Stable ids of ways and senders.
    load_kg : (D, C, L), sigma : (D, L)
        Mean size of a load, log spread.
    out : Crossed
        Where results go, most of them arrays of the world; trials and hits are added to.
    """

    def __init__(
        self, processes: tuple[int, int], number: Any, sender: Any, load_kg: Floats, sigma: Floats, out: kernel.Crossed
    ) -> None:
        self.processes, self.out = processes, out
        self.number, self.sender = np.asarray(number, np.uint64), np.asarray(sender, np.uint64)
        self.load_kg, self.sigma = load_kg.copy(), np.array(sigma, copy=True)
        drugs, ways, lanes = load_kg.shape
        self.odds = Odds(np.empty((drugs, ways * lanes, 4)), np.empty(load_kg.shape))
        self.p_inspect = np.full(load_kg.shape, np.nan)  # what the odds were made of

    def ship(self, model: Any, send_kg: Floats, share: Floats, p_inspect: Floats, stock_kg: Floats) -> None:
        """Send one week's loads; results in ``self.out``.

        Parameters
        ----------
        send_kg, stock_kg : (sender, D, L)
            Expected kg to send, and the most that can be sent.
        share : (sender, D, C, L)
        p_inspect : (D, C, L)
        """
        if not np.array_equal(p_inspect, self.p_inspect):
            self.p_inspect[:] = p_inspect
            lay_out(self.p_inspect, self.load_kg, self.odds)
        kernel.cross_at(
            kernel.Loads(
                send_kg=np.ascontiguousarray(send_kg),
                stock_kg=np.ascontiguousarray(stock_kg),
                share=np.ascontiguousarray(share),
                p_inspect=self.p_inspect,
                mean_load_kg=self.load_kg,
                sigma=self.sigma,
            ),
            self.odds,
            kernel.Address(model.keys, model.draw_week, self.sender, self.number, *self.processes),
            self.out,
        )
