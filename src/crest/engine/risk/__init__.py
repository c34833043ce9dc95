"""Risk and priority: where harm is likely and severe, and how it travels to a buyer's product.

`inherent` scores sites, recruiters, sub-agents, corridors and products by what is known
beforehand; `residual` lets evidence move the likelihood; `propagate` follows the harm along labour
and goods. Missing data never lowers a risk, and every score opens into reasons that add up to it.
"""

from crest.engine.risk.indices import Indices, load_indices
from crest.engine.risk.inherent import inherent
from crest.engine.risk.propagate import propagate
from crest.engine.risk.residual import priorities, residual

__all__ = ["Indices", "inherent", "load_indices", "priorities", "propagate", "residual"]
