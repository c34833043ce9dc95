"""A way from a record to what was done with it."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crest.access.permissions import Permission

register = template.Library()


@register.simple_tag(takes_context=True)
def log_link(context: Context, ref: str) -> SafeString | str:
    """A link to the log of one record, for who may read the log; else nothing."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None or Permission.SEE_AUDIT not in actor.may:
        return ""
    href = f"{reverse('audit')}?{urlencode({'record': ref})}"
    return format_html(
        '<p class="source"><a href="{}">{}</a></p>', href, _("Who did what with this")
    )
