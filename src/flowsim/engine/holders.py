"""Who holds accounts at which banks: the fixed facts of screening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.domain.banks import BANK, MSB, Banks
from flowsim.domain.codes import Channel, Country, Segment
from flowsim.domain.errors import UserError
from flowsim.domain.network import Floats, Ints
from flowsim.kernels import payments
from flowsim.kernels.lanes import full

PHASES = 4  # an account is looked at every fourth week
ROOM = 16_384  # accounts of one phase in one world
MOST_CELLS = 2**15  # pairs of a holder and a bank
LISTED = 4_096  # alerts on launderers' accounts of one phase in one world

WHERE = {
    Channel.STRUCTURED: (Country.US, BANK, Segment.CASH_INTENSIVE),
    Channel.FUNNEL: (Country.US, BANK, Segment.CASH_INTENSIVE),
    Channel.REMITTANCE: (Country.US, MSB, Segment.RETAIL),
    Channel.EXCHANGE_HOUSE: (Country.US, MSB, Segment.COMPANIES),
    Channel.PESO_BROKER: (Country.US, BANK, Segment.COMPANIES),
}
"""Channels whose networks put notes into accounts: country, kind of institution, segment."""
WINDOW = (Country.MX, BANK, Segment.RETAIL)


@dataclass(frozen=True)
class Holders:
    """Rows of the holder axis: networks with accounts, and last the organisations' smurfs at Mexican windows.

    Attributes
    ----------
    provider : (H - 1,)
        Row of the provider axis of each network with accounts.
    segment : (H,)
        Segment that its accounts belong to.
    country : (H,)
    open_to : (H, B) bool
        Banks at which it can hold accounts.
    size : (H, B)
        Size of those banks, sum 1 per holder.
    usd : (H, L)
        Mean USD through one account in four weeks.
    """

    provider: Ints
    segment: Ints
    country: Ints
    open_to: np.ndarray
    size: Floats
    usd: Floats

    def __len__(self) -> int:
        return len(self.segment)

    @property
    def window(self) -> int:
        """Row of the window accounts."""
        return len(self.segment) - 1


def make_holders(channel: Ints, banks: Banks, p: Any) -> Holders:
    """Facts of holders.

    Parameters
    ----------
    channel : (V,)
        Channel of each provider.
    banks : Banks
    p : Chain
        Parameters with numbers as (L,).

    Raises
    ------
    UserError
        If there are more pairs of a holder and a bank than an account can say.
    """
    rows = [v for v, c in enumerate(channel) if c in WHERE]
    where = [*(WHERE[Channel(int(channel[v]))] for v in rows), WINDOW]
    open_to = np.array([(banks.country == c) & (banks.kind == k) for c, k, _ in where])
    size = np.where(open_to, banks.size, 0.0)
    segment = np.array([s for _, _, s in where])
    if open_to.size > MOST_CELLS:
        raise UserError(
            f"{len(open_to)} holders of accounts at {len(banks)} banks: at most {MOST_CELLS} pairs of the two"
        )
    law, strength = p.payments, p.screening.score_strength / 2.0
    sd = law.deposits_sd[segment]
    return Holders(
        provider=np.array(rows),
        segment=segment,
        country=np.array([c for c, _, _ in where]),
        open_to=open_to,
        size=size / size.sum(axis=1, keepdims=True),
        usd=np.exp(law.deposits_log_usd[segment] + sd * (strength + 0.5 * sd)),
    )


def make_law(p: Any, limit: Floats) -> payments.Law:
    """Legal account-months by segment, from ``payments.Params``; ``limit (L,)`` USD is that of reporting by law."""
    shape = p.deposits_sd.shape
    return payments.Law(
        mu_usd=p.deposits_log_usd,
        sd_usd=p.deposits_sd,
        mu_lot=p.lot_logit,
        sd_lot=p.lot_sd,
        mu_above=p.above_logit,
        sd_above=p.above_sd,
        mu_outside=p.outside_logit,
        sd_outside=p.outside_sd,
        mu_ratio=p.ratio_logit,
        sd_ratio=p.ratio_sd,
        age_weeks=p.age_weeks,
        sd_payment=full(p.payment_sd, shape),
        limit_usd=full(limit, shape),
    )
