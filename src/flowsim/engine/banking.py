"""Phase of screening: accounts are opened, scored and closed; alerts wait for analysts; reports go out."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.network import Floats
from flowsim.engine.holders import LISTED, PHASES, ROOM
from flowsim.kernels import payments, tenure
from flowsim.kernels.custom import Flow, clear, want_accounts
from flowsim.kernels.lanes import full
from flowsim.kernels.review import Desk, Outcome, above, find_moved, review
from flowsim.kernels.screening import two_stage
from flowsim.kernels.waiting import Chances, Customers, alert_customers, read_waiting

FALSE, OTHER, DRUG = 0, 2, 4  # rows of the alert axis: of each, cleared ones and then those that will be reported
BINS = 3  # of priority


class Tables(NamedTuple):
    """Accounts of launderers, one table per phase; see ``kernels/tenure.py``."""

    rows: tuple[tenure.Accounts, ...]
    live: tuple[np.ndarray, ...]  # (L,) int64 each
    serials: np.ndarray  # (L,) int64

    def copy(self) -> Tables:
        """An independent copy of the places in use."""
        twin = make_tables(len(self.serials))
        twin.restore(self)
        return twin

    def restore(self, other: Tables) -> None:
        """Overwrite the places in use by another's."""
        for mine, theirs, live, count in zip(self.rows, other.rows, self.live, other.live, strict=True):
            used = int(count.max(initial=0))
            for into, field in zip(mine, theirs, strict=True):
                into[:, :used] = field[:, :used]
            live[:] = count
        self.serials[:] = other.serials


def make_tables(lanes: int) -> Tables:
    """Empty tables."""
    kinds = (np.int16, np.int32, np.int16, np.int16)
    rows = tuple(tenure.Accounts(*(np.zeros((lanes, ROOM), kind) for kind in kinds)) for _ in range(PHASES))
    return Tables(rows, tuple(np.zeros(lanes, np.int64) for _ in range(PHASES)), np.zeros(lanes, np.int64))


def make_lists(lanes: int) -> tuple[tenure.Free, payments.Found]:
    """Room for the empty places and the alerts of a week."""
    free = tenure.Free(np.zeros(lanes, np.int64), np.zeros((lanes, ROOM), np.int32))
    kinds = (np.int32, np.int32, np.float64)
    return free, payments.Found(np.zeros(lanes, np.int64), *(np.zeros((lanes, LISTED), kind) for kind in kinds))


def screening(model: Any) -> None:
    """Accounts move, launderers' and customers' accounts are scored, analysts read, reports go out."""
    table, live = phase_of(model)
    leave(model, table, live)
    enter(model, table, live)
    score(model, table, live)
    customers(model)
    read_alerts(model)


def phase_of(model: Any) -> tuple[tenure.Accounts, np.ndarray]:
    """Table and places in use of the accounts that are looked at this week."""
    phase = model.draw_week % PHASES
    return model.tables.rows[phase], model.tables.live[phase]


def by_cell(array: Floats) -> Floats:
    """``(holder, bank, L)`` as ``(cell, L)``, not copied."""
    return array.reshape(-1, array.shape[-1])


def leave(model: Any, table: tenure.Accounts, live: np.ndarray) -> None:
    """Accounts that were told to leave or given up are closed."""
    w = model.world
    closed, held = by_cell(w.closed), by_cell(w.accounts)
    tenure.close_accounts(model.draw_week, table, live, model.spots, model.free, closed, held)


def enter(model: Any, table: tenure.Accounts, live: np.ndarray) -> None:
    """A quarter of what is missing is opened, at banks as the holder has decided; fractions by dice."""
    w, holders, p = model.world, model.holders, model.params.screening
    first, missing = model.week - model.began < PHASES, np.empty((len(holders), model.lanes))
    flow = Flow(w.placed_usd, holders.provider, model.window_wanted, holders.usd, w.scheme_banks, p.scheme_accounts)
    want_accounts(flow, w.accounts, w.closed, p.smurf_growth, first, missing)
    tenure.open_accounts(
        *(model.keys, model.draw_week, missing, by_cell(model.intents.account_share), model.spots),
        *(model.opening, table, live, model.tables.serials, model.free, by_cell(w.accounts)),
    )


def score(model: Any, table: tenure.Accounts, live: np.ndarray) -> None:
    """Score the accounts of launderers of this phase; analysts decide on the alerts that they read."""
    w, week, rule, found = model.world, model.draw_week, model.screen_rule, model.found
    payments.screen(model.keys, week, table, live, model.spots, rule, w.coverage, found)
    clear(model.spots, by_cell(w.told), by_cell(w.reported_usd))
    w.drug_alerts[:] = 0.0
    outcome = Outcome(w.waiting[DRUG], w.waiting[DRUG + 1], by_cell(w.told), w.drug_alerts, by_cell(w.reported_usd))
    review(model.keys, week, table, found, desk(model), rule, model.law, steps(model), outcome)


def desk(model: Any) -> Desk:
    """What an alert meets at each bank."""
    w, leaves = model.world, model.params.screening.exit_after_report
    return Desk(w.strength, w.skill, model.prior, w.bar, w.wait_weeks, leaves, w.cut)


def steps(model: Any) -> Floats:
    """Scores over the threshold at which the higher bins of priority begin; the same in every world."""
    p = model.params.banking
    return np.array([p.high_step[0], p.top_step[0]])


def report_chances(model: Any) -> Any:
    """Alerts per legal account-month, per illicit one, and reports per alert of each: a tuple of four (bin, bank, L).

    Recomputed only where a strength, a threshold or a bar has moved.
    """
    w = model.world
    parts = w.strength, w.skill, w.cut, w.bar
    if model.chances is None:
        tables = tuple(np.empty((BINS, *w.cut.shape)) for _ in range(4))
        model.chances = tuple(np.full_like(w.cut, np.nan) for _ in parts), tables
    before, chances = model.chances
    moved = np.empty(w.cut.shape, dtype=bool)
    if find_moved(parts, before, moved):
        where = np.nonzero(moved)
        for now, then in zip(parts, before, strict=True):
            then[:] = now
        desks = np.stack([now[where] for now in parts])[:, None]
        for kept, new in zip(chances, chances_of(desks, model.prior[where[1]], steps(model)), strict=True):
            kept[:, where[0], where[1]] = new[:, 0]
    return chances


def chances_of(desks: Floats, prior: Floats, steps: Floats) -> tuple[Floats, ...]:
    """The four tables of ``report_chances``.

    Parameters
    ----------
    desks : (4, ..., L)
        Strength, skill, cut and bar.
    prior : (L,)
        Log odds before the score.
    steps : (bin - 1,)
    """
    strength, skill, cut, bar = (np.ascontiguousarray(part) for part in desks)
    tail = [np.zeros_like(cut)] * 4
    parts: list[list[Floats]] = [[], [], [], []]
    for step in (*steps[::-1], 0.0):
        legal, said, true = (np.empty_like(cut) for _ in range(3))
        two_stage(strength, skill, cut + step, full(prior, cut.shape), bar, legal, said, true)
        illicit = above(cut + step - strength)
        here = [legal, illicit, legal * said, illicit * true]
        for part, a, b in zip(parts, here, tail, strict=True):
            part.insert(0, a - b)
        tail = here
    alerts, illicit, said, true = (np.stack(part) for part in parts)
    return alerts, illicit, said / np.maximum(alerts, 1e-300), true / np.maximum(illicit, 1e-300)


def customers(model: Any) -> None:
    """Alerts on customers: exact binomial counts by bin, those on other launderers among them."""
    w, prevalence = model.world, model.params.screening.prevalence
    every = Customers(model.customers, w.coverage, model.segments, w.kept, prevalence, w.accounts)
    alert_customers(model.keys, model.draw_week, every, Chances(*report_chances(model)), w.waiting, w.customer_alerts)


def read_alerts(model: Any) -> None:
    """Analysts read alerts, the highest bin first; what waits for more than half a year of work is closed unread."""
    w, pace, expire = model.world, model.params.screening.alerts_per_week, model.params.banking.expire_weeks
    read_waiting(w.analysts, pace, expire, w.waiting, w.read, w.wait_weeks, w.expired)
