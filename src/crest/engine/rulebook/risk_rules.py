"""What the rulebook says about risk: factors, how much each weighs, and how evidence moves it."""

from __future__ import annotations

from datetime import date  # noqa: TC003 (pydantic reads it at run time)
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.loader import rulebook_files
from crest.engine.rulebook.models import Id, Rule
from crest.engine.rulebook.nodes import FactName, RuleId, Test  # noqa: TC001 (likewise)
from crest.engine.rulebook.references import facts_of
from crest.engine.rulebook.rules import Dated
from crest.engine.rulebook.yaml_files import read_rule_file

SubjectKind = Literal["site", "recruiter", "sub_agent", "corridor", "product"]
SUBJECT_KINDS: Final[tuple[SubjectKind, ...]] = (
    "site",
    "recruiter",
    "sub_agent",
    "corridor",
    "product",
)
FACTORS_FILE: Final = "risk/factors.yaml"
Level = Annotated[int, Field(ge=0, le=4)]
Share = Annotated[float, Field(ge=0, le=1)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Severity(Rule):
    """How severe harm is, each 0..4: how grave, how widely felt, how hard to undo.

    One grave dimension is enough: the level is the highest of the three.
    """

    scale: Level
    scope: Level
    irremediability: Level

    @property
    def level(self) -> int:
        """0..4, the highest of the three."""
        return max(self.scale, self.scope, self.irremediability)


class Attribute(Rule):
    """Something known about a site, hand, corridor or product that factors may ask about.

    `read`: a test over the facts of one worker; where enough workers answer it, the attribute
    of their site, recruiter, sub-agent or corridor follows from them.
    """

    attribute: FactName
    kind: Literal["flag", "code", "number"]
    says: str
    thai: str
    unit: str | None = None
    read: Test | None = None


class Factor(Dated):
    """One risk factor. `when` answers yes where it raises the risk.

    `about`: kinds of subjects it is asked of. `weight` 1..4: its part of the likelihood among the
    factors of the same kind. `by_sector`: severity comes from the row of the sector, where there
    is one. `raises` and `unknown` say in words what a yes and what missing data do; their Thai is
    machine-made.
    """

    id: RuleId
    says: str
    thai: str
    about: Annotated[tuple[SubjectKind, ...], Field(min_length=1)]
    when: Test
    severity: Severity
    weight: Annotated[int, Field(ge=1, le=4)]
    by_sector: bool = False
    raises: str
    raises_thai: str = ""
    unknown: str
    unknown_thai: str = ""


class SectorRow(Dated):
    """A sector (code of the list of sectors) known for forced labour, and how severe it is."""

    sector: str
    severity: Severity
    because: str


class Shock(Dated):
    """An event that makes a corridor more dangerous: war, coup, closed border."""

    country: CountryCode
    destination: CountryCode | None = None
    says: str
    thai: str


class Removal(Dated):
    """A good of a country that a published list no longer names from `valid_from` on."""

    list: Id
    good: str
    country: CountryCode
    says: str


class GoodWords(Rule):
    """Further words that name a good of a list."""

    good: str
    words: Annotated[tuple[str, ...], Field(min_length=1)]


class Reading(Rule):
    """When answers of workers decide an attribute.

    yes: at least `part_yes` of those who answered say so. no: fewer do, at least `answered` workers
    answered, and they are at least `part_answered` of those asked. Otherwise unknown.
    """

    part_yes: Share
    answered: Annotated[int, Field(ge=1)]
    part_answered: Share


class EvidenceRules(Rule):
    """How evidence moves the likelihood (0..20 points).

    `full_at`: share of workers harmed that means the highest likelihood. `seen`: least points
    once harm was seen at all; `severe`: least severity once a severe sign was seen. Down only with
    `sample` answered workers, `answered` of those asked, an interval no wider than `width`, and
    never below `floors[severity]`. `control`: points that one verified control takes off,
    `controls` at most in all, under the same conditions.
    """

    full_at: Annotated[float, Field(gt=0, le=1)]
    seen: Annotated[float, Field(ge=0, le=20)]
    severe: Level
    sample: Annotated[int, Field(ge=1)]
    answered: Share
    width: Share
    floors: Annotated[tuple[float, ...], Field(min_length=5, max_length=5)]
    control: Annotated[float, Field(ge=0, le=20)]
    controls: Annotated[float, Field(ge=0, le=20)]


class ChainRules(Rule):
    """What stands in for numbers the chain does not know.

    `least_share`: least upper bound of a share nobody stated. `workers`: headcount of a workplace
    when no workplace of the chain states one.
    """

    least_share: Annotated[float, Field(gt=0, le=1)]
    workers: Annotated[int, Field(ge=1)]


class RiskBook(Rule):
    """`risk/factors.yaml`."""

    id: Id
    title: str
    thai: str
    notes: tuple[str, ...] = ()
    attributes: Annotated[tuple[Attribute, ...], Field(min_length=1)]
    factors: Annotated[tuple[Factor, ...], Field(min_length=1)]
    sectors: tuple[SectorRow, ...]
    shocks: tuple[Shock, ...]
    removals: tuple[Removal, ...]
    good_words: tuple[GoodWords, ...] = ()
    worst_part: Share
    reading: Reading
    evidence: EvidenceRules
    chain: ChainRules

    @model_validator(mode="after")
    def _closed(self) -> RiskBook:
        names = [attribute.attribute for attribute in self.attributes]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"named twice: {', '.join(sorted(twice))}")
        for factor in self.factors:
            strangers = set(facts_of(factor.when)) - set(names)
            if strangers:
                raise ValueError(f"{factor.id} asks about {', '.join(sorted(strangers))}")
        return self

    def factors_of(self, kind: str, on: date) -> tuple[Factor, ...]:
        """The factors asked of that kind of subject, in force on that day."""
        return tuple(f for f in self.factors if kind in f.about and f.holds_on(on))


@cache
def load_risk_book() -> RiskBook:
    """The risk factors in force (CREST_RULEBOOK on top of the shipped ones), read once.

    Raises RuleFileError (file:line id: sentence) when the file is wrong, missing, or cites a
    source that has no file.
    """
    files = rulebook_files(rulebook_folders())
    if FACTORS_FILE not in files:
        raise RuleFileError(f"{FACTORS_FILE} is missing.", todo="Reinstall crest.")
    book = read_rule_file(files[FACTORS_FILE], RiskBook)
    rows: tuple[Dated, ...] = (*book.factors, *book.sectors, *book.shocks, *book.removals)
    for row in rows:
        for cite in row.cites:
            if f"sources/{cite.source}.yaml" not in files:
                raise RuleFileError(
                    f"{FACTORS_FILE}:1 {book.id}: the source “{cite.source}” is not in sources/.",
                    todo=f"Add sources/{cite.source}.yaml.",
                )
    return book
