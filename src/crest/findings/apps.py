"""Tells Django about findings."""

from __future__ import annotations

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """The room findings."""

    name = "crest.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"
