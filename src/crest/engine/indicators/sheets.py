"""One worker's signs, each with what answered it and what is missing.

A sheet says "indicated", never what a person is: who decides about a person's status is a named
authority, after a talk with that person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crest.engine.indicators.evaluating import sets_on
from crest.engine.logic import one
from crest.engine.logic.answers import Answer
from crest.engine.logic.explain import explain_set

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crest.engine.logic.explain import Explanation, Reason
    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.models import Cite
    from crest.engine.rulebook.rules import RuleEntry, RuleSet

Label = Literal["indicated", "not indicated", "unknown"]
_LABELS: Final[dict[Answer, Label]] = {
    Answer.YES: "indicated",
    Answer.NO: "not indicated",
    Answer.UNKNOWN: "unknown",
}


class Sign(NamedTuple):
    """One rule answered.

    `because`: the facts that decided, with the values seen; `missing`: facts that would settle an
    unknown; `confidence` "general": the rule's wording is still to be verified.
    """

    rule: str
    says: str
    thai: str
    part: str | None
    strength: str | None
    answer: Answer
    label: Label
    because: tuple[Reason, ...]
    missing: tuple[str, ...]
    cites: tuple[Cite, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """All rules of one set, answered for one worker.

    `outcome`: the class the set gives, None for a set without classes; `missing`: every fact that
    would settle an unknown, each once.
    """

    set_id: str
    title: str
    thai: str
    outcome: str | None
    signs: tuple[Sign, ...]

    def of(self, label: Label) -> tuple[Sign, ...]:
        """The signs with that label; the rules that only sort into classes are left out."""
        return tuple(sign for sign in self.signs if sign.label == label and sign.part != "class")

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts to ask for: what would settle the unknown signs."""
        return tuple(dict.fromkeys(name for sign in self.signs for name in sign.missing))

    @property
    def unverified(self) -> tuple[str, ...]:
        """Rules of this sheet whose wording is general knowledge, still to be verified."""
        return tuple(sign.rule for sign in self.signs if sign.confidence == "general")


def explain_worker(
    facts: Mapping[str, object], *, book: Book, on: date
) -> tuple[IndicatorSheet, ...]:
    """A sheet per indicator set, in order of ids. `facts`: name → value; missing = unknown.

    The answers are those of `evaluate` on the same facts. Raises FactKindError when a fact is of
    another kind than its rule asks.
    """
    return tuple(_sheet(rule_set, facts, book) for rule_set in sets_on(book, on))


def _sheet(rule_set: RuleSet, facts: Mapping[str, object], book: Book) -> IndicatorSheet:
    explained = explain_set(rule_set, facts, book)
    answers = {found.rule: found.answer for found in explained}
    return IndicatorSheet(
        set_id=rule_set.id,
        title=rule_set.title,
        thai=rule_set.thai,
        outcome=one.outcome(rule_set, facts, answers),
        signs=tuple(map(_sign, rule_set.rules, explained)),
    )


def _sign(rule: RuleEntry, found: Explanation) -> Sign:
    return Sign(
        rule=rule.id,
        says=rule.says,
        thai=rule.thai,
        part=rule.part,
        strength=rule.strength,
        answer=found.answer,
        label=_LABELS[found.answer],
        because=found.because,
        missing=found.missing,
        cites=rule.cites,
        confidence=rule.confidence,
    )
