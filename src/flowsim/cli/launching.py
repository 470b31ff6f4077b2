"""What hydra lets pass in silence or says twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, ValueType
from hydra.core.utils import JobReturn, JobStatus
from hydra.errors import HydraException

from flowsim.domain.errors import UserError
from flowsim.experiments.catalogue import choices

HOW = "settings are written name=value, values with special characters \"name='value'\""


def raise_quietly() -> None:
    """Let a failed job raise its error without the line that hydra prints before it."""

    def returned(self: JobReturn) -> Any:
        if self.status == JobStatus.FAILED:
            raise self._return_value
        return self._return_value

    setter = vars(JobReturn)["return_value"].fset
    setattr(JobReturn, "return_value", property(returned, setter))  # noqa: B010


def check_overrides(overrides: Sequence[str], folders: Sequence[Path]) -> None:
    """Refuse what hydra cannot read, and sweeps over nothing: it would run no job and say nothing.

    Parameters
    ----------
    overrides : sequence of str
        Overrides of the command line.
    folders : sequence of Path
        Folders of configuration files.

    Raises
    ------
    UserError
        If an override cannot be read, a glob matches no choice of its group, or a range is empty.
    """
    parser = OverridesParser.create()
    for text in overrides:
        try:
            override = parser.parse_override(text)
        except HydraException as error:
            raise UserError(f"cannot read {text!r}: {HOW} ({error})") from None
        group = override.key_or_group
        known = choices(group, folders)
        if known and not (override.is_sweep_override() or isinstance(override.value(), str | list)):
            raise UserError(f"{text} is not a choice of {group} (one of: {', '.join(known)})")
        if override.is_sweep_override() and not _any(override, folders):
            globbed = override.value_type == ValueType.GLOB_CHOICE_SWEEP
            raise UserError(
                f"{text} matches nothing" + (f" (choices of {group}: {', '.join(known)})" if globbed else "")
            )


def _any(override: Override, folders: Sequence[Path]) -> bool:
    if override.value_type == ValueType.GLOB_CHOICE_SWEEP:
        names = list(choices(override.key_or_group, folders))
        glob: Any = override.value()
        return not names or bool(glob.filter(names))
    return any(True for _ in override.sweep_string_iterator())
