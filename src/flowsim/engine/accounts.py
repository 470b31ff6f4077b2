"""Phase of accounts: what organisations earn, pay and keep. Laundering is a plain share of revenue."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.domain.codes import Crop, Drug, Level
from flowsim.domain.network import Floats
from flowsim.kernels.lanes import sum_over


def us_margin(model: Any) -> Floats:
    """What US distribution earns above the import price, (D, L) USD per week; fentanyl is in heroin's doses."""
    world = model.world
    return sum_over(world.consumed_kg * (world.price[Level.RETAIL] - world.price[Level.IMPORT]), 1)


def goods_cost(model: Any) -> Floats:
    """Gum, marijuana, cocaine and chemicals bought this week, (sender, L) USD."""
    world, p = model.world, model.params
    gum = world.farm_order_kg[Crop.POPPY] * world.farm_price[Crop.POPPY]
    heroin = world.produced_kg[:, Drug.HEROIN] * p.crops.process_usd_per_kg
    making = sum_over(world.produced_kg[:, Drug.FENTANYL : Drug.COCAINE] * p.synthesis.process_usd_per_kg, 1)
    marijuana = world.farm_order_kg[Crop.MARIJUANA] * world.farm_price[Crop.MARIJUANA]
    cocaine = world.coca_sold_kg * (world.coca_price + p.coca.leg_usd_per_kg)
    return np.asarray(gum + heroin + making + marijuana + cocaine)


def laundering(usd: Floats, share: Floats) -> Floats:
    """Cost of bringing home and cleaning an income, (sender, L) USD."""
    return np.asarray(usd * share)


def accounts(model: Any) -> None:
    """Write the week's accounts; the mail sellers have none."""
    world, p, weights = model.world, model.params.accounts, model.base.weights
    price = model.import_price
    world.export_usd[:-1] = sum_over(world.passed_kg[:-1] * price, 1)
    sold = world.passed_kg / np.maximum(sum_over(world.passed_kg, 0), 1e-300)
    share = np.where(sum_over(world.passed_kg, 0) > 0.0, sold, weights)
    gross = sum_over(share * us_margin(model), 1) * p.us_distribution_share
    world.us_margin_usd[:-1] = gross[:-1]
    paid = world.sent_kg * model.params.trafficking.toll_share * price
    world.toll_paid_usd[:] = sum_over(paid * world.toll_due, 1)
    by_plaza = sum_over(paid[:, :, None] * world.toll_from, 0, 1)
    world.toll_earned_usd[:] = sum_over(model.base.routes.holders[:, :, None] * by_plaza, 1)
    smuggling = sum_over(world.sent_kg * world.route_usd, 1)
    wages = p.wage_share * world.export_usd
    world.cost_usd[:-1] = (goods_cost(model) + smuggling + wages + p.distribution_cost * world.us_margin_usd)[:-1]
    income = world.export_usd + world.us_margin_usd + world.toll_earned_usd - world.toll_paid_usd
    world.laundering_usd[:] = laundering(world.export_usd + world.us_margin_usd, p.laundering_share)
    world.profit_usd[:] = income - world.cost_usd - world.laundering_usd
