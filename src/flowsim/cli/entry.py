"""The entry point: what happens before, around and after hydra."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from flowsim.cli.arguments import config_dirs, tidy
from flowsim.experiments.catalogue import conf_dir

POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

SHOWS = ("--cfg", "--info", "--hydra-help", "--shell-completion")


def main() -> None:
    """Run the command line; exit 2 with one line for a user's mistake, 130 when interrupted."""
    given = sys.argv[1:]
    verbose = any(a.startswith("hydra.verbose=") for a in given)
    try:
        _start(given)
    except KeyboardInterrupt:
        print("flowsim: interrupted; what is finished is kept", file=sys.stderr)  # noqa: T201
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:
        if verbose:
            raise
        from flowsim.cli.messages import one_line

        line = one_line(error)
        if line is None:
            raise
        print(f"flowsim: {line}", file=sys.stderr)  # noqa: T201
        sys.exit(2)


def _start(given: Sequence[str]) -> None:
    flags, overrides = tidy(given)
    folders = config_dirs(flags)
    if "--help" in flags:
        from flowsim.cli.helptext import helptext

        sys.stdout.write(helptext([conf_dir(), *folders]))
        return
    if "--version" in flags:
        from flowsim import __version__

        sys.stdout.write(f"flowsim {__version__}\n")
        return
    os.environ.setdefault("HYDRA_FULL_ERROR", "1")  # hydra then raises instead of printing
    _bound_threads(overrides)
    sys.argv[1:] = [*flags, *overrides]
    import hydra

    from flowsim.cli.job import job
    from flowsim.cli.launching import check_overrides, raise_quietly

    raise_quietly()
    if "--shell-completion" not in flags:
        check_overrides(overrides, [conf_dir(), *folders])
    run = hydra.main(version_base="1.3", config_path=str(conf_dir()), config_name="config")(job)
    if not is_sweep(overrides) or any(flag in flags for flag in SHOWS):
        run()
        return
    from flowsim.cli.tuning import tuned

    with tuned(overrides, folders, "--multirun" in flags) as more:
        sys.argv += more
        run()


def is_sweep(overrides: Sequence[str]) -> bool:
    """Whether a sweep file or a sweeper is chosen: it may be a tuning."""
    return any(o.partition("=")[0] in ("sweep", "hydra/sweeper") for o in overrides)


def _bound_threads(overrides: Sequence[str]) -> None:
    """``threads=N`` bounds the pools of linear algebra too; they read the environment when numpy is imported."""
    for override in overrides:
        name, _, value = override.partition("=")
        if name == "threads" and value.isdigit() and int(value) > 0:
            for pool in POOLS:
                os.environ[pool] = value
