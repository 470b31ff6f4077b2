"""A progress bar with rate and time left; silent where the output is not a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class Rate(ProgressColumn):
    """Worlds per second."""

    def render(self, task: Task) -> Text:
        """The rate so far, empty at the start."""
        return Text(f"{task.speed:.1f} worlds/s" if task.speed else "")


@contextmanager
def bar(console: Console, total: int) -> Iterator[Callable[[int], None]]:
    """Show how many worlds are done.

    Parameters
    ----------
    console : Console
        Where to draw; nothing is drawn unless it is a terminal.
    total : int
        Worlds in all.

    Yields
    ------
    callable
        To be called with the number of worlds just finished.
    """
    columns = (TextColumn("simulating"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("worlds", total=total)
        yield lambda worlds: progress.advance(task, worlds)
