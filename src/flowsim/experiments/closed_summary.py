"""Members and deaths of the organisations alone at three dates, and what became of them since policy began."""

from __future__ import annotations

import pandas as pd

from flowsim.domain.calendar import monday, week_number
from flowsim.domain.closed import Closed

STATUS_QUO, OWN = "status_quo", "own"
LATER = 261  # weeks: five years
MONTH = 4  # weeks over which deaths are counted


def marks(settings: Closed) -> tuple[list[pd.Timestamp], pd.Timestamp]:
    """Mondays that a summary looks at, and the one that changes are against.

    Returns
    -------
    list of Timestamp
        The start, the policy, five years after it; the last weeks of the run where that is later.
    Timestamp
        When policy starts, or the start of a run that ends before.
    """
    first, end, policy = (week_number(getattr(settings, k)) for k in ("start", "end", "policy_from"))
    against = policy if policy < end else first
    last = min(against + LATER, max(end - MONTH, first))
    return [pd.Timestamp(monday(week)) for week in sorted({first, against, last})], pd.Timestamp(monday(against))


def summary(national: pd.DataFrame, settings: Closed) -> pd.DataFrame:
    """A row per scenario, quantity and date.

    Parameters
    ----------
    national : DataFrame
        From ``ClosedRun.national``.

    Returns
    -------
    DataFrame
        scenario, quantity (``members`` at the start of the week; ``deaths`` per week over four weeks), date, value and
        change (means over seeds) and sd (of the change over seeds). Change is in per cent of the status quo when
        policy starts, seed by seed.
    """
    dates, against = marks(settings)
    rows = []
    for day in dates:
        span = national["date"].between(day, day + pd.Timedelta(weeks=MONTH), inclusive="left")
        found = national[span].groupby(["scenario", "seed"], sort=False)
        for quantity, values in (("members", found["members"].first()), ("deaths", found["deaths"].mean())):
            rows.append(values.rename("value").reset_index().assign(quantity=quantity, date=day))
    long = pd.concat(rows)
    base = long[(long["date"] == against) & (long["scenario"] == STATUS_QUO)].set_index(["quantity", "seed"])["value"]
    before = base.reindex(pd.MultiIndex.from_frame(long[["quantity", "seed"]])).to_numpy()
    long["change"] = 100.0 * (long["value"] / before - 1.0)
    by = long.groupby(["scenario", "quantity", "date"], sort=False)
    means = by.agg(value=("value", "mean"), change=("change", "mean"), sd=("change", "std")).reset_index()
    return means.sort_values(["scenario", "quantity", "date"], key=_order, ignore_index=True)


def _order(column: pd.Series) -> pd.Series:
    """Scenarios and quantities in the order of their appearance."""
    return column if column.name == "date" else pd.Series(pd.factorize(column)[0], column.index)
