"""Findings in the making, and how numbers of few people are said without pointing at anybody."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crest.engine.findings.finding import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from crest.engine.findings.subjects import Subject
    from crest.engine.rulebook.finding_rules import FindingKind, FindingRules


@dataclass(slots=True)
class Draft:
    """A finding before common hands are joined and actions chosen.

    `yes`, `amount`: as counted, for order and comparison; `workers`, `told_amount`: as told, None
    when few stand behind. `likelihood`: 0..1 the cautious share. `sure`: well, some, weak, none.
    """

    kind: FindingKind
    subject: Subject
    answer: str = "yes"
    severity: int = 0
    yes: int = 0
    workers: int | None = None
    amount: int | None = None
    told_amount: int | None = None
    likelihood: float = 0.0
    rules: tuple[str, ...] = ()
    because: list[Words] = field(default_factory=list)
    missing: list[Words] = field(default_factory=list)
    sure: str = "none"
    sure_because: list[Words] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Teller:
    """Says numbers in two languages. `hide`: (kind, id) of groups whose numbers are suppressed.

    `parts`: rule id or name of a sum → groups of which it is not told how many it concerns.
    `veil`: says no number at all, for a group whose numbers would tell of a small one.
    """

    rules: FindingRules
    on: date
    hide: frozenset[tuple[str, str]] = frozenset()
    veil: bool = False
    parts: Mapping[str, Collection[tuple[str, str]]] = field(default_factory=dict)

    @property
    def smallest(self) -> int:
        """Groups and cells below this many workers are not told."""
        return self.rules.smallest_group

    def say(self, name: str, **values: object) -> Words:
        """The sentence of that name."""
        return Words(*self.rules.say(name, **values))

    def about(self, subject: Subject) -> Teller:
        """The teller for that group: it says no number of a group that is hidden."""
        return replace(self, veil=self.hides(subject))

    def about_part(self, names: Iterable[str], subject: Subject) -> Teller:
        """The teller for rules or a sum of that group: veiled where one of them is hidden there."""
        key = (subject.kind, subject.id)
        return (
            replace(self, veil=True) if any(key in self.parts.get(n, ()) for n in names) else self
        )

    def few(self, part: int, whole: int) -> bool:
        """Whether telling `part of whole` would tell of a group below the smallest."""
        return self.veil or 0 < part < self.smallest or 0 < whole - part < self.smallest

    def count(self, part: int, whole: int) -> Words:
        """`40 of 140`, or words that hide few people on either side."""
        if self.veil:
            return self.say("count_veiled")
        if part == whole:
            return self.say("count_all", whole=whole)
        if 0 < part < self.smallest:
            return self.say("count_few", smallest=self.smallest, whole=whole)
        if 0 < whole - part < self.smallest:
            return self.say("count_nearly_all", smallest=self.smallest, whole=whole)
        return self.say("count_exact", part=part, whole=whole)

    def asked(self, question: tuple[str, str], asked: int, whole: int) -> Words:
        """How many were asked, and that unknown is not no."""
        if self.veil:
            return self.say("asked_veiled", question=question)
        if asked == 0:
            return self.say("asked_nobody", question=question, whole=whole)
        if asked < self.smallest:
            return self.say("asked_few", question=question, smallest=self.smallest, whole=whole)
        return self.say("asked", question=question, count=self.count(asked, whole))

    def kinds(self, reads: str) -> tuple[FindingKind, ...]:
        """The kinds in force that come from there."""
        return tuple(
            kind
            for kind in self.rules.kinds
            if kind.reads == reads
            and kind.valid_from <= self.on
            and (kind.valid_to is None or self.on <= kind.valid_to)
        )

    def size(self, whole: int) -> Words:
        """`140 workers`, or that their number is not told."""
        return self.say("sure_veiled") if self.veil else self.say("sure_size", whole=whole)

    def hides(self, subject: Subject) -> bool:
        """Whether the numbers of that group are suppressed."""
        return (subject.kind, subject.id) in self.hide


def money(minor: int) -> str:
    """`12,345.60`."""
    return f"{minor // 100:,}.{minor % 100:02d}"
