"""Whether the audit trail is whole: the chain, its head, and the signed copies off the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError

from crest.access.checkpoints import Statement, public_key, statements
from crest.access.keys import audit_key
from crest.access.models.events import ChainHead, Checkpoint, Event
from crest.access.trail import START, faults

MOST_SAID: Final = 50
_CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the trail found; whole when `faults` is empty."""

    entries: int
    checkpoints: int
    covered: int  # the last entry that a signed copy covers
    faults: tuple[str, ...]


def verify() -> Verdict:
    """Check every entry against the key, the head and every signed copy."""
    signed, broken = statements()
    walk = _Walk({one.sequence for one in signed})
    found = [
        *islice(faults(walk.entries(), key=audit_key()), MOST_SAID),
        *walk.unread,
    ]
    found += [*_of_head(walk), *_of_copies(signed, walk, public_key()), *_of_rows(signed)]
    found += [f"The copy {name} cannot be read." for name in broken]
    return Verdict(
        entries=walk.count, checkpoints=len(signed),
        covered=max((one.sequence for one in signed), default=0),
        faults=tuple(found[:MOST_SAID]),
    )  # fmt: skip


class _Walk:
    """One pass over the entries that remembers what the other checks need."""

    def __init__(self, wanted: set[int]) -> None:
        self.wanted, self.macs = wanted, dict[int, str]()
        self.count, self.last, self.mac = 0, 0, START
        self.unread: list[str] = []

    def entries(self) -> Iterator[Event]:
        rows = Event.objects.order_by("sequence")
        while True:
            keys = list(
                rows.filter(sequence__gt=self.last).values_list("sequence", flat=True)[:_CHUNK]
            )
            if not keys:
                return
            for event in self._read(keys):
                self.count, self.last, self.mac = self.count + 1, event.sequence, event.mac
                if event.sequence in self.wanted:
                    self.macs[event.sequence] = event.mac
                yield event
            self.last = keys[-1]

    def _read(self, keys: list[int]) -> Iterator[Event]:
        """The entries of these numbers; one that holds nonsense is named, not tripped over."""
        try:
            yield from list(Event.objects.filter(sequence__in=keys).order_by("sequence"))
        except (ValueError, TypeError, DatabaseError):
            if len(keys) == 1:
                self.unread.append(f"Entry {keys[0]} holds what no entry can hold: it was changed.")
                return
            yield from self._read(keys[: len(keys) // 2])
            yield from self._read(keys[len(keys) // 2 :])


def _of_head(walk: _Walk) -> Iterator[str]:
    head = ChainHead.objects.order_by("pk").first()
    stands, mac = (head.sequence, head.mac) if head else (0, START)
    if stands > walk.last:
        yield f"The log ends at entry {walk.last}, but it had reached {stands}: its end was cut."
    elif (stands, mac) != (walk.last, walk.mac):
        yield f"The head of the chain does not fit its last entry ({walk.last})."


def _of_copies(signed: list[Statement], walk: _Walk, key: Ed25519PublicKey) -> Iterator[str]:
    for one in signed:
        if not one.signed_by(key):
            yield f"The copy of entry {one.sequence} of {one.at} does not bear our signature."
        elif one.sequence > walk.last:
            yield (
                f"A copy of {one.at} covers entry {one.sequence}, but the log ends at "
                f"{walk.last}: its end was cut."
            )
        elif walk.macs.get(one.sequence) != one.mac:
            yield f"Entry {one.sequence} is not the one signed at {one.at}: the log was rewritten."


def _of_rows(signed: list[Statement]) -> Iterator[str]:
    copies = {(one.sequence, one.mac, one.signature) for one in signed}
    rows = set(Checkpoint.objects.values_list("sequence", "mac", "signature"))
    for sequence, _mac, _signature in sorted(rows - copies):
        yield f"The signed copy of entry {sequence} is missing from the folder of checkpoints."
    for sequence, _mac, _signature in sorted(copies - rows):
        yield f"The database no longer knows the checkpoint of entry {sequence}."
