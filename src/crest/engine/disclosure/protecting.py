"""Tables as they may leave the house, and the attack that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from crest.engine.disclosure.cells import cells_of
from crest.engine.disclosure.hiding import hidden_cells, needs_of
from crest.engine.disclosure.layouts import ALL, SMALLEST, Layout
from crest.engine.disclosure.programs import TINY, reach, system_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

NOT_SHOWN: Final = "not_shown"  # the added column: "all", "some" or null
SUPPRESSED: Final = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),  # small | protects
    ]
)
RECOVERED: Final = pa.schema(
    [
        pa.field("table", pa.string(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("low", pa.float64(), nullable=False),
        pa.field("high", pa.float64(), nullable=False),
        pa.field("exposed", pa.bool_(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Protected:
    """A table to publish, and what was taken out of it.

    `table`: the rows as given, hidden counts and values null, and a column `not_shown` ("all" the
    row, "some" of its answers, null). `statement`: a sentence to print below it. `suppressed`
    (SUPPRESSED: row, 0-based; column; reason) stays with the owner: which of the hidden counts are
    the small ones is not to be told.
    """

    table: pa.Table
    suppressed: pa.Table
    statement: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What was decided, per cell."""

    values: NDArray[np.int64]
    hidden: Flags
    small: set[int]
    smallest: int


def protect(
    table: pa.Table,
    *,
    dimensions: tuple[str, ...],
    count: str = "workers",
    parts: tuple[str, ...] = (),
    rest: tuple[str, ...] = (),
    values: tuple[str, ...] | Mapping[str, tuple[str, ...]] = (),
    pages: tuple[str, ...] = (),
    overlapping: tuple[str, ...] = (),
    smallest: int = SMALLEST,
) -> Protected:
    """Hide groups of fewer than `smallest` people and whatever would let them be worked out.

    The arguments are those of Layout. Tables that are published together and share groups or
    totals must go through `protect_family` together. Raises DisclosureError when counts are
    missing or contradict each other.
    """
    layout = Layout(dimensions, count, parts, rest, values, pages, overlapping)
    return protect_family({"table": (table, layout)}, smallest=smallest)["table"]


def protect_family(
    tables: Mapping[str, tuple[pa.Table, Layout]], *, smallest: int = SMALLEST
) -> dict[str, Protected]:
    """As `protect`, for tables that are published together: name → protected table.

    A group or total that stands in several tables is shown in all of them or in none.
    """
    cells = cells_of(tables)
    hidden = hidden_cells(cells, smallest)
    needs = needs_of(cells, hidden, smallest)
    found = _Found(np.array(cells.values, np.int64), hidden, set(needs), smallest)
    protected = {}
    for name, (table, layout) in tables.items():
        places = {
            column: np.array(
                [cells.places[name, row, column] for row in range(table.num_rows)], int
            )
            for column in layout.counts
        }
        protected[name] = _protected(table, layout, places, found)
    return protected


def recover(
    tables: Mapping[str, tuple[pa.Table, Layout]],
    protected: Mapping[str, Protected],
    *,
    smallest: int = SMALLEST,
) -> pa.Table:
    """Attack the protected tables: what every hidden count can be, given all that is shown.

    Linear programs over all tables and pages at once find the least and the greatest count (columns
    of RECOVERED). The attacker knows all names of groups and which sums hold. `exposed`: a count
    that must be protected and is not: it cannot be one, or cannot be `smallest`; an answer in a
    small row: it cannot be nobody's, or not everybody's.
    """
    cells = cells_of({name: tables[name] for name in protected})
    hidden = ~np.array(cells.shown, bool)
    for (name, row, column), cell in cells.places.items():
        if not protected[name].table[column][row].is_valid:
            hidden[cell] = True
    for (name, row, column), cell in cells.places.items():
        if hidden[cell] and protected[name].table[column][row].is_valid:
            hidden[cell] = False  # shown in one table is shown
    system = system_of(cells.sums)
    values = np.array(cells.values, float)
    needs = needs_of(cells, hidden, smallest)
    place = {int(cell): position for position, cell in enumerate(system.cells)}
    inside, flags = values[system.cells], hidden[system.cells]
    known: dict[int, tuple[float, float]] = {}
    rows = []
    for (name, row, column), cell in cells.places.items():
        if not hidden[cell]:
            continue
        if cell not in known:
            free = (0.0, float("inf"))
            known[cell] = reach(system, inside, flags, place[cell]) if cell in place else free
        low, high = known[cell]
        need = needs.get(cell)
        exposed = need is not None and (
            low > values[cell] - need.down + TINY or high < values[cell] + need.up - TINY
        )
        rows.append([name, row, column, low, high, exposed])
    return pa.Table.from_pylist(
        [dict(zip(RECOVERED.names, r, strict=True)) for r in rows], RECOVERED
    )


def _protected(
    table: pa.Table, layout: Layout, places: dict[str, NDArray[np.int64]], found: _Found
) -> Protected:
    gone = {column: found.hidden[cells] for column, cells in places.items()}
    suppressed = [
        {"row": row, "column": column, "reason": "small" if cell in found.small else "protects"}
        for column, cells in places.items()
        for row, cell in enumerate(cells.tolist())
        if found.hidden[cell]
    ]
    statement = _statement(table, layout, found.values[places[layout.count]], gone, found.smallest)
    for column, counts in layout.resting().items():
        gone[column] = np.logical_or.reduce([gone[each] for each in (layout.count, *counts)])
    for column, flags in gone.items():
        place = table.column_names.index(column)
        table = table.set_column(place, column, _without(table[column], flags))
    some = np.logical_or.reduce(list(gone.values()))
    marks = np.where(gone[layout.count], "all", "some").tolist()
    marked = table.append_column(NOT_SHOWN, pa.array(marks, pa.string(), mask=~some))
    return Protected(marked, pa.Table.from_pylist(suppressed, SUPPRESSED), statement)


def _without(column: pa.ChunkedArray, flags: Flags) -> pa.ChunkedArray:
    """The column with nulls where flagged."""
    return column.take(pa.array(np.arange(len(flags)), pa.int64(), mask=flags))


def _statement(
    table: pa.Table,
    layout: Layout,
    people: NDArray[np.int64],
    gone: dict[str, Flags],
    smallest: int,
) -> str:
    """What is not shown, in a sentence. People are rounded up to tens so that it tells no count."""
    groups: dict[Any, int] = {}
    for row in np.flatnonzero(gone[layout.count]).tolist():
        group = tuple(table[each][row].as_py() for each in layout.dimensions)
        if ALL not in group:
            groups[group] = int(people[row])
    said = []
    if groups:
        most = -(-sum(groups.values()) // 10) * 10
        which = "1 group" if len(groups) == 1 else f"{len(groups):,} groups"
        verb = "is" if len(groups) == 1 else "are"
        said.append(
            f"{which} with up to {most:,} workers in all {verb} not shown: fewer than {smallest} "
            "workers, or needed to protect such a group."
        )
    some = np.logical_or.reduce(list(gone.values()))
    answers = int((some & ~gone[layout.count]).sum())
    if answers:
        said.append(
            f"In {answers:,} further {'row' if answers == 1 else 'rows'} answers are not shown: "
            f"fewer than {smallest} workers gave them, or they would reveal such answers."
        )
    return " ".join(said) or "Everything is shown; nothing had to be protected."
