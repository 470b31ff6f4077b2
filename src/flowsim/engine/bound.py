"""The kernels' argument bundles, bound once to the arrays of a world."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.crops import Fields, Gum
from flowsim.kernels.market import Flows, Market
from flowsim.kernels.synthesis import Imports, Makers
from flowsim.kernels.use import Deaths, People
from flowsim.state.world import World


class Bound(NamedTuple):
    """One bundle per phase; arrays are shared with the world."""

    fields: Fields
    gum: Gum
    makers: Makers
    imports: Imports
    market: Market
    flows: Flows
    people: People
    deaths: Deaths


def bind(world: World, number: np.ndarray) -> Bound:
    """Bundles over the arrays of ``world``; ``number`` are the senders' ids."""
    w = world
    return Bound(
        Fields(w.planted_ha, w.standing_ha, w.gum_kg, w.erad_rate, w.eradicated_ha, w.sown_ha, w.harvest_kg),
        Gum(w.gum_price, w.gum_demand_mean, w.gum_expected, w.gum_kg, w.gum_sold_kg, w.gum_order_kg),
        Makers(
            number,
            w.labs,
            w.stock_kg,
            w.produced_kg,
            w.raided,
            w.raid_lost_kg,
            w.precursor_kg,
            w.precursor_used_kg,
            w.precursor_lost_kg,
            w.precursor_use_mean,
        ),
        Imports(
            w.precursor_pipeline_kg,
            w.precursor_kg,
            w.precursor_use_mean,
            w.precursor_ordered_kg,
            w.precursor_arriving_kg,
            w.substitution,
        ),
        Market(
            w.market_kg,
            w.price,
            w.demand_mean,
            w.price_memory,
            w.adoption,
            w.import_memory,
            w.order_kg,
            w.mail_order_kg,
            w.on_hand_kg,
        ),
        Flows(w.arrived_kg, w.mailed_kg, w.elsewhere_kg, w.consumed_kg, w.unmet_kg, w.fentanyl_share, w.demand_kg),
        People(w.users, w.treated, w.recovered, w.risk_perceived, w.initiated, w.entered, w.died),
        Deaths(w.deaths_heroin, w.deaths_fentanyl, w.deaths_spill, w.deaths_pharma, w.t401, w.t404),
    )
