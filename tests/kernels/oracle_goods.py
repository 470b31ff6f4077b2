"""Slow twins of the kernels around goods that round as numpy does: numpy, one operation after the other, in place.

What has a twin of its own (the farm gate, the market in Colombia, accounts, draws) is called here too.
"""

from __future__ import annotations

import numpy as np

from flowsim.kernels.accounts import account
from flowsim.kernels.coca import sell_coca
from flowsim.kernels.crops import trade
from flowsim.kernels.draws import ERADICATION, INTERIOR, fill_normal

WEEKS_PER_YEAR = 365.25 / 7


def added(rows):
    """Sum of rows, first row first."""
    out = np.zeros_like(rows[0])
    for row in rows:
        out = out + row
    return out


def look_out(keys, week, o):
    fill_normal(keys, ERADICATION, week, o.entity, 0, o.luck)
    o.luck[:] = o.luck_sd * o.luck - o.luck_mean
    o.care[:] = np.minimum(np.maximum(o.farm_price / o.usual_usd, 0.25), 4.0)
    o.alternatives[:] += (o.coverage - o.alternatives) / o.lag_weeks


def tend(s, weather, tide, search_ha, yield_kg):
    effort = s.search_ha * s.scale * s.effort * s.integrity
    search_ha[:] = effort[s.crop] * s.share * s.luck
    yield_kg[:] = weather * (s.kg_per_ha * (1.0 + s.depth * tide) * s.care)[s.crop]


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


def count_left(c):
    c.left[:] = np.maximum(1.0 - (c.loss - c.replaced), 1e-3)


def change_chemistry(c):
    target = c.usual + c.pull * (c.left[1] - c.left[2])
    c.odds[:] += (target - c.odds) * np.log(2.0) / c.weeks


def call_at_port(customs, cargo, chemists, chance):
    count_left(chemists)
    chance[:] = np.minimum(
        customs.base * customs.inspection * customs.targeting * customs.effort * customs.integrity, 1.0
    )
    cargo.at_port[:] = cargo.arriving.transpose(1, 0, 2)


def unload(cargo, chemists):
    change_chemistry(chemists)
    cargo.landed[:] = cargo.passed.transpose(1, 0, 2)
    cargo.stock[:] += cargo.landed
    cargo.next_week[:] += (cargo.at_port - cargo.sent).transpose(1, 0, 2)


def order_goods(plans, farms, gates):
    plan(plans)
    for farm, gate in zip(farms, gates, strict=True):
        trade(farm, gate)
    fetch(plans)


def make_coca(potential_kg, s):
    s.cut[:] += (s.reduction * s.stays - s.cut) / s.lag_weeks
    made = potential_kg * s.purity / WEEKS_PER_YEAR * (1.0 - s.cut)
    s.made_kg[:] = made * (1.0 - np.minimum(s.seized * s.seizures, 0.95))


def buy_coca(potential_kg, wanted_kg, source, store, rule, p):
    make_coca(potential_kg, source)
    sold = np.empty_like(p.sold)
    sell_coca(store, source.made_kg, wanted_kg[:, 3] / (1.0 - p.loss), rule, sold)
    p.asked[:] = sold[:, None] * p.share


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


def find_coca_cost(price, leg_usd, loss, loss_2012, out):
    out[:] = (price + leg_usd) * (1.0 - loss_2012) / (1.0 - loss)


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


def look_around(keys, week, home, luck, free, began):
    if began:
        plant_at_home(free, home.medical, home.leakage, home.growth, home.odds)
    home.worth[:] = home.lab_price / home.lab_usd
    luck.not_home[:] = -home.odds
    fill_normal(keys, INTERIOR, week, luck.entity, 0, luck.logs)
    luck.logs[:] = luck.sd * luck.logs - luck.mean


def share_supply(t, mexico):
    t.other_share[0] = 1.0 - mexico
    t.other_share[2] = t.lab_share
    t.other_share[4] = 1.0 / (1.0 + t.not_home)
    t.mail_cost[:] = t.mail_usd / (1.0 - t.mail_risk)


def set_terms(t, mexico, began):
    if began:
        close_labs(t.worth, t.lab_usual, t.lab_exit, t.lab_share)
    share_supply(t, mexico)
    find_coca_cost(t.coca_price, t.leg_usd, t.leg_loss, t.leg_loss_2012, t.coca_usd)
    land(t.farm_price, t.coca_usd, t.premium, t.making, t.landed_usd)
    t.landed_now[:] = t.landed_usd
    t.interior[:] = np.minimum(t.luck * (t.seized * t.enforcement), 0.5).reshape(t.interior.shape)
    t.users_kg[:] = t.users * t.kg_per_user


def weigh_doses(s, upset, intake, dearer, factor):
    disturb(upset, factor)
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


def keep_accounts(payroll, trade, rule, books):
    rule.wages_usd[:] = payroll.share * payroll.export_mean * payroll.staff * payroll.offer
    rule.coca_usd[:] = payroll.coca_price + payroll.leg_usd
    account(trade, rule, books)
    payroll.export_mean[:] += (books.export - payroll.export_mean) / 52.0
