"""Phases of making: what organisations buy and make, laboratories, precursors."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from flowsim.domain.calendar import WEEKS_PER_YEAR
from flowsim.domain.codes import Chemistry
from flowsim.domain.network import Floats
from flowsim.engine.fields import trade
from flowsim.kernels import synthesis as labs
from flowsim.kernels.harbour import Cargo, Customs, call_at_port, unload
from flowsim.kernels.plans import Plans, fetch, plan

LOSS = ("precursor_supplier_loss", "p2p_supplier_loss", "ephedrine_supplier_loss")


class Works(NamedTuple):
    """What makers and ports of a tile keep from week to week."""

    plans: Plans
    making: labs.Making
    raid_hazard: Floats  # (L,) per laboratory and week without levers
    imports: labs.ImportRule
    usual_odds: Floats  # (L,) log odds of P2P in 2012
    left: Floats  # (chemistry, L) log of what is left of foreign supply
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
        usual_odds=np.log(p.p2p_share_2012 / (1.0 - p.p2p_share_2012)),
        left=np.zeros_like(world.substitution),
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
    plan(works.plans)
    trade(model)
    fetch(works.plans)
    making = works.making._replace(week=model.draw_week)
    np.multiply(works.raid_hazard, model.levers["lab_raids"], out=making.raid_hazard)
    split(model.world.p2p_odds, making.split)
    labs.make(model.bound.makers, making)


def change_chemistry(model: Any, loss: Floats) -> None:
    """Makers of methamphetamine move toward the chemistry whose supply is left, slowly.

    Log odds of P2P move toward those of 2012 plus ``route_pull`` times the log ratio of what is left of the two
    supplies; half of a gap takes ``route_sub_median_weeks``.

    Parameters
    ----------
    loss : (chemistry, L)
        Share of foreign supply lost and not replaced.
    """
    world, p, works = model.world, model.params.synthesis, model.rules.works
    left = works.left
    np.subtract(1.0, loss, out=left)
    np.maximum(left, 1e-3, out=left)
    np.log(left, out=left)
    target = works.usual_odds + p.route_pull * (left[Chemistry.P2P] - left[Chemistry.EPHEDRINE])
    world.p2p_odds += (target - world.p2p_odds) * np.log(2.0) / p.route_sub_median_weeks


def imports(model: Any) -> None:
    """Precursors arrive, are inspected at the seaports, and are ordered anew."""
    world, works = model.world, model.rules.works
    if model.deciding:
        world.seaport_share[:-1] = model.intents.seaport_share[:-1]
        np.copyto(world.seaport_effort, model.intents.seaport_effort)
    labs.order_precursors(model.bound.imports, works.imports)
    change_chemistry(model, works.imports.supplier_loss - world.substitution)
    call_at_port(works.customs, works.cargo, works.chance)
    at_port = works.cargo.at_port
    model.seaports.ship(model, at_port, share=world.seaport_share, p_inspect=works.chance, stock_kg=at_port)
    unload(works.cargo)
