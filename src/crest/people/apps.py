"""Tells Django about people."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room people."""

    name = "crest.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
