"""Both chains around one workplace, step by step."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Count, F, Q, Sum

from crest.access.facade import Actor, ScopedQuerySet
from crest.engine.tables.contracts import CONTROL_RELATIONS, GOODS_RELATIONS, LABOUR_RELATIONS
from crest.supplychain.cards import ChainSheet, ChainStep, LinkCard
from crest.supplychain.models import Link, Node
from crest.supplychain.reads.cards import MOST_FIRST, link_card, node_card, rows_of_links

_DEEPEST: Final = {"labour": 4, "goods": 4, "customer": 3}
_MOST: Final = 600  # links of one step; a workplace with more is drawn in part, and says so

_HANDS: Final = frozenset({"recruiter", "sub_agent"})

Steps = dict[int, tuple[str, int]]


def chain_of(*, by: Actor, ref: str, on: dt.date | None = None) -> ChainSheet:
    """The chains of a workplace, of one day where `on` is given. Raises NotFound."""
    centre = Node.objects.within(by).one(ref)
    steps: Steps = {centre.pk: ("goods", 0)}
    found: dict[int, Link] = {}
    live = _live(by, on)
    holders = live.filter(receiver=centre, relation__in=sorted(CONTROL_RELATIONS))
    for link in holders[:20]:
        found[link.pk] = link
        steps[link.giver_id] = ("customer", 0)
    start = set(steps)
    cut = False
    lanes = [
        ("labour", LABOUR_RELATIONS, True),
        ("goods", GOODS_RELATIONS, True),
        ("customer", GOODS_RELATIONS, False),
    ]
    if centre.role in _HANDS:  # whom an agency or broker sends people to
        lanes.append(("customer", LABOUR_RELATIONS, False))
    for lane, relations, upstream in lanes:
        rows = live.filter(relation__in=sorted(relations))
        cut |= _walk(rows, lane, set(start), steps, found, upstream=upstream)
    return _sheet(by, centre, steps, found, on=on, cut=cut)


def _live(by: Actor, on: dt.date | None) -> ScopedQuerySet[Link]:
    rows = Link.objects.within(by).exclude(verification="denied")
    if on is not None:
        rows = rows.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )
    return rows.order_by(*MOST_FIRST)


def _walk(
    rows: ScopedQuerySet[Link], lane: str, edge: set[int], steps: Steps, found: dict[int, Link], *,
    upstream: bool,
) -> bool:  # fmt: skip
    """Follow one lane outwards; whether some step had more links than are taken."""
    cut = False
    seen = set(edge)
    for tier in range(1, _DEEPEST[lane] + 1):
        ends = {"receiver_id__in": edge} if upstream else {"giver_id__in": edge}
        links = list(rows.filter(**ends)[: _MOST + 1])
        cut |= len(links) > _MOST
        edge = set()
        for link in links[:_MOST]:
            found[link.pk] = link
            far = link.giver_id if upstream else link.receiver_id
            steps.setdefault(far, (lane, -tier if upstream else tier))
            if far not in seen:
                edge.add(far)
        seen |= edge
        if not edge:
            break
    return cut


def _sheet(
    by: Actor, centre: Node, steps: Steps, found: dict[int, Link], *, on: dt.date | None, cut: bool
) -> ChainSheet:
    nodes = {node.pk: node for node in Node.objects.within(by).filter(pk__in=list(steps))}
    nodes[centre.pk] = centre
    others = Node.objects.everywhere("the other ends of links the actor may read, by name")
    named_only = list(others.filter(pk__in=set(steps) - set(nodes)))
    nodes |= {node.pk: node for node in named_only}
    rows = rows_of_links(found.values())
    cards: list[LinkCard] = []
    for link in found.values():
        giver, receiver = nodes.get(link.giver_id), nodes.get(link.receiver_id)
        if giver is None or receiver is None:
            continue
        link.giver, link.receiver = giver, receiver
        cards.append(link_card(link, rows=rows.get(link.pk, ())))
    return ChainSheet(
        centre=node_card(centre),
        steps=tuple(
            ChainStep(card=node_card(nodes[key]), lane=lane, step=step)
            for key, (lane, step) in steps.items()
            if key in nodes
        ),
        links=tuple(cards),
        on=on,
        cut=cut,
        named_only=frozenset(node.ref for node in named_only),
    )


def workplaces_with_chains(*, by: Actor, words: str = "") -> tuple[tuple[ChainStep, int, int], ...]:
    """Sites and organisations that links meet at, most people first: (node, people, links)."""
    rows = Link.objects.within(by).filter(relation__in=sorted(LABOUR_RELATIONS | GOODS_RELATIONS))
    if words:
        rows = rows.filter(receiver__name__icontains=words)
    rows = rows.exclude(receiver__kind=Node.ORIGIN)
    counted = list(
        rows.values_list("receiver_id")
        .annotate(people=Sum("people"), links=Count("pk"))
        .order_by(F("people").desc(nulls_last=True), "-links", "receiver_id")[:100]
    )
    nodes = {n.pk: n for n in Node.objects.within(by).filter(pk__in=[pk for pk, _, _ in counted])}
    return tuple(
        (ChainStep(card=node_card(nodes[pk]), lane="goods", step=0), people or 0, links)
        for pk, people, links in counted
        if pk in nodes
    )
