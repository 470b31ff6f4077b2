"""The dates of stored results, from their manifests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flowsim.domain.calendar import parse
from flowsim.domain.chain import Horizon


@dataclass(frozen=True)
class Dates:
    """First day, start of policies, and the day after the last.

    Attributes
    ----------
    start, policy_start, end : date
    """

    start: date
    policy_start: date
    end: date

    @property
    def projects(self) -> bool:
        """Whether the run goes beyond the start of policies."""
        return self.end > self.policy_start

    @property
    def first_year(self) -> int:
        """First whole calendar year of the run; the first year if none is whole."""
        return self.start.year + (self.start > date(self.start.year, 1, 7))

    @property
    def last_year(self) -> int:
        """Last whole calendar year of the run."""
        last = (self.end - timedelta(days=1)).year
        return last if self.end >= date(last, 12, 30) else last - 1

    @property
    def years(self) -> tuple[int, int]:
        """First and last whole calendar year after policies start; of the whole run if there is none."""
        whole = self.last_year
        first = self.policy_start.year + (self.policy_start > date(self.policy_start.year, 1, 7))
        if first <= whole:
            return first, whole
        begin = self.first_year
        return (begin, whole) if begin <= whole else (self.start.year, (self.end - timedelta(days=1)).year)

    @property
    def words(self) -> str:
        """The years that outcomes cover, for footers."""
        first = self.policy_start.year if self.projects else self.start.year
        last = (self.end - timedelta(days=7)).year
        return f"{first}–{last}" if last > first else f"{first}"


def dates(cases: Any) -> Dates:
    """Dates of the first case whose run has a manifest; else those of the defaults.

    Parameters
    ----------
    cases : sequence of CaseRun
        ``Results.cases``.
    """
    default = Horizon()
    found: dict[str, Any] = {}
    for case in cases:
        found = case.run.manifest().get("config", {}).get("horizon", {})
        if found:
            break
    return Dates(*(parse(str(found.get(n, getattr(default, n)))) for n in ("start", "policy_start", "end")))
