"""What a reader of a share must know about the sample behind it, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SMALLEST: Final = 11  # groups below it are not shown outside
WIDE: Final = 30  # below it an interval is wide whatever the answers
RESPONSE: Final = 0.7  # below this share answered, those who did not may change the picture


@dataclass(frozen=True, slots=True)
class Sample:
    """One group and indicator: people, precision and design. NaN effects: not known.

    `clusters`: 0 = not drawn in clusters; `interviewers`: None = nobody wrote them down.
    """

    workers: int
    answered: int
    refused: int
    effect: float
    effective: float
    clusters: int
    clustered: bool
    interviewers: int | None
    unweighted: int
    varied: bool


def cautions(sample: Sample) -> list[str]:
    """The sentences, the gravest first."""
    said = [*_size(sample), *_answers(sample), *_drawing(sample)]
    if sample.interviewers == 1 and sample.workers > 1:
        said.append(
            "One interviewer asked all of them: what they say cannot be told from how they were "
            "asked."
        )
    return said


def _size(sample: Sample) -> list[str]:
    if sample.workers < SMALLEST:
        return [f"Fewer than {SMALLEST} workers: not to be shown outside the folder."]
    if 0 < sample.answered < WIDE:
        return [f"Fewer than {WIDE} workers answered: the interval is wide."]
    return []


def _answers(sample: Sample) -> list[str]:
    if sample.answered == 0:
        return ["Nobody answered: up to all of them may be concerned."]
    said = []
    share = sample.answered / sample.workers
    if share < RESPONSE:
        said.append(
            f"Only {100 * share:.0f} % answered: use the upper bound, which counts everybody "
            "without an answer as a yes."
        )
    if sample.refused:
        said.append(f"{sample.refused:,} refused to answer, which may itself be a sign.")
    return said


def _drawing(sample: Sample) -> list[str]:
    said = []
    if sample.answered >= WIDE > sample.effective:
        said.append(
            f"The sample is uneven (design effect {sample.effect:.1f}): {sample.answered:,} "
            f"answers tell as much as {sample.effective:.0f} drawn at random."
        )
    if sample.clustered and sample.clusters == 1 and sample.answered > 1:
        said.append(
            "All who answered were drawn in one cluster: nothing is known of how clusters differ."
        )
    if sample.clustered and sample.clusters > 1 and not sample.varied:
        said.append(
            "All answers are the same, so the effect of clusters cannot be estimated: each "
            "cluster counts as one person in the interval."
        )
    if sample.unweighted:
        said.append(
            f"{sample.unweighted:,} without a usable weight count with the mean weight of all."
        )
    return said
