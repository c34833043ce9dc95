"""Points: what each factor adds to severity and likelihood, in whole numbers.

Likelihood is counted in tenths of a point so that the reasons of a score add up exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

YES: Final = 1
NO: Final = 0
UNKNOWN: Final = -1
TENTHS: Final = 10
LIKELIHOOD: Final = 20 * TENTHS  # tenths of a point that likelihood can reach
PER_LEVEL: Final = 20  # points per level of severity


def allotted(weights: Sequence[int]) -> NDArray[np.int64]:
    """Tenths of a point of each factor, in proportion to the weights; they add up to 200.

    What rounding leaves over goes to the largest remainders, the first of equals.
    """
    whole = sum(weights)
    if not whole:
        return np.zeros(len(weights), np.int64)
    share = np.array([LIKELIHOOD * weight // whole for weight in weights], np.int64)
    rest = np.array([LIKELIHOOD * weight % whole for weight in weights], np.int64)
    order = np.argsort(-rest, kind="stable")
    share[order[: LIKELIHOOD - int(share.sum())]] += 1
    return share


def peers(answers: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How an unknown counts, per factor, as a fraction (numerator, denominator).

    `answers`: int8[subjects, factors]. At least one half; more where more than half of the known
    subjects answer yes.
    """
    yes = (answers == YES).sum(axis=0).astype(np.int64)
    known = (answers != UNKNOWN).sum(axis=0).astype(np.int64)
    more = 2 * yes > known
    return np.where(more, yes, 1), np.where(more, known, 2)


def counted(
    answers: NDArray[np.int8], full: NDArray[np.int64], part: tuple[NDArray[np.int64], ...]
) -> NDArray[np.int64]:
    """What each answer counts: `full` for yes, its part rounded up for unknown, 0 for no.

    `answers`: int8[subjects, factors]; `full`: int64 of that shape or of one row.
    """
    numerator, denominator = part
    middling = -(-full * numerator // denominator)
    return np.where(answers == YES, full, np.where(answers == UNKNOWN, middling, 0))
