"""Reports of banks on their way to cases: what there is, what there is time for, what prosecutors open.

Rounded as numpy rounds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flowsim.kernels.jit import exact
from flowsim.kernels.screening import triage, triage_power

TINY = 1e-9
FALSE, OTHER, DRUG = 0, 1, 2  # reports: of nothing, of other launderers, of drug money


class Unit(NamedTuple):
    """A financial intelligence unit and prosecutors per country; (country, L) float64 unless it says otherwise."""

    read: np.ndarray  # (kind, bank, L) alerts read this week: of each report, those cleared and then those reported
    country: np.ndarray  # (bank,) int64
    reads: np.ndarray  # reports that can be read in a week, at today's capacity
    signal: np.ndarray  # (L,) strength of the unit's own signal, at today's feedback
    most: np.ndarray  # cases that can be opened in a week, at today's prosecution
    case_yield: np.ndarray  # (L,) cases per true report read
    case_weeks: np.ndarray  # (L,) until a case is decided
    indicted: np.ndarray  # share of cases
    convicted: np.ndarray  # share of charges
    reports: np.ndarray  # (report, country, L) this week
    true: np.ndarray  # reports on launderers
    share: np.ndarray  # of all reports that are true
    room: np.ndarray  # reports that can be read over reports
    told: np.ndarray  # strength of the signal
    power: np.ndarray  # of triage, where that is the rule, read
    places: np.ndarray  # cases that can be opened
    chance: np.ndarray  # that a true report is read
    investigated: np.ndarray  # true reports read
    full: np.ndarray  # cases offered over places, negative
    dossiers: np.ndarray  # cases opened
    drug_dossiers: np.ndarray  # of them about drug money
    open_cases: np.ndarray
    charged: np.ndarray
    sentenced: np.ndarray


@exact
def sort_reports(unit, capacity, feedback, prosecution):  # type: ignore[no-untyped-def]
    """Reports of a week by country, how many are true, how many can be read, how many cases opened.

    Parameters
    ----------
    unit : Unit
        ``reports`` to ``places`` are overwritten, but for ``power``.
    capacity, feedback, prosecution : (L,) float64
        Over today's.
    """
    reports, lanes = unit.reports, capacity.shape[0]
    reports[:] = 0.0
    for report in range(reports.shape[0]):
        for bank in range(unit.country.shape[0]):
            row, said = reports[report, unit.country[bank]], unit.read[2 * report + 1, bank]
            for lane in range(lanes):
                row[lane] += said[lane]
    for c in range(reports.shape[1]):
        for lane in range(lanes):
            other, drug = reports[OTHER, c, lane], reports[DRUG, c, lane]
            every = max(reports[FALSE, c, lane] + other + drug, TINY)
            unit.true[c, lane] = other + drug
            unit.share[c, lane] = (other + drug) / every
            unit.room[c, lane] = min(unit.reads[c, lane] * capacity[lane] / every, 1.0)
            unit.told[c, lane] = unit.signal[lane] * feedback[lane]
            unit.places[c, lane] = max(unit.most[c, lane] * prosecution[lane], TINY)


@exact
def read_reports(unit, by_power, capacity, feedback, prosecution):  # type: ignore[no-untyped-def]
    """Units read what looks worst, and offer cases to prosecutors.

    Parameters
    ----------
    unit : Unit
        ``reports`` to ``full`` are overwritten.
    by_power : bool
        Whether triage is by ``power`` or by the unit's signal.
    capacity, feedback, prosecution : (L,) float64
        Over today's.
    """
    sort_reports(unit, capacity, feedback, prosecution)
    if by_power:
        triage_power(unit.share, unit.room, unit.power, unit.chance)
    else:
        triage(unit.share, unit.room, unit.told, unit.chance)
    for c in range(unit.chance.shape[0]):
        for lane in range(unit.chance.shape[1]):
            found = unit.true[c, lane] * unit.chance[c, lane]
            unit.investigated[c, lane] = found
            unit.full[c, lane] = -unit.case_yield[lane] * found / unit.places[c, lane]


@exact
def open_dossiers(unit, missed):  # type: ignore[no-untyped-def]
    """Prosecutors open cases, some are decided, charged, sentenced.

    Parameters
    ----------
    unit : Unit
        ``dossiers`` to ``sentenced`` change.
    missed : (country, L) float64
        Share of places that stay free, less 1.
    """
    for c in range(missed.shape[0]):
        for lane in range(missed.shape[1]):
            opened = unit.places[c, lane] * -missed[c, lane]
            unit.dossiers[c, lane] = opened
            unit.drug_dossiers[c, lane] = opened * unit.reports[DRUG, c, lane] / max(unit.true[c, lane], TINY)
            waiting = unit.open_cases[c, lane] + opened
            decided = waiting / unit.case_weeks[lane]
            unit.open_cases[c, lane] = waiting - decided
            unit.charged[c, lane] = decided * unit.indicted[c, lane]
            unit.sentenced[c, lane] = unit.charged[c, lane] * unit.convicted[c, lane]
