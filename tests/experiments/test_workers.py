"""Work shared out over processes: every item once, the first error ends all, nobody is left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import pytest

from flowsim.domain.errors import UserError
from flowsim.experiments import workers
from flowsim.experiments.workers import StoppedError, spread

ITEMS = tuple(range(6))


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Workers find the tasks of this file."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def twice(item, stop):
    time.sleep(0.1)
    yield item
    yield os.getpid()


def odd(item, stop):
    if item % 2:
        raise UserError(f"{item} is odd")
    for _ in range(600):
        if stop.is_set():
            raise StoppedError
        time.sleep(0.05)
    yield item


class TwoWordsError(Exception):
    """An error that cannot be read again."""

    def __init__(self, one, other):
        super().__init__(one + other)


def unreadable(item, stop):
    if threading.current_thread() is threading.main_thread():  # in the worker
        raise TwoWordsError("no ", "way")
    time.sleep(0.3)
    yield item


def killed(item, stop):
    if threading.current_thread() is threading.main_thread():
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.3)
    yield item


def noisy(item, stop):
    sys.stdout.write("words between the answers\n")
    yield item


def gathered(task, threads, processes):
    found = defaultdict(list)
    spread(task, ITEMS, threads, lambda item, value: found[item].append(value), processes=processes)
    return found


@pytest.mark.parametrize(("threads", "processes", "count"), [(1, False, 1), (2, False, 1), (1, True, 1), (3, True, 3)])
def test_every_item_is_done_once_in_as_many_processes_as_asked(threads, processes, count):
    found = gathered(twice, threads, processes)
    assert sorted(found) == list(ITEMS)
    assert all(values[0] == item and len(values) == 2 for item, values in found.items())
    seen = {values[1] for values in found.values()}
    assert os.getpid() in seen
    assert len(seen) <= count if count == 1 else len(seen) > 1


@pytest.mark.parametrize("processes", [False, True])
def test_the_first_error_ends_all(processes):
    began = time.monotonic()
    with pytest.raises(UserError, match="is odd"):
        gathered(odd, 2, processes)
    assert time.monotonic() - began < 20


def test_an_error_that_cannot_travel_comes_as_its_words():
    with pytest.raises(RuntimeError, match="TwoWordsError: no way"):
        gathered(unreadable, 2, True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_process_that_is_killed_is_one_line():
    with pytest.raises(UserError, match="ended before it had finished") as told:
        gathered(killed, 2, True)
    assert "threads=1" in str(told.value)


def test_what_a_task_prints_is_not_taken_for_an_answer():
    assert gathered(noisy, 2, True) == {item: [item] for item in ITEMS}


def test_a_machine_that_starts_no_process_uses_threads(monkeypatch):
    def refused(*args, **kwargs):
        raise OSError("no more processes")

    monkeypatch.setattr(workers.subprocess, "Popen", refused)
    assert sorted(gathered(twice, 2, True)) == list(ITEMS)
