"""What rule sets, facts and dated figures of the rulebook look like. Unknown keys are errors."""

from __future__ import annotations

from datetime import date  # noqa: TC003 (pydantic reads it at run time)
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from crest.engine.rulebook.models import Cite, Id, Rule
from crest.engine.rulebook.nodes import FactName, RuleId, Test  # noqa: TC001 (likewise)

if TYPE_CHECKING:
    from collections.abc import Mapping

Confidence = Literal["verified", "general"]
Cites = Annotated[tuple[Cite, ...], Field(min_length=1)]


class Dated(Rule):
    """What every row of the rulebook states about itself.

    `confidence`: verified = read in the text; general = general knowledge, to be verified, and
    marked so wherever a person sees it. `valid_to`: last day; none = still. `review_by`: the day
    after which a result that used the row carries a warning.
    """

    cites: Cites
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    review_by: date

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the row is valid on that day; its first and last day count."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class FactEntry(Rule):
    """One fact a rule may ask about.

    `given`: where it comes from: a column of the journeys table, an answer (its question code is
    the fact's name), or derived by the engine. `kind`: flag = yes/no; code = one of `codes`.
    `says`/`thai`: the question for flags, the label otherwise.
    """

    fact: FactName
    kind: Literal["flag", "code", "number", "date"]
    given: Literal["journey", "answer", "derived", "cost"]
    says: str
    thai: str
    unit: str | None = None
    codes: tuple[str, ...] = ()
    sensitive: bool = False


class FactBook(Rule):
    """`facts.yaml`: the closed list of facts."""

    id: Id
    title: str
    facts: tuple[FactEntry, ...]

    @model_validator(mode="after")
    def _named_once(self) -> FactBook:
        names = [entry.fact for entry in self.facts]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"named twice: {', '.join(sorted(twice))}")
        return self


class RuleEntry(Dated):
    """One rule: a code, what it says, and the test that answers it.

    `part`: the dimension it belongs to (T1, UR.inv, penalty …); `strength`: strong, medium, weak;
    `outcome`: rules of one set that share a `part` "class" are tried in order and the first that
    is not no decides; its label is `outcome`. `verdict`: in a regime, what the rule decides about
    a cost. `topic`: crosswalk code (X-FEE …). `action`: code of the proposed corrective action.
    """

    id: RuleId
    says: str
    thai: str
    when: Test
    part: str | None = None
    strength: Literal["strong", "medium", "weak"] | None = None
    outcome: str | None = None
    verdict: Literal["severe", "violation", "allowed", "outside"] | None = None
    severity: Annotated[int, Field(ge=1, le=5)] | None = None
    topic: str | None = None
    action: str | None = None


class RuleSet(Rule):
    """A rule file: an indicator set, a regime, or tests on derived facts.

    `about`: one worker's journey, or one cost of it (facts of both may then be asked).
    `country` and `side`: a national law, applied where the journey starts or ends.
    """

    id: Id
    title: str
    thai: str
    kind: Literal["indicators", "regime", "debt", "contract", "risk"]
    about: Literal["journey", "cost"]
    machine_translated: bool = True  # the Thai words
    country: str | None = None
    side: Literal["origin", "destination"] | None = None
    notes: tuple[str, ...] = ()
    rules: Annotated[tuple[RuleEntry, ...], Field(min_length=1)]

    def on(self, day: date) -> RuleSet:
        """The set with the rules that are valid on that day only; possibly none."""
        valid = tuple(rule for rule in self.rules if rule.holds_on(day))
        return self if len(valid) == len(self.rules) else self.model_copy(update={"rules": valid})


class FigureValue(Rule):
    """A value from a day on; `value: null` ends the figure. Own citation where it differs."""

    from_: date = Field(alias="from")
    value: float | None
    cites: tuple[Cite, ...] = ()
    confidence: Confidence | None = None
    note: str | None = None


class Figure(Rule):
    """A dated figure of law or practice.

    `unit`: an ISO 4217 code for money, or months_of_contract_pay, percent, hours_per_week,
    people, per_day.<ISO 4217>. `for_items`: cost items it counts (a cap); `applies`: the
    countries, province, sector or scheme it holds for; a missing key holds for all.
    """

    id: RuleId
    kind: Literal["cap", "minimum_wage", "typical_cost", "limit", "guarantee", "other"]
    says: str
    thai: str
    unit: str
    applies: dict[
        Literal["origin", "destination", "province", "sector", "scheme", "sex", "occupation"],
        tuple[str, ...],
    ]
    for_items: tuple[str, ...] = ()
    cites: Cites
    confidence: Confidence
    review_by: date
    values: Annotated[tuple[FigureValue, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ascending(self) -> Figure:
        days = [value.from_ for value in self.values]
        if days != sorted(set(days)):
            raise ValueError("values must ascend by day, each day once")
        return self

    def value_at(self, day: date) -> FigureValue | None:
        """The value in force on that day; None before the first. A value of None in it: ended."""
        begun = [value for value in self.values if value.from_ <= day]
        return begun[-1] if begun else None

    def holds_for(self, where: Mapping[str, object]) -> bool:
        """Whether the figure applies there, for example {"origin": "MM"}.

        What `where` does not state, and what the figure does not limit, is no obstacle.
        """
        return all(where.get(key) in {None, *allowed} for key, allowed in self.applies.items())


class Figures(Rule):
    """A file of dated figures, for example one corridor."""

    id: Id
    title: str
    thai: str
    notes: tuple[str, ...] = ()
    figures: Annotated[tuple[Figure, ...], Field(min_length=1)]
