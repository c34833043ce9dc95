"""Carries out what people decided about nodes, now and after each resolution."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from crest.access import facade as access
from crest.supplychain.models import Change, Channel, Claim, Link, Node
from crest.supplychain.services.indexing import index_nodes

_HANDS = ("workplace", "employer", "recruiter", "sub_agent")
_STATES = {"closed": "closed", "reopened": "live"}


def hold_changes(*, by: access.Actor) -> int:
    """Carry out every standing change of an organisation again; how many.

    A resolution calls this in the transaction that writes its tables: it is safe to repeat.
    """
    standing = Change.objects.owned_by(by).filter(undone_at=None, from_lists=False)
    rows = list(standing.select_related("node").order_by("done_at", "pk"))
    for change in rows:
        moved = carry_out(by, change)
        kept = {name: {**change.before.get(name, {}), **refs} for name, refs in moved.items()}
        if any(moved.values()):
            change.before = {**change.before, **kept}
            change.save(update_fields=["before"])
    own = Claim.objects.owned_by(by).filter(by_the_site=True, withdrawn_at=None)
    for claim in own.select_related("node").order_by("pk"):
        show_own_word(claim.node, claim.field, claim.value)
    return len(rows)


def show_own_word(node: Node, name: str, value: str) -> None:
    """What a firm says of itself is what its record shows."""
    if name == "name":
        _rename(node, value)
        index_nodes(node.owner_id, [node.pk])
        return
    shown: Any = {"products": [value], "workers": int(value) if value.isdecimal() else None}
    setattr(node, name, shown.get(name, value))
    node.save(update_fields=[name])
    index_nodes(node.owner_id, [node.pk])


def carry_out(by: access.Actor, change: Change) -> dict[str, dict[str, str]]:
    """Do what a change says; what was moved from where, so that it can be moved back."""
    moved = _carried_out(by, change)
    _found_anew(by, change)
    return moved


def take_back(by: access.Actor, change: Change) -> None:
    """Put everything where it was before a change."""
    _taken_back(by, change)
    _found_anew(by, change)


def _found_anew(by: access.Actor, change: Change) -> None:
    """The search and the atlas know both nodes as they are now."""
    other = Node.objects.owned_by(by).filter(ref=change.after.get("node", ""))
    ids = [change.node_id, *other.values_list("pk", flat=True)]
    index_nodes(int(by.organisation), ids)


def _carried_out(by: access.Actor, change: Change) -> dict[str, dict[str, str]]:
    node, after = change.node, change.after
    if change.kind == "renamed":
        _rename(node, str(after["name"]))
        return {}
    if change.kind in _STATES:
        Node.objects.owned_by(by).filter(pk=node.pk).update(state=_STATES[change.kind])
        return {}
    if change.kind not in {"merged", "split", "moved"}:
        return {}
    into = Node.objects.owned_by(by).filter(ref=after.get("node", "")).first()
    if into is None:
        return {}
    moved = _move(by, node, into, after.get("rows"))
    if change.kind == "merged":
        names = [node.name, *node.other_names]
        _also_called(into, names)
        Node.objects.owned_by(by).filter(pk=node.pk).update(state="merged", merged_into=into)
    elif change.kind == "split":
        rows = Claim.objects.owned_by(by).filter(node=into).exclude(row=None)
        number = rows.values("row").distinct().count()
        name = after.get("name") or into.name
        Node.objects.owned_by(by).filter(pk=into.pk).update(state="live", name=name, records=number)
    return moved


def _taken_back(by: access.Actor, change: Change) -> None:
    node, rows = change.node, Node.objects.owned_by(by)
    if change.kind == "renamed":
        rows.filter(pk=node.pk).update(name=change.before["name"])
    elif "state" in change.before:
        rows.filter(pk=node.pk).update(state=change.before["state"], merged_into=None)
    for name, model in (("claims", Claim), ("gives", Link), ("receives", Link)):
        column = {"claims": "node", "gives": "giver", "receives": "receiver"}[name]
        _put_back(by, model, column, change.before.get(name, {}), node)
    for hand in _HANDS:
        _put_back(by, Channel, hand, change.before.get(hand, {}), node)
    if change.kind == "split" and (made := rows.filter(ref=change.after.get("node", "")).first()):
        made.state, made.merged_into = "merged", node
        made.save(update_fields=["state", "merged_into"])


def _put_back(by: access.Actor, model: Any, column: str, refs: dict[str, str], node: Node) -> None:
    model.objects.owned_by(by).filter(ref__in=list(refs)).update(**{column: node})


def _move(
    by: access.Actor, node: Node, into: Node, rows: list[str] | None
) -> dict[str, dict[str, str]]:
    """Claims, links and channels of `node` (only those of some rows, if named) to `into`."""
    claims = Claim.objects.owned_by(by).filter(node=node)
    links, channels = Link.objects.owned_by(by), Channel.objects.owned_by(by)
    if rows is not None:
        claims = claims.filter(row__ref__in=rows)
        links = links.filter(rows__ref__in=rows)
        channels = channels.filter(row__ref__in=rows)
    moved = {"claims": _shift(by, claims, "node", node, into)}
    moved["gives"] = _shift(by, links.filter(giver=node), "giver", node, into)
    moved["receives"] = _shift(by, links.filter(receiver=node), "receiver", node, into)
    for hand in _HANDS:
        moved[hand] = _shift(by, channels.filter(**{hand: node}), hand, node, into)
    alone = Q(giver_id=into.pk, receiver_id=into.pk)  # a link of the two parts to each other
    Link.objects.owned_by(by).filter(alone).update(verification="denied")
    return moved


def _shift(
    by: access.Actor, rows: QuerySet[Any], column: str, node: Node, into: Node
) -> dict[str, str]:
    refs = list(rows.values_list("ref", flat=True).distinct())
    rows.model.objects.owned_by(by).filter(ref__in=refs).update(**{column: into})
    return dict.fromkeys(refs, node.ref)


def _rename(node: Node, name: str) -> None:
    if node.name == name:
        return
    others = [one for one in dict.fromkeys([*node.other_names, node.name]) if one != name]
    node.name, node.other_names = name, others
    node.save(update_fields=["name", "other_names"])


def _also_called(node: Node, names: list[str]) -> None:
    others = [n for n in dict.fromkeys([*node.other_names, *names]) if n and n != node.name]
    if others != node.other_names:
        node.other_names = others
        node.save(update_fields=["other_names"])
