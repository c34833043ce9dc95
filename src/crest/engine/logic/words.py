"""A rule's test in plain English, as a lawyer would read it aloud."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from crest.engine.rulebook.nodes import All, AnyOf, Count, Fact, Not, OtherFact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crest.engine.rulebook.book import Book
    from crest.engine.rulebook.nodes import Limit, Test

_NO_TITLES: Final[Mapping[str, str]] = {}
_COMPARED: Final = {
    "at_least": ("at least", "on or after"),
    "at_most": ("at most", "on or before"),
    "above": ("above", "after"),
    "below": ("below", "before"),
}


def wanted_words(test: Fact, book: Book) -> str:
    """What is asked of a fact: “yes”, “employer or broker”, “at least 60 hours a week”."""
    if test.known is not None:
        return "recorded"
    if test.is_ is not None:
        return _listed([code.replace("_", " ") for code in test.is_], "or")
    for name, (number_words, day_words) in _COMPARED.items():
        limit = getattr(test, name)
        if isinstance(limit, OtherFact):
            return f"{number_words} {_other(limit, book)}"
        if isinstance(limit, date):
            return f"{day_words} {limit:%-d %B %Y}"
        if limit is not None:
            return f"{number_words} {_amount(limit)}{_unit(test.fact, book)}"
    return "yes"


def _other(limit: OtherFact, book: Book) -> str:
    """The other fact of a comparison in words."""
    words = f"“{_label(limit.fact, book)}”"
    return words if limit.times == 1 else f"{_amount(limit.times)} times {words}"


def sentence_lines(
    test: Test, book: Book, titles: Mapping[str, str] = _NO_TITLES, depth: int = 0
) -> list[str]:
    """The test as an indented list: one line per condition, with what joins them above it.

    `titles`: rule id → what it says, for references.
    """
    indent = "  " * depth
    match test:
        case Fact():
            return [f"{indent}- {_condition(test, book)}"]
        case Not(not_=Fact() as inner):
            return [f"{indent}- not: {_condition(inner, book)}"]
        case Not(not_=inner):
            head, inside = "- not the following:", (inner,)
        case All(all=inside):
            head = "- all of the following:"
        case AnyOf(any=inside):
            head = "- at least one of the following:"
        case Count(count=inside, at_least=wanted):
            head = f"- at least {wanted} of these {len(inside)}:"
        case _:
            title = titles.get(test.rule)
            return [f"{indent}- {test.rule}{f' ({title})' if title else ''} is answered with yes"]
    return [
        indent + head,
        *(line for part in inside for line in sentence_lines(part, book, titles, depth + 1)),
    ]


def _condition(test: Fact, book: Book) -> str:
    label = _label(test.fact, book)
    if not test.tests:
        return f"“{label}” is answered with yes"
    if test.known is not None:
        return f"“{label}” is recorded"
    return f"“{label}” is {wanted_words(test, book)}"


def _label(fact: str, book: Book) -> str:
    entry = book.facts.get(fact)
    return fact if entry is None else entry.says


def _unit(fact: str, book: Book) -> str:
    entry = book.facts.get(fact)
    return f" {entry.unit}" if entry is not None and entry.unit else ""


def _amount(limit: Limit) -> str:
    return f"{limit:,g}" if isinstance(limit, int | float) else str(limit)


def _listed(words: list[str], joined_by: str) -> str:
    """“a”, “a or b”, “a, b or c”."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined_by} {words[-1]}"
