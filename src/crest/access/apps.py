"""Tells Django about access."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room access."""

    name = "crest.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
