"""The two chains of a workplace: how do people and goods reach it, and how sure are we?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from crest.access import facade as access
from crest.drawing.chain import chain_figure
from crest.drawing.wording import LANGUAGES
from crest.supplychain import facade as chains
from crest.web.overview.asked import acting, day_of, text_of
from crest.web.overview.chain_tables import edges_table, nodes_table
from crest.web.overview.risk import Risk, risks_of
from crest.web.overview.words import KINDS, ROLES, one_of

_MOST_BOXES = 60
_BETWEEN = frozenset({"recruiter", "sub_agent", "broker", "transporter"})  # no workplaces


@dataclass(frozen=True, slots=True)
class ChainsContext:
    """Workplaces with links, most people first."""

    rows: tuple[tuple[chains.NodeCard, Any, int, int], ...]
    words: str
    section: str = "chains"


@dataclass(frozen=True, slots=True)
class ChainContext:
    """The drawing of one workplace."""

    sheet: chains.ChainSheet
    kind: Any
    risk: Risk
    figure: SafeString
    on: dt.date | None
    day_typed: str
    counts: tuple[tuple[str, int], ...]
    verified: int
    section: str = "chains"

    @property
    def unverified(self) -> int:
        """Links that nobody has verified."""
        return len(self.sheet.links) - self.verified


@access.page("overview/chains.html", needs=access.Permission.SEE_CHAIN)
def chains_page(request: access.ActingRequest) -> ChainsContext:
    """Which workplaces do we know the chains of?"""
    words = text_of(request.GET, "q")
    found = sorted(  # workplaces first; the order of the people on their links stays within
        chains.workplaces_with_chains(by=acting(request), words=words),
        key=lambda one: one[0].card.role in _BETWEEN,
    )
    return ChainsContext(
        rows=tuple(
            (
                one.card,
                one_of(ROLES if one.card.role else KINDS, one.card.role or one.card.kind),
                people,
                links,
            )
            for one, people, links in found
        ),
        words=words,
    )


@access.page("overview/chain.html", needs=access.Permission.SEE_CHAIN)
def chain_page(request: access.ActingRequest, ref: str) -> ChainContext:
    """How do people and goods reach this place, and how sure are we?"""
    by = acting(request)
    on = day_of(request.GET, "on")
    sheet = chains.chain_of(by=by, ref=ref, on=on)
    lanes = [step.lane for step in sheet.steps]
    card = sheet.centre
    return ChainContext(
        sheet=sheet,
        kind=one_of(ROLES if card.role else KINDS, card.role or card.kind),
        risk=risks_of(by, [ref]).get(ref, Risk()),
        figure=_figure(sheet),
        on=on,
        day_typed=text_of(request.GET, "on", 10),
        counts=tuple((lane, lanes.count(lane)) for lane in ("labour", "goods", "customer")),
        verified=sum(one.verification == "verified" for one in sheet.links),
    )


def _page_of(sheet: chains.ChainSheet, ref: str) -> str | None:
    return None if ref in sheet.named_only else reverse("organisation", args=[ref])


def _figure(sheet: chains.ChainSheet) -> SafeString:
    language = get_language() or "en"
    text = chain_figure(
        nodes_table(sheet, lambda ref: _page_of(sheet, ref)),
        edges_table(sheet, lambda ref: reverse("link", args=[ref])),
        workplace=sheet.centre.ref,
        most_boxes=_MOST_BOXES,
        languages=(language if language in LANGUAGES else "en",),
    )
    text = text.replace("<h4", "<h2").replace("</h4", "</h2")  # below the page's h1
    return mark_safe(text)  # noqa: S308 - the drawing escapes every foreign string once
