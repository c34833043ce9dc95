"""Corrections of nodes by people: merge, split, move, rename, close. With reason and undo.

A change is written down first and then carried out by `holding`, which also carries it out anew
after each resolution; so what a person decided stays, however often lists are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crest.access import facade as access
from crest.supplychain.models import Change, Claim, Node
from crest.supplychain.services.again import resolve_again
from crest.supplychain.services.holding import carry_out, take_back

EDIT = access.Permission.EDIT_CHAIN
MERGED, SPLIT, MOVED, RENAMED = "merged", "split", "moved", "renamed"
CLOSED, REOPENED = "closed", "reopened"


@access.action("supplychain:node:rename", needs=EDIT)
def rename_node(
    *, by: access.Actor, node: str, name: str, why: str, since: dt.date | None = None
) -> Change:
    """Give a node another name; the old one stays among its other names."""
    found = _own(by, node)
    name = " ".join(name.split())[:300]
    faults = _reason(why)
    if not name:
        faults["name"] = _("Write the new name.")
    elif name == found.name:
        faults["name"] = _("It has this name already.")
    _refuse(faults)
    return _change(
        by, found, RENAMED, why, before={"name": found.name}, after={"name": name}, since=since
    )


@access.action("supplychain:node:merge", needs=EDIT)
def merge_nodes(*, by: access.Actor, node: str, into: str, why: str) -> Change:
    """Two records are one: everything said of `node` now counts for `into`."""
    found, other = _own(by, node), _other(by, into)
    faults = _reason(why)
    if other is None:
        faults["into"] = _("There is no such record here. Copy its address or its number.")
    elif other.pk == found.pk:
        faults["into"] = _("That is the same record.")
    elif other.kind != found.kind:
        faults["into"] = _("A workplace and an organisation cannot become one.")
    elif other.state == "merged":
        faults["into"] = _("That record was itself joined with another.")
    _refuse(faults)
    if other is None:
        raise access.NotFound(_("There is no such record here."))
    return _change(
        by, found, MERGED, why, before={"state": found.state},
        after={"node": other.ref, "name": other.name},
    )  # fmt: skip


@access.action("supplychain:node:split", needs=EDIT)
def split_node(*, by: access.Actor, node: str, rows: Sequence[str], name: str, why: str) -> Change:
    """Some rows speak of another place: they become a record of their own."""
    found = _own(by, node)
    faults = _reason(why)
    keep, given = _rows(by, found, rows)
    if not given:
        faults["rows"] = _("Choose the rows that speak of the other place.")
    elif not keep:
        faults["rows"] = _("At least one row must stay. To change all of it, rename it.")
    if not name.strip():
        faults["name"] = _("Name the new record.")
    _refuse(faults)
    fresh = Node(
        owner_id=by.organisation, kind=found.kind, name=" ".join(name.split())[:300],
        role=found.role, country=found.country, crest_id=f"split-{access.new_ref()}",
        records=len(given),
    )  # fmt: skip
    fresh.save()
    # The new record's own history; while it stands no resolution takes the record away.
    Change(
        owner_id=by.organisation, node=fresh, kind="split_from", after={"name": found.name},
        why=why.strip()[:300], done_by_id=by.person,
    ).save()  # fmt: skip
    after = {"node": fresh.ref, "name": fresh.name, "rows": given}
    return _change(by, found, SPLIT, why, before={}, after=after)


@access.action("supplychain:node:move", needs=EDIT)
def move_node(*, by: access.Actor, node: str, rows: Sequence[str], into: str, why: str) -> Change:
    """Some rows belong to another record that is known already."""
    found, other = _own(by, node), _other(by, into)
    faults = _reason(why)
    _keep, given = _rows(by, found, rows)
    if not given:
        faults["rows"] = _("Choose the rows that belong elsewhere.")
    if other is None or other.pk == found.pk:
        faults["into"] = _("There is no such other record here. Copy its address or its number.")
    _refuse(faults)
    if other is None:
        raise access.NotFound(_("There is no such record here."))
    return _change(
        by, found, MOVED, why, before={},
        after={"node": other.ref, "name": other.name, "rows": given},
    )  # fmt: skip


@access.action("supplychain:node:close", needs=EDIT)
def report_closed(
    *, by: access.Actor, node: str, why: str, since: dt.date | None = None, reopened: bool = False
) -> Change:
    """A workplace has closed, or works again."""
    found = _own(by, node)
    faults = _reason(why)
    if found.state != ("closed" if reopened else "live"):
        faults["why"] = _("It does not stand so now. Open the record again.")
    _refuse(faults)
    after = "live" if reopened else "closed"
    return _change(
        by, found, REOPENED if reopened else CLOSED, why, before={"state": found.state},
        after={"state": after}, since=since,
    )  # fmt: skip


@access.action("supplychain:change:undo", needs=EDIT)
def undo_change(*, by: access.Actor, change: str) -> Change:
    """Take a change back; what came after it on the same record must be taken back first."""
    found = Change.objects.owned_by(by).select_related("node").one(change)
    if found.undone_at is not None:
        raise access.Refused(_("This was undone already."))
    if found.from_lists or found.kind in {"split_from", "claimed"}:
        raise access.Refused(
            _("This is not undone here: undo the list, the split or the claim it came from.")
        )
    later = Change.objects.owned_by(by).filter(node=found.node, undone_at=None, from_lists=False)
    if later.filter(pk__gt=found.pk).exists():
        raise access.Refused(
            _("This record was changed again later."), todo=_("Undo the later change first.")
        )
    take_back(by, found)
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    resolve_again(by)
    return found


def _change(
    by: access.Actor, node: Node, kind: str, why: str, *, before: dict[str, Any],
    after: dict[str, Any], since: dt.date | None = None,
) -> Change:  # fmt: skip
    made = Change(
        owner_id=by.organisation, node=node, kind=kind, before=before, after=after,
        why=why.strip()[:300], since=since, done_by_id=by.person,
    )  # fmt: skip
    made.save()
    made.before = {**before, **carry_out(by, made)}
    made.save(update_fields=["before"])
    return made


def _own(by: access.Actor, ref: str) -> Node:
    node = Node.objects.owned_by(by).select_for_update().one(ref)
    if node.state == "merged":
        raise access.Refused(
            _("This record was joined with another."), todo=_("Change that one, or undo the join.")
        )
    return node


def _other(by: access.Actor, named: str) -> Node | None:
    """A record by its public id, its permanent number, or the address of its page."""
    named = named.strip().rstrip("/").rsplit("/", 1)[-1]
    rows = Node.objects.owned_by(by)
    return rows.filter(ref=named).first() or rows.filter(crest_id=named).first()


def _rows(by: access.Actor, node: Node, wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    said = Claim.objects.owned_by(by).filter(node=node).exclude(row=None)
    known = set(said.values_list("row__ref", flat=True))
    given = [ref for ref in dict.fromkeys(wanted) if ref in known]
    return sorted(known - set(given)), given


def _reason(why: str) -> dict[str, str]:
    return {} if why.strip() else {"why": _("Say why, for whoever reads this later.")}


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise access.Refused(_("Nothing was changed."), fields=faults)
