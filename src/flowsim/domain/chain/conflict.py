"""Conflict over plazas: contestation, fronts with heat, entry, splits, removal of leaders, homicide."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

PROTOTYPE = "prototype of organisations, 2012-2016"
LINDO = "Lindo and Padilla-Romo 2018, by way of the prototype"
FITTED = "chosen so that a removal does what Lindo and Padilla-Romo 2018 found"


@dataclass(frozen=True, kw_only=True)
class Params:
    """``O_s = cold_s m^chi V^eps a^lambda (k0 + K_s)/(k0 + K_s,cold) (1 + L_s + E_s)(1 + J_s)``, over late 2011."""

    at_home: float = param(
        0.45, "share of an exporter's members in its home state, at least", "judgement: presence is not observed",
        low=0.3, high=0.6, role="design", limits=(0, 0.6),
    )  # fmt: skip
    next_door: float = param(
        0.25, "share of them in states next to it; the rest in border states that it holds", "judgement", low=0.1,
        high=0.4, role="design", limits=(0, 0.4),
    )  # fmt: skip
    important: float = param(
        0.1, "share of an exporter's members in a state over which it has rivals", "judgement", low=0.05, high=0.2,
        role="design", limits=(0, 1),
    )  # fmt: skip
    local_rivals: float = param(
        0.3, "chance that a local group and one that it meets are rivals", "judgement", low=0.1, high=0.5,
        role="design", limits=(0, 1),
    )  # fmt: skip
    local_allies: float = param(
        0.2, "chance that they are allies", "judgement", low=0.1, high=0.4, role="design", limits=(0, 1)
    )
    local_met: float = param(
        15.0, "local groups of its state that a local group deals with, at most, on average",
        "judgement: 4.5 rivals, 3 allies; 1.2 of each in the network of Prieto-Curiel et al. 2023", low=4, high=30,
        role="design", limits=(0, 5000),
    )  # fmt: skip
    rest_share: float = param(
        0.75, "share of homicides of 2006-07 that is not organised", "judgement: contested, a third to two thirds",
        low=0.5, high=0.9, limits=(0, 1),
    )  # fmt: skip
    rest_growth: float = param(
        0.013, "growth of other homicides per year", "population of Mexico", low=0.010, high=0.016, limits=(-1, 1)
    )
    rest_2006: float = param(
        9_660.0, "registered homicides per year, mean of 2006-07", "INEGI", role="constant", limits=(1, 1e6)
    )
    registered_2011: float = param(27_213.0, "registered homicides of 2011", "INEGI", role="constant", limits=(1, 1e6))
    heat_scale: float = param(
        1.2, "inherited heat over that of the case files of 2011", "chosen by hand on 2012-16; prototype 1.3",
        low=1.0, high=1.5, role="free", limits=(0, 10),
    )  # fmt: skip
    heat_weeks: float = param(
        80.0, "weeks, e-fold of heat", "case files 2011-14: excess falls by 0.70 a year to a floor", low=60, high=146,
        limits=(1, 5200),
    )  # fmt: skip
    heat_floor: float = param(
        0.30, "share of inherited heat that stays, shaped by 2011-14", f"fitted: {PROTOTYPE}", low=0.25, high=0.40,
        limits=(0, 1),
    )  # fmt: skip
    heat_most: float = param(50.0, "bound of heat", PROTOTYPE, role="constant", limits=(0, 1e4))
    chi: float = param(1.0, "elasticity of homicide to members", f"{PROTOTYPE}; closed form 1 to 2", low=0.5, high=2,
                       limits=(0, 5))  # fmt: skip
    prize: float = param(
        0.5, "elasticity of homicide to the prize", "Castillo, Mejia and Restrepo 2020, by arithmetic", low=0.2,
        high=1.0, limits=(0, 5),
    )  # fmt: skip
    still: float = param(0.02, "contestation of a lone group", PROTOTYPE, low=0.005, high=0.05, limits=(1e-6, 1))
    rivals: float = param(1.0, "weight of a front between rivals", "unit", role="constant", limits=(0, 10))
    neutrals: float = param(0.15, "weight of a front between others", "judgement", low=0.05, high=0.4, limits=(0, 10))
    allies: float = param(0.03, "weight of a front between allies", "judgement", low=0.0, high=0.1, limits=(0, 10))
    halves: float = param(
        0.5, "weight of a front between halves of a group", "chosen by hand: violence of a split fades in two years",
        low=0.15, high=1.0, limits=(0, 10),
    )  # fmt: skip
    multiplier_least: float = param(0.1, "bound of a state's multiplier", PROTOTYPE, role="constant", limits=(0, 1))
    multiplier_most: float = param(40.0, "bound of a state's multiplier", PROTOTYPE, role="constant", limits=(1, 1e4))
    member_deaths: float = param(
        0.27, "members killed per organised homicide", "Prieto-Curiel et al. 2023: 10 % of homicides and missing",
        low=0.15, high=0.5, limits=(0, 1),
    )  # fmt: skip
    rackets_usd: float = param(
        6.0, "USD per person and year of local rackets", "judgement: pays local groups like the others", low=3,
        high=12, limits=(0, 1e4),
    )  # fmt: skip
    prize_weeks: float = param(26.0, "weeks over which a prize is felt", "judgement", low=13, high=52, limits=(4, 520))
    entry: float = param(
        0.003, "chance per week to enter a neighbouring state", f"fitted: {PROTOTYPE}", low=0.001, high=0.010,
        limits=(0, 0.2),
    )  # fmt: skip
    entry_share: float = param(0.12, "share of neighbouring members who move in", PROTOTYPE, low=0.05, high=0.2,
                               limits=(0, 1))  # fmt: skip
    entry_members: float = param(500.0, "members next door from which a group enters", PROTOTYPE, role="constant",
                                 limits=(0, 1e6))  # fmt: skip
    entry_heat: float = param(2.0, "heat of a new front", PROTOTYPE, low=1, high=4, limits=(0, 50))
    leave_share: float = param(0.02, "share of a state below which a small group leaves", PROTOTYPE, role="constant",
                               limits=(0, 1))  # fmt: skip
    leave_members: float = param(60.0, "members below which it leaves", PROTOTYPE, role="constant", limits=(0, 1e6))
    removals: float = param(
        4.0, "leaders removed per year", "judgement: recalled captures of 2012-16", low=2, high=7, limits=(0, 500)
    )
    killed: float = param(
        0.2, "share of those removed who are killed", "recalled: 3 of 18 in 2012-16", low=0.1, high=0.4, limits=(0, 1)
    )
    held_2011: float = param(
        10.0, "leaders held in Mexico in October 2011",
        "judgement: of 37 named in 2009, those caught and not handed over", low=5, high=25, limits=(0, 1000),
    )  # fmt: skip
    returns: float = param(
        0.05, "chance per year that a leader held comes back",
        "2 of 15 of 2012-16 in about 45 years held: Guzman 2015, Valencia 2017; also Guzman 2001, Caro Quintero 2013",
        low=0.02, high=0.15, limits=(0, 52),
    )  # fmt: skip
    extraditions: float = param(
        0.08, "extraditions granted per year and leader held", "recalled: 3 of 15 of 2012-16 handed over by 2017",
        low=0.03, high=0.2, limits=(0, 52),
    )  # fmt: skip
    appeal_weeks: float = param(
        52.0, "weeks from a grant to the day, at the least", "judgement: a year for Guzman, three for Costilla",
        low=26, high=156, limits=(0, 1040),
    )  # fmt: skip
    return_shock: float = param(
        0.5, "removals that a return counts as",
        "judgement: Valencia 2017 against his old group, Caro Quintero in Sonora", low=0.0, high=1.0, limits=(0, 2),
    )  # fmt: skip
    extradition_shock: float = param(
        0.25, "removals that an extradition counts as",
        "judgement: ends command from prison; Gulf and Zetas after 2007, Sinaloa in 2017", low=0.0, high=0.75,
        limits=(0, 2),
    )  # fmt: skip
    split: float = param(0.5, "chance that a removal splits the group", "judgement", low=0.3, high=0.8, limits=(0, 1))
    split_heat: float = param(0.5, "heat between the halves at home", PROTOTYPE, low=0.5, high=1.0, limits=(0, 50))
    split_members: float = param(300.0, "members below which no group splits", PROTOTYPE, role="constant",
                                 limits=(0, 1e6))  # fmt: skip
    home_cell: float = param(
        0.12, "share of a state's organised homicide in the home of a group", f"fitted: {PROTOTYPE}", low=0.05,
        high=0.3, limits=(0, 1),
    )  # fmt: skip
    jump_home: float = param(1.3, "rise of homicide in the home cell after a removal", FITTED, low=1.0, high=2.2,
                             limits=(0, 20))  # fmt: skip
    jump_elsewhere: float = param(0.7, "rise in cells elsewhere", FITTED, low=0.3, high=1.0, limits=(0, 20))
    home_weeks: float = param(52.0, "weeks, e-fold at home", LINDO, low=35, high=80, limits=(1, 520))
    elsewhere_weeks: float = param(18.0, "weeks, e-fold elsewhere", LINDO, low=10, high=26, limits=(1, 520))
    reform: float = param(
        0.3, "rise of organised homicide where all courts learn the reform", "chosen by hand; prototype 0.4 (0.1-0.5)",
        low=0.1, high=0.5, role="free", limits=(0, 5),
    )  # fmt: skip
