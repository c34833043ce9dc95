"""Tells Django about web."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The roof: pages over several rooms."""

    name = "crest.web"
    label = "web"

    def ready(self) -> None:
        """Listen to second factors coming and going."""
        import_module("crest.web.second_factor")
