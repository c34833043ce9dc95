"""Tells Django about supplychain."""

from __future__ import annotations

from django.apps import AppConfig


class SupplychainConfig(AppConfig):
    """The room supplychain."""

    name = "crest.supplychain"
    label = "supplychain"
    default_auto_field = "django.db.models.BigAutoField"
