"""The closed set of tests a rule is made of. `logic` asks them of one worker or of a table.

Every test has three answers: yes, no, unknown. Nothing else than these nodes exists, and no
expression is written as text; where they do not suffice, an engine function makes a fact.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag, field_validator, model_validator

from crest.engine.rulebook.models import Rule

FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(?:[-.][A-Za-z0-9]+)*$")]
Limit = int | float | date


class OtherFact(Rule):
    """Another fact as the limit, times a factor (`times: 0.9` = nine tenths of it)."""

    fact: FactName
    times: float = 1.0


class Fact(Rule):
    """One fact, tested once.

    Without a test the fact is a yes/no answer and must be yes. `is`: one of these codes.
    `at_least`, `at_most`, `above`, `below`: a number, a date or another fact.
    `known: true`: somebody recorded it; this test alone is never unknown.
    """

    fact: FactName
    is_: tuple[str, ...] | None = Field(default=None, alias="is", min_length=1)
    at_least: Limit | OtherFact | None = None
    at_most: Limit | OtherFact | None = None
    above: Limit | OtherFact | None = None
    below: Limit | OtherFact | None = None
    known: Literal[True] | None = None

    @field_validator("at_least", "at_most", "above", "below", mode="before")
    @classmethod
    def _no_flag(cls, limit: object) -> object:
        if isinstance(limit, bool):
            raise ValueError("a limit is a number, a day or another fact")  # noqa: TRY004
        return limit

    @model_validator(mode="after")
    def _one_test(self) -> Fact:
        if len(self.tests) > 1:
            raise ValueError(f"one test for one fact, not {' and '.join(self.tests)}")
        return self

    @property
    def tests(self) -> tuple[str, ...]:
        """Names of the tests given; () for a yes/no fact."""
        names = ("is_", "at_least", "at_most", "above", "below", "known")
        return tuple(name for name in names if getattr(self, name) is not None)


class Not(Rule):
    """No becomes yes, yes becomes no, unknown stays."""

    not_: Test = Field(alias="not")


class All(Rule):
    """Yes when all are yes; no when one is no; otherwise unknown."""

    all: Annotated[tuple[Test, ...], Field(min_length=1)]


class AnyOf(Rule):
    """Yes when one is yes; no when all are no; otherwise unknown."""

    any: Annotated[tuple[Test, ...], Field(min_length=1)]


class Count(Rule):
    """Yes when so many are yes for certain; no when they can no longer be; otherwise unknown."""

    count: Annotated[tuple[Test, ...], Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1)]


class Ref(Rule):
    """The answer of another rule of the same set."""

    rule: RuleId


def _kind(value: Any) -> str | None:
    for key in ("count", "fact", "not", "all", "any", "rule"):
        if (isinstance(value, dict) and key in value) or hasattr(value, _ATTRIBUTE.get(key, key)):
            return key
    return None


_ATTRIBUTE = {"not": "not_"}
Test = Annotated[
    Annotated[Fact, Tag("fact")]
    | Annotated[Not, Tag("not")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Count, Tag("count")]
    | Annotated[Ref, Tag("rule")],
    Discriminator(_kind),
]
for _model in (Not, All, AnyOf, Count):
    _model.model_rebuild()
