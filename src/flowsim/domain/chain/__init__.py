"""The chain from field to user: one room of parameters each, and the structural switches."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowsim.domain.chain import (
    accounts,
    arms,
    banking,
    border,
    cannabis,
    channels,
    coca,
    conflict,
    crops,
    delivery,
    drivers,
    fiu,
    institutions,
    interior,
    justice,
    laundering,
    legs,
    liquidity,
    market,
    migration,
    payments,
    recruitment,
    screening,
    synthesis,
    trafficking,
    use,
    waits,
)
from flowsim.domain.chain.organisation import Organisation
from flowsim.domain.chain.organisations import archetypes
from flowsim.domain.params import param

__all__ = ["Chain", "Horizon", "Organisation", "Structure", "archetypes"]


@dataclass(frozen=True, kw_only=True)
class Chain:
    """All rooms of the chain."""

    crops: crops.Params = field(default_factory=crops.Params)
    cannabis: cannabis.Params = field(default_factory=cannabis.Params)
    synthesis: synthesis.Params = field(default_factory=synthesis.Params)
    coca: coca.Params = field(default_factory=coca.Params)
    trafficking: trafficking.Params = field(default_factory=trafficking.Params)
    border: border.Params = field(default_factory=border.Params)
    interior: interior.Params = field(default_factory=interior.Params)
    waits: waits.Params = field(default_factory=waits.Params)
    market: market.Params = field(default_factory=market.Params)
    use: use.Params = field(default_factory=use.Params)
    accounts: accounts.Params = field(default_factory=accounts.Params)
    channels: channels.Params = field(default_factory=channels.Params)
    liquidity: liquidity.Params = field(default_factory=liquidity.Params)
    payments: payments.Params = field(default_factory=payments.Params)
    legs: legs.Params = field(default_factory=legs.Params)
    laundering: laundering.Params = field(default_factory=laundering.Params)
    screening: screening.Params = field(default_factory=screening.Params)
    banking: banking.Params = field(default_factory=banking.Params)
    fiu: fiu.Params = field(default_factory=fiu.Params)
    justice: justice.Params = field(default_factory=justice.Params)
    institutions: institutions.Params = field(default_factory=institutions.Params)
    delivery: delivery.Params = field(default_factory=delivery.Params)
    migration: migration.Params = field(default_factory=migration.Params)
    recruitment: recruitment.Params = field(default_factory=recruitment.Params)
    conflict: conflict.Params = field(default_factory=conflict.Params)
    arms: arms.Params = field(default_factory=arms.Params)
    drivers: drivers.Params = field(default_factory=drivers.Params)


@dataclass(frozen=True, kw_only=True)
class Structure:
    """Structural alternatives: which rule, not how much."""

    route_choice: str = "salience"  # or expected_value
    agency_reward: str = "learn"  # finds attract effort; unrewarded: finds per effort; fixed: effort stays
    agency_plan: str = "even"  # or concentrated: the movable part starts at the busiest quarter of places
    prices: str = "mixed"  # wholesale to retail: parameter passthrough; or additive, multiplicative
    seizure_overdose: str = "disruption"  # opioid seizures raise local overdoses for some weeks; or none
    triage: str = "signal"  # the financial intelligence unit's own signal; or power: (K/R)^(1-a)
    markets: str = "divisions"  # or states: 9 census divisions, or 51 markets
    delivery: str = "as_meant"  # or leaky: what programmes deliver decays unless meetings mend it
    arrests: str = "flow"  # of members: a constant number a week; or rate: a constant share of members
    leaders: str = "drawn"  # removals by chance; or dated: those of 2012-2016 from a recalled table, then by chance
    draws: str = "none"  # or prior: every world draws its uncertain parameters from their ranges


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """Dates of a run; weeks begin on Mondays."""

    start: str = "2011-10-03"
    policy_start: str = "2018-01-01"
    end: str = "2028-01-01"
    spinup_weeks: int = param(104, "weeks", "design", limits=(0, 1040), role="design")
