"""A second process that helps the first one on another core, and never outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from _thread import interrupt_main
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread, main_thread
from time import sleep

ROOT = Path(__file__).parents[2]
"""Where this package lies: the helper must run the same code."""
PATIENCE = 2.0  # seconds that a helper has to clear up


def spare(threads: int) -> bool:
    """Whether there is a core for a helper, in a run that may use so many threads (0: all)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return threads != 1 and cores > 1


@contextmanager
def helper(
    module: str, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes] | None]:
    """``python -m module`` in the background, ended when the block ends; None if it cannot be started.

    Its standard input is a pipe that closes with this process, however that ends: see ``obey``. Ctrl-C is not sent to
    it, and what it prints goes nowhere.

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
            stdout=subprocess.DEVNULL,
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
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(PATIENCE + 1.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def obey() -> None:
    """In the helper: clear up and end when the process that started it has enough of it, or is gone."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where Ctrl-C was ignored by who started us
    Thread(target=_wait, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait(pipe: int) -> None:
    with suppress(OSError):
        while os.read(pipe, 1):
            pass
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)  # wakes it, too
    else:
        interrupt_main()
    sleep(PATIENCE)
    os._exit(1)
