"""Weeks, real dates, US fiscal years.

Week 0 begins on Monday 2011-10-03, the first Monday of US fiscal year 2012; earlier weeks are negative.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from flowsim.domain.errors import UserError

EPOCH = date(2011, 10, 3)
WEEKS_PER_YEAR = 365.25 / 7


@lru_cache(maxsize=4096)
def parse(text: str) -> date:
    """The date written as YYYY-MM-DD.

    Raises
    ------
    UserError
        If the text is not a date.
    """
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise UserError(f"{text!r} is not a date; write YYYY-MM-DD, for example 2018-01-01") from None


@lru_cache(maxsize=4096)
def week_number(text: str) -> int:
    """The first week that begins on or after a date (YYYY-MM-DD)."""
    return -((EPOCH - parse(text)).days // 7)


@lru_cache(maxsize=65536)
def monday(week: int) -> date:
    """The Monday on which a week begins."""
    return EPOCH + timedelta(weeks=week)


def middle(week: int) -> date:
    """The Thursday of a week: a week belongs to the month, year and fiscal year of its Thursday."""
    return monday(week) + timedelta(days=3)


def fiscal_year(day: date) -> int:
    """US fiscal year of a day (October to September)."""
    return day.year + (day.month >= 10)


@lru_cache(maxsize=2048)
def year_fraction(week: int) -> float:
    """Decimal calendar year at the middle of a week, for example 2012.5."""
    day = middle(week)
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days


@lru_cache(maxsize=512)
def weeks_in_year(year: int, fiscal: bool = False) -> int:
    """Weeks that belong to a calendar year, or to a US fiscal year: its Thursdays, 52 or 53."""
    first, last = (date(year - 1, 10, 1), date(year, 9, 30)) if fiscal else (date(year, 1, 1), date(year, 12, 31))
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    return (last - thursday).days // 7 + 1
