"""What a test of the answers says, before it is known whether chance explains it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One comparison made.

    `subject_kind`: site, interviewer or all; `people`: workers behind it; `statistic` and
    `expected` in the unit that the sentence names; `chance`: p-value; `notable`: whether the size
    of the effect is worth a sentence, whatever its p-value.
    """

    kind: str
    subject_kind: str
    subject: str
    people: int
    statistic: float
    expected: float
    chance: float
    notable: bool
    sentence: str
    todo: str


OFF_SITE = "Interview some of these workers again, off site, by another interviewer, in private."
COMPARE = "Let another interviewer ask some of the same workers again and compare the answers."
"""What to do, where it is the same for several kinds of findings."""
