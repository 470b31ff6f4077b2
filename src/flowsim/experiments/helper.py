"""A second process that helps the first one on another core, and never outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parents[2]
"""Where this package lies: the helper must run the same code."""


@contextmanager
def helper(
    module: str, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes] | None]:
    """``python -m module`` in the background, ended when the block ends; None if it cannot be started.

    Its standard input is a pipe that closes with this process, however that ends: see ``obey``. Ctrl-C is not sent to
    it. What it prints can be read from ``stdout``; what it complains about goes nowhere.

    Parameters
    ----------
    module : str
        Full name; it must call ``obey`` first.
    *arguments : str
    env : mapping of str to str, optional
        Further variables of its environment.
    """
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(env or {}), "PYTHONPATH": path},
            start_new_session=True,
        )
    except OSError:
        yield None
        return
    try:
        yield process
    finally:
        process.kill()
        with suppress(OSError):
            process.communicate()


def obey() -> None:
    """In the helper: end at once when the process that started it is gone."""
    Thread(target=_wait, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait(pipe: int) -> None:
    with suppress(OSError):
        while os.read(pipe, 1):
            pass
    os._exit(1)
