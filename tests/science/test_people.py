"""How members, homicide and guns answer when one thing changes; worlds are paired by seed. Run with -s for numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pytest
from shocks import START, Shock, interval, world

from flowsim.engine import border, recruitment
from flowsim.engine.model import FlowModel
from flowsim.engine.snapshot import Snapshot

pytestmark = pytest.mark.science

WORLDS, YEAR = 12, 52
LARGEST = ("sinaloa", "jalisco", "beltran_leyva", "juarez", "zetas", "gulf")


class Run(NamedTuple):
    """Weeks after the start: series (week, series, L), expected homicides (week, state, L), paid wages (week, L)."""

    series: dict[str, np.ndarray]
    expected: np.ndarray


@pytest.fixture(scope="module")
def past() -> tuple[FlowModel, Snapshot]:
    """Twelve worlds at the start of 2018."""
    model = FlowModel(world(), range(WORLDS))
    while model.week < START:
        model.step()
    return model, model.snapshot()


def run(
    past: tuple[FlowModel, Snapshot],
    weeks: int,
    effects: Mapping[str, float] | None = None,
    change: Callable[[FlowModel], Callable[[], None]] | None = None,
) -> Run:
    """Branch, move levers or change the model by hand, run; ``change`` returns how to undo it."""
    model, snapshot = past
    model.branch(snapshot, model.config)
    model.instruments = [(Shock(effects), None)] if effects else []
    undo = change(model) if change else lambda: None
    expected = []
    while model.week < START + weeks:
        model.step()
        w = model.world
        expected.append(w.homicides_expected.copy())
    undo()
    weekly = model.records.weekly[START:]
    return Run({name: weekly[:, i].copy() for i, name in enumerate(model.records.series)}, np.array(expected))


@pytest.fixture(scope="module")
def usual(past: Any) -> Run:
    """Ten years without a change."""
    return run(past, 520)


def scaled(factor: float, *parameters: str) -> Callable[[FlowModel], Callable[[], None]]:
    """Multiply parameters for good."""

    def change(model: FlowModel) -> Callable[[], None]:
        values = [getattr(getattr(model.params, room), name) for room, name in (p.split(".") for p in parameters)]
        kept = [value.copy() for value in values]
        for value in values:
            value *= factor

        def undo() -> None:
            for value, before in zip(values, kept, strict=True):
                value[:] = before

        return undo

    return change


def ratio(a: Run, b: Run, name: str, first: int = 0, years: int = 1) -> np.ndarray:
    """Mean of a series over some years, over the same without the change, (L,)."""
    rows = slice(first * YEAR, (first + years) * YEAR)
    return np.asarray(a.series[name][rows].mean(0) / b.series[name][rows].mean(0))


def removal(past: Any, usual: Run, name: str) -> np.ndarray:
    """Rise per share of the home cell: at home in the first and second year, elsewhere in half a year, (3, L)."""
    model, snapshot = past
    group = model.groups.names.index(name)

    def change(model: FlowModel) -> Callable[[], None]:
        model.ground.removals[START] = (group,)
        return model.ground.removals.clear

    after = run(past, 2 * YEAR, change=change)
    model.branch(snapshot, model.config)
    members = model.world.members[model.groups.where.cell[group]]
    rest = (model.ground.rest * (1.0 + model.params.conflict.rest_growth) ** 11.0)[None]
    a, b = after.expected + rest, usual.expected[: 2 * YEAR] + rest
    out = np.empty((3, WORLDS))
    for lane in range(WORLDS):
        home = int(np.argmax(members[:, lane]))
        others = np.flatnonzero((members[:, lane] > 0.0) & (np.arange(len(members)) != home))
        for i, (weeks, places) in enumerate(
            [(slice(0, YEAR), [home]), (slice(YEAR, 2 * YEAR), [home]), (slice(0, 26), others)]
        ):
            out[i, lane] = a[weeks, places, lane].sum() / b[weeks, places, lane].sum() - 1.0
    return out / model.params.conflict.home_cell


def test_removal_of_a_leader(past: Any, usual: Run) -> None:
    """Published (Lindo and Padilla-Romo): about +80 % at home for a year, +30 % elsewhere for half a year."""
    found = {name: removal(past, usual, name) for name in LARGEST}
    for name, values in found.items():
        print(f"\n{name}: home {values[0].mean():+.0%}, second year {values[1].mean():+.0%}, "
              f"elsewhere {values[2].mean():+.0%}", end="")  # fmt: skip
    home, second, elsewhere = np.mean([values.mean(1) for values in found.values()], axis=0)
    print(f"\nmean: home {home:+.0%}, second year {second:+.0%}, elsewhere {elsewhere:+.0%}")
    assert 0.6 <= home <= 1.0
    assert second < 0.7 * home
    assert 0.2 <= elsewhere <= 0.4


@pytest.mark.parametrize("factor", [2.0, 0.5])
def test_income_for_good_moves_homicide_within_bounds(past: Any, usual: Run, factor: float) -> None:
    """Wages and rackets x2, x0.5: homicide within a factor of two for ten years, members neither gone nor all."""
    after = run(past, 520, change=scaled(factor, "accounts.wage_share", "conflict.rackets_usd"))
    homicide = np.array([ratio(after, usual, "homicides", y).mean() for y in range(10)])
    people = np.array([ratio(after, usual, "members", y).mean() for y in range(10)])
    print(f"\nincome x{factor:g}: homicide", homicide.round(2), "members", people.round(2))
    assert ((homicide > 0.5) & (homicide < 2.0)).all()
    assert ((people > 0.5) & (people < 1.5)).all()
    assert (homicide[-1] > 1.1) if factor > 1.0 else (homicide[-1] < 0.9)
    assert after.series["members"].max() < 0.9 * 400_000


def test_more_guns_more_deaths(past: Any, usual: Run) -> None:
    twice = ratio(run(past, 5 * YEAR, change=scaled(2.0, "arms.inflow")), usual, "homicides", 2, 3) - 1.0
    fewer = run(past, 5 * YEAR, {"gun_source_controls": 0.5, "southbound_inspection": 5.0})
    half = ratio(fewer, usual, "homicides", 2, 3) - 1.0
    print(f"\nhomicide in the third to fifth year, 90 %: guns x2 {interval(twice)}, controls {interval(half)}")
    assert interval(twice)[0] > 0.0
    assert interval(half)[1] < 0.0
    assert (fewer.series["guns_in"][-YEAR:] < usual.series["guns_in"][4 * YEAR : 5 * YEAR]).all()


def test_less_clean_money_fewer_recruits_later(past: Any, usual: Run) -> None:
    after = run(past, 3 * YEAR, {"third_party_controls": 6.0, "southbound_inspection": 10.0, "freezing": 5.0})
    gap = after.series["recruits"].mean(1) / usual.series["recruits"][: 3 * YEAR].mean(1) - 1.0
    first, third = gap[:8].mean(), gap[2 * YEAR :].mean()
    people = ratio(after, usual, "members", 2).mean() - 1.0
    print(f"\nrecruits: first 8 weeks {first:+.2%}, third year {third:+.2%}, members {people:+.2%}")
    assert third < -0.01
    assert third < 5.0 * first


def test_cocaine_scarcity_near_the_border(past: Any, usual: Run) -> None:
    """Emerges, and is small: dearer cocaine raises what crosses the border states by little."""
    model = past[0]
    after = run(past, 5 * YEAR, {"source_seizures": 2.5})
    near = np.isin(model.states.names, model.network.plazas)
    rows = slice(4 * YEAR, 5 * YEAR)
    change = [
        after.expected[rows][:, where].sum((0, 1)) / usual.expected[rows][:, where].sum((0, 1)) - 1.0
        for where in (near, ~near)
    ]
    print(f"\norganised homicide in the fifth year: border {interval(change[0])}, elsewhere {interval(change[1])}")
    assert interval(change[0] - change[1])[0] > 0.0
    groups = model.groups
    here = (groups.share[groups.where.cell[: groups.exporters]] > 0.0).sum(0)
    more = (after.expected[rows] - usual.expected[rows]).sum(0) * 1e5  # per year
    people = model.states.people
    several, few = (more[where].sum(0) / people[where].sum() for where in (here >= 3, here < 3))
    print(f"per 100,000: {(here >= 3).sum()} states of three exporters {interval(several)}, others {interval(few)}")
    assert interval(several - few)[0] > 0.0


@pytest.mark.parametrize(
    ("effects", "name", "down"),
    [
        ({"youth_alternatives": 0.3}, "recruits", True),
        ({"local_protection": 0.3}, "homicides", True),
        ({"investigators": 2.0}, "members", True),
        ({"leader_targeting": 3.0}, "homicides", False),
    ],
    ids=lambda x: next(iter(x)) if isinstance(x, dict) else "",
)
def test_levers_on_people(past: Any, usual: Run, effects: dict[str, float], name: str, down: bool) -> None:
    change = ratio(run(past, 3 * YEAR, effects), usual, name, 0, 3) - 1.0
    print(f"\n{effects}: {name} in three years {interval(change)}")
    assert interval(change)[1] < 0.0 if down else interval(change)[0] > 0.0


def test_crackdown_in_one_state(past: Any, usual: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times the arrests and three times the finds at ports of Baja California: where flow and violence go."""
    model = past[0]
    place = model.states.ids.index("mx_02")
    corridors = model.ground.corridor_state
    ways = np.flatnonzero(corridors == place)
    at_ports, set_offers = border.at_ports, recruitment.set_offers
    factor = np.where(corridors == place, 3.0, 1.0)[model.ports][:, None]

    def arrests(model: FlowModel) -> None:
        set_offers(model)
        model.roll.lot.arrest[place] *= 5.0

    delivered = {}
    for name in ("usual", "crackdown"):
        if name == "crackdown":
            monkeypatch.setattr(border, "at_ports", lambda model: np.minimum(at_ports(model) * factor, 1.0))
            monkeypatch.setattr(recruitment, "set_offers", arrests)
        after = run(past, 3 * YEAR)
        delivered[name] = model.records.years["delivered_kg.heroin", 2020]
    here = np.isin(np.arange(len(corridors)), ways)
    lost = (delivered["usual"] - delivered["crackdown"])[here].sum(0)
    gained = (delivered["crackdown"] - delivered["usual"])[~here].sum(0)
    near = np.flatnonzero(model.states.neighbours[place])
    far = np.setdiff1d(np.arange(len(model.states)), [place, *near])
    change = {
        words: after.expected[:, where].sum((0, 1)) / usual.expected[: 3 * YEAR, where].sum((0, 1)) - 1.0
        for words, where in (("there", [place]), ("next door", near), ("elsewhere", far))
    }
    print(f"\nheroin lost there {lost.mean():,.0f} kg of {delivered['usual'][here].sum(0).mean():,.0f}, "
          f"{interval(gained / lost)} of it gained elsewhere; organised homicide of three years:",
          {words: interval(values) for words, values in change.items()})  # fmt: skip
    assert interval(lost)[0] > 0.0
    assert interval(gained / lost)[0] > 0.5
    assert interval(change["there"])[1] < 0.0
