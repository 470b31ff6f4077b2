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
from flowsim.kernels.payments import Found, Law, Opening, Rule, Sums, open_accounts, screen

sys.path.append(str(Path(__file__).parents[1] / "tests" / "kernels"))
import oracle_payments

CELLS, WEEK, CUT = 240, 104, 2.5758293  # eight networks, thirty banks; half a percent of the legal
MEANS = (8.4, 1.0, -2.0, 1.0, -1.0, 0.6, -1.5, 1.0, 0.5, 1.0, 260.0, 0.5, 10_000.0)  # in the order of Law
ONE, TILE, FEW = (65_536, 1), (16_384, 64), (256, 1)  # accounts of a phase in a lane, lanes
SIZES = [4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304]
LEGAL = 1_000_000

Call = Callable[..., None]


def lists(most: int, lanes: int) -> Found:
    kinds = (np.int32, np.int32, np.float32, np.float32)
    return Found(np.zeros(lanes, np.int64), *(np.zeros((lanes, most), kind) for kind in kinds))


def inputs(accounts: int, lanes: int, cells: int = CELLS, lift: float = 1.0):
    """Arguments of ``screen``: rows in random order, as after years of closing and opening."""
    keys = draws.lane_keys(range(lanes))
    table, live = np.zeros((lanes, accounts, 4), np.float32), np.zeros(lanes, np.int64)
    opening = Opening(np.full(lanes, 100.0), np.zeros(lanes))
    number = np.full((cells, lanes), math.ceil(accounts / cells), float)
    open_accounts(keys, 0, number, opening, table, live, np.zeros(lanes, np.int64), np.zeros((cells, lanes)))
    shuffle = np.random.default_rng(0)
    for lane in range(lanes):
        table[lane] = table[lane, shuffle.permutation(accounts)]
    of_cell = (np.full((cells, lanes), x) for x in (0.9, lift, CUT))
    rule = Rule(np.zeros(cells, np.int64), *of_cell, np.ones((4, lanes)), np.full((4, lanes), 0.5))
    law = Law(*(np.full((1, lanes), x) for x in MEANS))
    return keys, WEEK, table, live, rule, law, Sums(*np.zeros((3, cells, lanes))), lists(accounts, lanes)


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

    def c_screen(keys, week, table, live, rule, law, sums, found) -> None:
        shape = np.array([*table.shape[:2], *law.mu_usd.shape[:1], *rule.kappa.shape[:1], found.slot.shape[1], week])
        arrays = (shape, keys, table, live, *rule, law.mu_usd, law.sd_usd, *sums, *found)
        function(*(array.ctypes.data_as(ctypes.c_void_p) for array in arrays))

    return c_screen


@numba.njit
def obvious(table, live, rule, law, sums, found):
    """As one would write it first: five normals of numba's own a row, one row after another."""
    for lane in range(live.size):
        count = 0
        for i in range(live[lane]):
            c = int(table[lane, i, 0])
            s, kappa, lift = rule.segment[c], rule.kappa[c, lane], rule.lift[c, lane]
            seen = 0.0
            for f in range(4):
                x = np.random.normal() + lift * rule.delta[f, lane]  # noqa: NPY002
                seen += rule.weight[f, lane] * x
                if f == 0:
                    usd = math.exp(law.mu_usd[s, lane] + law.sd_usd[s, lane] * x)
            score = kappa * seen + math.sqrt(1.0 - kappa * kappa) * np.random.normal()  # noqa: NPY002
            sums.deposits_usd[c, lane] += usd
            sums.accounts[c, lane] += 1.0
            if score > rule.cut[c, lane]:
                sums.alerts[c, lane] += 1.0
                found.slot[lane, count], found.cell[lane, count] = i, c
                found.score[lane, count], found.usd[lane, count] = score, usd
                count += 1
        found.count[lane] = count


def whole_arrays(table, live, rule, law, sums, found, rng):
    """numpy, float32, lane by lane."""
    for lane in range(live.size):
        cell = table[lane, : live[lane], 0].astype(np.intp)
        x = rng.standard_normal((5, live[lane]), np.float32)
        lift = rule.lift[:, lane].astype(np.float32)[cell]
        x[:4] += rule.delta[:, lane].astype(np.float32)[:, None] * lift
        kappa = rule.kappa[:, lane].astype(np.float32)[cell]
        seen = rule.weight[:, lane].astype(np.float32) @ x[:4]
        score = kappa * seen + np.sqrt(1.0 - kappa * kappa) * x[4]
        segment = rule.segment[cell]
        usd = np.exp(
            law.mu_usd[:, lane].astype(np.float32)[segment] + law.sd_usd[:, lane].astype(np.float32)[segment] * x[0]
        )
        alert = np.flatnonzero(score > rule.cut[:, lane].astype(np.float32)[cell])
        cells = rule.segment.size
        sums.deposits_usd[:, lane] += np.bincount(cell, usd, cells)
        sums.accounts[:, lane] += np.bincount(cell, minlength=cells)
        sums.alerts[:, lane] += np.bincount(cell[alert], minlength=cells)
        found.slot[lane, : alert.size], found.cell[lane, : alert.size] = alert, cell[alert]
        found.score[lane, : alert.size], found.usd[lane, : alert.size] = score[alert], usd[alert]
        found.count[lane] = alert.size


def check(c_screen: Call | None) -> None:
    """Counts equal to the C version's and the slow twin's before anything is timed."""
    a = inputs(5_000, 3)
    screen(*a)
    if c_screen:
        b = inputs(5_000, 3)
        c_screen(*b)
        assert np.array_equal(a[6].accounts, b[6].accounts)
        assert np.array_equal(a[6].alerts, b[6].alerts)
        assert np.allclose(a[6].deposits_usd, b[6].deposits_usd, rtol=1e-5)
        assert np.array_equal(a[7].slot, b[7].slot)
        assert np.allclose(a[7].score, b[7].score, atol=1e-5)
    few, slow = inputs(*FEW), Sums(*np.zeros((3, CELLS, 1)))
    screen(*few)
    oracle_payments.screen(*few[:6], slow)
    assert np.array_equal(few[6].accounts, slow.accounts)
    assert np.array_equal(few[6].alerts, slow.alerts)


def contest(title: str, size: tuple[int, int], c_screen: Call | None, rounds: int) -> dict[str, float]:
    """All versions on one table, ns per account-month; each after an untimed call of its own, in its own cache."""
    a, few, rng = inputs(*size), inputs(*FEW), np.random.default_rng(1)
    calls: dict[str, Callable[[], object]] = {"flowsim": lambda: screen(*a)}
    if c_screen:
        calls["C"] = lambda: c_screen(*a)
    calls["numba, obvious"] = lambda: obvious(*a[2:])
    calls["numpy, float32"] = lambda: whole_arrays(*a[2:], rng)
    variants = {name: Variant(call, size[0] * size[1], call) for name, call in calls.items()}
    variants["slow twin"] = Variant(lambda: oracle_payments.screen(*few[:6], few[6]), FEW[0])
    times = race(variants, rounds)
    show(f"{title}: {size[0]} accounts, {size[1]} lanes, {a[7].count.mean() / size[0]:.1%} alerts", times, "flowsim")
    print(f"\nper account-week: {times['flowsim'] / 4.0:.3g} ns")
    return times


def in_full(rounds: int) -> dict[str, float]:
    """Rows in full and their payments, ns each."""
    many = 50_000
    a = inputs(many, 1)
    found = a[7]
    found.count[:], found.slot[:] = many, np.arange(many)
    ours, theirs = (Rows(np.zeros(1, np.int64), *np.zeros((9, 1, many))) for _ in range(2))
    number = np.full((CELLS, 1), many // CELLS, float)
    rows(*a[:3], *a[4:6], found, ours)
    total = int(ours.payments.sum())
    paid = Payments(np.zeros(1, np.int64), *(np.zeros((1, total), t) for t in (np.int64, np.int64, np.int64, np.uint8)))
    times = race(
        {
            "a row of a launderer": Variant(lambda: rows(*a[:3], *a[4:6], found, ours), many),
            "a legal row with an alert": Variant(
                lambda: legal_rows(a[0], WEEK, number, a[4], a[5], theirs), number.sum()
            ),
            "a payment": Variant(lambda: materialise(a[0], WEEK, ours, a[4], a[5], paid), total),
        },
        rounds,
    )
    show("in full", times, "a payment")
    return times


def thinning(rounds: int) -> dict[str, float]:
    """Legal account-months with an alert: drawing everybody, or the number and then those; ns per legal account."""
    a = inputs(LEGAL, 1, lift=0.0)
    number, rng = np.zeros((CELLS, 1)), np.random.default_rng(2)
    out = Rows(np.zeros(1, np.int64), *np.zeros((9, 1, LEGAL // 50)))
    sizes, chance = np.full((CELLS, 1), LEGAL // CELLS), 0.5 * math.erfc(CUT * math.sqrt(0.5))

    def draw():
        screen(*a)
        rows(*a[:3], *a[4:6], a[7], out)

    def thin():
        number[:] = rng.binomial(sizes, chance)
        legal_rows(a[0], WEEK, number, a[4], a[5], out)

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
    calls = {n: partial(screen, *inputs(n, 1)) for n in SIZES}
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
