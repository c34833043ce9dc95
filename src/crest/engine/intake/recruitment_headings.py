"""What the headings of workers' lists mean: journeys, costs, answers, deductions and refunds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from crest.engine.intake.headings import (
    RECRUITMENT_KINDS,
    SIMILAR,
    Meaning,
    fields_of,
    heading_book,
)
from crest.engine.intake.survey_columns import (
    PREFIXES,
    candidates,
    is_survey_field,
    survey_field,
)
from crest.engine.rulebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_KEYS: Final = frozenset({"journey", "worker", "submission_key", "parent_key", "parent_index"})
_NEVER_SIMILAR: Final = _KEYS | {"personal", "submission_index"}
_SHORTEST_SIMILAR: Final = 6  # letters
_MOST_SIMILAR: Final = 400  # columns up to which misspelt headings are looked for
_OWN_NAMES: Final = {
    "costs": frozenset({"cost", "costs", "fee", "fees", "payment", "payments"}),
    "deductions": frozenset({"deduction", "deductions", "payroll"}),
    "refunds": frozenset({"refund", "refunds", "repayment"}),
    "answers": frozenset({"answer", "answers"}),
}
_SYSTEM: Final = ("_", "Submi", "submi", "start", "today")  # columns survey servers add
_SIGNS: Final = {"cost.": "survey_costs", "answer.": "survey_answers"}
_DEDUCTION_SIGNS: Final = ("deduction.", "gross.")


def is_field(kind: str, field: str) -> bool:
    """Whether a column of that kind may be given to the field."""
    if field in fields_of(kind):
        return True
    if kind == "journeys":
        return is_survey_field(field)
    return kind == "deductions" and is_survey_field(field) and field.startswith(_DEDUCTION_SIGNS)


def names_a_person(header: Sequence[str], said: Mapping[str, str | None]) -> bool:
    """Whether some column can tie a row to a worker, a journey or an interview."""
    if any(field in _KEYS for field in said.values()):
        return True
    book: set[str] = set()
    for kind in RECRUITMENT_KINDS:
        words = heading_book(kind)
        book |= {word for word, meaning in words.items() if meaning.field in _KEYS}
    return any(not book.isdisjoint(candidates(heading)) for heading in header)


def survey_signs(fields: set[str]) -> set[str]:
    """The signs of a wide survey among the fields: survey_costs, survey_answers and the like."""
    found = {
        sign for start, sign in _SIGNS.items() if any(field.startswith(start) for field in fields)
    }
    if any(field.startswith(_DEDUCTION_SIGNS) for field in fields):
        found.add("survey_deductions")
    return found


def recruitment_meanings(header: Sequence[str], kind: str) -> list[Meaning | None]:
    """What each heading means in that kind of list, None where it is not recognised.

    A column of one choice of a multiple question (“papers_keeper/employer” beside
    “papers_keeper”) holds 0 and 1: it may be an answer, never the field its last word names.
    """
    parents = {fold(heading) for heading in header}
    found: list[Meaning | None] = []
    for heading in header:
        parent, slash, _ = heading.rpartition("/")
        is_choice = bool(slash) and bool(parent.strip()) and fold(parent) in parents
        found.append(_meaning(heading, kind, is_choice=is_choice))
    if len(header) <= _MOST_SIMILAR:
        taken = {meaning.field for meaning in found if meaning}
        for i, heading in enumerate(header):
            if found[i] is None and not heading.startswith("_"):
                found[i] = _similar(candidates(heading)[0:1], kind, taken)
    return found


def _meaning(heading: str, kind: str, *, is_choice: bool) -> Meaning | None:
    if is_choice:
        field = survey_field(heading) if kind == "journeys" else None
        return _survey(field) if field and field.startswith("answer.") else None
    book = heading_book(kind)
    readings = candidates(heading)
    if readings and readings[0] in book:
        whole = book[readings[0]]
        if heading.startswith(_SYSTEM):  # a question of the survey says it better
            return Meaning(whole.field, whole.implies, "alias", 0.8)
        return whole
    field = survey_field(heading) if kind in {"journeys", "deductions"} else None
    usable = field is not None and is_field(kind, field)
    for reading in readings:
        if reading in book:
            meaning = book[reading]
            if usable and meaning.field != "personal":
                break
            return Meaning(meaning.field, meaning.implies, "alias", 0.95)
    bare = _without_own_name(readings, kind, book)
    if bare is not None:
        return bare
    return _survey(field) if usable and field is not None else None


def _without_own_name(
    readings: Sequence[str], kind: str, book: Mapping[str, Meaning]
) -> Meaning | None:
    """In a list of costs “cost_currency” is the currency."""
    for reading in readings:
        first, _, rest = reading.partition(" ")
        if first in _OWN_NAMES.get(kind, ()) and rest in book:
            return Meaning(book[rest].field, book[rest].implies, "alias", 0.9)
    return None


def _survey(field: str) -> Meaning:
    return Meaning(field, how="survey", confidence=0.9)


def _similar(readings: Sequence[str], kind: str, taken: set[str]) -> Meaning | None:
    if not readings or len(readings[0]) < _SHORTEST_SIMILAR:
        return None
    book = heading_book(kind)
    near = process.extract(
        readings[0], book.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=5
    )
    fields = {book[word].field for word, _, _ in near if len(word) >= _SHORTEST_SIMILAR}
    if len(fields) != 1 or fields & (_NEVER_SIMILAR | taken):
        return None
    word, score, _ = near[0]
    return Meaning(book[word].field, book[word].implies, "similar", round(score / 100 * 0.9, 2))


def is_wide(field: str | None) -> bool:
    """Whether a column's field is one of a wide survey."""
    return field is not None and field.startswith(PREFIXES)
