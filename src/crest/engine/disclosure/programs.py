"""Linear programs over cells and sums: what counts could be, and the cheapest way to blur one.

Method: two linear programs per small cell, after J. P. Kelly, B. L. Golden and A. A. Assad,
Networks 22 (1992) 397, and M. Fischetti and J. J. Salazar, Management Science 47 (2001) 1008.
Counts are taken as numbers that need not be whole; what is safe here is safe for such guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from crest.engine.disclosure.layouts import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TINY: Final = 1e-6
_WISH: Final = 0.1  # what a wish is worth: more than moving hidden cells, less than hiding one
Sum = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class System:
    """Cells of one program and the sums among them: `matrix` times any true counts is zero."""

    cells: NDArray[np.int64]
    matrix: csr_array


def system_of(sums: Iterable[Sum]) -> System:
    """The system of these sums: one row per sum, one column per cell that stands in one."""
    rows, columns, signs = [], [], []
    for row, (whole, parts) in enumerate(sums):
        rows += [row] * (len(parts) + 1)
        columns += [whole, *parts]
        signs += [1.0, *[-1.0] * len(parts)]
    cells, local = np.unique(np.array(columns, np.int64), return_inverse=True)
    shape = (rows[-1] + 1 if rows else 0, len(cells))
    return System(cells, csr_array((signs, (rows, local)), shape=shape))


def shift(
    system: System,
    values: Numbers,
    cost: Numbers,
    *,
    fixed: dict[int, float],
    wished: dict[int, float],
) -> Numbers:
    """The cheapest change of all counts that keeps every sum and changes some cells as `fixed`.

    All arrays are over the cells of the system; `cost` is per person changed: TINY for a hidden
    cell, at least 1 for a shown one. No count falls below zero. `wished`: further cells to be
    changed as far as that, where hidden cells allow it.
    """
    size, wishes = len(system.cells), len(wished)
    low = np.concatenate([np.zeros(2 * size), np.full(wishes, -np.inf)])
    high = np.concatenate([np.full(size, np.inf), values, np.abs(list(wished.values()))])
    for cell, change in fixed.items():
        up, down = max(change, 0.0), max(-change, 0.0)
        low[[cell, size + cell]] = high[[cell, size + cell]] = up, down
    # What is granted of a wish is a variable of its own, at most the change that way; below zero
    # for a change the other way.
    sign = np.sign(np.array(list(wished.values()), float))
    shape, order = (wishes, size), np.arange(wishes)
    change_of = csr_array((sign, (order, np.array(list(wished), np.int64))), shape=shape)
    granted = csr_array((np.ones(wishes), (order, order)), shape=(wishes, wishes))
    nothing = csr_array((system.matrix.shape[0], wishes))
    solved = linprog(
        np.concatenate([cost, cost, -_WISH / np.maximum(high[2 * size :], 1.0)]),
        A_eq=hstack([system.matrix, -system.matrix, nothing], format="csr"),
        b_eq=np.zeros(system.matrix.shape[0]),
        A_ub=hstack([-change_of, change_of, granted], format="csr") if wishes else None,
        b_ub=np.zeros(wishes) if wishes else None,
        bounds=np.stack([low, high], axis=1),
        method="highs",
    )
    if solved.status != 0:
        raise DisclosureError(
            "The counts cannot be protected: no other counts fit the sums.",
            todo="Publish fewer groups.",
        )
    change = solved.x[:size] - solved.x[size : 2 * size]
    return np.where(np.abs(change) > TINY, change, 0.0)


def reach(system: System, values: Numbers, hidden: Flags, cell: int) -> tuple[float, float]:
    """Least and greatest count that a hidden cell can have, given all shown ones.

    `cell`: position in the system. What is hidden is only known not to be negative.
    """
    unknown = np.flatnonzero(hidden)
    matrix = system.matrix[:, unknown]
    known = system.matrix @ np.where(hidden, 0.0, values)
    used = np.diff(matrix.indptr) > 0
    matrix, known = matrix[used], known[used]
    goal = (unknown == cell).astype(float)
    ends = []
    for sign in (1.0, -1.0):
        solved = linprog(sign * goal, A_eq=matrix, b_eq=-known, bounds=(0, None), method="highs")
        if solved.status == 3:  # noqa: PLR2004 - unbounded, in scipy's words
            ends.append(np.inf)
        elif solved.status == 0:
            ends.append(sign * float(solved.fun))
        else:
            raise DisclosureError("The published counts contradict each other.")
    return ends[0], ends[1]
