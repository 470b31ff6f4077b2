"""Retail prices per pure gram and purity of every product, history and projection."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import pandas as pd
from matplotlib.figure import Figure

from flowsim.domain.codes import DRUGS, PRODUCTS
from flowsim.reporting import frames, overview, style
from flowsim.reporting.overview import Course

GRAM = {drug: "USD of 2016 per g" if drug == "marijuana" else "USD of 2016 per pure g" for drug in DRUGS}
COURSES = (
    *(Course(f"price_usd_per_pure_g.{drug}", f"{drug.capitalize()}, price", GRAM[drug], zero=False) for drug in DRUGS),
    *(
        Course(f"purity.{product}", f"{'Heroin' if product == 'opioids' else product.capitalize()}, purity", "% pure",
               scale=100.0, zero=False)
        for product in PRODUCTS[:-1]
    ),
)  # fmt: skip
"""Panels: five prices, three purities; marijuana is not sold by purity."""


@style.styled
def prices(found: Mapping[str, pd.DataFrame], policy_start: str) -> Figure:
    """One panel per price and purity.

    Parameters
    ----------
    found : mapping of series to DataFrame
        From ``overview.rows_of``, for those of ``COURSES`` that the results hold.
    policy_start : str
        YYYY-MM-DD.
    """
    courses = [course for course in COURSES if len(found.get(course.series, ()))]
    across = 4
    down = max(1, ceil(len(courses) / across))
    fig = style.figure(11.0, 1.0 + 2.15 * down)
    axes = fig.subplots(down, across, squeeze=False).ravel()
    for ax, course in zip(axes, courses, strict=False):
        overview.panel(ax, course, found[course.series], policy_start)
    for ax in axes[len(courses) :]:
        ax.set_visible(False)
    rows = found[courses[0].series]
    first, last = rows["date"].min(), rows["date"].max()
    dates = f"{first:%Y}–{last:%Y}, means of the 26 weeks before; projection from 2017"
    footer = style.footer(
        dates, "flowsim, mean over US markets weighted by users; axes do not begin at 0", frames.worlds(rows)
    )
    return style.finish(fig, "Retail prices and purity", footer, overview.key(frames.arms(rows)))
