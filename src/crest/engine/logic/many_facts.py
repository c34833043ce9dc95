"""One test of one fact, as an Ibis expression over the column of that fact."""

from __future__ import annotations

import operator
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import ibis

from crest.engine.logic.answers import Answer, FactKindError
from crest.engine.rulebook.nodes import OtherFact

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from crest.engine.rulebook.nodes import Fact, Limit

_COMPARISONS: Final = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}


def fact_expression(test: Fact, table: ir.Table) -> Any:
    """A nullable boolean, or an Answer where the table has no such column.

    Raises FactKindError when the column's type does not go with the test.
    """
    column = _column(table, test.fact)
    if test.known is not None:
        return Answer.NO if column is None else column.notnull()
    if column is None:
        return Answer.UNKNOWN
    if test.is_ is not None:
        _must(column.type().is_string(), test.fact, "a code", column)
        # Not `isin`: asked for null later on, “x IN (…) IS NULL” is no sentence for Spark.
        return reduce(operator.or_, [column == code for code in test.is_])
    for name, compare in _COMPARISONS.items():
        limit = getattr(test, name)
        if isinstance(limit, OtherFact):
            return _compared_with_fact(test.fact, column, limit, table, compare)
        if limit is not None:
            return compare(*_sides(test.fact, column, limit))
    _must(column.type().is_boolean(), test.fact, "yes or no", column)
    return column


def _column(table: ir.Table, fact: str) -> Any:
    """The column of the fact; None when it is not there or holds nothing but null by its type."""
    if fact not in table.columns or table[fact].type().is_null():
        return None
    return table[fact]


def _sides(fact: str, column: Any, limit: Limit) -> tuple[Any, Any]:
    if isinstance(limit, date):
        _must(_is_day(column), fact, "a date", column)
        return _day(column), ibis.literal(limit)
    if column.type().is_integer() and float(limit).is_integer():
        return column, ibis.literal(int(limit))
    return _number(fact, column), ibis.literal(float(limit))


def _compared_with_fact(
    fact: str, column: Any, limit: OtherFact, table: ir.Table, compare: Any
) -> Any:
    other = _column(table, limit.fact)
    if other is None:
        return Answer.UNKNOWN
    if _is_day(column) and _is_day(other) and limit.times == 1:
        return compare(_day(column), _day(other))
    left, right = _number(fact, column), _number(limit.fact, other)
    return compare(left, right if limit.times == 1 else right * ibis.literal(limit.times))


def _number(fact: str, column: Any) -> Any:
    kind = column.type()
    _must(kind.is_numeric() and not kind.is_boolean(), fact, "a number", column)
    return column if kind.is_float64() else column.cast("float64")


def _is_day(column: Any) -> bool:
    return bool(column.type().is_date() or column.type().is_timestamp())


def _day(column: Any) -> Any:
    return column.cast("date") if column.type().is_timestamp() else column


def _must(holds: bool, fact: str, wanted: str, column: Any) -> None:  # noqa: FBT001
    if not holds:
        raise FactKindError(fact, wanted, f"a column of type {column.type()}")
