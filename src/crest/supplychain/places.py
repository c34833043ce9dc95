"""All nodes an actor may see as columns in memory, in the order of places on the map.

Pages that count, cluster or page through a million places read these columns instead of the
tables; `places_version` says cheaply whether they are still true.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import Count, Sum

from crest.access import facade as access
from crest.supplychain.models import Channel, Link, Node

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

VERIFIED: Final = ("verified", "declared", "unverified", "none")  # the best of a node's links
# Where people sleep is never told closer than about ten kilometres.
HIDDEN_ROLES: Final = frozenset({"dormitory", "housing", "accommodation", "worker_housing"})
_NEAR_DIGITS, _FAR_DIGITS = 4, 1
_BITS: Final = 16
_EAST, _POLE = 180.0, 90.0  # degrees
_TOP: Final = 85.05  # degrees: where the square world ends
_CHUNK: Final = 50_000
_COLUMNS: Final = (
    "pk", "ref", "name", "kind", "role", "country", "sector", "latitude", "longitude",
    "last_said_on", "claimed_by_id", "workers",
)  # fmt: skip

_CARD: Final = (
    "name", "kind", "role", "country", "region", "sector", "workers", "latitude", "longitude",
    "place_precision", "last_said_on", "claimed_by_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few values: `values[codes[i]]` is the value of row i; "" is unknown."""

    codes: Codes
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corridor:
    """People from one country to another; None where no list says how many."""

    origin: str
    destination: str
    people: int | None
    channels: int


@dataclass(frozen=True, slots=True)
class Places:
    """n nodes, those with a place first, along a curve that keeps neighbours together."""

    node: Ints
    ref: pa.Array
    name: pa.Array
    kind: Coded
    role: Coded
    country: Coded
    sector: Coded  # codes joined by "|"
    verification: Codes  # position in VERIFIED
    said_on: Ints  # days since 1970-01-01; below 0 unknown
    claimed: npt.NDArray[np.bool_]
    workers: Ints  # below 0 unknown
    lng: Floats  # nan without a place
    lat: Floats
    cell: npt.NDArray[np.uint32]  # of `placed` rows, ascending
    placed: int
    by_name: Ints  # rows in the order of names
    corridors: tuple[Corridor, ...]

    def __len__(self) -> int:
        return len(self.node)


def places_version(by: access.Actor) -> tuple[tuple[int, int], ...]:
    """Changes whenever a node this actor may see changed."""
    owners = sorted(by.sees(Node.shared_as))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT owner_id, version FROM supplychain_search_version WHERE owner_id IN "
            f"({','.join(['%s'] * len(owners))}) ORDER BY owner_id",
            owners,
        )
        return tuple((int(owner), int(version)) for owner, version in cursor.fetchall())


def read_places(by: access.Actor) -> Places:
    """The columns of everything this actor may see. Raises NotAllowed."""
    access.require(by, access.Permission.SEE_CHAIN)
    table = _table(by)
    lng, lat = _positions(table)
    cell = cells(lng, lat)
    placed = ~np.isnan(lng)
    order = np.lexsort((_whole(table["pk"], 0), cell, ~placed))
    table = table.take(pa.array(order))
    node = _whole(table["pk"], 0)
    return Places(
        node=node,
        ref=table["ref"].combine_chunks(),
        name=table["name"].combine_chunks(),
        kind=_coded(table["kind"]),
        role=_coded(table["role"]),
        country=_coded(table["country"]),
        sector=_coded(table["sector"]),
        verification=_verification(by, node),
        said_on=_whole(pc.cast(table["last_said_on"], pa.int32()), -1),
        claimed=pc.is_valid(table["claimed_by_id"]).to_numpy(),
        workers=_whole(table["workers"], -1),
        lng=lng[order],
        lat=lat[order],
        cell=cell[order][: int(placed.sum())],
        placed=int(placed.sum()),
        by_name=np.asarray(
            pc.sort_indices(pc.utf8_lower(table["name"])), dtype=np.int64
        ),
        corridors=_corridors(by),
    )  # fmt: skip


def cells(lng: Floats, lat: Floats) -> npt.NDArray[np.uint32]:
    """The cell of a place in the square world of 65,536 by 65,536: bits of x and y in turn."""
    wide = 2**_BITS
    y = np.radians(np.clip(np.nan_to_num(lat), -_TOP, _TOP))
    across = (np.nan_to_num(lng) + 180.0) / 360.0 * wide
    down = (1.0 - np.arcsinh(np.tan(y)) / np.pi) / 2.0 * wide
    x16 = np.clip(across, 0, wide - 1).astype(np.uint32)
    y16 = np.clip(down, 0, wide - 1).astype(np.uint32)
    return _spread(x16) | (_spread(y16) << np.uint32(1))


def column_and_line(lng: float, lat: float) -> tuple[int, int]:
    """The same for one place: column from the west and line from the north, each 0..65535."""
    wide = 2**_BITS
    y = math.radians(min(max(lat, -_TOP), _TOP))
    across = (lng + _EAST) / (2 * _EAST) * wide
    down = (1.0 - math.asinh(math.tan(y)) / math.pi) / 2.0 * wide
    return int(min(max(across, 0), wide - 1)), int(min(max(down, 0), wide - 1))


def _spread(bits: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Sixteen bits with a gap after each."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | (bits << np.uint32(shift))) & np.uint32(mask)
    return bits


def _table(by: access.Actor) -> pa.Table:
    rows = Node.objects.within(by).filter(state="live").values_list(*_COLUMNS)
    schema = pa.schema(
        [("pk", pa.int64()), ("ref", pa.string()), ("name", pa.string()), ("kind", pa.string()),
         ("role", pa.string()), ("country", pa.string()), ("sector", pa.string()),
         ("latitude", pa.float64()), ("longitude", pa.float64()), ("last_said_on", pa.date32()),
         ("claimed_by_id", pa.int64()), ("workers", pa.int64())]
    )  # fmt: skip
    chunks: list[pa.RecordBatch] = []
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=_CHUNK):
        batch.append(row)
        if len(batch) == _CHUNK:
            chunks.append(_batch(batch, schema))
            batch = []
    chunks.append(_batch(batch, schema))
    return pa.Table.from_batches(chunks, schema)


def _batch(rows: Sequence[Any], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [
        pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)
    ]
    return pa.record_batch(arrays, schema=schema)


def _whole(column: Any, unknown: int) -> Ints:
    return np.asarray(pc.fill_null(column, unknown), dtype=np.int64)


def _coded(column: pa.ChunkedArray) -> Coded:
    coded = column.combine_chunks().dictionary_encode()
    return Coded(
        np.asarray(coded.indices, dtype=np.int32), tuple(map(str, coded.dictionary.to_pylist()))
    )


def _positions(table: pa.Table) -> tuple[Floats, Floats]:
    """Rounded positions; those of places where people sleep roughly."""
    lng = np.asarray(pc.fill_null(table["longitude"], np.nan), dtype=np.float64)
    lat = np.asarray(pc.fill_null(table["latitude"], np.nan), dtype=np.float64)
    lost = np.isnan(lng) | np.isnan(lat) | (np.abs(lng) > _EAST) | (np.abs(lat) > _POLE)
    hidden = np.asarray(pc.is_in(table["role"], pa.array(sorted(HIDDEN_ROLES))), dtype=bool)
    lng = np.where(hidden, np.round(lng, _FAR_DIGITS), np.round(lng, _NEAR_DIGITS))
    lat = np.where(hidden, np.round(lat, _FAR_DIGITS), np.round(lat, _NEAR_DIGITS))
    return np.where(lost, np.nan, lng), np.where(lost, np.nan, lat)


def told_place(role: str, lat: float | None, lng: float | None) -> tuple[float, float] | None:
    """(lat, lng) as it may be told; None where it is unknown."""
    if lat is None or lng is None:
        return None
    digits = _FAR_DIGITS if role in HIDDEN_ROLES else _NEAR_DIGITS
    return round(lat, digits), round(lng, digits)


def _verification(by: access.Actor, node: Ints) -> Codes:
    """How well the best link or channel of each node is proven."""
    best = np.full(len(node), len(VERIFIED) - 1, np.int32)
    order = np.argsort(node)
    links = Link.objects.within(by).values_list("verification", "giver_id", "receiver_id")
    ends = ("verification", "workplace_id", "employer_id", "recruiter_id", "sub_agent_id")
    for rows in (links, Channel.objects.within(by).values_list(*ends)):
        for chunk in _in_chunks(rows.iterator(chunk_size=_CHUNK)):
            columns = list(zip(*chunk, strict=True))
            codes = np.array([_VERIFIED.get(v, 2) for v in columns[0]], np.int32)
            for column in columns[1:]:
                known = np.array([one is not None for one in column])
                ids = np.array([one or 0 for one in column], np.int64)[known]
                at = np.searchsorted(node, ids, sorter=order)
                at = order[np.minimum(at, len(node) - 1)] if len(node) else at[:0]
                hit = node[at] == ids[: len(at)]
                np.minimum.at(best, at[hit], codes[known][: len(at)][hit])
    return best


_VERIFIED: Final = {word: code for code, word in enumerate(VERIFIED)}


def _in_chunks(rows: Iterable[Any]) -> Iterable[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _corridors(by: access.Actor) -> tuple[Corridor, ...]:
    """Corridors of the labour channels, most people first."""
    channels = Channel.objects.within(by).exclude(origin="").exclude(destination="")
    rows = channels.values_list("origin", "destination").annotate(Sum("workers"), Count("pk"))
    made = [Corridor(*row) for row in rows.order_by("origin", "destination")]
    return tuple(sorted(made, key=lambda c: (-(c.people or 0), c.origin, c.destination)))


def days(date: dt.date) -> int:
    """A date as `said_on` counts it."""
    return (date - dt.date(1970, 1, 1)).days


def place_card(by: access.Actor, ref: str) -> dict[str, Any]:
    """What a mark on the map tells of one node. Raises NotAllowed, NotFound."""
    access.require(by, access.Permission.SEE_CHAIN)
    scope, values = Node.objects.where(by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_CARD)} FROM supplychain_node WHERE ref = %s AND state = 'live' "
            f"AND {scope}", [ref, *values],
        )  # fmt: skip
        found = cursor.fetchone()
    row = dict(zip(_CARD, found, strict=True)) if found else None
    if row is None:
        raise access.NotFound("There is no such record here.", todo="Go back to the list.")
    place = told_place(row["role"], row.pop("latitude"), row.pop("longitude"))
    said_on, claimed = row.pop("last_said_on"), row.pop("claimed_by_id") is not None
    return {
        "ref": ref, **row, "claimed": claimed,
        "lat": place[0] if place else None, "lng": place[1] if place else None,
        "last_said_on": said_on.isoformat() if said_on else None,
    }  # fmt: skip
