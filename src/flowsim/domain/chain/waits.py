"""Lawful traffic at ports of entry: gates, service, the day's rush, and what waiting costs.

Numbers of lanes by port are not in the data: they are set so that the peak hour of 2012 is used to
``peak_utilisation``. Patterns ending in ``_south`` are the lanes out of the United States.
"""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.params import param

PATTERNS = (
    "personal_vehicle",
    "commercial_truck",
    "pedestrian",
    "personal_vehicle_south",
    "commercial_truck_south",
)


@dataclass(frozen=True, kw_only=True)
class Params:
    """Queues and their price; one entry per mode northbound, or per pattern of the day."""

    peak_hour: dict[str, float] = param(
        dict(zip(PATTERNS, (10.0, 14.0, 9.0, 17.0, 15.0), strict=True)),
        "hour of the day",
        "judgement: to work and school in the morning, trucks after noon, home at night",
        limits=(0, 24),
        role="constant",
    )
    peak_width_hours: dict[str, float] = param(
        dict(zip(PATTERNS, (5.0, 4.0, 4.0, 5.0, 4.0), strict=True)),
        "hours, standard deviation of the rush",
        "judgement",
        limits=(0.5, 24),
        role="constant",
    )
    night_share: dict[str, float] = param(
        dict(zip(PATTERNS, (0.15, 0.02, 0.05, 0.15, 0.02), strict=True)),
        "crossings of the quietest hour over those of the peak",
        "judgement: few commercial ports work at night",
        limits=(0, 1),
        role="constant",
    )
    day_spread: float = param(
        0.2,
        "traffic of a heavy day over the mean, less 1",
        "judgement: a quarter of days light, a quarter heavy; cars at weekends, trucks in the week",
        low=0.1,
        high=0.35,
        limits=(0, 0.9),
    )
    lanes_by_hour: float = param(
        0.5, "share", "judgement: how far open lanes follow the hour", low=0.2, high=0.8, limits=(0, 1)
    )
    peak_utilisation: dict[str, float] = param(
        dict(zip(PATTERNS, (1.08, 1.08, 1.02, 0.85, 0.85), strict=True)),
        "arrivals of the peak hour of 2012 over what open lanes serve",
        "judgement: such that cars wait 20 to 50 minutes and trucks 15 to 60 at large ports; FHWA measured a "
        "mean delay of 18 minutes of trucks at three southern ports in 2001, both directions",
        limits=(0.05, 3),
        role="constant",
    )
    primary_seconds: dict[str, float] = param(
        {"personal_vehicle": 41.0, "commercial_truck": 75.0, "pedestrian": 25.0},
        "seconds of a lane per crossing, without scan and referral",
        "cars: 55,000 a day in 24 lanes at San Ysidro (2005), 38 s; others judgement",
        limits=(1, 3600),
        role="constant",
    )
    trusted_seconds: dict[str, float] = param(
        {"personal_vehicle": 15.0, "commercial_truck": 35.0, "pedestrian": 12.0},
        "seconds of a lane per crossing of a trusted traveller",
        "judgement: SENTRI and FAST lanes move two to three times as many",
        limits=(1, 3600),
        role="constant",
    )
    trusted_2012: dict[str, float] = param(
        {"personal_vehicle": 0.15, "commercial_truck": 0.25, "pedestrian": 0.03, "rail": 0.0},
        "share of crossings",
        "cars: 7,200 of 55,000 a day at San Ysidro in 2005; judgement: a little more in 2012, others",
        limits=(0, 1),
        role="constant",
    )
    scan_seconds: dict[str, float] = param(
        {"personal_vehicle": 30.0, "commercial_truck": 30.0, "pedestrian": 0.0},
        "seconds that a scan holds up a lane",
        "judgement: a scan takes minutes beside the lane, and a full compound holds lanes up",
        limits=(0, 3600),
        role="constant",
    )
    referred_2012: dict[str, float] = param(
        {"personal_vehicle": 0.04, "commercial_truck": 0.15, "pedestrian": 0.03},
        "share of lawful crossings sent to secondary inspection",
        "judgement",
        limits=(0, 1),
        role="constant",
    )
    referral_seconds: float = param(
        60.0,
        "seconds that a referral holds up a lane",
        "judgement: officers leave the booth",
        low=20,
        high=180,
        limits=(0, 3600),
    )
    rail_scan_minutes: float = param(
        15.0, "minutes of a train", "judgement: 8 km/h through the portal", low=8, high=30, limits=(0, 600)
    )
    south_seconds: dict[str, float] = param(
        {"personal_vehicle": 10.0, "commercial_truck": 40.0},
        "seconds of a lane per southbound crossing, not inspected",
        "judgement: red and green light of Mexican customs; trucks show papers",
        limits=(1, 3600),
        role="constant",
    )
    south_inspected_2012: float = param(
        0.05,
        "share of southbound vehicles",
        "judgement: now and then, by pulse and surge",
        low=0.01,
        high=0.15,
        limits=(0, 1),
    )
    south_inspection_seconds: float = param(
        30.0, "seconds that an inspection holds up a lane", "judgement", low=10, high=120, limits=(0, 3600)
    )
    scatter: float = param(
        1.0,
        "half the sum of squared variations",
        "1: arrivals and service by chance, M/M/c",
        low=0.5,
        high=2,
        limits=(0, 10),
    )
    patience_hours: float = param(
        2.0,
        "hours of queue at which people turn round",
        "judgement: two hours are the worst that is often told (Los Angeles Times, July 2016)",
        low=1.5,
        high=4,
        limits=(0.1, 24),
    )
    lanes_follow: float = param(
        0.9,
        "elasticity of lanes to traffic",
        "judgement: San Ysidro grew from 24 to 34 lanes by 2016; waits were still said to grow",
        low=0.5,
        high=1.0,
        limits=(0, 2),
    )
    lanes_lag_weeks: float = param(
        52.0, "weeks", "judgement: staffing follows the year before", low=26, high=208, limits=(1, 1040)
    )
    infiltration: float = param(
        0.3,
        "loads per trusted crossing over loads per crossing",
        "judgement: known members are used, some unknowingly; above 1 the lane would draw smugglers",
        low=0.0,
        high=1.2,
        limits=(0, 5),
    )
    trusted_referral: float = param(
        0.2, "referral of trusted travellers over that of the rest", "judgement", low=0.05, high=0.5, limits=(0, 1)
    )
    occupancy: float = param(
        2.0, "persons per car", "BTS 2012: passengers over vehicles, recalled", low=1.7, high=2.3, limits=(1, 9)
    )
    person_usd_per_hour: float = param(
        13.6,
        "USD of 2016 per hour",
        "US DOT guidance 2016: local personal travel, recalled; judgement: less at Mexican wages",
        low=4,
        high=20,
        limits=(0, 1000),
    )
    truck_usd_per_hour: float = param(
        63.7,
        "USD of 2016 per truck-hour",
        "ATRI 2017: 63.66 in 2016; judgement: Mexican drayage costs less",
        low=30,
        high=70,
        limits=(0, 1e4),
    )
    goods_usd_per_truck: float = param(
        52400.0,
        "USD of goods per loaded truck northbound",
        "BTS 2016: trucks carried 72.5 % of 294.2 billion USD of imports in 4.07 million loaded containers",
        low=45000,
        high=60000,
        limits=(0, 1e7),
    )
    goods_usd_per_truck_south: float = param(
        39200.0,
        "USD of goods per loaded truck southbound",
        "BTS 2016: trucks carried 71 % of 525.1 billion USD of trade, less imports; judgement: as many loaded trucks",
        low=30000,
        high=50000,
        limits=(0, 1e7),
    )
    time_cost_per_day: float = param(
        0.012,
        "share of the value of goods per day",
        "Hummels and Schaur 2013: 0.006 to 0.021",
        low=0.006,
        high=0.021,
        limits=(0, 1),
    )
