"""Requests: those an organisation sent, and those sent to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from crest.access import facade as access
from crest.supplychain.cards import NodeCard, RequestCard
from crest.supplychain.models import Node, Request
from crest.supplychain.reads.cards import node_card
from crest.supplychain.states import OPEN_REQUEST, is_over

_BECAUSE = "filtered to the sender or the receiver"


@dataclass(frozen=True, slots=True)
class NextFirm:
    """A firm an accepted answer names: known already or not, asked already or not."""

    name: str
    what: str
    contact: str
    node: NodeCard | None
    asked: bool


def sent_requests(*, by: access.Actor, state: str = "") -> tuple[RequestCard, ...]:
    """What the actor's organisation asked, newest first."""
    rows = Request.objects.owned_by(by).select_related("node", "owner", "parent")
    if state:
        rows = rows.filter(state=state)
    return tuple(request_card(row) for row in rows.order_by("-sent_at", "-pk"))


def received_requests(*, by: access.Actor) -> tuple[RequestCard, ...]:
    """What the actor's organisation was asked, the nearest day first."""
    rows = Request.objects.everywhere("sent to the actor's own organisation")
    rows = rows.filter(to_organisation_id=by.organisation).exclude(owner_id=by.organisation)
    rows = rows.select_related("node", "owner", "parent")
    return tuple(request_card(row) for row in rows.order_by("due_on", "pk"))


def one_request(*, by: access.Actor, ref: str) -> RequestCard:
    """A request of the actor's organisation, sent by it or to it. Raises NotFound."""
    rows = Request.objects.everywhere(_BECAUSE).select_related("node", "owner", "parent")
    return request_card(
        rows.filter(Q(owner_id=by.organisation) | Q(to_organisation_id=by.organisation)).one(ref)
    )


def earlier_answers(*, by: access.Actor, request: Request) -> tuple[Request, ...]:
    """Answers the actor's firm gave by consent that cover what is asked now, newest first."""
    rows = Request.objects.everywhere("the actor's own earlier answers").filter(
        to_organisation_id=by.organisation, state__in=("answered", "accepted")
    ).exclude(consented_at=None).exclude(pk=request.pk)  # fmt: skip
    found = rows.select_related("node", "owner").order_by("-consented_at", "-pk")[:50]
    wanted = set(request.asks)
    return tuple(
        row for row in found
        if wanted <= {one for one in row.answer if (row.answer[one] or {}) and one in row.asks}
    )  # fmt: skip


def next_firms(*, by: access.Actor, ref: str) -> tuple[NextFirm, ...]:
    """Firms that an answer names, who could be asked in turn."""
    request = Request.objects.owned_by(by).one(ref)
    rows = [
        (row, question)
        for question in ("suppliers", "recruiters", "sub_agents")
        for row in (request.answer or {}).get(question, {}).get("rows", [])
    ]
    names = {str(row.get("name", "")) for row, _question in rows}
    nodes = {
        node.name.casefold(): node
        for node in Node.objects.owned_by(by).filter(name__in=names, state="live")
    }
    asked = Request.objects.owned_by(by).filter(parent=request)
    done = set(asked.values_list("node_id", flat=True))
    firms = []
    for row, question in rows:
        node = nodes.get(str(row.get("name", "")).casefold())
        firms.append(
            NextFirm(
                name=str(row.get("name", "")), what=question, contact=str(row.get("contact", "")),
                node=node_card(node) if node is not None else None,
                asked=node is not None and node.pk in done,
            )
        )  # fmt: skip
    return tuple(firms)


def request_card(row: Request) -> RequestCard:
    """A request; the caller has fetched its node and owner."""
    over = row.state in OPEN_REQUEST and is_over(row.due_on, timezone.localdate())
    return RequestCard(
        ref=row.ref, node=node_card(row.node), asker=row.owner.name, to_name=row.to_name,
        to_email=row.to_email, asks=tuple(row.asks), purpose=row.purpose, message=row.message,
        tier=row.tier, due_on=row.due_on, state="over" if over else row.state,
        sent_at=row.sent_at, opened_at=row.opened_at, answered_at=row.answered_at,
        accepted_at=row.accepted_at, answer=dict(row.answer or {}),
        returned_because=row.returned_because, consented=row.consented_at is not None,
        batch=row.batch, parent=row.parent.ref if row.parent_id and row.parent else "", over=over,
    )  # fmt: skip
