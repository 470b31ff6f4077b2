"""How well the model's published numbers agree with the data of 2012-2016: equal names, units and years, joined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from flowsim.domain.errors import UserError

YEARS = (2012, 2016)
FAR = 1.5
WORST = 1e4


@dataclass(frozen=True)
class Series:
    """One series that is held against data.

    Attributes
    ----------
    name, label, agency : str
        As in ``targets.csv``; words for tables; who published the data, in short.
    tolerance : float or None
        Largest relative deviation of the ensemble mean that counts as agreement; None: shown, never scored.
    years : tuple of int
        Years held against data; empty for every year of the window that has data.
    why : str
        For a series that is only shown: why it is not scored.
    change : tuple of int or None
        Two years whose ratio, the second over the first, is held against data too, by the same tolerance.
    """

    name: str
    label: str
    agency: str
    tolerance: float | None = None
    years: tuple[int, ...] = ()
    why: str = ""
    change: tuple[int, int] | None = None


SERIES = (
    Series("deaths.us.heroin_t40_1", "Deaths with heroin (T40.1)", "CDC", 0.25),
    Series("deaths.us.synthetic_opioids_t40_4", "Deaths with synthetic opioids (T40.4)", "CDC", 0.25),
    Series("deaths.us.psychostimulants_t43_6", "Deaths with psychostimulants (T43.6)", "CDC", 0.25),
    Series("deaths.us.cocaine_t40_5", "Deaths with cocaine (T40.5)", "CDC", 0.25),
    Series("poppy.ondcp.cultivation_ha", "Poppy area, ONDCP", "ONDCP", 0.25),
    Series("poppy.ondcp.potential_pure_heroin", "Potential pure heroin, ONDCP", "ONDCP", 0.25),
    Series(
        "usbp.southwest_border.seizure.marijuana", "Marijuana seized between ports", "Border Patrol", 0.25, change=YEARS
    ),
    Series(
        "ofo.southwest_border.seizure.heroin", "Heroin seized at southwest ports", "CBP via press", 0.40, (2012, 2016)
    ),
    Series(
        "ofo.nationwide.seizure.methamphetamine.original_vintage",
        "Methamphetamine seized at ports",
        "CBP, original vintage",
        0.40,
        change=YEARS,
    ),
    Series("usbp.southwest_border.seizure.cocaine", "Cocaine seized between ports", "Border Patrol", 0.40),
    Series(
        "usbp.southwest_border.seizure.methamphetamine", "Methamphetamine seized between ports", "Border Patrol", 0.40
    ),
    Series("ofo.nationwide.seizure.fentanyl", "Fentanyl seized, nationwide", "CBP", 0.40, (2016,)),
    Series("poppy.eradication_ha", "Poppy eradicated", "SEDENA", 0.40, (2015, 2016)),
    Series("uif.mexico.unusual_operation_reports", "Reports of unusual operations, Mexico", "UIF via press", 0.40),
    Series("homicide.inegi", "Homicides in Mexico", "INEGI", 0.15),
    Series("homicide.sesnsp_old.case_files.firearm_share", "Homicides by firearm, share", "SESNSP, case files", 0.15),
    Series(
        "uif.mexico.complaints_to_prosecutor",
        "Laundering cases opened, Mexico",
        "UIF via press",
        why="few, by judgement",
    ),
    Series("demand.rand.consumption_heroin", "Heroin consumed, RAND", "RAND, recalled", why="recalled"),
    Series("demand.rand.consumption_cocaine", "Cocaine consumed, RAND", "RAND, recalled", why="recalled"),
    Series(
        "demand.rand.consumption_methamphetamine", "Methamphetamine consumed, RAND", "RAND, recalled", why="recalled"
    ),
    Series("price.opium_gum_farmgate.usd", "Opium gum, farm gate", "press reports", why="one press figure"),
    Series(
        "usbp.southwest_border.seizure.heroin", "Heroin seized between ports", "Border Patrol", why="small and noisy"
    ),
)


def fit(observed: pd.DataFrame, targets: pd.DataFrame, scenario: str = "baseline") -> pd.DataFrame:
    """Model beside data, one row per series and year with data in the window.

    Parameters
    ----------
    observed : DataFrame
        Published numbers of the model: scenario, strength, replicate, series, year, month, value, unit.
    targets : DataFrame
        ``flowsim.data.targets()``.
    scenario : str
        Whose history to take; scenarios of one seed share it.

    Returns
    -------
    DataFrame
        series, label, unit, year, data, low, high, confidence, source, mean, lo90, lo50, mid, hi50, hi90, n, ratio
        (mean / data), tolerance, scored, inside (missing where not scored), why.

    Raises
    ------
    UserError
        If model and data have different units for one series.
    """
    model = _model(observed, scenario)
    parts = [part for spec in SERIES if len(part := _one(spec, model, targets))]
    for spec in SERIES:
        if spec.change and len(part := _one(*_changed(spec, model, targets))):
            parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*_COLUMNS])


def points(table: pd.DataFrame) -> tuple[int, int]:
    """Scored points inside their tolerance, and scored points in all."""
    scored = table[table["scored"].astype(bool)]
    return int(scored["inside"].astype(bool).sum()), len(scored)


def misses(table: pd.DataFrame) -> list[str]:
    """One sentence per scored series with points outside tolerance, worst point named."""
    lines = []
    for label, rows in table[table["scored"].astype(bool)].groupby("label", sort=False):
        out = rows[~rows["inside"].astype(bool)]
        if out.empty:
            continue
        worst = out.loc[np.log(out["ratio"].clip(lower=1e-9)).abs().idxmax()]
        years = ", ".join(str(y) for y in out["year"])
        lines.append(
            f"{label}: {len(out)} of {len(rows)} years outside {worst['tolerance']:.0%} ({years}); "
            f"worst in {worst['year']}, the model has {worst['ratio']:.2f} times the data."
        )
    return lines


def misfit(table: pd.DataFrame) -> float:
    """How far the scored points lie from the data, in tolerances.

    It is their mean of (log(model / data) / log(1 + tolerance))². 1 means that a typical point lies at the edge of
    its tolerance; a factor counts the same up and down. A point whose ratio is missing, infinite, zero or negative
    counts as ``WORST``, and none counts for more, so that the value is finite for every table; without any scored
    point it is ``WORST``.

    Parameters
    ----------
    table : DataFrame
        From ``fit``.
    """
    scored = table[table["scored"].astype(bool)]
    if scored.empty:
        return WORST
    ratio = scored["ratio"].to_numpy(np.float64)
    valid = np.isfinite(ratio) & (ratio > 0)
    far = np.log(np.where(valid, ratio, 1.0)) / np.log1p(scored["tolerance"].to_numpy(np.float64))
    return float(np.where(valid, np.minimum(far**2, WORST), WORST).mean())


def remarks(table: pd.DataFrame) -> list[str]:
    """One sentence per series that is not scored and is off by more than a factor of ``FAR`` in some year."""
    lines = []
    for label, rows in table[~table["scored"].astype(bool)].groupby("label", sort=False):
        size = np.log(rows["ratio"].clip(lower=1e-9)).abs()
        if size.max() > np.log(FAR):
            worst = rows.loc[size.idxmax()]
            lines.append(
                f"{label} (not scored, {worst['why']}): in {worst['year']} the model has {worst['ratio']:.2f} times "
                "the data."
            )
    return lines


_COLUMNS = (
    "series", "label", "unit", "year", "data", "low", "high", "confidence", "source", "mean", "lo90", "lo50", "mid",
    "hi50", "hi90", "n", "ratio", "tolerance", "scored", "inside", "why",
)  # fmt: skip


def _model(observed: pd.DataFrame, scenario: str) -> pd.DataFrame:
    rows = observed[(observed["scenario"] == scenario) & observed["month"].isna()]
    if rows.empty and len(observed):
        first = observed["scenario"].iloc[0]
        rows = observed[(observed["scenario"] == first) & observed["month"].isna()]
    strengths = rows["strength"].unique()
    return rows[rows["strength"] == strengths[0]] if len(strengths) > 1 else rows


def _changed(spec: Series, model: pd.DataFrame, targets: pd.DataFrame) -> tuple[Series, pd.DataFrame, pd.DataFrame]:
    """The ratio of two years as a series of its own, by world and in the data, under the later year."""
    first, last = spec.change or YEARS
    name = f"{spec.name}.{last}_over_{first}"

    def over(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        rows = rows[rows["series"] == spec.name]
        old = rows[rows["year"] == first].set_index(by)["value"]
        new = rows[rows["year"] == last].set_index(by)
        ratio = new.assign(value=new["value"] / old).reset_index().assign(series=name, unit="ratio")
        return ratio[ratio["value"].notna()]  # a run may end before the later year

    yearly = targets[targets["month"].isna()]
    changed = Series(name, f"{spec.label}, {last} over {first}", spec.agency, spec.tolerance, (last,), spec.why)
    return changed, over(model, ["replicate"]), over(yearly, ["series"]).assign(low=np.nan, high=np.nan)


def _one(spec: Series, model: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    data = targets[(targets["series"] == spec.name) & targets["month"].isna() & targets["year"].between(*YEARS)]
    if spec.years:
        data = data[data["year"].isin(spec.years)]
    mine = model[model["series"] == spec.name]
    if data.empty or mine.empty:
        return pd.DataFrame()
    units = set(mine["unit"]) | set(data["unit"])
    if len(units) > 1:
        raise UserError(f"model and data disagree on the unit of {spec.name}: {sorted(units)}")
    group = mine.groupby("year")["value"]
    table = group.quantile(np.array([0.05, 0.25, 0.5, 0.75, 0.95])).unstack()
    table.columns = pd.Index(["lo90", "lo50", "mid", "hi50", "hi90"])
    table = table.assign(mean=group.mean(), n=group.size()).reset_index()
    rows = data.rename(columns={"value": "data"}).merge(table, on="year", how="inner").sort_values("year")
    rows["ratio"] = rows["mean"] / rows["data"]
    rows["label"], rows["why"] = spec.label, spec.why
    rows["scored"] = spec.tolerance is not None
    rows["tolerance"] = np.nan if spec.tolerance is None else spec.tolerance
    inside = (rows["ratio"] - 1).abs() <= rows["tolerance"]
    rows["inside"] = inside.astype("boolean").where(rows["scored"])
    return rows[list(_COLUMNS)]
