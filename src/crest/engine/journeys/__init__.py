"""journeys: what workers say, paid and got back, from files to tables of facts."""

from crest.engine.journeys.facts import base_facts
from crest.engine.journeys.rates import RateError, load_rates
from crest.engine.journeys.reading import read_recruitment
from crest.engine.journeys.recruitment import Recruitment

__all__ = ["RateError", "Recruitment", "base_facts", "load_rates", "read_recruitment"]
