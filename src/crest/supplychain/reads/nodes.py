"""Lists of organisations and sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from django.core.cache import cache
from django.db.models import Count

from crest.access.facade import Actor, ScopedQuerySet
from crest.supplychain.cards import LinkCard, NodeCard, NodePage
from crest.supplychain.models import Link, Node
from crest.supplychain.reads.cards import MOST_FIRST, link_card, node_card

PAGE: Final = 50

_MANY: Final = 50_000  # counts of a list this long are kept for a minute


@dataclass(frozen=True, slots=True)
class NodeFilter:
    """What a list is narrowed to; empty means everything."""

    words: str = ""
    kind: str = ""
    role: str = ""
    country: str = ""
    product: str = ""
    state: str = "live"
    since: dt.date | None = None  # said something on or after this day


def nodes_within(by: Actor, wanted: NodeFilter) -> ScopedQuerySet[Node]:
    """The nodes a filter leaves, by name."""
    rows = Node.objects.within(by).exclude(kind=Node.ORIGIN)
    for column in ("kind", "role", "country", "state"):
        if value := getattr(wanted, column):
            rows = rows.filter(**{column: value})
    if wanted.words:
        rows = rows.filter(name__icontains=wanted.words)
    if wanted.product:
        rows = rows.filter(products__icontains=wanted.product)
    if wanted.since:
        rows = rows.filter(last_said_on__gte=wanted.since)
    return rows.order_by("name", "pk")


def page_of_nodes(*, by: Actor, wanted: NodeFilter | None = None, page: int = 1) -> NodePage:
    """One page of organisations and sites, with counts for each filter."""
    wanted = wanted or NodeFilter()
    rows = nodes_within(by, wanted)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    cards = tuple(node_card(row) for row in rows[(page - 1) * PAGE : page * PAGE])
    return NodePage(
        cards=cards, total=total, page=page, pages=pages, facets=_facets(by, wanted, total)
    )


def _facets(by: Actor, wanted: NodeFilter, total: int) -> dict[str, tuple[tuple[str, int], ...]]:
    owners = ",".join(str(one) for one in sorted(by.sees(Node.shared_as)))
    key = f"nodes:{owners}:{hash(tuple(str(v) for v in asdict(wanted).values()))}"
    if total > _MANY and (kept := cache.get(key)):
        found: dict[str, tuple[tuple[str, int], ...]] = kept
        return found
    counted = {name: _counts(by, wanted, name) for name in ("kind", "role", "country")}
    if total > _MANY:
        cache.set(key, counted, 60)
    return counted


def _counts(by: Actor, wanted: NodeFilter, column: str) -> tuple[tuple[str, int], ...]:
    """What each value of a column would leave, the filter on that column itself taken away."""
    values = {**asdict(wanted), column: ""}
    rows = nodes_within(by, NodeFilter(**values)).order_by()
    counted = rows.values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    return tuple((value, number) for value, number in counted if value)


def node_cards(*, by: Actor, refs: Iterable[str]) -> dict[str, NodeCard]:
    """Cards of the nodes among `refs` that the actor may see, by public id."""
    wanted = list(dict.fromkeys(refs))[:500]
    rows = Node.objects.within(by).filter(ref__in=wanted)
    return {row.ref: node_card(row) for row in rows}


def own_node(*, by: Actor, ref: str) -> tuple[NodeCard, bool]:
    """A node of the actor's own list, and whether its firm has an account. Raises NotFound."""
    node = Node.objects.owned_by(by).one(ref)
    return node_card(node), node.claimed_by_id is not None


def products_with_links(*, by: Actor) -> dict[str, int]:
    """Product → how many links carry it."""
    rows = Link.objects.within(by).exclude(product="").order_by("product")
    return dict(rows.values_list("product").annotate(n=Count("pk"))[:5000])


def links_of_product(*, by: Actor, product: str, most: int = 200) -> tuple[LinkCard, ...]:
    """The links that carry a product, the largest first."""
    rows = Link.objects.within(by).filter(product=product).select_related("giver", "receiver")
    return tuple(link_card(row) for row in rows.order_by(*MOST_FIRST)[:most])
