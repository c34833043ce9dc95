"""Tells Django about ui."""

from __future__ import annotations

from django.apps import AppConfig

from crest.ui.catalogue import compile_all


class UiConfig(AppConfig):
    """Frame, parts, icons, style."""

    name = "crest.ui"
    label = "ui"

    def ready(self) -> None:
        """Make the translated words ready: a checkout holds only their source."""
        compile_all()
