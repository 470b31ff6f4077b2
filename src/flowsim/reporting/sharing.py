"""Figures drawn by two processes at once: each takes the next sheet that nobody has taken, from either end.

A sheet is taken by making a file of its name in a folder that both know. The helper leaves word of every sheet that it
finished in the same folder; whatever it did not finish is drawn by the first process, which also meets its errors.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory

from flowsim.experiments.files import replacing
from flowsim.experiments.helper import helper, obey, spare
from flowsim.reporting.pictures import FOLLOWED, Drawing, Picture


class Board:
    """Who draws what.

    Parameters
    ----------
    folder : Path
        Known to both processes.
    process : Popen, optional
        The helper.
    """

    def __init__(self, folder: Path, process: Popen[bytes] | None = None) -> None:
        self.folder, self.process = folder, process

    def take(self, name: str) -> bool:
        """Whether a sheet is ours from now on."""
        try:
            os.close(os.open(self.folder / name, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def done(self, name: str, pictures: list[Picture]) -> None:
        """Leave word that a sheet is finished."""
        rows = [{k: str(v) if isinstance(v, Path) else v for k, v in asdict(p).items()} for p in pictures]
        with replacing(self.folder / f"{name}.json") as temporary:
            temporary.write_text(json.dumps(rows), encoding="utf-8")

    def found(self, name: str) -> list[Picture] | None:
        """What the helper drew on a sheet; None if it did not finish it."""
        try:
            rows = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return [Picture(**{**row, "svg": Path(row["svg"]), "png": Path(row["png"])}) for row in rows]


@contextmanager
def board(out: Path, threads: int) -> Iterator[Board | None]:
    """A board with a helper at work on the results of a folder; None where there is no room for one."""
    if not spare(threads):
        yield None
        return
    with ExitStack() as stack:
        try:
            name = stack.enter_context(TemporaryDirectory(prefix="flowsim-", ignore_cleanup_errors=True))
        except OSError:
            yield None
            return
        shared = Board(Path(name))
        shared.take(FOLLOWED)
        shared.process = stack.enter_context(helper(__spec__.name, str(out), name))
        yield shared


def drawn(drawing: Drawing, shared: Board | None) -> list[Picture]:
    """All pictures in the order of the report."""
    found: dict[str, list[Picture]] = {}
    for name in (FOLLOWED, *drawing.sheets):
        if name not in found and (shared is None or name == FOLLOWED or shared.take(name)):
            found[name] = drawing.draw(name)
    if shared is not None and shared.process is not None:
        shared.process.wait()
    for name in drawing.sheets:
        if name not in found:
            theirs = shared.found(name) if shared is not None else None
            found[name] = drawing.draw(name) if theirs is None else theirs
    return [picture for name in drawing.sheets for picture in found[name]]


def help_draw(out: Path, shared: Board) -> None:
    """In the helper: draw from the last sheet backwards."""
    from flowsim.reporting.report import prepared

    drawing = prepared(out)
    for name in reversed(drawing.sheets):
        if shared.take(name):
            shared.done(name, drawing.draw(name))


if __name__ == "__main__":
    obey()
    with suppress(KeyboardInterrupt):
        help_draw(Path(sys.argv[1]), Board(Path(sys.argv[2])))
