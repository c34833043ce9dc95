"""Tells Django about ui."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Frame, parts, icons, style."""

    name = "crest.ui"
    label = "ui"
