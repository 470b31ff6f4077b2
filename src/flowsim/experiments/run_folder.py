"""One run folder: which seeds are done, and its parts read lazily."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flowsim.data import Inputs
from flowsim.data.agreement import opened
from flowsim.domain.errors import UserError
from flowsim.domain.files import NAMES, Files
from flowsim.experiments.files import read_json, refusal
from flowsim.experiments.parts import PARTS, Seeds, fault, file_name, parse_name

MANIFEST = "manifest.json"
INPUTS = "inputs"
TEXTS = ("series", "place", "unit")
"""Columns of ``places`` in which few texts stand in many rows."""


class Piece(NamedTuple):
    """A tile and the seeds to take from it."""

    tile: Seeds
    take: Seeds


class RunFolder:
    """The folder ``runs/run=<key>`` of one run: tiles of seeds, each in four Parquet parts, and a manifest.

    Parameters
    ----------
    path : Path
        Need not exist: then no seed is done.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._by_place: tuple[list[Seeds], frozenset[str]] | None = None

    @property
    def key(self) -> str:
        """The run's key."""
        return self.path.name.removeprefix("run=")

    def manifest(self) -> dict[str, Any]:
        """The run's manifest; empty if none was written.

        Raises
        ------
        UserError
            If it is unreadable.
        """
        path = self.path / MANIFEST
        return read_json(path) if path.exists() else {}

    def inputs(self) -> Inputs:
        """The tables of the run: copies of the user's own, which lie beside the parts, and the packaged ones.

        Raises
        ------
        UserError
            If a copy is unreadable or damaged.
        """
        own = {path.stem: str(path) for path in (self.path / INPUTS).glob("*.csv") if path.stem in NAMES}
        return opened(Files(**own))

    def tiles(self) -> list[Seeds]:
        """Seed ranges of which all four parts exist, sorted.

        Raises
        ------
        UserError
            If the folder cannot be listed.
        """
        found: dict[Seeds, set[str]] = defaultdict(set)
        try:
            for path in self.path.iterdir():
                if parsed := parse_name(path.name):
                    found[parsed[1]].add(parsed[0])
        except FileNotFoundError:
            return []
        except OSError as error:
            raise refusal("read", self.path, error) from error
        return sorted(seeds for seeds, parts in found.items() if len(parts) == len(PARTS))

    def done(self) -> set[int]:
        """Seeds of which all four parts exist."""
        return {seed for first, last in self.tiles() for seed in range(first, last + 1)}

    def cover(self, wanted: Seeds | None = None) -> list[Piece]:
        """Tiles to read so that every finished seed is read exactly once, however tiles overlap.

        Parameters
        ----------
        wanted : Seeds, optional
            Only these seeds.
        """
        pieces: list[Piece] = []
        following = wanted.first if wanted else 0
        for tile in sorted(self.tiles(), key=lambda seeds: (seeds.first, -seeds.last)):
            last = min(tile.last, wanted.last) if wanted else tile.last
            first = max(tile.first, following)
            if first <= last:
                pieces.append(Piece(tile, Seeds(first, last)))
                following = last + 1
        return pieces

    def by_place(self) -> frozenset[str]:
        """Names of the series by place, read once for the tiles that are there."""
        tiles = self.tiles()
        if self._by_place is None or self._by_place[0] != tiles:
            table = self.table("places", ["series"])
            names = [] if table is None else table["series"].cast(pa.string()).unique().to_pylist()
            self._by_place = tiles, frozenset(names)
        return self._by_place[1]

    def table(
        self,
        part: str,
        columns: Sequence[str] | None = None,
        where: Any = None,
        wanted: Seeds | None = None,
    ) -> pa.Table | None:
        """One part of the run, every finished seed once, in order of seeds.

        Parameters
        ----------
        part : {"weekly", "places", "observed", "outcomes"}
        columns : sequence of str, optional
            Only these; columns that do not exist are left out.
        where : pyarrow.dataset.Expression, optional
            Filter, pushed down to the files.
        wanted : Seeds, optional
            Only these seeds.

        Returns
        -------
        pyarrow.Table or None
            None if no seed is done.

        Raises
        ------
        UserError
            If a file is missing, unreadable, truncated or was not written by flowsim.
        """
        batches: list[tuple[list[Path], Seeds | None]] = []
        for piece in self.cover(wanted):
            path = self.path / file_name(part, piece.tile)
            if piece.take != piece.tile:
                batches.append(([path], piece.take))
            elif batches and batches[-1][1] is None:
                batches[-1][0].append(path)
            else:
                batches.append(([path], None))
        tables = [_read(part, paths, columns, where, take) for paths, take in batches]
        return pa.concat_tables(tables, promote_options="permissive") if tables else None


def _read(part: str, paths: list[Path], columns: Sequence[str] | None, where: Any, take: Seeds | None) -> pa.Table:
    import pyarrow.dataset as ds

    texts = TEXTS if part == "places" else ()
    form = ds.ParquetFileFormat(
        read_options=ds.ParquetReadOptions(dictionary_columns=texts),
        default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True),
    )
    if take is not None:
        only = (ds.field("seed") >= take.first) & (ds.field("seed") <= take.last)
        where = only if where is None else where & only
    try:
        whole = ds.dataset([str(path) for path in paths], format=form)
        for fragment in whole.get_fragments():
            _check(part, Path(fragment.path), fragment.physical_schema, fragment.metadata)
        known = None if columns is None else [name for name in columns if name in whole.schema.names]
        return _plain(whole.to_table(columns=known, filter=where), texts)
    except (OSError, pa.ArrowException) as error:
        raise _culprit(paths, error) from error


def _plain(table: pa.Table, texts: Sequence[str]) -> pa.Table:
    """Dictionaries that spared the decoding of rows not asked for, as the strings that they stand for."""
    for position, field in enumerate(table.schema):
        if field.name in texts:
            table = table.set_column(position, field.name, table[field.name].cast(pa.string()))
    return table


def _check(part: str, path: Path, schema: pa.Schema, metadata: pq.FileMetaData) -> None:
    if wrong := fault(part, schema):
        raise UserError(f"cannot read {path}: not a {part} table of flowsim ({wrong}); move it away and run again")
    parsed = parse_name(path.name)
    column = schema.get_field_index("seed")
    for group in range(metadata.num_row_groups):
        statistics = metadata.row_group(group).column(column).statistics
        if parsed and statistics is not None and statistics.has_min_max:
            seeds = parsed[1]
            if statistics.min < seeds.first or statistics.max > seeds.last:
                raise UserError(f"cannot read {path}: it holds other seeds than its name says; delete it and run again")


def _culprit(paths: list[Path], error: Exception) -> UserError:
    """Which of the files cannot be read, and why."""
    for path in paths:
        try:
            pq.ParquetFile(path, page_checksum_verification=True).read()
        except OSError as failed:
            if failed.errno:
                return refusal("read", path, failed)
            return UserError(f"cannot read {path}: damaged; delete it and run again")
        except pa.ArrowException:
            return UserError(f"cannot read {path}: truncated or not a Parquet file; delete it and run again")
    return UserError(f"cannot read {paths[0].parent}: {str(error).splitlines()[0]}")
