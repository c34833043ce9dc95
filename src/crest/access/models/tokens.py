"""Keys of programs: shown once, kept as a digest, with scopes and an end."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from crest.access.scope import Owned


class Token(Owned):
    """An API token of one person in one organisation. `scopes` are permissions, never more than
    the person has."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        app_label = "access"
