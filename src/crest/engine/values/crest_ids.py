"""Permanent ids a person can read out, type and check: `S-4K7Q-9QWX-…`.

An id is one type letter (S site, O organisation), eight body symbols and one check symbol, written
in groups. The 31 symbols leave out I, L, O, U and Z, which hands and eyes confuse with 1, 1, 0, V
and 2. 31 is prime, and each of the ten places carries another weight from 1 to 10; so the weighted
sum modulo 31 changes with every single wrong symbol and with every swap of two different symbols,
neighbours or not, the type letter and the check symbol included. (ISO 7064 MOD 37,36 misses 72 of
the 45,360 cases of running state and swapped neighbours: docs/adr/0016-check-symbol.md.)

The body has 31^8 = 852,891,037,441 values. It derives from the record an entity was first known by,
so the same input gives the same ids on every machine; a taken id is probed past, never reused.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NewType

from crest.engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Container

CrestId = NewType("CrestId", str)

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
KINDS: Final = {"site": "S", "organisation": "O"}
BODY_SYMBOLS: Final = 8
BODY_VALUES: Final = len(ALPHABET) ** BODY_SYMBOLS

_PRIME: Final = len(ALPHABET)
_VALUE: Final = {symbol: value for value, symbol in enumerate(ALPHABET)}
# A type letter counts as the same symbol elsewhere does; O, which is no symbol, counts as 0.
_TYPE_VALUE: Final = {"S": _VALUE["S"], "O": 0}
_KIND_OF: Final = {letter: kind for kind, letter in KINDS.items()}
_CHECK_WEIGHT: Final = BODY_SYMBOLS + 2
_CHECK_WEIGHT_INVERSE: Final = pow(_CHECK_WEIGHT, -1, _PRIME)
_LENGTH: Final = BODY_SYMBOLS + 2
_LOOKALIKE: Final = {"I": "1", "L": "1", "O": "0", "U": "V", "Z": "2"}
_HYPHENS: Final = "-‐‑‒–—−_."  # what word processors make of a hyphen


class CrestIdError(InputError):
    """A text is no CREST id: wrong length, a symbol that is never used, or a failed check."""

    code = "values.crest_id"


def _weighted_sum(letter: str, body: str) -> int:
    total = _TYPE_VALUE[letter]
    for weight, symbol in enumerate(body, start=2):
        total += weight * _VALUE[symbol]
    return total


def check_symbol(letter: str, body: str) -> str:
    """Give the symbol that brings the weighted sum of type letter, body and check to 0 modulo 31.

    `letter` is S or O, `body` eight symbols of ALPHABET; anything else raises KeyError.
    """
    return ALPHABET[-_weighted_sum(letter, body) * _CHECK_WEIGHT_INVERSE % _PRIME]


def write_id(kind: str, number: int) -> CrestId:
    """Write the id of that kind (`site`, `organisation`) whose body is `number` (0 ≤ n < 31^8).

    Raises CrestIdError for another kind or a number outside the range.
    """
    if kind not in KINDS:
        raise CrestIdError(f"“{kind}” has no ids of its own.", todo=f"Use one of {list(KINDS)}.")
    if not 0 <= number < BODY_VALUES:
        raise CrestIdError(f"The number {number} does not fit into {BODY_SYMBOLS} symbols.")
    symbols = []
    rest = number
    for _ in range(BODY_SYMBOLS):
        rest, digit = divmod(rest, _PRIME)
        symbols.append(ALPHABET[digit])
    body = "".join(reversed(symbols))
    letter = KINDS[kind]
    return CrestId(f"{letter}-{body[:4]}-{body[4:]}-{check_symbol(letter, body)}")


def read_id(text: str) -> CrestId:
    """Read an id into its written form; spaces, hyphens of any kind and lower case do not matter.

    Raises CrestIdError, which says what is wrong: length, type letter, a symbol that is never used
    (with the likely one), or a check symbol that does not fit.
    """
    symbols = "".join(
        symbol for symbol in text.upper() if not symbol.isspace() and symbol not in _HYPHENS
    )
    if len(symbols) != _LENGTH:
        raise CrestIdError(
            f"“{text}” has {len(symbols)} symbols; a CREST id has {_LENGTH}.",
            todo="Copy the whole id, for example from sites.csv.",
        )
    letter, body, check = symbols[0], symbols[1:-1], symbols[-1]
    if letter not in _KIND_OF:
        raise CrestIdError(
            f"“{text}” starts with {letter}; a CREST id starts with S (site) or O (organisation).",
            todo="Check the first letter.",
        )
    for symbol in body + check:
        if symbol not in _VALUE:
            likely = _LOOKALIKE.get(symbol)
            raise CrestIdError(
                f"“{text}” holds {symbol}, which no CREST id uses.",
                todo=f"Is it {likely}?" if likely else "Compare it with the list it came from.",
            )
    if check_symbol(letter, body) != check:
        raise CrestIdError(
            f"“{text}” is mistyped: its check symbol does not fit.",
            todo="Look for a wrong symbol or two symbols swapped.",
        )
    return CrestId(f"{letter}-{body[:4]}-{body[4:]}-{check}")


def is_crest_id(text: str) -> bool:
    """Whether `text` reads as a CREST id whose check symbol fits."""
    try:
        read_id(text)
    except CrestIdError:
        return False
    return True


def kind_of(crest_id: CrestId) -> str:
    """`site` or `organisation`, from the type letter. Expects an id as read_id returns it."""
    return _KIND_OF[crest_id[0]]


def derive_id(kind: str, seed: str, taken: Container[str] = frozenset()) -> CrestId:
    """Derive the id that follows from `seed` alone, or the next probe when that one is `taken`.

    Same kind, seed and `taken` give the same id on every machine (SHA-256 of kind, seed and probe).
    With a million ids in one registry about one id in two registries needs a second probe.
    """
    probe = 0
    while True:
        digest = hashlib.sha256(f"crest-id\x1f{kind}\x1f{seed}\x1f{probe}".encode()).digest()
        candidate = write_id(kind, int.from_bytes(digest[:16], "big") % BODY_VALUES)
        if candidate not in taken:
            return candidate
        probe += 1
