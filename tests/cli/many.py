"""Many commands at the price of one start: read a list of argument lists, fork and run the real main() for each."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import flowsim.cli.job
import flowsim.cli.launching
import flowsim.cli.messages
import flowsim.experiments.tasks  # noqa: F401
from flowsim.cli import main


def begin(arguments: list[str], folder: Path) -> int:
    """Fork; the child becomes the command, with its output in files beside the folder."""
    folder.mkdir(parents=True)
    child = os.fork()
    if child:
        return child
    for suffix, stream in ((".out", 1), (".err", 2)):
        os.dup2(os.open(folder.with_suffix(suffix), os.O_CREAT | os.O_WRONLY), stream)
    os.chdir(folder)
    sys.argv[1:] = arguments
    code = 0
    try:
        main()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def answer(code: int, folder: Path) -> dict[str, object]:
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {
        "code": code,
        "out": folder.with_suffix(".out").read_text(),
        "err": folder.with_suffix(".err").read_text(),
        "left": left,
    }


def many(commands: list[list[str]], where: Path) -> list[dict[str, object]]:
    """All commands, as many at a time as there are cores."""
    codes: dict[int, int] = {}
    running: dict[int, int] = {}
    for i, arguments in enumerate(commands):
        running[begin(arguments, where / f"command-{i}")] = i
        while len(running) >= (os.cpu_count() or 1) or (running and i == len(commands) - 1):
            child, status = os.wait()
            codes[running.pop(child)] = os.waitstatus_to_exitcode(status)
    return [answer(codes[i], where / f"command-{i}") for i in range(len(commands))]


if __name__ == "__main__":
    asked = Path(sys.argv[1])
    Path(sys.argv[2]).write_text(json.dumps(many(json.loads(asked.read_text()), asked.parent)))
