"""Work shared out over processes and threads: the same task for many items, on as many cores as wanted.

What a model does between kernels holds Python's lock, so that two threads are 1.4 times one and two processes 1.9
times. A process takes two seconds to begin, so that little work goes to threads; so does a run that still compiles
its kernels, which threads of one process do only once.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from threading import Event, Lock
from typing import Any, TypeVar

from flowsim.domain.errors import UserError
from flowsim.experiments.helper import helper, obey

T = TypeVar("T")
Task = Callable[[T, Event], Iterator[Any]]


class StoppedError(Exception):
    """A task was given up because the run is being stopped."""


def spread(
    task: Task[T], items: Sequence[T], threads: int, receive: Callable[[T, Any], None], *, processes: bool = False
) -> None:
    """Run a task for every item, as many at a time as there are threads; the first error, or Ctrl-C, stops all.

    Parameters
    ----------
    task : callable
        ``task(item, stop)`` yields values; it looks at ``stop`` and raises ``StoppedError``. With processes it must be
        a function of a module, and items and values must pickle.
    items : sequence
    threads : int
        Items at work at a time.
    receive : callable
        ``receive(item, value)`` is called in this process, once at a time.
    processes : bool
        Whether all but the first thread work in processes of their own.

    Raises
    ------
    UserError
        If a process ended before its task.
    """
    left, lock, stop = deque(items), Lock(), Event()
    count = min(threads, len(left))
    with ExitStack() as stack:
        workers = [stack.enter_context(helper(__spec__.name, talks=True)) for _ in range(count - 1) if processes]

        def work(worker: subprocess.Popen[bytes] | None) -> None:
            while not stop.is_set():
                try:
                    item = left.popleft()
                except IndexError:
                    return
                for value in task(item, stop) if worker is None else asked(worker, task, item):
                    with lock:
                        receive(item, value)

        others = workers or [None] * (count - 1)
        if not others:
            work(None)
            return
        pool = ThreadPoolExecutor(count)
        try:
            pending = [pool.submit(work, worker) for worker in (None, *others)]
            for future in wait(pending, return_when=FIRST_EXCEPTION).done:
                future.result()
        except BaseException:
            stop.set()
            stack.close()  # ends the workers, so that threads that wait for them go on
            raise
        finally:
            pool.shutdown(wait=True)


def asked(worker: subprocess.Popen[bytes], task: Task[T], item: T) -> Iterator[Any]:
    """What a worker answers to an item, one value after another."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        pickle.dump((task, item), worker.stdin)
        worker.stdin.flush()
        while (answer := pickle.load(worker.stdout)) is not None:
            value, error = answer
            if error is not None:
                raise error
            yield value
    except (EOFError, OSError, pickle.UnpicklingError):
        raise UserError(
            "a process that computed worlds ended before it had finished (no memory left?); "
            "what is finished is kept: run again with a smaller tile, or with threads=1"
        ) from None


def answer(inbox: SimpleQueue[Any]) -> None:
    """In the worker: run task after task, and say what each yields."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing else is said there

    def say(word: Any) -> None:
        out.write(pickle.dumps(word))
        out.flush()

    while True:
        task, item = inbox.get()
        try:
            for value in task(item, Event()):
                say((value, None))
            say(None)
        except Exception as error:
            say((None, sendable(error)))


def sendable(error: Exception) -> Exception:
    """The error, or its words where it cannot be pickled and read again."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    orders: SimpleQueue[Any] = SimpleQueue()
    obey(orders)
    warnings.simplefilter("ignore")
    with suppress(KeyboardInterrupt, BrokenPipeError):
        answer(orders)
