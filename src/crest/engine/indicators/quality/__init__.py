"""Signs that answers were coached, copied or hardly asked: findings about data, never about people.

A finding says that the answers of a group cannot be taken as they stand and what to do about it.
It is no sign for or against forced labour, and says nothing about a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from crest.engine.indicators.quality.answer_sheet import sheet_of
from crest.engine.indicators.quality.asking import interviewer_effects, place_effects
from crest.engine.indicators.quality.chance import false_discovery
from crest.engine.indicators.quality.same_numbers import same_numbers
from crest.engine.indicators.quality.sameness import (
    identical_answers,
    nothing_but_no,
    refusals,
    straight_lines,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from crest.engine.indicators.quality.suspicion import Suspicion

QUALITY: Final = pa.schema(
    [
        # identical_answers | all_no | straight_lining | refusals | same_numbers |
        # interviewer_effect | asked_at_work
        pa.field("kind", pa.string(), nullable=False),
        pa.field("subject_kind", pa.string(), nullable=False),  # site | interviewer | all
        pa.field("subject", pa.string(), nullable=False),
        pa.field("workers", pa.int64(), nullable=False),
        pa.field("statistic", pa.float64(), nullable=False),  # a share 0..1; same_numbers: a count
        pa.field("expected", pa.float64(), nullable=False),
        pa.field("p", pa.float64(), nullable=False),
        pa.field("q", pa.float64(), nullable=False),  # p adjusted for all comparisons made
        pa.field("comparisons", pa.int64(), nullable=False),
        pa.field("sentence", pa.string(), nullable=False),
        pa.field("todo", pa.string(), nullable=False),
    ]
)


def quality_findings(
    answers: pa.Table,
    journeys: pa.Table,
    *,
    sensitive: Collection[str] | None = None,
    seed: int = 20_240_601,
    rate: float = 0.05,
) -> pa.Table:
    """Findings about the answers (QUALITY), the surest first.

    `answers`: ANSWERS; `journeys`: JOURNEYS, and beside them amounts paid if there are any.
    `sensitive`: names of the sensitive questions; None = all. `seed` of the draws: the same input
    gives the same findings. `rate`: expected share of false alarms among the findings.
    """
    dice = np.random.default_rng(seed)
    sheet = sheet_of(answers, journeys, sensitive)
    made: list[Suspicion] = [
        *identical_answers(sheet, dice),
        *nothing_but_no(sheet),
        *straight_lines(sheet),
        *refusals(sheet),
        *same_numbers(sheet),
        *interviewer_effects(sheet, dice),
        *place_effects(sheet, dice),
    ]
    adjusted = false_discovery(np.array([each.chance for each in made], float))
    kept = [(q, each) for q, each in zip(adjusted, made, strict=True) if each.notable and q <= rate]
    rows = [
        {
            "kind": each.kind,
            "subject_kind": each.subject_kind,
            "subject": each.subject,
            "workers": each.people,
            "statistic": each.statistic,
            "expected": each.expected,
            "p": each.chance,
            "q": float(q),
            "comparisons": len(made),
            "sentence": each.sentence,
            "todo": each.todo,
        }
        for q, each in sorted(kept, key=lambda row: (row[0], row[1].kind, row[1].subject))
    ]
    return pa.Table.from_pylist(rows, QUALITY)
