"""How good a labelling is: pairwise and B³ figures, hard records alone, silent new sites.

`truth` and `labels` are integer arrays of one number per record; equal numbers mean one site.
Every figure is exact (no sampling) and costs O(n log n).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and their harmonic mean, each 0..1; 1.0 when there was nothing to do."""

    precision: float
    recall: float
    f1: float

    def rounded(self) -> dict[str, float]:
        """Return the three figures with four decimals."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def scores(right: float, claimed: float, true: float) -> Scores:
    """Make scores of counts: claims that are right, claims made, true things."""
    precision = right / claimed if claimed else 1.0
    recall = right / true if true else 1.0
    total = precision + recall
    return Scores(precision, recall, 2 * precision * recall / total if total else 0.0)


def _codes(values: npt.ArrayLike) -> Numbers:
    return np.unique(np.asarray(values), return_inverse=True)[1].astype(np.int64)


def _pairs(sizes: Numbers) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _pair_counts(truth: Numbers, labels: Numbers) -> tuple[int, int, int]:
    both = np.unique(truth * (labels.max(initial=0) + 1) + labels, return_counts=True)[1]
    return _pairs(both), _pairs(np.bincount(labels)), _pairs(np.bincount(truth))


def pairwise(truth: npt.ArrayLike, labels: npt.ArrayLike) -> Scores:
    """Score over all pairs of records: claimed together against truly together."""
    return scores(*_pair_counts(_codes(truth), _codes(labels)))


def pairwise_hard(truth: npt.ArrayLike, labels: npt.ArrayLike, hard: npt.ArrayLike) -> Scores:
    """Score over the pairs in which at least one record is hard."""
    true, claimed, flags = _codes(truth), _codes(labels), np.asarray(hard, bool)
    everything = _pair_counts(true, claimed)
    easy = _pair_counts(true[~flags], claimed[~flags])
    return scores(*(a - b for a, b in zip(everything, easy, strict=True)))


def b_cubed(
    truth: npt.ArrayLike, labels: npt.ArrayLike, among: npt.ArrayLike | None = None
) -> Scores:
    """Average over records how pure its cluster is and how complete its site is (B³).

    `among` flags the records to average over (the hard ones, for example); clusters stay whole.
    Source: Bagga and Baldwin 1998, with equal weight for every record.
    """
    true, claimed = _codes(truth), _codes(labels)
    chosen = np.ones(len(true), bool) if among is None else np.asarray(among, bool)
    if not chosen.any():
        return Scores(1.0, 1.0, 1.0)
    joint = true * (claimed.max(initial=0) + 1) + claimed
    _, where, counts = np.unique(joint, return_inverse=True, return_counts=True)
    shared = counts[where].astype(np.float64)
    precision = float((shared / np.bincount(claimed)[claimed])[chosen].mean())
    recall = float((shared / np.bincount(true)[true])[chosen].mean())
    return Scores(precision, recall, 2 * precision * recall / (precision + recall))


def _unique_pairs(left: npt.ArrayLike, right: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    a, b = np.asarray(left, np.int64), np.asarray(right, np.int64)
    low, high = np.minimum(a, b), np.maximum(a, b)
    keys = np.unique((low << 32) | high)
    low, high = keys >> 32, keys & 0xFFFFFFFF
    return low[low != high], high[low != high]


def pairs_against(truth: npt.ArrayLike, left: npt.ArrayLike, right: npt.ArrayLike) -> Scores:
    """Score claimed pairs (each counted once) against all true pairs.

    With all proposed pairs, the recall is the candidate recall.
    """
    true = _codes(truth)
    low, high = _unique_pairs(left, right)
    right_ones = int((true[low] == true[high]).sum())
    return scores(right_ones, len(low), _pairs(np.bincount(true)))


def silent_share(
    truth: npt.ArrayLike,
    labels: npt.ArrayLike,
    review_left: npt.ArrayLike = (),
    review_right: npt.ArrayLike = (),
) -> float:
    """Return the share of records with a true partner that nobody would ever be shown.

    Such a record is alone in its cluster although the data hold a partner, and no review pair
    joins it with a true partner: it becomes a new site in silence. 0..1; 0 when nobody has one.
    """
    true, claimed = _codes(truth), _codes(labels)
    partnered = np.bincount(true)[true] > 1
    alone = np.bincount(claimed)[claimed] == 1
    low, high = _unique_pairs(review_left, review_right)
    shown = np.zeros(len(true), bool)
    helpful = true[low] == true[high]
    shown[low[helpful]] = True
    shown[high[helpful]] = True
    if not partnered.any():
        return 0.0
    return float((partnered & alone & ~shown).sum() / partnered.sum())


def look_alikes_merged(truth: npt.ArrayLike, labels: npt.ArrayLike, family: npt.ArrayLike) -> float:
    """Return the share of look-alike record pairs (same family, other site) that were merged."""
    true, claimed, kin = _codes(truth), _codes(labels), _codes(family)
    step = claimed.max(initial=0) + 1
    together = _pairs(np.unique(kin * step + claimed, return_counts=True)[1])
    rightly = _pair_counts(_codes(kin * (true.max(initial=0) + 1) + true), claimed)[0]
    apart = _pairs(np.bincount(kin)) - _pairs(
        np.unique(kin * (true.max(initial=0) + 1) + true, return_counts=True)[1]
    )
    return (together - rightly) / apart if apart else 0.0


def judge(
    truth: npt.ArrayLike,
    labels: npt.ArrayLike,
    hard: npt.ArrayLike | None = None,
    family: npt.ArrayLike | None = None,
    review: tuple[npt.ArrayLike, npt.ArrayLike] = ((), ()),
) -> dict[str, Any]:
    """Everything the benchmark page shows about one labelling."""
    sizes = np.bincount(_codes(labels))
    found: dict[str, Any] = {
        "records": len(np.asarray(labels)),
        "pairwise": pairwise(truth, labels).rounded(),
        "b_cubed": b_cubed(truth, labels).rounded(),
        "silently_new": round(silent_share(truth, labels, *review), 4),
        "review_pairs": len(_unique_pairs(*review)[0]),
        "largest_cluster": int(sizes.max(initial=0)),
    }
    if hard is not None:
        found["hard_pairwise"] = pairwise_hard(truth, labels, hard).rounded()
        found["hard_b_cubed"] = b_cubed(truth, labels, hard).rounded()
        found["hard_records"] = int(np.asarray(hard, bool).sum())
    if family is not None:
        found["look_alikes_merged"] = round(look_alikes_merged(truth, labels, family), 5)
    return found


def judge_pairs(matched: npt.ArrayLike, claimed: npt.ArrayLike) -> dict[str, Any]:
    """Score yes/no answers about labelled pairs."""
    true, said = np.asarray(matched, bool), np.asarray(claimed, bool)
    figures = scores(int((true & said).sum()), int(said.sum()), int(true.sum()))
    return {"pairs": len(true), "positives": int(true.sum()), **figures.rounded()}
