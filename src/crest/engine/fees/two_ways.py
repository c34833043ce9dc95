"""One formula, two ways: over the columns of a table, or on the values of one worker.

The sums of this workshop are written once, against a `Row`. `TableRow` hands out Ibis columns and
the formula becomes an expression over millions of rows; `WorkerRow` hands out `Plain` values that
behave like such columns, null included, and the formula gives the numbers of one worker.
"""

from __future__ import annotations

import math
import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

import ibis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import ibis.expr.types as ir


class Row(Protocol):
    """Where a formula finds its values by name, and how it chooses between them."""

    def __getitem__(self, name: str) -> Any:
        """The value or column of that name; decimals as float64."""

    def cases(self, *branches: tuple[Any, Any], else_: Any = None) -> Any:
        """The value behind the first condition that is true, as CASE in SQL."""

    def empty(self, kind: str) -> Any:
        """Null of an Ibis type (“int64”, “string” …)."""

    def constant(self, value: float | str | date) -> Any:
        """A value that is the same for all rows."""


class TableRow:
    """Every row of a table at once."""

    def __init__(self, table: ir.Table) -> None:
        self.table = table

    def __getitem__(self, name: str) -> Any:
        """See `Row`."""
        column = self.table[name]
        return column.cast("float64") if column.type().is_decimal() else column

    def cases(self, *branches: tuple[Any, Any], else_: Any = None) -> Any:
        """See `Row`."""
        return ibis.cases(*branches, else_=else_)

    def empty(self, kind: str) -> Any:
        """See `Row`."""
        return ibis.null(kind)

    def constant(self, value: float | str | date) -> Any:
        """See `Row`."""
        return ibis.literal(value)


class Plain:
    """A value of one worker, or null, with the behaviour of an Ibis column."""

    __slots__ = ("value",)
    __hash__ = None  # type: ignore[assignment] # == gives a Plain, as with columns

    def __init__(self, value: Any) -> None:
        self.value: Any = float(value) if isinstance(value, Decimal) else value

    def _with(self, other: Any, join: Callable[[Any, Any], Any]) -> Plain:
        right = other.value if isinstance(other, Plain) else other
        return Plain(None if self.value is None or right is None else join(self.value, right))

    def __add__(self, other: Any) -> Plain:
        return self._with(other, operator.add)

    def __sub__(self, other: Any) -> Plain:
        return self._with(other, operator.sub)

    def __mul__(self, other: Any) -> Plain:
        return self._with(other, operator.mul)

    def __truediv__(self, other: Any) -> Plain:
        return self._with(other, operator.truediv)

    def __radd__(self, other: Any) -> Plain:
        return Plain(other) + self

    def __rsub__(self, other: Any) -> Plain:
        return Plain(other) - self

    def __rmul__(self, other: Any) -> Plain:
        return Plain(other) * self

    def __rtruediv__(self, other: Any) -> Plain:
        return Plain(other) / self

    def __eq__(self, other: object) -> Plain:  # type: ignore[override]
        return self._with(other, operator.eq)

    def __ne__(self, other: object) -> Plain:  # type: ignore[override]
        return self._with(other, operator.ne)

    def __lt__(self, other: Any) -> Plain:
        return self._with(other, operator.lt)

    def __le__(self, other: Any) -> Plain:
        return self._with(other, operator.le)

    def __gt__(self, other: Any) -> Plain:
        return self._with(other, operator.gt)

    def __ge__(self, other: Any) -> Plain:
        return self._with(other, operator.ge)

    def __and__(self, other: Any) -> Plain:
        return self._joined(other, decisive=False)

    def __or__(self, other: Any) -> Plain:
        return self._joined(other, decisive=True)

    def _joined(self, other: Any, *, decisive: bool) -> Plain:
        both = (self.value, other.value if isinstance(other, Plain) else other)
        if decisive in both:
            return Plain(decisive)
        return Plain(None if None in both else not decisive)

    def __invert__(self) -> Plain:
        return Plain(None if self.value is None else not self.value)

    def isnull(self) -> Plain:
        """True for null."""
        return Plain(self.value is None)

    def notnull(self) -> Plain:
        """True for anything but null."""
        return Plain(self.value is not None)

    def fill_null(self, other: Any) -> Plain:
        """The other value where this one is null."""
        if self.value is not None:
            return self
        return other if isinstance(other, Plain) else Plain(other)

    def nullif(self, other: Any) -> Plain:
        """Null where both are equal."""
        return Plain(None) if (self == other).value is True else self

    def isin(self, values: Iterable[Any]) -> Plain:
        """Whether the value is one of these; null for null."""
        return Plain(None if self.value is None else self.value in set(values))

    def floor(self) -> Plain:
        """The next whole number below."""
        return Plain(None if self.value is None else math.floor(self.value))

    def cast(self, kind: str) -> Plain:
        """The value as “float64”, “int64” or “string”."""
        return Plain(None if self.value is None else _CASTS[kind](self.value))

    def year(self) -> Plain:
        """The year of a date."""
        return Plain(None if self.value is None else self.value.year)

    def month(self) -> Plain:
        """The month of a date, 1 to 12."""
        return Plain(None if self.value is None else self.value.month)


_CASTS: Final[dict[str, Callable[[Any], Any]]] = {"float64": float, "int64": int, "string": str}


class WorkerRow:
    """The values of one worker; a name that is not there is null."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def __getitem__(self, name: str) -> Plain:
        """See `Row`."""
        return Plain(self.values.get(name))

    def cases(self, *branches: tuple[Any, Any], else_: Any = None) -> Plain:
        """See `Row`."""
        for condition, value in branches:
            if (condition.value if isinstance(condition, Plain) else condition) is True:
                return value if isinstance(value, Plain) else Plain(value)
        return else_ if isinstance(else_, Plain) else Plain(else_)

    def empty(self, kind: str) -> Plain:  # noqa: ARG002 - null has one kind here
        """See `Row`."""
        return Plain(None)

    def constant(self, value: float | str | date) -> Plain:
        """See `Row`."""
        return Plain(value)


def parts(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The plain values of formulas answered for one worker."""
    return {name: a.value if isinstance(a, Plain) else a for name, a in answers.items()}


def largest(row: Row, left: Any, right: Any) -> Any:
    """The larger of two; null when one is null."""
    return row.cases((left >= right, left), (left < right, right), else_=None)


def extend(table: ir.Table, *stages: Callable[[Row], dict[str, Any]]) -> ir.Table:
    """The table with the columns of the stages; each stage may ask for those before it."""
    for stage in stages:
        table = table.mutate(**stage(TableRow(table)))
    return table


def extended(values: Mapping[str, Any], *stages: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    """As `extend`, for the values of one worker."""
    known = dict(values)
    for stage in stages:
        known |= parts(stage(WorkerRow(known)))
    return known


def total(column: Any, where: Any = None) -> Any:
    """The sum of whole numbers as a whole number; an engine may give a wider type of its own."""
    return column.sum(where=where).cast("decimal(38, 0)").cast("int64")
