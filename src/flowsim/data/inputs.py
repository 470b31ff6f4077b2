"""The tables of one run, known by what they hold: equal contents are one and the same."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flowsim.data.columns import TABLES
from flowsim.domain.errors import UserError
from flowsim.domain.files import NAMES, Files, Sealed

FOLDER = Path(__file__).parent / "tables"
_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EISDIR: "it is a folder, not a file",
    errno.EACCES: "permission denied",
}


@dataclass(frozen=True)
class Source:
    """One table as it was read; sources are equal if their contents are.

    Attributes
    ----------
    name : str
        Name of the table.
    sha256 : str
    content : bytes
    said : str
        How messages call the file.
    """

    name: str
    sha256: str
    content: bytes = field(compare=False, repr=False)
    said: str = field(compare=False)


@dataclass(frozen=True)
class Inputs:
    """The tables of one run; hashable, so that what is built from them can be kept by content."""

    sources: tuple[Source, ...]

    def source(self, name: str) -> Source:
        """One of the tables."""
        for source in self.sources:
            if source.name == name:
                return source
        raise KeyError(name)


@lru_cache(maxsize=1)
def packaged() -> Inputs:
    """The packaged tables."""
    found = ((name, (FOLDER / f"{name}.csv").read_bytes()) for name in TABLES)
    return Inputs(tuple(Source(n, sha256(c).hexdigest(), c, f"packaged {n}.csv") for n, c in found))


def read(files: Files) -> Inputs:
    """The packaged tables with the user's own in their places; contents are not looked at.

    Raises
    ------
    UserError
        If a file cannot be read, or is no longer what it was when the run was set up.
    """
    inputs = _read(files)
    if isinstance(files, Sealed) and files.sha256 != own(inputs):
        changed = min(name for name, _ in set(files.sha256) ^ set(own(inputs)))
        raise UserError(f"{inputs.source(changed).said} has changed since the run was set up; start it again")
    return inputs


def own(inputs: Inputs) -> tuple[tuple[str, str], ...]:
    """Name and sha256 of each table that does not hold what the packaged one holds."""
    pairs = zip(inputs.sources, packaged().sources, strict=True)
    return tuple((mine.name, mine.sha256) for mine, theirs in pairs if mine != theirs)


def contents(files: Files) -> tuple[tuple[str, str], ...]:
    """What ``own`` says of files, which a seal remembers.

    Raises
    ------
    UserError
        If a file without seal cannot be read.
    """
    return files.sha256 if isinstance(files, Sealed) else own(_read(files))


def sealed(files: Files, folder: Path) -> Sealed:
    """Files bound to what they hold now; relative paths start at ``folder``.

    Raises
    ------
    UserError
        If a file cannot be read.
    """
    plain = Sealed(**{name: getattr(files, name) for name in NAMES}, folder=str(folder))
    return replace(plain, sha256=own(_read(plain)))


def _read(files: Files) -> Inputs:
    given = files.given()
    return Inputs(tuple(_own(files, s.name) if s.name in given else s for s in packaged().sources))


def opened_at(name: str, path: Path, said: str) -> Source:
    """One table of the user's own; what it holds is not looked at.

    Raises
    ------
    UserError
        If it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or "it cannot be read"
        raise UserError(f"{said}: {reason}") from None
    except ValueError:
        raise UserError(f"{said}: this is not a path") from None
    return Source(name, sha256(content).hexdigest(), content, said)


def _own(files: Files, name: str) -> Source:
    return opened_at(name, files.where(name), f"files.{name}={getattr(files, name)}")
