"""The store: run folders by key under ``out/runs``, written tile by tile, shared by any number of processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flowsim.data.inputs import own, read
from flowsim.domain.errors import UserError
from flowsim.domain.files import Files
from flowsim.experiments.files import locked, make_folder, refusal, replacing, sweep, write_json
from flowsim.experiments.keys import code_version, run_key
from flowsim.experiments.manifest import merged
from flowsim.experiments.parts import PARTS, TileTables, file_name, tile_seeds
from flowsim.experiments.run_folder import INPUTS, MANIFEST, RunFolder

__all__ = ["RunFolder", "Store", "code_version", "run_key", "write_table"]


class Store:
    """Run folders below one ``out``.

    Every file appears whole under its final name or not at all, and the outcomes part of a tile appears last; so
    the folder itself is the index of what is done, and processes need not know of one another.

    Parameters
    ----------
    out : str or Path
        Made when first written to.
    """

    def __init__(self, out: str | Path) -> None:
        self.out = Path(out)
        self._swept: set[Path] = set()

    def __repr__(self) -> str:
        return f"Store({str(self.out)!r}, {len(self.runs())} runs)"

    def run(self, key: str) -> RunFolder:
        """The folder of one run, which need not exist."""
        return RunFolder(self.out / "runs" / f"run={key}")

    def runs(self) -> list[RunFolder]:
        """All run folders, by key.

        Raises
        ------
        UserError
            If the folder cannot be listed.
        """
        try:
            found = list((self.out / "runs").iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise refusal("read", self.out / "runs", error) from error
        return [RunFolder(path) for path in sorted(found) if path.name.startswith("run=") and path.is_dir()]

    def done(self, key: str) -> set[int]:
        """Seeds of a run that are stored whole."""
        return self.run(key).done()

    def todo(self, key: str, seeds: Iterable[int], tile: int) -> list[list[int]]:
        """Seeds still to compute, in tiles of consecutive seeds cut at fixed multiples of the tile size.

        So a larger ensemble adds files and never rewrites one, whoever shares the folder.

        Parameters
        ----------
        seeds : iterable of int
            Seeds wanted.
        tile : int
            Largest number of seeds (lanes) in a tile.
        """
        tiles: list[list[int]] = []
        done = self.done(key)
        for seed in sorted(set(seeds)):
            if seed in done:
                continue
            if tiles and tiles[-1][-1] == seed - 1 and tiles[-1][-1] // tile == seed // tile:
                tiles[-1].append(seed)
            else:
                tiles.append([seed])
        return tiles

    def write_tile(self, key: str, tables: TileTables) -> None:
        """Store one tile of consecutive seeds.

        Parameters
        ----------
        key : str
            From ``run_key``.
        tables : mapping of str to pyarrow.Table
            The four parts (``parts.COLUMNS``).

        Raises
        ------
        UserError
            If the file system refuses; the tile then does not count as done.
        ValueError
            If the tables do not have the columns of their part or the seeds are not consecutive.
        """
        seeds = tile_seeds(tables)
        folder = self.run(key).path
        self._sweep(folder)
        for part in PARTS:
            write_table(folder / file_name(part, seeds), tables[part])

    def write_manifest(self, key: str, manifest: Mapping[str, Any]) -> None:
        """Store or update the manifest of a run: its cases and durations join those already there.

        Raises
        ------
        UserError
            If the file system refuses.
        """
        run = self.run(key)
        make_folder(run.path)
        self._sweep(run.path)
        with locked(run.path):
            try:
                before = run.manifest()
            except UserError:
                before = {}
            write_json(run.path / MANIFEST, merged(before, manifest, run.tiles()))

    def write_inputs(self, key: str, files: Files) -> None:
        """Keep a copy of the tables that are the user's own.

        Raises
        ------
        UserError
            If a file cannot be read, is not what it was, or the file system refuses.
        """
        inputs, folder = read(files), self.run(key).path / INPUTS
        for name, _ in own(inputs):
            if not (path := folder / f"{name}.csv").exists():
                with replacing(path) as temporary:
                    temporary.write_bytes(inputs.source(name).content)

    def _sweep(self, folder: Path) -> None:
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)


def write_table(path: Path, table: pa.Table) -> None:
    """Write one Parquet file whole, with checksums, readable by pandas, polars, DuckDB and R.

    Raises
    ------
    UserError
        If the file system refuses.
    """
    repetitive = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    with replacing(path) as temporary:
        pq.write_table(
            table,
            temporary,
            compression="zstd",
            compression_level=1,
            use_dictionary=repetitive,
            write_page_checksum=True,
        )
