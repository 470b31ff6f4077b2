"""Files written whole or not at all, and errors of the file system in one line."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from flowsim.domain.errors import UserError

STALE_SECONDS = 3600.0

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be too large for this file system",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the file system is read-only",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "it is a folder, not a file",
    errno.ENOENT: "no such file or folder",
}


def refusal(verb: str, path: Path, error: OSError) -> UserError:
    """A UserError for a failed file operation: ``cannot write results/x: the disk is full``."""
    reason = _REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__
    return UserError(f"cannot {verb} {path}: {reason}")


def make_folder(path: Path) -> None:
    """Make a folder and its parents.

    Raises
    ------
    UserError
        If the file system refuses.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if isinstance(error, FileExistsError):
            raise UserError(f"cannot write to {path}: it is a file, not a folder") from error
        raise refusal("write to", path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Write a file whole: the block fills a temporary name, which takes the place of ``path`` only at the end.

    Parameters
    ----------
    path : Path
        Final name; its folder is made.

    Yields
    ------
    Path
        Temporary file beside it (``.name.<process>-<random>.tmp``), to be written and closed by the block.

    Raises
    ------
    UserError
        If the file system refuses; nothing is left behind.
    """
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{uuid4().hex[:8]}.tmp")
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise refusal("write", path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def sweep(folder: Path, older_than: float = STALE_SECONDS) -> int:
    """Remove temporary files that killed processes left in a folder.

    Parameters
    ----------
    folder : Path
        Looked through without its subfolders; it need not exist.
    older_than : float
        Age in seconds from which a temporary file counts as left behind.

    Returns
    -------
    int
        How many were removed.
    """
    removed = 0
    for path in folder.glob(".*.tmp"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
    return removed


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder while a file in it is read, merged and replaced.

    The lock falls with the process that holds it. Where the system has no such locks the block simply runs:
    files are still whole, only the later of two merges at the same instant wins.
    """
    descriptor = None
    with suppress(ImportError, OSError):
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def write_json(path: Path, content: Any) -> None:
    """Write JSON whole; nan and infinity are refused with ValueError.

    Raises
    ------
    UserError
        If the file system refuses.
    """
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    with replacing(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file.

    Raises
    ------
    UserError
        If it is missing, unreadable, truncated or not a JSON object.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise refusal("read", path, error) from error
    except ValueError as error:
        raise UserError(f"cannot read {path}: truncated or not JSON; delete it and run again") from error
    if not isinstance(content, dict):
        raise UserError(f"cannot read {path}: not written by flowsim; delete it and run again")
    return content
