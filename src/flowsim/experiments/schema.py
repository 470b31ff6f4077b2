"""The typed configuration: one dataclass tree, registered with hydra.

Values stand in ``conf/``; types, units and limits come from the dataclasses of the rooms.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from hydra.core.config_store import ConfigStore
from omegaconf import DictConfig, OmegaConf

from flowsim.domain.chain import Chain, Horizon, Structure, archetypes, networks
from flowsim.domain.closed import Closed
from flowsim.domain.files import Files
from flowsim.domain.params import param
from flowsim.policy import REGISTRY, Policy

TASKS = ("compare", "run", "payments", "closed", "fit", "report", "list")
LISTS = ("scenarios", "levers", "outcomes", "parameters")
STRENGTHS = ("low", "medium", "high")
BASELINE = "baseline"


def entries() -> dict[str, Any]:
    """The organisations of the code as plain tables: omegaconf locks the frozen dataclasses inside dicts."""
    return {name: asdict(organisation) for name, organisation in archetypes().items()}


def launderers() -> dict[str, Any]:
    """The networks of the code as plain tables."""
    return {name: asdict(network) for name, network in networks.archetypes().items()}


@dataclass(frozen=True, kw_only=True)
class Compare:
    """Which worlds a comparison holds.

    Attributes
    ----------
    name, question : str
        Name of the comparison (the default folder of results) and the question it answers.
    scenarios, strengths : list of str
        Files of ``conf/scenario`` and doses at which each is run; the baseline is always added first.
    portfolio : list of int
        Numbers of Next Steps, 1 to 8, whose scenarios are composed into one; it takes the place of ``scenarios``
        unless they are given too.
    grid : dict
        Levers by dotted name, each with a list of values: every combination is one more world per scenario.
    """

    name: str = "next_steps"
    question: str = ""
    scenarios: list[str] = field(default_factory=lambda: [BASELINE])
    strengths: list[str] = field(default_factory=lambda: ["medium"])
    portfolio: list[int] = field(default_factory=list)
    grid: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Payments:
    """Which alerts ``task=payments`` writes: from the first week that begins on or after a date (YYYY-MM-DD).

    Attributes
    ----------
    matched : bool
        Whether customers are kept in the proportions of launderers by country, kind of bank and segment, so that where
        an account stands does not tell whose it is; else in their own.
    """

    start: str = "2016-01-04"
    weeks: int = param(4, "weeks", "design", role="design", limits=(1, 10_000))
    sample: float = param(
        0.001, "share of the alerts on honest customers that is kept", "design", role="design", limits=(0, 1)
    )
    matched: bool = True


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that can be set from the command line.

    Attributes
    ----------
    task : str
        One of ``TASKS``.
    strength : str
        Which entry of ``dose`` a scenario takes.
    dose : dict
        Intensities by strength, stated by each scenario file.
    organisations, networks : dict
        Tables of the fields of Organisation and Network by short name; ``build.to_config`` makes them such.
    out, source : str
        Folder of the results to write, and of the results to report (``from=`` on the command line).
    """

    task: str = "compare"
    strength: str = "medium"
    dose: dict[str, Any] = field(default_factory=dict)
    seed: int = param(0, "first seed", "design", role="design", limits=(0, 2**62))
    replicates: int = param(16, "worlds per scenario", "design", role="design", limits=(1, 10_000_000))
    tile: int = param(16, "worlds computed together", "design", role="design", limits=(1, 4096))
    threads: int = param(0, "threads; 0: as many as cores", "design", role="design", limits=(0, 4096))
    out: str = ""
    source: str = ""
    list: str = "scenarios"
    horizon: Horizon = field(default_factory=Horizon)
    chain: Chain = field(default_factory=Chain)
    organisations: dict[str, Any] = field(default_factory=entries)
    networks: dict[str, Any] = field(default_factory=launderers)
    structure: Structure = field(default_factory=Structure)
    files: Files = field(default_factory=Files)
    policy: Policy = field(default_factory=Policy)  # type: ignore[valid-type]
    compare: Compare = field(default_factory=Compare)
    payments: Payments = field(default_factory=Payments)
    closed: Closed = field(default_factory=Closed)
    sweep: dict[str, Any] = field(default_factory=dict)


def thaw(node: Any) -> Any:
    """Let a structured node be overridden: omegaconf makes the nodes of frozen dataclasses read-only."""
    OmegaConf.set_readonly(node, None)
    if OmegaConf.is_dict(node):
        for key in node:
            if OmegaConf.is_config(child := node._get_node(key)):
                thaw(child)
    return node


def schema() -> DictConfig:
    """The configuration tree with the defaults of every room; instruments start with the policy horizon."""
    node: DictConfig = thaw(OmegaConf.structured(Config))
    for name in REGISTRY:
        if "start" in node.policy[name]:
            node.policy[name].start = "${horizon.policy_start}"
    return node


def default_out(task: str, name: str) -> str:
    """Where results go unless ``out=`` says otherwise: one per comparison, one for each other task."""
    return f"results/{task if task in ('run', 'fit', 'payments', 'closed') else name}"


def default_replicates(task: str) -> int:
    """Worlds per scenario unless ``replicates=`` says otherwise: a single run is one world."""
    return {"run": 1, "payments": 1, "closed": 5}.get(task, 16)


def register() -> None:
    """Tell hydra about the schema and the instruments; calling it again changes nothing."""
    OmegaConf.register_new_resolver("flowsim.out", default_out, replace=True)
    OmegaConf.register_new_resolver("flowsim.replicates", default_replicates, replace=True)
    store = ConfigStore.instance()
    store.store(name="schema", node=schema())
    store.store(group="policy", name="rooms", node={"defaults": [{name: "none"} for name in REGISTRY]})


register()
