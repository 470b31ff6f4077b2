"""Two processes draw each sheet once, and what the helper leaves undone is drawn after all."""

from __future__ import annotations

from pathlib import Path

import pytest
import synthetic

from flowsim.reporting import sharing
from flowsim.reporting.pictures import FOLLOWED, Drawing, Picture
from flowsim.reporting.report import prepared

SHEETS = ("effects", "prices", FOLLOWED, "fit")


class Fake:
    """Draws names."""

    def __init__(self) -> None:
        self.sheets = dict.fromkeys(SHEETS)
        self.done: list[str] = []

    def draw(self, name: str) -> list[Picture]:
        self.done.append(name)
        return [picture(name, "own")]


def picture(name: str, title: str) -> Picture:
    return Picture(name, title, "caption", "money", Path(f"{name}.svg"), Path(f"{name}.png"), more=True)


def test_a_sheet_is_taken_once(tmp_path):
    one, other = sharing.Board(tmp_path), sharing.Board(tmp_path)
    assert [one.take("fit"), other.take("fit"), other.take("prices"), one.take("prices")] == [True, False, True, False]


def test_word_of_a_sheet_is_its_pictures(tmp_path):
    pictures = [picture("fit", "one"), picture("more", "two")]
    sharing.Board(tmp_path).done("fit", pictures)
    assert sharing.Board(tmp_path).found("fit") == pictures
    assert sharing.Board(tmp_path).found("prices") is None


@pytest.mark.parametrize("finished", [(), ("fit",), ("fit", "prices")])
def test_pictures_come_in_order_whoever_drew_them(tmp_path, finished):
    helper, fake = sharing.Board(tmp_path), Fake()
    for name in ("fit", "prices"):
        helper.take(name)
    for name in finished:
        helper.done(name, [picture(name, "theirs")])
    found = sharing.drawn(fake, sharing.Board(tmp_path))
    assert [p.stem for p in found] == list(SHEETS)
    assert {p.stem for p in found if p.title == "theirs"} == set(finished)
    assert sorted(fake.done) == sorted(set(SHEETS) - set(finished))


def test_alone_everything_is_drawn(tmp_path):
    fake = Fake()
    assert [p.stem for p in sharing.drawn(fake, None)] == list(SHEETS)


def test_both_processes_know_the_same_sheets(results, monkeypatch, tmp_path):
    few = synthetic.Results(["baseline", "us_demand"], n=1)
    monkeypatch.setattr("flowsim.reporting.report.load", lambda out: few)
    mine = prepared(tmp_path)
    monkeypatch.setattr("flowsim.reporting.report.load", lambda out: results)
    assert isinstance(mine, Drawing)
    assert list(mine.sheets) == list(prepared(tmp_path).sheets)


def test_no_helper_for_one_thread(tmp_path):
    with sharing.board(tmp_path, threads=1) as shared:
        assert shared is None
