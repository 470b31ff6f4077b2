"""The catalogue of outcomes: name, unit, how a run's weekly series becomes one number, which way is better."""

from __future__ import annotations

from dataclasses import dataclass

from flowsim.domain.codes import DRUGS, GOVERNMENTS


@dataclass(frozen=True)
class Outcome:
    """One outcome of a run.

    Attributes
    ----------
    name, unit : str
        As in every table and figure.
    how : {"sum", "last", "mean_last_year"}
        From the weekly series over the policy horizon to one number.
    better : {-1, 0, 1}
        -1: less is better; 1: more is better; 0: neither.
    label : str
        Words for figures.
    """

    name: str
    unit: str
    how: str
    better: int
    label: str


def _by_drug(name: str, unit: str, how: str, better: int, label: str) -> list[Outcome]:
    return [Outcome(f"{name}.{drug}", unit, how, better, f"{label}, {drug}") for drug in DRUGS]


OUTCOMES: dict[str, Outcome] = {
    o.name: o
    for o in [
        Outcome("deaths_overdose", "deaths", "sum", -1, "Overdose deaths (drugs modelled)"),
        Outcome("deaths_overdose_opioid", "deaths", "sum", -1, "Opioid overdose deaths"),
        Outcome("deaths_overdose_stimulant", "deaths", "sum", -1, "Deaths with methamphetamine or cocaine"),
        Outcome("users_opioid", "persons", "last", -1, "Chronic opioid users"),
        Outcome("users_methamphetamine", "persons", "last", -1, "Chronic methamphetamine users"),
        Outcome("users_cocaine", "persons", "last", -1, "Chronic cocaine users"),
        Outcome("users_marijuana", "persons", "last", 0, "Marijuana users, past month"),
        Outcome("in_treatment", "persons", "last", 1, "People in treatment"),
        *_by_drug("produced_kg", "kg pure", "sum", -1, "Produced in Mexico"),
        *_by_drug("seized_kg", "kg pure", "sum", 0, "Seized"),
        *_by_drug("consumed_kg", "kg pure", "sum", -1, "Consumed"),
        *_by_drug("price_usd_per_pure_g", "USD per pure g", "mean_last_year", 1, "Retail price"),
        Outcome("revenue_usd", "USD", "sum", -1, "Retail revenue"),
        Outcome("export_revenue_usd", "USD", "sum", -1, "Export revenue of the organisations"),
        Outcome("profit_usd", "USD", "sum", -1, "Profit of the organisations"),
        Outcome("laundering_cost_usd", "USD", "sum", 1, "What moving and cleaning money costs them"),
        Outcome("laundered_usd", "USD", "sum", -1, "Money made clean, net of fees and losses"),
        Outcome("repatriated_usd", "USD", "sum", -1, "Money brought to Mexico"),
        Outcome("recovered_usd", "USD", "sum", 1, "Money seized, stopped and forfeited"),
        Outcome("frozen_usd", "USD", "sum", 1, "Money frozen"),
        Outcome("forfeited_usd", "USD", "sum", 1, "Money forfeited"),
        Outcome("alerts", "alerts", "sum", 0, "Alerts that banks read"),
        Outcome("reports", "reports", "sum", 0, "Reports that banks file"),
        Outcome("false_alert_share", "share of alerts read", "mean_last_year", -1, "Alerts about honest customers"),
        Outcome("customers_dropped", "customers", "sum", -1, "Customers that banks let go"),
        Outcome("money_laundering_convictions", "cases", "sum", 1, "Sentences for laundering"),
        Outcome("wage_offer", "over that of 2012", "mean_last_year", -1, "Wages that organisations offer"),
        Outcome("poppy_ha", "ha", "mean_last_year", -1, "Poppy standing"),
        Outcome("eradicated_ha", "ha", "sum", 0, "Poppy eradicated"),
        Outcome("marijuana_ha", "ha", "mean_last_year", -1, "Marijuana standing in Mexico"),
        Outcome("growers_income_usd", "USD", "sum", 0, "Growers' income from gum"),
        Outcome("us_labs", "laboratories", "last", -1, "Methamphetamine laboratories in the US"),
        Outcome("labs_raided", "laboratories", "sum", 0, "Laboratories raided"),
        Outcome("precursors_intercepted_kg", "kg", "sum", 0, "Precursors intercepted"),
        Outcome("homicides", "deaths", "sum", -1, "Homicides in Mexico"),
        Outcome("homicides_organised", "deaths", "sum", -1, "Homicides between organisations"),
        Outcome("members", "persons", "last", -1, "Members of organisations"),
        Outcome("recruits", "persons", "sum", -1, "Recruits of organisations"),
        Outcome("members_arrested", "persons", "sum", 0, "Members arrested"),
        Outcome("members_killed", "persons", "sum", -1, "Members killed"),
        Outcome("guns_in", "guns", "sum", -1, "Guns that reach organisations"),
        Outcome("guns", "guns", "last", -1, "Guns of organisations"),
        Outcome("homicide_arrests", "persons", "sum", 0, "Arrests for homicide"),
        Outcome("homicide_convictions", "persons", "sum", 1, "Convictions for homicide"),
        Outcome("impunity", "share of a year's homicides", "mean_last_year", -1, "Homicides without a conviction"),
        Outcome("detained_without_conviction", "persons", "mean_last_year", -1, "Detained for homicide, not convicted"),
        Outcome("institutional_strength", "strength, 0 to 1", "mean_last_year", 1, "Strength against bribes"),
        Outcome("migrants", "persons", "sum", 0, "Crossings between ports"),
        Outcome("migrant_fees_usd", "USD", "sum", 0, "Paid to smugglers of migrants"),
        Outcome("wait_hours", "person-hours", "sum", -1, "Hours waited at ports of entry"),
        Outcome("trade_delay_usd", "USD", "sum", -1, "Cost of waits to trade"),
        *[
            Outcome(f"cost_usd.{g}", "USD", "sum", -1, f"Programme cost, {g.upper() if g == 'us' else g.title()}")
            for g in GOVERNMENTS
        ],
    ]
}

DISPLACEMENT: dict[str, Outcome] = {
    "displacement.routes": Outcome("displacement.routes", "share", "pair", 0, "Displacement between routes, heroin"),
    **{
        name: Outcome(name, "share", "pair", 0, f"Displacement between routes, {name.rpartition('.')[2]}")
        for name in (f"displacement.routes.{drug}" for drug in DRUGS[1:])
    },
    "displacement.banks": Outcome("displacement.banks", "share", "pair", 0, "Displacement between banks"),
    "displacement.crops": Outcome("displacement.crops", "share", "pair", 0, "Displacement between regions"),
}
