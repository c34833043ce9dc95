"""Formats of other systems: Open Supply Hub's template, OMTS supplier list, SC-DEX."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any, Final

from crest.access import facade as access
from crest.engine.rulebook.wordlists import sector_titles
from crest.supplychain import facade as supplychain
from crest.web.exports.formats import json_bytes, rows_of

OSH: Final = (
    "country",
    "name",
    "address",
    "lat",
    "lng",
    "sector",
    "product_type",
    "number_of_workers",
    "native_language_name",
    "os_id",
    "lei_id",
    "duns_id",
)
_LONGEST: Final = 200  # letters of a name or address that the template takes
OMTS: Final = (
    "supplier_name",
    "supplier_id",
    "jurisdiction",
    "tier",
    "parent_supplier",
    "commodity",
    "valid_from",
    "lei",
    "duns",
    "notes",
)
_SPACE: Final = uuid.UUID("6d1f8a0e-3c1b-5f53-9d0e-6f1a3c2b7e44")
AFFILIATIONS: Final = {
    "supplies": "is supplier of",
    "operates": "is operator of",
    "owns": "is parent company of",
    "subcontracts": "is subcontractor of",
    "recruits_for": "recruiter for",
    "sub_agent_of": "sub agent of",
    "provides_labour_to": "labour provider",
    "brokers": "broker for",
    "transports": "transports workers to",
}
_BUYING: Final = "buyer"


def osh_rows(by: access.Actor) -> Iterator[list[Any]]:
    """Workplaces as the contributor template takes them; it needs a country, name and address."""
    titles = sector_titles()
    for row in rows_of(supplychain.node_batches(by, ("site",))):
        if not (row["country"] and row["name"] and row["address"]):
            continue
        sectors = [titles.get(code, code) for code in (row["sector"] or "").split("|") if code]
        yield [
            row["country"],
            row["name"][:_LONGEST],
            row["address"][:_LONGEST],
            row["lat"],
            row["lng"],
            "|".join(sectors),
            row["product"],
            row["workers"],
            row["name_native"],
            row["os_id"],
            row["lei"],
            row["duns"],
        ]


def omts_rows(by: access.Actor) -> Iterator[list[Any]]:
    """One row per supplier and customer, with its distance from the nearest buyer."""
    links = [row for row in rows_of(supplychain.link_batches(by)) if row["relation"] == "supplies"]
    tiers = _tiers(links)
    nodes = {row["local_id"]: row for row in rows_of(supplychain.node_batches(by))}
    for link in links:
        node = nodes.get(link["from_id"], {})
        yield [
            link["from_name"],
            link["from_id"],
            link["from_country"],
            tiers.get(link["from_id"]),
            link["to_name"],
            link["product"],
            link["valid_from"],
            node.get("lei"),
            node.get("duns"),
            link["verification"],
        ]


def _tiers(links: list[dict[str, Any]]) -> dict[str, int]:
    customers = {row["to_id"] for row in links if row["to_role"] == _BUYING}
    if not customers:  # nobody is called a buyer: those who supply nobody are
        customers = {row["to_id"] for row in links} - {row["from_id"] for row in links}
    suppliers: dict[str, list[str]] = {}
    for row in links:
        suppliers.setdefault(row["to_id"], []).append(row["from_id"])
    found: dict[str, int] = {}
    level, here = 0, customers
    while here:
        level += 1
        nearer = {one for customer in here for one in suppliers.get(customer, [])}
        here = {one for one in nearer if one not in found and one not in customers}
        found.update(dict.fromkeys(here, level))
    return found


def scdex_bytes(by: access.Actor) -> Iterator[bytes]:
    """Locations, organizations and affiliations in one document."""
    yield from json_bytes(map(_location, _of(by, "site")), '{"locations": [', "],")
    yield from json_bytes(map(_organization, _of(by, "organisation")), '"organizations": [', "],")
    yield from json_bytes(_affiliations(by), '"affiliations": [', "]}")


def _of(by: access.Actor, kind: str) -> Iterable[dict[str, Any]]:
    return rows_of(supplychain.node_batches(by, (kind,)))


def guid(crest_id: str) -> str:
    """The same UUID for the same record, always."""
    return str(uuid.uuid5(_SPACE, crest_id))


def _location(row: dict[str, Any]) -> dict[str, Any]:
    address = {
        "address-line": [row["address"]] if row["address"] else None,
        "town-name": row["city"],
        "country-sub-division": row["region"],
        "post-code": row["postcode"],
        "country": row["country"],
    }
    return _less(
        {
            "guid": guid(row["local_id"]),
            "location-type": row["role"] or "site",
            "name": row["name"],
            "language": "en",
            "location-identifier": f"osid:{row['os_id']}" if row["os_id"] else None,
            "products": row["product"].split("|") if row["product"] else None,
            "coordinates": None
            if row["lat"] is None
            else {"latitude": row["lat"], "longitude": row["lng"]},
            "address": _less(address),
        }
    )


def _organization(row: dict[str, Any]) -> dict[str, Any]:
    return _less(
        {
            "guid": guid(row["local_id"]),
            "organization-type": row["role"] or "company",
            "name": row["name"],
            "language": "en",
            "organizational-identifier": f"lei:{row['lei']}" if row["lei"] else None,
            "address": _less({"country": row["country"], "country-sub-division": row["region"]})
            or None,
        }
    )


def _affiliations(by: access.Actor) -> Iterator[dict[str, Any]]:
    for row in rows_of(supplychain.link_batches(by)):
        if row["relation"] in AFFILIATIONS:
            yield {
                "from-guid": guid(row["from_id"]),
                "to-guid": guid(row["to_id"]),
                "affiliation-type": AFFILIATIONS[row["relation"]],
            }


def _less(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
