"""Commands that must fail, and what their one line must say."""

from __future__ import annotations

KEYS = [
    ("seeed=3", "unknown key 'seeed'", "'seed'"),
    ("policy.ports.intensty=1", "'policy.ports.intensity'"),
    ("policy.prots.intensity=1", "'policy.ports'"),
    ("chain.crops.area_2012_haa=1", "'chain.crops.area_2012_ha'"),
    ("+foo=1", "unknown key 'foo'"),
    ("++policy.ports.foo=1", "policy.ports.foo"),
    ("++a.b=1", "unknown key 'a'"),
    ("+organisations.new.foo=1", "organisations.new", "lab_region"),
    ("~seed", "cannot be deleted"),
    ("policy.ports=3", "policy.ports.<name>=value"),
    ("horizon=3", "horizon.<name>=value"),
    ("compare.grid=3", "compare.grid"),
    ("foo", "cannot read 'foo'", "name=value"),
    ("seed=[1", "cannot read 'seed=[1'"),
]
CHOICES = [
    ("task=rnu", "task", "'run'", "compare, fit, list, report, run"),
    ("task=list list=foo", "list", "levers, outcomes, parameters, scenarios"),
    ("strength=hihg", "strength", "'high'", "high, low, medium"),
    ("compare.strengths=[low,hihg]", "'hihg'", "'high'"),
    ("compare.strengths=low", "compare.strengths", "list"),
    ("compare.strengths=[]", "compare.strengths is empty"),
    ("compare.scenarios=[]", "compare.scenarios is empty"),
    ("compare.scenarios=[baseline,us_demnd]", "unknown scenario 'us_demnd'", "'us_demand'"),
    ("task=run scenario=precursor_intercept", "unknown scenario", "'precursor_interception'"),
    ("scenario=us_demand compare.scenarios=[baseline]", "contradict"),
    ("compare.scenarios=[baseline] policy.ports.intensity=1", "policy.ports.intensity=1", "add a scenario"),
    ("scenario=3", "scenario=3", "baseline"),
    ("polcy=x", "unknown key 'polcy'"),
    ("structure=foo", "unknown structure 'foo'", "default"),
    ("structure.route_choice=foo", "structure.route_choice", "salience"),
    ("policy/ports=no", "policy/ports", "'none'"),
    ("policy/ports=null", "policy/ports=null", "none"),
    ("sweep=tnue", "unknown sweep 'tnue'", "'tune'", "levers"),
    ("-m task=run hydra/launcher=jobib seed=0,1", "hydra/launcher", "'joblib'"),
    ("task=run scenario=glob(*)", "--multirun"),
    ("-m task=run scenario=glob(zz*)", "matches nothing", "us_demand"),
    ("-m task=run seed=range(0,0)", "matches nothing"),
]
VALUES = [
    ("task=run policy.ports.intensity=abc", "policy.ports.intensity", "'abc'", "0 to 1", "share"),
    ("task=run policy.ports.intensity=1.5", "policy.ports.intensity=1.5", "0 to 1", "share"),
    ("task=run policy.ports.intensity=nan", "policy.ports.intensity=nan", "0 to 1"),
    ("task=run policy.ports.intensity=inf", "policy.ports.intensity=inf", "0 to 1"),
    ("task=run chain.crops.area_2012_ha=-1", "chain.crops.area_2012_ha=-1", "100", "ha"),
    ("replicates=0", "replicates=0", "1 to"),
    ("replicates=2.5", "replicates", "2.5"),
    ("seed=-1", "seed=-1", "0 to"),
    ("seed=null", "seed"),
    ("tile=0", "tile=0"),
    ("threads=-1", "threads=-1"),
    ("organisations.sinaloa.heroin=abc", "organisations.sinaloa.heroin", "'abc'"),
    ("organisations.sinaloa.heroin=-1", "organisations.sinaloa.heroin=-1", "0 to"),
    ("organisations.sinaloa.plazas=[Nowhere]", "organisations.sinaloa.plazas", "'Nowhere'", "Sonora"),
    ("organisations.sinaloa.lab_region=moon", "organisations.sinaloa.lab_region", "'moon'", "lab_sinaloa"),
    ("organisations.sinaloa.id=2", "id=2", "once"),
    ("compare.grid.policy.ports.intensity=0.5", "compare.grid.policy.ports.intensity", "list"),
    ("compare.grid.policy.ports.intensty=[0.5]", "intensty", "'intensity'"),
    ("compare.grid.policy.ports.intensity=[0.5,2]", "policy.ports.intensity=2", "0 to 1"),
    ("compare.grid.policy.ports.intensity=[a]", "compare.grid.policy.ports.intensity", "'a'"),
    ("compare.grid.seed=[1]", "compare.grid.seed", "levers"),
]
DATES = [
    ("horizon.end=2010-01-01", "horizon.end=2010-01-01", "after horizon.start"),
    ("horizon.end=tomorrow", "horizon.end", "YYYY-MM-DD"),
    ("horizon.start=2001-01-01", "horizon.start=2001-01-01", "2011-10-03"),
    ("horizon.policy_start=2011-01-01", "horizon.policy_start=2011-01-01"),
    ("policy.ports.start=soon", "policy.ports.start", "YYYY-MM-DD"),
    ("policy.ports.end=2017-01-01", "policy.ports.end=2017-01-01", "after"),
    ("task=run policy.ports.start=2015-01-01 policy.ports.intensity=1", "policy.ports.start", "horizon.policy_start"),
]
FITS = [
    ("task=fit horizon.end=2020-01-01", "horizon.end=2020-01-01", "2017-01-01"),
    ("task=fit policy.ports.intensity=1", "policy.ports.intensity=1", "without policy"),
    ("task=fit scenario=us_demand", "scenario=us_demand", "without policy"),
    ("sweep=tune task=run", "task=fit", "task=run"),
    ("sweep=tune hydra.sweeper.n_trials=0", "hydra.sweeper.n_trials=0", "at least 1"),
    ("sweep=tune chain.border.referal=interval(0.1,0.2)", "'chain.border.referal'", "'chain.border.referral'"),
    ("sweep=tune chain.border.referral=interval(0.1,2)", "interval(0.1,2)", "0 to 1", "share"),
    ("sweep=tune chain.border.referral=interval(0.2,0.1)", "interval(0.2,0.1)", "empty"),
    ("sweep=tune chain.border.referral=interval(0.1,b)", "interval(0.1,b)"),
    ("sweep=tune chain.border.referral=glob(*)", "no range of numbers", "interval(0.01, 0.2)"),
    ("sweep=tune chain.border.referral=tag(log,interval(0,0.1))", "above zero"),
    ("sweep=tune policy.ports.intensity=interval(0.0,1.0)", "policy.ports.intensity", "cannot be tuned"),
    ("-m hydra/sweeper=optuna task=fit chain.border.referral=interval(0.1,2)", "interval(0.1,2)", "0 to 1"),
    ("sweep=tune scenario=labs,us_demand", "cannot be tuned"),
    ("sweep=tune out=/proc/nope", "/proc/nope"),
]
FILES = [
    ("task=report", "from="),
    ("task=report from=nowhere", "nowhere"),
    ("from=x", "from=x", "task=report"),
    ("task=run out=/proc/nope", "/proc/nope"),
]
TABLES = {
    "latitude.csv": ("geography", "25.952", "125.952"),
    "units.csv": ("drivers", '"agents on board, end of US fiscal year"', "kg"),
    "accents.csv": ("geography", "Brownsville", "Brownsvill\xe9"),
    "ports.csv": ("geography", "port_2301", "port_2999"),
}
"""Files beside the commands' folders: a packaged table with one text replaced, written in latin-1."""
OWN = [
    ("files.geography=none.csv", "files.geography=none.csv: there is no such file"),
    ("files.geography=..", "files.geography=..: it is a folder, not a file"),
    ("files.geografy=x.csv", "'files.geografy'", "'files.geography'"),
    ("+files.targets=x.csv", "unknown key 'files.targets'"),
    ("files=x.csv", "files.<name>=value"),
    ("files.geography=null", "files.geography"),
    ("task=run files.geography=../latitude.csv", "files.geography=../latitude.csv, line 2, column lat: 125.952", "90"),
    ("task=run files.geography=../ports.csv", "files.geography=../ports.csv: port 2301", "packaged border_crossings"),
    ("files.geography=../accents.csv", "files.geography=../accents.csv, line 2: byte 0xe9 is not UTF-8"),
    ("files.drivers=../units.csv", "files.drivers=../units.csv, line", "column unit: 'kg' is not the unit of"),
    ("-m task=run files.drivers=../units.csv seed=0,1", "column unit: 'kg' is not the unit of"),
]
FLAGS = [
    ("--fooo", "unknown flag --fooo"),
    ("-x seed=1", "unknown flag -x"),
    ("--cfg jbo", "--cfg jbo", "job, hydra, all"),
    ("--config-dir", "--config-dir needs a value"),
    ("--config-dir nowhere", "no folder nowhere"),
    ("--info foo", "cannot read 'foo'"),
    ("-m -c job", "Only one of"),
]
<<<<<<< HEAD
MISTAKES = KEYS + CHOICES + VALUES + DATES + FILES + OWN + FLAGS
=======
MISTAKES = KEYS + CHOICES + VALUES + DATES + FITS + FILES + FLAGS
>>>>>>> w-tune
