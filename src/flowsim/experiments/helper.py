"""A second process that helps the first one on another core, and never outlives it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from _thread import interrupt_main
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread, main_thread
from time import sleep
from typing import Any

ROOT = Path(__file__).parents[2]
"""Where this package lies: the helper must run the same code."""
PATIENCE = 2.0  # seconds that a helper has to clear up


def spare(threads: int) -> bool:
    """Whether there is a core for a helper, in a run that may use so many threads (0: all)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return threads != 1 and cores > 1


@contextmanager
def helper(
    module: str, *arguments: str, env: Mapping[str, str] | None = None, talks: bool = False
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
    talks : bool
        Whether what it prints is read, by the caller, and its errors are seen.
    """
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if talks else subprocess.DEVNULL,
            stderr=None if talks else subprocess.DEVNULL,
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
        with suppress(OSError):  # what is still to be sent to one that is gone
            process.stdin.close()
        if process.stdout is not None:
            process.stdout.close()
        try:
            process.wait(PATIENCE + 1.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def obey(inbox: SimpleQueue[Any] | None = None) -> None:
    """In the helper: clear up and end when the process that started it has enough of it, or is gone.

    Parameters
    ----------
    inbox : queue, optional
        Gets every object that the other process pickles into the pipe.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where Ctrl-C was ignored by who started us
    Thread(target=_listen, args=(inbox or SimpleQueue(),), daemon=True).start()


def _listen(inbox: SimpleQueue[Any]) -> None:
    with suppress(OSError, EOFError):
        while True:
            inbox.put(pickle.load(sys.stdin.buffer))
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)  # wakes it, too
    else:
        interrupt_main()
    sleep(PATIENCE)
    os._exit(1)
