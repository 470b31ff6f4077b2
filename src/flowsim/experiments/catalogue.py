"""What can be chosen: folders of configuration files, their choices, and what each is about. No hydra here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def conf_dir() -> Path:
    """The folder of configuration files: inside the installed package, else at the top of a checkout."""
    inside = PACKAGE / "conf"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "conf"


def groups(folders: Iterable[Path]) -> list[str]:
    """Names of the groups, nested ones with a slash, hydra's own left out."""
    found = set()
    for folder in folders:
        for path in folder.rglob("*.yaml"):
            group = path.parent.relative_to(folder).as_posix()
            if group != "." and group.split("/")[0] != "hydra":
                found.add(group)
    return sorted(found)


def choices(group: str, folders: Iterable[Path]) -> dict[str, Path]:
    """Choices of a group and their files; a later folder hides an earlier one's file of the same name."""
    return {path.stem: path for folder in folders for path in sorted((folder / group).glob("*.yaml"))}


def about(path: Path) -> str:
    """What a configuration file is about: its first comment that is not a header of hydra's.

    An unreadable file has no description; reading it as configuration is what reports the mistake.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    for line in lines:
        if line.startswith("#") and "@package" not in line:
            return line.lstrip("# ").rstrip()
        if line.strip() and not line.startswith("#"):
            break
    return ""
