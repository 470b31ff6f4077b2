"""Alerts as files: what is in them is what the model saw, whatever the tile."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import flowsim
from flowsim import FlowModel
from flowsim.domain.calendar import monday, week_number
from flowsim.domain.errors import UserError
from flowsim.experiments import payments as rows_of
from flowsim.experiments.build import cases, composed, session
from flowsim.experiments.payment_columns import COLUMNS

KEY = ["seed", "week", "account"]
SEEDS, WEEKS = range(5, 8), 3
SETTINGS = {
    "seed": 5,
    "replicates": 3,
    "threads": 1,
    "horizon": {"end": "2013-01-07", "policy_start": "2012-07-02"},
    "chain": {"screening": {"accounts_millions": {"us": 10.0, "mx": 4.0}, "analysts_2012": {"mx": 100.0}}},
}
START = "2012-03-05"


def export(out: Path, sample: float = 1.0, **more: object):
    """Customers in their own proportions."""
    asked = {"start": START, "weeks": WEEKS, "sample": sample, "matched": False}
    return flowsim.payments(payments=asked, out=out, **(SETTINGS | more))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory):
    return export(tmp_path_factory.mktemp("whole"), tile=3)


@pytest.fixture(scope="module")
def model():
    """Banks, and per week by bank and lane: alerts on customers and on launderers, USD in reported accounts."""
    with session():
        world = cases(composed(["task=run", *_overrides()]))[0].world
    model, seen = FlowModel(world, SEEDS), []
    while model.week < week_number(START) + WEEKS:
        model.step()
        w = model.world
        seen.append([x.copy() for x in (w.customer_alerts, w.drug_alerts, w.reported_usd.sum(0))])
    ids, coverage = model.banks.ids, model.world.coverage
    assert coverage.min() < 0.6
    assert coverage.max() == 1.0
    model.close()
    return ids, seen[-WEEKS:]


def _overrides() -> list[str]:
    return [
        *("horizon.end=2013-01-07", "horizon.policy_start=2012-07-02"),
        *("chain.screening.accounts_millions.us=10.0", "chain.screening.accounts_millions.mx=4.0"),
        "chain.screening.analysts_2012.mx=100.0",
    ]


def by_bank(frame: pd.DataFrame, ids: tuple[str, ...], values: pd.Series | None = None) -> np.ndarray:
    """Rows (or sums) by week, bank and seed."""
    number = pd.Series(1.0, frame.index) if values is None else values
    weeks = [pd.Timestamp(monday(week_number(START) + k)) for k in range(WEEKS)]
    table = number.groupby([frame["week"], frame["bank"].astype(str), frame["seed"]]).sum()
    every = pd.MultiIndex.from_product([weeks, ids, SEEDS])
    return table.reindex(every, fill_value=0.0).to_numpy().reshape(WEEKS, len(ids), len(SEEDS))


@pytest.mark.parametrize(("label", "which"), [("customer", 0), ("launderer", 1)])
def test_every_alert_of_the_model_is_one_row(label, which, whole, model) -> None:
    ids, seen = model
    accounts = whole.accounts()
    found = by_bank(accounts[accounts["class"] == label], ids)
    np.testing.assert_array_equal(found, [week[which] for week in seen])
    assert found.sum() > 500
    assert not accounts.duplicated(KEY).any()


def test_what_is_reported_is_what_the_model_reports(whole, model) -> None:
    ids, seen = model
    accounts = whole.accounts()
    reported = accounts[accounts["reported"] == True]  # noqa: E712
    np.testing.assert_array_equal(by_bank(reported, ids, reported["deposits_usd"]), [week[2] for week in seen])
    known = accounts["reported"].notna()
    assert (known == (accounts["class"] == "launderer")).all()
    assert 0 < len(reported) < known.sum()


def test_payments_add_up_to_the_columns(whole) -> None:
    accounts, payments = whole.accounts().set_index(KEY), whole.payments()
    assert payments.groupby(KEY, sort=False)["date"].apply(lambda x: x.is_monotonic_increasing).all()
    payments = payments[payments["leg"] == "deposit"]
    cents = (payments["amount_usd"] * 100.0).round().astype(np.int64)
    assert np.abs(payments["amount_usd"] * 100.0 - cents).max() < 1e-4
    assert cents.min() >= 1
    by = payments.assign(cents=cents, below=cents < 1_000_000).groupby(KEY)
    assert len(by) == len(accounts)
    sums = by.agg(cents=("cents", "sum"), number=("cents", "size"), below=("below", "sum"), outside=("outside", "sum"))
    sums = sums.reindex(accounts.index)
    assert (sums["cents"] == 100 * accounts["deposits_usd"]).all()
    for column, mine in (("payments", "number"), ("below_threshold", "below"), ("outside_area", "outside")):
        assert (accounts[column] == sums[mine]).all(), column
    days = (payments["date"] - payments["week"]).dt.days
    assert (days.min(), days.max()) == (-21, 6)


def test_what_leaves_is_the_ratio_of_the_deposits_and_has_come_in_before(whole) -> None:
    accounts, payments = whole.accounts().set_index(KEY), whole.payments()
    cents, out = (payments["amount_usd"] * 100.0).round(), payments["leg"] != "deposit"
    left = cents[out].groupby([payments[name] for name in KEY]).sum().reindex(accounts.index, fill_value=0.0)
    assert (left == (100.0 * accounts["deposits_usd"] * accounts["in_out_ratio"]).round()).all()
    signed = cents.where(~out, -cents)
    assert signed.groupby([payments[name] for name in KEY], sort=False).cumsum().min() >= 0.0
    days = (payments["date"] - payments["week"]).dt.days[out]
    assert (days.min(), days.max()) == (-21, 6)


def test_legs_say_what_a_bank_sees(whole) -> None:
    payments = whole.payments()
    label = whole.accounts().set_index(KEY)["class"].astype(str)
    payments = payments.join(label, on=KEY)
    assert (payments["company_weeks"].notna() == payments["leg"].isin(["wire", "trade"])).all()
    assert (payments["invoice_ratio"].notna() == (payments["leg"] == "trade")).all()
    assert not payments["outside"][payments["leg"] == "withdrawal"].any()
    for _, mine in payments.groupby("class"):
        assert set(mine["leg"]) == {"deposit", "withdrawal", "wire", "trade"}
        assert mine["outside"][mine["leg"] == "wire"].nunique() == 2
        assert 0.5 < mine["invoice_ratio"].median() < 2.0
        assert mine["company_weeks"].nunique() > 50


def test_ways_are_those_of_the_channels(whole) -> None:
    """Peso brokers pay for goods more often than other companies, exchange houses more often abroad."""
    accounts = whole.accounts().set_index(KEY)
    payments = whole.payments().join(accounts[["segment", "channel"]], on=KEY)
    out = payments[(payments["leg"] != "deposit") & (payments["segment"] == "companies")]
    share = (out["leg"] == "trade").groupby(out["channel"].astype(str)).mean()
    assert share["peso_broker"] > share[""] + 0.1
    wires = out[out["leg"] != "withdrawal"]
    abroad = wires["outside"].groupby(wires["channel"].astype(str)).mean()
    assert abroad["exchange_house"] > abroad[""] + 0.05


def test_labels_and_columns_make_sense(whole) -> None:
    accounts = whole.accounts()
    ours = accounts["class"] == "launderer"
    assert (accounts["score"] > accounts["alert_threshold"]).all()
    assert (accounts["network"][~ours] == "").all()
    assert (accounts["channel"] != "").eq(ours).all()
    assert ((accounts["network"] == "") & ours).eq(accounts["channel"] == "window").all()
    assert (accounts["account"] < 2**24).eq(ours).all()
    assert (accounts["bank"].astype(str).str[:2] == accounts["country"].astype(str)).all()
    assert accounts["segment"][ours & (accounts["channel"] == "funnel")].eq("cash_intensive").all()
    assert set(accounts["segment"][~ours]) == {"retail", "cash_intensive", "companies"}
    assert accounts["in_out_ratio"].between(0, 1).all()
    assert accounts["age_weeks"].ge(0).all()
    assert accounts["weight"].eq(1.0).all()


def test_segments_are_those_of_the_banks_customers(whole) -> None:
    from flowsim.data.banks import load_banks

    accounts = whole.accounts()
    honest = accounts[(accounts["class"] == "customer") & (accounts["bank"] == "us_bank_01")]
    expected, many = load_banks().segments[0], len(honest)
    for share, name in zip(expected, ("retail", "cash_intensive", "companies"), strict=True):
        assert abs((honest["segment"] == name).mean() - share) < 5.0 * np.sqrt(share * (1.0 - share) / many), name


def test_a_sample_is_a_part_of_the_whole_and_weights_recover_it(whole, tmp_path) -> None:
    sample = export(tmp_path, 0.1)
    part, everything = sample.accounts(), whole.accounts()
    joined = part.merge(everything, on=KEY, how="left", suffixes=("", "_whole"))
    for column in set(everything) - {*KEY, "weight", "reported"}:
        assert (joined[column].astype(object) == joined[f"{column}_whole"].astype(object)).all(), column
    honest = part["class"] == "customer"
    assert len(part[~honest]) == (everything["class"] == "launderer").sum()
    assert set(part["weight"][honest]) == {10.0}
    assert set(part["weight"][~honest]) == {1.0}
    many = (everything["class"] == "customer").sum()
    assert abs(part["weight"][honest].sum() - many) < 5.0 * np.sqrt(many * 0.9 / 0.1)
    payments = sample.payments().merge(whole.payments().drop_duplicates(KEY)[KEY], on=KEY)
    assert len(payments) == len(sample.payments())
    assert (payments["leg"] == "deposit").sum() == part["payments"].sum()


def test_matched_customers_stand_where_launderers_do(whole, tmp_path) -> None:
    """Shares by country, kind and segment are those of launderers, week by week; weights recover the groups."""
    where, sample = ["country", "kind", "segment"], 0.02
    matched = flowsim.payments(
        payments={"start": START, "weeks": WEEKS, "sample": sample, "matched": True}, out=tmp_path, **SETTINGS
    ).accounts()
    everything = whole.accounts()
    joined = matched.merge(everything, on=KEY, how="left", suffixes=("", "_whole"))
    assert (joined["score"] == joined["score_whole"]).all()
    honest = matched["class"] == "customer"
    ours, theirs = (frame[where].astype(str).value_counts() for frame in (matched[~honest], matched[honest]))
    assert set(theirs.index) <= set(ours.index)
    many = len(matched[honest])
    for group, count in ours.items():
        expected = many * count / ours.sum()
        assert abs(theirs.get(group, 0) - expected) < 5.0 * np.sqrt(expected) + 3.0, group
    total = (everything["class"] == "customer").sum()
    assert abs(many - sample * total) < 5.0 * np.sqrt(sample * total)
    real = everything[everything["class"] == "customer"].groupby(where, observed=True).size()
    said = matched[honest].groupby(where, observed=True)["weight"].agg(["sum", "size"])
    for group, (weight, size) in said.iterrows():
        assert abs(weight - real[group]) < 5.0 * real[group] / np.sqrt(size), group


def test_files_do_not_depend_on_tile_or_threads(whole, tmp_path) -> None:
    for name, more in (("one", {"tile": 1}), ("two", {"tile": 2, "threads": 2})):
        export(tmp_path / name, **more)
        for file in ("accounts.parquet", "payments.parquet"):
            assert (tmp_path / name / file).read_bytes() == (whole.path / file).read_bytes()
    alone = export(tmp_path / "six", seed=6, replicates=1).payments()
    theirs = whole.payments()
    pd.testing.assert_frame_equal(alone, theirs[theirs["seed"] == 6].reset_index(drop=True))


def test_no_customers_at_sample_zero(tmp_path) -> None:
    accounts = export(tmp_path, 0.0).accounts()
    assert set(accounts["class"]) == {"launderer"}


def test_many_alerts_of_one_bank_and_segment_have_addresses_of_their_own(monkeypatch, whole, tmp_path) -> None:
    """Past 262,143 alerts a bank's segment is a further group; here past 100."""
    monkeypatch.setattr(rows_of, "MOST", 100)
    monkeypatch.setattr(rows_of, "CHUNK", 500)
    accounts, before = export(tmp_path, seed=6, replicates=1).accounts(), whole.accounts()
    before = before[before["seed"] == 6]
    assert not accounts.duplicated(KEY).any()
    assert (accounts["class"] == "launderer").sum() == (before["class"] == "launderer").sum()
    columns = ["week", "bank", "segment"]
    now, then = (frame[columns].astype(str).value_counts().sort_index() for frame in (accounts, before))
    pd.testing.assert_series_equal(now, then)
    assert now.max() > 100
    assert pq.ParquetFile(tmp_path / "accounts.parquet").num_row_groups > 10


def test_the_manifest_says_what_is_there(whole) -> None:
    manifest = json.loads((whole.path / "manifest.json").read_text())
    assert manifest["kind"] == "payments"
    assert manifest["payments"] == {"start": START, "weeks": WEEKS, "sample": 1.0, "matched": False}
    assert (manifest["seed"], manifest["replicates"]) == (5, 3)
    assert {"cases", "config", "parameters", "code_version", "data", "libraries", "durations"} <= set(manifest)
    assert str(whole.path) not in json.dumps(manifest)
    said, accounts = manifest["tables"]["accounts"], whole.accounts()
    assert said["rows"] == len(accounts)
    assert said["classes"] == accounts["class"].value_counts().to_dict()
    assert list(said["columns"]) == list(accounts)
    assert manifest["tables"]["payments"]["rows"] == len(whole.payments())
    files = sorted(path.name for path in whole.path.iterdir())
    assert files == ["accounts.parquet", "manifest.json", "payments.parquet"]


def test_the_page_explains_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "payments.md").read_text(encoding="utf-8")
    for part, columns in COLUMNS.items():
        for name, (_, words) in columns.items():
            assert f"| `{name}` | {words} |" in page, f"{part}.{name}"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"sample": 1.5}, r"payments.sample=1.5 is outside its limits: 0 to 1"),
        ({"sample": -0.1}, r"payments.sample=-0.1 is outside its limits: 0 to 1"),
        ({"sample": float("nan")}, r"payments.sample=nan is outside its limits: 0 to 1"),
        ({"weeks": 0}, r"payments.weeks=0 is outside its limits: 1 to"),
        ({"weeks": -4}, r"payments.weeks=-4 is outside its limits: 1 to"),
        ({"start": "2011-01-03"}, r"payments.start=2011-01-03 is before the run begins: horizon.start=2011-10-03"),
        ({"start": "2013-02-04"}, r"payments.start=2013-02-04 is not before the run ends: horizon.end=2013-01-07"),
        ({"start": "2012-12-24", "weeks": 5}, r"past the end of the run: horizon.end=2013-01-07 \(at most 2 weeks\)"),
        ({"start": "soon"}, r"payments.start='soon' is not a date; write YYYY-MM-DD"),
        ({"strat": "2012-03-05"}, r"strat"),
    ],
)
def test_mistakes_are_one_line(asked, says, tmp_path) -> None:
    out = tmp_path / "o"
    with pytest.raises(UserError, match=says) as caught:
        flowsim.payments(payments=asked, out=out, **SETTINGS)
    assert "\n" not in str(caught.value)
    assert not out.exists()


def test_results_of_other_tasks_are_left_alone(whole, tmp_path) -> None:
    (tmp_path / "runs").mkdir()
    with pytest.raises(UserError, match="results of another task"):
        export(tmp_path)
    with pytest.raises(UserError, match=re.escape("holds payments: read its accounts.parquet")):
        flowsim.load(whole.path)


def test_what_is_there_is_replaced_whole_or_kept(whole, tmp_path, monkeypatch) -> None:
    export(tmp_path, 0.1)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(pq.ParquetWriter, "write_table", full)
        with pytest.raises(UserError, match="the disk is full"):
            export(tmp_path, 0.2)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert export(tmp_path, 0.2).manifest["payments"]["sample"] == 0.2


def test_a_policy_is_part_of_the_world(whole, tmp_path) -> None:
    """The week of its start may be asked for, and the export is that of the same world under it."""
    asked = {"start": "2012-09-03", "weeks": 1, "sample": 0.0}
    settings = SETTINGS | {"replicates": 1}
    base = flowsim.payments(payments=asked, out=tmp_path / "a", **settings)
    harder = flowsim.payments(payments=asked, out=tmp_path / "b", policy={"monitoring": {"intensity": 1.0}}, **settings)
    assert harder.manifest["key"] != base.manifest["key"]
    assert len(harder.accounts()) != len(base.accounts())
