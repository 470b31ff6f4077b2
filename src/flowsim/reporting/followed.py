"""Figures of money that is followed: books of dollars, channels, banks, from alerts to sentences, dollars recovered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from flowsim.data.banks import load_banks
from flowsim.domain.codes import COUNTRIES
from flowsim.reporting import channels, dollars, flows, frames, funnel, recovery, roc, sankey, style, weekly
from flowsim.reporting.dollar_sankey import dollar_sankey
from flowsim.reporting.horizon import Dates
from flowsim.reporting.ledger import Ledger

Arm = tuple[str, str]
FOLDED = ("dollars_policy",)


@dataclass(frozen=True)
class Followed:
    """What the figures are drawn from.

    Attributes
    ----------
    means, placed : DataFrame
        Weekly means over worlds; sums over the horizon by world of what each channel took.
    begin : Timestamp
        First day of the horizon.
    arm : tuple of str or None
        The policy that moves most street cash to other channels.
    books : dict of arm to Ledger
        Of the baseline, and of that policy.
    """

    means: pd.DataFrame
    placed: pd.DataFrame
    begin: pd.Timestamp
    arm: Arm | None
    books: Mapping[Arm, Ledger]

    @property
    def worlds(self) -> int:
        """Worlds behind the means of each scenario."""
        return int(self.placed.groupby(level=weekly.ARM).size().min())


def follow(results: Any, dates: Dates) -> Followed | None:
    """Read the series of money; none where the results hold no ledger of it."""
    begin = pd.Timestamp(dates.policy_start if dates.projects else dates.start)
    placed = weekly.sums(results, channels.SERIES, begin)
    if not set(channels.SERIES) <= set(placed.columns):
        return None
    means = weekly.means(results, [*dollars.SERIES, *funnel.SERIES, *(f"drug_alerts.{c}" for c in COUNTRIES)])
    if not set(dollars.SERIES) <= set(means.columns):
        return None
    arm = channels.moved_most(placed) if dates.projects else None
    shown = [weekly.arms(means)[0], *([arm] if arm else [])]
    books = {one: dollars.dollars(dollars.totals(weekly.of(means, one), begin)) for one in shown}
    return Followed(means, placed, begin, arm, books)


def figures(
    found: Followed | None, results: Any, comparison: pd.DataFrame, dates: Dates
) -> Iterator[tuple[str, str, Figure]]:
    """File name, title and figure of each that the results allow."""
    if found is None:
        return
    largest = max(sankey.busiest(book) for book in found.books.values())
    for stem, (arm, book) in zip(("dollars", "dollars_policy"), found.books.items(), strict=False):
        scenario = style.label(arm[0], frames.tag(arm, weekly.arms(found.placed)))
        title = f"Where each dollar went in {dates.words}: {scenario}"
        yield stem, title, dollar_sankey(book, dates.words, found.worlds, scenario, largest)
    start = pd.Timestamp(dates.policy_start)
    fig = channels.channels(found.means, found.placed, found.arm, start)
    yield "channels", "How street cash leaves the street", fig
    manifest = results.cases[0].run.manifest()
    if p := roc.parameters(manifest):
        banks = load_banks(results.cases[0].run.inputs())
        last = dates.years[1]
        fig = roc.roc(banks, p, _measured(found, results, p, last), str(last))
        yield "banks", "How well banks see launderers", fig
    if set(funnel.SERIES) <= set(found.means.columns):
        table = funnel.yearly(found.means[list(funnel.SERIES)], found.begin)
        yield "funnel", "From alerts to sentences", funnel.funnel(table, dates.words, found.worlds)
    rows = recovery.rows_of(comparison)
    if len(rows):
        yield "recovery", "What a recovered dollar costs", recovery.recovery(rows, dates.words)


def _measured(found: Followed, results: Any, p: Mapping[str, float], year: int) -> tuple[roc.Measured, ...]:
    """Alerts per account in four weeks of one year, baseline; none where the results do not say."""
    arm = weekly.arms(found.means)[0]
    weeks = weekly.of(found.means, arm)
    weeks = weeks[pd.DatetimeIndex(weeks.index).year == year]
    places = frames.labelled(results.places(["launderers_accounts"]))
    accounts = flows.yearly_mean(frames.pick(places, arm), "launderers_accounts", (year, year))
    banks = load_banks(results.cases[0].run.inputs())
    points = []
    for c, (country, words) in enumerate(zip(COUNTRIES, ("US", "Mexico"), strict=True)):
        held = float(accounts.reindex([banks.ids[i] for i in (banks.country == c).nonzero()[0]]).sum())
        customers = 1e6 * p.get(f"accounts_millions.{country}", 0.0)
        if held > 0 and customers > 0 and f"drug_alerts.{country}" in weeks:
            alerts = weeks[[f"alerts.{country}", f"drug_alerts.{country}"]].mean()
            points.append(roc.Measured(words, 4 * float(alerts.iloc[0]) / customers, 4 * float(alerts.iloc[1]) / held))
    return tuple(points)
