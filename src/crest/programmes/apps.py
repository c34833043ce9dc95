"""Tells Django about programmes."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The room programmes."""

    name = "crest.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
