"""Command-line arguments before hydra sees them: flags to the front, unknown ones refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from flowsim.domain.errors import UserError, nearest

LONG = {
    "-h": "--help",
    "-c": "--cfg",
    "-p": "--package",
    "-r": "--run",
    "-m": "--multirun",
    "-sc": "--shell-completion",
    "-cp": "--config-path",
    "-cn": "--config-name",
    "-cd": "--config-dir",
    "-i": "--info",
}
SWITCHES = ("--help", "--hydra-help", "--version", "--resolve", "--run", "--multirun", "--shell-completion")
VALUED = ("--cfg", "--package", "--config-path", "--config-name", "--config-dir", "--experimental-rerun")
INFOS = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")
CHOICES = {"--cfg": ("job", "hydra", "all"), "--info": INFOS}


def tidy(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split arguments into flags with their values, spelled out, and overrides.

    hydra's parser accepts flags only before or after all overrides, and answers mistakes with eight lines.

    Raises
    ------
    UserError
        If a flag is unknown, lacks its value or has a wrong one.
    """
    flags: list[str] = []
    overrides: list[str] = []
    rest = list(given)
    while rest:
        argument = rest.pop(0)
        if not argument.startswith("-") or argument == "-":
            overrides.append(_renamed(argument))
            continue
        name, attached, value = argument.partition("=")
        name = LONG.get(name, name)
        if name in SWITCHES and not attached:
            flags.append(name)
        elif name == "--info":
            flags += [name, value if attached else rest.pop(0) if rest and rest[0] in INFOS else "all"]
        elif name in VALUED:
            if not attached and not rest:
                raise UserError(f"{name} needs a value")
            flags += [name, value if attached else rest.pop(0)]
        else:
            raise _unknown(argument)
        if name in CHOICES and flags[-1] not in CHOICES[name]:
            raise UserError(f"{name} {flags[-1]} is not one of: {', '.join(CHOICES[name])}")
    return flags, overrides


def config_dirs(flags: Sequence[str]) -> list[Path]:
    """Folders given by ``--config-dir``.

    Raises
    ------
    UserError
        If one does not exist.
    """
    folders = [Path(flags[i + 1]) for i, flag in enumerate(flags[:-1]) if flag == "--config-dir"]
    for folder in folders:
        if not folder.is_dir():
            raise UserError(f"--config-dir: there is no folder {folder}")
    return folders


def _renamed(override: str) -> str:
    """``from`` is a word of Python's; a grid is an open table, to which hydra adds names only with ``++``."""
    override = re.sub(r"^(\+*)from=", r"\1source=", override)
    return re.sub(r"^\+?(compare\.grid\.)", r"++\1", override)


def _unknown(argument: str) -> UserError:
    hint = nearest(argument, [*SWITCHES, *VALUED, "--info"])
    guess = f"; did you mean {hint}?" if hint else ""
    return UserError(f"unknown flag {argument}{guess} (settings are written name=value; see flowsim --help)")
