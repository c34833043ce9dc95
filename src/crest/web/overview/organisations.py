"""The list of organisations and sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain import facade as chains
from crest.web.overview.asked import acting, day_of, number_of, text_of, with_values
from crest.web.overview.risk import Risk, risks_of
from crest.web.overview.words import KINDS, ROLES, one_of

_STATES: Final = ("live", "closed", "merged")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many it leaves, and the address that sets it."""

    code: str
    words: Any
    number: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A line of the list."""

    card: chains.NodeCard
    kind: Any
    risk: Risk


@dataclass(frozen=True, slots=True)
class OrganisationsContext:
    """The list, its filters and its pages."""

    rows: tuple[OrganisationRow, ...]
    found: chains.NodePage
    filters: tuple[tuple[str, Any, tuple[Choice, ...]], ...]
    asked: dict[str, str]
    narrowed: bool
    previous: str
    following: str
    section: str = "organisations"


@access.page("overview/organisations.html", needs=access.Permission.SEE_CHAIN)
def organisations(request: access.ActingRequest) -> OrganisationsContext:
    """Which organisations and workplaces do we know?"""
    by = acting(request)
    query = request.GET
    state = text_of(query, "state")
    wanted = chains.NodeFilter(
        words=text_of(query, "q"), kind=text_of(query, "kind"), role=text_of(query, "role"),
        country=text_of(query, "country", 2).upper(), product=text_of(query, "product"),
        state=state if state in _STATES else "live", since=day_of(query, "since"),
    )  # fmt: skip
    found = chains.page_of_nodes(by=by, wanted=wanted, page=number_of(query, "page"))
    risks = risks_of(by, [card.ref for card in found.cards])
    asked = {
        "q": wanted.words, "kind": wanted.kind, "role": wanted.role, "country": wanted.country,
        "product": wanted.product, "state": state if state in _STATES else "",
        "since": wanted.since.isoformat() if wanted.since else "",
    }  # fmt: skip
    return OrganisationsContext(
        rows=tuple(
            OrganisationRow(
                card=card,
                kind=one_of(ROLES if card.role else KINDS, card.role or card.kind),
                risk=risks.get(card.ref, Risk()),
            )
            for card in found.cards
        ),
        found=found,
        filters=_filters(found, asked),
        asked=asked,
        narrowed=any(asked.values()),
        previous=with_values(asked, page=str(found.page - 1)) if found.page > 1 else "",
        following=with_values(asked, page=str(found.page + 1)) if found.page < found.pages else "",
    )


def _filters(
    found: chains.NodePage, asked: dict[str, str]
) -> tuple[tuple[str, Any, tuple[Choice, ...]], ...]:
    names = {"kind": _("What it is"), "role": _("Role"), "country": _("Country")}
    return tuple(
        (name, words, _choices(name, found.facets.get(name, ()), asked))
        for name, words in names.items()
    )


def _choices(
    name: str, counted: tuple[tuple[str, int], ...], asked: dict[str, str]
) -> tuple[Choice, ...]:
    words = {"kind": KINDS, "role": ROLES}.get(name, {})
    chosen = asked[name]
    found = [
        Choice(
            code=code,
            words=one_of(words, code) if words else code,
            number=number,
            href=with_values(asked, **{name: "" if code == chosen else code}),
            chosen=code == chosen,
        )
        for code, number in counted[:40]
        if not (name == "role" and code == "site")  # that is what it is, not what it does
    ]
    if chosen and all(one.code != chosen for one in found):  # an empty filter stays to be seen
        off = with_values(asked, **{name: ""})
        found.append(Choice(chosen, one_of(words, chosen) if words else chosen, 0, off, True))
    return tuple(found)
