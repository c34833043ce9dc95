"""A finding: what was found, about whom, how sure, on whose authority, and what to do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from crest.engine.rulebook.models import Cite
    from crest.engine.rulebook.rules import Confidence


class Words(NamedTuple):
    """One sentence in English and in (machine-made) Thai."""

    says: str
    thai: str


@dataclass(frozen=True, slots=True)
class ProposedAction:
    """An action of the catalogue, with the day it is due for this finding."""

    code: str
    title: Words
    who: Words
    what: Words
    confirm: Words
    care: Words
    due_on: date
    cites: tuple[Cite, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    `id` depends on the kind of finding and its subject only, so that it stays from run to run.
    `rule`: the kind (FND-…); `rules`: the rules whose answers it rests on. `answer`: "yes" =
    indicated, "unknown" = nobody knows, which is not no. `severity`: 1 light … 5 gravest.
    `workers`: how many it concerns, None when too few to be told; `of_workers`: the group.
    `amount_minor` in `currency`, None when not told. `also`: further subjects said in this finding.
    """

    id: str
    rule: str
    rules: tuple[str, ...]
    title: Words
    subject_kind: str
    subject: str
    subject_name: str
    answer: Literal["yes", "unknown"]
    severity: int
    workers: int | None
    of_workers: int | None
    amount_minor: int | None
    currency: str | None
    because: tuple[Words, ...]
    missing: tuple[Words, ...]
    how_sure: Words
    sure_because: tuple[Words, ...]
    cites: tuple[Cite, ...]
    confidence: Confidence
    digest: str
    actions: tuple[ProposedAction, ...]
    also: tuple[str, ...]
    suppressed: bool


def finding_id(rule: str, kind: str, subject: str) -> str:
    """F- and ten hexadecimal digits."""
    name = f"{rule}|{kind}|{subject}"
    return f"F-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
