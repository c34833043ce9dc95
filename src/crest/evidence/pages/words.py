"""Words of evidence for people."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crest.evidence.facade import ProblemLine

KINDS: Final[dict[str, Any]] = {
    "sites": _("Sites"),
    "organisations": _("Organisations"),
    "links": _("Links of the chain"),
    "channels": _("Labour channels"),
    "journeys": _("Journeys of workers"),
    "costs": _("What workers paid"),
    "answers": _("What workers answered"),
    "deductions": _("Deductions from wages"),
    "refunds": _("Refunds to workers"),
    "unknown": _("Not understood yet"),
}
STATES: Final[dict[str, tuple[Any, str]]] = {
    "received": (pgettext_lazy("file", "Being read"), ""),
    "ready": (pgettext_lazy("file", "Waits for you"), "unsure"),
    "unreadable": (pgettext_lazy("file", "Not understood"), "bad"),
    "accepted": (pgettext_lazy("file", "Accepted"), "sure"),
    "undone": (pgettext_lazy("file", "Undone"), ""),
    "dropped": (pgettext_lazy("file", "Put aside"), ""),
}
SEVERITIES: Final[dict[str, Any]] = {
    "rejected": _("Row not used"),
    "warning": _("Look at it"),
    "note": _("Note"),
}
HOW: Final[dict[str, Any]] = {
    "exact": _("our own name"),
    "alias": _("known heading"),
    "similar": _("looks like it"),
    "survey": _("survey heading"),
    "override": _("you said so"),
    "extra": _("kept as it is"),
}
_FIELDS: Final[dict[str, Any]] = {
    "name": _("Name"),
    "name_native": _("Name in its own script"),
    "address": _("Address"),
    "address_more": _("More of the address"),
    "city": _("Town"),
    "region": _("Region"),
    "postcode": _("Postcode"),
    "country": _("Country"),
    "lat": _("Latitude"),
    "lng": _("Longitude"),
    "coordinates": _("Coordinates"),
    "company": _("Company at the site"),
    "parent": _("Parent company"),
    "sector": _("Sector"),
    "product": _("Product"),
    "sector_product": _("Sector or product"),
    "workers": _("Number of workers"),
    "role": _("Role"),
    "licence": _("Licence number"),
    "licence_jurisdiction": _("Country of the licence"),
    "licence_from": _("Licence valid from"),
    "licence_to": _("Licence valid to"),
    "valid_from": _("Valid from"),
    "valid_to": _("Valid to"),
    "closed": _("Closed"),
    "relation": _("Kind of link"),
    "share": _("Share"),
    "people": _("People"),
    "verification": _("Verified or only declared"),
    "evidence": _("Evidence"),
    "origin": _("Country workers come from"),
    "origin_region": _("Region workers come from"),
    "destination": _("Country of work"),
    "supplies_to": _("Customer"),
    "local_id": _("Own number of the list"),
    "join_key": _("Number shared by several files"),
    "lei": "LEI",
    "gln": "GLN",
    "os_id": "OS ID",
    "duns": "DUNS",
    "personal": _("About a person: never kept"),
}


def kind_words(kind: str) -> Any:
    """The kind of a list in words."""
    return KINDS.get(kind, kind)


def severity_words(line: ProblemLine) -> Any:
    """How grave a problem is, in words."""
    if line.severity == "rejected" and line.number is None:
        return _("List not used")
    return SEVERITIES.get(line.severity, line.severity)


def field_words(name: str) -> Any:
    """One of our columns in words; one without words of its own, spelt out."""
    return _FIELDS.get(name) or name.replace("_", " ").replace(".", " · ").capitalize()
