"""supplychain: who is linked to whom. The only door of the room."""

from crest.supplychain.records import ResolutionCard
from crest.supplychain.selectors import latest_resolution
from crest.supplychain.services.resolving import resolve, start_resolving

__all__ = ["ResolutionCard", "latest_resolution", "resolve", "start_resolving"]
