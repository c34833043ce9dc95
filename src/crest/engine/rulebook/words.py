"""Words as people write them, folded so that spelling accidents do not matter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z]{2,}$)")
_NO_ASCII_WORD: Final = re.compile(r"[^a-z0-9]+")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
# Letters, digits and the marks that South-East Asian and Indic vowels are made of stay.
_LETTERS: Final = {"L", "N", "M"}
_TYPED_APART: Final = str.maketrans(
    {"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ø": "o", "Ø": "o", "ß": "ss"}
)


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """The word in lower case without accents, punctuation or doubled spaces.

    “Facility_Name *” → “facility name”, “Ciudad/País” → “ciudad pais”, “supplierName” →
    “supplier name”. Vowel signs and tone marks of Thai, Lao, Khmer and Burmese stay.
    """
    if text.isascii():
        return " ".join(_NO_ASCII_WORD.sub(" ", _CAMEL.sub(" ", text).lower()).split())
    apart = _CAMEL.sub(" ", text.translate(_TYPED_APART))
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", apart).casefold())
    whole = unicodedata.normalize("NFKC", plain)
    kept = [ch if unicodedata.category(ch)[0] in _LETTERS else " " for ch in whole]
    return " ".join("".join(kept).split())


def split_words(cell: str) -> tuple[str, ...]:
    """The words of a code list cell: “a|b” → (“a”, “b”)."""
    return tuple(word.strip() for word in cell.split("|") if word.strip())
