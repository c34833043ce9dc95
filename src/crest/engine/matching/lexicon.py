"""The words matching knows: legal forms, address words and how common name words are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from crest.engine.rulebook.codelists import load_codelist

# Roles of a word inside a name or an address (small integers for the numeric kernels).
PLAIN: Final = 0
LEGAL: Final = 1  # a legal form wherever it stands
LEGAL_AT_EDGE: Final = 2  # a legal form only at the start or end of a name, or beside another
DROPPED: Final = 3  # says nothing (the, and, no.)
GENERIC: Final = 4  # kind of street or area: counts little
LABEL_UNIT: Final = 5  # the number that follows is a unit, factory or plant
LABEL_FLOOR: Final = 6
LABEL_BUILDING: Final = 7
LABEL_PLOT: Final = 8
LABEL_POSTCODE: Final = 9
FORMERLY: Final = 10  # what follows is an earlier or another name
LABEL_BOX: Final = 11  # the number that follows is a post box: not a place

ROLES: Final = {
    "": PLAIN,
    "legal": LEGAL,
    "legal-at-edge": LEGAL_AT_EDGE,
    "drop": DROPPED,
    "generic": GENERIC,
    "unit": LABEL_UNIT,
    "floor": LABEL_FLOOR,
    "building": LABEL_BUILDING,
    "plot": LABEL_PLOT,
    "postcode": LABEL_POSTCODE,
    "formerly": FORMERLY,
    "box": LABEL_BOX,
}


@dataclass(frozen=True)
class Word:
    """One entry of a word list: how it is written, what it stands for, its role, its frequency."""

    written: str
    canonical: str
    role: int
    per_10000: float  # of 10 000 names (or addresses) this many hold the word; 0 unknown
    group: str = ""  # words of one group mean about the same (garments, apparel, clothing)


@cache
def name_words() -> tuple[Word, ...]:
    """Legal forms and other words of names; several words may form one entry."""
    forms = [
        Word(row["form"], row["canonical"], ROLES[row["role"]], 0.0)
        for row in load_codelist("legal_forms")
        if row["form"].isascii()
    ]
    words = [_word(row) for row in load_codelist("name_words")]
    return (*forms, *words)


@cache
def address_words() -> tuple[Word, ...]:
    """Street, area and number words of addresses."""
    return tuple(_word(row) for row in load_codelist("address_words"))


def _word(row: dict[str, str]) -> Word:
    return Word(
        row["word"],
        row["canonical"] or row["word"],
        ROLES[row["role"]],
        float(row["per_10000"] or 0),
        row.get("group", ""),
    )


@cache
def native_words() -> dict[str, tuple[tuple[str, str], ...]]:
    """Words of other scripts and what they stand for ("" for legal forms).

    Keyed by first letter; under each letter (word, meaning) with the longest words first.
    """
    meant = {row["word"]: row["canonical"] for row in load_codelist("native_words")}
    meant |= {row["form"]: "" for row in load_codelist("legal_forms") if not row["form"].isascii()}
    by_letter: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(meant, key=lambda word: (-len(word), word)):
        by_letter.setdefault(word[0], []).append((word, meant[word]))
    return {letter: tuple(words) for letter, words in by_letter.items()}
