"""What is worth a finding, how grave it is, in which words: `actions/findings.yaml`."""

from __future__ import annotations

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
    from pathlib import Path

FILE: Final = "actions/findings.yaml"
Reads = Literal["sums", "signs", "licence", "quality", "unknown", "small"]
SubjectKind = Literal[
    "recruiter", "sub_agent", "site", "employer", "buyer", "product", "corridor", "period"
]
Sum = Literal["severe", "violation", "legal_gap", "over_cap"]


class FindingKind(Dated):
    """One kind of finding.

    `reads`: where it comes from: sums of costs (`sum` says which), signs (the shares of `rules`),
    the licence of a recruiter, checks of the data, questions nobody asked, or a group too small to
    be shown. `title` may use {name}. `asks`: the question in a few words, for what is unknown.
    `severity`: 1 light … 5 gravest (scale, scope, how hard to undo). `actions` in order.
    """

    id: RuleId
    reads: Reads
    title: TwoLanguages
    asks: TwoLanguages | None = None
    severity: Annotated[int, Field(ge=1, le=5)]
    topic: str
    actions: Annotated[tuple[RuleId, ...], Field(min_length=1)]
    rules: tuple[RuleId, ...] = ()
    sum: Sum | None = None
    about: tuple[SubjectKind, ...] = ()  # () = all kinds of subject
    ask_when_missing: bool = True  # false: the question does not concern every workplace

    @model_validator(mode="after")
    def _complete(self) -> FindingKind:
        if (self.reads == "sums") != (self.sum is not None):
            raise ValueError("a kind that reads sums names its sum, and no other does")
        if self.reads == "signs" and (not self.rules or self.asks is None):
            raise ValueError("a kind that reads signs names rules and what it asks")
        return self


class FindingRules(Rule):
    """`actions/findings.yaml`. `sentences`: templates by name, in two languages.

    `ask_below`: share of workers below which an unanswered question is a finding of its own.
    """

    id: Id
    title: str
    thai: str
    machine_translated: bool = True  # the Thai words
    notes: tuple[str, ...] = ()
    smallest_group: Annotated[int, Field(ge=1)]
    ask_below: Annotated[float, Field(ge=0, le=1)]
    kinds: Annotated[tuple[FindingKind, ...], Field(min_length=1)]
    subjects: dict[SubjectKind, TwoLanguages]
    certainty: dict[Literal["well", "some", "weak", "none"], TwoLanguages]
    sentences: dict[str, TwoLanguages]

    def of(self, reads: Reads) -> tuple[FindingKind, ...]:
        """The kinds that come from there, in order of the file."""
        return tuple(kind for kind in self.kinds if kind.reads == reads)

    def say(self, name: str, **values: object) -> tuple[str, str]:
        """The sentence of that name in English and Thai. Raises RuleFileError for an unknown name.

        A value that is a pair is English, Thai.
        """
        if name not in self.sentences:
            raise RuleFileError(f"{FILE}:1 there is no sentence {name}.", todo="Add it.")
        words = self.sentences[name]
        english = {key: v[0] if isinstance(v, tuple) else v for key, v in values.items()}
        thai = {key: v[1] if isinstance(v, tuple) else v for key, v in values.items()}
        return words.says.format(**english), words.thai.format(**thai)


def read_finding_rules(path: Path) -> FindingRules:
    """Read one file of finding kinds. Raises RuleFileError as file:line kind: sentence."""
    return read_rule_file(path, FindingRules)


@cache
def load_finding_rules() -> FindingRules:
    """The finding kinds in force (CREST_RULEBOOK on top of the shipped rulebook)."""
    files = rulebook_files(rulebook_folders())
    if FILE not in files:
        raise RuleFileError(f"{FILE} is missing.", todo="Reinstall crest.")
    return read_finding_rules(files[FILE])
