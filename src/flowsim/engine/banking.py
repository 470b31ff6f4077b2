"""Phase of screening: accounts are opened, scored and closed; alerts wait for analysts; reports go out."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.engine.holders import LISTED, PHASES, ROOM
from flowsim.engine.ledger import BINS
from flowsim.kernels import payments, tenure
from flowsim.kernels.custom import clear, want_accounts
from flowsim.kernels.review import review, upper_tail
from flowsim.kernels.screening import two_stage
from flowsim.kernels.thresholds import Sought, fetch, fill_in, find_moved
from flowsim.kernels.waiting import alert_customers, read_waiting


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


def leave(model: Any, table: tenure.Accounts, live: np.ndarray) -> None:
    """Accounts that were told to leave or given up are closed."""
    cells = model.ledger.cells
    tenure.close_accounts(model.draw_week, table, live, model.spots, model.free, cells.closed, cells.held)


def enter(model: Any, table: tenure.Accounts, live: np.ndarray) -> None:
    """A quarter of what is missing is opened, at banks as the holder has decided; fractions by dice."""
    w, p, ledger = model.world, model.params.screening, model.ledger
    first, missing, cells = model.week - model.began < PHASES, ledger.missing, ledger.cells
    want_accounts(ledger.accounts, w.accounts, w.closed, p.smurf_growth, first, missing)
    tenure.open_accounts(
        *(model.keys, model.draw_week, missing, cells.wanted, model.spots),
        *(model.opening, table, live, model.tables.serials, model.free, cells.held),
    )


def score(model: Any, table: tenure.Accounts, live: np.ndarray) -> None:
    """Score the accounts of launderers of this phase; analysts decide on the alerts that they read."""
    w, week, rule, found, ledger = model.world, model.draw_week, model.screen_rule, model.found, model.ledger
    payments.screen(model.keys, week, table, live, model.spots, rule, w.coverage, found)
    clear(model.spots, ledger.cells.told, ledger.cells.reported_usd, w.drug_alerts)
    review(model.keys, week, table, found, ledger.desk, rule, model.law, ledger.steps, ledger.outcome)


def renew_chances(model: Any) -> None:
    """Alerts per account-month and reports per alert, where a bank has moved a strength, a threshold or its bar."""
    now, before = model.ledger.thresholds
    moved = np.empty(now[0].shape, dtype=bool)
    many = find_moved(now, before, moved)
    if many:
        sought = Sought(*np.empty((len(Sought._fields), BINS, many)))
        fetch(now, before, moved, model.prior, model.ledger.steps, sought)
        upper_tail(sought.illicit, sought.illicit)
        two_stage(*sought[:-1])
        fill_in(moved, sought, model.ledger.chances)


def customers(model: Any) -> None:
    """Alerts on customers: exact binomial counts by bin, those on other launderers among them."""
    w, ledger = model.world, model.ledger
    alert_customers(model.keys, model.draw_week, ledger.customers, ledger.chances, w.waiting, w.customer_alerts)


def read_alerts(model: Any) -> None:
    """Analysts read alerts, the highest bin first; what waits for more than half a year of work is closed unread."""
    w, pace, expire = model.world, model.params.screening.alerts_per_week, model.params.banking.expire_weeks
    read_waiting(w.analysts, pace, expire, w.waiting, w.read, w.wait_weeks, w.expired)
