"""Text that is what it looks like: no invisible, bidirectional or control characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from crest.engine.values.distinct import encode, spread

_INVISIBLE: Final = {
    "zero-width": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f",
    "bidirectional": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "control": "".join(
        chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r\x85"
    ),
}
_KIND_OF: Final = {ch: kind for kind, chars in _INVISIBLE.items() for ch in chars}
_NEEDS_WORK: Final = (
    r"[\x{0000}-\x{001F}\x{007F}-\x{00A0}\x{00AD}\x{034F}\x{061C}\x{1680}\x{180E}"
    r"\x{2000}-\x{200F}\x{2028}-\x{202F}\x{205F}-\x{2069}\x{3000}\x{FEFF}]|^\s|\s$|\s\s"
)
# Joiners between two letters of these scripts change the word (Persian, Hindi, Khmer, Burmese).
_JOINERS: Final = "\u200c\u200d"
_JOINING: Final = re.compile(r"[\u0600-\u0dff\u1000-\u109f\u1780-\u17ff]")

_MISSING: Final = frozenset(
    [
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "#n/a",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "?",
        "??",
        "null",
        "none",
        "nil",
        "unknown",
        "unkown",
        "tbd",
        "tbc",
        "tba",
        "not available",
        "not applicable",
        "not known",
        "not provided",
        "no data",
        "nan",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "ไม่มี",
        "ไม่ทราบ",
        "ไม่ระบุ",
        "无",
        "無",
        "暂无",
        "không",
        "không có",
        "không rõ",
        "ninguno",
        "no aplica",
        "desconocido",
        "okänd",
        "saknas",
        "ei tiedossa",
        "tuntematon",
        "inconnu",
        "unbekannt",
    ]
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text`: NFC, trimmed, single spaces; "" when nothing is left. `removed`: what was taken out.

    `removed` names kinds, sorted: "bidirectional", "control", "zero-width".
    """

    text: str
    removed: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """Remove characters nobody can see, turn every kind of space into one space, compose (NFC).

    Joiners stay between letters of scripts in which they change the word. Source: Unicode
    Standard Annex 9 (bidirectional controls) and Annex 15 (NFC).
    """
    removed: set[str] = set()
    kept: list[str] = []
    for i, ch in enumerate(text):
        kind = _KIND_OF.get(ch)
        if kind is None or (ch in _JOINERS and _joins(text, i)):
            kept.append(ch)
        else:
            removed.add(kind)
    composed = unicodedata.normalize("NFC", " ".join("".join(kept).split()))
    return Cleaned(composed, tuple(sorted(removed)))


def _joins(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(_JOINING.match(before) and _JOINING.match(after))


def clean_column(column: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """`clean` for a string column: (texts, removed), both string arrays of the same length.

    Empty results are null. `removed` joins the kinds with ", " and is null where nothing was
    removed. Cost grows with the number of distinct cells that need work.
    """
    texts, positions = encode(column)
    distinct = pa.array(texts, pa.string())
    composed = pc.utf8_normalize(distinct, form="NFC")
    work = pc.fill_null(pc.match_substring_regex(distinct, _NEEDS_WORK), fill_value=False)
    values: list[object] = [text or None for text in composed.to_pylist()]
    removed: list[object] = [None] * len(texts)
    for at in pc.indices_nonzero(work).to_pylist():
        done = clean(texts[at] or "")
        values[at] = done.text or None
        removed[at] = ", ".join(done.removed) or None
    return spread(values, positions, pa.string()), spread(removed, positions, pa.string())


def is_missing(text: str) -> bool:
    """Whether the text only says that nothing is known ("n/a", "-", "ไม่ทราบ", "#N/A").

    Do not ask for country codes: NA is Namibia.
    """
    return text.strip().casefold() in _MISSING or not text.strip()


_ZERO_TO_NINE: Final = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x80, 0x20000)
    if chr(code).isdecimal()
}


def western_digits(text: str) -> str:
    """Digits of any script (Thai ๓, Burmese ၃, Khmer ៣, Lao ໓, Arabic ٣, Devanagari ३) as 0-9."""
    return text if text.isascii() else text.translate(_ZERO_TO_NINE)
