"""Ways of cash: choice of channels over the border, bulk cash, and outlets of dollar notes in Mexico."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.chain.entries import entries
from flowsim.domain.codes import NESTS, OUTLETS
from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Groups of channels, taste and memory; costs of bulk cash; what becomes of notes."""

    nest_weight: dict[str, float] = param(
        entries(NESTS, 0.42, 0.20, 0.12, 0.20, 0.06),
        "weight in the choice between groups of channels",
        "calibrated so that at least a third of repatriated value is bulk cash (CNBV 2010, NDIC)",
        limits=(0, 1),
    )
    theta_between: float = param(
        12.0,
        "per unit of value",
        "judgement: a cost of 10 % of value divides the odds by 3.3; the 2010 cap does not identify it",
        low=5.0,
        high=30.0,
        limits=(0, 200),
    )
    theta_within: float = param(
        18.0, "per unit of value", "judgement: alternatives of one nest are alike", low=12.0, high=30.0, limits=(0, 200)
    )
    adjust: float = param(
        0.06,
        "share of the gap per week",
        "judgement: contacts and accounts take months",
        low=0.03,
        high=0.12,
        limits=(0, 1),
    )
    memory_weeks: float = param(
        13.0, "weeks", "judgement: memory of losses in a channel", low=4.0, high=26.0, limits=(1, 520)
    )
    prior_loss: float = param(
        0.01,
        "share of value",
        "judgement: loss that somebody without experience expects",
        low=0.003,
        high=0.03,
        limits=(0, 1),
    )
    prior_weeks: float = param(
        4.0, "weeks of flow", "judgement: weight of that expectation", low=1.0, high=13.0, limits=(0, 520)
    )
    impatience: float = param(
        0.002, "share of value per week of delay", "judgement: about 10 % a year", low=0.001, high=0.006, limits=(0, 1)
    )
    collect_weeks: float = param(
        2.0, "weeks", "judgement: counting houses in US cities", low=1.0, high=4.0, limits=(0.5, 104)
    )
    bulk_fee: float = param(
        0.05,
        "share of value",
        "prior 2-8 %; 10-17 % measured on the way from the Netherlands to Colombia (Soudijn & Reuter 2016)",
        low=0.02,
        high=0.08,
        limits=(0, 0.9),
    )
    bulk_weeks: float = param(1.0, "weeks", "judgement", low=0.5, high=2.0, limits=(0.5, 104))
    property_fee: float = param(
        0.06, "share of value", "judgement: shells, lawyers, agents", low=0.02, high=0.12, limits=(0, 0.9)
    )
    hold_cost: float = param(
        0.05,
        "share of value",
        "judgement: houses, guards, theft over half a year",
        low=0.02,
        high=0.12,
        limits=(0, 0.9),
    )
    car_usd: float = param(
        120_000.0,
        "USD, mean of a load of cash",
        "50,000-300,000 USD a car (GAO-11-73, press on seizures)",
        low=80_000.0,
        high=200_000.0,
        limits=(1_000, 1e8),
    )
    car_sigma: float = param(0.8, "log spread", "judgement", low=0.5, high=1.2, limits=(0, 3))
    south_found: float = param(
        0.008,
        "chance that a load of cash is found on its way south",
        "about 34 million USD a year at the border (15-60) over 3 bn of bulk cash; calibrated",
        low=0.004,
        high=0.02,
        limits=(0, 1),
    )
    us_found: float = param(
        0.006,
        "share of street cash seized inside the United States",
        "judgement: highway and house searches; no verified total",
        low=0.002,
        high=0.02,
        limits=(0, 1),
    )
    outlet_weight: dict[str, float] = param(
        entries(OUTLETS, 0.45, 0.15, 0.15, 0.25),
        "share of dollar notes before the cap of 2010",
        "CNBV 2010: up to 14 bn USD a year of notes in banks; 50-75 % unbanked after the cap",
        limits=(0, 1),
    )
    outlet_fee: dict[str, float] = param(
        entries(OUTLETS, 0.02, 0.05, 0.04, 0.0),
        "share of value",
        "judgement: smurfs, invoices, the spread of exchange houses",
        limits=(0, 0.9),
    )
    outlet_weeks: float = param(
        3.0, "weeks that notes wait for an outlet", "judgement", low=1.0, high=6.0, limits=(0.5, 104)
    )
    dwell_weeks: float = param(
        1.5,
        "weeks that money stays in an account",
        "judgement: in and out quickly",
        low=0.5,
        high=4.0,
        limits=(0.5, 104),
    )
    third_found: float = param(
        0.002,
        "share of value that controls of third parties stop: trade, brokers, property",
        "judgement: hardly any case is known",
        low=0.0005,
        high=0.01,
        limits=(0, 1),
    )
