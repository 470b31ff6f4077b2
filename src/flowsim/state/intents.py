"""What the agents decided: arrays that the phases carry out until the next decision."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.state.arrays import Arrays, Floats, array


@dataclass
class Intents(Arrays):
    """Intents by actor; float64, last axis lanes."""

    planted_ha: Floats = array("region", "ha that growers mean to keep planted in the long run")
    seaport_share: Floats = array("sender chemistry seaport", "share of precursor shipments")
    leg_share: Floats = array("sender way", "share of cocaine shipments by first leg")
    search_share: Floats = array("region", "share of the crop's eradication effort")
    search_scale: Floats = array("crop", "eradication effort over that of 2012")
    effort: Floats = array("corridor", "inspection effort over its even share")
    seaport_effort: Floats = array("seaport", "inspection effort over its even share")
    channel_share: Floats = array("provider sender", "share of street cash by provider")
    account_share: Floats = array("holder bank", "share of new accounts by bank")
    outlet_share: Floats = array("outlet sender", "share of dollar notes in Mexico by outlet")
