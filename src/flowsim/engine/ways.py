"""One set of ways that loads take: the border, the seaports, the legs of cocaine."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.network import Floats
from flowsim.kernels import crossing as kernel
from flowsim.kernels import draws
from flowsim.kernels.cells import make_odds, rates


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
    steady : bool
        Whether chances change in weeks of decisions only, and whoever decides on shares keeps ``rate`` up to date.
    """

    def __init__(
        self,
        processes: tuple[int, int],
        number: Any,
        sender: Any,
        load_kg: Floats,
        sigma: Floats,
        out: kernel.Crossed,
        steady: bool = False,
    ) -> None:
        self.processes, self.out, self.steady = processes, out, steady
        self.number, self.sender = np.asarray(number, np.uint64), np.asarray(sender, np.uint64)
        self.load_kg, self.sigma = load_kg.copy(), np.array(sigma, copy=True)
        drugs, ways, lanes = load_kg.shape
        self.odds = make_odds(self.sigma, ways)
        self.rate = np.empty((len(self.sender), drugs, ways, lanes), np.float32)
        self.known = False  # whether rates are those of the shares in force
        self.p_inspect = np.full(load_kg.shape, np.nan)  # what the odds were made of

    def ship(self, model: Any, send_kg: Floats, share: Floats, p_inspect: Floats, stock_kg: Floats) -> None:
        """Send one week's loads; results in ``self.out``.

        Parameters
        ----------
        send_kg, stock_kg : (sender, D, L)
            Expected kg to send, and the most that can be sent.
        share : (sender, D, C, L)
            Read in weeks of decisions, and after ``forget``; after ``forget`` only where ways are ``steady``.
        p_inspect : (D, C, L)
            Read in weeks of decisions only where ways are ``steady``, and after ``forget``.
        """
        fresh = model.deciding or not self.known
        if not self.known or (fresh and not self.steady):
            rates(np.ascontiguousarray(share), self.load_kg, self.rate)
            self.known = True
        kernel.cross_week(
            fresh or not self.steady,
            p_inspect,
            kernel.Loads(
                send_kg=np.ascontiguousarray(send_kg),
                stock_kg=np.ascontiguousarray(stock_kg),
                rate=self.rate,
                p_inspect=self.p_inspect,
                mean_load_kg=self.load_kg,
                sigma=self.sigma,
            ),
            self.odds,
            kernel.Address(model.keys, model.draw_week, self.sender, self.number, *self.processes),
            self.out,
        )

    def forget(self) -> None:
        """Read the shares anew next week: they are no longer those of last week."""
        self.known = False


def border(model: Any) -> Ways:
    """Corridors of the border, with the roads before them: what is caught goes to scratch, to be divided."""
    base, w = model.base, model.world
    out = kernel.Crossed(
        w.sent_kg, w.passed_kg, np.zeros_like(w.seized_kg), w.delivered_kg, w.trials, w.hits, model.caught
    )
    number = model.network.corridors.number
    return Ways((draws.LOADS, draws.LOAD_SIZE), number, base.number, base.load_kg, base.sigma, out, steady=True)


def seaports(model: Any) -> Ways:
    """Seaports by chemistry of the precursor."""
    w, p, number, lanes = model.world, model.params.synthesis, model.base.number, model.lanes
    places, chemicals = len(model.network.seaports), len(p.shipment_kg)
    out = kernel.Crossed(
        np.zeros((len(number), chemicals, lanes)),
        np.zeros((len(number), chemicals, lanes)),
        w.precursor_seized_kg,
        np.zeros((chemicals, places, lanes)),
        w.seaport_trials,
        w.seaport_hits,
        np.zeros((places, lanes)),
    )
    size = np.repeat(p.shipment_kg[:, None], places, axis=1)
    spread = np.repeat(p.shipment_sigma[None], chemicals, axis=0)
    return Ways((draws.PRECURSOR_ARRIVAL, draws.PRECURSOR_INSPECT), np.arange(places), number, size, spread, out)


def legs(model: Any) -> tuple[Ways, Ways]:
    """First legs of cocaine, one way each, and Mexico's southern border behind the second of them."""
    w, p, number, lanes = model.world, model.params.coca, model.base.number, model.lanes
    load, spread = np.ascontiguousarray(p.load_kg[:, None]), np.repeat(p.load_sigma[None], 2, axis=0)

    def scratch(*shape: int) -> Floats:
        return np.zeros((len(number), *shape, lanes))

    caught = np.zeros((1, lanes))
    first = kernel.Crossed(
        scratch(2),
        scratch(2),
        w.leg_seized_kg[:2, None],
        w.leg_passed_kg[:2, None],
        w.leg_trials[:, :, None],
        w.leg_hits[:, :, None],
        caught,
    )
    second = kernel.Crossed(
        scratch(1),
        scratch(1),
        w.leg_seized_kg[2:, None],
        w.leg_passed_kg[2:, None],
        scratch(1, 1),
        scratch(1, 1),
        caught.copy(),
    )
    return (
        Ways((draws.LEG_LOADS, draws.LEG_SIZE), [0], number, load[:2], spread, first),
        Ways((draws.GATE_LOADS, draws.GATE_SIZE), [0], number, load[2:], spread[:1], second),
    )
