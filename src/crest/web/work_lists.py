"""The lines of My work, asked of the rooms through their doors."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from crest.access import facade as access
from crest.web.frame import DOORS, href_of
from crest.web.work import WorkItem, work_list

P = access.Permission


def open_doors(by: access.Actor) -> frozenset[str]:
    """The routes of the side navigation that this person may open."""
    return frozenset(door.route for door in DOORS if door.needs in by.may)


@work_list(needs=P.SEE_OWN_ACCOUNT)
def second_factor(by: access.Actor) -> Iterator[WorkItem]:
    """Staff without a second factor are asked for one first."""
    if not by.confirmed:
        yield WorkItem(
            title=_("Set up your second factor"), count=1, href=href_of("mfa_index"),
            why=_("You see what others told in confidence, so a password alone is not enough."),
            icon="shield", late=True,
        )  # fmt: skip
