"""Everything of the chains an actor may see, in batches of columns, for files that leave.

Columns are named as the engine's intake reads them: a file that left can come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import pyarrow as pa

from crest.access import facade as access
from crest.supplychain.models import Channel, Link, Node
from crest.supplychain.places import told_place

BATCH: Final = 5_000
_BOUND: Final = 900  # values of one statement
_TEXT, _DAY, _WHOLE, _REAL = pa.string(), pa.date32(), pa.int64(), pa.float64()

NODES: Final = pa.schema([
    ("local_id", _TEXT), ("kind", _TEXT), ("name", _TEXT), ("name_native", _TEXT),
    ("also_known_as", _TEXT), ("role", _TEXT), ("address", _TEXT), ("city", _TEXT),
    ("region", _TEXT), ("postcode", _TEXT), ("country", _TEXT), ("lat", _REAL), ("lng", _REAL),
    ("place_precision", _TEXT), ("sector", _TEXT), ("product", _TEXT), ("workers", _WHOLE),
    ("lei", _TEXT), ("gln", _TEXT), ("os_id", _TEXT), ("duns", _TEXT), ("licence", _TEXT),
    ("licence_jurisdiction", _TEXT), ("licence_from", _TEXT), ("licence_to", _TEXT),
    ("closed", _TEXT), ("records_behind", _WHOLE), ("last_said_on", _DAY), ("crest_ref", _TEXT),
])  # fmt: skip
# A list with a role or a licence in it is read as organisations, one with workers as workplaces.
_LICENCE: Final = ("licence", "licence_jurisdiction", "licence_from", "licence_to")
_NOT_OF_SITES: Final = {"kind", "role", *_LICENCE}
_NOT_OF_ORGANISATIONS: Final = {"kind", "sector", "product", "workers", "closed"}
SITES: Final = pa.schema([field for field in NODES if field.name not in _NOT_OF_SITES])
ORGANISATIONS: Final = pa.schema(
    [field for field in NODES if field.name not in _NOT_OF_ORGANISATIONS]
)
_ENDS: Final = [
    (f"{end}_{what}", _TEXT) for end in ("from", "to") for what in ("name", "id", "country", "role")
]
_LIFE: Final = [("valid_from", _DAY), ("valid_to", _DAY), ("verification", _TEXT)]
LINKS: Final = pa.schema([
    ("relation", _TEXT), *_ENDS, ("product", _TEXT), ("share", _REAL), ("people", _WHOLE), *_LIFE,
    ("evidence", _TEXT), ("crest_ref", _TEXT),
])  # fmt: skip
_HANDS: Final = ("site", "employer", "recruiter", "sub_agent")
CHANNELS: Final = pa.schema([
    *((f"{hand}_{what}", _TEXT) for hand in _HANDS for what in ("name", "id", "country")),
    ("origin", _TEXT), ("origin_region", _TEXT), ("destination", _TEXT), ("workers", _WHOLE),
    *_LIFE, ("crest_ref", _TEXT),
])  # fmt: skip
_NODE: Final = (
    "crest_id", "kind", "name", "other_names", "role", "address", "region", "country", "latitude",
    "longitude", "place_precision", "sector", "products", "workers", "facts", "records",
    "last_said_on", "ref",
)  # fmt: skip
_FACTS: Final = (
    "city", "postcode", "lei", "gln", "os_id", "duns", "licence", "licence_jurisdiction",
    "licence_from", "licence_to", "closed",
)  # fmt: skip


def node_batches(
    by: access.Actor, kinds: Sequence[str] = (), only: Iterable[int] | None = None
) -> Iterator[pa.RecordBatch]:
    """Live nodes of some kinds (all where none is named); `only` these, where numbers are given."""
    access.require(by, access.Permission.SEE_CHAIN)
    rows = Node.objects.within(by).filter(state="live").order_by("owner_id", "crest_id")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if only is None:
        yield from _batches(map(_node, rows.values_list(*_NODE).iterator(chunk_size=BATCH)), NODES)
        return
    wanted = iter(only)
    while part := list(islice(wanted, _BOUND)):
        found = rows.filter(pk__in=part).values_list(*_NODE)
        yield from _batches(map(_node, found), NODES)


def link_batches(by: access.Actor) -> Iterator[pa.RecordBatch]:
    """Links with the names and numbers of both ends."""
    access.require(by, access.Permission.SEE_CHAIN)
    ends = [
        f"{e}__{w}"
        for e in ("giver", "receiver")
        for w in ("name", "crest_id", "country", "role", "kind")
    ]
    rows = Link.objects.within(by).order_by("owner_id", "pk").values_list(
        "relation", *ends, "product", "share", "people", "valid_from", "valid_to", "verification",
        "evidence", "ref",
    )  # fmt: skip
    yield from _batches(map(_link, rows.iterator(chunk_size=BATCH)), LINKS)


def channel_batches(by: access.Actor) -> Iterator[pa.RecordBatch]:
    """Labour channels with the names and numbers of every hand."""
    access.require(by, access.Permission.SEE_CHAIN)
    hands = [
        f"{hand}__{what}" for hand in ("workplace", "employer", "recruiter", "sub_agent")
        for what in ("name", "crest_id", "country")
    ]  # fmt: skip
    rows = Channel.objects.within(by).order_by("owner_id", "pk").values_list(
        *hands, "origin", "origin_region", "destination", "workers", "valid_from", "valid_to",
        "verification", "ref",
    )  # fmt: skip
    yield from _batches(rows.iterator(chunk_size=BATCH), CHANNELS)


def _node(row: Sequence[Any]) -> list[Any]:
    crest_id, kind, name, others, role, address, region, country, lat, lng, precision = row[:11]
    sector, products, workers, facts, records, said_on, ref = row[11:]
    native = facts.get("name_native") or next(
        (one for one in others if not str(one).isascii()), None
    )
    place = told_place(role, lat, lng) if precision in {"given", ""} else None
    known = {name: facts.get(name) for name in _FACTS}
    if known["closed"] is not None:
        known["closed"] = "yes" if known["closed"] in {True, "True", "true", "yes"} else "no"
    city, postcode, *identifiers = (None if one is None else str(one) for one in known.values())
    return [
        crest_id, kind, name, native, " | ".join(map(str, others)), role, address, city, region,
        postcode, country, place[0] if place else None, place[1] if place else None, precision,
        sector, "|".join(map(str, products)), workers, *identifiers, records, said_on, ref,
    ]  # fmt: skip


def _link(row: Sequence[Any]) -> list[Any]:
    relation, ends, rest = row[0], (row[1:6], row[6:11]), row[11:]
    said: list[Any] = []
    for name, crest_id, country, role, kind in ends:
        said += [name, crest_id, country, "site" if kind == Node.SITE else role or "company"]
    return [relation, *said, *rest]


def _batches(rows: Iterable[Sequence[Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    rows = iter(rows)
    while chunk := list(islice(rows, BATCH)):
        yield pa.record_batch(
            [pa.array([_plain(v) for v in column], field.type)
             for column, field in zip(zip(*chunk, strict=True), schema, strict=True)],
            schema=schema,
        )  # fmt: skip


def _plain(value: Any) -> Any:
    return None if value == "" else value
