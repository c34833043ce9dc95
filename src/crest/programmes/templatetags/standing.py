"""Which project stands behind a record, on the page of any record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from crest.access.facade import Permission
from crest.programmes.selectors import standing_of

register = template.Library()


@register.inclusion_tag("programmes/behind.html", takes_context=True)
def stands_behind(context: Context, noun: str, ref: str) -> dict[str, Any]:
    """Projects and partners that stand behind a record (`noun`: evidence:batch …), within sight."""
    actor = getattr(context.get("request"), "actor", None)
    may = actor is not None and Permission.SEE_PROGRAMMES in actor.may
    return {"standing": standing_of(actor, noun, ref) if actor is not None and may else ()}
