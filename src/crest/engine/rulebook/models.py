"""What rulebook files may say, as pydantic models. Unknown keys are errors."""

from __future__ import annotations

from datetime import date  # noqa: TC003 (pydantic reads it at run time)
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Kind = Literal[
    "sites",
    "organisations",
    "links",
    "channels",
    "journeys",
    "costs",
    "answers",
    "deductions",
    "refunds",
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Words = Annotated[tuple[str, ...], Field(min_length=1)]


class Rule(BaseModel):
    """Base of all rulebook models: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Rule):
    """A text the rulebook cites.

    `confidence`: verified = read in the text itself; general = general knowledge still to be
    verified, never shown as settled.
    """

    id: Id
    title: str
    publisher: str
    date: date
    url: Annotated[str, StringConstraints(pattern=r"^https?://")]
    licence: str
    confidence: Literal["verified", "general"]


class Cite(Rule):
    """A source, and the place in it."""

    source: Id
    at: str | None = None


class KindRule(Rule):
    """By which columns and sheet names a list is known to be of one kind.

    `enough`: fields that together suffice, one alternative per line. `telling`: fields that
    speak for this kind. `telling_headers`: folded headings that do, though they fill no field.
    `sheets`: words in a sheet or file name.
    """

    kind: Kind
    enough: Annotated[tuple[Words, ...], Field(min_length=1)]
    telling: tuple[str, ...] = ()
    telling_headers: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


class IntakeKinds(Rule):
    """`intake/kinds.yaml`."""

    id: Id
    title: str
    cites: tuple[Cite, ...]
    kinds: Annotated[tuple[KindRule, ...], Field(min_length=1)]
    notes: tuple[str, ...] = ()


class Golden(Rule):
    """One example a rulebook file is judged by: what is given, what must come out."""

    name: str
    given: dict[str, Any]
    expect: dict[str, Any]


class Goldens(Rule):
    """A `*.golden.yaml` file."""

    judges: str
    cases: Annotated[tuple[Golden, ...], Field(min_length=1)]


class TemplateColumn(Rule):
    """One column of the workbook template; `list` names the drop-down it offers."""

    field: str
    heading: str
    thai: str
    says: str
    says_thai: str
    example: str | None
    needed: bool = False
    list: (
        Literal[
            "countries",
            "sectors",
            "roles",
            "organisation_roles",
            "relations",
            "verification",
            "scheme",
            "channel",
            "skill",
            "sex",
            "education",
            "pay_period",
            "contract_seen",
            "papers_keeper",
            "loan_from",
            "loan_rate_period",
            "interview_place",
            "payer",
            "how",
            "evidence",
            "trigger",
            "paid_to_role",
            "deduction",
            "answer",
            "items",
            "questions",
            "currency",
        ]
        | None
    ) = None


class TemplateSheet(Rule):
    """One sheet of the workbook template."""

    name: str
    kind: Kind
    thai: str
    says: str
    says_thai: str
    columns: Annotated[tuple[TemplateColumn, ...], Field(min_length=1)]


class TwoLanguages(Rule):
    """A sentence in English and Thai."""

    says: str
    thai: str


class WorkbookTemplate(Rule):
    """`intake/template.yaml`."""

    id: Id
    title: str
    cites: tuple[Cite, ...]
    sheets: tuple[TemplateSheet, ...]
    read_me: tuple[TwoLanguages, ...]
