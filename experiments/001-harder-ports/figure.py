"""Draw figures/shift.svg and .png, and write the numbers into README.md, from stored results of this experiment.

Usage: python figure.py [folder of results, default results/001-harder-ports]
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import flowsim
from flowsim.experiments.results import Results
from flowsim.reporting import style

HERE = Path(__file__).parent
WAYS = {
    "personal_vehicle": "Cars at ports",
    "commercial_truck": "Trucks at ports",
    "pedestrian": "Pedestrians at ports",
    "rail": "Rail",
    "between": "Between ports",
    "tunnel": "Tunnels",
    "maritime": "Sea",
}
TIMES = {"low": "1.5×", "medium": "2×", "high": "4×"}
SCENARIOS = {
    "harder_ports": "Ports only",
    "harder_ports_dice": "Ports only, half by dice",
    "harder_everywhere": "Ports and patrol",
}
COLOURS = {"low": style.SKY, "medium": style.BLUE, "high": style.VERMILION}
HEADINGS = (
    "heroin seized",
    "by car, t a year",
    "between ports, t a year",
    "share displaced",
    "retail price",
    "opioid deaths averted, ten years",
)
YEARS = (2018, 2027)
plt.rcParams["svg.hashsalt"] = "flowsim"
BEGIN, END = "<!-- begin: numbers -->\n", "<!-- end: numbers -->"


def way(corridor: str) -> str:
    """The way of crossing behind a corridor's id."""
    head, _, mode = corridor.partition(".")
    return head if head in ("tunnel", "maritime") else "between" if mode.endswith("between_ports") else mode


def delivered(results: Results) -> pd.DataFrame:
    """Kg of heroin a year delivered by scenario, strength, replicate and way; mean of the policy years."""
    rows = results.places("delivered_kg.heroin")
    rows = rows[rows["year"].between(*YEARS)]
    ways = rows["place"].astype(str).map(way)
    keys = [rows[name].astype(str) for name in ("scenario", "strength")]
    sums = rows.groupby([*keys, rows["replicate"], ways.rename("way")])["value"].sum()
    return (sums / (YEARS[1] - YEARS[0] + 1)).unstack("way")


def changes(table: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """Paired change from the baseline, kg a year, replicates down and ways across, by scenario and strength."""
    base = table.xs("baseline", level="scenario").droplevel("strength")
    rest = table.drop("baseline", level="scenario")
    return {key: group.droplevel(["scenario", "strength"]) - base for key, group in rest.groupby(level=[0, 1])}


def draw(found: dict[tuple[str, str], pd.DataFrame], worlds: int) -> None:
    """One panel per scenario: change of heroin delivered by way of crossing, by dose."""
    fig, axes = plt.subplots(1, len(SCENARIOS), figsize=(10, 4.4), sharey=True, sharex=True, layout="constrained")
    for ax, (scenario, title) in zip(axes, SCENARIOS.items(), strict=True):
        for i, strength in enumerate(TIMES):
            change = found[scenario, strength].reindex(columns=list(WAYS), fill_value=0.0) / 1000
            at = np.arange(len(WAYS)) + (i - 1) * 0.26
            low, high = change.quantile(0.05), change.quantile(0.95)
            ax.barh(at, change.mean(), height=0.24, color=COLOURS[strength], label=TIMES[strength])
            ax.hlines(at, low, high, color="black", lw=1)
        ax.axvline(0, color="black", lw=0.8)
        ax.set_title(title, fontsize=10, loc="left")
        ax.set_yticks(range(len(WAYS)), list(WAYS.values()))
    axes[0].invert_yaxis()
    axes[1].set_xlabel("Change in heroin delivered, tonnes pure a year (mean of worlds; line: middle 90 %)")
    axes[-1].legend(title="Effort over today", frameon=False)
    fig.suptitle("Where heroin goes when ports of entry look harder", x=0.01, ha="left", fontweight="bold")
    note = f"{YEARS[0]}–{YEARS[1]}, mean per year | flowsim, paired by seed | n = {worlds} worlds per scenario"
    fig.text(0.01, -0.03, note, fontsize=8, color="#555555")
    folder = HERE / "figures"
    folder.mkdir(exist_ok=True)
    fig.savefig(folder / "shift.svg", bbox_inches="tight", metadata={"Date": None})
    fig.savefig(folder / "shift.png", bbox_inches="tight", dpi=110)


def numbers(results: Results, found: dict[tuple[str, str], pd.DataFrame]) -> str:
    """The finding's table in markdown."""
    table = results.comparison()
    table = table[table["versus"] == "baseline"]
    lines = ["| effort at ports | " + " | ".join(HEADINGS) + " |", "|---" * (len(HEADINGS) + 1) + "|"]
    for scenario, title in SCENARIOS.items():
        for strength, times in TIMES.items():
            rows = table[(table["scenario"] == scenario) & (table["strength"] == strength)].set_index("outcome")
            change = found[scenario, strength] / 1000
            shift, deaths = rows.loc["displacement.routes"], rows.loc["deaths_overdose_opioid"]
            cells = [
                f"{title}, {times}",
                percent(rows.loc["seized_kg.heroin", "ratio"], 0),
                spread(change["personal_vehicle"]),
                spread(change["between"]),
                f"{100 * shift['value']:.0f} % ({100 * shift['lo90']:.0f} to {100 * shift['hi90']:.0f})",
                percent(rows.loc["price_usd_per_pure_g.heroin", "ratio"], 1),
                f"{-deaths['difference']:,.0f} ({-deaths['hi90']:,.0f} to {-deaths['lo90']:,.0f})",
            ]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def percent(ratio: float, digits: int) -> str:
    """A ratio as a change in per cent."""
    return f"{100 * (ratio - 1):+.{digits}f} %"


def spread(values: pd.Series) -> str:
    """Mean and middle 90 %."""
    return f"{values.mean():+.2f} ({values.quantile(0.05):+.2f} to {values.quantile(0.95):+.2f})"


def main() -> None:
    """Draw the figure and put the numbers into README.md."""
    results = flowsim.load(sys.argv[1] if len(sys.argv) > 1 else "results/001-harder-ports")
    table = delivered(results)
    found = changes(table)
    baseline = table.xs("baseline", level="scenario")
    draw(found, len(baseline))
    tonnes = baseline.mean() / 1000
    shares = ", ".join(f"{label.lower()} {tonnes[name]:.1f}" for name, label in WAYS.items() if name in tonnes)
    words = f"Delivered in the baseline, tonnes pure a year: {shares}. n = {len(baseline)} worlds per row.\n"
    page = HERE / "README.md"
    head, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    page.write_text(f"{head}{BEGIN}{words}\n{numbers(results, found)}{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
