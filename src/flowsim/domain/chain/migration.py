"""Migrants between ports: how many come, whom they pay."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.chain.entries import entries
from flowsim.domain.codes import MIGRANTS
from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Apprehensions are an input; flows follow from them. Migrants are never scored."""

    apprehended: float = param(
        0.6,
        "share of crossings apprehended",
        "judgement: DHS estimated a half to two thirds for 2014-2016",
        low=0.4,
        high=0.8,
        limits=(0.05, 1),
    )
    stopped_south: float = param(
        0.44,
        "share of others who leave home and are sent back by Mexico",
        "arithmetic: 175,136 sent back in 2015 (deck), 134,572 apprehended in the US (deck) over 0.6",
        low=0.35,
        high=0.55,
        limits=(0, 0.99),
    )
    again: float = param(
        0.3, "share of those stopped who come again", "judgement: most are back within a year", low=0.1, high=0.6,
        limits=(0, 1),
    )  # fmt: skip
    smuggled: dict[str, float] = param(
        entries(MIGRANTS, 0.9, 0.6),
        "share who pay a smuggler",
        {
            "mexico": "judgement: surveys of those sent back, nine in ten on the last leg",
            "others": "RAND RR2852: some travel by themselves; judgement",
        },
        low=entries(MIGRANTS, 0.6, 0.4),
        high=entries(MIGRANTS, 0.97, 0.9),
        limits=(0, 1),
    )
    fee_usd: dict[str, float] = param(
        entries(MIGRANTS, 3_000.0, 6_000.0),
        "USD of 2016 per crossing",
        {
            "mexico": "judgement: 2,000-4,000 in surveys of 2012-2016",
            "others": "RAND RR2852: 0.2-2.3 bn USD in 2017 in all; 6,000 for the last leg in 2019 (press)",
        },
        low=entries(MIGRANTS, 1_500.0, 2_000.0),
        high=entries(MIGRANTS, 4_500.0, 9_000.0),
        limits=(0, 1e6),
    )
    toll_usd: dict[str, float] = param(
        entries(MIGRANTS, 300.0, 500.0),
        "USD of 2016 per crossing, to the organisation that holds the way",
        {
            "mexico": "judgement: less, the way is shorter",
            "others": "RAND RR2852: 30-180 million USD in 2017, over those who came",
        },
        low=entries(MIGRANTS, 50.0, 100.0),
        high=entries(MIGRANTS, 700.0, 700.0),
        limits=(0, 1e6),
    )
