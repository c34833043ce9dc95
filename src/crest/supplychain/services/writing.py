"""Writes a difference, in the caller's transaction, with as few statements as there can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils import timezone

from crest.access import facade as access
from crest.supplychain.difference import (
    CHANNEL_COLUMNS,
    CHANNEL_ENDS,
    FORGOTTEN,
    LINK_COLUMNS,
    MERGED,
    NODE_COLUMNS,
    Difference,
)
from crest.supplychain.models import Change, Channel, Claim, Link, Node, Pair
from crest.supplychain.services.indexing import index_nodes

CLAIM_COLUMNS: Final = ("value", "said_by", "said_on", "chosen")
_PIECE: Final = 500


def write(by: access.Actor, found: Difference) -> None:
    """Make the rows of the actor's organisation what they should be."""
    owner = int(by.organisation)
    _remove(Claim, found.claims.gone)
    for keys in _pieces(found.links.gone):
        Link.objects.owned_by(by).filter(pk__in=keys).delete()
    for keys in _pieces(found.channels.gone):
        Channel.objects.owned_by(by).filter(pk__in=keys).delete()
    _remove(Pair, found.pairs.gone)
    _remove(Change, found.changes.gone)
    known = _write_nodes(by, found)
    access.update_many(Claim, CLAIM_COLUMNS, found.claims.changed)
    insert_claims(owner, found.claims.new, known)
    _write_links(owner, by, found, known)
    _write_channels(owner, found, known)
    _write_pairs(owner, found)
    _write_changes(owner, found, known)
    touched = [pk for pk, _ in found.nodes.changed] + [pk for pk, _, _ in found.nodes.gone]
    index_nodes(owner, touched)


def _write_nodes(by: access.Actor, found: Difference) -> dict[str, int]:
    part = found.nodes
    staged = [found.known[line["crest_id"]] for line in part.new]
    for keys in _pieces(staged):  # what `stage` prepared becomes visible
        Node.objects.owned_by(by).filter(pk__in=keys, state=FORGOTTEN).update(state="live")
    access.update_many(
        Node, (*NODE_COLUMNS, "merged_into"),
        ((*(line[name] for name in NODE_COLUMNS), None, pk) for pk, line in part.changed),
    )  # fmt: skip
    _forget_nodes(by, part.gone, found.known)
    return found.known


def _forget_nodes(
    by: access.Actor, gone: list[tuple[int, str | None, bool]], known: dict[str, int]
) -> None:
    """A node no list speaks of any more: gone, or, where a person worked with it, an empty shell;
    one that turned out to be another leads there."""
    kept = [(pk, into) for pk, into, referred in gone if referred or into is not None]
    access.update_many(
        Node, ("state", "merged_into", "other_names", "address", "region", "latitude", "longitude",
               "products", "workers", "records", "facts", "last_said_on"),
        ((MERGED if into else FORGOTTEN, known[into] if into else None, [], "", "", None, None, [],
          None, 0, {}, None, pk) for pk, into in kept),
    )  # fmt: skip
    out = [pk for pk, into, referred in gone if not referred and into is None]
    for keys in _pieces(out):
        Node.objects.owned_by(by).filter(pk__in=keys).delete()


def insert_claims(owner: int, claims: Iterable[tuple[Any, ...]], known: dict[str, int]) -> None:
    """Insert claims: row, crest id, field, then their columns."""
    access.insert_many(
        Claim,
        ("owner", "row", "node", "field", *CLAIM_COLUMNS, "by_the_site"),
        ((owner, row, known[node], name, *columns, False) for row, node, name, *columns in claims),
    )


def _write_links(owner: int, by: access.Actor, found: Difference, known: dict[str, int]) -> None:
    part = found.links
    access.update_many(
        Link,
        LINK_COLUMNS,
        ((*(new[name] for name in LINK_COLUMNS), pk) for pk, new, _ in part.changed),
    )
    through = Link.rows.through
    stale = [pk for pk, _, fresh in part.changed if fresh]
    for keys in _pieces(stale):
        through._default_manager.filter(link_id__in=keys).delete()  # noqa: SLF001
    refs = access.new_refs(len(part.new))
    names = ("giver", "receiver", "relation", "product", "valid_from", "valid_to")
    access.insert_many(
        Link, ("owner", "ref", *names, *LINK_COLUMNS),
        (
            (owner, ref, known[key[0]], known[key[1]], *key[2:], *(new[n] for n in LINK_COLUMNS))
            for ref, (key, new) in zip(refs, part.new, strict=True)
        ),
    )  # fmt: skip
    pk_of = dict(Link.objects.owned_by(by).values_list("ref", "pk")) if part.new else {}
    said = [(pk, row) for pk, new, fresh in part.changed if fresh for row in new["rows"]]
    said += [
        (pk_of[ref], row) for ref, (_, new) in zip(refs, part.new, strict=True)
        for row in new["rows"]
    ]  # fmt: skip
    access.insert_many(through, ("link", "row"), said)


def _write_channels(owner: int, found: Difference, known: dict[str, int]) -> None:
    part = found.channels

    def values(new: dict[str, Any]) -> list[Any]:
        ends = [known.get(new[end]) if new[end] else None for end in CHANNEL_ENDS]
        return [*ends, *(new[name] for name in CHANNEL_COLUMNS)]

    names = (*CHANNEL_ENDS, *CHANNEL_COLUMNS)
    access.update_many(Channel, names, ((*values(new), pk) for pk, new in part.changed))
    access.insert_many(
        Channel, ("owner", "row", *names), ((owner, row, *values(new)) for row, new in part.new)
    )


def _write_pairs(owner: int, found: Difference) -> None:
    part, shown = found.pairs, ("left", "right", "score", "because")
    access.update_many(
        Pair, (*shown, "asked"),
        ((*(new[name] for name in shown), asked, pk) for pk, new, asked in part.changed),
    )  # fmt: skip
    access.insert_many(
        Pair, ("owner", "kind", "left_key", "right_key", *shown, "judgement", "why", "asked"),
        (
            (owner, *key, *(new[name] for name in shown), Pair.OPEN, "", True)
            for key, new in part.new
        ),
    )  # fmt: skip


def _write_changes(owner: int, found: Difference, known: dict[str, int]) -> None:
    part, now = found.changes, timezone.now()
    access.update_many(
        Change, ("before", "after"), ((new["before"], new["after"], pk) for pk, new in part.changed)
    )
    access.insert_many(
        Change,
        ("owner", "node", "kind", "before", "after", "why", "since", "from_lists", "done_at"),
        (
            (owner, known[key[0]], key[1], new["before"], new["after"], "", key[4], True, now)
            for key, new in part.new
            if key[0] in known
        ),
    )


def _remove(model: Any, keys: list[int]) -> None:
    """Delete rows nothing else points at."""
    rows = model.objects.everywhere("rows of one owner, named by key")
    for piece in _pieces(keys):
        found = rows.filter(pk__in=piece)
        found._raw_delete(found.db)  # noqa: SLF001 - no row hangs on these


def _pieces(keys: Iterable[int]) -> Iterator[list[int]]:
    whole = list(keys)
    for start in range(0, len(whole), _PIECE):
        yield whole[start : start + _PIECE]
