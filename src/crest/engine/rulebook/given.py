"""Facts as people write them in a golden or on the command line → values a test can be asked of."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.engine.rulebook.rules import FactEntry

Value = bool | str | float | date | None
_FLAGS: Final = {"yes": True, "true": True, "no": False, "false": False}
NOBODY_KNOWS: Final = ("", "unknown", "refused", "null")


class GivenFactError(InputError):
    """A fact that does not exist, or a value that is not of its kind."""

    code = "facts.unusable"


def read_facts(given: Mapping[str, object], facts: Mapping[str, FactEntry]) -> dict[str, Value]:
    """Fact name → value; None where nobody knows (null, “unknown”, “refused”).

    `facts`: the facts of the book by name. Raises GivenFactError, as `read_fact` does.
    """
    found: dict[str, Value] = {}
    for name, value in given.items():
        if name not in facts:
            raise GivenFactError(
                f"There is no fact “{name}”.", todo="See the facts with: crest rules list --facts"
            )
        found[name] = read_fact(facts[name], value)
    return found


def read_fact(entry: FactEntry, value: object) -> Value:
    """One value, by the kind of its fact: yes/no, a code, a number or a day (2024-03-31).

    Raises GivenFactError for a value of another kind, and for a code that the fact does not have.
    """
    if value is None or (isinstance(value, str) and value.strip().lower() in NOBODY_KNOWS):
        return None
    if entry.kind == "flag":
        return _flag(entry, value)
    if entry.kind == "number":
        return _number(entry, value)
    if entry.kind == "date":
        return _day(entry, value)
    if not isinstance(value, str):
        raise _wrong(entry, value, "a code")
    if entry.codes and value not in entry.codes:
        raise _wrong(entry, value, f"one of {', '.join(entry.codes)}")
    return value


def _flag(entry: FactEntry, value: object) -> bool:
    if isinstance(value, bool):
        return value
    found = _FLAGS.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise _wrong(entry, value, "yes, no or unknown")
    return found


def _number(entry: FactEntry, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong(entry, value, "a number")
    try:
        number = float(value)
    except ValueError as error:
        raise _wrong(entry, value, "a number") from error
    if not math.isfinite(number):
        raise _wrong(entry, value, "a number")
    return number


def _day(entry: FactEntry, value: object) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise _wrong(entry, value, "a day such as 2024-03-31") from error


def _wrong(entry: FactEntry, value: object, wanted: str) -> GivenFactError:
    return GivenFactError(f"“{value}” does not go with {entry.fact}.", todo=f"Give {wanted}.")
