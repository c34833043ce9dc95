"""access: who may, and who did. The only door of the room."""

from crest.access.actions import VERBS, action, reading, require
from crest.access.actors import (
    actor_for,
    card_of,
    memberships_of,
    organisations_of,
    shared_with,
    system_for,
)
from crest.access.audit import Verdict
from crest.access.audit import verify as verify_trail
from crest.access.checkpoints import folder as checkpoint_folder
from crest.access.checkpoints import sign_now as sign_checkpoint
from crest.access.doors import PUBLIC, ActingRequest, page
from crest.access.endpoints import (
    MOST_AT_ONCE,
    Needs,
    Slice,
    acting,
    slice_of,
    slice_of_records,
)
from crest.access.errors import NotAllowed, NotFound, Refused, TrailBroken
from crest.access.jobs import TASKS, Cancelled, Watch, cancel, give_back, job, retry, start
from crest.access.listening import when
from crest.access.many import insert_many, new_refs, update_many
from crest.access.permissions import ROLE_MAY, STAFF, Kind, Permission, Role
from crest.access.records import Actor, EventRow, OrganisationCard, OrganisationId, PersonId
from crest.access.scope import Owned, ScopedManager, ScopedQuerySet, new_ref
from crest.access.services.installation import make_administrator
from crest.access.watching import JobCard, jobs_about, jobs_of
from crest.access.working import work

__all__ = [
    "MOST_AT_ONCE", "Needs", "Slice", "acting", "slice_of", "slice_of_records",
    "JobCard", "jobs_about", "jobs_of",
    "PUBLIC", "ROLE_MAY", "STAFF", "TASKS", "VERBS", "ActingRequest", "Actor", "Cancelled",
    "EventRow", "Kind", "NotAllowed", "NotFound", "OrganisationCard", "OrganisationId", "Owned",
    "Permission", "PersonId", "Refused", "Role", "ScopedManager", "ScopedQuerySet", "TrailBroken",
    "Verdict", "Watch", "action", "actor_for", "cancel", "card_of", "checkpoint_folder", "give_back",
    "insert_many", "job",
    "make_administrator", "memberships_of", "new_ref", "new_refs", "organisations_of", "page", "reading",
    "require", "retry", "shared_with", "sign_checkpoint", "start", "system_for", "update_many", "verify_trail",
    "when", "work",
]  # fmt: skip
