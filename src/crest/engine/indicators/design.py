"""What an uneven sample does to the precision of a share: weights, clusters, strata.

Sources: L. Kish, Survey Sampling (1965), 8.2, 11.7 (effective size under weights); W. G. Cochran,
Sampling Techniques, 3rd ed. (1977), 6.4 (ratio by linearisation), 2.6 (finite population);
K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007), ch. 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sums:
    """What must be known of each cell: sums over those who answered, per cluster of a group.

    One entry per group and cluster (without clusters: one per group). `yes`, `no`: sums of weights;
    `yes_square`, `no_square`: sums of squared weights; `people`: persons who answered. `group`:
    position of the group; `stratum`: number of the stratum.
    """

    group: Places
    stratum: Places
    people: Numbers
    yes: Numbers
    no: Numbers
    yes_square: Numbers
    no_square: Numbers


def by_group(values: Numbers, group: Places, groups: int) -> Numbers:
    """Sums of `values` per group."""
    return np.bincount(group, values, groups).astype(np.float64)


def kish(sums: Sums, groups: int) -> Numbers:
    """Kish's design effect of the weights: n·Σw² / (Σw)²; NaN where nobody answered."""
    weight = by_group(sums.yes + sums.no, sums.group, groups)
    square = by_group(sums.yes_square + sums.no_square, sums.group, groups)
    people = by_group(sums.people, sums.group, groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = people * square / (weight * weight)
    return np.where(weight > 0, effect, np.nan)


def variance_of_people(sums: Sums, share: Numbers, groups: int) -> Numbers:
    """Linearised variance of the weighted share, each person drawn on their own.

    n/(n-1) · Σ w²(y-p)² / (Σw)². NaN below two people.
    """
    people = by_group(sums.people, sums.group, groups)
    weight = by_group(sums.yes + sums.no, sums.group, groups)
    squares = by_group(sums.yes_square, sums.group, groups) * (1 - share) ** 2
    squares += by_group(sums.no_square, sums.group, groups) * share**2
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = people / (people - 1) * squares / (weight * weight)
    return np.where(people > 1, variance, np.nan)


def variance_of_clusters(sums: Sums, share: Numbers, groups: int) -> tuple[Numbers, Numbers]:
    """Linearised variance of the weighted share with clusters in strata, and how many clusters.

    With z_c = Σ_c w(y-p) / Σw: sum over strata of k/(k-1) · Σ (z_c - mean z)². A stratum with one
    cluster is centred at zero, the mean of all. NaN below two clusters. Clusters where nobody of
    the group answered do not count.
    """
    here = sums.people > 0
    group, stratum = sums.group[here], sums.stratum[here]
    weight = by_group(sums.yes + sums.no, sums.group, groups)
    yes, no = sums.yes[here], sums.no[here]
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (yes * (1 - share[group]) - no * share[group]) / weight[group]
    width = int(stratum.max(initial=0)) + 1
    layer, which = np.unique(group * width + stratum, return_inverse=True)
    count = np.bincount(which, minlength=len(layer)).astype(float)
    mean = np.bincount(which, z, len(layer)) / np.maximum(count, 1)
    mean = np.where(count > 1, mean, 0.0)
    factor = np.where(count > 1, count / np.maximum(count - 1, 1), 1.0)
    spread = factor * np.bincount(which, (z - mean[which]) ** 2, len(layer))
    clusters = np.bincount(group, minlength=groups).astype(float)
    total = np.bincount((layer // width).astype(np.int64), spread, groups)
    return np.where(clusters > 1, total, np.nan), clusters


def design_effect(
    sums: Sums, share: Numbers, groups: int, *, clustered: bool
) -> tuple[Numbers, Numbers]:
    """Design effect of each group and its clusters (0 without clusters).

    Variance under the design over p(1-p)/(n-1), the variance of a simple random sample. Where the
    answers do not vary it cannot be estimated; there it is the larger of Kish's effect of the
    weights and, with clusters, people per cluster: as if a cluster told no more than one person.
    """
    people = by_group(sums.people, sums.group, groups)
    weights = kish(sums, groups)
    variance, clusters = variance_of_people(sums, share, groups), np.zeros(groups)
    if clustered:
        between, clusters = variance_of_clusters(sums, share, groups)
        variance = np.where(np.isnan(between), variance, between)
    with np.errstate(invalid="ignore", divide="ignore"):
        simple = share * (1 - share) / (people - 1)
        effect = variance / simple
        unvaried = np.fmax(weights, np.where(clusters > 1, people / clusters, 1.0))
    known = (people > 1) & (share > 0) & (share < 1)
    return np.where(known, effect, unvaried), clusters


def effective_size(people: Numbers, effect: Numbers, headcount: Numbers) -> Numbers:
    """People who would tell as much in a simple random sample from an endless population.

    n / design effect, at most n; divided by (1 - n/N) where the group's headcount N is known
    (infinite when everybody answered). `headcount` NaN: not known.
    """
    size = people / np.fmax(effect, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(np.isnan(headcount), 1.0, np.clip(1 - people / headcount, 0.0, 1.0))
        return np.where(people > 0, size / left, 0.0)
