"""Which runs a path holds, and under which scenario and strength."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowsim.domain.errors import UserError, nearest
from flowsim.experiments.files import read_json, refusal
from flowsim.experiments.manifest import world_overrides
from flowsim.experiments.parts import Seeds
from flowsim.experiments.run_folder import MANIFEST, RunFolder
from flowsim.experiments.store import Store

_FILES_BESIDE = ("manifest.json", "comparison.csv", "observed.parquet", "report.html")


@dataclass(frozen=True)
class CaseRun:
    """One case and where its runs lie.

    Attributes
    ----------
    overrides : tuple of str
        Overrides that change the world, for example ``policy.ports.intensity=0.5``.
    run : RunFolder
        Its run folder, possibly shared with another case whose world is equal.
    base_seed : int
        Replicate r is the world of seed ``base_seed + r``.
    wanted : Seeds, optional
        Seeds of the comparison; without it every finished seed.
    """

    scenario: str
    strength: str
    overrides: tuple[str, ...]
    run: RunFolder
    base_seed: int = 0
    wanted: Seeds | None = None

    @property
    def key(self) -> str:
        """Key of its run."""
        return self.run.key

    @property
    def done(self) -> set[int]:
        """Its finished seeds."""
        return {seed for piece in self.run.cover(self.wanted) for seed in range(piece.take.first, piece.take.last + 1)}

    @property
    def missing(self) -> int:
        """How many seeds of the comparison are not finished."""
        return self.wanted.last - self.wanted.first + 1 - len(self.done) if self.wanted else 0


def find(path: Path) -> tuple[list[CaseRun], dict[str, Any], int]:
    """The cases at a path, their manifest, and how many older runs are left out.

    Raises
    ------
    UserError
        If there are no results at that path, or a manifest is unreadable.
    """
    path = _folder(path)
    if path.name.startswith("run="):
        run = RunFolder(path)
        manifest = run.manifest()
        return _numbered(_of_run(run, manifest)[:1], path), manifest, 0
    if (path / "runs").is_dir() or (path / MANIFEST).is_file():
        manifest = read_json(path / MANIFEST) if (path / MANIFEST).is_file() else {}
        if manifest.get("kind") == "compare":
            return _of_compare(path, manifest), manifest, 0
        if manifest.get("kind") == "payments":
            raise UserError(f"{path} holds payments: read its accounts.parquet and payments.parquet with pandas")
        return _of_outs([path])
    outs = sorted(
        {run.parent.parent for pattern in ("*", "*/*", "*/*/*") for run in path.glob(f"{pattern}/runs/run=*")}
    )
    if not outs:
        raise UserError(f"{path} holds no results of flowsim: there is no runs folder in it")
    return _of_outs(outs)


def compare_cases_of(out: Path, manifest: Mapping[str, Any]) -> list[CaseRun]:
    """The cases that a comparison's manifest lists."""
    store = Store(out)
    first = int(manifest["seed"])
    wanted = Seeds(first, first + int(manifest["replicates"]) - 1)
    return [
        CaseRun(
            scenario=str(case["scenario"]),
            strength=str(case["strength"]),
            overrides=world_overrides(case.get("overrides", ())),
            run=store.run(str(case["key"])),
            base_seed=first,
            wanted=wanted,
        )
        for case in manifest["cases"]
    ]


def _folder(path: Path) -> Path:
    try:
        if path.is_file() and path.name in _FILES_BESIDE:
            path = path.parent
        if path.is_file():
            raise UserError(f"{path} is a file; give the folder of the results")
        if not path.is_dir():
            siblings = [p.name for p in path.parent.iterdir() if p.is_dir()] if path.parent.is_dir() else []
            guess = nearest(path.name, siblings)
            hint = f"; did you mean {path.parent / guess}?" if guess else ""
            raise UserError(f"there is no folder {path}{hint}")
    except OSError as error:
        raise refusal("read", path, error) from error
    return path.parent if path.name == "runs" else path


def _of_compare(path: Path, manifest: dict[str, Any]) -> list[CaseRun]:
    try:
        return compare_cases_of(path, manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"cannot read {path / MANIFEST}: not written by flowsim; delete it and run again") from error


def _of_outs(outs: Sequence[Path]) -> tuple[list[CaseRun], dict[str, Any], int]:
    """All runs of some folders; of runs of one case by several versions of code, the newest."""
    newest: dict[tuple[Any, ...], tuple[str, CaseRun]] = {}
    manifests, left_out = {}, 0
    for out in outs:
        for run in Store(out).runs():
            if not run.tiles():
                continue
            manifests[run.key] = manifest = run.manifest()
            for case in _of_run(run, manifest):
                identity = (case.scenario, case.strength, case.overrides)
                stamp = str(manifest.get("written", ""))
                before = newest.get(identity)
                left_out += before is not None and before[1].key != run.key
                if before is None or stamp >= before[0]:
                    newest[identity] = (stamp, case)
    cases = sorted((case for _, case in newest.values()), key=_baseline_first)
    shown = {case.key: manifests[case.key] for case in cases}
    manifest = next(iter(shown.values())) if len(shown) == 1 else {"kind": "sweep", "runs": shown}
    return _numbered(cases, outs[0]), manifest, left_out


def _of_run(run: RunFolder, manifest: Mapping[str, Any]) -> list[CaseRun]:
    """The cases of a run folder; a folder whose manifest was never written stands under its key."""
    try:
        cases = [
            CaseRun(str(c["scenario"]), str(c["strength"]), world_overrides(c.get("overrides", ())), run)
            for c in manifest.get("cases", ())
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise UserError(
            f"cannot read {run.path / MANIFEST}: not written by flowsim; delete it and run again"
        ) from error
    return cases or [CaseRun(run.key, "", (), run)]


def _numbered(cases: Sequence[CaseRun], path: Path) -> list[CaseRun]:
    """Replicates counted from the smallest seed of all."""
    firsts = [seeds.first for case in cases for seeds in case.run.tiles()]
    if not firsts:
        raise UserError(f"{path} holds no finished run")
    return [CaseRun(c.scenario, c.strength, c.overrides, c.run, min(firsts), c.wanted) for c in cases]


def _baseline_first(case: CaseRun) -> tuple[Any, ...]:
    order = {"low": 0, "medium": 1, "high": 2}
    return case.scenario != "baseline", case.scenario, order.get(case.strength, 3), case.strength, case.overrides
