"""Account-months with an alert in one week: what banks saw of launderers and of honest customers, payment by payment.

Launderers' alerts are those of the model, row by row: the ones that a watching bank raised. Of honest customers the
model keeps the number of alerts by bank; it is split over segments by the bank's customers and thinned to the share
asked for, everywhere alike or to the proportions of launderers, and rows are drawn given that they have an alert. Every
draw lies at an address of its own (``SPLIT``, ``THIN``), so a smaller share is a part of a larger one, and nothing
depends on the tile.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from flowsim.domain.banks import KINDS
from flowsim.domain.calendar import monday
from flowsim.domain.codes import CHANNELS, COUNTRIES, OUTLETS, SEGMENTS, Outlet
from flowsim.domain.network import Floats
from flowsim.engine.outlays import ways
from flowsim.experiments.payment_columns import CLASSES, days, table, words
from flowsim.experiments.payment_legs import in_and_out, outlay_of
from flowsim.kernels import draws, material
from flowsim.kernels.legal import GROUP_BIT
from flowsim.kernels.outflows import Outlay
from flowsim.kernels.payments import Found, Law, Rule
from flowsim.kernels.review import quantiles
from flowsim.kernels.screening import reports
from flowsim.kernels.tenure import Accounts

CHUNK = 65_536  # rows worked at once, and in one row group of a file
MOST = GROUP_BIT - 1  # alerts of a bank and segment in a week that have an address; more are a further group
SPLIT, THIN = 64, 72  # slots of LEGAL_ALERTS at the rows of banks, and of banks and segments
WEEKS = 4  # of an account-month, up to and with the week of its alert
LATER = 32  # bits under the week in the number of a customer's account
Bundle = TypeVar("Bundle", Law, Rule)


class Alerts(NamedTuple):
    """Account-months of one world with an alert in one week; n rows.

    Attributes
    ----------
    rows : Rows
        One lane of n rows.
    rule : Rule
        What the cells of the rows mean.
    bank, holder : (n,) int64
        Row of the table of banks; row of the holders of accounts, -1 for customers.
    reported : (n,) bool or None
    weight : (n,) float64
        Alerts that each row stands for.
    """

    rows: material.Rows
    rule: Rule
    bank: np.ndarray
    holder: np.ndarray
    reported: np.ndarray | None
    weight: Floats


def tables(model: Any, lane: int, sample: float, matched: bool = False) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Account-months with an alert in the week just simulated, and their payments, launderers first.

    Parameters
    ----------
    model : FlowModel
    lane : int
    sample : float
        Share of honest customers' alerts that is kept, 0 to 1.
    matched : bool
        Whether they are kept in the proportions of launderers by country, kind of bank and segment.

    Yields
    ------
    accounts, payments : pyarrow.Table
        With ``schema("accounts")`` and ``schema("payments")``, of about ``CHUNK`` rows of accounts at most.
    """
    law, outlay = of_lane(model.law, lane), outlay_of(model, lane)
    ours = launderers(model, lane, law)
    like = ours if matched else None
    for alerts in (ours, *customers(model, lane, law, sample, like)):
        if len(alerts.bank):
            yield account_table(model, lane, alerts), payment_table(model, lane, alerts, law, outlay)


def of_lane(bundle: Bundle, lane: int) -> Bundle:
    """One lane of arrays that end in lanes; segments by cell have none."""
    parts = [part if part.ndim == 1 else np.ascontiguousarray(part[:, lane : lane + 1]) for part in bundle]
    return type(bundle)(*parts)


def no_rows(many: int) -> material.Rows:
    """Room for rows of one lane."""
    return material.Rows(np.zeros(1, np.int64), *np.zeros((9, 1, many)))


def launderers(model: Any, lane: int, law: Law) -> Alerts:
    """Launderers' account-months of which the bank, watching, raised an alert; analysts decide as in the model."""
    world, banks, week, key = model.world, len(model.banks), model.draw_week - 1, model.keys[lane : lane + 1]
    table = Accounts(*(field[lane : lane + 1] for field in model.tables.rows[week % len(model.tables.rows)]))
    found = Found(*(field[lane : lane + 1] for field in model.found))
    many = min(found.count[0], found.slot.shape[1])
    slot, bank = found.slot[0, :many], found.cell[0, :many].astype(np.int64) % banks
    own, signal = np.empty((2, many, 1))
    draws.fill_uniforms2(key, draws.REVIEW, week, table.serial[0, slot].astype(np.uint64), 0, np.empty((many, 1)), own)
    quantiles(1.0 - own, signal)
    rows, rule = no_rows(many), of_lane(model.screen_rule, lane)
    material.rows(key, week, table, rule, law, found, rows)
    d1, d2, bar = (array[bank, lane] for array in (world.strength, world.skill, world.bar))
    decide = getattr(reports, "py_func", reports)
    told = decide(rows.score[0], signal[:, 0] + d2, d1, d2, model.prior[lane], bar)
    return Alerts(rows, rule, bank, rows.cell[0].astype(np.int64) // banks, told, np.ones(many))


def customer_numbers(model: Any, lane: int) -> Floats:
    """Alerts on honest customers, (segment, bank) whole numbers."""
    key, week = model.keys[lane : lane + 1], model.draw_week - 1
    share = (model.segments * model.world.kept)[:, :, lane : lane + 1]
    left, rest = model.world.customer_alerts[:, lane : lane + 1].copy(), share.sum(0)
    number, last = np.empty(share.shape), len(share) - 1
    for segment in range(len(share)):
        chance = share[segment] / np.maximum(rest, 1e-300) if segment < last else np.ones_like(left)
        draws.fill_binomial(
            key, draws.LEGAL_ALERTS, week, model.bank_number, SPLIT + segment, left, chance, number[segment]
        )
        left -= number[segment]
        rest -= share[segment]
    return number[:, :, 0]


def kept_share(model: Any, sample: float, number: Floats, like: Alerts | None) -> Floats:
    """Share of customers' alerts ``number (segment, bank)`` that is kept, the same shape.

    Alike everywhere; or in the proportions of the launderers ``like`` by country, kind of bank and segment, and as many
    together, as far as a group has customers enough.
    """
    if like is None:
        return np.full_like(number, sample)
    place = model.banks.country * len(KINDS) + model.banks.kind
    group = place + np.arange(len(SEGMENTS))[:, None] * len(COUNTRIES) * len(KINDS)
    ours = like.rule.segment[like.rows.cell[0].astype(np.int64)], like.bank
    many = group.max() + 1
    theirs = np.bincount(group[ours], minlength=many) / max(len(like.bank), 1)
    there = np.bincount(group.reshape(-1), number.reshape(-1), minlength=many)
    share = np.minimum(sample * number.sum() * theirs / np.maximum(there, 1.0), 1.0)
    return np.asarray(share[group])


def customers(model: Any, lane: int, law: Law, sample: float, like: Alerts | None = None) -> Iterator[Alerts]:
    """Honest customers' account-months with an alert, the share that is kept, some ten thousands at a time."""
    key, week, banks = model.keys[lane : lane + 1], model.draw_week - 1, len(model.banks)
    every = customer_numbers(model, lane)
    share = kept_share(model, sample, every, like).reshape(-1, 1)
    flat, group = np.ascontiguousarray(every.reshape(-1, 1)), np.arange(every.size, dtype=np.uint64)
    kept = np.empty_like(flat)
    draws.fill_binomial(key, draws.LEGAL_ALERTS, week, group, THIN, flat, share, kept)
    number = kept[:, 0]
    turns = max(1, int(np.ceil(number.max(initial=0.0) / MOST)))
    rule = customer_rule(model, lane, turns)
    parts = np.clip(number - MOST * np.arange(turns)[:, None], 0, MOST).reshape(-1)
    chunk = (np.cumsum(parts) - parts) // CHUNK
    for place in np.unique(chunk[parts > 0.0]):
        wanted = np.where(chunk == place, parts, 0.0)
        rows = no_rows(int(wanted.sum()))
        material.legal_rows(key, week, wanted[:, None].copy(), rule, law, rows)
        cell = rows.cell[0].astype(np.int64)
        weight = 1.0 / share[cell % every.size, 0]
        yield Alerts(rows, rule, cell % banks, np.full(len(cell), -1), None, weight)


def customer_rule(model: Any, lane: int, turns: int) -> Rule:
    """How banks score their customers: groups are segment by segment the banks, all of them ``turns`` times."""
    segments, banks, ours = len(SEGMENTS), len(model.banks), of_lane(model.screen_rule, lane)
    groups = turns * segments * banks
    by_bank = (array[:, lane : lane + 1] for array in (model.kappa, model.world.cut))
    kappa, cut = (np.ascontiguousarray(np.tile(array, (groups // banks, 1))) for array in by_bank)
    segment = np.tile(np.repeat(np.arange(segments, dtype=np.int64), banks), turns)
    return Rule(segment, kappa, np.ones_like(kappa), cut, ours.delta, ours.weight)


def account_numbers(alerts: Alerts, week: int) -> np.ndarray:
    """Numbers of accounts, (n,): serials of launderers; ids of customers are of their week."""
    number = alerts.rows.id[0].astype(np.int64)
    return np.where(alerts.holder < 0, number | (week << LATER), number)


def account_table(model: Any, lane: int, alerts: Alerts) -> pa.Table:
    """The table of accounts of some alerts."""
    rows, bank, holder, many, banks = alerts.rows, alerts.bank, alerts.holder, len(alerts.bank), model.banks
    network, channel = names(model)
    found = {
        "seed": np.full(many, model.seeds[lane]),
        "week": days(monday(model.week - 1), np.zeros(many, np.int64)),
        "account": account_numbers(alerts, model.draw_week - 1),
        "bank": words(bank, banks.ids),
        "country": words(banks.country[bank], COUNTRIES),
        "kind": words(banks.kind[bank], KINDS),
        "segment": words(alerts.rule.segment[rows.cell[0].astype(np.int64)], SEGMENTS),
        "class": words((holder < 0).astype(np.int64), CLASSES),
        "network": words(holder, network),
        "channel": words(holder, channel),
        "deposits_usd": rows.usd[0],
        "payments": rows.payments[0],
        "below_threshold": rows.below[0],
        "outside_area": rows.outside[0],
        "in_out_ratio": rows.ratio[0],
        "age_weeks": rows.age_weeks[0],
        "score": rows.score[0],
        "alert_threshold": model.world.cut[bank, lane],
        "reported": pa.nulls(many, pa.bool_()) if alerts.reported is None else alerts.reported,
        "weight": alerts.weight,
    }
    return table("accounts", found)


def payment_table(model: Any, lane: int, alerts: Alerts, law: Law, outlay: Outlay) -> pa.Table:
    """The table of payments of some alerts, in and out."""
    week, ours = model.draw_week - 1, alerts.holder.max(initial=-1) >= 0
    way = ways(model) if ours else np.zeros(len(alerts.rule.segment), np.int64)
    row, found = in_and_out(model.keys[lane : lane + 1], week, alerts.rows, alerts.rule, law, way, outlay)
    found |= {
        "seed": np.full(len(row), model.seeds[lane]),
        "week": days(monday(model.week - 1), np.zeros(len(row), np.int64)),
        "account": account_numbers(alerts, week)[row],
        "date": days(monday(model.week - WEEKS), found["date"]),
    }
    return table("payments", found)


def names(model: Any) -> tuple[list[str], list[str]]:
    """Networks and channels of the holders of accounts, then those of customers; windows are of no network."""
    held = [int(row) for row in model.holders.provider]
    channels = [CHANNELS[model.providers.channel[row]] for row in held]
    return [*(model.providers.ids[row] for row in held), "", ""], [*channels, OUTLETS[Outlet.WINDOW], ""]
