"""Ports of entry, patrol, mail screening: what a load meets."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param


@dataclass(frozen=True, kw_only=True)
class Params:
    """Inspection. The interception share is not knowable: ``referral`` is fitted, ``patrol_q`` judged."""

    scan_share_2012: dict[str, float] = param(
        {"personal_vehicle": 0.02, "commercial_truck": 0.16, "pedestrian": 0.0, "rail": 0.9},
        "share of crossings scanned at the traffic of 2012",
        "GAO-25-107379: few cars, about a sixth of trucks",
        limits=(0, 1),
        role="constant",
    )
    detect_scan: float = param(
        0.25, "probability", "judgement: small loads in a scan", low=0.1, high=0.5, limits=(0, 1)
    )
    referral: float = param(
        0.02441,
        "share of loaded crossings sent to secondary inspection in 2012",
        "latent, fitted; the interception share is unknown (CRS R45812)",
        low=0.01,
        high=0.2,
        limits=(0, 1),
        role="free",
    )
    referral_mode: dict[str, float] = param(
        {"personal_vehicle": 1.0, "commercial_truck": 0.8, "pedestrian": 1.0, "rail": 0.5},
        "relative referral",
        "judgement",
        limits=(0, 10),
        role="constant",
    )
    detect_search: float = param(0.6, "probability", "judgement: secondary with dogs", low=0.3, high=0.9, limits=(0, 1))
    port_congestion: float = param(
        0.7,
        "elasticity of referral to officers per crossing",
        "judgement: officers did not grow with traffic 2012-2016",
        low=0,
        high=1,
        limits=(0, 3),
    )
    patrol_q: float = param(
        0.01066,
        "per agent and mile",
        "latent, fitted",
        low=0.002,
        high=0.05,
        limits=(0, 10),
        role="free",
    )
    encounter_load: float = param(
        0.01, "agents' time lost per encounter and agent-year", "judgement", low=0, high=0.03, limits=(0, 1)
    )
    tunnel_detect: float = param(0.03, "probability", "judgement", low=0.01, high=0.1, limits=(0, 1))
    maritime_detect: float = param(0.05, "probability", "judgement", low=0.02, high=0.15, limits=(0, 1))
    mail_screened: float = param(
        0.05, "share of parcels", "judgement: before advance electronic data", low=0.01, high=0.15, limits=(0, 1)
    )
    mail_detect: float = param(0.4, "probability", "judgement", low=0.2, high=0.8, limits=(0, 1))
    movable_share: float = param(
        0.3, "share of effort an agency can move", "judgement", low=0.1, high=0.6, limits=(0, 1)
    )
    learning: float = param(0.6, "weight of new evidence", "NarcoLogic", low=0.2, high=0.9, limits=(0, 1))
    bulk_exponent: float = param(
        0.957,
        "elasticity of the hazard of a find to gross kg over 6 kg",
        "judgement: bulk and smell; marijuana is found far more often than heroin",
        low=0.4,
        high=1.4,
        limits=(0, 3),
        role="free",
    )
    purity: dict[str, float] = param(
        {"heroin": 0.5, "fentanyl": 0.045, "methamphetamine": 0.9, "cocaine": 0.8, "marijuana": 1.0},
        "pure share of gross seized weight",
        {
            "heroin": "judgement between retail 33 % and laboratory",
            "fentanyl": "testimony, under 10 %",
            "methamphetamine": "DEA profiling, over 90 %",
            "cocaine": "judgement: bricks at 75-85 %",
            "marijuana": "gross by definition",
        },
        low={"heroin": 0.35, "fentanyl": 0.04, "methamphetamine": 0.8, "cocaine": 0.7, "marijuana": 1.0},
        high={"heroin": 0.75, "fentanyl": 0.1, "methamphetamine": 0.97, "cocaine": 0.88, "marijuana": 1.0},
        limits=(0.001, 1),
    )
    mail_purity: float = param(0.9, "pure share", "typical of Chinese mail, 2018", low=0.8, high=0.97, limits=(0.01, 1))
