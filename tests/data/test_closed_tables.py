"""Groups and ties of the user's own: what works, and what each mistake is told."""

from __future__ import annotations

import pytest

from flowsim.data.closed_tables import Network, network, sources
from flowsim.domain.closed import Closed
from flowsim.domain.errors import UserError

SIZES = "group,members\nunion,3000\nnorte,2000\nsur,0\n"
RIVALS = "a,b,weight\nunion,norte,3\nnorte,union,3\nsur,union,0\n"
ALLIES = "weight,b,a,note\n1.5,sur,norte,old friends\n"


def read(folder, sizes: str = SIZES, rivals: str = RIVALS, allies: str = ALLIES) -> Network:
    """The network in three files; an empty text is a file that was not given."""
    texts = {"sizes": sizes, "rivals": rivals, "allies": allies}
    for name, text in texts.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    return network(sources(Closed(**{name: f"{name}.csv" for name, text in texts.items() if text}), folder))


def test_three_files_are_one_network(tmp_path) -> None:
    found = read(tmp_path)
    assert found.names == ("union", "norte", "sur")
    assert found.members.tolist() == [3000.0, 2000.0, 0.0]
    assert found.rivals == {(0, 1): 3.0}
    assert found.allies == {(1, 2): 1.5}


def test_a_tie_of_no_weight_is_none(tmp_path) -> None:
    assert (0, 1) in read(tmp_path).rivals
    assert read(tmp_path, allies=f"{TIE}union,norte,0\nsur,norte,1\n").allies == {(1, 2): 1.0}


def test_ties_that_no_file_names_do_not_exist(tmp_path) -> None:
    found = read(tmp_path, rivals="", allies="")
    assert (found.rivals, found.allies) == ({}, {})


PERSONS, SIZE = "0 to 1e+08 persons", "group,members\n"
TIE = "a,b,weight\n"
MISTAKES = [
    ("sizes", f"{SIZE}union,-5\n", f", line 2, column members: -5 is out of range; allowed: {PERSONS}"),
    ("sizes", f"{SIZE}union,nan\n", f", line 2, column members: 'nan' is not a finite number; allowed: {PERSONS}"),
    ("sizes", f"{SIZE}union,\n", f", line 2, column members: empty; {PERSONS} is needed"),
    ("sizes", f"{SIZE}union,many\n", f", line 2, column members: 'many' is not a number; allowed: {PERSONS}"),
    ("sizes", f"{SIZE},5\n", ", line 2, column group: empty; a text is needed"),
    ("sizes", f"{SIZE}union,1\nunion,2\n", ", line 3, column group: group union stands in line 2 already"),
    ("sizes", f"{SIZE}union,0\n", ", column members: no group has any"),
    ("sizes", "group,member\nu,1\n", ", line 1, column members: there is no such column; did you mean 'member'?"),
    ("sizes", SIZE, ": there is no row below the header"),
    ("sizes", "\n", ": the file is empty"),
    ("sizes", "group;members\nu;1\n", ", line 1: columns are separated by semicolons; save the file with commas"),
    ("rivals", f"{TIE}union,union,1\n", ", line 2, column b: 'union' is tied to itself; a tie is between two groups"),
    (
        "rivals",
        f"{TIE}union,nort,1\n",
        ", line 2, column b: unknown group 'nort'; did you mean 'norte'? (one of: norte, sur, union)",
    ),
    (
        "rivals",
        f"{TIE}union,norte,1\nnorte,union,2\n",
        ", line 3, column weight: 2 is not the 1 of line 2; a tie is the same both ways",
    ),
    (
        "rivals",
        f"{TIE}union,norte,1\nunion,norte,1\n",
        ", line 3, column a: a union, b norte stands in line 2 already",
    ),
    ("rivals", f"{TIE}union,norte,-1\n", ", line 2, column weight: -1 is out of range; allowed: 0 to 1e+06"),
    (
        "rivals",
        f"{TIE}union,norte,inf\n",
        ", line 2, column weight: 'inf' is not a finite number; allowed: 0 to 1e+06",
    ),
    ("rivals", "a,b\nunion,norte\n", ", line 1, column weight: there is no such column"),
    ("rivals", TIE, ": there is no row below the header"),
    (
        "allies",
        f"{TIE}sur,norte,1\nnorte,union,1\n",
        ", line 3, column b: 'union' and 'norte' are rivals in line 2 of closed.rivals=rivals.csv; "
        "a pair is rival or allied, not both",
    ),
]


@pytest.mark.parametrize(("name", "text", "says"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_a_mistake_is_told_with_file_line_and_column(name, text, says, tmp_path) -> None:
    with pytest.raises(UserError) as told:
        read(tmp_path, **{name: text})
    assert str(told.value) == f"closed.{name}={name}.csv{says}"


@pytest.mark.parametrize("name", ["rivals", "allies"])
def test_ties_need_groups(name, tmp_path) -> None:
    (tmp_path / "mine.csv").write_text(RIVALS)
    with pytest.raises(UserError, match=rf"^closed\.{name}=mine\.csv needs closed\.sizes=, the groups that it ties"):
        sources(Closed(**{name: "mine.csv"}), tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(UserError, match=r"^closed\.sizes=none\.csv: there is no such file$"):
        sources(Closed(sizes="none.csv"), tmp_path)
