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
from crest.access.backups.packing import back_up
from crest.access.backups.restoring import restore
from crest.access.backups.sealing import Secret
from crest.access.broken import is_full, is_lost
from crest.access.checkpoints import folder as checkpoint_folder
from crest.access.checkpoints import sign_now as sign_checkpoint
from crest.access.chores import DAY, chore, do_chores
from crest.access.doors import PUBLIC, ActingRequest, page
from crest.access.drafts import hold, sweep, uploads
from crest.access.endpoints import (
    MOST_AT_ONCE,
    InnerKey,
    Needs,
    OwnerKey,
    Slice,
    a_file,
    acting,
    slice_of,
    slice_of_records,
)
from crest.access.errors import NotAllowed, NotFound, Refused, TrailBroken
from crest.access.jobs import TASKS, Cancelled, Watch, cancel, give_back, job, retry, start, waits
from crest.access.listening import when
from crest.access.many import insert_many, new_refs, update_many
from crest.access.permissions import ROLE_MAY, STAFF, Kind, Permission, Role
from crest.access.records import Actor, EventRow, OrganisationCard, OrganisationId, PersonId
from crest.access.scope import Owned, ScopedManager, ScopedQuerySet, new_ref
from crest.access.services.agreements import revoke_sharing
from crest.access.services.agreements import share as offer_sharing
from crest.access.services.example import (
    Busy,
    example_actor,
    example_is_busy,
    make_example_account,
)
from crest.access.services.installation import (
    make_administrator,
    make_organisation,
    retry_deliveries,
)
from crest.access.services.people import (
    InvitationCard,
    accept_invitation,
    end_membership,
    invitation_of,
    invite,
    withdraw_invitation,
)
from crest.access.services.tokens import actor_of_token, make_token, revoke_token
from crest.access.standing import (
    actor_standing,
    remember_actor,
    remember_session,
    standing_of_session,
)
from crest.access.watching import JobCard, jobs_about, jobs_of
from crest.access.working import work

__all__ = [
    "DAY",
    "MOST_AT_ONCE",
    "PUBLIC",
    "ROLE_MAY",
    "STAFF",
    "TASKS",
    "VERBS",
    "ActingRequest",
    "Actor",
    "Busy",
    "Cancelled",
    "EventRow",
    "InnerKey",
    "InvitationCard",
    "JobCard",
    "Kind",
    "Needs",
    "NotAllowed",
    "NotFound",
    "OrganisationCard",
    "OrganisationId",
    "Owned",
    "OwnerKey",
    "Permission",
    "PersonId",
    "Refused",
    "Role",
    "ScopedManager",
    "ScopedQuerySet",
    "Secret",
    "Slice",
    "TrailBroken",
    "Verdict",
    "Watch",
    "a_file",
    "accept_invitation",
    "acting",
    "action",
    "actor_for",
    "actor_of_token",
    "actor_standing",
    "back_up",
    "cancel",
    "card_of",
    "checkpoint_folder",
    "chore",
    "do_chores",
    "end_membership",
    "example_actor",
    "example_is_busy",
    "give_back",
    "hold",
    "insert_many",
    "invitation_of",
    "invite",
    "is_full",
    "is_lost",
    "job",
    "jobs_about",
    "jobs_of",
    "make_administrator",
    "make_example_account",
    "make_organisation",
    "make_token",
    "memberships_of",
    "new_ref",
    "new_refs",
    "offer_sharing",
    "organisations_of",
    "page",
    "reading",
    "remember_actor",
    "remember_session",
    "require",
    "restore",
    "retry",
    "retry_deliveries",
    "revoke_sharing",
    "revoke_token",
    "shared_with",
    "sign_checkpoint",
    "slice_of",
    "slice_of_records",
    "standing_of_session",
    "start",
    "sweep",
    "system_for",
    "update_many",
    "uploads",
    "verify_trail",
    "waits",
    "when",
    "withdraw_invitation",
    "work",
]  # fmt: skip
