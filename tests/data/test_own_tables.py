"""Places and inputs of the user's own: what works, and what each mistake is told."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from own import edited, line_of, put, rows, with_poppy, without, write

from flowsim.data import TABLES, table
from flowsim.data.agreement import agree, opened
from flowsim.data.columns import TABLES as DECLARED
from flowsim.data.drivers import load_drivers
from flowsim.data.geography import load_network
from flowsim.data.inputs import packaged, read, sealed
from flowsim.data.kinds import SERIES
from flowsim.domain.chain import Horizon
from flowsim.domain.codes import Crop
from flowsim.domain.errors import UserError
from flowsim.domain.files import NAMES, Files
from flowsim.domain.world_config import WorldConfig
from flowsim.engine.model import FlowModel
from flowsim.experiments.keys import run_key

FEW_WEEKS = Horizon(end="2011-11-07", spinup_weeks=4)
AGENTS = "usbp.yuma.agents"
UNIT = "agents on board, end of US fiscal year"
SECTORS = "one of: big_bend, del_rio, el_centro, el_paso, laredo, nationwide, rio_grande_valley, san_diego, "
DEATHS = "deaths_any_of_t40_1_t40_2_t40_4_t43_6"

CELLS = [
    ("geography", "port_2301", "kind", "port_of_entri", "column kind: unknown kind 'port_of_entri'; did you mean "
     "'port_of_entry'? (one of: bp_sector, cbp_field_office, chemical_source, coca_region, marijuana_region, mx_state, "
     "poppy_region, port_of_entry, precursor_entry, southern_gate, synthetic_lab_region, us_market_state, ...)"),
    ("geography", "port_2301", "id", "2301", "column id: '2301' is not the id of a port_of_entry, which is "
     "port_<number>"),
    ("geography", "port_2301", "id", "port_02301", "column id: write port_2301, without zeros in front"),
    ("geography", "port_2302", "id", "port_2301", "column id: id port_2301 stands in line 2 already"),
    ("geography", "port_2301", "parent", "field office Laredo", "column parent: 'field office Laredo' is not of the "
     "form 'field office <name>; USBP sector <name>'"),
    ("geography", "port_2301", "parent", "", "column parent: '' is not of the form "
     "'field office <name>; USBP sector <name>'"),
    ("geography", "port_2301", "parent", "field office Laredo; USBP sector Larado", "column parent: unknown sector "
     "'larado'; did you mean 'laredo'? (one of: big_bend, del_rio, el_centro, el_paso, laredo, rio_grande_valley, "
     "san_diego, tucson, yuma)"),
    ("geography", "port_2301", "parent", "field office Houston; USBP sector Laredo", "column parent: unknown field "
     "office 'houston' (one of: el_paso, laredo, san_diego, tucson)"),
    ("geography", "sector_yuma", "id", "sector_yumma", "column id: unknown Border Patrol sector 'yumma'; did you mean "
     "'yuma'? (one of: big_bend, del_rio, el_centro, el_paso, laredo, rio_grande_valley, san_diego, tucson, yuma)"),
    ("geography", "sector_yuma", "parent", "many miles", "column parent: 'many miles' states no miles; write "
     "'border miles about <number>'"),
    ("geography", "us_06", "id", "us_60", "column id: there is no US state with fips '60'; allowed: 01 to 56"),
    ("geography", "poppy_guerrero", "lat", "99.9", "column lat: 99.9 is out of range; allowed: -90 to 90 degrees "
     "north"),
    ("geography", "poppy_guerrero", "lon", "-199", "column lon: -199 is out of range; allowed: -180 to 180 degrees "
     "east"),
    ("geography", "poppy_guerrero", "lat", "", "column lat: empty; -90 to 90 degrees north is needed"),
    ("geography", "poppy_guerrero", "lat", "17,6", "column lat: '17,6' is not a number; allowed: -90 to 90 degrees "
     "north"),
    ("geography", "lab_sinaloa", "weight_1", "-0.5", "column weight_1: -0.5 is out of range; allowed: 0 or more, or "
     "empty"),
    ("geography", "lab_sinaloa", "weight_1", "inf", "column weight_1: 'inf' is not a finite number; allowed: 0 or "
     "more, or empty"),
    ("geography", "lab_sinaloa", "weight_1", "NaN", "column weight_1: 'NaN' is not a finite number; allowed: 0 or "
     "more, or empty"),
    ("geography", "lab_sinaloa", "weight_1", "1e999", "column weight_1: '1e999' is not a finite number; allowed: 0 or "
     "more, or empty"),
    ("geography", "lab_sinaloa", "weight_1", "0", "column weight_1: a place without weight takes no part; remove its "
     "row"),
    ("geography", "lab_sinaloa", "name", "", "column name: empty; a text is needed"),
    ("border_crossings", "2301", "port_code", "2999", "column port_code: port 2999 has no row in packaged "
     "geography.csv"),
    ("border_crossings", "2301", "trucks", "-1", "column trucks: -1 is out of range; allowed: 0 or more trucks per "
     "month, or empty"),
    ("border_crossings", "2301", "month", "13", "column month: 13 is out of range; allowed: 1 to 12"),
    ("border_crossings", "2301", "month", "1.5", "column month: 1.5 is not a whole number; allowed: 1 to 12"),
    ("border_crossings", "2301", "month", "2", "column port_code: port_code 2301, year 2011, month 2 stands in line 2 "
     "already"),
    ("drivers", AGENTS, "unit", "kg", f"column unit: 'kg' is not the unit of {AGENTS}, which is '{UNIT}'"),
    ("drivers", "coca.ondcp.colombia_pure_cocaine", "unit", "kg", "column unit: 'kg' is not the unit of "
     "coca.ondcp.colombia_pure_cocaine, which is 't pure, first published' or 't pure'"),
    ("drivers", AGENTS, "series", "usbp.yumma.agents", "column series: unknown sector 'yumma'; did you mean 'yuma'? "
     f"({SECTORS}southwest_border, tucson, yuma)"),
    ("drivers", AGENTS, "series", "usbp.yuma.agent", "column series: unknown series 'usbp.yuma.agent'; did you mean "
     "'usbp.yuma.agents'? (one of: border.northbound.bus_passengers, border.northbound.buses, "
     "border.northbound.pedestrians, border.northbound.pedestrians.monthly, "
     "border.northbound.personal_vehicle_passengers, border.northbound.personal_vehicle_passengers.monthly, "
     "border.northbound.personal_vehicles, border.northbound.personal_vehicles.monthly, "
     "border.northbound.persons_per_day, border.northbound.rail_containers_empty, "
     "border.northbound.rail_containers_loaded, border.northbound.train_passengers, ...)"),
    ("drivers", AGENTS, "value", "0", f"column value: 0 is out of range; allowed: 1 or more {UNIT}"),
    ("drivers", AGENTS, "value", "-3", "column value: -3 is out of range; allowed: 0 or more"),
    ("drivers", AGENTS, "year", "2012", f"column series: series {AGENTS}, year 2012 stands in line {{line}} already"),
    ("drivers_opioids", "heroin.us.mexico_share", "value", "45", "column value: 45 is out of range; allowed: 0 to 1 "
     "share of analysed heroin weight"),
    ("overdose_deaths_state_year", "Alabama", "fips", "60", "column fips: state 60 has no row in packaged "
     "geography.csv"),
    ("overdose_deaths_state_year", "Alabama", DEATHS, "few", f"column {DEATHS}: 'few' is not a number; allowed: 0 or "
     "more deaths per year, or Suppressed"),
    ("overdose_deaths_state_year", "Alabama", DEATHS, "0", f"column {DEATHS}: 2013 is the base year, where a market "
     "needs deaths"),
    ("banks", "us_bank_02", "id", "us_bank_01", "column id: id us_bank_01 stands in line 2 already"),
    ("banks", "us_bank_01", "country", "USA", "column country: unknown country 'USA'; did you mean 'US'? (one of: MX, "
     "US)"),
    ("banks", "us_bank_01", "kind", "bnk", "column kind: unknown kind 'bnk'; did you mean 'bank'? (one of: bank, msb)"),
    ("banks", "us_bank_01", "kind", "", "column kind: empty; bank or msb is needed"),
    ("banks", "us_bank_01", "size", "0", "column size: a bank without accounts takes no part; remove its row"),
    ("banks", "us_bank_01", "size", "-0.1", "column size: -0.1 is out of range; allowed: 0 to 1 share"),
    ("banks", "us_bank_01", "kyc", "1.2", "column kyc: 1.2 is out of range; allowed: 0 to 1"),
    ("banks", "us_bank_01", "systems", "nan", "column systems: 'nan' is not a finite number; allowed: 0 to 1"),
    ("banks", "us_bank_01", "retail", "0.9", "column retail: retail, cash_intensive, companies of us_bank_01 sum to "
     "1.061, not to 1"),
    ("banks", "us_bank_01", "sharing", "2", "column sharing: 2 is out of range; allowed: 0 to 1"),
    ("banks", "us_bank_01", "sharing", "0.5", "column sharing: 0.5 is not a whole number; allowed: 0 to 1"),
    ("banks", "us_bank_01", "supervision", "0", "column supervision: 0 is out of range; allowed: 0.01 to 100 "
     "times the country's mean"),
    ("money_rules", "MX", "rule", "acount_cap", "column rule: unknown rule 'acount_cap'; did you mean 'account_cap'? "
     "(one of: account_cap, cash_report, exchange_cap, firm_cap, firm_exempt, visitor_cap)"),
    ("money_rules", "MX", "country", "US", "column country: account_cap is a rule of MX, not of US"),
    ("money_rules", "MX", "start", "2010-06-31", "column start: '2010-06-31' is not a date; write YYYY-MM-DD, for "
     "example 2018-01-01"),
    ("money_rules", "MX", "end", "soon", "column end: 'soon' is not a date; write YYYY-MM-DD, for example 2018-01-01"),
    ("money_rules", "MX", "end", "2010-06-21", "column end: 2010-06-21 is not after the start, 2010-06-21"),
    ("money_rules", "MX", "value", "-4000", "column value: -4000 is out of range; allowed: 0 or more"),
    ("money_rules", "MX", "value", "nan", "column value: 'nan' is not a finite number; allowed: 0 or more"),
    ("money_rules", "US", "value", "50", "column value: 50 is out of range; allowed: 100 or more USD per day"),
    ("money_rules", "MX", "unit", "MXN per month", "column unit: 'MXN per month' is not the unit of account_cap, which "
     "is 'USD per month'"),
]  # fmt: skip
MISSING = [
    ("geography", without("kind", "poppy_region"), "column kind: there is no poppy_region; at least one is needed"),
    ("geography", without("id", "us_09", "us_23", "us_25", "us_33", "us_44", "us_50"),
     "column kind: there is no us_market_state in New England"),
    ("border_crossings", lambda t: [r for r in t if r[0] != "2504" or r[3:5] != ["2012", "5"]],
     "port 2504 (San Ysidro) has no row for 2012-05; every month of 2011-10 to 2017-12 is needed"),
    ("border_crossings", lambda t: [r for r in t if r[3:5] != ["2017", "12"]],
     "port 2301 (Brownsville) has no row for 2017-12; every month of 2011-10 to 2017-12 is needed"),
    ("border_crossings", without("year", "2012"),
     "column personal_vehicles: no port has any in 2012, the base year"),
    ("drivers", without("series", AGENTS), f"column series: there is no yearly row of {AGENTS}, which the model reads"),
    ("drivers", lambda t: [r for r in t if r[0] != AGENTS or r[1] != "2012"],
     f"column year: {AGENTS} has no row for 2012, the base year"),
    ("drivers_opioids", without("series", "heroin"),
     "column series: there is no yearly row of heroin.us.mexico_share, which the model reads"),
    ("overdose_deaths_state_year", lambda t: [r for r in t if r[1:3] != ["01", "2013"]],
     "column year: state 01 (Alabama) has no row for 2013, the base year"),
    ("banks", lambda t: t[:1], "there is no row below the header"),
    ("banks", without("country", "MX"), "column country: there is no bank in MX; at least one is needed"),
    ("banks", without("id", "us_msb"), "column country: there is no msb in US; at least one is needed"),
    ("banks", without("id", "mx_bank_30"), "column size: sizes of MX rows of kind bank sum to 0.98796197, not to 1"),
    ("money_rules", without("country", "US"), "column rule: there is no cash_report of US, which is needed"),
]  # fmt: skip
BYTES = [
    (b"", ": the file is empty"),
    (b"\n\n", ": the file is empty"),
    (b"id,name,kind,lat,lon,parent,weight_1\n", ": there is no row below the header"),
    (b"id;name;kind\na;b;c\n", ", line 1: columns are separated by semicolons; save the file with commas"),
    (b"id\tname\na\tb\n", ", line 1: columns are separated by tabs; save the file with commas"),
    (b"PK\x03\x04\x00\x00", ": this is not a CSV file in UTF-8; save it as one"),
    ("id,name\n".encode("utf-16"), ": this is not a CSV file in UTF-8; save it as one"),
    ("id,name\na,Ju\xe1rez\n".encode("latin-1"),
     ", line 2: byte 0xe1 is not UTF-8; save the file as UTF-8"),
    (b"<html>\n<body>\n", ", line 1, column id: there is no such column"),
    (b"id,name,kind,latitude,lon,parent,weight_1\na,b,c,1,2,,\n",
     ", line 1, column lat: there is no such column; did you mean 'latitude'?"),
    (b"id,id,name,kind,lat,lon,parent,weight_1\na,a,b,c,1,2,,\n",
     ", line 1, column id: this column stands there twice"),
    (b'id,name\na,"b\nc,d\n', ", line 2: a quotation mark is never closed; is the file cut short?"),
    (b'id,name\na,"b"c\n', ", line 2: not CSV: ',' expected after '\"'"),
    (b"id,name,kind\na,b,c\n\nd,e", ", line 4: 2 cells where the header has 3; is the file cut short?"),
    (b"id,name\na,b, c\n", ", line 2: 3 cells where the header has 2; quote cells that hold commas"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def told(**files: str) -> str:
    with pytest.raises(UserError) as caught:
        opened(Files(**files))
    return str(caught.value)


def test_every_table_is_declared_and_the_packaged_ones_pass():
    assert sorted(DECLARED) == sorted(path.stem for path in TABLES.glob("*.csv"))
    assert set(NAMES) == set(DECLARED) - {"targets"}
    agree.__wrapped__(packaged())


@pytest.mark.parametrize("name", NAMES)
def test_declared_units_are_those_of_the_packaged_table(name):
    frame = table(name)
    for pattern, facts in SERIES.get(name, {}).items():
        one = frame[frame["series"] == pattern.format(sector="yuma")]
        assert set(one["unit"]) == {facts.unit}
        assert facts.year in set(one["year"])


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "says"), CELLS, ids=[f"{c[0]}-{c[2]}-{c[3]}" for c in CELLS]
)
def test_a_wrong_cell_is_told_with_file_line_and_column(name, row, column, value, says):
    line = line_of(name, row)
    edited(Path("my.csv"), name, put(line, column, value))
    if "{line}" in says:
        says, line = says.format(line=line), line + 1
    if "stands in line 2 already" in says:
        line = 3
    assert told(**{name: "my.csv"}) == f"files.{name}=my.csv, line {line}, {says}"


@pytest.mark.parametrize(("name", "change", "says"), MISSING, ids=[m[2] for m in MISSING])
def test_what_is_missing_is_told(name, change, says):
    edited(Path("my.csv"), name, change)
    assert told(**{name: "my.csv"}) == f"files.{name}=my.csv{', ' if says.startswith('column') else ': '}{says}"


@pytest.mark.parametrize(("content", "says"), BYTES, ids=[says for _, says in BYTES])
def test_a_file_that_is_no_table_is_told(content, says):
    Path("my.csv").write_bytes(content)
    assert told(geography="my.csv") == f"files.geography=my.csv{says}"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none.csv", "there is no such file"),
        (".", "it is a folder, not a file"),
        ("file/x.csv", "there is no such file"),
        ("a\0b", "this is not a path"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(path, says):
    Path("file").write_text("")
    assert told(drivers=path) == f"files.drivers={path}: {says}"


def test_a_table_cut_short_anywhere_is_refused():
    whole = (TABLES / "geography.csv").read_bytes()
    for part in (0.2, 0.5, 0.7):
        Path("my.csv").write_bytes(whole[: int(part * len(whole))])
        assert told(geography="my.csv").startswith("files.geography=my.csv, ")


def test_a_byte_order_mark_windows_line_ends_and_columns_in_another_order_are_fine():
    text = (TABLES / "geography.csv").read_text(encoding="utf-8")
    Path("bom.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    write(Path("order.csv"), [row[::-1] for row in rows("geography")])
    for name in ("bom.csv", "order.csv"):
        mine = table("geography", opened(Files(geography=name)))
        assert mine[table("geography").columns].equals(table("geography"))


def test_one_more_poppy_region_runs():
    edited(Path("my.csv"), "geography", with_poppy)
    model = FlowModel(WorldConfig(horizon=FEW_WEEKS, files=Files(geography="my.csv")), [0]).run()
    assert model.network.poppy.ids[-1] == "poppy_michoacan"
    assert len(model.network.poppy) == 7
    assert model.world.farm_kg[model.crop_rows[Crop.POPPY]].shape[0] == 7
    assert np.isfinite(model.world.price).all()
    model.close()


def test_one_port_fewer_runs_and_needs_both_tables():
    edited(Path("places.csv"), "geography", without("id", "port_2301"))
    edited(Path("traffic.csv"), "border_crossings", without("port_code", "2301"))
    files = Files(geography="places.csv", border_crossings="traffic.csv")
    model = FlowModel(WorldConfig(horizon=FEW_WEEKS, files=files), [0]).run()
    assert not [name for name in model.network.corridors.ids if name.startswith("2301.")]
    assert len(model.network.corridors) == 97
    assert np.isfinite(model.world.price).all()
    model.close()
    assert told(geography="places.csv") == (
        "files.geography=places.csv: port 2301 has no row, but stands in packaged border_crossings.csv, line 2"
    )
    assert told(border_crossings="traffic.csv") == (
        "files.border_crossings=traffic.csv: port 2301 (Brownsville) has no row, but stands in packaged "
        "geography.csv, line 2"
    )


def test_a_sector_fewer_needs_its_series_gone_too():
    move = without("id", "sector_yuma")
    edited(
        Path("places.csv"),
        "geography",
        lambda t: [[c.replace("sector Yuma", "sector Tucson") for c in r] for r in move(t)],
    )
    line = next(i for i, row in enumerate(rows("drivers"), 1) if row[0].startswith("usbp.yuma."))
    assert told(geography="places.csv") == (
        f"files.geography=places.csv: sector 'yuma' has no row, but stands in packaged drivers.csv, line {line}"
    )
    edited(Path("inputs.csv"), "drivers", without("series", "usbp.yuma."))
    inputs = opened(Files(geography="places.csv", drivers="inputs.csv"))
    assert load_drivers(0, 9, "states", inputs).agents.shape == (10, 8)


def test_models_with_different_files_do_not_mix():
    edited(Path("more.csv"), "drivers_opioids", put(2, "value", "0.9"))
    worlds = [WorldConfig(horizon=FEW_WEEKS, files=Files(drivers_opioids=f)) for f in ("", "more.csv", "")]
    models = [FlowModel(world, [0]) for world in worlds]
    assert [model.drivers.mexico_share[0] for model in models] == [0.45, 0.9, 0.45]
    for model in models:
        model.close()


def test_what_is_kept_is_kept_by_content():
    edited(Path("a.csv"), "geography", with_poppy)
    edited(Path("b.csv"), "geography", with_poppy)
    first, second = (opened(Files(geography=name)) for name in ("a.csv", "b.csv"))
    assert load_network("divisions", first) is load_network("divisions", second)
    edited(Path("a.csv"), "geography", lambda t: None)
    assert opened(Files(geography="a.csv")) == packaged()


def test_the_key_follows_the_content_not_the_path():
    plain = WorldConfig()
    edited(Path("a.csv"), "geography", with_poppy)
    edited(Path("b.csv"), "geography", with_poppy)
    edited(Path("same.csv"), "geography", lambda t: None)
    key = {n: run_key(replace(plain, files=Files(geography=n)), "code") for n in ("", "a.csv", "b.csv", "same.csv")}
    assert key["a.csv"] == key["b.csv"] != key[""] == key["same.csv"]
    seal = sealed(Files(geography="a.csv"), Path.cwd())
    assert run_key(replace(plain, files=seal), "code") == key["a.csv"]


def test_files_may_not_change_under_a_run(monkeypatch, tmp_path):
    edited(Path("a.csv"), "geography", with_poppy)
    seal = pickle.loads(pickle.dumps(sealed(Files(geography="a.csv"), Path.cwd())))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert len(load_network("divisions", read(seal)).poppy) == 7
    edited(tmp_path / "a.csv", "geography", lambda t: None)
    with pytest.raises(
        UserError, match=r"^files.geography=a.csv has changed since the run was set up; start it again$"
    ):
        read(seal)
