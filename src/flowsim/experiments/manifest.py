"""What a run and a comparison are made of, written beside their results."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from flowsim import __version__
from flowsim.data.inputs import contents, packaged
from flowsim.domain.chain.networks import evidence
from flowsim.domain.files import Sealed
from flowsim.domain.params import Fact, entry
from flowsim.experiments.keys import code_version, data_hashes, plain
from flowsim.experiments.overrides import name_of, without
from flowsim.experiments.parts import Seeds

if TYPE_CHECKING:
    from flowsim.domain.world_config import WorldConfig
    from flowsim.experiments.build import Case

FORMAT = 1
LIBRARIES = ("mesa", "numpy", "numba", "hydra-core", "pandas", "pyarrow")
_NOT_OF_THE_WORLD = (
    *("task", "scenario", "strength", "seed", "replicates", "tile", "threads", "out", "source", "list"),
    *("hydra", "compare", "payments", "sweep"),
)
_PATHS = ("out", "source", "hydra")


def facts(tree: Any, prefix: str = "") -> Iterator[Fact]:
    """Every leaf of a configuration with its facts, tables and bare settings (dates, switches) included."""
    items: Iterable[tuple[str, Any, Mapping[str, Any]]] = (
        ((f.name, getattr(tree, f.name), evidence(tree, f.name, f.metadata)) for f in fields(tree))
        if is_dataclass(tree)
        else ((str(name), item, {}) for name, item in tree.items())
    )
    for name, value, about in items:
        if (is_dataclass(value) or isinstance(value, dict)) and "unit" not in about:
            yield from facts(value, f"{prefix}{name}.")
        elif isinstance(value, dict):
            for key, item in value.items():
                yield Fact(f"{prefix}{name}.{key}", item, **{fact: entry(fact, v, key) for fact, v in about.items()})
        elif "unit" in about:
            yield Fact(f"{prefix}{name}", value, **about)
        elif value is not None:
            yield Fact(f"{prefix}{name}", value, "", "", None, None, "setting", (-float("inf"), float("inf")))


def world_overrides(overrides: Iterable[str]) -> tuple[str, ...]:
    """The overrides that change the world itself: not its scenario, seed, place on disk or how it is computed."""
    return tuple(without(list(overrides), *_NOT_OF_THE_WORLD))


def parameters(world: Any, base: Any, scenario: str, overrides: Sequence[str]) -> list[dict[str, Any]]:
    """One row per parameter: name, value, unit, source, low, high, role, changed, by.

    Parameters
    ----------
    world : dataclass
        The resolved configuration, for example a WorldConfig.
    base : dataclass, optional
        The composed baseline without overrides; without it only overrides count as changes.
    scenario : str
        Bare file name.
    overrides : sequence of str
        Overrides of the command line.

    Returns
    -------
    list of dict
        ``changed`` rows differ from the base or were named on the command line. Their ``by`` and their ``source`` are
        ``scenario:<name>`` or ``command line`` (``default`` elsewhere), and ``source_of_default`` keeps the
        reference. ``flagged`` stands in rows whose value lies outside ``low`` to ``high``.
    """
    before = {fact.name: fact.value for fact in facts(base)} if base is not None else None
    given = [name_of(o) for o in world_overrides(overrides)]
    rows = []
    for fact in facts(world):
        differs = before is not None and before.get(fact.name) != fact.value
        named = fact.name in given
        inside = any(fact.name.startswith(f"{name}.") for name in given)
        changed = differs or named
        by = "default" if not changed else "command line" if named or inside else f"scenario:{scenario}"
        row = {
            "name": fact.name,
            "value": plain(fact.value, fact.name),
            "unit": fact.unit,
            "source": by if changed else fact.source,
            "low": fact.low,
            "high": fact.high,
            "role": fact.role,
            "changed": changed,
            "by": by,
        }
        if changed:
            row["source_of_default"] = fact.source
        if _outside(fact):
            row["flagged"] = "outside the range of evidence"
        rows.append(row)
    return rows


def files(world: WorldConfig) -> list[dict[str, str]]:
    """Tables of the user's own: name, path as it was given, sha256 of what was read.

    Raises
    ------
    UserError
        If a file cannot be read.
    """
    theirs = {source.name: source.sha256 for source in packaged().sources}
    digests = {**theirs, **dict(contents(world.files))}
    return [{"name": name, "path": path, "sha256": digests[name]} for name, path in world.files.given().items()]


def run_manifest(
    case: Case, key: str, base: WorldConfig | None = None, durations: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The manifest of one run folder.

    Parameters
    ----------
    case : Case
        Scenario, strength, world and overrides.
    key : str
        From ``run_key``.
    base : WorldConfig, optional
        The composed baseline without overrides, to tell what changed.
    durations : sequence of mapping
        ``{"seeds": "0-15", "seconds": 3.2}`` per tile just computed.
    """
    return {
        "kind": "run",
        "format": FORMAT,
        "key": key,
        "cases": [_case(case)],
        "config": plain(_as_given(case.world)),
        "parameters": parameters(_as_given(case.world), base, case.scenario, case.overrides),
        "files": files(case.world),
        "durations": [dict(item) for item in durations],
        **provenance(),
    }


def compare_manifest(
    cases: Sequence[tuple[Case, str]], seed: int, replicates: int, info: Mapping[str, Any]
) -> dict[str, Any]:
    """The manifest of a comparison.

    Parameters
    ----------
    cases : sequence of (Case, str)
        Every case with its key.
    seed, replicates : int
        Replicate r is the world of seed ``seed + r``.
    info : mapping
        Further entries: name, question, overrides, durations; none of them a path or a host name.
    """
    overrides = without(list(info.get("overrides", ())), *_PATHS)
    return {
        "kind": "compare",
        "format": FORMAT,
        "seed": seed,
        "replicates": replicates,
        "scenarios": list(dict.fromkeys(case.scenario for case, _ in cases)),
        "strengths": list(dict.fromkeys(case.strength for case, _ in cases)),
        "cases": [{**_case(case), "key": key} for case, key in cases],
        **{name: value for name, value in info.items() if name != "overrides"},
        "overrides": overrides,
        **provenance(),
    }


def merged(before: Mapping[str, Any], now: Mapping[str, Any], tiles: Sequence[Seeds]) -> dict[str, Any]:
    """A run's manifest brought up to date: new facts, all cases and durations ever recorded, the seeds done."""
    cases = {_identity(case): case for case in [*before.get("cases", ()), *now.get("cases", ())]}
    return {
        **before,
        **now,
        "cases": list(cases.values()),
        "seeds": [str(seeds) for seeds in tiles],
        "durations": [*before.get("durations", ()), *now.get("durations", ())],
    }


def provenance() -> dict[str, Any]:
    """Code version, hashes of data, versions of libraries, Python and platform, time of writing (UTC)."""
    return {
        "flowsim": __version__,
        "code_version": code_version(),
        "data": data_hashes(),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
        "written": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }


def _as_given(world: WorldConfig) -> WorldConfig:
    """The world with the paths of its files as they were given."""
    return replace(world, files=world.files.paths()) if isinstance(world.files, Sealed) else world


def _case(case: Case) -> dict[str, Any]:
    return {
        "scenario": case.scenario,
        "strength": case.strength,
        "label": case.label,
        "overrides": without(case.overrides, *_PATHS),
        **({"files": own} if (own := files(case.world)) else {}),
    }


def _identity(case: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells cases of one run apart: files do not, their content being in the run's key."""
    return (
        case.get("scenario"),
        case.get("strength"),
        tuple(without(world_overrides(case.get("overrides", ())), "files")),
    )


def _outside(fact: Fact) -> bool:
    if isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return False
    return (fact.low is not None and fact.value < fact.low) or (fact.high is not None and fact.value > fact.high)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
