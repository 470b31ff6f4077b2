"""Members of the organisations: who joins, for what pay and at what risk, who leaves, who is arrested."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

PRIETO = "Prieto-Curiel et al. 2023"
PROTOTYPE = "prototype of membership: 165 random settings"


@dataclass(frozen=True, kw_only=True)
class Params:
    """``recruits = approach M P (1 - M/pool)`` over 2012, ``P = forced + spread logistic(alpha + pay - risk)``.

    ``pay = slope (r - w - v)/1000``, ``risk = ka kP + kd kK``; alpha is solved for the recruits of 2012.
    """

    members_2012: float = param(
        115_000.0, "members at the start of 2012", PRIETO, low=100_000, high=175_000, role="constant", limits=(1, 1e7)
    )
    recruits_2012: float = param(
        291.0, "recruits per week at the start of 2012", f"{PRIETO}: 2.53 per 1,000 members", role="constant",
        limits=(0, 1e5),
    )  # fmt: skip
    local_groups: float = param(
        140.0, "groups that do not export", "judgement: about 150 groups in all (Prieto-Curiel et al. 2023)",
        low=100, high=200, role="design", limits=(32, 5000),
    )  # fmt: skip
    approach: float = param(
        0.006, "approaches per member-week", "recruitment model M5: 150 of 25,000", low=0.004, high=0.009, limits=(0, 1)
    )
    pool: float = param(
        400_000.0, "persons who could ever be members", f"{PROTOTYPE}: bounds a lasting boom", low=250_000,
        high=1_000_000, limits=(1, 1e9),
    )  # fmt: skip
    spread: float = param(0.8, "share of those approached who weigh it", "recruitment model M5", role="constant",
                          limits=(0, 1))  # fmt: skip
    forced: float = param(
        0.1, "share of those approached who have no choice", "recruitment model M5; a floor of 69 a week", low=0.0,
        high=0.2, limits=(0, 1),
    )  # fmt: skip
    pay_usd: float = param(
        13_000.0, "USD per year of a member, 2012", "recruitment model M5", low=9_000, high=17_000, limits=(1, 1e6)
    )
    legal_usd: float = param(
        4_410.0, "USD per year of a legal wage", "recruitment model M5", role="constant", limits=(0, 1e6)
    )
    programme_usd: float = param(
        832.0, "USD per year of a social programme at full reach", "recruitment model M5", low=400, high=1_500,
        limits=(0, 1e5),
    )  # fmt: skip
    programme_keeps: float = param(
        0.3, "share of approaches that a programme at full reach forestalls", "judgement: no published effect",
        low=0.1, high=0.5, limits=(0, 1),
    )  # fmt: skip
    pay_slope: float = param(
        0.5, "log odds per 1,000 USD a year", f"{PROTOTYPE}; 1.0 of M5 makes wages decide everything", low=0.25,
        high=0.8, limits=(0, 10),
    )  # fmt: skip
    pay_lowest: float = param(4_000.0, "USD per year, bound of pay", PROTOTYPE, role="constant", limits=(0, 1e6))
    pay_highest: float = param(40_000.0, "USD per year, bound of pay", PROTOTYPE, role="constant", limits=(0, 1e6))
    pay_weeks: float = param(26.0, "weeks over which income becomes pay", PROTOTYPE, low=13, high=52, limits=(1, 520))
    arrest_slope: float = param(
        1_000.0, "log odds per arrest per member-week", f"{PROTOTYPE}; 5,000 of M5 rejected", low=300, high=2_000,
        limits=(0, 1e5),
    )  # fmt: skip
    death_slope: float = param(
        1_500.0, "log odds per death per member-week", f"{PROTOTYPE}: 2,000, chosen by hand; 10,000 of M5 rejected",
        low=600, high=4_000, role="free", limits=(0, 1e5),
    )  # fmt: skip
    risk_weeks: float = param(52.0, "weeks of memory of risk", "judgement", low=26, high=104, limits=(1, 520))
    risk_most: float = param(0.005, "bound of deaths per member-week as seen", PROTOTYPE, role="constant",
                             limits=(0, 1))  # fmt: skip
    arrests_2012: float = param(110.0, "members arrested per week", PRIETO, low=80, high=140, limits=(0, 1e5))
    retirement: float = param(
        4.0e-8, "retirements per week and squared member of a group", f"{PRIETO}: omega", low=1e-8, high=8e-8,
        limits=(0, 1e-4),
    )  # fmt: skip
    wage_follow: float = param(
        0.2, "elasticity of the wage bill to members", f"{PROTOTYPE}: bills shared in full (0) to 0.3 (psi 0.7)",
        low=0.0, high=0.3, limits=(0, 1),
    )  # fmt: skip
