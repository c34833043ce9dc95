"""Tells Django about web."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The roof: pages over several rooms."""

    name = "crest.web"
    label = "web"
