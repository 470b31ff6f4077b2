"""The page: complete, self-contained, and honest about its own making."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
import synthetic

from flowsim.reporting import report
from flowsim.reporting.captions import CAPTIONS
from flowsim.reporting.horizon import Dates


class Loads(HTMLParser):
    """Collects everything a browser would fetch, and checks that tags close."""

    VOID = frozenset({"meta", "img", "br", "link", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)
        found = dict(attrs)
        self.loads += [str(found[k]) for k in ("src", "srcset", "data") if k in found]
        if tag in ("link", "a"):
            self.loads.append(str(found.get("href")))
        if tag == "img":
            self.images.append(found)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(written) -> str:
    out, files = written
    assert files[-1] == out / "report.html"
    return files[-1].read_text(encoding="utf-8")


def test_files_are_written_as_svg_and_png(written):
    out, files = written
    assert {p.suffix for p in files} == {".svg", ".png", ".html"}
    assert all(p.stat().st_size > 1000 for p in files)
    stems = {p.stem for p in files if p.suffix == ".svg"}
    assert stems == {p.stem for p in files if p.suffix == ".png"} == set(CAPTIONS)
    assert sorted(p.name for p in (out / "figures").iterdir()) == sorted(p.name for p in files[:-1])


def test_page_loads_nothing(page):
    parser = Loads()
    parser.feed(page)
    assert parser.open == []
    assert len(parser.images) == len(CAPTIONS)
    assert all(load.startswith(("data:image/svg+xml;base64,", "#")) for load in parser.loads)
    assert all(image["alt"] for image in parser.images)
    rest = re.sub(r'src="data:[^"]*"', "", page)
    assert "http" not in rest
    assert "url(" not in rest
    assert "<script" not in rest


def test_inner_links_lead_somewhere(page):
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert {target[1:] for target in re.findall(r'href="(#[^"]+)"', page)} <= ids


def test_page_reads_like_a_brief(page):
    for words in (
        "Which policy averts most opioid deaths?",
        "averts most opioid deaths over 2018–2027",
        "scored points lie within tolerance",
        "What the model leaves out",
        "export_revenue_usd",
        "are not bent to reach a range",
        "Heroin mass",
        "0 to 2",
        "0123456789abcdef",
        "chain.crops.odd",
        "Outside the range of evidence",
        "1 of 8 parameters rest on judgement",
        "Authorities of both countries took",
        "command line",
    ):
        assert words in page, words
    names = (
        "results", "deaths", "prices-section", "kilograms", "routes", "waits-section", "money-section", "fit-section",
        "caveats", "provenance",
    )  # fmt: skip
    order = [page.index(f'id="{name}"') for name in names]
    assert order == sorted(order)


def test_misses_are_stated():
    wrong = synthetic.Results(["baseline", "us_demand"], n=2)
    series = wrong.tables["observed"]["series"] == "deaths.us.heroin_t40_1"
    wrong.tables["observed"].loc[series, "value"] *= 2
    page = report.render(wrong, wrong.comparison(), report.fit(wrong.observed(), report.targets()), [])
    assert "What the model misses" in page
    assert "Deaths with heroin (T40.1): 5 of 5 years outside 25%" in page


def test_words_from_results_are_escaped():
    odd = synthetic.Results(["baseline"], n=2)
    odd.manifest["question"] = "<script>alert(1)</script>"
    page = report.render(odd, odd.comparison(), report.fit(odd.observed(), report.targets()), [])
    assert "<script>" not in page
    assert "nothing to rank" in page


@pytest.mark.parametrize(
    ("days", "years", "words"),
    [
        (("2011-10-03", "2018-01-01", "2028-01-01"), (2018, 2027), "2018–2027"),
        (("2011-10-03", "2018-07-02", "2019-03-01"), (2012, 2018), "2018–2019"),
        (("2011-10-03", "2018-01-01", "2015-01-01"), (2012, 2014), "2011–2014"),
        (("2012-03-05", "2018-01-01", "2012-09-03"), (2012, 2012), "2012"),
    ],
)
def test_dates(days, years, words):
    found = Dates(*(date.fromisoformat(d) for d in days))
    assert found.years == years
    assert found.words == words
