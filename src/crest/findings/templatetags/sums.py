"""Sums of money, shares and words of the engine in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()


@register.filter
def money(minor: Any, currency: str = "") -> Any:
    """Minor units as people write a sum; None is said, never shown as nought."""
    if minor is None or minor == "":
        return format_html('<span class="unknown">{}</span>', _("not told"))
    return format_html(
        '<span class="sum">{}\u00a0{}</span>', f"{round(int(minor) / 100):,}", currency
    )


@register.filter
def told(value: Any) -> Any:
    """A number of a published group; None = hidden or not known, and said so."""
    if value is None or value == "":
        return format_html('<span class="unknown">{}</span>', _("not told"))
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")


@register.filter
def share(value: Any) -> Any:
    """A part of one as per cent."""
    if value is None or value == "":
        return format_html('<span class="unknown">{}</span>', _("not told"))
    return f"{100 * float(value):.0f}\u00a0%"


@register.filter
def points(value: Any) -> Any:
    """Points of a score."""
    if value is None or value == "":
        return format_html('<span class="unknown">{}</span>', _("not known"))
    return f"{float(value):.1f}".removesuffix(".0")


@register.filter
def voice(pair: Sequence[str] | None) -> str:
    """The words of an (English, Thai) pair in the reader's language."""
    if not pair:
        return ""
    return pair[1] if get_language() == "th" and len(pair) > 1 and pair[1] else pair[0]


@register.filter
def title_of(card: Any) -> str:
    """The title of a finding in the reader's language."""
    thai = getattr(card, "title_thai", "")
    return thai if get_language() == "th" and thai else str(card.title)


@register.filter
def sure_of(card: Any) -> str:
    """How sure a finding is, in the reader's language."""
    thai = getattr(card, "how_sure_thai", "")
    return thai if get_language() == "th" and thai else str(card.how_sure)


@register.filter
def spoken(row: dict[str, Any]) -> str:
    """`says` or `thai` of a published row, in the reader's language."""
    thai = row.get("thai") or ""
    return thai if get_language() == "th" and thai else str(row.get("says") or "")


@register.filter
def node_href(ref: str) -> str:
    """The page of a node; empty where there is none."""
    if not ref:
        return ""
    try:
        return reverse("organisation", args=(ref,))
    except NoReverseMatch:
        return ""


@register.filter
def corridor_href(subject: str) -> str:
    """The page of the corridor “MM>TH”; empty for anything else."""
    origin, _arrow, destination = subject.partition(">")
    try:
        return reverse("corridor", args=(origin, destination))
    except NoReverseMatch:
        return ""


@register.simple_tag
def general(confidence: str) -> SafeString | str:
    """A mark where a rule is general knowledge that nobody has verified."""
    if confidence != "general":
        return ""
    return format_html('<span class="badge unsure">{}</span>', _("general, unverified"))
