"""Stored results as data frames: one run, one folder of runs, or a whole sweep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from flowsim.domain.errors import UserError, unknown
from flowsim.experiments import frames
from flowsim.experiments.cases import CaseRun, find
from flowsim.experiments.comparison import compare_cases
from flowsim.experiments.contrast import COLUMNS
from flowsim.experiments.files import refusal

COMPARISON, OBSERVED = "comparison.csv", "observed.parquet"
_TEXT = ("scenario", "strength", "outcome", "unit", "versus", "overrides")


def load(path: str | Path) -> Results:
    """Open stored results; nothing but names and manifests is read until a method is called.

    Parameters
    ----------
    path : str or Path
        A run folder (``.../runs/run=<key>``), an ``out`` folder with ``runs/`` in it, or a folder of such folders.
        Where a comparison was the last to write ``manifest.json`` beside ``runs/``, its cases are shown; otherwise
        every run is.

    Raises
    ------
    UserError
        If there are no results at that path, or a manifest is unreadable.
    """
    cases, manifest, left_out = find(Path(path))
    return Results(Path(path), cases, manifest, left_out)


class Results:
    """Results of one run, a comparison or a sweep.

    Every method reads the files anew and returns a pandas DataFrame. Columns are always the same; only where two
    cases share scenario and strength, as in a sweep over a lever, does one more column ``overrides`` (last) tell
    them apart.

    Attributes
    ----------
    path : Path
        Where the results were opened.
    cases : tuple of CaseRun
        Scenario, strength, key and run folder of every case.
    manifest : dict
        The comparison's manifest; else that of the only run; else ``{"runs": {key: manifest}}``.
    left_out : int
        Runs of the same cases by older code or configurations, which are not shown.
    """

    def __init__(
        self, path: Path, cases: Sequence[CaseRun], manifest: dict[str, Any] | None = None, left_out: int = 0
    ) -> None:
        self.path = path
        self.cases = tuple(cases)
        self.manifest = manifest or {}
        self.left_out = left_out

    def __repr__(self) -> str:
        lines = [f"Results of {self.path}: {len(self.cases)} cases"]
        for case in self.cases[:20]:
            missing = f", {case.missing} still missing" if case.missing else ""
            label = " ".join((case.scenario, case.strength, *case.overrides)).strip()
            lines.append(f"  {label}: {len(case.done)} replicates{missing}")
        if len(self.cases) > 20:
            lines.append(f"  and {len(self.cases) - 20} more")
        if self.left_out:
            lines.append(f"  ({self.left_out} older runs of the same cases are left out)")
        return "\n".join([*lines, "  series(), places(), observed(), outcomes(), comparison(), .cases, .manifest"])

    def series(
        self,
        names: Iterable[str] | str | None = None,
        *,
        scenario: str | None = None,
        strength: str | None = None,
    ) -> pd.DataFrame:
        """The truth: national weeks, and calendar years by place.

        Parameters
        ----------
        names : iterable of str or str, optional
            Only these series: less is read.
        scenario, strength : str, optional
            Only these cases.

        Returns
        -------
        pandas.DataFrame
            scenario, strength, replicate, seed, date, series, place, value, unit. Weekly rows have place
            ``national`` and the Monday of the week, flows per week; rows by place have 31 December of the year that
            they stand for. Texts are categoricals.
        """
        return self._frame("series", _listed(names), scenario, strength)

    def places(
        self,
        names: Iterable[str] | str | None = None,
        *,
        scenario: str | None = None,
        strength: str | None = None,
    ) -> pd.DataFrame:
        """The truth by place and calendar year.

        Parameters are those of ``series``.

        Returns
        -------
        pandas.DataFrame
            scenario, strength, replicate, seed, year, series, place, value, unit. Texts are categoricals.
        """
        return self._frame("places", _listed(names), scenario, strength)

    def observed(
        self,
        names: Iterable[str] | str | None = None,
        *,
        scenario: str | None = None,
        strength: str | None = None,
    ) -> pd.DataFrame:
        """What agencies would publish, under the names, units and years of the data.

        Parameters are those of ``series``.

        Returns
        -------
        pandas.DataFrame
            scenario, strength, replicate, series, year, month, value, unit. ``month`` is nan on annual rows;
            ``year`` is the fiscal year where the series is fiscal.
        """
        return self._frame("observed", _listed(names), scenario, strength)

    def outcomes(
        self,
        names: Iterable[str] | str | None = None,
        *,
        scenario: str | None = None,
        strength: str | None = None,
    ) -> pd.DataFrame:
        """One number per replicate and outcome.

        Parameters are those of ``series``.

        Returns
        -------
        pandas.DataFrame
            scenario, strength, replicate, seed, outcome, unit, value, start. ``start`` is the same quantity had the
            52 weeks before the policy start gone on.
        """
        return self._frame("outcomes", _listed(names), scenario, strength)

    def comparison(self) -> pd.DataFrame:
        """Every case against the baseline and against the start date, paired by seed (see ``contrast``).

        The table that the comparison stored is returned where it is still what the manifest says; otherwise it is
        computed from the runs.

        Returns
        -------
        pandas.DataFrame
            scenario, strength, outcome, unit, baseline, value, difference, ratio, lo50, hi50, lo90, hi90,
            p_improves, cost_usd, cost_per_unit, versus (``baseline`` or ``start``), n.
        """
        stored = self._stored_comparison()
        return compare_cases(self.cases) if stored is None else stored

    def observed_tables(self) -> Iterable[pa.Table]:
        """The rows of ``observed`` case by case, for writing without holding them all."""
        for case in self.cases:
            frame = frames.gather("observed", [case], None, beside=self.cases)
            if len(frame):
                yield pa.Table.from_pandas(frame, preserve_index=False)

    def _frame(self, kind: str, names: list[str] | None, scenario: str | None, strength: str | None) -> pd.DataFrame:
        cases = list(self.cases)
        for label, wanted in (("scenario", scenario), ("strength", strength)):
            if wanted is not None:
                kept = [case for case in cases if getattr(case, label) == wanted]
                if not kept:
                    raise unknown(f"{label} in {self.path}", wanted, {getattr(case, label) for case in cases})
                cases = kept
        return frames.gather(kind, cases, names, beside=self.cases)

    def _stored_comparison(self) -> pd.DataFrame | None:
        wanted = self.manifest.get("comparison_sha256")
        file = self.path / COMPARISON
        if not wanted or not file.is_file():
            return None
        try:
            content = file.read_bytes()
        except OSError as error:
            raise refusal("read", file, error) from error
        if sha256(content).hexdigest() != wanted:
            return None
        return read_comparison(file)


def read_comparison(path: Path) -> pd.DataFrame:
    """A stored ``comparison.csv``, to the bit.

    Raises
    ------
    UserError
        If it is unreadable or not such a table.
    """
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        for name in set(frame.columns) - set(_TEXT):
            frame[name] = [float(text) if text else float("nan") for text in frame[name]]
    except OSError as error:
        raise refusal("read", path, error) from error
    except ValueError as error:
        raise UserError(f"cannot read {path}: damaged or not a comparison of flowsim; run it again") from error
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise UserError(f"cannot read {path}: not a comparison of flowsim (no column {missing[0]!r})")
    return frame.astype({"n": "int64"})


def _listed(names: Iterable[str] | str | None) -> list[str] | None:
    return [names] if isinstance(names, str) else None if names is None else list(names)
