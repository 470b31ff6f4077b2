"""Leaders held, extradited and back against the slow twin; nobody is lost."""

from __future__ import annotations

import numpy as np
import oracle_custody as twin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_contest import LANES, SPARE_FIRST, STATES, ground, plain, shock

from flowsim.kernels import custody
from flowsim.kernels.draws import lane_keys

SIZES = (1.0, 0.5)


def watched(seed, sent, back, most=4, split=0.6, week=5001):
    """A week of custody on random ground; what was there before, the kernel's arrays, the counts."""
    rng = np.random.default_rng(seed)
    field, fronts, where, groups = ground(rng)
    held = rng.integers(0, most + 1, groups.shape).astype(float)
    held[SPARE_FIRST + 1 :: 2] = 0.0  # some rows are free for a half, others wait for a leader
    before = held.copy(), field.members.sum(0), [plain(field, where, fronts, lane)[0] for lane in range(LANES)]
    rise, out = np.zeros((2, STATES, LANES)), np.full((3, LANES), np.nan)
    rule = custody.Custody(*(np.full(LANES, x) for x in (sent, back, *SIZES)))
    custody.watch(
        *(lane_keys(range(LANES)), week, field, fronts, where, groups, rise, shock(split), held, rule),
        *(SPARE_FIRST, out),
    )
    return before, (field, where, groups, rise, held), out


@pytest.mark.twin
@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1), sent=st.floats(0.0, 1.0), back=st.floats(0.0, 1.0))
def test_custody_is_that_of_its_twin(seed, sent, back):
    (before, _, members), (field, where, _, rise, held), out = watched(seed, sent, back)
    rule = {"sent": sent, "back": back, "sent_size": SIZES[0], "back_size": SIZES[1]}
    sizes = {name: float(x[0]) for name, x in shock(0.6)._asdict().items()}
    for lane, key in enumerate(lane_keys(range(LANES))):
        mine = {
            "members": members[lane],
            "held": {g: int(n) for g, n in enumerate(before[:, lane])},
            "rise": {},
            "shock": sizes,
            "spare": range(SPARE_FIRST, len(held)),
        }
        want = twin.watch(mine, rule, key, 5001, where.number)
        assert out[:, lane].tolist() == [want["sent"], want["back"], want["splits"]]
        assert held[:, lane].tolist() == [mine["held"][g] for g in range(len(held))]
        for (g, s), n in mine["members"].items():
            assert field.members[where.cell[g, s], lane] == pytest.approx(n, rel=1e-12)
        for i, reach in enumerate(("home", "elsewhere")):
            wanted = [mine["rise"].get((reach, s), 0.0) for s in range(STATES)]
            np.testing.assert_allclose(rise[i, :, lane], wanted, rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_lost(seed):
    (before, members, _), (field, where, groups, _, held), out = watched(seed, 0.3, 0.4)
    np.testing.assert_array_equal(before.sum(0), held.sum(0) + out[0] + out[1])
    np.testing.assert_allclose(field.members.sum(0), members, rtol=1e-12)
    by_group = np.zeros_like(groups)
    np.add.at(by_group, where.group, field.members)
    np.testing.assert_allclose(groups, by_group, rtol=1e-9, atol=1e-9)


def test_who_is_extradited_does_not_return():
    (before, _, _), (*_, held), out = watched(3, sent=1.0, back=1.0)
    np.testing.assert_array_equal(out[0], before.sum(0))
    assert (out[1] == 0.0).all()
    assert (held == 0.0).all()


def test_nobody_moves_without_a_chance():
    (before, _, _), (*_, rise, held), out = watched(3, sent=0.0, back=0.0)
    np.testing.assert_array_equal(held, before)
    assert (out == 0.0).all()
    assert (rise == 0.0).all()


def test_chances_are_those_of_each_leader():
    weeks = [watched(1, 0.2, 0.25, split=0.0, week=5001 + i) for i in range(200)]
    sent = sum(out[0].sum() for *_, out in weeks) / sum(before[0].sum() for before, *_ in weeks)
    back = sum(out[1].sum() for *_, out in weeks) / sum(before[0].sum() - out[0].sum() for before, _, out in weeks)
    assert sent == pytest.approx(0.2, abs=0.01)
    assert back == pytest.approx(0.25, abs=0.01)
