"""Which links hold on a day or in a period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from crest.engine.graph.links import FIRST_DAY, LAST_DAY, GraphError, Links

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A day, or the first and last day of a period (both included), or None: at any time.
When: TypeAlias = "date | tuple[date, date] | None"

_EPOCH = date(1970, 1, 1).toordinal()


def days_of(when: When) -> tuple[int, int]:
    """First and last day as days since 1970-01-01.

    Raises GraphError for a period that ends before it begins.
    """
    if when is None:
        return FIRST_DAY, LAST_DAY
    first, last = when if isinstance(when, tuple) else (when, when)
    if last < first:
        raise GraphError(
            f"The period ends on {last}, before it begins on {first}.", todo="Swap the two days."
        )
    return first.toordinal() - _EPOCH, last.toordinal() - _EPOCH


def holding(links: Links, when: When) -> NDArray[np.bool_]:
    """bool[m]: the link holds on at least one day of the period; one without dates always may."""
    first, last = days_of(when)
    result: NDArray[np.bool_] = (links.first_day <= last) & (links.last_day >= first)
    return result


def undated(links: Links) -> NDArray[np.bool_]:
    """bool[m]: neither a first nor a last day is known."""
    result: NDArray[np.bool_] = (links.first_day == FIRST_DAY) & (links.last_day == LAST_DAY)
    return result


def words_for(when: When) -> str:
    """Return the period as it stands in a sentence."""
    if when is None:
        return "at any time"
    if isinstance(when, tuple):
        return f"between {when[0].isoformat()} and {when[1].isoformat()}"
    return f"on {when.isoformat()}"
