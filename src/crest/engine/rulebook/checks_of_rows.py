"""What every row of the rulebook must have: citations that lead somewhere, days, a code, words."""

from __future__ import annotations

import operator
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from crest.engine.rulebook.columns import column_of
from crest.engine.rulebook.models import Source
from crest.engine.rulebook.references import facts_of
from crest.engine.rulebook.rules import FactBook, Figures, RuleSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crest.engine.rulebook.complaints import Complaint
    from crest.engine.rulebook.shelf import ReadFile, Row, Shelf

Labels = dict[tuple[str, str, str], tuple[Any, ...]]  # language, label, where → meaning
_FOREVER: Final = date.max


def row_complaints(shelf: Shelf) -> Iterator[Complaint]:
    """Citations, confidence, days, codes and labels of all rows."""
    sources = {file.model.id: file.model for file in shelf.of(Source)}
    rows = list(shelf.rows())
    for row in rows:
        yield from _citations(row, sources)
    yield from _codes(rows)
    yield from _columns(shelf)
    yield from _labels(shelf)


def _citations(row: Row, sources: dict[str, Source]) -> Iterator[Complaint]:
    """Every citation leads to a source; what counts as read in the text has a source that was."""
    wholes = [row.content]
    wholes += [value for value in row.content.get("values", ()) if isinstance(value, dict)]
    if not row.content.get("cites"):
        yield row.complain("It cites nothing.", "Name the text it stands on.")
    for whole in wholes:
        cited = [cite.get("source") for cite in whole.get("cites", ()) if isinstance(cite, dict)]
        for name in cited:
            if name not in sources:
                yield row.complain(
                    f"The source “{name}” is not in sources/.", f"Add sources/{name}.yaml."
                )
        claimed = whole.get("confidence") == "verified"
        cited = cited or [cite["source"] for cite in row.content.get("cites", ())]
        if claimed and not any(
            name in sources and sources[name].confidence == "verified" for name in cited
        ):
            yield row.complain(
                "It counts as verified, but none of the texts it cites was read.",
                "Set its confidence to general, or read the text and say so in the source.",
            )


def _codes(rows: Iterable[Row]) -> Iterator[Complaint]:
    """One code, one row; a code may stand again for other days, in the same file."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.id].append(row)
    for same in by_code.values():
        for earlier, later in _pairs(same):
            if earlier.file.name != later.file.name:
                yield later.complain(
                    f"The code stands in {earlier.file.name} too.", "Give one of them another code."
                )
            elif _overlap(earlier, later):
                yield later.complain(
                    "It is valid on days on which another row of the same code is valid.",
                    "End the earlier one the day before (valid_to).",
                )


def _pairs(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    for position, later in enumerate(rows):
        for earlier in rows[:position]:
            yield earlier, later


def _overlap(one: Row, other: Row) -> bool:
    first, second = (_days(row) for row in (one, other))
    return first[0] <= second[1] and second[0] <= first[1]


def _days(row: Row) -> tuple[date, date]:
    """First and last day; a figure, which has no valid_from, is always there."""
    begins, ends = row.content.get("valid_from"), row.content.get("valid_to")
    return (
        date.fromisoformat(str(begins)) if begins else date.min,
        date.fromisoformat(str(ends)) if ends else _FOREVER,
    )


def _columns(shelf: Shelf) -> Iterator[Complaint]:
    """Two codes, or a code and a fact, never share a column of the results.

    A derived yes/no fact may: it is then the answer of that rule, given to other rules.
    """
    taken: dict[str, str] = {}
    for file in shelf.of(FactBook):
        for entry in file.model.facts:
            if (entry.given, entry.kind) != ("derived", "flag"):
                taken[entry.fact] = f"the fact {entry.fact}"
    for file in shelf.of(RuleSet):
        asked = {name for rule in file.model.rules for name in facts_of(rule.when)}
        for position, rule in enumerate(file.model.rules):
            column = column_of(rule.id)
            if column in asked:
                taken[column] = f"the fact {column}, which its set asks"
            if taken.setdefault(column, rule.id) != rule.id:
                yield file.complain(
                    ("rules", position), rule.id,
                    f"Its column {column} is that of {taken[column]}.", "Give it another code.",
                )  # fmt: skip


def _labels(shelf: Shelf) -> Iterator[Complaint]:
    """One label, one meaning: facts everywhere, rules within a set, figures within a file."""
    facts: Labels = {}
    for file in shelf.of(FactBook):
        yield from _twice(file, "facts", lambda entry: (entry.fact,), facts)
    for file in shelf.of(RuleSet):
        yield from _twice(file, "rules", lambda rule: (rule.id, rule.when), {})
    for file in shelf.of(Figures):
        yield from _twice(file, "figures", lambda figure: (figure.id,), {})


def _twice(
    file: ReadFile, part: str, meaning: Callable[[Any], tuple[Any, ...]], seen: Labels
) -> Iterator[Complaint]:
    """Labels that stood for something else before: nothing of the two meanings is the same."""
    for position, entry in enumerate(getattr(file.model, part)):
        place = str(sorted(getattr(entry, "applies", {}).items()))
        for language in ("says", "thai"):
            label = language, getattr(entry, language).strip().casefold(), place
            before = seen.setdefault(label, meaning(entry))
            if not any(map(operator.eq, before, meaning(entry))):
                yield file.complain(
                    (part, position, language), getattr(entry, "id", None) or entry.fact,
                    f"Its label ({language}) stands for something else too.", "Word it apart.",
                )  # fmt: skip
