"""The rules of repayment: `remedy/remedy.yaml`, REM-01 … REM-10 as dated rows with parameters."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar

from pydantic import Field, model_validator

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.loader import rulebook_files
from crest.engine.rulebook.models import Id, Rule, TwoLanguages, Words
from crest.engine.rulebook.nodes import RuleId  # noqa: TC001 (pydantic reads it at run time)
from crest.engine.rulebook.rules import Dated
from crest.engine.rulebook.yaml_files import read_rule_file

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FloorMethod = Literal["mean", "median", "trimmed", "none"]
Uplift = Literal["none", "inflation", "rate"]
Key = Literal[
    "origin", "destination", "recruiter", "sub_agent", "employer", "site", "arrival_year", "sex"
]
FILE: Final = "remedy/remedy.yaml"
_Row = TypeVar("_Row", bound=Dated)


class _RemedyRow(Dated):
    """What every remedy rule states."""

    id: RuleId
    says: str
    thai: str


class Scope(_RemedyRow):
    """Which costs are repaid: `classes` of the fee assessment, paid by one of `payers`."""

    about: Literal["scope"]
    classes: Words
    payers: Words
    interest_items: Words


class Eligible(_RemedyRow):
    """Who is repaid: workers who left longer ago than `lookback_months` are outside."""

    about: Literal["eligible"]
    lookback_months: Annotated[int, Field(ge=0)]


class Proof(_RemedyRow):
    """What may not be asked for. A cost nobody graded counts as grade `ungraded`."""

    about: Literal["proof"]
    receipts_needed: Literal[False]
    ungraded: Literal["E1", "E2", "E3"]


class Grade(Rule):
    """One step of the evidence ladder.

    `proves`: "own_sum" = the worker's own sum, which also speaks for the group; "floor" = only a
    last resort where the group has no sample.
    """

    grade: Literal["E1", "E2", "E3", "E4"]
    says: str
    thai: str
    proves: Literal["own_sum", "floor"]


class Ladder(_RemedyRow):
    """The evidence ladder, strongest first."""

    about: Literal["ladder"]
    grades: Annotated[tuple[Grade, ...], Field(min_length=1)]


class GroupStep(Rule):
    """Workers alike in all `keys` form a group. `instead_of`: only where these are unknown."""

    keys: Annotated[tuple[Key, ...], Field(min_length=1)]
    says: str
    thai: str
    instead_of: tuple[Key, ...] = ()


class Floor(_RemedyRow):
    """The group floor.

    Steps are tried from the narrowest on until a group has `minimum_sample` workers with a proven
    sum; below `warn_below` the figure carries a warning. `trim`: share cut off at either end by
    the trimmed mean. `level`: of the confidence interval.
    """

    about: Literal["floor"]
    method: FloorMethod
    minimum_sample: Annotated[int, Field(ge=1)]
    warn_below: Annotated[int, Field(ge=1)]
    trim: Annotated[float, Field(ge=0, lt=0.5)]
    level: Annotated[float, Field(gt=0, lt=1)]
    steps: Annotated[tuple[GroupStep, ...], Field(min_length=1)]


class Interest(_RemedyRow):
    """Interest and uplift. `rate_per_year`: per cent, for the uplift by a rate."""

    about: Literal["interest"]
    policy: Literal["paid", "none"]
    uplift: Uplift
    rate_per_year: Annotated[float, Field(ge=0)]


class Payment(_RemedyRow):
    """How the money is handed over."""

    about: Literal["payment"]
    net_of_refunds: Literal[True]
    conditions: tuple[TwoLanguages, ...]


class Timing(_RemedyRow):
    """By when."""

    about: Literal["timing"]
    deadline_days: Annotated[int, Field(ge=1)]
    instalments_at_most: Annotated[int, Field(ge=1)]
    leaving_in_full_before_exit: Literal[True]


class Verification(_RemedyRow):
    """How one knows that the money arrived."""

    about: Literal["verification"]
    steps: Annotated[tuple[TwoLanguages, ...], Field(min_length=1)]


class Check(TwoLanguages):
    """A check `after_months` months after arrival; null: before or without a date."""

    after_months: float | None = None


class Prevention(_RemedyRow):
    """So that it does not happen again."""

    about: Literal["prevention"]
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]


RemedyRule = Annotated[
    Scope
    | Eligible
    | Proof
    | Ladder
    | Floor
    | Interest
    | Payment
    | Timing
    | Verification
    | Prevention,
    Field(discriminator="about"),
]


class RemedyRules(Rule):
    """`remedy/remedy.yaml`. Of rows with one id, exactly one holds on any day."""

    id: Id
    title: str
    thai: str
    machine_translated: bool = True  # the Thai words
    notes: tuple[str, ...] = ()
    rules: Annotated[tuple[RemedyRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_at_a_time(self) -> RemedyRules:
        rows = sorted(self.rules, key=lambda row: (row.id, row.valid_from))
        for one, other in pairwise(rows):
            open_ended = one.valid_to is None or one.valid_to >= other.valid_from
            if one.id == other.id and open_ended:
                raise ValueError(f"two rows of {one.id} hold on {other.valid_from}")
        return self

    def at(self, on: date) -> RulesInForce:
        """The rows in force on a day. Raises RuleFileError when a kind of row is missing."""
        held = [
            row
            for row in self.rules
            if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
        ]
        return RulesInForce(tuple(held), on)


class RulesInForce:
    """The remedy rules of one day, each by what it is about."""

    def __init__(self, rows: tuple[RemedyRule, ...], on: date) -> None:
        """`rows`: those valid on `on`."""
        self.rows = rows
        self.on = on
        self.scope = self._only(Scope)
        self.eligible = self._only(Eligible)
        self.proof = self._only(Proof)
        self.ladder = self._only(Ladder)
        self.floor = self._only(Floor)
        self.interest = self._only(Interest)
        self.payment = self._only(Payment)
        self.timing = self._only(Timing)
        self.verification = self._only(Verification)
        self.prevention = self._only(Prevention)

    def _only(self, kind: type[_Row]) -> _Row:
        found = [row for row in self.rows if isinstance(row, kind)]
        if len(found) != 1:
            raise RuleFileError(
                f"{FILE}:1 {len(found)} rows about {kind.__name__.lower()} hold on {self.on}.",
                todo="Give exactly one valid row of each kind.",
            )
        return found[0]

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for rows to be reviewed by now, one for rows of general knowledge."""
        late = [row.id for row in self.rows if row.review_by < self.on]
        general = [row.id for row in self.rows if row.confidence == "general"]
        said = []
        if late:
            said.append(f"Due for review: {', '.join(late)}; the figures used them as they stand.")
        if general:
            said.append(f"Unverified (general knowledge): {', '.join(general)}.")
        return tuple(said)


def read_remedy(path: Path) -> RemedyRules:
    """Read one remedy file. Raises RuleFileError as file:line rule: sentence."""
    return read_rule_file(path, RemedyRules)


@cache
def load_remedy() -> RemedyRules:
    """The remedy rules in force (CREST_RULEBOOK on top of the shipped rulebook)."""
    files = rulebook_files(rulebook_folders())
    if FILE not in files:
        raise RuleFileError(f"{FILE} is missing.", todo="Reinstall crest.")
    return read_remedy(files[FILE])
