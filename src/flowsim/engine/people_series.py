"""Series of members, homicides and guns."""

from __future__ import annotations

from flowsim.engine.sums import Each, Mean, Sum, each, sum_of

PERSONS, LEADERS, DEATHS, GUNS = "persons per week", "leaders per week", "deaths per week", "guns per week"


def people_series() -> dict[str, tuple[str, Sum | Mean]]:
    """Weekly national series: name to unit and reader."""
    return {
        "members": ("persons", sum_of("group_members")),
        "recruits": (PERSONS, sum_of("recruits")),
        "members_arrested": (PERSONS, sum_of("members_arrested")),
        "members_killed": (PERSONS, sum_of("members_killed")),
        "members_retired": (PERSONS, sum_of("members_retired")),
        "homicides": (DEATHS, sum_of("homicides")),
        "homicides_organised": (DEATHS, sum_of("homicides_organised")),
        "homicides_firearm": (DEATHS, sum_of("homicides_firearm")),
        "leaders_removed": (LEADERS, sum_of("leaders_removed")),
        "leaders_captured": (LEADERS, sum_of("leaders_captured")),
        "leaders_held": ("leaders", sum_of("leaders_held")),
        "leaders_extradited": (LEADERS, sum_of("leaders_extradited")),
        "leaders_returned": (LEADERS, sum_of("leaders_returned")),
        "groups_split": ("splits per week", sum_of("groups_split")),
        "groups_entered": ("entries per week", sum_of("groups_entered")),
        "guns_in": (GUNS, sum_of("guns_in")),
        "guns_found": (GUNS, sum_of("guns_found")),
        "guns": ("guns", sum_of("guns")),
        "prize_usd": ("USD per week", sum_of("prize_usd")),
    }


def people_by_state(states: tuple[str, ...]) -> dict[str, tuple[str, tuple[str, ...], Each, bool]]:
    """Yearly series by state of Mexico: name to unit, places, reader, and whether the year's mean is meant."""
    return {
        "homicides": ("deaths", states, each("homicides"), False),
        "homicides_organised": ("deaths", states, each("homicides_organised"), False),
        "members": ("persons", states, each("state_members"), True),
        "recruits": ("persons", states, each("recruits"), False),
    }
