"""Scored pairs, in pieces that fit in memory, and one pair with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crest.engine.matching.compare import FEATURES, features
from crest.engine.matching.models import Contribution, Model
from crest.engine.matching.normalise import Frequencies, Kind, Prepared, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE: Final = 1_000_000  # pairs compared at a time


@dataclass(frozen=True)
class PairScore:
    """Probability that two records are one thing, the verdict, and what each comparison added."""

    score: float
    decision: str  # match | review | apart
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True)
class Scored:
    """Pairs above the floor: left, right, probability, and the level of every term."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    score: npt.NDArray[np.float32]
    levels: npt.NDArray[np.uint8]


def score_candidates(
    model: Model,
    prepared: Prepared,
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    *,
    floor: float,
    progress: Callable[[float], None],
) -> Scored:
    """Compare and score pairs of one prepared list; only pairs with a score ≥ `floor` are kept."""
    kept: list[tuple[Any, ...]] = []
    for lo in range(0, max(len(left), 1), PIECE):
        one, two = left[lo : lo + PIECE], right[lo : lo + PIECE]
        compared = features(prepared, prepared, one, two)
        score = model.score(compared)
        above = score >= floor
        levels = model.level_numbers(compared[above]).astype(np.uint8)
        kept.append((one[above], two[above], score[above], levels))
        progress(min(1.0, (lo + PIECE) / max(len(left), 1)))
    return Scored(*(np.concatenate(column) for column in zip(*kept, strict=True)))


def score_pair(
    a: dict[str, Any],
    b: dict[str, Any],
    *,
    kind: Kind = "site",
    model: Model | None = None,
    frequencies: Frequencies | None = None,
) -> PairScore:
    """Compare two records given as dicts of contract columns; the same comparisons as in bulk."""
    used = model or Model.load(kind)
    columns = sorted({*a, *b})
    table = pa.table({name: pa.array([a.get(name), b.get(name)]) for name in columns})
    both = prepare(table, kind, frequencies)
    row = features(both, both, np.array([0]), np.array([1]))
    score = float(used.score(row)[0])
    decision = "match" if score >= used.match else "review" if score >= used.review else "apart"
    return PairScore(score, decision, tuple(used.explain(row[0])))


__all__ = ["FEATURES", "PairScore", "Scored", "score_candidates", "score_pair"]
