"""Groups that cut across each other: nobody is worked out by taking one from another.

The same workers stand under a site, a recruiter, a corridor and a year. A hidden group can then be
the difference of two that are shown, or some other sum of them, although no table holds a total.
Whether it can is a question of linear algebra: is the hidden group's list of people a combination
of the shown groups' lists?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse
from scipy.linalg import lstsq

from crest.engine.disclosure.layouts import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Counts = NDArray[np.int64]

_EXACT: Final = 1e-6
MOST: Final = 3_000  # groups or kinds of people; above it only differences of two are checked


@dataclass(frozen=True, slots=True)
class Crossing:
    """Who stands in which group.

    `inside`: groups x kinds of people, 1 where people of the kind belong to the group; `people`:
    how many there are of each kind. People of one kind stand in exactly the same groups.
    """

    inside: sparse.csr_matrix
    people: Counts

    @classmethod
    def of(cls, person: Sequence[int] | Counts, group: Sequence[int] | Counts) -> Crossing:
        """Make it of pairs (person, group), both numbered from 0 without gaps."""
        people, groups = np.asarray(person, np.int64), np.asarray(group, np.int64)
        shape = (int(people.max(initial=-1)) + 1, int(groups.max(initial=-1)) + 1)
        table = sparse.csr_matrix((np.ones(len(people)), (people, groups)), shape)
        table.sum_duplicates()
        table.data[:] = 1
        keys: dict[tuple[int, ...], int] = {}
        counts: list[int] = []
        for at in range(shape[0]):
            key = tuple(sorted(table.indices[table.indptr[at] : table.indptr[at + 1]].tolist()))
            kind = keys.setdefault(key, len(keys))
            counts.extend([0] * (kind + 1 - len(counts)))
            counts[kind] += 1
        pairs = [(group, kind) for key, kind in keys.items() for group in key]
        rows, columns = np.array(pairs, np.int64).T if pairs else np.zeros((2, 0), np.int64)
        inside = sparse.csr_matrix(
            (np.ones(len(rows)), (rows, columns)), (shape[1], len(keys)), dtype=np.float64
        )
        return cls(inside, np.array(counts, np.int64))

    @property
    def sizes(self) -> Counts:
        """How many people each group has."""
        sizes: Counts = np.rint(self.inside @ self.people).astype(np.int64)
        return sizes


def shown_groups(
    crossing: Crossing, never: Flags | None = None, *, smallest: int = SMALLEST
) -> Flags:
    """Which groups may be shown: bool per group.

    Hidden are those of fewer than `smallest` people and as many more as it takes that none of
    these, and no difference of two shown ones that is too small, can be worked out. `never`: groups
    that are in no table; those of them that are small are protected as well.
    """
    sizes = crossing.sizes
    gone = sizes < smallest
    shown = ~gone if never is None else ~(gone | never)
    _hide_differences(crossing, shown, sizes, smallest)
    if max(crossing.inside.shape) <= MOST:
        _hide_sums(crossing, shown, gone, sizes)
    return shown


def _hide_differences(crossing: Crossing, shown: Flags, sizes: Counts, smallest: int) -> None:
    """A shown group inside another that is barely larger tells who is left over."""
    weighted = crossing.inside @ sparse.diags(crossing.people.astype(np.float64))
    common = (weighted @ crossing.inside.T).tocoo()
    inner = common.row[np.rint(common.data) == sizes[common.row]]
    outer = common.col[np.rint(common.data) == sizes[common.row]]
    left = sizes[outer] - sizes[inner]
    risky = (left > 0) & (left < smallest)
    for small, large in sorted(zip(inner[risky].tolist(), outer[risky].tolist(), strict=True)):
        if shown[small] and shown[large]:
            shown[small] = False


def _hide_sums(crossing: Crossing, shown: Flags, small: Flags, sizes: Counts) -> None:
    """Hide shown groups until no group that must be hidden is a combination of them.

    A hidden group cannot be worked out as soon as one kind of its people and one kind outside it
    stand in exactly the same shown groups: moving people from one to the other changes nothing that
    is shown. The pair is taken that costs the fewest groups, then the fewest people.
    """
    dense = crossing.inside.toarray()
    for group in [group for group in np.flatnonzero(small).tolist() if sizes[group]]:
        kept = np.flatnonzero(shown)
        if not len(kept) or not _is_sum(dense[kept], dense[group]):
            continue
        apart = _cheapest(dense[kept], sizes[kept], dense[group].astype(bool))
        shown[kept if apart is None else kept[apart]] = False


def _is_sum(rows: NDArray[np.float64], wanted: NDArray[np.float64]) -> bool:
    """Whether a row is a combination of rows."""
    weights, *_ = lstsq(rows.T, wanted, lapack_driver="gelsy")
    return bool(np.abs(rows.T @ weights - wanted).max(initial=0.0) <= _EXACT)


def _cheapest(rows: NDArray[np.float64], sizes: Counts, inside: Flags) -> Flags | None:
    """Which rows keep the best pair (inside, outside) apart; None when nobody is outside."""
    if inside.all():
        return None
    outside = rows[:, ~inside]
    cost = 1.0 + sizes / (1.0 + sizes.sum())
    best: tuple[float, Flags] | None = None
    for kind in np.flatnonzero(inside):
        parted = outside != rows[:, [kind]]
        prices = cost @ parted
        at = int(np.argmin(prices))
        if best is None or prices[at] < best[0]:
            best = (float(prices[at]), parted[:, at])
    return None if best is None else best[1]


def worked_out(crossing: Crossing, shown: Flags) -> list[int]:
    """The attack: groups not shown that the shown ones give away, by their numbers."""
    dense = crossing.inside.toarray()
    kept = np.flatnonzero(shown)
    found = []
    for group in np.flatnonzero(~shown).tolist():
        if not len(kept) or not dense[group].any():
            continue
        weights, *_ = np.linalg.lstsq(dense[kept].T, dense[group], rcond=None)
        if np.abs(dense[kept].T @ weights - dense[group]).max() <= _EXACT:
            found.append(group)
    return found
