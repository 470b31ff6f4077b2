"""The ground that groups fight over: what stays constant of a run, and how it stood at the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from flowsim.data.agreement import opened
from flowsim.data.homicide import load_removals
from flowsim.domain.calendar import WEEKS_PER_YEAR, year_fraction
from flowsim.domain.codes import Due
from flowsim.domain.network import Floats, Ints
from flowsim.engine.kept import Kept
from flowsim.kernels.contest import Field, Map, Work, contest
from flowsim.kernels.fronts import Fronts
from flowsim.kernels.lanes import sum_over
from flowsim.kernels.leaders import Shock
from flowsim.kernels.struggle import Command, Dead, Worth
from flowsim.kernels.violence import Now, Rule
from flowsim.state.arrays import aligned

TINY = 1e-9
BASE_YEAR, START_YEAR = 2007.0, 2011.76  # middle of 2006-07; first week of history
START_SHARE = 0.99  # of the members of January 2012, in October 2011
GROWTH = 0.04  # of members per year at the start, so that guns per member begin at rest


class Rules(NamedTuple):
    """Rules of conflict that stay, as kernels take them."""

    shock: Shock  # of one removal
    homicide: Rule
    keep: Floats  # (2, L) share of the rise by removals that stays for a week, at home and elsewhere
    growth: Floats  # (W, L) homicides that are not organised over those of 2006-07
    sent: Kept  # (L,) chance that a leader held is extradited
    back: Floats  # (L,) chance that a leader held comes back
    entry: Floats  # (6, L) of moving into a state next door


@dataclass(frozen=True)
class Ground:
    """Constants of conflict, and the kernels' bundles over the arrays of the world.

    Attributes
    ----------
    turf : Field
    fronts : Fronts
    work : Work
        Scratch; ``work.active`` marks cells with members in some lane, as last counted.
    weight : (4, L)
        Weights of fronts between neutrals, rivals, allies, halves of one group.
    rest : (state, L)
        Homicides per week of 2006-07 that are not organised.
    heat_floor : (state, L)
        Where heat comes to rest.
    corridor_state : (C,) int64
        State that a corridor leaves from, -1 where none.
    removals : dict of week to rows
        Dated removals of leaders.
    last_removal : int
        Week of the last of them; chance takes over after it.
    now, was : Now
        What drives homicide, today and at the start, then without heat; today's guns per member are worked out weekly.
    worth : Worth
    command : Command
    dead : Dead
    rules : Rules
    """

    turf: Field
    fronts: Fronts
    work: Work
    weight: Floats
    rest: Floats
    heat_floor: Floats
    corridor_state: Ints
    removals: dict[int, tuple[int, ...]]
    last_removal: int
    now: Now
    was: Now
    worth: Worth
    command: Command
    dead: Dead
    rules: Rules


def make_work(where: Map, lanes: int) -> Work:
    """Scratch for groups on a map, its rows on cache lines as those of the world are."""
    places, halves = int(np.diff(where.start).max()), int((where.start[1:] - where.spare).max())
    shapes = len(where.group), len(where.number), halves * lanes + 1, halves * lanes + 1, places
    return Work(*(np.zeros(n, dtype=np.int64) for n in shapes), *(aligned(n, lanes) for n in (places, places, 3)))


def open_ground(model: Any) -> None:
    """Members by rule, guns at rest, and the heat that the case files of 2011 imply, as ``model.ground``."""
    w, p, groups, states = model.world, model.params, model.groups, model.states
    c = p.conflict
    turf = Field(w.members, w.control, w.pressure, w.state_members, w.group_origin, w.contested)
    fronts = Fronts(w.front_one, w.front_other, w.front_heat, w.front_count)
    work, weight = make_work(groups.where, model.lanes), np.stack([c.neutrals, c.rivals, c.allies, c.halves])
    w.members[:] = groups.share[:, None] * p.recruitment.members_2012 * START_SHARE
    w.group_origin[:] = np.arange(groups.count)[:, None]
    np.add.at(w.group_members, groups.where.group, w.members)
    w.family[groups.senders] = w.group_members[: groups.exporters]
    w.leaders_held[: groups.exporters] = whole(c.held_2011, w.group_members[: groups.exporters])
    contest(turf, fronts, groups.where, weight, w.heat, w.group_members, work)
    cold = (1.0 - c.rest_share) * c.rest_2006 * states.cold[:, None]
    rest = c.rest_share * c.rest_2006 * states.cold[:, None]
    inherited, floor = heats(c, states, cold, rest, w.contested)
    removals, last = dated(model)
    names = states.names
    corridor_state = np.array([names.index(name) if name in names else -1 for name in model.network.corridors.state])
    model.ground = Ground(
        *(turf, fronts, work, weight, rest / WEEKS_PER_YEAR, floor),
        corridor_state=corridor_state,
        removals=removals,
        last_removal=last,
        now=Now(w.state_members, w.prize_usd, w.contested, w.courts_learning, np.empty(model.lanes)),
        was=Now(w.state_members_2011, w.prize_2011, w.contested.copy(), w.learning_2011, w.guns_2011),
        worth=make_worth(model, corridor_state),
        command=Command(
            *(w.leaders_held, c.removals, np.array([groups.exporters, groups.spare])),
            *(w.leaders_removed, w.groups_split, w.leaders_captured, w.leaders_extradited, w.leaders_returned),
            w.groups_entered,
        ),
        dead=make_dead(model, rest / WEEKS_PER_YEAR),
        rules=make_rules(model, cold / WEEKS_PER_YEAR),
    )
    w.heat[:] = inherited
    contest(turf, fronts, groups.where, weight, w.heat, w.group_members, work)
    per = p.arms.inflow / p.recruitment.members_2012
    w.guns[:] = per / (1.0 / p.arms.life_years + GROWTH) * sum_over(w.state_members, 0)


def make_rules(model: Any, cold: Floats) -> Rules:
    """Rules of conflict; ``cold (state, L)`` organised homicides per week of 2006-07."""
    c, arms, groups = model.params.conflict, model.params.arms, model.groups
    exporters = np.full(model.lanes, float(groups.exporters))
    weeks = range(model.drivers.first, model.drivers.first + len(model.drivers.mexicans))
    years = [max(year_fraction(week), START_YEAR) - BASE_YEAR for week in weeks]
    entry = c.entry * model.decide_weeks, c.entry_members, c.entry_share, c.entry_heat, c.heat_most, exporters
    return Rules(
        shock=Shock(
            home=c.jump_home * c.home_cell,
            elsewhere=c.jump_elsewhere * c.home_cell,
            split=c.split,
            least=c.split_members,
            heat=c.split_heat,
            most=c.heat_most,
            killed=c.killed,
        ),
        homicide=Rule(
            *(cold, c.chi, c.prize, arms.lethality, c.still, c.reform, c.multiplier_least, c.multiplier_most)
        ),
        keep=np.exp(-1.0 / np.stack([c.home_weeks, c.elsewhere_weeks])),
        growth=(1.0 + c.rest_growth) ** np.array(years)[:, None],
        sent=Kept(lambda lever: extradited(c, lever)),
        back=1.0 - np.exp(-c.returns / WEEKS_PER_YEAR),
        entry=np.stack(entry),
    )


def extradited(c: Any, lever: Floats) -> Floats:
    """Chance in a week that a leader held is extradited, after a grant and appeals, (L,)."""
    granted = c.extraditions / WEEKS_PER_YEAR * lever
    return np.asarray(1.0 - np.exp(-granted / (1.0 + granted * c.appeal_weeks)))


def make_worth(model: Any, corridor_state: Ints) -> Worth:
    """What makes a state worth fighting for."""
    w, p, k = model.world, model.params, model.groups.senders
    return Worth(
        *(model.states.people, p.conflict.rackets_usd, p.trafficking.toll_share, w.delivered_kg, corridor_state),
        *(k, w.paid_usd[Due.WAGES], w.family, p.conflict.prize_weeks),
    )


def make_dead(model: Any, rest: Floats) -> Dead:
    """Homicides; ``rest (state, L)`` per week of 2006-07 that are not organised."""
    w, arms = model.world, model.params.arms
    firearm = np.stack([arms.firearm_organised, arms.firearm_rest])
    return Dead(
        *(np.arange(len(rest), dtype=np.uint64), w.guns, w.leader_rise, np.empty_like(rest), rest, firearm),
        *(w.homicides_expected, w.homicides_organised, w.homicides, w.homicides_firearm),
    )


def whole(number: Floats, weight: Floats) -> Floats:
    """Whole numbers in proportion to ``weight (row, L)`` that add up to ``number (L,)``, rounded, (row, L)."""
    upto = np.cumsum(weight, axis=0)
    return np.diff(np.round(upto / upto[-1] * np.round(number)), axis=0, prepend=0.0)


def heats(c: Any, states: Any, cold: Floats, rest: Floats, contested: Floats) -> tuple[Floats, Floats]:
    """Inherited heat and the heat that stays, (state, L) each.

    What was registered in 2011 beyond the homicides of 2006-07 is heat; a share of its national sum stays, shaped by
    the case files of 2011-14.

    Parameters
    ----------
    cold, rest : (state, L)
        Homicides per year of 2006-07: organised, other.
    contested : (state, L)
        Without heat.
    """
    usual = cold + rest * (1.0 + c.rest_growth) ** (2011.5 - BASE_YEAR)
    excess, lately = (
        np.maximum(c.registered_2011 * share[:, None] - usual, 0.0) for share in (states.heated, states.lately)
    )
    stays = c.heat_floor * sum_over(excess, 0) / np.maximum(sum_over(lately, 0), TINY) * lately
    per = c.heat_scale / cold * (c.still + contested) / np.maximum(contested, TINY)
    return np.minimum(excess * per, c.heat_most), np.minimum(stays * per, c.heat_most)


def dated(model: Any) -> tuple[dict[int, tuple[int, ...]], int]:
    """Rows of exporters that lose a leader by week, and the last such week; nothing where removals are drawn."""
    if model.config.structure.leaders == "drawn":
        return {}, model.began - 1
    names = model.groups.names
    known = {
        week: tuple(names.index(name) for name in lost if name in names)
        for week, lost in load_removals(opened(model.config.files)).items()
    }
    return known, max(known)
