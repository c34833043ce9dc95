"""What crosses the door of programmes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

# What a project can stand behind: noun of the record → the words of it are the pages' business.
NOUNS: Final = ("evidence:batch", "findings:run")
PARTS: Final = (
    "donor", "implementing", "technical", "government", "employer", "recruiter", "trade_union",
    "community", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project in short."""

    ref: str
    code: str
    title: str
    donor: str
    countries: tuple[str, ...]
    begins_on: dt.date | None
    ends_on: dt.date | None
    mine: bool
    owner: str = ""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """An organisation with a part in a project."""

    ref: str
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person with a part in a project."""

    ref: str
    name: str
    does: str


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """What is done. `reached` None: nobody said; that is not nought."""

    ref: str
    title: str
    place: str
    begins_on: dt.date | None
    ends_on: dt.date | None
    result: str
    target: int | None
    reached: int | None

    @property
    def share(self) -> float | None:
        """What part of the target was reached; None where one of both is not known."""
        if self.target is None or self.reached is None or not self.target:
            return None
        return self.reached / self.target

    @property
    def typed(self) -> dict[str, str]:
        """Its numbers as somebody would type them; empty where not known."""
        return {
            name: "" if number is None else str(number)
            for name, number in (("target", self.target), ("reached", self.reached))
        }


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A record a project stands behind."""

    ref: str
    noun: str
    record: str
    partner: str


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """A project in full."""

    card: ProjectCard
    aim: str
    places: tuple[str, ...]
    partners: tuple[PartnerLine, ...]
    staff: tuple[StaffLine, ...]
    activities: tuple[ActivityLine, ...]
    stands_behind: tuple[StandingLine, ...]


@dataclass(frozen=True, slots=True)
class StandingCard:
    """Which project and partner stand behind a record."""

    project: ProjectCard
    partner: str
