"""What a comparison leaves beside ``runs/``: comparison.csv, observed.parquet, manifest.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from flowsim.experiments.cases import compare_cases_of
from flowsim.experiments.comparison import compare_cases
from flowsim.experiments.files import replacing, sweep, write_json
from flowsim.experiments.manifest import compare_manifest
from flowsim.experiments.results import COMPARISON, OBSERVED, Results
from flowsim.experiments.run_folder import MANIFEST

if TYPE_CHECKING:
    from flowsim.experiments.build import Case


def opened(out: str | Path, cases: Sequence[tuple[Case, str]], seed: int, replicates: int) -> Results:
    """Stored results of known cases and seeds, whatever else lies in the folder.

    Parameters
    ----------
    out : str or Path
        Folder that holds ``runs/``.
    cases : sequence of (Case, str)
        Every case with its key.
    seed, replicates : int
        Replicate r is the world of seed ``seed + r``.
    """
    found = compare_cases_of(Path(out), compare_manifest(cases, seed, replicates, {}))
    manifest = found[0].run.manifest() if len(found) == 1 else {}
    return Results(Path(out) if len(found) > 1 else found[0].run.path, found, manifest)


def write_compare(
    out: str | Path,
    cases: Sequence[tuple[Case, str]],
    seed: int,
    replicates: int,
    info: Mapping[str, Any] | None = None,
) -> Results:
    """Write the files of a comparison from its stored runs, each whole, the manifest last.

    Parameters
    ----------
    out : str or Path
        Folder that holds ``runs/``.
    cases : sequence of (Case, str)
        Every case with its key, the baseline among them.
    seed, replicates : int
        Replicate r is the world of seed ``seed + r``.
    info : mapping, optional
        Further entries of the manifest: name, question, overrides, durations.

    Returns
    -------
    Results
        The comparison, opened.

    Raises
    ------
    UserError
        If a stored file is unreadable or the file system refuses.
    """
    out = Path(out)
    manifest = compare_manifest(cases, seed, replicates, info or {})
    results = Results(out, compare_cases_of(out, manifest), manifest)
    sweep(out)
    content = compare_cases(results.cases).to_csv(index=False, lineterminator="\n").encode()
    with replacing(out / COMPARISON) as temporary:
        temporary.write_bytes(content)
    _write_observed(out / OBSERVED, results)
    manifest["comparison_sha256"] = sha256(content).hexdigest()
    write_json(out / MANIFEST, manifest)
    return results


def _write_observed(path: Path, results: Results) -> None:
    tables = iter(results.observed_tables())
    first = next(tables, None)
    if first is None:
        return
    with (
        replacing(path) as temporary,
        pq.ParquetWriter(temporary, first.schema, compression="zstd", write_page_checksum=True) as writer,
    ):
        writer.write_table(first)
        for table in tables:
            writer.write_table(table.select(first.schema.names).cast(first.schema))
