"""Published counts as cells, and the sums an outsider may draw between them.

A cell is a count of people of one group: of the whole row, or of one answer on one page. The same
group met in several tables is one cell. Two kinds of sums hold: a total is the sum of its groups,
a row is the sum of its answers. What a total has beyond its groups is a cell too, never published.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crest.engine.disclosure.layouts import ALL, DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from crest.engine.disclosure.layouts import Layout

Group = frozenset[tuple[str, Any]]  # the dimensions that are fixed, with their values
Page = tuple[Any, ...]
COUNT = ""  # in the place of a column: the people of the row
# Which groups, which column, which page; the last two texts of a rest say what it is left of.
Key = tuple[Any, ...]


@dataclass(slots=True)
class Cells:
    """Cells and sums of a family of tables.

    `values` by cell; `shown`: cells that stand in a table; `sums`: (whole, its parts) as cells;
    `places`: (table, row, column) → cell; `row_of`: cell of an answer → cell of its row.
    """

    index: dict[Key, int] = field(default_factory=dict)
    values: list[int] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    sums: dict[tuple[int, tuple[int, ...]], None] = field(default_factory=dict)
    places: dict[tuple[str, int, str], int] = field(default_factory=dict)
    row_of: dict[int, int] = field(default_factory=dict)
    page_of: dict[int, Page] = field(default_factory=dict)
    guarded: set[int] = field(default_factory=set)  # may not be small

    def show(self, key: Key, value: int) -> int:
        """The cell of a published count; raises DisclosureError when tables contradict."""
        cell = self._cell(key, value)
        self.shown[cell] = True
        if self.values[cell] != value:
            raise DisclosureError(
                f"The tables count {self.values[cell]:,} and {value:,} people for the same "
                f"group ({_words(key)}).",
                todo="Publish tables of the same people together, others apart.",
            )
        return cell

    def _cell(self, key: Key, value: int) -> int:
        if key not in self.index:
            self.index[key] = len(self.values)
            self.values.append(value)
            self.shown.append(False)
        return self.index[key]

    def add_sum(self, whole: Key, parts: list[int], *, guarded: bool) -> int:
        """State that a cell is the sum of others; what it has beyond them becomes a cell."""
        total = sum(self.values[part] for part in parts)
        cell = self._cell(whole, total)
        left = self.values[cell] - total
        if left < 0 or (left and not self.shown[cell]):
            raise DisclosureError(
                f"Groups that should add up to {self.values[cell]:,} people count {total:,} "
                f"({_words(whole)}).",
                todo="Name dimensions in which a person stands twice as overlapping, and give "
                "those without a group a row of their own.",
            )
        if left:
            parts = [*parts, self._cell((*whole, "left of", frozenset(parts)), left)]
            if guarded:
                self.guarded.add(parts[-1])
            if cell in self.row_of:
                self.row_of[parts[-1]] = self.row_of[cell]
            if cell in self.page_of:
                self.page_of[parts[-1]] = self.page_of[cell]
        self.sums[cell, tuple(sorted(parts))] = None
        return cell


def _words(key: Key) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(key[0], key=str)) or "all"


def cells_of(tables: Mapping[str, tuple[pa.Table, Layout]]) -> Cells:
    """The cells and sums of a family of tables; totals that nobody publishes are cells too."""
    cells = Cells()
    known = []
    for name, (table, layout) in tables.items():
        layout.check(table)
        known.append((layout, *_rows(cells, name, table, layout)))
    for layout, groups, pages in known:
        _sums_over_groups(cells, layout, groups, pages)
    _forget_idle_totals(cells)
    return cells


def _rows(
    cells: Cells, name: str, table: pa.Table, layout: Layout
) -> tuple[list[Group], dict[Page, list[Group]]]:
    """Enter the rows; returns the groups, and per page its groups."""
    columns = {column: table[column].to_pylist() for column in {*layout.dimensions, *layout.pages}}
    numbers = {column: [int(n) for n in table[column].to_pylist()] for column in layout.counts}
    groups: dict[Group, None] = {}
    pages: dict[Page, list[Group]] = defaultdict(list)
    for row in range(table.num_rows):
        given = {each: columns[each][row] for each in layout.dimensions}
        group = frozenset((each, value) for each, value in given.items() if value != ALL)
        page = tuple(columns[each][row] for each in layout.pages)
        groups.setdefault(group)
        pages[page].append(group)
        count = cells.show((group, COUNT, ()), numbers[layout.count][row])
        cells.guarded.add(count)
        cells.places[name, row, layout.count] = count
        inside = []
        for column in (*layout.parts, *layout.rest):
            cell = cells.show((group, column, page), numbers[column][row])
            cells.places[name, row, column] = cell
            cells.row_of[cell], cells.page_of[cell] = count, page
            if column in layout.parts:
                cells.guarded.add(cell)
            inside.append(cell)
        _answers(cells, layout, (group, COUNT, ()), page, inside)
    return list(groups), pages


def _answers(cells: Cells, layout: Layout, row: Key, page: Page, inside: list[int]) -> None:
    """A row is the sum of its answers; without `rest`, of each part and those left."""
    for parts in [inside] if layout.rest else [[part] for part in inside]:
        before = len(cells.values)
        whole = cells.add_sum(row, parts, guarded=False)
        for cell in range(before, len(cells.values)):
            cells.row_of[cell], cells.page_of[cell] = whole, page


def _sums_over_groups(
    cells: Cells, layout: Layout, groups: list[Group], pages: dict[Page, list[Group]]
) -> None:
    _lines(cells, layout, groups, COUNT, ())
    for page, present in pages.items():
        for column in (*layout.parts, *layout.rest):
            _lines(cells, layout, present, column, page)


def _lines(cells: Cells, layout: Layout, groups: list[Group], column: str, page: Page) -> None:
    """All sums over one dimension at a time, from the finest groups up."""
    guarded = column == COUNT or column in layout.parts
    waiting = set(groups)
    while waiting:
        size = max(len(group) for group in waiting)
        level = sorted((group for group in waiting if len(group) == size), key=str)
        waiting.difference_update(level)
        for parent, children in _families(layout, level):
            key = (parent, column, page)
            members = [cells.index[child, column, page] for child in children]
            cell = cells.add_sum(key, members, guarded=guarded)
            if column != COUNT and cell not in cells.row_of:
                cells.row_of[cell] = cells.index[parent, COUNT, ()]
                cells.page_of[cell] = page
            waiting.add(parent)


def _families(layout: Layout, level: list[Group]) -> Iterator[tuple[Group, list[Group]]]:
    """Groups of one level by the group that they make up together, one dimension left out."""
    found: dict[tuple[str, Group], list[Group]] = defaultdict(list)
    for group in level:
        for pair in group:
            if pair[0] not in layout.overlapping:
                found[pair[0], group - {pair}].append(group)
    for (_, parent), children in sorted(found.items(), key=str):
        yield parent, children


def _forget_idle_totals(cells: Cells) -> None:
    """Drop sums to totals that nobody publishes and that enter no other sum: they tell nothing."""
    while True:
        uses: dict[int, int] = defaultdict(int)
        for whole, parts in cells.sums:
            for cell in (whole, *parts):
                uses[cell] += 1
        kept = [each for each in cells.sums if cells.shown[each[0]] or uses[each[0]] > 1]
        if len(kept) == len(cells.sums):
            return
        cells.sums = dict.fromkeys(kept)
