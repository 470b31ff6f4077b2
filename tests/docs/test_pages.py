"""Committed pages equal the generated ones, and what they tell readers to type exists."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from flowsim.experiments.build import cases, composed, session
from flowsim.experiments.catalogue import choices, conf_dir

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "experiments").rglob("*.md"))]
REFRESH = "run: python docs/generate.py"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(ROOT / "docs"))  # as when the page maker is run
    spec.loader.exec_module(module)
    sys.path.remove(str(ROOT / "docs"))
    return module


def commands() -> list[tuple[str, str]]:
    """Lines of the pages that begin a flowsim command, with the page's name."""
    found = []
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            if re.match(r"( {4}|`|\s+\$ )flowsim( |$)", line):
                found.append((page.name, line.strip(" `$")))
    return found


@pytest.mark.parametrize("name", ["parameters", "levers", "scenarios", "outcomes", "inputs", "money"])
def test_committed_page_is_what_the_generator_writes(generate: ModuleType, name: str) -> None:
    committed = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert committed == generate.PAGES[name](), REFRESH


def test_every_free_parameter_stands_on_the_page_of_fit(generate: ModuleType) -> None:
    text = (ROOT / "docs" / "fit.md").read_text(encoding="utf-8")
    free = [f.name.removeprefix("chain.") for f in generate.flat(generate.Chain()) if f.role == "free"]
    assert [name for name in free if f"`{name}`" not in text] == [], f"{REFRESH} --results results/next_steps"
    assert f"with {len(free)} free parameters" in text


def test_make_targets_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"\bmake ([a-z]+)\b", (ROOT / "README.md").read_text(encoding="utf-8"))) - {"and"}
    assert {"run", "test"} <= named <= targets


def test_choices_named_in_pages_exist() -> None:
    own = ROOT / "experiments" / "001-harder-ports"
    for group in ("scenario", "compare", "structure", "sweep"):
        known = set(choices(group, [conf_dir(), own])) | {"mine", "tuned"}
        for page in PAGES:
            for name in re.findall(rf"(?<![\w.]){group}=([a-z]\w*)", page.read_text(encoding="utf-8")):
                assert name in known or name in ("us_demnd", "glob"), (page.name, group, name)


CHOSEN = ("compare", "'compare", "scenario", "task=", "sweep=")
"""Words that say which scenarios a command is about; others are composed with one scenario, not with all."""


def test_settings_in_commands_compose() -> None:
    """Every plain command of the pages composes; jobs of many, listings and folders of one's own are left out."""
    seen: set[tuple[str, ...]] = set()
    with session() as extra:
        for page, line in commands():
            words = re.sub(r"\s+#.*$", "", line).split("&&")[0]
            given = [w.strip("'") for w in re.findall(r"'[^']*'|\S+", words)[1:]]
            left_out = (
                "-m",
                "--config-dir",
                "--help",
                "--cfg",
                "task=list",
                "task=report",
                "scenario=us_demnd",
                "files.",
            )
            if any(w.startswith(left_out) for w in given) or "policy.ports.intensity=2" in given or "interval(" in line:
                continue
            given = [w if "compare.grid" not in w else f"++{w}" for w in given if not w.startswith("out=")]
            if tuple(given) in seen:
                continue
            few = ["compare.scenarios=[us_demand]"] if not any(w.startswith(CHOSEN) for w in given) else []
            assert cases(composed([*extra, *few, *given])), (page, line)
            seen.add(tuple(given))
    assert len(seen) >= 6


def test_links_and_pictures_exist() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http") and not page.name.endswith(".template.md"):
                assert (page.parent / target).exists(), (page.name, target)


def test_experiments_are_listed_and_hold_their_parts() -> None:
    index = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    for folder in (p for p in (ROOT / "experiments").iterdir() if p.is_dir() and not p.name.startswith(("_", "."))):
        assert folder.name in index
        text = (folder / "README.md").read_text(encoding="utf-8")
        assert "## Question" in text
        assert "## Command" in text
        assert "## Finding" in text
        assert list(folder.glob("figures/*.png"))


@pytest.mark.parametrize(("strength", "gain"), [("low", 0.5), ("medium", 1.0), ("high", 3.0)])
def test_the_experiment_multiplies_ports_and_patrol_alike(strength: str, gain: float) -> None:
    with session(ROOT / "experiments" / "001-harder-ports") as extra:
        job = composed([*extra, "task=run", "scenario=harder_everywhere", f"strength={strength}"])
        rooms = cases(job)[0].world.policy
    assert rooms.ports.intensity == rooms.patrol.intensity == 1.0
    assert rooms.ports.scanning_gain == rooms.ports.referral_gain == rooms.patrol.agents_gain == gain
    assert rooms.ports.cost_usd_per_year == rooms.patrol.cost_usd_per_year == 0.0
