"""The comparison table of a set of cases, from their stored runs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from flowsim.domain.calendar import parse
from flowsim.experiments import frames
from flowsim.experiments.cases import CaseRun
from flowsim.experiments.contrast import COLUMNS, contrast
from flowsim.experiments.displacement import SERIES, by_place, displacement_row
from flowsim.experiments.overrides import name_of
from flowsim.experiments.parts import portions

BASELINE = "baseline"
PORTION = 64
"""Worlds whose places are read at a time: memory does not grow with the number of worlds."""


def compare_cases(cases: Sequence[CaseRun]) -> pd.DataFrame:
    """Every case against its baseline and against the start date, with displacement.

    Parameters
    ----------
    cases : sequence of CaseRun
        With the baselines among them (``baseline_of``).

    Returns
    -------
    pandas.DataFrame
        Columns ``contrast.COLUMNS``, and ``overrides`` where cases share scenario and strength.

    Raises
    ------
    UserError
        If a stored file is unreadable.
    """
    found = [(i, frame) for i, case in enumerate(cases) if (frame := frames.outcomes(case, None)) is not None]
    reference = [baseline_of(case, cases) for case in cases]
    parts = [frame.assign(case=i) for i, frame in found]
    columns = ["case", "seed", "outcome", "unit", "value", "start"]
    outcomes = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    table = contrast(outcomes, reference)
    rows = pd.DataFrame(_displacement(cases, reference, table))
    if len(rows):
        table = pd.concat([table, rows], ignore_index=True)
        table = table.sort_values("case", kind="stable", ignore_index=True)
    which = table["case"].to_numpy(dtype=int)
    table["scenario"] = [cases[i].scenario for i in which]
    table["strength"] = [cases[i].strength for i in which]
    if not frames.shared_labels(cases):
        return table[list(COLUMNS)]
    table["overrides"] = [" ".join(cases[i].overrides) for i in which]
    return table[[*COLUMNS, "overrides"]]


def baseline_of(case: CaseRun, cases: Sequence[CaseRun]) -> int:
    """Position of the case that a case is compared with; -1 if there is none.

    It is the scenario ``baseline`` with the same overrides outside policy and no policy of its own; where every
    baseline has policy overrides, the one with the case's own; of several, the one of the same strength.
    """
    here = _split(case)
    alike = [i for i, other in enumerate(cases) if other.scenario == BASELINE and _split(other)[0] == here[0]]
    neutral = [i for i in alike if not _split(cases[i])[1]]
    chosen = neutral or [i for i in alike if _split(cases[i])[1] == here[1]]
    return min(chosen, key=lambda i: cases[i].strength != case.strength, default=-1)


def _split(case: CaseRun) -> tuple[set[str], set[str]]:
    """Overrides outside policy, and those that switch an instrument on."""
    policy = {o for o in case.overrides if name_of(o).split(".")[0] in ("policy", "dose")}
    active = {o for o in policy if name_of(o).endswith(".intensity") and not _is_zero(o.partition("=")[2])}
    return set(case.overrides) - policy, active


def _is_zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False


def _displacement(cases: Sequence[CaseRun], reference: Sequence[int], table: pd.DataFrame) -> list[dict[str, object]]:
    import pyarrow.dataset as ds

    costs = table[table["versus"] == "baseline"].groupby("case")["cost_usd"].first()
    sums: dict[tuple[int, str], pd.DataFrame] = {}
    rows = []
    for i, case in enumerate(cases):
        year = _policy_year(case)
        if year is None or reference[i] < 0:
            continue
        where = (ds.field("year") >= year) & ds.field("series").cast("string").isin(list(SERIES.values()))
        parts: dict[str, list[pd.DataFrame]] = {name: [] for name in SERIES}
        for wanted in portions(case.wanted, PORTION) if case.wanted else (None,):
            places = case.run.table("places", ["seed", "year", "series", "place", "value"], where, wanted)
            if places is not None:
                for name, series in SERIES.items():
                    parts[name].append(by_place(places, series))
        sums |= {(i, name): pd.concat(found).fillna(0.0) for name, found in parts.items() if found}
    for i, name in sums:
        base = sums.get((reference[i], name))
        if base is not None and len(base) and len(sums[i, name]):
            row = displacement_row(name, sums[i, name], base, is_baseline=reference[i] == i)
            rows.append({"case": i, **row, "cost_usd": costs.get(i, float("nan"))})
    return rows


def _policy_year(case: CaseRun) -> int | None:
    """The calendar year in which the policy starts, from the run's manifest."""
    horizon = case.run.manifest().get("config", {}).get("horizon", {})
    return parse(horizon["policy_start"]).year if "policy_start" in horizon else None
