"""Tells Django about flows, and lets every flow say what it listens to."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig

import crest.flows


class FlowsConfig(AppConfig):
    """The journeys between rooms."""

    name = "crest.flows"
    label = "flows"

    def ready(self) -> None:
        """Load each flow: loading it registers its steps."""
        for module in iter_modules(crest.flows.__path__):
            if module.name != "apps":
                import_module(f"crest.flows.{module.name}")
