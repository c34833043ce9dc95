"""What crosses the doors of the vault. Only `Names` holds a name, and only `names.py` gives it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from typing import Final

PURPOSES: Final = ("contact", "referral", "remedy", "research", "publication")
HOW: Final = ("in_person", "by_phone", "in_writing", "by_message")
LANGUAGES: Final = ("my", "km", "lo", "th", "vi", "ne", "bn", "id", "en", "other")
WHY: Final = ("contact", "referral", "remedy", "correction", "request", "danger")
IDENTITY: Final = ("name", "phone", "paper", "birth_year")
GIVEN, WITHDRAWN, UNKNOWN = "given", "withdrawn", "unknown"


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A worker, everywhere outside the vault."""

    ref: str

    def __str__(self) -> str:
        return self.ref


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in short, without a name. `consents`: purpose and its state; unknown is no."""

    ref: str
    state: str
    by_hand: bool
    made_at: dt.datetime
    consents: tuple[tuple[str, str], ...]
    merged_into: str = ""
    erased_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent as it was given, and taken back."""

    ref: str
    purpose: str
    scope: str
    how: str
    language: str
    evidence: str
    given_on: dt.date
    withdrawn_on: dt.date | None
    withdrawn_how: str


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """A person in full, without a name. `alike`: others with an equal name, phone or paper."""

    card: PersonCard
    consents: tuple[ConsentLine, ...]
    lists: tuple[str, ...]
    alike: tuple[PersonRef, ...]
    merged: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Who a person is. Never kept: shown once, to who asked and said why."""

    ref: str
    name: str = ""
    phone: str = ""
    paper: str = ""
    birth_year: str = ""

    @property
    def fields_read(self) -> tuple[str, ...]:
        """What the log says was read: the fields, never their values."""
        return tuple(one.name for one in fields(self) if one.name != "ref" and self.told(one.name))

    def told(self, name: str) -> str:
        """One value by its name."""
        return str(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased, and from which day on no backup tells it either."""

    ref: str
    erased_at: dt.datetime
    in_backups_from: dt.date


@dataclass(frozen=True, slots=True)
class ListCount:
    """What became of the names in a list."""

    batch: str
    rows: int
    recorded: int
    known: int
    nameless: int
    not_kept: tuple[str, ...] = ()
    undone: bool = False
    ref: str = field(default="", compare=False)
