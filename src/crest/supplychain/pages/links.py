"""Pages of one link and of one labour channel: where does it come from, and does it hold?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crest.access import facade as access
from crest.supplychain.pages.asked import Faults, acting, faults_of, typed
from crest.supplychain.reads.links import ChannelSheet, LinkSheet, channel_sheet, link_sheet
from crest.supplychain.services.doubting import undo_verdict, verify_channel, verify_link


@dataclass(frozen=True, slots=True)
class LinkContext:
    """A link, every word on it, and the form for one's own."""

    sheet: LinkSheet
    may_edit: bool
    given: dict[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "chains"


@dataclass(frozen=True, slots=True)
class ChannelContext:
    """A labour channel, every word on it, and the form for one's own."""

    sheet: ChannelSheet
    may_edit: bool
    given: dict[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    status: int = 200
    section: str = "chains"


@access.page("supplychain/link.html", needs=access.Permission.SEE_CHAIN)
def link(request: access.ActingRequest, ref: str) -> LinkContext | HttpResponse:
    """Where does this link come from, and does it hold?"""
    by = acting(request)
    sheet = link_sheet(by=by, ref=ref)
    may = sheet.own and access.Permission.EDIT_CHAIN in by.may
    if request.method != "POST":
        return LinkContext(sheet, may)
    given = typed(request.POST, "said", "note", "row", most=500)
    try:
        verify_link(by=by, link=ref, said=given["said"], note=given["note"], row=given["row"])
    except access.Refused as error:
        return LinkContext(sheet, may, given, faults_of(error), 422)
    messages.success(request, _("Kept, with your name and the time."))
    return HttpResponseRedirect(reverse("link", args=[ref]))


@access.page("supplychain/channel.html", needs=access.Permission.SEE_CHAIN)
def channel(request: access.ActingRequest, ref: str) -> ChannelContext | HttpResponse:
    """How did these workers come, and does it hold?"""
    by = acting(request)
    sheet = channel_sheet(by=by, ref=ref)
    may = sheet.own and access.Permission.EDIT_CHAIN in by.may
    if request.method != "POST":
        return ChannelContext(sheet, may)
    given = typed(request.POST, "said", "note", "row", most=500)
    try:
        verify_channel(by=by, channel=ref, said=given["said"], note=given["note"], row=given["row"])
    except access.Refused as error:
        return ChannelContext(sheet, may, given, faults_of(error), 422)
    messages.success(request, _("Kept, with your name and the time."))
    return HttpResponseRedirect(reverse("channel", args=[ref]))


@access.page("", needs=access.Permission.EDIT_CHAIN)
@require_POST
def take_back(request: access.ActingRequest, ref: str) -> Any:
    """Take a word on a link back."""
    try:
        found = undo_verdict(by=acting(request), verdict=ref)
    except access.Refused as error:
        messages.error(request, error.sentence)
        return HttpResponseRedirect(reverse("chains"))
    messages.success(request, _("Taken back. The link stands as it did before."))
    if found.link is not None:
        return HttpResponseRedirect(reverse("link", args=[found.link.ref]))
    if found.channel is not None:
        return HttpResponseRedirect(reverse("channel", args=[found.channel.ref]))
    return HttpResponseRedirect(reverse("chains"))
