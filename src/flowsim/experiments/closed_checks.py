"""Refuse settings of the organisations alone that make no sense, in one line that says what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowsim.domain.closed import ARRESTS, Closed
from flowsim.domain.errors import UserError
from flowsim.experiments.checks import named, one_of
from flowsim.experiments.overrides import without

if TYPE_CHECKING:
    from flowsim.experiments.build import Job

READS = ("task", "closed", "seed", "replicates", "tile", "threads", "out", "hydra")
MOST_YEARS = 100


def checked(job: Job) -> Closed:
    """The settings of a job of ``task=closed``.

    Raises
    ------
    UserError
        If a setting is another task's, dates are out of order, or a switch names no rule of its own.
    """
    settings = job.config.closed
    if job.config.source:
        raise UserError(f"from={job.config.source} is for task=report; task=closed takes out=")
    if others := without(job.overrides, *READS):
        raise UserError(f"{others[0]} has no part in task=closed, which reads closed.*, seed, replicates, tile and out")
    one_of("closed.arrests", settings.arrests, ARRESTS)
    dates(settings)
    pairs(settings)
    return settings


def dates(settings: Closed) -> None:
    """The dates of a run, in order.

    Raises
    ------
    UserError
        If a date cannot be read, is out of order, or the run is longer than ``MOST_YEARS``.
    """
    start, policy, end = (named(f"closed.{k}", getattr(settings, k)) for k in ("start", "policy_from", "end"))
    if (end - start).days < 7:
        raise UserError(f"closed.end={end} must come after closed.start={start}, by a week at least")
    if policy < start:
        raise UserError(f"closed.policy_from={policy} must not come before closed.start={start}")
    if (end - start).days > 366 * MOST_YEARS:
        raise UserError(f"closed.end={end} is more than {MOST_YEARS} years after closed.start={start}")


def pairs(settings: Closed) -> None:
    """Drawn pairs must be pairs of groups.

    Raises
    ------
    UserError
        If more are asked for than there are.
    """
    n, many = settings.groups, settings.rival_pairs + settings.allied_pairs
    if not settings.sizes and many > n * (n - 1) // 2:
        raise UserError(
            f"closed.rival_pairs={settings.rival_pairs} and closed.allied_pairs={settings.allied_pairs} are more than "
            f"the {n * (n - 1) // 2} pairs of closed.groups={n}"
        )
