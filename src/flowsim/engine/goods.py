"""Phases of making: what organisations buy and make, laboratories, precursors."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Chemistry
from flowsim.domain.network import Floats
from flowsim.kernels import synthesis as labs
from flowsim.kernels.harbour import Cargo, Chemists, Customs, call_at_port, unload
from flowsim.kernels.plans import Plans, order_goods

LOSS = ("precursor_supplier_loss", "p2p_supplier_loss", "ephedrine_supplier_loss")


class Works(NamedTuple):
    """What makers and ports of a tile keep from week to week."""

    plans: Plans
    making: labs.Making
    raid_hazard: Floats  # (L,) per laboratory and week without levers
    imports: labs.ImportRule
    chemists: Chemists
    customs: Customs
    cargo: Cargo
    chance: Floats  # (chemistry, seaport, L) that a shipment is caught


def make_works(model: Any) -> Works:
    """Parameters of making and of imports, and room for what changes from week to week."""
    world, base, p, levers = model.world, model.base, model.params.synthesis, model.levers
    plans = Plans(
        sent_mean=world.sent_mean,
        stock_kg=world.stock_kg,
        least_kg=base.least_stock,
        cover_weeks=p.cover_stock_weeks,
        paid_share=world.paid_share,
        labs=world.labs,
        per_lab_kg=p.lab_kg_per_week,
        gum_per_heroin=model.params.crops.gum_per_heroin,
        wanted_kg=np.zeros_like(world.stock_kg),
        order_kg=world.farm_order_kg,
        heroin_kg=np.zeros_like(world.paid_share),
        produced_kg=world.produced_kg,
    )
    making = labs.Making(
        keys=model.keys,
        week=0,
        plan_kg=plans.wanted_kg,
        heroin_kg=plans.heroin_kg,
        per_lab_kg=p.lab_kg_per_week,
        build_weeks=p.lab_build_weeks,
        raid_hazard=np.zeros(model.lanes),
        precursor_per_kg=p.precursor_per_kg,
        split=np.ones((len(Chemistry), model.lanes)),
    )
    rate = np.log(9.0) / p.supplier_sub_spread_weeks
    imports = labs.ImportRule(
        cover_weeks=p.cover_precursor_weeks,
        shipment_kg=p.shipment_kg,
        lead_weeks=p.lead_weeks,
        supplier_loss=levers.together(*LOSS),
        substitution_rate=np.expm1(rate),  # by the week, so that half a loss is replaced at the median
        foothold=np.exp(-rate * p.supplier_sub_median_weeks),
    )
    effort, inspection, targeting = world.seaport_effort, levers["precursor_inspection"], levers["precursor_targeting"]
    return Works(
        plans=plans,
        making=making,
        raid_hazard=p.raid_hazard_per_year / WEEKS_PER_YEAR,
        imports=imports,
        chemists=Chemists(
            loss=imports.supplier_loss,
            replaced=world.substitution,
            left=np.ones_like(world.substitution),
            usual=np.log(p.p2p_share_2012 / (1.0 - p.p2p_share_2012)),
            pull=p.route_pull,
            weeks=p.route_sub_median_weeks,
            odds=world.p2p_odds,
        ),
        customs=Customs(p.intercept_base, inspection, targeting, effort, world.port_integrity),
        cargo=Cargo(
            arriving=world.precursor_arriving_kg,
            at_port=np.zeros_like(model.seaports.out.sent_kg),
            sent=model.seaports.out.sent_kg,
            passed=model.seaports.out.passed_kg,
            landed=world.precursor_landed_kg,
            stock=world.precursor_kg,
            next_week=world.precursor_pipeline_kg[0],
        ),
        chance=np.zeros((len(Chemistry), *effort.shape)),
    )


def split(odds: Floats, out: Floats) -> None:
    """Share of its drug's plan by chemistry, ``out (chemistry, L)``, at log odds of P2P, (L,)."""
    p2p = out[Chemistry.P2P]
    np.negative(odds, out=p2p)
    np.exp(p2p, out=p2p)
    p2p += 1.0
    np.divide(1.0, p2p, out=p2p)
    np.subtract(1.0, p2p, out=out[Chemistry.EPHEDRINE])
    out[Chemistry.FENTANYL] = 1.0


def synthesis(model: Any) -> None:
    """Gum and marijuana are bought, precursors are used, laboratories open, make and are raided."""
    works = model.rules.works
    order_goods(works.plans, model.bound.farms, model.rules.tending.gates)
    making = works.making._replace(week=model.draw_week)
    np.multiply(works.raid_hazard, model.levers["lab_raids"], out=making.raid_hazard)
    split(model.world.p2p_odds, making.split)
    labs.make(model.bound.makers, making)


def imports(model: Any) -> None:
    """Precursors arrive, are inspected at the seaports, and are ordered anew.

    Makers of methamphetamine move toward the chemistry whose supply is left, slowly: log odds of P2P move toward those
    of 2012 plus ``route_pull`` times the log ratio of what is left of the two supplies; half of a gap takes
    ``route_sub_median_weeks``.
    """
    world, works = model.world, model.rules.works
    if model.deciding:
        world.seaport_share[:-1] = model.intents.seaport_share[:-1]
        np.copyto(world.seaport_effort, model.intents.seaport_effort)
    labs.order_precursors(model.bound.imports, works.imports)
    call_at_port(works.customs, works.cargo, works.chemists, works.chance)
    np.log(works.chemists.left, out=works.chemists.left)
    at_port = works.cargo.at_port
    model.seaports.ship(model, at_port, share=world.seaport_share, p_inspect=works.chance, stock_kg=at_port)
    unload(works.cargo, works.chemists)
