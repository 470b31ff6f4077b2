"""What changes from week to week: one structure of arrays, every array ending in the lane axis."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.state.arrays import Arrays, Floats, array


@dataclass
class World(Arrays):
    """State and weekly flows; float64, C-contiguous, updated in place and never rebound.

    Axes: region (poppy), sender (exporting organisations and last the mail sellers), drug, corridor, lead (weeks a
    precursor order is under way), seaport, market, level, lane.
    """

    # crops and gum
    planted_ha: Floats = array("region", "ha that growers mean to keep under poppy")
    standing_ha: Floats = array("region", "ha standing")
    gum_kg: Floats = array("region", "kg, growers' stock")
    erad_rate: Floats = array("region", "share of standing area eradicated per week, 52-week mean")
    belief: Floats = array("region", "share of a crop that growers expect to lose")
    eradicated_ha: Floats = array("region", "ha per week")
    sown_ha: Floats = array("region", "ha per week, net of land given up")
    harvest_kg: Floats = array("region", "kg gum per week")
    gum_sold_kg: Floats = array("region", "kg gum per week")
    gum_price: Floats = array("", "USD per kg")
    gum_demand_mean: Floats = array("", "kg per week, 8-week mean")
    gum_expected: Floats = array("", "USD per kg, growers' memory")
    gum_order_kg: Floats = array("sender", "kg per week, bought")
    alternatives: Floats = array("", "share of growers' land that legal income has drawn away")
    search_share: Floats = array("region", "share of eradication effort")
    seen_ha: Floats = array("", "ha, area that the eradication agency last saw")
    # making
    labs: Floats = array("sender drug", "laboratories")
    stock_kg: Floats = array("sender drug", "kg pure")
    produced_kg: Floats = array("sender drug", "kg pure per week")
    raided: Floats = array("sender drug", "laboratories per week")
    raid_lost_kg: Floats = array("sender drug", "kg pure per week")
    sent_mean: Floats = array("sender drug", "kg pure per week wanted of the sender, 8-week mean")
    precursor_kg: Floats = array("sender", "kg")
    precursor_pipeline_kg: Floats = array("lead sender", "kg under way, row 0 arrives next")
    precursor_ordered_kg: Floats = array("sender", "kg per week")
    precursor_arriving_kg: Floats = array("sender", "kg per week at the seaports")
    precursor_landed_kg: Floats = array("sender", "kg per week past inspection")
    precursor_seized_kg: Floats = array("seaport", "kg per week")
    precursor_used_kg: Floats = array("sender", "kg per week")
    precursor_lost_kg: Floats = array("sender", "kg per week, raids")
    precursor_use_mean: Floats = array("sender", "kg per week, 8-week mean")
    substitution: Floats = array("", "share of foreign precursor supply that has found other suppliers")
    seaport_share: Floats = array("sender seaport", "share of shipments")
    seaport_hits: Floats = array("sender seaport", "shipments seized, decayed memory")
    seaport_trials: Floats = array("sender seaport", "shipments, decayed memory")
    seaport_effort: Floats = array("seaport", "inspection effort over its even share")
    # trafficking
    share: Floats = array("sender drug corridor", "share of shipments")
    hits: Floats = array("sender drug corridor", "loads seized, decayed memory")
    trials: Floats = array("sender drug corridor", "loads sent, decayed memory")
    risk_mean: Floats = array("drug", "learned chance of seizure, mean over routes used")
    risk_smooth: Floats = array("drug", "the same, smoothed")
    risk_2012: Floats = array("drug", "the same in 2012")
    premium: Floats = array("drug", "risk premium over 2012")
    landed_usd: Floats = array("drug", "USD per pure kg at the border, cost of supply")
    sent_kg: Floats = array("sender drug", "kg pure per week")
    passed_kg: Floats = array("sender drug", "kg pure per week over the border")
    seized_kg: Floats = array("drug corridor", "kg pure per week")
    delivered_kg: Floats = array("drug corridor", "kg pure per week over the border")
    effort: Floats = array("corridor", "inspection effort over its even share")
    p_inspect: Floats = array("drug corridor", "chance that a load is caught")
    # lawful traffic
    traffic_mean: Floats = array("corridor", "northbound traffic over 2012, slow mean that lanes follow; 0: no day yet")
    crossings: Floats = array("corridor", "lawful crossings per week northbound")
    put_off: Floats = array("corridor", "crossings per week given up before the queue, both directions")
    wait_minutes: Floats = array("corridor", "minutes, mean wait northbound")
    wait_minutes_south: Floats = array("corridor", "minutes, mean wait southbound")
    wait_hours: Floats = array("corridor", "person-hours per week in queues, both directions")
    people_delay_usd: Floats = array("corridor", "USD per week, time of travellers, both directions")
    trade_delay_usd: Floats = array("corridor", "USD per week, loaded trucks, both directions")
    # market
    market_kg: Floats = array("level drug market", "kg pure")
    on_hand_kg: Floats = array("level drug market", "kg pure when the level placed its orders")
    price: Floats = array("level drug market", "USD per pure kg")
    demand_mean: Floats = array("level drug market", "kg pure per week, 8-week mean of orders on the level")
    price_memory: Floats = array("market", "slow log of retail price over reference")
    adoption: Floats = array("market", "share of doses that dealers want to be fentanyl")
    import_memory: Floats = array("market", "lagged log of import price over reference")
    order_kg: Floats = array("drug market", "kg pure per week asked of Mexico's organisations")
    mail_order_kg: Floats = array("market", "kg pure per week asked by mail")
    arrived_kg: Floats = array("drug market", "kg pure per week at import level, from Mexico")
    mailed_kg: Floats = array("market", "kg pure per week by mail")
    mail_sent_kg: Floats = array("", "kg pure per week handed to the mail abroad")
    elsewhere_kg: Floats = array("market", "kg pure heroin per week from other countries")
    consumed_kg: Floats = array("drug market", "kg pure per week")
    unmet_kg: Floats = array("market", "kg heroin-equivalent per week wanted and not sold")
    fentanyl_share: Floats = array("market", "share of doses sold")
    demand_kg: Floats = array("market", "kg heroin-equivalent per week wanted")
    # use
    users: Floats = array("market", "persons using, not in treatment")
    treated: Floats = array("market", "persons in treatment")
    recovered: Floats = array("market", "persons in recovery")
    risk_perceived: Floats = array("market", "overdose danger over 2012 as perceived")
    initiated: Floats = array("market", "persons per week")
    entered: Floats = array("market", "treatment entries per week")
    died: Floats = array("market", "users and patients dead per week")
    deaths_heroin: Floats = array("market", "deaths per week without fentanyl")
    deaths_fentanyl: Floats = array("market", "deaths per week of users with fentanyl")
    deaths_spill: Floats = array("market", "deaths per week of others with fentanyl")
    deaths_pharma: Floats = array("market", "deaths per week, pharmaceutical synthetic opioids")
    t401: Floats = array("market", "deaths per week coded T40.1")
    t404: Floats = array("market", "deaths per week coded T40.4")
