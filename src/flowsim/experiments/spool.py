"""Tables on their way to one file per part: world by world in temporary files, then one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import file_digest
from os import getpid
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from flowsim.experiments.files import refusal, replacing
from flowsim.experiments.payment_columns import CLASSES, COLUMNS, schema


class Spool:
    """Tables of one world on their way to the files, in temporary files of the same folder."""

    def __init__(self, out: Path, seed: int) -> None:
        mark = f"{seed}.{getpid()}-{uuid4().hex[:8]}"
        self.paths = {part: out / f".{part}-{mark}.tmp" for part in COLUMNS}
        self.writers: dict[str, pq.ParquetWriter] = {}

    def write(self, tables: Sequence[pa.Table]) -> None:
        """Add tables, in order of the parts.

        Raises
        ------
        UserError
            If the file system refuses.
        """
        for (part, path), table in zip(self.paths.items(), tables, strict=True):
            try:
                if part not in self.writers:
                    self.writers[part] = writer(path, part)
                self.writers[part].write_table(table)
            except OSError as error:
                raise refusal("write", path.parent / f"{part}.parquet", error) from error

    def read(self, part: str) -> Iterator[pa.Table]:
        """The tables of one part, as they were written."""
        if part in self.writers:
            with pq.ParquetFile(self.paths[part]) as found:
                for group in range(found.num_row_groups):
                    yield found.read_row_group(group)

    def close(self) -> None:
        """No more is written."""
        for one in self.writers.values():
            one.close()

    def remove(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self.close()
        for path in self.paths.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)


def writer(path: Path, part: str) -> pq.ParquetWriter:
    """A writer of Parquet files of one part."""
    exact = [name for name, (kind, _) in COLUMNS[part].items() if not pa.types.is_floating(kind)]
    return pq.ParquetWriter(
        path,
        schema(part),
        compression="zstd",
        compression_level=1,
        use_dictionary=exact,
        write_page_checksum=True,
    )


@contextmanager
def spooled(out: Path, seeds: Sequence[int]) -> Iterator[dict[int, Spool]]:
    """A spool for every world, gone at the end."""
    spools = {seed: Spool(out, seed) for seed in seeds}
    try:
        yield spools
    finally:
        for spool in spools.values():
            spool.remove()


def join(out: Path, spools: Sequence[Spool]) -> dict[str, Any]:
    """Both files from the spools of all worlds; they appear together. Returns what the manifest says of them."""
    with ExitStack() as stack:
        found = {part: stack.enter_context(replacing(out / f"{part}.parquet")) for part in COLUMNS}
        said = {part: _joined(part, path, spools) for part, path in found.items()}
    return said


def _joined(part: str, path: Path, spools: Sequence[Spool]) -> dict[str, Any]:
    rows, classes = 0, dict.fromkeys(CLASSES, 0)
    with writer(path, part) as file:
        for spool in spools:
            for table in spool.read(part):
                file.write_table(table)
                rows += len(table)
                if "class" in table.column_names:
                    for found in table["class"].value_counts().to_pylist():
                        classes[found["values"]] += found["counts"]
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    about = {name: words for name, (_, words) in COLUMNS[part].items()}
    counts = {"classes": classes} if sum(classes.values()) else {}
    return {"file": f"{part}.parquet", "rows": rows, **counts, "sha256": digest, "columns": about}
