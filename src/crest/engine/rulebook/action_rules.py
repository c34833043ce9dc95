"""The catalogue of corrective actions: who does what by when, and how workers confirm it."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, model_validator

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.loader import rulebook_files
from crest.engine.rulebook.models import Id, Rule, TwoLanguages
from crest.engine.rulebook.nodes import RuleId  # noqa: TC001 (pydantic reads it at run time)
from crest.engine.rulebook.rules import Dated
from crest.engine.rulebook.yaml_files import read_rule_file

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FILE: Final = "actions/actions.yaml"
Actor = Literal[
    "employer", "recruiter", "buyer", "protection_organisation", "programme", "interview_team"
]
Severity = Annotated[int, Field(ge=1, le=5)]
Days = Annotated[int, Field(ge=0)]


class Action(Dated):
    """One corrective action.

    `who` acts; `what` in words a person can follow; `within_days` of the finding, by severity
    (the nearest severity given counts, the more severe first); `confirm`: how workers themselves
    say that it was done; `care`: what must not be done, so that nobody is harmed; `first`: actions
    that come before this one.
    """

    id: RuleId
    says: str
    thai: str
    who: Actor
    what: TwoLanguages
    confirm: TwoLanguages
    care: TwoLanguages
    within_days: Annotated[dict[Severity, Days], Field(min_length=1)]
    topic: str
    first: tuple[RuleId, ...] = ()

    @model_validator(mode="after")
    def _graver_is_sooner(self) -> Action:
        days = [self.within_days[severity] for severity in sorted(self.within_days)]
        if days != sorted(days, reverse=True):
            raise ValueError("a graver finding must not have more days than a lighter one")
        return self

    def due(self, found_on: date, severity: int) -> date:
        """The last day to do it, for a finding of that severity (1 light … 5 gravest)."""
        graver = [level for level in self.within_days if level >= severity]
        level = min(graver) if graver else max(self.within_days)
        return found_on + timedelta(days=self.within_days[level])


class Catalogue(Rule):
    """`actions/actions.yaml`. `actors`: the words for who acts."""

    id: Id
    title: str
    thai: str
    machine_translated: bool = True  # the Thai words
    notes: tuple[str, ...] = ()
    actors: dict[Actor, TwoLanguages]
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Catalogue:
        ids = [action.id for action in self.actions]
        twice = {name for name in ids if ids.count(name) > 1}
        if twice:
            raise ValueError(f"there twice: {', '.join(sorted(twice))}")
        for action in self.actions:
            if action.who not in self.actors:
                raise ValueError(f"{action.id}: no words for {action.who}")
            for before in action.first:
                if before not in ids:
                    raise ValueError(f"{action.id}: {before} is not in the catalogue")
        return self

    def action(self, code: str) -> Action:
        """One action. Raises RuleFileError for a code that is not in the catalogue."""
        for action in self.actions:
            if action.id == code:
                return action
        raise RuleFileError(f"{FILE}:1 there is no action {code}.", todo="Add it, or correct it.")


def read_catalogue(path: Path) -> Catalogue:
    """Read one catalogue. Raises RuleFileError as file:line action: sentence."""
    return read_rule_file(path, Catalogue)


@cache
def load_catalogue() -> Catalogue:
    """The catalogue in force (CREST_RULEBOOK on top of the shipped rulebook)."""
    files = rulebook_files(rulebook_folders())
    if FILE not in files:
        raise RuleFileError(f"{FILE} is missing.", todo="Reinstall crest.")
    return read_catalogue(files[FILE])
