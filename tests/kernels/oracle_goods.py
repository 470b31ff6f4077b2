"""Slow twins of the kernels around goods that round as numpy does: numpy, one operation after the other, in place."""

from __future__ import annotations

import numpy as np

WEEKS_PER_YEAR = 365.25 / 7


def added(rows):
    """Sum of rows, first row first."""
    out = np.zeros_like(rows[0])
    for row in rows:
        out = out + row
    return out


def tend(s, tide, search_ha, yield_kg):
    effort = s.search_ha * s.scale * s.effort * s.integrity
    search_ha[:] = effort[s.crop] * s.share * s.luck
    yield_kg[:] = s.weather * (s.kg_per_ha * (1.0 + s.depth * tide) * s.care)[s.crop]


def plan(p):
    target = p.cover_weeks * p.sent_mean + p.least_kg
    p.wanted_kg[:] = np.maximum(p.sent_mean + (target - p.stock_kg) / 4.0, 0.0) * p.paid_share[:, None]
    p.wanted_kg[-1] = 0.0
    p.order_kg[0] = np.minimum(p.wanted_kg[:, 0], p.labs[:, 0] * p.per_lab_kg[0]) * p.gum_per_heroin
    p.order_kg[1] = p.wanted_kg[:, 4]


def fetch(p):
    p.produced_kg[:, 4] = p.order_kg[1]
    p.stock_kg[:, 4] += p.order_kg[1]
    p.heroin_kg[:] = p.order_kg[0] / p.gum_per_heroin


def call_at_port(customs, cargo, chance):
    chance[:] = np.minimum(
        customs.base * customs.inspection * customs.targeting * customs.effort * customs.integrity, 1.0
    )
    cargo.at_port[:] = cargo.arriving.transpose(1, 0, 2)


def unload(cargo):
    cargo.landed[:] = cargo.passed.transpose(1, 0, 2)
    cargo.stock[:] += cargo.landed
    cargo.next_week[:] += (cargo.at_port - cargo.sent).transpose(1, 0, 2)


def make_coca(potential_kg, s):
    s.cut[:] += (s.reduction * s.stays - s.cut) / s.lag_weeks
    made = potential_kg * s.purity / WEEKS_PER_YEAR * (1.0 - s.cut)
    s.made_kg[:] = made * (1.0 - np.minimum(s.seized * s.seizures, 0.95))


def set_out(p):
    p.store[:] += added((p.asked - p.sent).reshape(-1, p.store.size))
    p.sold[:] = added(p.sent.transpose(1, 0, 2))
    p.gate[:] += p.passed[:, 1]
    p.waiting[:, 0] = p.gate


def come_in(p):
    p.gate[:] -= p.gone[:, 0]
    landed = p.passed[:, 0] + p.arrived[:, 0]
    p.produced[:, 3] = landed
    p.stock[:, 3] += landed
    share = np.minimum(added(p.seized) / np.maximum(added(p.sold), 1e-9), 0.9)
    p.loss[:] += (share - p.loss) / 52.0


def land(farm_price, coca_usd, premium, making, out):
    heroin = farm_price[0] * making.gum_per_heroin + making.heroin_usd
    costs = np.stack([heroin, *making.synthetic_usd, coca_usd, farm_price[1]])
    out[:] = costs + making.smuggling_usd * premium


def close_labs(worth, usual, exit_, share):
    share[:] += (np.minimum(usual * worth, 0.95) - share) * exit_ / WEEKS_PER_YEAR


def plant_at_home(free, medical, leakage, growth, odds):
    retail, by_leave, country = free[:, :1], free[:, 1:2], free[:, 2:]
    freedom = retail + medical * by_leave
    freedom = freedom + leakage * np.maximum(country - freedom, 0.0)
    odds[:] += growth * freedom / WEEKS_PER_YEAR


def weigh_doses(s, intake, dearer):
    taken = s.consumed_kg[[0, 2, 3, 4]]
    taken[0] += s.equivalents * s.consumed_kg[1]
    intake[:] = taken / np.maximum(s.users_kg, 1e-300)
    dearer[:] = s.price[2, [0, 2, 3, 4]] / s.usual_usd[:, None]


def disturb(u, factor):
    seized = u.interior_kg[0] + u.equivalents * u.interior_kg[1]
    share = seized / np.maximum(u.demand_kg[0], 1e-9)
    u.disruption[:] += (share - u.disruption) / u.weeks
    factor[:] = 1.0 + u.strength * u.disruption


def staff(family, family_2011, out):
    out[:] = np.clip(np.where(family_2011 > 0.0, family / np.maximum(family_2011, 1e-9), 1.0), 0.05, 20.0)
