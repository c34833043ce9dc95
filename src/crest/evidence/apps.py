"""Tells Django about evidence."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The room evidence."""

    name = "crest.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
