"""How programmes leak, and what regular meetings see and mend; at work with ``structure.delivery=leaky`` only."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Leakage, reports, corrections."""

    leakage: float = param(
        0.25,
        "share of what can leak, per year without review",
        "judgement: of 1.5 bn USD of Merida for 2008-2010, about 0.4 bn had arrived by March 2011, recalled",
        low=0.1,
        high=0.5,
        limits=(0, 10),
    )
    floor: float = param(0.4, "share that arrives whatever happens", "judgement", low=0.2, high=0.7, limits=(0.05, 1))
    report_weeks: float = param(
        13.0, "weeks by which reports lag", "judgement: quarterly reports", low=4, high=52, limits=(1, 520)
    )
    report_sd: float = param(
        0.1, "log error of a report", "judgement: self-reported progress", low=0.02, high=0.3, limits=(0, 2)
    )
    corrected: float = param(
        0.3, "share of a reported shortfall that one meeting mends", "judgement", low=0.1, high=0.6, limits=(0, 1)
    )
