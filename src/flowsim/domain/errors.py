"""What a user did wrong, in one line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """A mistake of the user: one line saying what was given, what is allowed and the nearest valid name.

    It takes exactly one string, so that it pickles and travels home from any launcher.
    """

    def __init__(self, line: str) -> None:
        super().__init__(" ".join(str(line).split()))


def nearest(given: str, choices: Iterable[str]) -> str | None:
    """The valid name that looks most like ``given``, or None."""
    found = get_close_matches(given, list(choices), n=1, cutoff=0.5)
    return found[0] if found else None


def unknown(kind: str, given: object, choices: Iterable[str]) -> UserError:
    """A UserError for a name that does not exist: ``unknown scenario 'x'; did you mean 'y'? (one of ...)``."""
    names = sorted(choices)
    hint = nearest(str(given), names)
    guess = f"; did you mean {hint!r}?" if hint else ""
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return UserError(f"unknown {kind} {given!r}{guess} (one of: {shown})")
