"""What determines a world apart from its seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flowsim.domain.chain import Chain, Horizon, Organisation, Structure, archetypes, networks
from flowsim.domain.chain.network import Network
from flowsim.domain.files import Files


@dataclass(frozen=True, kw_only=True)
class WorldConfig:
    """Everything that decides the numbers of a run but the seed.

    Attributes
    ----------
    organisations : dict of str to Organisation
        Exporting organisations by short name.
    networks : dict of str to Network
        Networks of launderers by short name.
    files : Files
        Tables of the user's own.
    policy : Any
        Dataclass with one field of Params per instrument.
    """

    horizon: Horizon = field(default_factory=Horizon)
    chain: Chain = field(default_factory=Chain)
    structure: Structure = field(default_factory=Structure)
    organisations: dict[str, Organisation] = field(default_factory=archetypes)
    networks: dict[str, Network] = field(default_factory=networks.archetypes)
    files: Files = field(default_factory=Files)
    policy: Any = None
