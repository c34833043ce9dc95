"""Agreements: who shares what with whom, for which purpose, until when."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from crest.access.models.organisations import Organisation
from crest.access.scope import Owned

# Kinds of record an agreement can cover; `shared_as` of a model is one of them, or several joined
# by "+" where all of them have to be shared. "figures": groups without any firm in their name.
SHAREABLE: Final = ("chain", "evidence", "findings", "figures", "answers", "programmes")


class Agreement(Owned):
    """The owner lets another organisation read its records of some kinds, until its end."""

    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    covers = models.JSONField(default=list)
    purpose = models.CharField(max_length=200)
    offered_at = models.DateTimeField(auto_now_add=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "access"
        indexes = (models.Index(fields=("receiver", "revoked_at"), name="agreement_receiver"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(owner=models.F("receiver")), name="nobody_shares_with_itself"
            ),
        )
