"""The two files of ``task=payments``: their columns, and tables made of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

CLASSES = ("launderer", "customer")
LEGS = ("deposit", "withdrawal", "wire", "trade")
DAY = pa.timestamp("ms")
WORD = pa.dictionary(pa.int32(), pa.string())

COLUMNS: dict[str, dict[str, tuple[pa.DataType, str]]] = {
    "accounts": {
        "seed": (pa.int64(), "world"),
        "week": (DAY, "Monday of the week of the alert, the last of the four weeks looked at"),
        "account": (pa.int64(), "number of the account in its world; a launderer's keeps it from month to month"),
        "bank": (WORD, "id in the table of banks"),
        "country": (WORD, "us or mx"),
        "kind": (WORD, "bank or msb (money services)"),
        "segment": (WORD, "kind of customer: retail, cash_intensive or companies"),
        "class": (WORD, "the label: launderer (drug money of this model) or customer (honest)"),
        "network": (WORD, "laundering network that holds it; empty for customers and for accounts at windows"),
        "channel": (WORD, "how it launders: a channel, or window (dollar notes in Mexico); empty for customers"),
        "deposits_usd": (pa.float64(), "USD deposited in the four weeks, whole"),
        "payments": (pa.int32(), "deposits in the four weeks"),
        "below_threshold": (pa.int32(), "of these below 10,000 USD, from which the law wants a report"),
        "outside_area": (pa.int32(), "of these from outside the area of the account"),
        "in_out_ratio": (pa.float64(), "share of the deposits that left again in the four weeks"),
        "age_weeks": (pa.int32(), "age of the account"),
        "score": (pa.float64(), "of the bank; standard normal over honest accounts"),
        "alert_threshold": (pa.float64(), "score from which this bank raised alerts"),
        "reported": (pa.bool_(), "whether the analyst will report it; missing for customers"),
        "weight": (
            pa.float64(),
            "account-months that the row stands for: 1 / payments.sample for customers, by group if matched",
        ),
    },
    "payments": {
        "seed": (pa.int64(), "world"),
        "week": (DAY, "Monday of the week of the alert; with seed and account the key of accounts"),
        "account": (pa.int64(), "number of the account"),
        "date": (DAY, "day of the payment"),
        "leg": (WORD, "deposit, or how money leaves: withdrawal, wire (to a company) or trade (to one, for goods)"),
        "amount_usd": (pa.float64(), "USD, to the cent"),
        "outside": (
            pa.bool_(),
            "whether a deposit is from outside the area of the account, a wire or trade to a bank in another country",
        ),
        "company_weeks": (pa.int32(), "age of the company paid; missing for deposits and withdrawals"),
        "invoice_ratio": (pa.float64(), "unit price on the invoice over the usual one; missing but for trade"),
    },
}
"""Columns of the two files: type, and what they hold."""


def schema(part: str) -> pa.Schema:
    """Schema of a file, with what each column holds in its metadata."""
    return pa.schema(
        [pa.field(name, kind, metadata={b"about": words.encode()}) for name, (kind, words) in COLUMNS[part].items()]
    )


def words(codes: np.ndarray, names: Sequence[str]) -> pa.Array:
    """Codes as words; -1 is the last."""
    return pa.array(np.array(names, object)[codes], pa.string()).dictionary_encode()


def days(first: date, after: np.ndarray) -> np.ndarray:
    """Days some days after the first."""
    return (np.datetime64(first, "D") + after.astype("timedelta64[D]")).astype("datetime64[ms]")


def table(part: str, found: dict[str, Any]) -> pa.Table:
    """Columns in the types and the order of their file."""
    arrays = []
    for name, (kind, _) in COLUMNS[part].items():
        column = found[name]
        column = pa.array(column) if isinstance(column, np.ndarray) else column
        arrays.append(column if column.type == kind else column.cast(kind))
    return pa.Table.from_arrays(arrays, schema=schema(part))
