"""The engine's tables as rows of the room, not yet compared with what is there."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from crest.engine.mapping.chain import Mapped
from crest.engine.mapping.outputs import channels_table, history_table, review_table
from crest.engine.matching.judgements import Judgements

CLAIMED: Final = (
    "name", "name_native", "role", "address", "city", "region", "postcode", "country", "company",
    "parent", "sector", "product", "workers", "licence", "licence_jurisdiction", "lei", "gln",
    "os_id", "duns", "local_id", "closed",
)  # fmt: skip
# What a card shows of a claim, where it is not called the same.
_SHOWN_AS: Final = {"closed": "", "local_id": "", "company": "", "parent": "", "sector": ""}
_FACTS: Final = (
    "name_native", "city", "postcode", "lei", "gln", "os_id", "duns", "licence",
    "licence_jurisdiction", "licence_from", "licence_to", "closed", "sources",
)  # fmt: skip
_HISTORY: Final = frozenset({"renamed", "moved", "merged", "closed"})
_MOST_PEOPLE: Final = 2_147_483_647
_SEPARATOR: Final = " | "
RowOf = Mapping[tuple[str, str | None, int], int]


@dataclass(frozen=True, slots=True)
class Who:
    """Who says what a file says, and of which day it is."""

    said_by: str
    said_on: dt.date


@dataclass(slots=True)
class Projection:
    """All rows one organisation's chains consist of, by permanent ids.

    `nodes`: crest id → columns; `claims`: (row, crest id, field) → (value, said by, said on,
    chosen); `links`: key → columns; `channels`: row → columns; `pairs`: key → columns; `changes`:
    key → columns; `aliases`: an id that is no longer current → the current one.
    """

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: dict[tuple[int, str, str], tuple[str, str, dt.date, bool]] = field(default_factory=dict)
    links: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    channels: dict[int, dict[str, Any]] = field(default_factory=dict)
    pairs: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    changes: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)


def project(
    mapped: Mapped, judgements: Judgements, rows: RowOf, who: Mapping[str, Who]
) -> Projection:
    """Every row the engine's tables stand for."""
    whole = Projection()
    whole.nodes = {line["crest_id"]: line for line in _nodes(mapped.nodes, who)}
    for one in mapped.resolved:
        whole.aliases |= {str(old): str(new) for old, new in one.identities.aliases().items()}
        _claims(whole, one.records, one.records["entity"].to_pylist(), rows, who)
        if one.stubs is not None and one.stubs.num_rows:
            ids = one.identities.of_record.to_pylist()[one.records.num_rows :]
            _claims(whole, one.stubs, ids, rows, who)
    evidence = {_where(*place): pk for place, pk in rows.items()}
    _links(whole, mapped.edges, evidence)
    _channels(whole, mapped, rows)
    _pairs(whole, mapped, judgements, rows)
    _changes(whole, mapped)
    return whole


def short_id(node: str) -> str:
    """A permanent id as kept; the long name of a region is cut, without two becoming one."""
    if len(node) <= 40:  # noqa: PLR2004 - the column's length
        return node
    return f"{node[:27]}-{hashlib.sha256(node.encode()).hexdigest()[:12]}"


def _nodes(nodes: pa.Table, who: Mapping[str, Who]) -> Iterator[dict[str, Any]]:
    for card in nodes.to_pylist():
        sources = [who[name] for name in _split(card.get("sources")) if name in who]
        facts = {name: card[name] for name in _FACTS if card.get(name) is not None}
        yield {
            "crest_id": short_id(card["node"]),
            "kind": card["kind"],
            "name": _text(card["name"], 300),
            "other_names": [_text(one, 300) for one in _split(card.get("also_known_as"))],
            "role": _text(card["role"], 24),
            "country": _text(card["country"], 2),
            "region": _text(card.get("region"), 120),
            "address": _text(card.get("address"), 500),
            "latitude": card["lat"],
            "longitude": card["lng"],
            "place_precision": _text(card["place_precision"], 16),
            "sector": _text(card["sector"], 120),
            "products": [part for part in (card["product"] or "").split("|") if part],
            "workers": _people(card["workers"]),
            "records": card["records"],
            "facts": {name: _plain(value) for name, value in facts.items()},
            "state": "live",
            "last_said_on": max((one.said_on for one in sources), default=None),
        }


def _claims(
    whole: Projection, records: pa.Table, ids: list[str], rows: RowOf, who: Mapping[str, Who]
) -> None:
    place = zip(
        records["source"].to_pylist(), records["sheet"].to_pylist(), records["row"].to_pylist(),
        strict=True,
    )  # fmt: skip
    where = list(place)
    pks = [rows.get(one) for one in where]
    told: set[tuple[str, str]] = set()
    for name in CLAIMED:
        if name not in records.column_names or records[name].null_count == len(ids):
            continue
        values = records[name].to_pylist()
        for at, value in enumerate(values):
            pk = pks[at]
            if value is None or pk is None:
                continue
            text = _text(_plain(value), 500)
            entity = ids[at]
            chosen = (entity, name) not in told and _shows(whole.nodes.get(entity), name, value)
            if chosen:
                told.add((entity, name))
            says = who[where[at][0]]
            whole.claims[pk, entity, name] = (text, says.said_by, says.said_on, chosen)
    _coordinates(whole, records, ids, pks, where, who)


def _coordinates(
    whole: Projection, records: pa.Table, ids: list[str], pks: list[int | None],
    where: list[tuple[str, str | None, int]], who: Mapping[str, Who],
) -> None:  # fmt: skip
    """Coordinates that the row itself gives are a claim too."""
    columns = [records[name].to_pylist() for name in ("lat", "lng", "place_precision")]
    told: set[str] = set()
    for at, (lat, lng, precision) in enumerate(zip(*columns, strict=True)):
        pk = pks[at]
        if precision != "given" or lat is None or pk is None:
            continue
        node = whole.nodes.get(ids[at])
        chosen = (
            ids[at] not in told
            and node is not None
            and (node["latitude"], node["longitude"]) == (lat, lng)
        )
        if chosen:
            told.add(ids[at])
        says = who[where[at][0]]
        text = f"{lat:.6f}, {lng:.6f}"
        whole.claims[pk, ids[at], "place"] = (text, says.said_by, says.said_on, chosen)


def _shows(node: dict[str, Any] | None, name: str, value: Any) -> bool:
    """Whether the card of a node shows this value."""
    if node is None or _SHOWN_AS.get(name, name) == "":
        return False
    if name == "product":
        return set(str(value).split("|")) <= set(node["products"])
    if name in node:
        return bool(node[name] == value or node[name] == _text(_plain(value), 500))
    return bool(node["facts"].get(name) == _plain(value))


def _links(whole: Projection, edges: pa.Table, evidence: Mapping[str, int]) -> None:
    for edge in edges.to_pylist():
        key = (
            short_id(edge["source_node"]), short_id(edge["target_node"]), edge["relation"],
            _text(edge["product"], 120), edge["valid_from"], edge["valid_to"],
        )  # fmt: skip
        said = [evidence[one] for one in edge["evidence"].split("; ") if one in evidence]
        whole.links[key] = {
            "share": edge["share"],
            "people": _people(edge["people"]),
            "verification": edge["verification"] or "unverified",
            "evidence": _text(edge["evidence"], 500),
            "rows": tuple(sorted(set(said))),
        }


def _channels(whole: Projection, mapped: Mapped, rows: RowOf) -> None:
    for line in channels_table(mapped).to_pylist():
        pk = rows.get((line["source"], line["sheet"], line["row"]))
        if pk is None:
            continue
        ends = {
            ours: short_id(line[f"{end}_settled"]) if line[f"{end}_settled"] else None
            for ours, end in (
                ("workplace", "site"), ("employer", "employer"), ("recruiter", "recruiter"),
                ("sub_agent", "sub_agent"),
            )
        }  # fmt: skip
        whole.channels[pk] = ends | {
            "origin": _text(line["origin"], 2),
            "origin_region": _text(line["origin_region"], 120),
            "destination": _text(line["destination"], 2),
            "workers": _people(line["workers"]),
            "valid_from": line["valid_from"],
            "valid_to": line["valid_to"],
            "verification": line["verification"] or "unverified",
        }


def _pairs(whole: Projection, mapped: Mapped, judgements: Judgements, rows: RowOf) -> None:
    for line in review_table(mapped.resolved, judgements).to_pylist():
        sides = {
            side: {
                "name": _text(line[f"{side}_name"], 300),
                "place": _text(line[f"{side}_place"], 500),
                "file": line[f"{side}_source"],
                "sheet": line[f"{side}_sheet"] or "",
                "row": line[f"{side}_row"],
                "id": line[f"{side}_id"],
                "row_key": rows.get(
                    (line[f"{side}_source"], line[f"{side}_sheet"], line[f"{side}_row"])
                ),
            }
            for side in ("left", "right")
        }
        left, right = line["left_key"], line["right_key"]
        if left is None or right is None or left == right:
            continue
        if left > right:
            left, right = right, left
            sides = {"left": sides["right"], "right": sides["left"]}
        key = (line["kind"], left, right)
        if key not in whole.pairs:  # best first
            whole.pairs[key] = {**sides, "score": line["score"], "because": line["because"]}


def _changes(whole: Projection, mapped: Mapped) -> None:
    for line in history_table(mapped).to_pylist():
        if line["fact"] not in _HISTORY:
            continue
        before = {"value": line["from"]} if line["from"] else {}
        after = {"value": line["to"]} if line["to"] else {}
        after["evidence"] = line["evidence"]
        key = (
            short_id(line["entity"]), line["fact"], line["from"] or "", line["to"] or "",
            line["since"],
        )  # fmt: skip
        whole.changes[key] = {"before": before, "after": after}


def _where(source: str, sheet: str | None, row: int) -> str:
    return f"{source} [{sheet}]:{row}" if sheet else f"{source}:{row}"


def _split(text: str | None) -> list[str]:
    return [part for part in (text or "").split(_SEPARATOR) if part]


def _text(value: Any, most: int) -> str:
    return "" if value is None else str(value).replace("\x00", "")[:most]


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _people(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= _MOST_PEOPLE else None
