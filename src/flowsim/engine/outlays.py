"""What payments out of accounts are like: from ``legs.Params``, and which cells are shifted by which way."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.chain.legs import WAYS
from flowsim.domain.codes import CHANNELS, OUTLETS, Outlet
from flowsim.domain.network import Ints
from flowsim.kernels.lanes import full
from flowsim.kernels.outflows import Outlay


def make_outlay(p: Any) -> Outlay:
    """Payments out by segment, and shifts by way; ``p`` is ``legs.Params`` with numbers as (L,)."""
    shape, none = p.number_log.shape, np.zeros((1, p.number_log.shape[1]))
    shifts = p.firm_shift, p.trade_shift, p.abroad_shift, p.young_shift, p.invoice_shift
    return Outlay(
        mu_number=p.number_log,
        sd_number=full(p.number_sd, shape),
        sd_amount=full(p.amount_sd, shape),
        dwell_days=full(p.dwell_days, shape),
        mu_share=np.stack([p.firm_logit, p.trade_logit, p.abroad_logit]),
        sd_share=np.stack([full(sd, shape) for sd in (p.firm_sd, p.trade_sd, p.abroad_sd)]),
        company=np.stack([full(p.company_weeks, shape), full(p.company_sd, shape)]),
        invoice=np.stack([full(p.invoice_sd, shape), full(p.invoice_account_sd, shape)]),
        shift=np.stack([np.concatenate([none, shift]) for shift in shifts]),
    )


def ways(model: Any) -> Ints:
    """Row of the shifts of each cell of launderers, (holder x bank,)."""
    held = [CHANNELS[model.providers.channel[int(row)]] for row in model.holders.provider]
    by_holder = [1 + WAYS.index(name) for name in (*held, OUTLETS[Outlet.WINDOW])]
    return np.repeat(np.array(by_holder, dtype=np.int64), len(model.banks))
