"""Products: who stands behind this one, and with how much of the harm?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.findings import facade as findings
from crest.supplychain import facade as chains
from crest.web.overview.asked import acting, text_of
from crest.web.overview.risk import Risk, has_findings, risks_of
from crest.web.overview.words import KINDS, ROLES, one_of

_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in the list: links that carry it, and who stands behind most of the harm."""

    name: str
    links: int
    behind: int
    gravest: str


@dataclass(frozen=True, slots=True)
class ProductsContext:
    """Every product that a link or a run speaks of."""

    rows: tuple[ProductRow, ...]
    words: str
    section: str = "products"


@dataclass(frozen=True, slots=True)
class BehindRow:
    """Somebody who stands behind a product."""

    exposure: findings.ExposureRow
    kind: Any
    risk: Risk


@dataclass(frozen=True, slots=True)
class ProductContext:
    """Who stands behind a product."""

    name: str
    groups: tuple[tuple[Any, tuple[BehindRow, ...]], ...]
    links: tuple[chains.LinkCard, ...]
    sees_findings: bool
    section: str = "products"


@access.page("overview/products.html", needs=access.Permission.SEE_CHAIN)
def products(request: access.ActingRequest) -> ProductsContext:
    """Which products do we know?"""
    by = acting(request)
    words = text_of(request.GET, "q")
    linked = chains.products_with_links(by=by)
    behind: dict[str, list[findings.ExposureRow]] = {}
    for one in findings.exposures(by, most=5000) if has_findings(by) else ():
        behind.setdefault(one.product, []).append(one)
    names = sorted((set(linked) | set(behind)) - {""}, key=str.casefold)
    return ProductsContext(
        rows=tuple(
            ProductRow(
                name=name, links=linked.get(name, 0), behind=len(behind.get(name, ())),
                gravest=min(behind[name], key=lambda o: o.rank).name if name in behind else "",
            )
            for name in names
            if words.casefold() in name.casefold()
        ),
        words=words,
    )  # fmt: skip


@access.page("overview/product.html", needs=access.Permission.SEE_CHAIN)
def product(request: access.ActingRequest, name: str) -> ProductContext:
    """Who stands behind it?"""
    by = acting(request)
    name = name[:120]
    exposed = findings.exposures(by, name, most=_MOST) if has_findings(by) else ()
    links = chains.links_of_product(by=by, product=name)
    if not exposed and not links:
        raise access.NotFound(
            _("No such product is known here."), todo=_("Go back to the list and choose again.")
        )
    cards = chains.node_cards(by=by, refs=[one.node_ref for one in exposed if one.node_ref])
    risks = risks_of(by, list(cards))
    return ProductContext(name, _grouped(exposed, cards, risks), links, has_findings(by))


def _grouped(
    exposed: tuple[findings.ExposureRow, ...], cards: dict[str, chains.NodeCard],
    risks: dict[str, Risk],
) -> tuple[tuple[Any, tuple[BehindRow, ...]], ...]:  # fmt: skip
    groups: dict[str, list[BehindRow]] = {}
    for one in exposed:
        card = cards.get(one.node_ref)
        code = (card.role or card.kind) if card is not None else one.subject_kind
        row = BehindRow(one, one_of({**KINDS, **ROLES}, code), risks.get(one.node_ref, Risk()))
        groups.setdefault("site" if one.subject_kind == "site" else "other", []).append(row)
    words = {"site": _("Workplaces"), "other": _("Recruiters and other firms")}
    return tuple((words[code], tuple(rows)) for code, rows in groups.items())
