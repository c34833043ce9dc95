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
    crossing: Crossing, hidden: Flags | None = None, *, smallest: int = SMALLEST
) -> Flags:
    """Which groups may be shown: bool per group.

    Hidden are those of fewer than `smallest` people, those given in `hidden`, and as many more as
    it takes that none of these, and no difference of two shown ones that is too small, can be
    worked out. Where several could be hidden the one with fewest people is.
    """
    sizes = crossing.sizes
    gone = sizes < smallest if hidden is None else hidden | (sizes < smallest)
    shown = ~gone
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
    """Hide shown groups until no group that must be hidden is a combination of them."""
    dense = crossing.inside.toarray()
    for group in [group for group in np.flatnonzero(small).tolist() if sizes[group]]:
        while len(kept := np.flatnonzero(shown)):
            weights, *_ = lstsq(dense[kept].T, dense[group], lapack_driver="gelsy")
            if np.abs(dense[kept].T @ weights - dense[group]).max(initial=0.0) > _EXACT:
                break
            used = kept[np.abs(weights) > _EXACT]
            if not len(used):
                break
            # A group hidden for another's sake may be worked out; that one must not be.
            shown[int(used[np.argmin(sizes[used])])] = False


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
