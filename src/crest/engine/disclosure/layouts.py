"""What a table to be published looks like: groups, counts of people, and what rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crest.engine.errors import CrestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

ALL: Final = "*"  # in a dimension: the row is the total over it
SMALLEST: Final = 11


class DisclosureError(CrestError):
    """Tables of counts that cannot be protected because they contradict each other."""

    code = "disclosure.unusable"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of a table say what. Counts are whole numbers of people, never null.

    `dimensions` name the group of a row; null is a group of its own and ALL marks a total. A
    hierarchy is given as its dimensions: (employer, site) with rows (E, s), (E, ALL), (ALL, ALL).
    `count`: people in the row. `parts`: counts among them that may not be shown below the
    smallest group (who said yes); `rest`: the other counts that together with the parts make up
    the row (no, unknown). Without `rest` each part stands on its own. `values`: whatever rests on
    the counts (shares, sums, means), hidden with them; a mapping names the parts each rests on.
    `pages`: columns that make tables of their own over the same groups (the indicator).
    `overlapping`: dimensions in which one person stands in several groups, which do not add up.
    """

    dimensions: tuple[str, ...]
    count: str = "workers"
    parts: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    values: tuple[str, ...] | Mapping[str, tuple[str, ...]] = ()
    pages: tuple[str, ...] = ()
    overlapping: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[str, ...]:
        """All columns that count people."""
        return (self.count, *self.parts, *self.rest)

    def resting(self) -> dict[str, tuple[str, ...]]:
        """Column → the counts it rests on; every one also rests on the count of the row."""
        if isinstance(self.values, tuple):
            return dict.fromkeys(self.values, (*self.parts, *self.rest))
        return {name: tuple(counts) for name, counts in self.values.items()}

    def check(self, table: pa.Table) -> None:
        """Raise DisclosureError when a column is missing or a count is null."""
        named = [*self.dimensions, *self.pages, *self.counts, *self.resting()]
        missing = [name for name in named if name not in table.column_names]
        if missing:
            raise DisclosureError(
                f"The table has no column {', '.join(missing)}.", todo="Name columns of the table."
            )
        empty = [name for name in self.counts if table[name].null_count]
        if empty:
            raise DisclosureError(
                f"A count of people is null in {', '.join(empty)}.",
                todo="Give 0 where nobody is counted.",
            )
