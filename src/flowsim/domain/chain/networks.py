"""Eleven laundering networks as archetypes.

Fees are shares of value. Published: mules who remit 8,000 USD in small lots keep 230 (3 %); peso brokers took 7 to
18 %; newer brokers are said to work for far less, so their range is wide. The rest is judgement between these. Weights
say how a channel is divided at first; capacities are two to three times its flow at 8 bn USD of exports a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from flowsim.domain.chain.network import Network
from flowsim.domain.params import Fact


class Span(NamedTuple):
    """Range of evidence of a fee, and where it is from."""

    low: float
    high: float
    source: str


FEES = {
    "structured": Span(0.03, 0.08, "judgement: smurfs at 4-6 % of deposits"),
    "funnel": Span(0.03, 0.08, "judgement: account holders and couriers at 4-6 % of deposits"),
    "remittance": Span(0.02, 0.06, "230 USD of 8,000 for mules who remit in small lots"),
    "exchange_house": Span(0.02, 0.08, "judgement: the spread of exchange houses and a premium for silence"),
    "trade": Span(0.03, 0.10, "judgement: 4-8 % in false invoices, carriers and losses on goods"),
    "peso_broker": Span(0.07, 0.18, "discounts of 7-18 % on the black-market peso exchange"),
    "new_broker": Span(0.01, 0.15, "wide prior: newer brokers are said to ask little or nothing"),
    "prepaid": Span(0.02, 0.10, "judgement: loading fees, exchange, straw holders"),
}
"""Fees by channel: what the range of ``fee`` is for a network of that channel."""


def archetypes() -> dict[str, Network]:
    """Networks by short name; ids are stable and address random draws.

    Columns: name, label, channel, weight, fee, capacity in million USD per week, delay in weeks.
    """
    rows = [
        ("structured_a", "Deposits under the threshold", "structured", 1.0, 0.04, 20.0, 2.0),
        ("funnel_a", "Funnel accounts, larger", "funnel", 0.6, 0.05, 30.0, 1.0),
        ("funnel_b", "Funnel accounts, smaller", "funnel", 0.4, 0.06, 20.0, 1.0),
        ("remittance_mules", "Remittances in small lots", "remittance", 1.0, 0.03, 20.0, 1.0),
        ("exchange_house", "Exchange houses", "exchange_house", 1.0, 0.05, 25.0, 2.0),
        ("trade_a", "Trade, over- and under-invoiced", "trade", 0.6, 0.05, 30.0, 8.0),
        ("trade_b", "Trade, goods bought with notes", "trade", 0.4, 0.07, 20.0, 6.0),
        ("peso_broker_a", "Peso brokers, larger", "peso_broker", 0.6, 0.09, 15.0, 3.0),
        ("peso_broker_b", "Peso brokers, smaller", "peso_broker", 0.4, 0.12, 10.0, 3.0),
        ("new_broker", "Newer brokers with mirror accounts", "new_broker", 0.01, 0.03, 0.5, 1.0),
        ("prepaid", "Prepaid cards and crypto", "prepaid", 1.0, 0.05, 3.0, 1.0),
    ]
    return {
        name: Network(
            id=i + 1,
            label=label,
            channel=channel,
            weight=weight,
            fee=fee,
            capacity_usd_per_week=capacity * 1e6,
            delay_weeks=delay,
        )
        for i, (name, label, channel, weight, fee, capacity, delay) in enumerate(rows)
    }


def evidence(owner: Any, name: str, about: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts of a field of any dataclass; range and source of a network's fee are those of its channel."""
    span = FEES.get(owner.channel) if isinstance(owner, Network) and name == "fee" else None
    return {**about, **span._asdict()} if span else about


def facts(name: str, network: Network) -> Iterator[Fact]:
    """Parameters of a network by dotted name; the range of its fee is that of its channel."""
    for f in fields(network):
        if "unit" in f.metadata:
            yield Fact(f"networks.{name}.{f.name}", getattr(network, f.name), **evidence(network, f.name, f.metadata))
