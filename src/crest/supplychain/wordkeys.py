"""The keys under which a record is found: words in plain Latin letters, and short runs of letters
of scripts that write without spaces. Also the slips a hurried finger makes of a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

from crest.engine.matching.fold import fold_text

MOST_KEYS: Final = 60  # of one record
LONGEST: Final = 40  # letters of a key
SHORTEST_SLIP: Final = 4  # shorter words are taken as they are typed
TWO_SLIPS: Final = 8  # letters of a word in which two slips are forgiven
_HEAD: Final = 7  # letters of a long word whose slips are kept
_LATIN: Final = re.compile(r"[a-z0-9]+")
# Thai, Lao, Burmese (with its two extensions), Khmer; Han with kana.
_SPACELESS: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]+"
    "|[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_HAN: Final = "\u3005"
# Forms of firms and small words: nearly every name has one, so they tell nothing.
EMPTY: Final = frozenset({
    "co", "ltd", "limited", "company", "inc", "llc", "pvt", "private", "plc", "pt", "cv", "corp",
    "corporation", "gmbh", "sdn", "bhd", "jsc", "pte", "and", "the", "of", "for", "de", "la", "y",
    "et", "a", "s",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: its key, or the several keys of a run of a spaceless script."""

    keys: tuple[str, ...]
    native: bool = False


def runs(text: str) -> list[str]:
    """Runs of spaceless scripts without their marks above and below: those slip most."""
    if text.isascii():
        return []
    plain = unicodedata.normalize("NFKC", text)
    found = (
        "".join(c for c in run if unicodedata.category(c)[0] != "M")
        for run in _SPACELESS.findall(plain)
    )
    return [run for run in found if run]


def grams(run: str) -> list[str]:
    """Every three letters in a row (two of Han); the run itself where it is shorter."""
    wide = 2 if run[0] >= _HAN and run[0] < "\ua000" else 3
    return [run[at : at + wide] for at in range(len(run) - wide + 1)] or [run]


@lru_cache(maxsize=65_536)
def latin(text: str) -> tuple[str, ...]:
    """Words in plain small Latin letters, other scripts romanised; forms of firms left out."""
    found = _LATIN.findall(fold_text(text).lower().replace("'", ""))
    return tuple(word[:LONGEST] for word in found if word not in EMPTY)


def keys_of(fields: Iterable[Iterable[str]]) -> dict[str, int]:
    """Key → how well it stands for the record (0 best): by the field, then by its brevity.

    `fields` in order of weight: names, other names, places, the rest.
    """
    found: dict[str, int] = {}
    for weight, texts in enumerate(fields):
        for text in texts:
            words = latin(text)
            rank = weight * 32 + min(31, len(words))
            for key in words:
                found.setdefault(key, rank)
            for run in runs(text):
                for key in grams(run):
                    found.setdefault(key, rank)
    return dict(list(found.items())[:MOST_KEYS])


def terms_of(text: str, most: int = 8) -> list[Term]:
    """The terms of a question. A question of empty words alone is asked with these."""
    text = text[:200]
    native = [Term(tuple(dict.fromkeys(grams(run))), native=True) for run in runs(text)]
    plain = _SPACELESS.sub(" ", unicodedata.normalize("NFKC", text)) if native else text
    words = list(latin(plain))
    if not words and not native:
        words = _LATIN.findall(fold_text(text).lower())
    return [*native, *(Term((word,)) for word in dict.fromkeys(words))][:most]


def slips_allowed(word: str) -> int:
    """How many slips are forgiven in a word."""
    if len(word) < SHORTEST_SLIP or not word.isalpha() or not word.isascii():
        return 0
    return 2 if len(word) >= TWO_SLIPS else 1


def slips_of(word: str) -> set[int]:
    """Numbers of the word with letters left out. Two words with a slip in common are near.

    A word and its misspelling meet where each loses the letters the other lacks.
    """
    allowed = slips_allowed(word)
    return {
        crc32(left.encode()) for left in _shortened(word[:_HEAD] if allowed > 1 else word, allowed)
    }


def asked_slips(word: str) -> set[int]:
    """The slips to look for: as of the word, and as of one a letter longer or shorter, whose
    allowance differs."""
    if not slips_allowed(word):
        return set()
    found = slips_of(word)
    if len(word) in {TWO_SLIPS - 1, TWO_SLIPS}:
        found |= {crc32(w.encode()) for w in _shortened(word, 1)}
        found |= {crc32(w.encode()) for w in _shortened(word[:_HEAD], 2)}
    return found


def _shortened(word: str, times: int) -> Iterator[str]:
    yield word
    seen = {word}
    level = {word}
    for _ in range(times):
        level = {w[:i] + w[i + 1 :] for w in level for i in range(len(w))} - seen
        seen |= level
        yield from level
