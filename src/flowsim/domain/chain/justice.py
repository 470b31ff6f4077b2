"""Homicide in court: solved, charged, tried, convicted, imprisoned, and the reform of criminal procedure."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Capacities, shares and waits; fitted by hand to impunity and prison admissions of 2015-16 (docs/justice.md)."""

    solved: float = param(
        0.30,
        "share of homicides with a suspect",
        "prototype: 17 of 3,000 random settings pass impunity and arrests of 2015-16 (0.24-0.34)",
        low=0.24,
        high=0.34,
        limits=(0, 1),
    )
    charge_capacity: float = param(
        114.0,
        "homicide cases charged per week by the written procedure",
        "prototype: 108 (96-118) of a nation that is partly reformed",
        low=100,
        high=125,
        limits=(0, 1e4),
    )
    trial_capacity: float = param(
        106.0,
        "homicide cases tried per week by the written procedure",
        "prototype: 100 (87-111) of a nation that is partly reformed",
        low=90,
        high=118,
        limits=(0, 1e4),
    )
    pending_weeks: float = param(
        45.0, "weeks from charge to trial where courts have room", "prototype", low=28, high=66, limits=(1, 520)
    )
    lapse_weeks: float = param(
        260.0,
        "mean weeks after which a case that waits is dropped",
        "judgement: five years; keeps what waits bounded",
        low=156,
        high=520,
        limits=(1, 5200),
    )
    convicted: float = param(0.87, "share of those tried", "prototype", low=0.76, high=0.93, limits=(0, 1))
    held: float = param(
        0.9,
        "share of the charged who wait in prison, written procedure",
        "judgement: homicide carries detention by law",
        low=0.8,
        high=1.0,
        limits=(0, 1),
    )
    held_reformed: float = param(
        0.7,
        "the same, oral procedure",
        "judgement: people imprisoned without trial fell by 13 % in 2016 (Mexico Peace Index 2017)",
        low=0.5,
        high=0.9,
        limits=(0, 1),
    )
    term_years: float = param(
        12.0, "years served of a sentence", "judgement: sentences of 15-25 years", low=8, high=20, limits=(0.1, 100)
    )
    prison_room: float = param(
        1.15,
        "prison places for homicide over those taken in 2012",
        "judgement: 190,175 people in state prisons in 2016, most of them full",
        low=1.0,
        high=1.3,
        limits=(0.1, 10),
    )
    early_weeks: float = param(
        26.0, "weeks in which those beyond the places leave", "judgement", low=13, high=104, limits=(1, 520)
    )
    switch_weeks: float = param(
        13.0,
        "mean weeks until a switched court feels the new procedure",
        "prototype: ramp of 26 weeks",
        low=6,
        high=26,
        limits=(1, 520),
    )
    learn_weeks: float = param(
        156.0,
        "mean weeks of learning it",
        "prototype: the dip decays over 156 weeks",
        low=104,
        high=312,
        limits=(1, 1040),
    )
    dip: float = param(
        0.8,
        "share of capacity lost where courts and prosecutors learn",
        "fitted: states switch in stages, so that the nation loses 0.26 (0.17-0.38) at most, prototype",
        low=0.5,
        high=0.95,
        limits=(0, 1),
    )
    gain: float = param(
        0.2,
        "further capacity once the procedure is practised",
        "prototype: 0.2 (0-0.5)",
        low=0.0,
        high=0.5,
        limits=(0, 5),
    )
