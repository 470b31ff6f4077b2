"""Screening of accounts against C, obvious numba, numpy, slow twin; thinning against drawing; growth in accounts."""

from __future__ import annotations

import ctypes
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numba
import numpy as np
from c_version import FLAGS
from race import Variant, arguments, race, save, show, slope

from flowsim.kernels import draws
from flowsim.kernels.material import Payments, Rows, legal_rows, materialise, rows
from flowsim.kernels.payments import Found, Law, Rule, screen
from flowsim.kernels.tenure import Accounts, Free, Opening, open_accounts

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_payments

CELLS, BANKS, WEEK, CUT = 240, 30, 104, 2.5758293  # eight networks, thirty banks; half a percent of the legal
WATCHED = 0.9  # share of accounts
MEANS = (8.4, 1.0, -2.0, 1.0, -1.0, 0.6, -1.5, 1.0, 0.5, 1.0, 260.0, 0.5, 10_000.0)  # in the order of Law
ONE, TILE, FEW = (65_536, 1), (16_384, 64), (256, 1)  # accounts of a phase in a lane, lanes
SIZES = [4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304]
LEGAL = 1_000_000

Call = Callable[..., None]


def lists(most: int, lanes: int) -> Found:
    kinds = (np.int32, np.int32, np.float64)
    return Found(np.zeros(lanes, np.int64), *(np.zeros((lanes, most), kind) for kind in kinds))


def inputs(accounts: int, lanes: int, cells: int = CELLS, lift: float = 1.0):
    """Arguments of ``screen`` and a law: rows in random order, as after years of closing and opening."""
    keys, room = draws.lane_keys(range(lanes)), cells * math.ceil(accounts / cells)
    table = Accounts(*(np.zeros((lanes, room), kind) for kind in (np.int16, np.int32, np.int16, np.int16)))
    live, opening = np.zeros(lanes, np.int64), Opening(np.full(lanes, 100.0), np.zeros(lanes))
    free, spots = Free(np.zeros(lanes, np.int64), np.zeros((lanes, 1), np.int32)), np.arange(cells)
    missing, share, held = np.full((1, lanes), room / cells), np.ones((cells, lanes)), np.zeros((cells, lanes))
    open_accounts(keys, 0, missing, share, spots, opening, table, live, np.zeros(lanes, np.int64), free, held)
    shuffle = np.random.default_rng(0)
    for lane in range(lanes):
        order = shuffle.permutation(room)
        for field in table:
            field[lane] = field[lane, order]
    live[:] = accounts
    of_cell = (np.full((cells, lanes), x) for x in (0.9, lift, CUT))
    rule = Rule(np.zeros(cells, np.int64), *of_cell, np.ones((4, lanes)), np.full((4, lanes), 0.5))
    watched, found = np.full((BANKS, lanes), WATCHED), lists(accounts, lanes)
    return (keys, WEEK, table, live, spots, rule, watched, found), Law(*(np.full((1, lanes), x) for x in MEANS))


def build() -> Call | None:
    """``screen`` in C, or None (said loudly) where there is no gcc."""
    if shutil.which("gcc") is None:
        print("\n!! no gcc here: THE C VERSION IS LEFT OUT !!\n")
        return None
    library = Path(tempfile.mkdtemp(prefix="flowsim-c-")) / "payments.so"
    source = Path(__file__).parent / "payments.c"
    subprocess.run(["gcc", *FLAGS, "-shared", "-fPIC", "-o", library, source, "-lm"], check=True)
    function = ctypes.CDLL(str(library)).screen
    function.restype = None

    def c_screen(keys, week, table, live, spots, rule, watched, found) -> None:
        sizes = rule.segment.size, len(watched), len(spots), found.slot.shape[1], week
        arrays = (np.array([*table.cell.shape, *sizes]), keys, table.cell, live, spots, *rule[1:], watched, *found)
        function(*(array.ctypes.data_as(ctypes.c_void_p) for array in arrays))

    return c_screen


@numba.njit
def obvious(table, live, rule, watched, found):
    """As one would write it first: five normals of numba's own a row, one row after another."""
    for lane in range(live.size):
        count = 0
        for i in range(live[lane]):
            c = table.cell[lane, i]
            kappa, lift = rule.kappa[c, lane], rule.lift[c, lane]
            seen = 0.0
            for f in range(4):
                seen += rule.weight[f, lane] * (np.random.normal() + lift * rule.delta[f, lane])  # noqa: NPY002
            score = kappa * seen + math.sqrt(1.0 - kappa * kappa) * np.random.normal()  # noqa: NPY002
            if score > rule.cut[c, lane] and np.random.random() < watched[c % watched.shape[0], lane]:  # noqa: NPY002
                found.slot[lane, count], found.cell[lane, count], found.score[lane, count] = i, c, score
                count += 1
        found.count[lane] = count


def whole_arrays(table, live, rule, watched, found, rng):
    """numpy, float32, lane by lane: one normal a row."""
    for lane in range(live.size):
        cell = table.cell[lane, : live[lane]].astype(np.intp)
        kappa, lift = rule.kappa[:, lane].astype(np.float32), rule.lift[:, lane].astype(np.float32)
        mean = kappa * lift * np.float32((rule.weight[:, lane] * rule.delta[:, lane]).sum())
        score = mean[cell] + rng.standard_normal(live[lane], np.float32)
        alert = np.flatnonzero(score > rule.cut[:, lane].astype(np.float32)[cell])
        alert = alert[rng.random(alert.size, np.float32) < watched[cell[alert] % len(watched), lane]]
        found.slot[lane, : alert.size], found.cell[lane, : alert.size] = alert, cell[alert]
        found.score[lane, : alert.size] = score[alert]
        found.count[lane] = alert.size


def check(c_screen: Call | None) -> None:
    """Alerts equal to the C version's and the slow twin's before anything is timed."""
    a, _ = inputs(5_000, 3)
    screen(*a)
    if c_screen:
        b, _ = inputs(5_000, 3)
        c_screen(*b)
        for ours, theirs in zip(a[-1][:3], b[-1][:3], strict=True):
            assert np.array_equal(ours, theirs)
        assert np.allclose(a[-1].score, b[-1].score, rtol=0.0, atol=1e-9)
    few, _ = inputs(*FEW)
    screen(*few)
    listed = oracle_payments.screen(*few[:4], *few[5:7])[0]
    assert few[-1].count[0] == len(listed)
    assert np.array_equal(few[-1].slot[0, : len(listed)], [place for place, *_ in listed])


def contest(title: str, size: tuple[int, int], c_screen: Call | None, rounds: int) -> dict[str, float]:
    """All versions on one table, ns per account-month; each after an untimed call of its own, in its own cache."""
    (a, _), (few, _), rng = inputs(*size), inputs(*FEW), np.random.default_rng(1)
    calls: dict[str, Callable[[], object]] = {"flowsim": lambda: screen(*a)}
    if c_screen:
        calls["C"] = lambda: c_screen(*a)
    calls["numba, obvious"] = lambda: obvious(a[2], a[3], *a[5:])
    calls["numpy, float32"] = lambda: whole_arrays(a[2], a[3], *a[5:], rng)
    variants = {name: Variant(call, size[0] * size[1], call) for name, call in calls.items()}
    variants["slow twin"] = Variant(lambda: oracle_payments.screen(*few[:4], *few[5:7]), FEW[0])
    times = race(variants, rounds)
    screen(*a)
    show(f"{title}: {size[0]} accounts, {size[1]} lanes, {a[-1].count.mean() / size[0]:.1%} alerts", times, "flowsim")
    print(f"\nper account-week: {times['flowsim'] / 4.0:.3g} ns")
    return times


def in_full(rounds: int) -> dict[str, float]:
    """Rows in full and their payments, ns each."""
    many = 50_000
    (*_, rule, watched, found), law = inputs(many, 1)
    a, _ = inputs(many, 1)
    keys, _, table, live, spots, *_ = a
    watched[:] = 1.0
    screen(keys, WEEK, table, live, spots, rule._replace(cut=np.full_like(rule.cut, -9.0)), watched, found)
    ours, theirs = (Rows(np.zeros(1, np.int64), *np.zeros((9, 1, many))) for _ in range(2))
    number = np.full((CELLS, 1), many // CELLS, float)
    rows(keys, WEEK, table, rule, law, found, ours)
    total = int(ours.payments.sum())
    paid = Payments(np.zeros(1, np.int64), *(np.zeros((1, total), t) for t in (np.int64, np.int64, np.int64, np.uint8)))
    times = race(
        {
            "a row of a launderer": Variant(lambda: rows(keys, WEEK, table, rule, law, found, ours), many),
            "a legal row with an alert": Variant(
                lambda: legal_rows(keys, WEEK, number, rule, law, theirs), number.sum()
            ),
            "a payment": Variant(lambda: materialise(keys, WEEK, ours, rule, law, paid), total),
        },
        rounds,
    )
    show("in full", times, "a payment")
    return times


def thinning(rounds: int) -> dict[str, float]:
    """Legal account-months with an alert: drawing everybody, or the number and then those; ns per legal account."""
    (a, law), rng = inputs(LEGAL, 1, lift=0.0), np.random.default_rng(2)
    keys, _, table, _, _, rule, _, found = a
    number = np.zeros((CELLS, 1))
    out = Rows(np.zeros(1, np.int64), *np.zeros((9, 1, LEGAL // 50)))
    sizes, chance = np.full((CELLS, 1), LEGAL // CELLS), 0.5 * math.erfc(CUT * math.sqrt(0.5))

    def draw():
        screen(*a)
        rows(keys, WEEK, table, rule, law, found, out)

    def thin():
        number[:] = rng.binomial(sizes, chance)
        legal_rows(keys, WEEK, number, rule, law, out)

    times = race(
        {
            "thinned, with rows in full": Variant(thin, LEGAL),
            "drawn, rows of alerts in full": Variant(draw, LEGAL),
            "thinned, numbers only": Variant(lambda: rng.binomial(sizes, chance), LEGAL),
        },
        rounds,
    )
    show(f"legal accounts: {LEGAL} in {CELLS} groups, {chance:.2%} alerts", times, "thinned, with rows in full")
    return times


def growth(rounds: int) -> dict[str, object]:
    """Log-log slope of time in accounts, one lane."""
    calls = {n: partial(screen, *inputs(n, 1)[0]) for n in SIZES}
    times = race({str(n): Variant(call, n, call) for n, call in calls.items()}, rounds)
    large = [n for n in SIZES if n >= 65_536]
    steep = slope(large, [times[str(n)] * n for n in large])
    show("growth in accounts", times, "65536")
    print(f"\nslope from {large[0]} on: {steep:.3f}")
    return {"ns per account": times, "slope": steep}


def main() -> None:
    options = arguments(__doc__)
    c_screen = build()
    check(c_screen)
    figures: dict[str, object] = {
        "one lane": contest("one lane", ONE, c_screen, options.rounds),
        "tile": contest("tile", TILE, c_screen, options.rounds),
        "in full": in_full(options.rounds),
        "thinning": thinning(options.rounds),
        "growth": growth(options.rounds),
    }
    save(options.out, "payments", figures)


if __name__ == "__main__":
    main()
