"""Agents that are a row of arrays: they decide together, in one call for all of their kind."""

from __future__ import annotations

from typing import Any

import mesa


class Handle(mesa.Agent):
    """A thin handle on a row of the world.

    Parameters
    ----------
    model : FlowModel
    row : int
        Row of its axis.
    name : str
        Key in the configuration, or id in the table.
    """

    def __init__(self, model: Any, row: int, name: str) -> None:
        super().__init__(model)
        self.row, self.name = row, name
