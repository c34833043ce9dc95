"""Organisations with an account, who belongs to them, and who was invited."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from crest.access.permissions import Kind, Role
from crest.access.scope import Owned, new_ref


def _choices(names: type[Kind | Role]) -> list[tuple[str, str]]:
    return [(name.value, name.value) for name in names]


class Organisation(models.Model):
    """A tenant: everything that is kept belongs to exactly one."""

    ref = models.CharField(max_length=14, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, choices=_choices(Kind))
    country = models.CharField(max_length=2, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "access"

    def __str__(self) -> str:
        """The organisation's name."""
        return self.name


class Membership(models.Model):
    """A person's role in an organisation; one person may have several."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=32, choices=_choices(Role))
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "access"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "role"), name="one_role_once",
                condition=models.Q(ended_at=None),
            ),
        )  # fmt: skip


class Invitation(Owned):
    """A letter that lets somebody join an organisation. Only the digest of its code is kept."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=32, choices=_choices(Role))
    code_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "access"
