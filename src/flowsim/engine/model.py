"""FlowModel: one tile of worlds, stepped together, one week at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import mesa
import numpy as np

from flowsim import policy
from flowsim.agents import Cartel, EradicationAgency, Grower, PatrolAgency, PortAgency, SeaportAgency
from flowsim.agents.agency import Agency
from flowsim.agents.bank import Bank
from flowsim.agents.cartel import decide_routes, import_price, make_choices
from flowsim.agents.grower import decide_land
from flowsim.agents.launderer import LaunderingNetwork
from flowsim.data.agreement import opened
from flowsim.data.banks import load_banks
from flowsim.data.drivers import load_drivers
from flowsim.data.geography import load_network
from flowsim.data.homicide import load_states
from flowsim.data.justice_reform import load_reform
from flowsim.data.money_rules import load_money_rules
from flowsim.domain.calendar import week_number
from flowsim.domain.chain.farming import farming
from flowsim.domain.codes import Crop, Mode
from flowsim.domain.errors import UserError
from flowsim.domain.network import Floats
from flowsim.domain.params import stack
from flowsim.domain.world_config import WorldConfig
from flowsim.engine import ways
from flowsim.engine.accounts import account_rules
from flowsim.engine.arms import make_guns
from flowsim.engine.audit import Audit
from flowsim.engine.base import make_base, sizes
from flowsim.engine.border import kept, learn, price_risk
from flowsim.engine.bound import bind
from flowsim.engine.delivery import as_delivered
from flowsim.engine.desks import decide_money, open_desks
from flowsim.engine.groups import make_groups
from flowsim.engine.holders import make_holders
from flowsim.engine.institutions import make_offices
from flowsim.engine.justice import make_trials
from flowsim.engine.migrants import make_crossers
from flowsim.engine.observation import Observation
from flowsim.engine.phases import PHASES
from flowsim.engine.posts import make_posts
from flowsim.engine.priors import drawn, drawn_networks
from flowsim.engine.providers import make_providers, nests_of
from flowsim.engine.recorder import Recorder
from flowsim.engine.recruitment import make_roll
from flowsim.engine.rules import make_rules
from flowsim.engine.snapshot import Snapshot, take
from flowsim.engine.start import fill
from flowsim.engine.waits import make_gates
from flowsim.kernels import draws
from flowsim.state.intents import Intents
from flowsim.state.levers import Levers
from flowsim.state.world import World


class FlowModel(mesa.Model):
    """A tile of lanes: worlds of one configuration that differ by seed and never touch.

    Parameters
    ----------
    config : WorldConfig, optional
        Everything but the seed; the baseline by default.
    seeds : sequence of int
        One world per seed; L of them.

    Attributes
    ----------
    world : World
        State; every array ends in the lane axis (L).
    week : int
        The week being or to be simulated; 0 begins on 2011-10-03, the spin-up is negative.
    records : Recorder
        Weekly and yearly series since week 0.
    observation : Observation
        What agencies publish.
    """

    def __init__(self, config: WorldConfig | None = None, seeds: Sequence[int] = (0,)) -> None:
        super().__init__(rng=np.random.default_rng(int(seeds[0])))
        self.config = config or WorldConfig()
        self.seeds = tuple(int(s) for s in seeds)
        self.lanes = len(self.seeds)
        self.keys = draws.lane_keys(self.seeds)
        self.params = stack([drawn(self.config, self.config.chain, "chain.", seed) for seed in self.seeds])
        inputs = opened(self.config.files)
        self.network = load_network(self.config.structure.markets, inputs)
        horizon = self.config.horizon
        self.first, self.last = week_number(horizon.start), week_number(horizon.end)
        self.began = self.week = self.first - horizon.spinup_weeks
        self.drivers = load_drivers(self.week, self.last, self.config.structure.markets, inputs)
        self.base = make_base(self.config, self.params, self.network, self.lanes)
        self._index_places()
        self.providers = make_providers(self.params, [drawn_networks(self.config, seed) for seed in seeds])
        self.nests = nests_of(self.providers)
        self.banks = load_banks(inputs)
        self.holders = make_holders(self.providers.channel, self.banks, self.params)
        self.reform = load_reform(self.last, inputs)
        self.states = load_states(inputs)
        local = int(self.params.recruitment.local_groups[0])
        self.groups = make_groups(self.config.organisations, local, self.states, self.config.chain.conflict)
        actors = len(self.base.number), len(self.providers), len(self.holders), len(self.banks), self.groups
        shape = sizes(self.network, *actors)
        self.world = World.empty(shape, self.lanes)
        fill(self)
        self.bound = bind(self.world, self.base.number, self.crop_rows)
        self.intents = Intents.empty(shape, self.lanes)
        for name in (f.name for f in fields(self.intents) if hasattr(self.world, f.name)):
            np.copyto(getattr(self.intents, name), getattr(self.world, name))
        self.intents.search_scale[:] = 1.0
        self.intents.account_share[:] = self.holders.size[:, :, None]
        self.levers = Levers(self.lanes)
        self._make_ways(inputs)
        self._make_agents()
        self.money_rules = load_money_rules(self.week, self.last, inputs)
        open_desks(self)
        self.account_rules, self.rules = account_rules(self), make_rules(self)
        self.guns, self.offices = make_guns(self), make_offices(self)
        self.trials, self.crossers, self.roll = make_trials(self), make_crossers(self), make_roll(self)
        self.instruments = self._instruments()
        self.audit = Audit(self.world, self.crop_rows)
        self.observation = Observation(self)
        self.records = Recorder(self, max(self.last - self.first, 1))

    def step(self) -> None:
        """One week: levers, decisions, phases, books, record."""
        self.apply_policies()
        if self.deciding:
            self.decide()
        for phase in PHASES:
            phase(self)
        self.look()
        self.audit.check(self.world, self.week)
        if self.week >= self.first:
            self.observation.note(self)
            self.records.note(self)
        self.week += 1

    def apply_policies(self) -> None:
        """Levers start neutral; every instrument adds its part; it sees what was published, never the truth."""
        self.levers.reset()
        read = any(instrument.READS for instrument, _ in self.instruments)
        seen = self.observation.seen(self, self.week) if read else {}
        for instrument, params in self.instruments:
            instrument.apply(self.levers, seen, as_delivered(self, instrument, params), self.week)
        if self.instruments:
            self.levers.close()

    def decide(self) -> None:
        """Organisations learn and choose routes and channels, growers land, agencies and banks where to look."""
        learn(self, self.decide_weeks)
        self.import_price = import_price(self.world.price, self.world.order_kg)
        decide_routes(self, kept(self.params.trafficking, self.decide_weeks))
        price_risk(self, self.decide_weeks)
        decide_money(self)
        for crop in Crop:
            decide_land(self, crop, self.crop_rows[crop])
        for agency in self.agencies:
            agency.decide()

    def look(self) -> None:
        """Agencies count what they found this week."""
        for agency in self.agencies:
            agency.observe()

    def run(self, until: str | None = None) -> FlowModel:
        """Step to the first week that begins on or after a date (default: the end of the horizon)."""
        last = self.last if until is None else week_number(until)
        while self.week < last:
            self.step()
        return self

    def snapshot(self) -> Snapshot:
        """An independent copy of everything that a branch needs."""
        return take(self)

    def branch(self, snapshot: Snapshot, config: WorldConfig) -> None:
        """Continue from a snapshot under another policy.

        World and records are written over: copy what you want to keep of them.

        Raises
        ------
        UserError
            If anything but the policy differs: it would have changed the history.
        """
        if replace(config, policy=None) != replace(self.config, policy=None):
            raise UserError("a branch may change the policy only; another horizon, chain or structure needs a new run")
        self.config = config
        self.last = week_number(config.horizon.end)
        self.instruments = self._instruments()
        snapshot.restore(self)
        self.audit.reset(self.world)

    def close(self) -> None:
        """Let go of agents and arrays at once."""
        for agent in list(self.agents):
            agent.remove()
        goods = "bound", "choice", "choices", "rules", "account_rules"
        rest = "ledger", "guns", "offices", "trials", "crossers", "roll", "ground"
        for name in ("world", *goods, *rest, "records", "observation", "agencies", "instruments"):
            setattr(self, name, None)

    @property
    def draw_week(self) -> int:
        """The week as it addresses draws: never negative."""
        return self.week + 5000

    @property
    def deciding(self) -> bool:
        """Whether agents decide this week."""
        return (self.week - self.began) % self.decide_weeks == 0

    @property
    def driver_row(self) -> int:
        """Row of the drivers for this week."""
        return self.week - self.drivers.first

    def traffic(self) -> Floats:
        """Lawful crossings over 2012, (C, L), with each lane's drift after the last year of data."""
        row = self.driver_row
        drift = self.params.drivers.traffic_drift_sd * self.drift[0] * self.drivers.traffic_beyond[row]
        return np.asarray(self.drivers.traffic[row][:, None] * np.exp(drift))

    def mexico_share(self) -> Floats:
        """Mexico's share of US heroin, (L,)."""
        return np.minimum(self.drivers.mexico_share[self.driver_row] * self._drifted()[0], 0.98)

    def prescribing(self) -> Floats:
        """Opioid prescriptions over 2012, (L,)."""
        return np.asarray(self.drivers.prescribing[self.driver_row] * self._drifted()[1])

    def cocaine_potential(self) -> Floats:
        """Colombia's potential cocaine, (L,) kg hydrochloride per year."""
        return np.asarray(self.drivers.cocaine_t[self.driver_row] * 1000.0 * self._drifted()[2])

    def _index_places(self) -> None:
        corridors = self.network.corridors
        self.ports = np.flatnonzero(corridors.port >= 0)
        between = [Mode.FOOT_BETWEEN_PORTS, Mode.VEHICLE_BETWEEN_PORTS]
        self.field = np.flatnonzero(np.isin(corridors.mode, between))
        self.posts = make_posts(self)
        self.mail = int(np.flatnonzero(corridors.mode == Mode.MAIL)[0])
        self.market_number = np.arange(len(self.network.markets), dtype=np.uint64)
        self.decide_weeks = int(self.params.trafficking.decide_weeks[0])
        poppy = len(self.network.poppy)
        self.crop_rows = (slice(0, poppy), slice(poppy, len(self.network.crop)))
        self.farming = farming(self.params)
        self.caught = np.zeros((len(corridors), self.lanes))
        self.hidden = np.empty_like(self.base.load_kg)  # scratch of what routes hide
        self.weather: dict[int, Floats] = {}  # what fields have worked out, kept to spare time
        self.drifted_years, self.drifted = np.nan, np.zeros(0)
        self.drift = np.empty((4, self.lanes))
        draws.fill_normal(self.keys, draws.DRIFT, 0, np.arange(4, dtype=np.uint64), 0, self.drift)

    def _drifted(self) -> Floats:
        """Annual drivers over their last data, (3, L): Mexico's share, prescribing, cocaine; kept while time stands."""
        years = float(self.drivers.annual_beyond[self.driver_row])
        if years != self.drifted_years:
            p = self.params.drivers
            sd = np.stack([p.share_drift_sd, p.prescribing_drift_sd, p.cocaine_drift_sd])
            self.drifted_years, self.drifted = years, np.exp(sd * self.drift[1:] * years)
        return self.drifted

    def _make_ways(self, inputs: Any) -> None:
        senders = len(self.base.number)
        self.routes = ways.border(self)
        self.seaports = ways.seaports(self)
        self.legs, self.gate = ways.legs(self)
        self.one_way = np.ones((senders, 2, 1, self.lanes)), np.ones((senders, 1, 1, self.lanes))
        self.gates = make_gates(self.params, self.network, inputs)

    def _make_agents(self) -> None:
        self.import_price = import_price(self.world.price, self.world.order_kg)
        self.choices = make_choices(self)
        for region, crop in enumerate(self.network.crop):
            Grower(self, region, Crop(int(crop)))
        for row, name in enumerate(self.config.organisations):
            Cartel(self, row, name)
        for row, name in enumerate(self.providers.ids[self.providers.first :], self.providers.first):
            LaunderingNetwork(self, row, name)
        for row, name in enumerate(self.banks.ids):
            Bank(self, row, name)
        self.agencies: list[Agency] = [
            PortAgency(self),
            PatrolAgency(self),
            SeaportAgency(self),
            *(EradicationAgency(self, crop) for crop in Crop),
        ]
        getattr(mesa.Agent, "_ids", {}).pop(self, None)  # mesa 3.3 keeps every model that has agents alive

    def _instruments(self) -> list[tuple[Any, Any]]:
        """Instruments with their parameters, in order of the registry."""
        chosen = self.config.policy or policy.neutral()
        worlds = stack([drawn(self.config, chosen, "policy.", seed) for seed in self.seeds])
        rooms = [(policy.REGISTRY[f.name], getattr(worlds, f.name)) for f in fields(worlds)]
        return [(room, params) for room, params in rooms if params.intensity.any()]  # at 0 it is exactly neutral
