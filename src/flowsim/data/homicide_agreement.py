"""What must hold in the tables of homicide by state and of leaders, beyond the range of each cell."""

from __future__ import annotations

from flowsim.data.checking import Checked
from flowsim.domain.calendar import parse
from flowsim.domain.errors import UserError, unknown


def states(table: Checked, reform: Checked, geography: Checked) -> None:
    """The states of the geography, as in the table of the reform; neighbours exist and know one another.

    Raises
    ------
    UserError
        At the first mistake.
    """
    ids = table.frame["id"].tolist()
    if ids != reform.frame["id"].tolist():
        raise UserError(f"{table.source.said}, column id: the states and their order are not those of justice_reform")
    people = geography.frame.set_index("id")["weight_1"].to_dict()
    neighbours = [text.split(";") for text in table.frame["neighbours"]]
    for row, (state, near) in enumerate(zip(ids, neighbours, strict=True)):
        if not people.get(state, 0.0) > 0.0:
            raise table.mistake(row, "id", f"{state} has no row with people in {geography.source.said}")
        for other in near:
            if other not in ids:
                raise table.mistake(row, "neighbours", str(unknown("state", other, ids)))
            if state not in neighbours[ids.index(other)]:
                raise table.mistake(row, "neighbours", f"{other} does not name {state} as its neighbour")


def removals(table: Checked) -> None:
    """Days are dates.

    Raises
    ------
    UserError
        At the first mistake.
    """
    for row, text in enumerate(table.frame["day"]):
        try:
            parse(text)
        except UserError as error:
            raise table.mistake(row, "day", str(error)) from None
