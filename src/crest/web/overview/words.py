"""Codes of nodes and links in words of the reader's language."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, Any]] = {
    "site": _("Workplace"), "organisation": _("Organisation"), "origin": _("Place of origin"),
}  # fmt: skip
ROLES: Final[dict[str, Any]] = {
    "buyer": _("Buyer"), "employer": _("Employer"), "recruiter": _("Recruitment agency"),
    "sub_agent": _("Sub-agent"), "broker": _("Broker"), "transporter": _("Transporter"),
    "company": _("Company"), "site": _("Workplace"), "supplier": _("Supplier"),
}  # fmt: skip
FIELDS: Final[dict[str, Any]] = {
    "name": _("Name"), "name_native": _("Name in its own script"), "role": _("Role"),
    "address": _("Address"), "city": _("City"), "region": _("Region"), "postcode": _("Postcode"),
    "country": _("Country"), "lat": _("Latitude"), "lng": _("Longitude"),
    "latitude": _("Latitude"), "longitude": _("Longitude"), "sector": _("Sector"),
    "product": _("Products"), "products": _("Products"), "workers": _("Workers"),
    "place": _("Coordinates"), "company": _("Company at the site"),
    "parent": _("Parent company"), "licence": _("Licence"),
    "licence_jurisdiction": _("Licence given in"), "licence_from": _("Licence from"),
    "licence_to": _("Licence until"), "lei": _("LEI"), "gln": _("GLN"),
    "os_id": _("Open Supply Hub number"), "duns": _("D-U-N-S number"),
    "local_id": _("Number in the list"), "closed": _("Closed"),
    "valid_from": _("Known since"), "valid_to": _("Known until"),
}  # fmt: skip
RELATIONS: Final[dict[str, tuple[Any, Any]]] = {  # from the giver, to the receiver
    "supplies": (_("Supplies"), _("Gets goods from")),
    "subcontracts": (_("Works as subcontractor for"), _("Subcontracts to")),
    "recruits_for": (_("Recruits for"), _("Workers recruited by")),
    "sub_agent_of": (_("Is sub-agent of"), _("Has as sub-agent")),
    "provides_labour_to": (_("Provides workers to"), _("Workers provided by")),
    "brokers": (_("Brokers for"), _("Brokered by")),
    "transports": (_("Transports workers for"), _("Workers transported by")),
    "origin_of": (_("Workers go to"), _("Workers come from")),
    "operates": (_("Operates"), _("Operated by")),
    "owns": (_("Owns"), _("Owned by")),
}
NOT_KNOWN: Final[dict[str, Any]] = {
    "address": _("Its address"), "country": _("Its country"),
    "workers": _("How many people work there"), "sector": _("Its sector"),
    "products": _("What it makes"), "recruiters": _("Who recruited its workers"),
    "suppliers": _("Who supplies it"), "licence": _("Whether it has a licence"),
    "sub_agents": _("Which sub-agents it works with"),
    "verification": _("Whether any of its links holds: none has been verified"),
}  # fmt: skip
CHANGES: Final[dict[str, Any]] = {
    "merged": _("Joined with another record"), "took_in": _("Took in another record"),
    "split": _("Rows split off"), "split_from": _("Split off from another record"),
    "moved": _("Rows moved"), "renamed": _("Renamed"),
    "lists_moved": _("Moved to another place, lists say"),
    "lists_renamed": _("Renamed, lists say"), "lists_merged": _("Became one, lists say"),
    "lists_closed": _("Closed, lists say"),
    "closed": _("Reported closed"), "reopened": _("Reported open again"),
    "claimed": _("Claimed by the firm itself"),
}  # fmt: skip


def one_of(words: dict[str, Any], code: str) -> Any:
    """The words of a code; the code itself where it has none."""
    return words.get(code) or code.replace("_", " ")
