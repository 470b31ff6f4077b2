"""The books balance every week, and a broken world is named."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import stepped, under, world

from flowsim.engine.audit import STOCKS, TOLERANCE, Audit, UnbalancedError, check_signs, ledgers
from flowsim.engine.model import FlowModel


@pytest.fixture
def model() -> FlowModel:
    return stepped(world(), [0, 1], 8)


@pytest.mark.parametrize("structure", [{}, {"draws": "prior"}], ids=["plain", "prior"])
def test_books_balance_under_every_instrument(structure: dict[str, str]) -> None:
    model = stepped(under(world(**structure)), range(3), 130)
    assert 0.0 <= model.audit.worst <= TOLERANCE <= 1e-9


def test_stocks_are_those_of_the_world(model: FlowModel) -> None:
    books, w = ledgers(model.world), model.world
    assert set(books) == {"heroin kg", "fentanyl kg", "gum kg", "poppy ha", "precursor kg", "people"}
    np.testing.assert_allclose(books["poppy ha"][0], w.standing_ha.sum(0))
    np.testing.assert_allclose(books["people"][0], (w.users + w.treated + w.recovered).sum(0))
    assert all(stock.shape == flow.shape == (2,) for stock, flow in books.values())


@pytest.mark.parametrize(
    ("array", "row", "account"),
    [
        ("market_kg", (2, 0, 3, 1), "heroin kg"),
        ("stock_kg", (0, 1, 1), "fentanyl kg"),
        ("gum_kg", (0, 1), "gum kg"),
        ("standing_ha", (1, 1), "poppy ha"),
        ("precursor_kg", (0, 1), "precursor kg"),
        ("users", (4, 1), "people"),
    ],
)
def test_something_from_nothing_is_named(model: FlowModel, array: str, row: tuple[int, ...], account: str) -> None:
    getattr(model.world, array)[row] += 1.0
    with pytest.raises(UnbalancedError, match=rf"{account} out of balance .* week {model.week}, lane 1"):
        model.step()


@pytest.mark.parametrize("name", STOCKS)
@pytest.mark.parametrize("value", [-1.0, np.nan])
def test_negative_and_missing_stocks_are_named(model: FlowModel, name: str, value: float) -> None:
    stock = getattr(model.world, name)
    check_signs(model.world, model.week)
    stock[(0,) * stock.ndim] = value
    with pytest.raises(UnbalancedError, match=name):
        check_signs(model.world, model.week)


def test_a_new_opening_balance_accepts_the_gift(model: FlowModel) -> None:
    model.world.market_kg[2, 0, 3, 1] += 1.0
    model.audit.reset(model.world)
    model.step()
    assert Audit(model.world).worst == 0.0
