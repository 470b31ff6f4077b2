"""What hydra lets pass in silence or says twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, ValueType
from hydra.core.utils import JobReturn, JobStatus
from hydra.errors import HydraException

from flowsim.domain.errors import UserError, unknown
from flowsim.domain.params import flat
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
        if override.is_interval_sweep():
            continue  # the sweeper's own: cli.tuning
        if override.is_sweep_override() and not _any(override, folders):
            globbed = globbed_sweep(override)
            raise UserError(
                f"{text} matches nothing" + (f" (choices of {group}: {', '.join(known)})" if globbed else "")
            )
        if override.is_sweep_override() and override.is_discrete_sweep() and not globbed_sweep(override):
            for value in override.sweep_string_iterator():
                check_value(group, str(value), known)


def globbed_sweep(override: Override) -> bool:
    """Whether a sweep names its values by a pattern."""
    return bool(override.value_type == ValueType.GLOB_CHOICE_SWEEP)


def check_value(name: str, value: str, known: Collection[str]) -> None:
    """Refuse one value of a sweep before the first job runs: later it would find half the sweep on disk.

    Parameters
    ----------
    name, value : str
        Key and value as written.
    known : collection of str
        Choices, where the key is a group.

    Raises
    ------
    UserError
        If a group has no such choice, or a number is none or past its limits.
    """
    if known:
        if value not in known:
            raise unknown(name, value, known)
        return
    from flowsim.experiments.schema import Config

    low, high = next((fact.limits for fact in flat(Config()) if fact.name == name), (None, None))
    if low is None or high is None or "${" in value:
        return
    try:
        number = float(value)
    except ValueError:
        raise UserError(f"{name}={value} is not a number") from None
    if not low <= number <= high:
        raise UserError(f"{name}={value} is outside its limits: {low:g} to {high:g}")


def _any(override: Override, folders: Sequence[Path]) -> bool:
    if globbed_sweep(override):
        names = list(choices(override.key_or_group, folders))
        glob: Any = override.value()
        return not names or bool(glob.filter(names))
    return any(True for _ in override.sweep_string_iterator())
