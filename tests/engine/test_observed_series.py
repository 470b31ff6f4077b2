"""What agencies publish: names and units of the data table, whole years only."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import world

from flowsim.data import targets
from flowsim.domain.calendar import fiscal_year, middle
from flowsim.domain.codes import DRUGS, Drug
from flowsim.engine.model import FlowModel

# Published by the model beside the table, which has no annual row of them before 2017.
COMPANIONS = {
    "homicide.sesnsp_old.case_files.firearm_share",
    *(f"justice.homicide_{what}" for what in ("cases", "arrests", "convictions")),
    "usbp.southwest_border.seizure.fentanyl",
    *(f"ofo.southwest_border.seizure.{drug}" for drug in DRUGS if drug != "heroin"),
    *(
        f"ofo.field_office.{office}.seizure.{drug}"
        for office in ("san_diego", "tucson", "el_paso", "laredo")
        for drug in DRUGS
    ),
}
Published = dict[tuple[str, int], np.ndarray]


@pytest.fixture(scope="module")
def model() -> FlowModel:
    return FlowModel(world(end="2014-06-02", spinup=12), range(8)).run()


@pytest.fixture(scope="module")
def published(model: FlowModel) -> Published:
    found: Published = model.observation.published(model)
    return found


def test_names_and_units_are_those_of_the_table(model: FlowModel, published: Published) -> None:
    units = targets().groupby("series")["unit"].agg(set).to_dict()
    names = {series for series, _ in published}
    assert names - units.keys() <= COMPANIONS
    assert {name: units[name] for name in names & units.keys()} == {
        name: {model.observation.units[name]} for name in names & units.keys()
    }
    assert {"deaths.us.heroin_t40_1", "deaths.us.cocaine_t40_5", "deaths.us.psychostimulants_t43_6"} <= names
    assert {"poppy.ondcp.cultivation_ha", "ofo.southwest_border.seizure.heroin"} <= names
    assert {f"usbp.southwest_border.seizure.{drug}" for drug in DRUGS} <= names
    weights = {name for name in COMPANIONS if ".seizure." in name}
    assert {model.observation.units[name] for name in weights} == {"lb per US fiscal year (Oct-Sep)"}
    assert "justice.impunity_homicide" in names


def test_only_whole_years_are_published(published: Published) -> None:
    years: dict[str, set[int]] = {}
    for series, year in published:
        years.setdefault(series, set()).add(year)
    for series, found in years.items():
        assert found == {2012, 2013}, series  # fiscal 2012 begins with week 0; 2011 and 2014 are not whole
    assert all(value.shape == (8,) and np.isfinite(value).all() for value in published.values())


def test_seizures_are_summed_by_fiscal_year() -> None:
    """Fiscal 2012 ends with September, calendar 2012 three months later."""
    model = FlowModel(world(end="2014-06-02", spinup=12), [0]).run("2012-10-01")
    years = dict(model.observation.published(model).keys())
    assert set(years.values()) == {2012}
    assert all(".seizure." in series for series in years)
    assert {fiscal_year(middle(week)) for week in model.records.weeks} == {2012}


def test_sums_are_those_of_the_records(model: FlowModel, published: Published) -> None:
    records, names = model.records, list(model.records.series)
    calendar = np.array([middle(week).year for week in records.weeks]) == 2013
    weekly = {name: records.weekly[:, names.index(name)] for name in ("deaths_t40_4", "eradicated_ha", "poppy_ha")}
    close = {"rtol": 1e-12}
    np.testing.assert_allclose(
        published["deaths.us.synthetic_opioids_t40_4", 2013], weekly["deaths_t40_4"][calendar].sum(0), **close
    )
    np.testing.assert_allclose(published["poppy.eradication_ha", 2013], weekly["eradicated_ha"][calendar].sum(0))
    for drug in ("heroin", "methamphetamine", "cocaine"):
        eaten = records.weekly[calendar, names.index(f"consumed_kg.{drug}")].sum(0)
        np.testing.assert_allclose(published[f"demand.rand.consumption_{drug}", 2013], eaten / 1000.0, **close)


@pytest.mark.parametrize("drug", Drug)
def test_seizures_at_the_border_are_published_gross(model: FlowModel, published: Published, drug: Drug) -> None:
    records, name = model.records, drug.name.lower()
    fiscal = np.array([fiscal_year(middle(week)) for week in records.weeks]) == 2013
    seized = records.weekly[fiscal, list(records.series).index(f"seized_border_kg.{name}")].sum(0)
    border = sum(published[f"{who}.southwest_border.seizure.{name}", 2013] for who in ("ofo", "usbp"))
    gross = seized * 2.2046226218 / model.params.border.purity[drug]
    assert (border <= gross * (1 + 1e-12)).all()  # the rest is caught at sea, fentanyl also in the mail
    few = drug == Drug.FENTANYL  # a handful of loads: one boat weighs
    assert border.sum() > (0.3 if few else 0.6) * gross.sum()


def test_deaths_with_stimulants_count_those_with_fentanyl_too(model: FlowModel, published: Published) -> None:
    records, names = model.records, list(model.records.series)
    calendar = np.array([middle(week).year for week in records.weeks]) == 2013
    both = records.weekly[calendar, names.index("deaths_overdose_stimulant")].sum(0)
    found = published["deaths.us.psychostimulants_t43_6", 2013] + published["deaths.us.cocaine_t40_5", 2013]
    np.testing.assert_array_equal(found, both)


def test_area_carries_a_survey_error_and_gives_the_potential(model: FlowModel, published: Published) -> None:
    records, names = model.records, list(model.records.series)
    year = np.array([middle(week).year for week in records.weeks]) == 2013
    true = records.weekly[year, names.index("poppy_ha")].mean(0)
    error = np.log(published["poppy.ondcp.cultivation_ha", 2013] / true)
    assert (error != 0.0).all()
    assert np.abs(error).max() < 0.25
    assert len(np.unique(error)) == 8
    per_ha = model.params.crops.yield_pure_kg_per_ha / 1000.0
    np.testing.assert_allclose(
        published["poppy.ondcp.potential_pure_heroin", 2013],
        published["poppy.ondcp.cultivation_ha", 2013] * per_ha,
    )


def test_policies_see_last_year_only(model: FlowModel, published: Published) -> None:
    seen = model.observation.seen(model, model.week)
    deaths = "deaths.us.heroin_t40_1"
    np.testing.assert_array_equal(seen[deaths], published[deaths, 2013])
    assert model.observation.seen(model, 0) == {}


def test_southwest_total_is_at_least_its_field_offices(published: Published) -> None:
    for drug in DRUGS:
        offices = sum(
            published[f"ofo.field_office.{o}.seizure.{drug}", 2013]
            for o in ("san_diego", "tucson", "el_paso", "laredo")
        )
        np.testing.assert_allclose(offices, published[f"ofo.southwest_border.seizure.{drug}", 2013], rtol=1e-9)
