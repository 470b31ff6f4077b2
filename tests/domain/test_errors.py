"""Mistakes of users travel as one line."""

from __future__ import annotations

import pickle

import pytest

from flowsim.domain.errors import UserError, nearest, unknown

NAMES = ["baseline", "us_demand", "eradication"]


def test_a_mistake_is_one_line():
    assert str(UserError("first\n  second\tthird ")) == "first second third"


def test_a_mistake_pickles():
    home = pickle.loads(pickle.dumps(unknown("scenario", "basline", NAMES)))
    assert isinstance(home, UserError)
    assert str(home) == str(unknown("scenario", "basline", NAMES))


@pytest.mark.parametrize(("given", "found"), [("basline", "baseline"), ("us-demand", "us_demand"), ("zzz", None)])
def test_the_nearest_name(given, found):
    assert nearest(given, NAMES) == found


def test_an_unknown_name_says_what_is_allowed():
    line = str(unknown("scenario", "eradicate", NAMES))
    assert line.startswith("unknown scenario 'eradicate'; did you mean 'eradication'?")
    for name in NAMES:
        assert name in line


def test_a_name_like_no_other_gets_no_hint():
    assert "did you mean" not in str(unknown("scenario", "qqq", NAMES))


def test_long_lists_are_cut():
    line = str(unknown("scenario", "qqq", [f"name_{i:02d}" for i in range(30)]))
    assert "name_11, ..." in line
    assert "name_12" not in line


@pytest.mark.parametrize("given", [None, 7, 0.5, ""])
def test_anything_may_be_given(given):
    assert repr(given) in str(unknown("scenario", given, NAMES))
