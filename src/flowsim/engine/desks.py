"""What screening keeps from week to week beside the world: tables of accounts, rules of scoring."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowsim.agents.bank import decide_banks, knowledge, practice, systems
from flowsim.agents.channels import decide_channels, decide_outlets, make_choice
from flowsim.agents.launderer import decide_accounts, decide_schemes, decide_terms, own_cost, usual_spread
from flowsim.domain.banks import MSB
from flowsim.domain.codes import Country
from flowsim.domain.network import Floats
from flowsim.engine.banking import make_lists, make_tables, renew_chances
from flowsim.engine.holders import make_law
from flowsim.engine.ledger import make_ledger
from flowsim.kernels import payments, tenure
from flowsim.kernels.custom import set_rules
from flowsim.kernels.lanes import full

WEIGHT = 0.5  # of each of four features in a score: squares add up to 1


def open_desks(model: Any) -> None:
    """Fixed facts, empty tables, and banks as they were at the start of the spin-up."""
    p, banks, holders, lanes, w = model.params.screening, model.banks, model.holders, model.lanes, model.world
    model.kind_share = np.where((banks.kind == MSB)[:, None], p.service_share, 1.0 - p.service_share)
    model.segments = np.ascontiguousarray(banks.segments.T[:, :, None] * np.ones(lanes))
    model.customers = p.accounts_millions[banks.country] * 1e6 * banks.size[:, None] * model.kind_share
    model.bank_country = (banks.country == np.array(Country)[:, None]).astype(float)
    model.choice = make_choice(model)
    model.known, model.watching, model.caps = None, None, {}
    model.bank_number = np.arange(len(banks), dtype=np.uint64)
    model.spots = np.flatnonzero(holders.open_to.reshape(-1))
    model.prior = np.log(p.prevalence / (1.0 - p.prevalence))
    model.opening = tenure.Opening(model.params.payments.takeover_age_weeks, model.params.payments.life_weeks)
    model.law = make_law(model.params.payments, cash_limit(model))
    model.tables = make_tables(lanes)
    model.free, model.found = make_lists(lanes)
    model.kappa = np.maximum(systems(model), 1e-6)
    model.practice = practice(model)
    model.own_cost = own_cost(model)
    model.usual_spread = usual_spread(model)
    model.window_wanted = np.zeros(lanes)
    w.analysts[:] = p.analysts_2012[banks.country] * banks.size[:, None] * model.kind_share
    w.kept[:] = 1.0
    w.member[:] = banks.sharing[:, None]
    w.scheme_banks[:] = p.scheme_accounts
    model.screen_rule, model.ledger = make_rule(model), make_ledger(model)
    open_rules(model)


def decide_money(model: Any) -> None:
    """Organisations choose channels, banks how to look, networks where to go and what to ask."""
    decide_channels(model)
    decide_outlets(model)
    decide_banks(model, model.decide_weeks)
    decide_accounts(model)
    decide_schemes(model)
    decide_terms(model)
    open_rules(model)
    renew_chances(model)


def cash_limit(model: Any) -> Floats:
    """Notes from which a payment is reported by law in the first week of the run, (L,) USD."""
    return np.full(model.lanes, float(model.money_rules.of("cash_report", Country.US)[0]))


def scored(model: Any) -> tuple[Floats, ...]:
    """What the rule of scoring holds until the next decision."""
    rule = model.screen_rule
    return rule.kappa, rule.lift, rule.cut


def open_rules(model: Any) -> None:
    """How the accounts of each holder at each bank are scored until the next decision."""
    w, p, rule = model.world, model.params.screening, model.screen_rule
    model.sharing = w.member * model.levers["bank_sharing"]
    set_rules(
        *(model.spots, knowledge(model), model.sharing, w.scheme_banks, p.scheme_accounts),
        *((model.kappa, w.cut), (rule.lift, rule.kappa, rule.cut)),
    )


def make_rule(model: Any) -> payments.Rule:
    """Rule of scoring, not yet filled in where accounts can be."""
    p, holders, banks, lanes = model.params.screening, model.holders, model.banks, model.lanes
    lift, kappa, cut = np.zeros((3, len(holders) * len(banks), lanes))
    return payments.Rule(
        segment=np.repeat(holders.segment, len(banks)).astype(np.int64),
        kappa=kappa,
        lift=lift,
        cut=cut,
        delta=full(0.5 * p.score_strength, (4, lanes)),
        weight=np.full((4, lanes), WEIGHT),
    )
