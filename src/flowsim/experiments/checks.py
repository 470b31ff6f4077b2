"""Refuse configurations that make no sense, in one line that says what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from flowsim.data.agreement import opened
from flowsim.data.geography import load_network
from flowsim.domain.calendar import EPOCH, parse
from flowsim.domain.chain import Horizon, Structure, archetypes
from flowsim.domain.chain.network import PROVIDED
from flowsim.domain.codes import CHANNELS, DRUGS
from flowsim.domain.errors import UserError, unknown
from flowsim.domain.params import check
from flowsim.domain.world_config import WorldConfig

NEVER = "9999-12-31"
RULES = {
    "route_choice": ("salience", "expected_value"),
    "agency_reward": ("learn", "unrewarded", "fixed"),
    "agency_plan": ("even", "concentrated"),
    "prices": ("mixed", "additive", "multiplicative"),
    "seizure_overdose": ("disruption", "none"),
    "markets": ("divisions", "states"),
    "delivery": ("as_meant", "leaky"),
    "arrests": ("flow", "rate"),
    "leaders": ("drawn", "dated"),
    "draws": ("none", "prior"),
    "triage": ("signal", "power"),
}


def tables(tree: Any, neutral: Any, prefix: str = "") -> None:
    """Tables by drug, mode or market must have exactly the entries of the neutral tree.

    Raises
    ------
    UserError
        If an entry is unknown or missing, or is not a number.
    """
    for f in fields(tree):
        value, standard, name = getattr(tree, f.name), getattr(neutral, f.name), f"{prefix}{f.name}"
        if is_dataclass(value):
            tables(value, standard, f"{name}.")
        elif isinstance(value, Mapping) and "unit" in f.metadata:
            for key in value:
                if key not in standard:
                    raise unknown(f"entry of {name}", key, standard)
            for key in standard:
                if key not in value:
                    raise UserError(f"{name} has no entry {key!r}")


def horizon(dates: Horizon) -> None:
    """The dates of a run, in order.

    Raises
    ------
    UserError
        If a date cannot be read, comes before the data begin, or is out of order.
    """
    start, policy, end = (named(f"horizon.{k}", getattr(dates, k)) for k in ("start", "policy_start", "end"))
    if start < EPOCH:
        raise UserError(f"horizon.start={start} is before {EPOCH}, where the data begin")
    if end <= start:
        raise UserError(f"horizon.end={end} must come after horizon.start={start}")
    if policy < start:
        raise UserError(f"horizon.policy_start={policy} must not come before horizon.start={start}")


def instruments(world: WorldConfig) -> None:
    """No instrument may act on the history that all scenarios share.

    Raises
    ------
    UserError
        If an active instrument starts before ``horizon.policy_start``.
    """
    earliest = parse(world.horizon.policy_start)
    for f in fields(world.policy):
        room = getattr(world.policy, f.name)
        if not hasattr(room, "start"):
            continue
        start = named(f"policy.{f.name}.start", room.start)
        if (end := named(f"policy.{f.name}.end", getattr(room, "end", NEVER))) <= start:
            raise UserError(f"policy.{f.name}.end={end} must come after policy.{f.name}.start={start}")
        if room.intensity > 0 and start < earliest:
            raise UserError(
                f"policy.{f.name}.start={start} is before horizon.policy_start={earliest}, until which all scenarios "
                "share one history; move horizon.policy_start as well"
            )


def structure(switches: Structure) -> None:
    """Every structural switch must name one of its rules.

    Raises
    ------
    UserError
        If it names another.
    """
    for f in fields(switches):
        one_of(f"structure.{f.name}", getattr(switches, f.name), RULES[f.name])


def organisations(config: WorldConfig) -> None:
    """Organisations must exist, stand where the geography has places, and address draws of their own.

    Raises
    ------
    UserError
        If there is none, a place or an ally is unknown, or two share an id.
    """
    network = load_network(config.structure.markets, opened(config.files))
    plazas = {state for state in network.corridors.state if state}
    plazas |= {plaza for one in archetypes().values() for plaza in one.plazas}
    owner: dict[int, str] = {}
    for name, one in config.organisations.items():
        if one.lab_region not in network.lab_regions.ids:
            raise unknown(f"organisations.{name}.lab_region", one.lab_region, network.lab_regions.ids)
        for plaza in one.plazas:
            if plaza not in plazas:
                raise unknown(f"plaza in organisations.{name}.plazas", plaza, plazas)
        for ally in one.allies:
            if ally not in config.organisations or ally == name:
                others = [other for other in config.organisations if other != name]
                raise unknown(f"ally in organisations.{name}.allies", ally, others)
        if one.id < 1 or owner.setdefault(one.id, name) != name:
            raise UserError(f"organisations.{name}.id={one.id}: ids are whole numbers from 1 on, each used once")
    for drug in DRUGS:
        if sum(getattr(one, drug) for one in config.organisations.values()) <= 0:
            raise UserError(f"organisations: none exports {drug}; give one of them a weight, for example 1")


def networks(config: WorldConfig) -> None:
    """Networks must offer a channel that networks offer, each such channel one at least, and address own draws.

    Raises
    ------
    UserError
        If a channel is unknown or has no network of any weight, or two share an id.
    """
    owner: dict[int, str] = {}
    for name, one in config.networks.items():
        if one.channel in CHANNELS and one.channel not in PROVIDED:
            raise UserError(
                f"networks.{name}.channel={one.channel}: organisations do this themselves; networks offer one of: "
                f"{', '.join(PROVIDED)}"
            )
        one_of(f"networks.{name}.channel", one.channel, PROVIDED)
        if one.id < 1 or owner.setdefault(one.id, name) != name:
            raise UserError(f"networks.{name}.id={one.id}: ids are whole numbers from 1 on, each used once")
    for channel in PROVIDED:
        if sum(one.weight for one in config.networks.values() if one.channel == channel) <= 0:
            raise UserError(
                f"networks: none offers {channel} with a weight above 0; to close a channel set "
                "networks.<name>.capacity_usd_per_week=0"
            )


def world(config: WorldConfig, neutral: WorldConfig) -> list[str]:
    """Check everything that determines a world.

    Parameters
    ----------
    config, neutral : WorldConfig
        The world to check, and the defaults that say which table entries exist.

    Returns
    -------
    list of str
        One line per value outside its range of evidence.

    Raises
    ------
    UserError
        At the first mistake.
    """
    horizon(config.horizon)
    structure(config.structure)
    tables(config, replace(neutral, files=config.files))
    organisations(config)
    networks(config)
    instruments(config)
    return check(config)


def named(key: str, text: str) -> Any:
    """The date of a key.

    Raises
    ------
    UserError
        If the text is not a date, naming the key.
    """
    try:
        return parse(text)
    except UserError as mistake:
        raise UserError(f"{key}={mistake}") from None


def one_of(key: str, given: str, allowed: Any) -> None:
    """Refuse a value that is not in the list.

    Raises
    ------
    UserError
        With the nearest valid value.
    """
    if given not in allowed:
        raise unknown(f"value of {key}:", given, allowed)
