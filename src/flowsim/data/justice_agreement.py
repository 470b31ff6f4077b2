"""What must hold in the table of the reform of criminal procedure, beyond the range of each cell."""

from __future__ import annotations

from flowsim.data.checking import Checked
from flowsim.domain.calendar import parse
from flowsim.domain.errors import UserError


def reform(table: Checked) -> None:
    """Days are dates, the whole state comes last, and there are homicides to weigh states by.

    Raises
    ------
    UserError
        At the first mistake.
    """
    frame = table.frame
    for row, (start, whole) in enumerate(zip(frame["start"], frame["whole"], strict=True)):
        days = []
        for column, text in (("start", start), ("whole", whole)):
            try:
                days.append(parse(text))
            except UserError as error:
                raise table.mistake(row, column, str(error)) from None
        if days[1] < days[0]:
            raise table.mistake(row, "whole", f"{days[1]} comes before the start, {days[0]}")
    if not frame["homicides"].sum() > 0.0:
        raise UserError(f"{table.source.said}, column homicides: no state has any; states are weighed by them")
