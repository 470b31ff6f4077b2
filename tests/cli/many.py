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


def one(arguments: list[str], folder: Path) -> dict[str, object]:
    folder.mkdir(parents=True)
    out, err = folder.with_suffix(".out"), folder.with_suffix(".err")
    child = os.fork()
    if child == 0:
        for path, stream in ((out, 1), (err, 2)):
            os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY), stream)
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
    _, status = os.waitpid(child, 0)
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {"code": os.waitstatus_to_exitcode(status), "out": out.read_text(), "err": err.read_text(), "left": left}


if __name__ == "__main__":
    commands, where = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[1]).parent
    found = [one(arguments, where / f"command-{i}") for i, arguments in enumerate(commands)]
    Path(sys.argv[2]).write_text(json.dumps(found))
