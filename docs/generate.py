"""Write the pages of this folder that follow from code, configuration and stored results.

Usage::

    python docs/generate.py                             parameters, levers, scenarios, outcomes
    python docs/generate.py --results results/next_steps    the same, and fit.md, the README's table and the figures

The first form needs nothing but the package; a test compares its pages with the committed ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import money_page
import yaml

from flowsim.data.columns import CLOSED, TABLES
from flowsim.data.kinds import CROSSINGS_BASE, CROSSINGS_FROM, CROSSINGS_TO, DEATHS_BASE, KINDS, RULES, SERIES
from flowsim.data.shapes import Column, Table
from flowsim.domain.chain import Chain, archetypes, networks
from flowsim.domain.chain.network import PROVIDED, Network
from flowsim.domain.codes import DRUGS
from flowsim.domain.files import NAMES
from flowsim.domain.outcomes import DISPLACEMENT, OUTCOMES
from flowsim.domain.params import Fact, flat
from flowsim.experiments.catalogue import about, choices, conf_dir
from flowsim.experiments.schema import Config
from flowsim.policy import REGISTRY, Policy
from flowsim.state.levers import LEVERS

HERE = Path(__file__).resolve().parent
NOTE = "<!-- Made by docs/generate.py from the code; edit there. -->\n"
ROLES = {
    "constant": "taken as known",
    "uncertain": "drawn from its range with `structure.draws=prior`",
    "free": "fitted to 2012-2016; drawn from its range with `structure.draws=prior`",
    "lever": "chosen by users",
    "design": "says how the program runs",
}
HOW = {
    "sum": "total over the policy horizon",
    "last": "at the end of the horizon",
    "mean_last_year": "mean of the last year",
    "pair": "share, against the baseline",
}
COMBINED = {
    "multiply": "product",
    "complement": "1 − (1 − p)(1 − q)",
    "max": "largest",
}

BANKS = """\
Both countries need a bank and a money service (`msb`: remittances, exchange houses).

The packaged rows are archetypes made by rule; none is a named bank, and no number in them is fitted. With r the rank by
size among the n of a country and kind, p = (n + 1 − 2r)/(n + 1), and w = 2 frac(k a) − 1 a spread without chance, k = r
(+40 in Mexico, +100 for money services) and a step a per column in brackets:

- `size` is r^−0.8 over its sum; the largest of 30 banks has 18.3 %, the smallest 1.2 %.
- `systems` = m + 0.12 p + 0.12 w (0.618034) and `kyc` = m + 0.04 p + 0.14 w (0.754878), m = 0.6 in the United States
  and 0.5 in Mexico, 0.15 less for money services.
- `appetite` = 0.3 + 0.25 w (0.569840), 0.1 more for money services.
- `supervision` = 1 + 0.3 p + 0.3 w (0.414214), times 0.7 for money services, over the mean of the country's rows.
- `cash_intensive` = 0.06 − 0.02 p + 0.03 w (0.324718) and `companies` = 0.10 + 0.05 p + 0.03 w (0.220744); for money
  services 0.12 + 0.05 w and 0.04 + 0.02 w; `retail` is the rest.
- `sharing` is 1 for the five largest banks of the United States, where sharing under section 314(b) of the USA PATRIOT
  Act is voluntary, and 0 elsewhere: judgement.
"""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A markdown table."""
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def number(value: Any) -> str:
    """A value as in the tables."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def span(fact: Fact) -> str:
    """The range of evidence, if there is one."""
    return "" if fact.low is None or fact.high is None else f"{fact.low:g} to {fact.high:g}"


def facts_table(facts: Iterable[Fact], prefix: str) -> str:
    """Parameters with values, ranges, units, roles, sources."""
    rows = ((f"`{f.name.removeprefix(prefix)}`", number(f.value), span(f), f.unit, f.role, f.source) for f in facts)
    return table(("name", "value", "range", "unit", "role", "source"), rows)


def parameters() -> str:
    """Every parameter of the chain and of the program, by room."""
    facts = list(flat(Config()))
    counts = {role: sum(f.role == role for f in flat(Chain())) for role in ROLES}
    parts = [
        NOTE,
        "# Parameters\n\nEvery number with its unit, source, range of evidence and role. The names are those of the "
        "command line, the sweep and the manifest: `chain.market.eps_short.opioids=-0.4`. A value outside its range is "
        "allowed and flagged; a value outside its hard limits (in the code) is refused. Parameters of instruments "
        "are on [levers](levers.md).\n",
        "Roles: " + "; ".join(f"*{role}*, {words}" for role, words in ROLES.items()) + ".\n",
        f"The chain has {counts['constant']} constants, {counts['uncertain']} uncertain and **{counts['free']} free** "
        "parameters (tables counted by entry).\n",
    ]
    for room in Chain.__dataclass_fields__:
        prefix = f"chain.{room}."
        parts.append(f"## `{prefix}*`\n\n" + facts_table((f for f in facts if f.name.startswith(prefix)), prefix))
    parts.append(
        "## `organisations.<name>.*`\n\nArchetypes: relative weights in exports, by judgement from the maps of "
        "the DEA's threat assessments; not forecasts of the groups they are named after.\n"
    )
    rows = (
        (
            f"`{name}`",
            o.label,
            *(f"{getattr(o, drug):g}" for drug in DRUGS),
            o.lab_region,
            ", ".join(o.plazas) or "none",
        )
        for name, o in archetypes().items()
    )
    parts.append(table(("name", "label", *DRUGS, "lab_region", "plazas"), rows))
    parts.append(laundering())
    rest = [f for f in facts if not f.name.startswith(("chain.", "policy.", "organisations.", "networks.", "closed."))]
    alone = (f for f in facts if f.name.startswith("closed."))
    parts.append("## `closed.*`\n\nThe [organisations alone](closed.md).\n\n" + facts_table(alone, "closed."))
    parts.append("## Runs\n\n" + facts_table(rest, ""))
    return "\n".join(parts)


def laundering() -> str:
    """Networks of launderers."""
    declared = [f for f in flat(Network(), "networks.") if f.name != "networks.fee"]
    rows = (
        (
            f"`{name}`",
            one.label,
            f"`{one.channel}`",
            number(one.weight),
            number(one.fee),
            f"{networks.FEES[one.channel].low:g} to {networks.FEES[one.channel].high:g}",
            f"{one.capacity_usd_per_week:,.0f}",
            number(one.delay_weeks),
            networks.FEES[one.channel].source,
        )
        for name, one in networks.archetypes().items()
    )
    columns = ("name", "label", "channel", "weight", "fee", "range of fee", "USD per week", "weeks", "source of fee")
    return "\n".join(
        [
            "## `networks.<name>.*`\n\nArchetypes of laundering networks, open to every organisation: `channel`, "
            "`weight` (relative size within the channel), `fee` (share of value), `capacity_usd_per_week`, "
            f"`delay_weeks`. Channels: {', '.join(f'`{name}`' for name in PROVIDED)}; what organisations do "
            "themselves (bulk cash, property, holding) has no network. A capacity of 0 closes a network.\n",
            table(columns, rows),
            facts_table(declared, "networks."),
        ]
    )


def levers() -> str:
    """What policy can move, and the instruments that move it."""
    parts = [
        NOTE,
        "# Levers and instruments\n\nAn **instrument** is a programme: `policy.<instrument>.intensity` in [0, 1] is "
        "the share of the full programme, 0 in the baseline. Each week it writes effects into **levers**, which start "
        "neutral. Effects of several instruments on one lever combine by the lever's rule, never by order. "
        "Intensity 0 changes no bit of any number.\n",
        "What arrives in the field is intensity × min(1, weeks since `start` / `ramp_weeks`), and 0 again from `end` "
        "on. The bill is `cost_usd_per_year` × what arrives. Banks and other firms pay `private_share` of it; of what "
        "is left for governments the United States pay `us_share`, and of the rest partners (Colombia and Central "
        "America) pay `partner_share` and Mexico what remains.\n",
        "## Levers\n",
        table(
            ("lever", "unit", "neutral", "limits", "effects combine by", "acts on", "written by"),
            (
                (
                    f"`{lever.name}`",
                    lever.unit,
                    f"{lever.neutral:g}",
                    f"{lever.limits[0]:g} to {lever.limits[1]:g}",
                    COMBINED[lever.rule],
                    lever.acts_on,
                    ", ".join(name for name, room in REGISTRY.items() if lever.name in room.WRITES),
                )
                for lever in LEVERS.values()
            ),
        ),
        "## Instruments\n",
    ]
    for name, room in REGISTRY.items():
        title, _, text = (room.__doc__ or "").strip().partition("\n\n")
        text = " ".join(text.split())
        reads = ", ".join(f"`{series}`" for series in room.READS) or "nothing"
        facts = flat(getattr(Policy(), name))
        parts.append(f"### `policy.{name}`\n\n{title}\n\n{text}\n\nReads {reads}.\n\n{facts_table(facts, '')}")
    return "\n".join(parts)


def scenarios() -> str:
    """Scenario files with what they state, and comparisons."""
    parts = [
        NOTE,
        "# Scenarios\n\nA scenario switches instruments on; `strength=low|medium|high` chooses its dose, medium unless "
        "told otherwise. One more scenario is one more file ([how to](howto.md)). "
        "[Results](results.md) says what came out.\n",
    ]
    for name, path in choices("scenario", [conf_dir()]).items():
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        comments = [line.lstrip("# ").rstrip() for line in path.read_text(encoding="utf-8").splitlines()
                    if line.startswith("#") and "@package" not in line]  # fmt: skip
        dose = ", ".join(f"{strength} {value:g}" for strength, value in (tree.get("dose") or {}).items())
        moved = ", ".join(f"`{room}`" for room in tree.get("policy") or {}) or "nothing"
        body = "\n".join(f"- {line}" for line in sentences(comments[1:]))
        parts.append(f"## `{name}`\n\n{comments[0]}.\n\n{body}\n- Instruments: {moved}. Intensity: {dose}.\n")
    parts.append("## Comparisons\n")
    rows = []
    for name, path in choices("compare", [conf_dir()]).items():
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        grid = "; ".join(f"{lever} in {values}" for lever, values in tree["grid"].items())
        rows.append((f"`compare={name}`", tree["question"], ", ".join(tree["scenarios"]), grid or "none"))
    parts.append(table(("comparison", "question", "scenarios", "grid"), rows))
    parts.append("## Structural alternatives\n")
    structure = ((f"`structure={n}`", about(p)) for n, p in choices("structure", [conf_dir()]).items())
    parts.append(table(("choice", "what it says"), structure))
    return "\n".join(parts)


def sentences(lines: Sequence[str]) -> list[str]:
    """Comment lines joined where one goes on in the next."""
    found: list[str] = []
    for line in lines:
        if found and not any(
            line.startswith(word + ":") for word in ("Question", "Reference", "Start", "High", "Cost")
        ):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def outcomes() -> str:
    """The catalogue of outcomes."""
    better = {-1: "less", 0: "", 1: "more"}
    rows = (
        (f"`{o.name}`", o.label, o.unit, HOW[o.how], better[o.better])
        for o in (*OUTCOMES.values(), *DISPLACEMENT.values())
    )
    return "\n".join(
        (
            NOTE,
            "# Outcomes\n\nOne number per world and outcome over the policy horizon; `r.comparison()` holds the "
            "differences. Kilograms are pure, USD are of 2016. *Better* says which way counts as improvement in "
            "`p_improves`; where it is empty neither way is better by itself: more can be seized because more is "
            "looked for or because more is sent.\n",
            table(("outcome", "in words", "unit", "from the weekly series", "better"), rows),
            "Displacement: of what some places lose against the baseline, the share that reappears in others, "
            "min(1, gains / losses), by crossing (kilograms delivered; `displacement.routes` is heroin's), poppy "
            "region (area standing) or bank (launderers' accounts); missing where losses stay below 1 % of the total. "
            "It is an account of where flows went, not a causal claim.\n",
            "Columns of `comparison()`: `baseline`, `value`, `difference` (means over worlds), `ratio`; `lo50`, "
            "`hi50`, `lo90`, `hi90` (quantiles over worlds of the paired difference: how far single worlds differ, not "
            "an interval of the mean); `p_improves` (share of worlds that improve, ties half); `cost_usd`, "
            "`cost_per_unit`; `versus` (`baseline`, or `start`: the same quantity at the rate of the 52 weeks before "
            "the policy); `n`.\n",
        )
    )


def inputs() -> str:
    """The tables that users can replace, from their declarations."""
    parts = [
        NOTE,
        "# Tables of places and inputs\n\nWhat each table must hold, packaged or your own ([how to](howto.md)). Files "
        "are CSV with commas, in UTF-8, with a header; columns stand in any order, and further columns are not read.\n",
    ]
    for name in NAMES:
        parts += declared(f"files.{name}", TABLES[name])
        if name == "geography":
            parts.append("Kinds of places:\n")
            parts.append(table(("kind", "what", "id", "needed", "`weight_1`", "`parent`"), places()))
        if name in SERIES:
            parts.append(
                "Series that the model reads; each needs a yearly row of its base year. Other series must be among the "
                "packaged ones and keep their unit. A unit may carry a note in brackets or after a comma.\n"
            )
            read = SERIES[name].items()
            listed = ((f"`{one}`", f.unit, between(f.low, f.high), str(f.year)) for one, f in read)
            parts.append(table(("series", "unit", "allowed", "base year"), listed))
        if name == "border_crossings":
            first, last = (f"{year}-{month:02}" for year, month in (CROSSINGS_FROM, CROSSINGS_TO))
            parts.append(
                f"A port with rows in {CROSSINGS_BASE}, the base year, needs every month from {first} to {last}; one "
                "without has no crossings to hide in and opens no way. Every port has a place and every place of kind "
                "`port_of_entry` has rows here.\n"
            )
        if name == "overdose_deaths_state_year":
            parts.append(f"Every `us_market_state` needs {DEATHS_BASE}, by which markets are weighed.\n")
        if name == "banks":
            parts.append(BANKS)
        if name == "money_rules":
            parts.append(
                "Rules of one name and country may not overlap in time. While none is in force, a limit is infinite "
                "and a switch 0. A rule counts in weeks whose Thursday it holds on.\n"
            )
            parts.append(table(("rule", "what", "unit", "allowed", "countries", "needed"), rules()))
    for name, spec in CLOSED.items():
        parts += declared(name, spec)
    parts.append(
        "These three are for the [organisations alone](closed.md), and none is packaged: without `closed.sizes` a "
        "network is drawn from the seed, with it ties are those of the files. Ties hold both ways; a group has none "
        "with itself, and a pair is rival or allied, not both. Names are compared letter by letter.\n"
    )
    return "\n".join(parts)


def declared(name: str, spec: Table) -> list[str]:
    """Heading and columns of one table."""
    rows = [
        (f"`{c.name}`", c.about, c.kind, allowed(c), "" if c.unit == "any" else c.unit, may(c))
        for c in spec.columns
        if c.needed
    ]
    key = ", ".join(f"`{column}`" for column in spec.key)
    return [
        f"## `{name}`\n\nA row is {spec.about}; no two rows share {key}.\n",
        table(("column", "what", "type", "allowed", "unit", "instead"), rows),
    ]


def places() -> Iterable[Sequence[str]]:
    """Kinds of places as rows."""
    for name, kind in KINDS.items():
        form = f"`{kind.prefix}`" + ("number" if kind.number else "name") if kind.prefix else "any"
        weight = "share, empty for 0.01" if kind.weighed else ""
        yield (
            f"`{name}`",
            kind.about,
            form,
            "yes" if kind.needed else "",
            weight,
            f"`{kind.parent}`" if kind.parent else "",
        )


def rules() -> Iterable[Sequence[str]]:
    """Rules of law on cash as rows."""
    for name, rule in RULES.items():
        span = between(rule.low, rule.high)
        yield f"`{name}`", rule.about, rule.unit, span, ", ".join(rule.countries), ", ".join(rule.needed)


def allowed(column: Column) -> str:
    """What may stand in a cell."""
    return ", ".join(f"`{name}`" for name in column.names) or between(column.low, column.high)


def between(low: float, high: float) -> str:
    """A range of numbers in words."""
    if isfinite(low) and isfinite(high):
        return f"{low:g} to {high:g}"
    return f"{low:g} or more" if isfinite(low) else ""


def may(column: Column) -> str:
    """What may stand in a cell instead of a value."""
    return " or ".join([*(["empty"] if column.blank else []), *(f"`{word}`" for word in column.words)])


PAGES = {
    "parameters": parameters,
    "levers": levers,
    "scenarios": scenarios,
    "outcomes": outcomes,
    "inputs": inputs,
    "money": lambda: money_page.page(facts_table, NOTE),
}


def main() -> None:
    """Write the pages."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--results", type=Path, help="a stored comparison of the Next Steps")
    where = asked.parse_args().results
    for name, page in PAGES.items():
        (HERE / f"{name}.md").write_text(page(), encoding="utf-8")
    if where is not None:
        from from_results import write

        write(where)


if __name__ == "__main__":
    main()
