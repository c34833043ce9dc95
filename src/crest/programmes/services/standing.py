"""Which project and partner stand behind a record."""

from __future__ import annotations

from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.evidence import facade as evidence
from crest.programmes.models import Partner, Project, Standing
from crest.programmes.records import NOUNS, StandingCard
from crest.programmes.selectors import card

MANAGE = access.Permission.MANAGE_PROGRAMMES


@access.action("programmes:standing:choose", needs=MANAGE)
def stand_behind(
    *, by: access.Actor, project: str, noun: str, record: str, partner: str = ""
) -> StandingCard:
    """Say that a project (and one of its partners) stands behind a record. Twice is once.

    A batch must be the organisation's own; for other nouns the room of the record has looked.
    """
    row = Project.objects.owned_by(by).one(project)
    if noun not in NOUNS:
        raise access.Refused(_("A project cannot stand behind such a record."))
    if noun == "evidence:batch" and not _own_batch(by, record):
        raise access.NotFound("There is no such list here.", todo="Choose one of the list.")
    whose = None
    if partner:
        whose = Partner.objects.owned_by(by).filter(project=row).one(partner)
    Standing.objects.owned_by(by).update_or_create(
        owner_id=by.organisation, project=row, noun=noun, record=record[:14],
        defaults={"partner": whose},
    )  # fmt: skip
    return StandingCard(card(row, by), whose.name if whose else "")


@access.action("programmes:standing:remove", needs=MANAGE)
def stand_no_more(*, by: access.Actor, standing: str) -> str:
    """Take back that a project stands behind a record."""
    Standing.objects.owned_by(by).one(standing).delete()
    return standing


def _own_batch(by: access.Actor, ref: str) -> bool:
    return any(one.ref == ref and one.mine for one in evidence.batches_of(by))
