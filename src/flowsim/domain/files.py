"""Tables of the user's own that take the place of packaged ones."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Files:
    """Paths of CSV files, one per table; empty for the packaged table.

    Relative paths start at the folder of the command. What the columns must hold stands in ``data/columns.py``.
    """

    geography: str = ""
    drivers: str = ""
    drivers_opioids: str = ""
    border_crossings: str = ""
    overdose_deaths_state_year: str = ""
    cannabis_law: str = ""
    banks: str = ""
    money_rules: str = ""
    justice_reform: str = ""
    homicide_states: str = ""
    leader_removals: str = ""

    def given(self) -> dict[str, str]:
        """Paths by table, of the tables that are not the packaged ones."""
        return {name: path for name in NAMES if (path := str(getattr(self, name)))}

    def where(self, name: str) -> Path:
        """The file of a table."""
        return Path(getattr(self, name))


NAMES = tuple(f.name for f in fields(Files))


@dataclass(frozen=True, kw_only=True, eq=False)
class Sealed(Files):
    """Files as they were when a run was set up: what they hold decides the run, and may not change under it.

    Attributes
    ----------
    folder : str
        Folder of the command.
    sha256 : tuple of (str, str)
        Table and hash of its content, for each table whose content is not the packaged one.
    """

    folder: str = ""
    sha256: tuple[tuple[str, str], ...] = ()

    def where(self, name: str) -> Path:
        """The file of a table, from the folder of the command."""
        return Path(self.folder, getattr(self, name))

    def paths(self) -> Files:
        """The paths as they were given, without the seal."""
        return Files(**{name: getattr(self, name) for name in NAMES})

    def __eq__(self, other: object) -> bool:
        """Equal contents are equal files."""
        return isinstance(other, Sealed) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)
