"""Banks: the packaged rows are what the documented rule makes, and the arrays are the table."""

from __future__ import annotations

import numpy as np
import pytest
from own import edited, put

from flowsim.data import table
from flowsim.data.agreement import opened
from flowsim.data.banks import load_banks
from flowsim.domain.banks import BANK, BY_LETTERS, KINDS, MSB
from flowsim.domain.codes import SEGMENTS, Country, Segment
from flowsim.domain.files import Files

GROUPS = [(country, kind) for country in Country for kind in (BANK, MSB)]


def spread(k: np.ndarray, step: float) -> np.ndarray:
    return 2.0 * np.mod(k * step, 1.0) - 1.0


def by_rule(country: Country, kind: int) -> dict[str, np.ndarray]:
    """Values of a group as docs/inputs.md says they were made."""
    n = 30 if kind == BANK else 5
    r = np.arange(1, n + 1)
    k = r + 40 * (country == Country.MX) + 100 * (kind == MSB)
    p, m = (n + 1 - 2 * r) / (n + 1), (0.6 if country == Country.US else 0.5) - 0.15 * (kind == MSB)
    bank = kind == BANK
    cash = (0.06 - 0.02 * p + 0.03 * spread(k, 0.324718)) if bank else 0.12 + 0.05 * spread(k, 0.324718)
    companies = (0.10 + 0.05 * p + 0.03 * spread(k, 0.220744)) if bank else 0.04 + 0.02 * spread(k, 0.220744)
    return {
        "size": r**-0.8 / (r**-0.8).sum(),
        "systems": m + 0.12 * p + 0.12 * spread(k, 0.618034),
        "kyc": m + 0.04 * p + 0.14 * spread(k, 0.754878),
        "appetite": 0.3 + 0.1 * (not bank) + 0.25 * spread(k, 0.569840),
        "supervision": (1.0 if bank else 0.7) * (1 + 0.3 * p + 0.3 * spread(k, 0.414214)),
        "cash_intensive": cash,
        "companies": companies,
        "sharing": np.where(bank and country == Country.US, r <= 5, 0.0),
    }


def test_rows_are_thirty_banks_and_five_money_services_in_each_country():
    banks = load_banks()
    assert len(banks) == len(set(banks.ids)) == 70
    assert [len(banks.rows(*group)) for group in GROUPS] == [30, 5, 30, 5]
    assert (banks.ids[0], banks.ids[34], banks.ids[-1]) == ("us_bank_01", "us_msb_5", "mx_msb_5")


def test_the_largest_bank_has_18_percent_and_the_smallest_one():
    size = load_banks().size[load_banks().rows(Country.MX, BANK)]
    assert size[0] == pytest.approx(0.183, abs=5e-4)
    assert size[-1] == pytest.approx(0.012, abs=5e-4)


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_values_are_those_of_the_rule(group):
    banks, said = load_banks(), by_rule(*group)
    rows = banks.rows(*group)
    country = np.concatenate([by_rule(group[0], kind)["supervision"] for kind in (BANK, MSB)])
    said["supervision"] = said["supervision"] / country.mean()
    for name in ("size", "systems", "kyc", "appetite", "supervision", "sharing"):
        np.testing.assert_allclose(getattr(banks, name)[rows], said[name], atol=5.1e-4, err_msg=name)
    for name in ("cash_intensive", "companies"):
        np.testing.assert_allclose(banks.segments[rows, SEGMENTS.index(name)], said[name], atol=5.1e-4, err_msg=name)


def test_shares_sum_to_one():
    banks = load_banks()
    np.testing.assert_allclose(banks.segments.sum(axis=1), 1.0, atol=1e-9)
    for group in GROUPS:
        assert banks.size[banks.rows(*group)].sum() == pytest.approx(1.0, abs=1e-6)
    for country in Country:
        assert banks.supervision[banks.country == country].mean() == pytest.approx(1.0, abs=1e-3)


def test_larger_banks_have_better_systems_and_money_services_worse():
    banks = load_banks()
    for country in Country:
        rows, others = banks.rows(country, BANK), banks.rows(country, MSB)
        assert 0.2 < np.corrcoef(-np.arange(len(rows)), banks.systems[rows])[0, 1] < 0.95
        assert banks.systems[others].mean() < banks.systems[rows].mean()
        assert banks.kyc[others].mean() < banks.kyc[rows].mean()


def test_arrays_are_the_table():
    banks, rows = load_banks(), table("banks")
    assert banks.segments.shape == (len(rows), len(Segment))
    assert [BY_LETTERS[name] for name in rows["country"]] == banks.country.tolist()
    assert [KINDS.index(name) for name in rows["kind"]] == banks.kind.tolist()
    for name in ("kyc", "sharing", "appetite"):
        array = getattr(banks, name)
        assert array.dtype == np.float64
        assert array.flags["C_CONTIGUOUS"]
        assert array.tolist() == rows[name].tolist()


def test_a_table_of_ones_own_takes_its_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    edited(tmp_path / "my.csv", "banks", put(2, "kyc", "0.05"))
    mine = load_banks(opened(Files(banks="my.csv")))
    assert mine.kyc[0] == 0.05
    assert load_banks().kyc[0] != 0.05
