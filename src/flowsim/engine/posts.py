"""Who looks at which corridor, and what stays constant in how likely loads are caught there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.domain.codes import Mode
from flowsim.domain.network import Floats, Ints
from flowsim.kernels.inspection import AT_PORTS, BETWEEN, PLAIN

TUNNEL, SEA = 0, 1  # rows of chances that are alike for all drugs


@dataclass(frozen=True)
class Posts:
    """Constants of inspection.

    Attributes
    ----------
    post, row : (C,) int64
        Where the chance of a corridor stands: at ports, between them, or in the rows of chances alike for all drugs.
    mode : (port row,) int64
        ``codes.Mode`` of the corridors of ports.
    referral, scan : (port row, L)
        Referral at the effort and congestion of 2012, and scanning capacity of 2012 over traffic.
    wheels : (field row, 1) bool
        Whether vehicles pass between ports.
    sector : (field row,) int64
    bulk_at_ports, bulk_between, bulk_on_roads : (D, port row, L), (D, field row, L), (D, kind, L)
        Hazard of a find over that of 6 kg gross; on roads by kind of corridor, as loads of a mode are alike.
    kind : (C,) int64
    road_pass : (L,)
        Log chance that a load of 6 kg passes the roads.
    mails, mail_kind : (mail row,) int64
        Corridors of the mail, and their kind, where nothing is caught on roads.
    at_ports : (D, port row, L)
        Scratch: chances at ports.
    """

    post: Ints
    row: Ints
    mode: Ints
    referral: Floats
    scan: Floats
    wheels: np.ndarray
    sector: Ints
    bulk_at_ports: Floats
    bulk_between: Floats
    bulk_on_roads: Floats
    kind: Ints
    road_pass: Floats
    mails: Ints
    mail_kind: Ints
    at_ports: Floats


def make_posts(model: Any) -> Posts:
    """Posts of a model."""
    p, corridors, bulk, ports, field = (
        *(model.params.border, model.network.corridors),
        *(model.base.bulk, model.ports, model.field),
    )
    mode = corridors.mode
    post, row = np.full(len(mode), PLAIN), np.where(mode == Mode.MARITIME, SEA, TUNNEL)
    for where, rows in ((AT_PORTS, ports), (BETWEEN, field)):
        post[rows], row[rows] = where, np.arange(len(rows))
    kinds, first, kind = np.unique(mode, return_index=True, return_inverse=True)
    return Posts(
        post=post,
        row=row,
        mode=mode[ports],
        referral=p.referral * p.referral_mode[mode[ports]],
        scan=p.scan_share_2012[mode[ports]],
        wheels=(mode[field] == Mode.VEHICLE_BETWEEN_PORTS)[:, None],
        sector=corridors.sector[field],
        bulk_at_ports=np.ascontiguousarray(bulk[:, ports]),
        bulk_between=np.ascontiguousarray(bulk[:, field]),
        bulk_on_roads=np.ascontiguousarray(bulk[:, first]),
        kind=kind,
        road_pass=np.log1p(-model.params.interior.road_detect),
        mails=np.flatnonzero(mode == Mode.MAIL),
        mail_kind=np.flatnonzero(kinds == Mode.MAIL),
        at_ports=np.empty_like(model.base.scan_finds),
    )
