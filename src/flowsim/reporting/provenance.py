"""Where results come from: seeds, code, data, what was changed, what is judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Provenance:
    """What the report says of its own making.

    Attributes
    ----------
    facts : dict of str to str
        Seeds, worlds, code version, versions of libraries, command-line changes, time of computing (UTC).
    data : dict of str to str
        Hashes of packaged tables.
    changed : list of dict
        Parameters that a scenario or the command line changed: scenario, name, value, unit, by.
    flagged : list of dict
        Parameters outside the range of evidence: scenario, name, value, unit, low, high.
    judged : list of dict
        Parameters of the baseline whose source is judgement: name, value, unit, low, high, source.
    counted : int
        Parameters of the baseline in all.
    """

    facts: dict[str, str]
    data: dict[str, str]
    changed: list[dict[str, Any]]
    flagged: list[dict[str, Any]]
    judged: list[dict[str, Any]]
    counted: int


def collect(results: Any) -> Provenance:
    """Gather the provenance of results from their manifests.

    Parameters
    ----------
    results : Results
    """
    changed, flagged = [], []
    judged: list[dict[str, Any]] = []
    counted = 0
    for i, case in enumerate(results.cases):
        rows = case.run.manifest().get("parameters", [])
        name = " ".join(filter(None, (case.scenario, case.strength if case.scenario != "baseline" else "")))
        changed += [{"scenario": name, **row} for row in rows if row.get("changed")]
        flagged += [{"scenario": name, **row} for row in rows if row.get("flagged")]
        if i == 0:
            judged = [row for row in rows if "judgement" in str(row.get("source", "")).lower()]
            counted = sum(row.get("role") in ("constant", "uncertain", "free", "lever") for row in rows)
    manifest = results.manifest or {}
    return Provenance(_facts(manifest, results), dict(manifest.get("data", {})), changed, flagged, judged, counted)


def _facts(manifest: dict[str, Any], results: Any) -> dict[str, str]:
    facts: dict[str, str] = {}
    if "seed" in manifest and "replicates" in manifest:
        first, n = int(manifest["seed"]), int(manifest["replicates"])
        facts["Seeds"] = f"{first}" if n == 1 else f"{first} to {first + n - 1}"
    elif "seeds" in manifest:
        facts["Seeds"] = ", ".join(manifest["seeds"])
    scenarios = list(dict.fromkeys(case.scenario for case in results.cases))
    facts["Scenarios"] = ", ".join(scenarios)
    facts["Strengths"] = ", ".join(dict.fromkeys(str(c.strength) for c in results.cases if c.scenario != "baseline"))
    facts["Overrides"] = " ".join(manifest.get("overrides", [])) or "none"
    facts["Code version"] = str(manifest.get("code_version", ""))
    libraries = manifest.get("libraries", {})
    facts["Libraries"] = ", ".join(f"{name} {version}" for name, version in libraries.items())
    facts["Python"] = str(manifest.get("python", ""))
    facts["Computed (UTC)"] = str(manifest.get("written", ""))[:19].replace("T", " ")
    if results.left_out:
        facts["Older runs left out"] = str(results.left_out)
    return {name: text for name, text in facts.items() if text}
