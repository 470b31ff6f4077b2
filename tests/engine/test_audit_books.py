"""The books balance every week, and a broken world is named."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import stepped, under, world

from flowsim.domain.codes import CHEMISTRIES, CROPS, DRUGS, PRODUCTS
from flowsim.engine.audit import STOCKS, TOLERANCE, Audit, UnbalancedError, ledgers
from flowsim.engine.model import FlowModel


@pytest.fixture
def model() -> FlowModel:
    return stepped(world(), [0, 1], 8)


@pytest.mark.parametrize("structure", [{}, {"draws": "prior"}], ids=["plain", "prior"])
def test_books_balance_under_every_instrument(structure: dict[str, str]) -> None:
    model = stepped(under(world(**structure)), range(3), 130)
    assert 0.0 <= model.audit.worst <= TOLERANCE <= 1e-9


def test_every_drug_crop_chemistry_and_product_has_its_account(model: FlowModel) -> None:
    names = {f"{drug} kg" for drug in DRUGS} | {"cocaine before Mexico kg"}
    names |= {f"{crop} {unit}" for crop in CROPS for unit in ("ha", "kg at farms")}
    names |= {f"{chemistry} precursor kg" for chemistry in CHEMISTRIES}
    names |= {f"{product} people" for product in PRODUCTS}
    names |= {"members", "leaders held", "guns"} | {
        f"dollars of organisation {k}" for k in range(len(model.config.organisations))
    }
    assert set(ledgers(model.world, model.crop_rows)) == names


def test_stocks_are_those_of_the_world(model: FlowModel) -> None:
    books, w = ledgers(model.world, model.crop_rows), model.world
    hectares = books["poppy ha"][0] + books["marijuana ha"][0]
    np.testing.assert_allclose(hectares, w.standing_ha.sum(0))
    assert (books["poppy ha"][0] != books["marijuana ha"][0]).all()
    farms = books["poppy kg at farms"][0] + books["marijuana kg at farms"][0]
    np.testing.assert_allclose(farms, w.farm_kg.sum(0))
    for p, product in enumerate(PRODUCTS):
        people = (w.users + w.treated + w.recovered)[p].sum(0)
        np.testing.assert_allclose(books[f"{product} people"][0], people)
    for d, drug in enumerate(DRUGS):
        stock = w.stock_kg[:-1, d].sum(0) + w.market_kg[:, d].sum((0, 1))
        np.testing.assert_allclose(books[f"{drug} kg"][0], stock)
    assert all(stock.shape == flow.shape == (2,) for stock, flow in books.values())


@pytest.mark.parametrize(
    ("array", "row", "account"),
    [
        *(("market_kg", (2, d, 3, 1), f"{drug} kg") for d, drug in enumerate(DRUGS)),
        ("stock_kg", (0, 1, 1), "fentanyl kg"),
        ("farm_kg", (0, 1), "poppy kg at farms"),
        ("farm_kg", (-1, 1), "marijuana kg at farms"),
        ("standing_ha", (1, 1), "poppy ha"),
        ("standing_ha", (-1, 1), "marijuana ha"),
        *(("precursor_kg", (c, 0, 1), f"{name} precursor kg") for c, name in enumerate(CHEMISTRIES)),
        ("coca_kg", (1,), "cocaine before Mexico kg"),
        ("gate_kg", (0, 1), "cocaine before Mexico kg"),
        ("leaders_held", (0, 1), "leaders held"),
        *(("users", (p, 4, 1), f"{product} people") for p, product in enumerate(PRODUCTS)),
    ],
)
def test_something_from_nothing_is_named(model: FlowModel, array: str, row: tuple[int, ...], account: str) -> None:
    getattr(model.world, array)[row] += 1.0
    with pytest.raises(UnbalancedError, match=rf"{account} out of balance .* week {model.week}, lane 1"):
        model.step()


def test_a_toll_that_nobody_paid_is_named(model: FlowModel) -> None:
    """Whoever earns it has it in the purse, so that every account balances."""
    world, audit = model.world, model.audit
    assert (world.toll_paid_usd.sum(0) > 0.0).all()
    audit.stock[:] -= audit.table.values(world)[len(audit.names) : 2 * len(audit.names)]  # the week once more
    audit.check(world, model.week)
    audit.stock[:] -= audit.table.values(world)[len(audit.names) : 2 * len(audit.names)]
    world.toll_earned_usd[0, 1] += 1e3
    world.purse_usd[0, 0, 1] += 1e3
    with pytest.raises(UnbalancedError, match=rf"tolls paid and earned differ by 1e\+03 USD in week {model.week}"):
        audit.check(world, model.week)


@pytest.mark.parametrize("name", STOCKS)
@pytest.mark.parametrize("value", [-1.0, np.nan])
def test_negative_and_missing_stocks_are_named(model: FlowModel, name: str, value: float) -> None:
    stock = getattr(model.world, name)
    model.audit.check_signs(model.world, model.week)
    stock[(0,) * stock.ndim] = value
    with pytest.raises(UnbalancedError, match=name):
        model.audit.check_signs(model.world, model.week)


def test_a_new_opening_balance_accepts_the_gift(model: FlowModel) -> None:
    model.world.market_kg[2, 0, 3, 1] += 1.0
    model.audit.reset(model.world)
    model.step()
    assert Audit(model.world, model.crop_rows).worst == 0.0
