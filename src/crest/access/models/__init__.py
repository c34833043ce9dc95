"""Tables of access, by noun."""

from crest.access.models.agreements import Agreement
from crest.access.models.events import ChainHead, Checkpoint, Delivery, Event
from crest.access.models.jobs import Chore, Job
from crest.access.models.organisations import Invitation, Membership, Organisation
from crest.access.models.people import Person
from crest.access.models.tokens import Token

__all__ = [
    "Agreement", "ChainHead", "Checkpoint", "Chore", "Delivery", "Event", "Invitation", "Job",
    "Membership", "Organisation", "Person", "Token",
]  # fmt: skip
