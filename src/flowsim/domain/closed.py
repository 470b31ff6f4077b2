"""Settings of the organisations alone: members who are recruited, arrested, killed and lost, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

PAPER = "Prieto-Curiel et al. 2023"
ARRESTS = ("flow", "rate")
TABLES = ("sizes", "rivals", "allies")


@dataclass(frozen=True, kw_only=True)
class Closed:
    """What ``task=closed`` runs.

    Attributes
    ----------
    sizes, rivals, allies : str
        Paths of CSV files; empty for what is drawn from the seed. With sizes of one's own nothing is drawn: ties that
        no file names do not exist.
    start, end : str
        First day of the run, and first day after it (YYYY-MM-DD).
    policy_from : str
        Date from which the two multipliers act.
    arrests : str
        One of ``ARRESTS``: so many a week, or so many per member.
    stochastic : bool
        Whether members are whole persons drawn by dice instead of expected numbers.
    by_group : bool
        Whether the numbers of every group are written too.
    """

    sizes: str = ""
    rivals: str = ""
    allies: str = ""
    start: str = "2012-01-02"
    policy_from: str = "2022-01-03"
    end: str = "2028-01-03"
    arrests: str = "flow"
    stochastic: bool = False
    by_group: bool = True
    recruitment: float = param(1.0, "times recruitment", "design", low=0, high=2, role="design", limits=(0, 100))
    arrest_multiplier: float = param(1.0, "times arrests", "design", low=0, high=4, role="design", limits=(0, 100))
    rho: float = param(
        2.53e-3, "recruits per member and week", PAPER, low=2.3e-3, high=2.8e-3, role="constant", limits=(0, 0.1)
    )
    arrests_per_week: float = param(
        110.0, "arrests per week, of all groups together", PAPER, low=90, high=130, role="constant", limits=(0, 1e6)
    )
    theta: float = param(
        1.55e-8, "deaths per pair of hostile members and week", PAPER, low=1.4e-8, high=1.7e-8, role="constant",
        limits=(0, 1e-3),
    )  # fmt: skip
    omega: float = param(
        4e-8, "leavers per pair of members of a group and week", PAPER, low=2e-8, high=6e-8, role="constant",
        limits=(0, 1e-3),
    )  # fmt: skip
    members: float = param(
        115_000.0, "members at the start", f"{PAPER}, 2012", low=110_000, high=120_000, role="constant", limits=(1, 1e9)
    )
    groups: int = param(150, "groups", PAPER, role="constant", limits=(1, 5000))
    rival_pairs: int = param(92, "pairs of rivals", PAPER, role="constant", limits=(0, 1_000_000))
    allied_pairs: int = param(91, "pairs of allies", PAPER, role="constant", limits=(0, 1_000_000))
    tie_weight: float = param(
        2.0, "mean weight of a tie, geometric from 1 on", "judgement: gives the published pattern",
        low=1, high=3, role="constant", limits=(1, 1000),
    )  # fmt: skip
    size_exponent: float = param(
        0.5, "exponent of a group's size in its chance of a tie", "judgement: gives the published pattern",
        low=0, high=1, role="constant", limits=(0, 5),
    )  # fmt: skip
