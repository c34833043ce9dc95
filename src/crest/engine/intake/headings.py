"""What a column heading means in each kind of list, in many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold, split_words
from crest.engine.tables import contracts
from crest.engine.tables.recruitment import RECRUITMENT_SCHEMAS

KINDS: Final = ("sites", "organisations", "links", "channels")
# What workers say, paid and got back. `journeys` reads these; the chain is mapped without them.
RECRUITMENT_KINDS: Final = tuple(RECRUITMENT_SCHEMAS)
SCHEMAS: Final = {
    "sites": contracts.SITES,
    "organisations": contracts.ORGANISATIONS,
    "links": contracts.LINKS,
    "channels": contracts.CHANNELS,
    **RECRUITMENT_SCHEMAS,
}
# Fields that are read from a column but stand under another name in the contract.
HELPERS: Final = frozenset(
    {"address_more", "coordinates", "identifier", "sector_product", "supplies_to"}
)
# The same for what workers say: keys of survey exports, money columns of a whole row, and
# `personal`: names, telephone numbers, passports, which are never kept.
_KEYS: Final = frozenset({"worker", "parent_key", "parent_index", "personal"})
RECRUITMENT_HELPERS: Final = {
    "journeys": frozenset(
        {"submission_key", "submission_index", "personal", "currency", "cost_currency"}
        | {"cost_payer"}
    ),
    "costs": _KEYS,
    "answers": _KEYS,
    "deductions": _KEYS,
    "refunds": _KEYS,
}
MANY: Final = frozenset({"address_more", "personal"})  # fields that several columns may feed
_ENDS: Final = frozenset({"from", "to", "site", "employer", "recruiter", "sub_agent"})
_FILLED_BY_US: Final = frozenset(
    {*(field.name for field in contracts.PROVENANCE), "country_given", "place_precision", "extra"}
)
SIMILAR: Final = 90  # least likeness (0..100) of a misspelt heading
_SHORTEST_SIMILAR: Final = 5  # letters
_End = tuple[str, str, tuple[tuple[str, str], ...]]  # words, end, what they imply
_PARTS: Final = re.compile(r"[/|\n\r()\[\]（）:：;–—]|\s-\s")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field of the contract, what the heading implies about the row, and how it was found.

    `how`: exact | alias | similar. `confidence`: 0..1.
    """

    field: str
    implies: tuple[tuple[str, str], ...] = ()
    how: str = "alias"
    confidence: float = 0.98


def fields_of(kind: str) -> frozenset[str]:
    """The fields a column of that kind may be given to."""
    names = {field.name for field in SCHEMAS[kind]} - _FILLED_BY_US
    if kind in RECRUITMENT_KINDS:
        return frozenset(names | RECRUITMENT_HELPERS[kind])
    if kind == "organisations":
        names.add("product")  # of what it supplies: goes to the link, and stays in extra
    return frozenset(names | (HELPERS if kind in ("sites", "organisations") else frozenset()))


@cache
def heading_book(kind: str) -> dict[str, Meaning]:
    """Folded heading → Meaning, for one kind of list."""
    book: dict[str, Meaning] = {}
    ends: dict[str, list[_End]] = {}
    attributes: dict[str, list[tuple[str, str]]] = {}
    for row in load_codelist("column_names"):
        if kind not in row["kinds"].split():
            continue
        words = split_words(row["headers"])
        if row["field"].startswith("@"):
            attributes.setdefault(row["language"], []).extend((w, row["field"][1:]) for w in words)
        elif row["field"] in _ENDS and kind not in RECRUITMENT_KINDS:
            implied = _implied(row["implies"])
            ends.setdefault(row["language"], []).extend((w, row["field"], implied) for w in words)
        else:
            for word in words:
                book.setdefault(fold(word), Meaning(row["field"], _implied(row["implies"])))
    for language, named in ends.items():
        _combine(book, named, attributes.get(language, []))
    for field in fields_of(kind):
        book[fold(field)] = Meaning(field, how="exact", confidence=1.0)
    return book


def _implied(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((k, v) for k, _, v in (part.partition("=") for part in text.split()) if v)


def _combine(
    book: dict[str, Meaning],
    ends: list[_End],
    attributes: list[tuple[str, str]],
) -> None:
    """Headings made of an end of a link and what is said about it: “agency licence no”."""
    for end_words, end, implied in ends:
        book.setdefault(fold(end_words), Meaning(f"{end}_name", implied))
        for words, attribute in attributes:
            for pattern in ("{end} {what}", "{what} {end}", "{what} of {end}", "{what}{end}"):
                heading = fold(pattern.format(end=end_words, what=words))
                book.setdefault(heading, Meaning(f"{end}_{attribute}", implied))


def meaning_of(heading: str, kind: str) -> Meaning | None:
    """What the heading means in that kind of list; None when it is not recognised.

    Tried in this order: the whole heading, its parts (“ชื่อโรงงาน / Factory name (required)”),
    then a misspelling at least 90 % alike that is unambiguous.
    """
    book = heading_book(kind)
    whole = fold(re.sub(r"\s\(\d+\)$", "", heading))
    if whole in book:
        return book[whole]
    for part in _PARTS.split(heading):
        folded = fold(part)
        if len(folded) > 1 and folded in book:
            found = book[folded]
            return Meaning(found.field, found.implies, "alias", 0.95)
    return _similar(whole, book)


def _similar(folded: str, book: dict[str, Meaning]) -> Meaning | None:
    if len(folded) < _SHORTEST_SIMILAR:
        return None
    near = process.extract(folded, book.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=5)
    fields = {book[word].field for word, _, _ in near if len(word) >= _SHORTEST_SIMILAR}
    if len(fields) != 1:
        return None
    word, score, _ = near[0]
    found = book[word]
    return Meaning(found.field, found.implies, "similar", round(score / 100 * 0.9, 2))
