"""Small parts for pages about chains: periods, how sure, links to source rows."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crest.supplychain.models import CONCERNED
from crest.ui.templatetags.parts import day, unknown

register = template.Library()
# Shape and word, never colour alone.
SURE: Final[dict[str, tuple[str, str, Any]]] = {
    "verified": ("sure", "✓", gettext_lazy("verified")),
    "declared": ("unsure", "–", gettext_lazy("declared")),
    "unverified": ("unsure", "?", gettext_lazy("not verified")),
    "disputed": ("bad", "!", gettext_lazy("disputed")),
    "denied": ("bad", "✕", gettext_lazy("denied")),
}
STATES: Final[dict[str, tuple[str, Any]]] = {
    "sent": ("", gettext_lazy("sent")), "opened": ("", gettext_lazy("opened")),
    "answered": ("unsure", gettext_lazy("answered, to be read")),
    "accepted": ("sure", gettext_lazy("accepted")),
    "returned": ("unsure", gettext_lazy("sent back with a question")),
    "declined": ("bad", gettext_lazy("declined")),
    "withdrawn": ("bad", gettext_lazy("withdrawn")),
    "over": ("bad", gettext_lazy("too late to answer")),
    "pending": ("unsure", gettext_lazy("waits for a decision")),
    "approved": ("sure", gettext_lazy("approved")), "denied": ("bad", gettext_lazy("denied")),
    "revoked": ("bad", gettext_lazy("revoked")),
}  # fmt: skip


@register.filter
def percent(share: float | None) -> str:
    """A share of 0 to 1 in per cent."""
    return "" if share is None else f"{share * 100:.0f}\u202f%"


@register.simple_tag
def period(start: dt.date | None, end: dt.date | None) -> Any:
    """From when to when; a gap is said."""
    if start and end:
        return format_html("{} – {}", day(start), day(end))
    if not start and not end:
        return unknown(None)
    words = _("since %(day)s") if start else _("until %(day)s")
    return format_html(words.replace("%(day)s", "{}"), day(start or end))


@register.simple_tag
def sure(verification: str) -> SafeString:
    """How sure a link is: mark and word."""
    css, mark, word = SURE.get(verification, ("unsure", "?", verification or _("not said")))
    return format_html(
        '<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>', css, mark, word
    )


@register.simple_tag
def claim_state(state: str) -> SafeString:
    """The state of a request or of a claim by a site."""
    css, word = STATES.get(state, ("", state))
    return format_html('<span class="badge {}">{}</span>', css, word)


@register.simple_tag(takes_context=True)
def evidence_row(
    context: Context, ref: str, said_by: str = "", said_on: dt.date | None = None
) -> SafeString | str:
    """The source row of a value, linked where the reader may open it."""
    words = format_html_join(", ", "{}", ((part,) for part in (said_by, day(said_on)) if part))
    actor = context.get("actor")
    if not _own(context) and actor is not None and len(actor.sees("evidence")) == 1:
        return words or _("a row that is not shared with you")
    try:
        href = reverse("evidence_row", args=[ref])
    except NoReverseMatch:  # the page of evidence is not in this installation
        href = f"/evidence/row/{ref}/"
    return format_html('<a href="{}">{}</a>', href, words or _("source row"))


@register.simple_tag
def verdict_word(said: str) -> Any:
    """What a person said of a link."""
    words = {"confirmed": _("confirmed"), "disputed": _("disputed"), "denied": _("denied")}
    return words.get(said, said)


@register.simple_tag
def judgement_word(judgement: str) -> Any:
    """What a person said of a pair."""
    words = {
        "same": _("the same"), "different": _("different"), "unsure": _("unsure"),
        "open": _("not judged"),
    }  # fmt: skip
    return words.get(judgement, judgement)


@register.simple_tag
def part_word(name: str) -> Any:
    """A part of a listing."""
    words = {
        "name": _("Name"), "name_native": _("Name in its own script"), "place": _("Place"),
        "address": _("Address"), "country": _("Country"), "id": _("Number"),
        "source": _("Source row"),
    }  # fmt: skip
    return words.get(name, name.replace("_", " "))


@register.simple_tag
def differing(text: str, other: str) -> Any:
    """A text with the words marked that the other one does not have."""
    if not text:
        return unknown(None)
    known = {word.casefold().strip(".,;()") for word in other.split()}
    return format_html_join(" ", "{}", ((_marked(word, known),) for word in text.split()))


def _marked(word: str, known: set[str]) -> Any:
    same = word.casefold().strip(".,;()") in known
    return word if same else format_html("<mark>{}</mark>", word)


@register.simple_tag(takes_context=True)
def node_name(context: Context, card: Any) -> SafeString | str:
    """A node by name, linked to its page where the reader has one."""
    actor = context.get("actor")
    if not _own(context) and actor is not None and actor.kind in CONCERNED:
        return str(card.name)
    return format_html('<a href="{}">{}</a>', reverse("organisation", args=[card.ref]), card.name)


def _own(context: Context) -> bool:
    """Whether the page is about a record of the reader's own organisation."""
    return bool(getattr(context.get("sheet"), "own", True))


@register.simple_tag
def state_word(state: str) -> Any:
    """The state of a request, in words alone."""
    return STATES.get(state, ("", state))[1]


@register.simple_tag
def value_of(values: dict[str, Any], name: str) -> Any:
    """One value of several by its name; empty where there is none."""
    return values.get(name, "")


@register.simple_tag
def share_range(low: float | None, high: float | None) -> Any:
    """A share between two bounds, in per cent."""
    if low is None or high is None:
        return unknown(None)
    one, two = percent(low), percent(high)
    return one if one == two else f"{one} – {two}"
