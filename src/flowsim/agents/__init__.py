"""Strategic actors: thin handles on rows of World that decide for all lanes at once."""

from flowsim.agents.agency import EradicationAgency, PatrolAgency, PortAgency, SeaportAgency
from flowsim.agents.cartel import Cartel
from flowsim.agents.grower import Grower

__all__ = ["Cartel", "EradicationAgency", "Grower", "PatrolAgency", "PortAgency", "SeaportAgency"]
