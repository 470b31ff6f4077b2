"""Payments of account-months in and out as columns, by account and day; of a day those in come first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from flowsim.engine.outlays import make_outlay
from flowsim.experiments.payment_columns import LEGS
from flowsim.kernels import material
from flowsim.kernels.outflows import Outgoing, Outlay, count_outflows, pay_out
from flowsim.kernels.payments import Law, Rule


def outlay_of(model: Any, lane: int) -> Outlay:
    """Payments out in one lane."""
    whole = make_outlay(model.params.legs)
    return Outlay(*(np.ascontiguousarray(part[..., lane : lane + 1]) for part in whole))


def deposits(key: np.ndarray, week: int, rows: material.Rows, rule: Rule, law: Law) -> material.Payments:
    """Payments in."""
    many, kinds = int(rows.payments.sum()), (np.int64, np.int64, np.int64, np.uint8)
    out = material.Payments(np.zeros(1, np.int64), *(np.empty((1, many), kind) for kind in kinds))
    material.materialise(key, week, rows, rule, law, out)
    return out


def outflows(
    key: np.ndarray, week: int, rows: material.Rows, rule: Rule, way: np.ndarray, law: Outlay, paid: material.Payments
) -> Outgoing:
    """Payments out."""
    number = np.zeros(rows.usd.shape, np.int64)
    count_outflows(key, week, rows, rule, law, number)
    many, kinds = int(number.sum()), (np.int64, np.int64, np.int64, np.uint8, np.uint8, np.int64, np.float64)
    out = Outgoing(np.zeros(1, np.int64), *(np.empty((1, many), kind) for kind in kinds))
    pay_out(key, week, rows, rule, way, law, paid, number, out)
    return out


def in_and_out(
    key: np.ndarray, week: int, rows: material.Rows, rule: Rule, law: Law, way: np.ndarray, outlay: Outlay
) -> tuple[np.ndarray, dict[str, Any]]:
    """Row of each payment, (n,), and columns of the table of payments; ``date`` is a day of the four weeks."""
    into = deposits(key, week, rows, rule, law)
    out = outflows(key, week, rows, rule, way, outlay, into)
    many = into.cents.shape[1]
    row, day = (np.concatenate([getattr(part, name)[0] for part in (into, out)]) for name in ("row", "day"))
    leg = np.concatenate([np.zeros(many, np.uint8), out.leg[0]])
    order = np.lexsort((leg > 0, day, row))
    weeks = np.concatenate([np.full(many, -1), out.weeks[0]])[order]
    price = np.concatenate([np.full(many, np.nan), out.invoice[0]])[order]
    return row[order], {
        "date": day[order],
        "leg": pa.DictionaryArray.from_arrays(pa.array(leg[order], pa.int32()), pa.array(LEGS)),
        "amount_usd": np.concatenate([into.cents[0], out.cents[0]])[order] / 100.0,
        "outside": np.concatenate([into.outside[0], out.abroad[0]])[order].astype(bool),
        "company_weeks": pa.array(weeks, mask=weeks < 0),
        "invoice_ratio": pa.array(price, mask=np.isnan(price)),
    }
