"""Snapshot and branch: scenarios of one seed share their history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from flowsim.domain.network import Floats
from flowsim.engine.banking import renew_chances
from flowsim.engine.desks import scored
from flowsim.state.intents import Intents
from flowsim.state.world import World


@dataclass(frozen=True)
class Snapshot:
    """Everything that changes, copied; the mesa model itself is not."""

    week: int
    world: World
    intents: Intents
    agencies: tuple[tuple[Floats, ...], ...]
    caught: Floats
    tables: Any
    scoring: tuple[Floats, ...]
    import_price: Floats
    observation: Any
    records: Any

    def restore(self, model: Any) -> None:
        """Write the copy back into a model of the same shape; the snapshot stays usable."""
        model.week = self.week
        model.world.restore(self.world)
        model.intents.restore(self.intents)
        for ways in (model.routes, model.seaports, model.legs, model.gate):
            ways.forget()
        for agency, state in zip(model.agencies, self.agencies, strict=True):
            agency.restore(state)
        np.copyto(model.caught, self.caught)
        model.tables.restore(self.tables)
        for mine, kept in zip((model.kappa, model.sharing, *scored(model)), self.scoring, strict=True):
            np.copyto(mine, kept)
        renew_chances(model)
        model.import_price = self.import_price.copy()
        model.observation = self.observation.copy()
        model.records.restore(self.records)


def take(model: Any) -> Snapshot:
    """A snapshot of a model between two weeks."""
    return Snapshot(
        week=model.week,
        world=model.world.copy(),
        intents=model.intents.copy(),
        agencies=tuple(agency.state() for agency in model.agencies),
        caught=model.caught.copy(),
        tables=model.tables.copy(),
        scoring=tuple(array.copy() for array in (model.kappa, model.sharing, *scored(model))),
        import_price=model.import_price.copy(),
        observation=model.observation.copy(),
        records=model.records.copy(),
    )
