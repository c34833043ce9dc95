"""Risk and priority: where harm is likely and severe, and how it travels to a buyer's product.

`subjects_of` reads sites, hands, corridors and products off a chain, `with_workers_answers` adds
what enough workers say of them. `inherent` scores them by what is known beforehand, `residual` lets
evidence move the likelihood, `propagate` follows the harm along labour and goods. Missing data
never lowers a risk, and every score opens into reasons that add up to it.
"""

from crest.engine.risk.indices import Indices, load_indices
from crest.engine.risk.inherent import inherent
from crest.engine.risk.propagate import propagate
from crest.engine.risk.residual import priorities, residual
from crest.engine.risk.subjects import subjects_of
from crest.engine.risk.workers_say import with_workers_answers

__all__ = [
    "Indices",
    "inherent",
    "load_indices",
    "priorities",
    "propagate",
    "residual",
    "subjects_of",
    "with_workers_answers",
]
