"""Money as a system: weak banks, the cap of 2010, stricter screening, shocks; run with -s to see the numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from shocks import ran, series, world

from flowsim.domain.banks import BANK
from flowsim.domain.chain import networks
from flowsim.domain.codes import Channel, Country, Outlet
from flowsim.domain.files import Files
from flowsim.engine.model import FlowModel

WEAK = "us_bank_10"
TABLES = Path(__file__).parents[2] / "src" / "flowsim" / "data" / "tables"
HEADER = "country,rule,start,end,value,unit,source,address,confidence\n"
CAPPED = (
    "US,cash_report,1972-07-01,,10000,USD per day,replay,,recalled\n"
    "MX,account_cap,{day},,4000,USD per month,replay,,recalled\n"
    "MX,firm_cap,{day},,7000,USD per month,replay,,recalled\n"
)


def at_banks(model: FlowModel) -> np.ndarray:
    """Share of networks' accounts at US banks that each holds, mean of worlds, (bank,)."""
    us = (model.banks.country == Country.US) & (model.banks.kind == BANK)
    accounts = model.world.accounts[model.holders.open_to[:, us].any(1)].sum(0)
    return np.asarray((accounts / accounts.sum(0)).mean(1))


def test_money_goes_where_nobody_looks(tmp_path: Path) -> None:
    """A bank that stops monitoring draws accounts, though networks learn from closed accounts alone."""
    table = pd.read_csv(TABLES / "banks.csv")
    table.loc[table["id"] == WEAK, "systems"] = 0.0
    table.to_csv(tmp_path / "banks.csv", index=False)
    control = ran(world(), 0, 4, start=0)
    blind = FlowModel(replace(world(), files=Files(banks=str(tmp_path / "banks.csv"))), range(4))
    control.snapshot().restore(blind)
    blind.audit.reset(blind.world)
    start, row = at_banks(control), control.banks.ids.index(WEAK)
    for _ in range(104):
        control.step()
        blind.step()
    after, without = at_banks(blind), at_banks(control)
    print(f"\nblind bank: {start[row]:.3f} -> {after[row]:.3f}, control {without[row]:.3f}")
    assert after[row] >= 3.0 * start[row]
    assert without[row] <= 1.3 * start[row]
    seen = start > 0.0
    assert (without[seen] <= 2.0 * start[seen] + 0.02).all()
    assert without.max() <= 0.2


def test_the_cap_of_2010_replayed(tmp_path: Path) -> None:
    """Calibrated: notes at windows fall by half to four fifths in two quarters, other outlets take more."""
    (tmp_path / "rules.csv").write_text(HEADER + CAPPED.format(day="2012-10-01"))
    config = replace(world(), files=Files(money_rules=str(tmp_path / "rules.csv")))
    model = ran(config, 0, 4, start=52)
    before = model.world.outlet_usd.sum(1).mean(1)
    quarters = np.zeros((2, len(Outlet)))
    for week in range(26):
        model.step()
        quarters[week // 13] += model.world.outlet_usd.sum(1).mean(1) / 13.0
    change = quarters / np.maximum(before, 1.0) - 1.0
    print("\nwindow", change[:, Outlet.WINDOW].round(2), "casas", change[:, Outlet.CASA_DE_CAMBIO].round(2))
    assert (change[:, Outlet.WINDOW] >= -0.80).all()
    assert (change[:, Outlet.WINDOW] <= -0.50).all()
    assert (change[:, Outlet.CASA_DE_CAMBIO] > 0.05).all()


STRICT = {"kyc_depth": 0.8, "monitoring_systems": 0.8, "bank_sharing": 0.8, "analysts": 2.0}


@pytest.fixture(scope="module")
def strict() -> tuple[FlowModel, FlowModel]:
    """Worlds without and with much stricter screening from October 2012 on, three years later."""
    return ran(world(), 156, 6, start=52), ran(world(), 156, 6, STRICT, start=52)


def bank_channel(model: FlowModel) -> np.ndarray:
    """Street cash placed at US banks, (week, world)."""
    return sum(series(model, f"placed_usd.{c.name.lower()}", 52) for c in (Channel.STRUCTURED, Channel.FUNNEL))


def test_stricter_screening_moves_more_than_it_stops(strict: tuple[FlowModel, FlowModel]) -> None:
    base, hit = strict
    last = slice(104, 156)
    fall = 1.0 - bank_channel(hit)[last].sum(0) / bank_channel(base)[last].sum(0)
    clean = 1.0 - series(hit, "laundered_usd", 52)[last].sum(0) / series(base, "laundered_usd", 52)[last].sum(0)
    print(f"\nbank channel -{fall.mean():.1%}, clean value -{clean.mean():.2%}")
    assert fall.mean() > 0.02
    assert clean.mean() < 0.5 * fall.mean()


def test_a_quarter_of_the_change_comes_within_half_a_year(strict: tuple[FlowModel, FlowModel]) -> None:
    """A step in what banks know and see; sharing is left out, since banks join it over a year."""
    base = strict[0]
    hit = ran(world(), 156, 6, {"kyc_depth": 0.8, "monitoring_systems": 0.8}, start=52)

    def share(model: FlowModel) -> np.ndarray:
        placed = sum(series(model, f"placed_usd.{c.name.lower()}", 52) for c in Channel)
        return np.asarray((bank_channel(model) / placed).mean(1))

    change = share(base) - share(hit)
    print(f"\nchange of share after 26 weeks {change[22:30].mean():.4f}, in the third year {change[130:].mean():.4f}")
    assert change[22:30].mean() >= 0.25 * change[130:].mean() > 0.0


def test_closed_accounts_cost_organisations_and_their_people(strict: tuple[FlowModel, FlowModel]) -> None:
    base, hit = strict
    cost = series(hit, "laundering_cost_usd", 52)[-52:].sum(0) / series(base, "laundering_cost_usd", 52)[-52:].sum(0)
    wages = series(hit, "wage_offer", 52)[-1] - series(base, "wage_offer", 52)[-1]
    print(f"\ncost of laundering x{cost.mean():.3f}, wage offer {wages.mean():+.4f}")
    assert cost.mean() > 1.0
    assert wages.mean() < 0.0


@pytest.mark.parametrize("shock", ["twenty points of losses", "half the capacity"])
def test_shocks_neither_break_organisations_nor_pile_up_cash(shock: str) -> None:
    config = world()
    if shock == "half the capacity":
        half = {
            name: replace(network, capacity_usd_per_week=network.capacity_usd_per_week / 2.0)
            for name, network in networks.archetypes().items()
        }
        config = replace(config, networks=half)
    else:
        config = world(channels__us_found=0.206)
    model = ran(config, 520, 2, start=0)
    cash = sum(series(model, f"purse_usd.{p}", 0) for p in ("us_cash", "us_stash", "mx_dollars", "mx_pesos", "clean"))
    weeks = cash / series(model, "export_revenue_usd", 0)
    print(
        f"\n{shock}: cash of {weeks[-52:].mean():.0f} weeks of exports, paid {series(model, 'paid_share', 0).min():.2f}"
    )
    assert weeks.max() < 60.0
    assert series(model, "paid_share", 0).min() > 0.5
    assert (
        series(model, "export_revenue_usd", 0)[-52:].mean() > 0.5 * series(model, "export_revenue_usd", 0)[:52].mean()
    )


def test_alerts_wait_by_little_s_law() -> None:
    """Alerts that wait are arrivals times the wait: with steady work, at banks short of analysts."""
    model = ran(world(screening__alerts_per_week=21.5), 0, 2, start=0)
    w = model.world
    waiting, read, wait = (np.zeros_like(w.wait_weeks) for _ in range(3))
    for _ in range(52):
        model.step()
        waiting += w.waiting.sum((0, 1)) / 52.0
        read += w.read.sum(0) / 52.0
        wait += w.wait_weeks / 52.0
    busy = wait > 0.3
    assert busy.sum() > 20
    np.testing.assert_allclose(waiting[busy], (read * wait)[busy], rtol=0.15)


def test_fines_beyond_the_peak_lower_true_investigations() -> None:
    """Crying wolf in the whole model: ten times the fines, more reports, fewer true cases read."""
    base, high = ran(world(), 104, 4, start=52), ran(world(), 104, 4, {"fines": 10.0}, start=52)

    def last(model: FlowModel, name: str) -> float:
        return float(series(model, name, 52)[-26:].mean())

    print("\nreports x", last(high, "reports.us") / last(base, "reports.us"))
    print("true investigated x", last(high, "investigated.us") / last(base, "investigated.us"))
    assert last(high, "reports.us") > 1.5 * last(base, "reports.us")
    assert last(high, "investigated.us") < last(base, "investigated.us")
    assert last(high, "customers_dropped") >= last(base, "customers_dropped")


def test_a_newcomer_spreads_by_fee_and_delay_or_not_at_all() -> None:
    """Newer brokers with a low fee grow from next to nothing; dear and slow ones stay there."""
    small = {"capacity_usd_per_week": 5e5, "weight": 0.01}

    def share(**terms: float) -> float:
        found = networks.archetypes()
        found["new_broker"] = replace(found["new_broker"], **small, **terms)
        model = ran(replace(world(), networks=found), 312, 2, start=0)
        placed = model.world.placed_usd.sum((1, 2))
        return float(placed[model.providers.ids.index("new_broker")] / placed.sum())

    cheap, dear = share(fee=0.01, delay_weeks=0.5), share(fee=0.15, delay_weeks=8.0)
    print(f"\nnewcomer after six years: cheap and quick {cheap:.2%}, dear and slow {dear:.3%}")
    assert cheap > 0.006
    assert dear < 0.2 * cheap
