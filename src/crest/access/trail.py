"""The chain that makes the event log tamper-evident.

Each entry's mac is HMAC-SHA-256, with a key kept outside the database, over the mac before it and
the entry in one canonical form. Changing, removing, swapping, re-timing or forging an entry breaks
the chain; cutting its tail is seen against a signed checkpoint kept off the database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from crest.access.keys import audit_key
from crest.access.models.events import ChainHead, Event

if TYPE_CHECKING:
    from crest.access.records import Actor

START: Final = "0" * 64
_HEAD: Final = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says, before it is numbered and chained."""

    tag: str
    subject: str = ""
    fields: tuple[str, ...] = ()
    allowed: bool = True
    because: str = ""


def append(actor: Actor | None, said: Said, *, at: dt.datetime) -> Event:
    """Add one entry to the log, in the caller's transaction (one is opened where there is none).

    Only one transaction at a time can hold the head, so numbers have no gap and no fork.
    """
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=_HEAD)
        event = Event(
            sequence=head.sequence + 1,
            at=at.astimezone(dt.UTC),
            tag=said.tag,
            person=actor.person if actor else None,
            organisation=actor.organisation if actor else None,
            purpose=actor.purpose if actor else "",
            subject=said.subject,
            fields=list(said.fields),
            allowed=said.allowed,
            because=said.because[:300],
        )
        event.mac = mac_of(event, head.mac, audit_key())
        event.save(force_insert=True)
        head.sequence, head.mac = event.sequence, event.mac
        head.save()
    return event


def mac_of(event: Event, before: str, key: bytes) -> str:
    """The mac of an entry after the mac `before`."""
    return hmac.new(key, before.encode() + canonical(event), hashlib.sha256).hexdigest()


def canonical(event: Event) -> bytes:
    """One form of an entry, the same on every database."""
    parts = [
        event.sequence, event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"), event.tag,
        event.person, event.organisation, event.purpose, event.subject, event.fields,
        event.allowed, event.because,
    ]  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def faults(events: Iterable[Event], *, key: bytes) -> Iterator[str]:
    """A sentence for each place where the chain does not hold; nothing when it is whole."""
    before, expected = START, 1
    for event in events:
        if event.sequence != expected:
            yield f"Entry {expected} is missing; the next that is there is {event.sequence}."
        if not hmac.compare_digest(mac_of(event, before, key).encode(), event.mac.encode()):
            yield f"Entry {event.sequence} ({event.tag}) or the one before it was changed."
        before, expected = event.mac, event.sequence + 1
