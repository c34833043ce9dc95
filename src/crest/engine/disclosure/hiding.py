"""Which counts to hide so that no small one can be worked out.

First the counts of people, then every page of answers. A small count is safe when the other
counts leave open that it is one, and that it is as large as the smallest group that may be shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crest.engine.disclosure.programs import TINY, System, shift, system_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crest.engine.disclosure.cells import Cells
    from crest.engine.disclosure.programs import Sum

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Need:
    """How far a count must be able to lie above and below its true value."""

    up: float
    down: float


def hidden_cells(cells: Cells, smallest: int) -> Flags:
    """Per cell whether it is not shown: small ones, and what they could be worked out from."""
    values = np.array(cells.values, float)
    guarded = np.zeros(len(values), bool)
    guarded[list(cells.guarded)] = True
    hidden = ~np.array(cells.shown, bool) | (guarded & (values >= 1) & (values < smallest))
    of_people, pages = _split(cells)
    changes = _protect_people(of_people, cells, values, hidden, smallest)
    for cell, row in cells.row_of.items():
        hidden[cell] |= hidden[row] and cells.shown[row]
    for page in pages:
        _protect_page(page, cells, values, hidden, smallest)
        _carry_over(page, cells, values, hidden, changes)
    return hidden


def needs_of(cells: Cells, hidden: Flags, smallest: int) -> dict[int, Need]:
    """What each count that must be protected needs: cell → how far it must be able to move.

    In a row too small to be shown every answer must be able to be nobody's and everybody's.
    """
    found: dict[int, Need] = {}
    for cell in sorted(cells.guarded):
        value = float(cells.values[cell])
        row = cells.row_of.get(cell)
        most = np.inf if row is None else float(cells.values[row])
        if most < smallest and row is not None and hidden[row]:
            found[cell] = Need(most - value, value)
        elif 1 <= value < smallest:
            found[cell] = Need(min(smallest, most) - value, value - 1)
    return found


def _split(cells: Cells) -> tuple[System, list[System]]:
    """The sums among counts of people, and those of each page (with the counts of its rows)."""
    people: list[Sum] = []
    pages: dict[object, list[Sum]] = defaultdict(list)
    for each in cells.sums:
        whole, parts = each
        page = cells.page_of.get(parts[0])
        (people if page is None else pages[page]).append((whole, parts))
    return system_of(people), [system_of(sums) for sums in pages.values()]


def _dearness(values: Numbers) -> Numbers:
    """Large counts tell more: hide small ones first."""
    return 1.0 + values


def _protect_people(
    system: System, cells: Cells, values: Numbers, hidden: Flags, smallest: int
) -> list[dict[int, float]]:
    """Hide counts of people until the small ones are safe; returns the changes that show it."""
    needs = {
        cell: need
        for cell, need in needs_of(cells, hidden, smallest).items()
        if cell not in cells.page_of
    }
    return _protect(system, needs, values, hidden, still=set())


def _protect_page(
    system: System, cells: Cells, values: Numbers, hidden: Flags, smallest: int
) -> None:
    """Hide answers of one page until the small ones are safe, the people of each row unchanged."""
    here = set(system.cells.tolist())
    needs = {
        cell: need
        for cell, need in needs_of(cells, hidden, smallest).items()
        if cell in here and cell in cells.page_of
    }
    _protect(system, needs, values, hidden, still={c for c in here if c not in cells.page_of})


def _carry_over(
    system: System,
    cells: Cells,
    values: Numbers,
    hidden: Flags,
    changes: list[dict[int, float]],
) -> None:
    """Hide answers until each change of the people that protects a small group fits the page."""
    place = {int(cell): position for position, cell in enumerate(system.cells)}
    people = [cell for cell in place if cell not in cells.page_of]
    for change in changes:
        fixed = {place[cell]: change.get(cell, 0.0) for cell in people}
        if any(fixed.values()):
            _hide_for(system, values, hidden, fixed)


def _hide_for(
    system: System,
    values: Numbers,
    hidden: Flags,
    fixed: dict[int, float],
    wished: dict[int, float] | None = None,
) -> Numbers:
    """Hide what the cheapest change touches; returns the change over the system's cells."""
    here = system.cells
    cost = np.where(hidden[here], TINY, _dearness(values[here]))
    change = shift(system, values[here], cost, fixed=fixed, wished=wished or {})
    hidden[here] |= change != 0
    return change


def _protect(
    system: System, needs: dict[int, Need], values: Numbers, hidden: Flags, *, still: set[int]
) -> list[dict[int, float]]:
    """Hide cells until every need is met; `still`: cells whose counts may not change.

    A cell that stands in no sum needs no protection: nothing tells of it. Returns the changes of
    counts that show each need to be met. Each program wishes for other open needs along with the
    one it must meet, half of them upwards and half downwards, since sums hold.
    """
    place = {int(cell): position for position, cell in enumerate(system.cells)}
    open_needs = {
        (place[cell], sign): size
        for cell, need in needs.items()
        if cell in place
        for sign, size in ((1, need.up), (-1, need.down))
        if size > 0
    }
    unmoved = {place[cell]: 0.0 for cell in still}
    counts = values[system.cells]
    used: list[dict[int, float]] = []
    while open_needs:
        (cell, sign), size = max(open_needs.items(), key=lambda item: item[1])
        wished = _wishes(open_needs, cell, len(used))
        change = _hide_for(system, values, hidden, unmoved | {cell: sign * size}, wished)
        for scaled in _stretched(change, counts):
            met = [key for key, wanted in open_needs.items() if _meets(scaled, key, wanted)]
            for key in met:
                del open_needs[key]
            if met:
                used.append(
                    {int(system.cells[i]): float(scaled[i]) for i in np.flatnonzero(scaled)}
                )
    return used


def _wishes(open_needs: dict[tuple[int, int], float], but: int, turn: int) -> dict[int, float]:
    """One open need per cell but one, upwards and downwards by turns."""
    found: dict[int, float] = {}
    for position, ((cell, sign), size) in enumerate(open_needs.items()):
        if cell != but and (cell not in found or (position + turn) % 2):
            found[cell] = sign * size
    return found


def _meets(change: Numbers, key: tuple[int, int], wanted: float) -> bool:
    cell, sign = key
    return bool(sign * change[cell] >= wanted - TINY)


def _stretched(change: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """The change and its opposite, each as far as no count falls below zero."""
    return tuple(_as_far_as_possible(sign * change, counts) for sign in (1, -1))  # type: ignore[return-value]


def _as_far_as_possible(change: Numbers, counts: Numbers) -> Numbers:
    falling = change < 0
    if not falling.any():
        return change
    return change * float((counts[falling] / -change[falling]).min())
