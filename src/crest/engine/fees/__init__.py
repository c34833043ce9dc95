"""fees: what recruitment cost, in which verdicts, and what it did to the worker."""

from crest.engine.fees.assess import assess_costs
from crest.engine.fees.results import FeeResults

__all__ = ["FeeResults", "assess_costs"]
