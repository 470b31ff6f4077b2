"""The kernels' argument bundles, bound once to the arrays of a world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from flowsim.kernels.accounts import Books, Trade
from flowsim.kernels.crops import Farm, Fields
from flowsim.kernels.market import Flows, Market
from flowsim.kernels.synthesis import Imports, Makers
from flowsim.kernels.use import Deaths, People
from flowsim.state.world import World


class Bound(NamedTuple):
    """One bundle per phase; arrays are shared with the world."""

    fields: tuple[Fields, ...]
    farms: tuple[Farm, ...]
    makers: Makers
    imports: Imports
    market: Market
    flows: Flows
    people: People
    deaths: Deaths
    trade: Trade
    books: Books


def _fields(w: World, rows: slice) -> Fields:
    names = ("planted_ha", "standing_ha", "farm_kg", "erad_rate", "eradicated_ha", "sown_ha", "harvest_kg")
    return Fields(*(getattr(w, name)[rows] for name in names))


def _farm(w: World, crop: int, rows: slice) -> Farm:
    return Farm(
        w.farm_price[crop],
        w.farm_demand_mean[crop],
        w.farm_expected[crop],
        w.farm_kg[rows],
        w.farm_sold_kg[rows],
        w.farm_order_kg[crop],
    )


def bind(world: World, number: np.ndarray, crop_rows: Sequence[slice]) -> Bound:
    """Bundles over the arrays of ``world``.

    Parameters
    ----------
    number : (sender,) uint64
        Ids of the senders.
    crop_rows : sequence of slice
        Regions of each crop.
    """
    w = world
    return Bound(
        tuple(_fields(w, rows) for rows in crop_rows),
        tuple(_farm(w, crop, rows) for crop, rows in enumerate(crop_rows)),
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
            w.precursor_usual_kg,
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
            w.purity,
        ),
        Flows(
            w.arrived_kg,
            w.mailed_kg,
            w.elsewhere_kg,
            w.interior_kg,
            w.consumed_kg,
            w.unmet_kg,
            w.fentanyl_share,
            w.demand_kg,
        ),
        People(w.users, w.treated, w.recovered, w.risk_perceived, w.initiated, w.entered, w.died),
        Deaths(w.deaths_alone, w.deaths_fentanyl, w.deaths_spill, w.deaths_pharma, w.t401, w.t404),
        Trade(
            w.sent_kg,
            w.passed_kg,
            w.produced_kg,
            w.farm_order_kg,
            w.coca_sold_kg,
            w.consumed_kg,
            w.arrived_kg,
            w.elsewhere_kg,
            w.mailed_kg,
            w.price,
            w.farm_price,
            w.route_usd,
            w.toll_due,
            w.toll_from,
        ),
        Books(
            w.us_distribution_usd,
            w.export_usd,
            w.us_margin_usd,
            w.due_usd,
            w.toll_paid_usd,
            w.toll_earned_usd,
        ),
    )
