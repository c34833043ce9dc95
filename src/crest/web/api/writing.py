"""Writing answers: the same record always gives the same bytes, and always valid JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from pydantic_core import to_json


class Writing(BaseRenderer):
    """JSON; sets in order, numbers that are none as null."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:  # noqa: ARG002
        """The bytes of an answer."""
        return to_json(_steady(data), inf_nan_mode="null")


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _steady(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_steady(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return value
