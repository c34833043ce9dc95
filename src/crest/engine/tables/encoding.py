"""Which character encoding a text file is in, also for short lists of Thai or Chinese names."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import charset_normalizer

from crest.engine.tables.surprise import ASCII, CLEAR, FITTING, PLAUSIBLE, SURPRISE

SAMPLE: Final = 100_000  # bytes of lines with non-ASCII bytes that are looked at
PIECE: Final = 16_000_000  # bytes decoded at a time
SHORTEST: Final = 4  # bytes of UTF-16 text with two characters
FEW_NULS: Final = 50
MOSTLY: Final = 4  # valid characters per broken byte of text that is UTF-8 after all
LINE: Final = 4_000  # bytes of one line that are looked at
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_FOREIGN: Final = re.compile(rb"[\x80-\xff]")
FEW: Final = 40  # characters; longer Chinese text is never valid UTF-8 by chance
_RARE: Final = re.compile("[\u0180-\u02ff\u0460-\u052f]")  # phonetic and old letters
# Letters there that languages do use: Vietnamese, Azerbaijani, Romanian, pinyin, Hawaiian.
_LIVING: Final = frozenset("ƠơƯưƏəȘșȚțǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜʻʼˈ")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec name, and whether a person should look at the result.

    `bad_bytes`: bytes that are no valid text in it (they are replaced by U+FFFD). `fits`: the text
    reads very well in it.
    """

    name: str
    sure: bool
    bad_bytes: int = 0
    fits: bool = False


def detect(data: bytes) -> Encoding:
    """Tell the encoding of a text file from all its bytes (invalid ones may come late).

    Order: byte-order mark, UTF-16 without one, UTF-8, then a contest of the legacy encodings
    that supplier lists come in (Windows-874, GB18030, Big5, Windows-1252), judged by how well
    the bytes obey the writing rules of the script; charset-normalizer when none convinces.
    """
    marked = _by_mark(data)
    if marked:
        return marked
    utf16 = _utf16_without_mark(data)
    if utf16:
        return utf16
    bad, good = _utf8_damage(data)
    if bad:
        legacy = _legacy(_foreign_lines(data))
        return (
            legacy
            if good < MOSTLY * bad or legacy.fits
            else Encoding("utf-8", sure=False, bad_bytes=bad)
        )
    chinese = None if data.isascii() else _perhaps_chinese(data)
    return chinese or Encoding("utf-8", sure=True)


def _by_mark(data: bytes) -> Encoding | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            bad = _utf8_damage(data)[0] if name == "utf-8-sig" else 0
            return Encoding(name, sure=bad == 0, bad_bytes=bad)
    return None


def _decoded(head: bytes, encoding: str) -> str | None:
    """The bytes as text, or None when they are not of that encoding."""
    try:
        return head.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> Encoding | None:
    """UTF-16 shows as NUL bytes at every other place: Latin letters, delimiters, line ends."""
    head = data[: SAMPLE - SAMPLE % 2]
    if len(head) < SHORTEST or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    # Thai or Chinese text has NULs only beside commas and line ends: one in fifty is enough
    # when the other half of the bytes has (nearly) none.
    for name, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many * FEW_NULS >= half and few * 20 <= many:
            text = _decoded(head, name)
            if text is not None and not _CONTROL.search(text):
                return Encoding(name, sure=True)
    return None


def _utf8_damage(data: bytes) -> tuple[int, int]:
    """Bytes that are not UTF-8, and valid characters of several bytes, in `data`."""
    if data.isascii():
        return 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), PIECE):  # in pieces: the text is not kept
            decoder.decode(data[at : at + PIECE], final=at + PIECE >= len(data))
    except UnicodeDecodeError:
        sample = _foreign_lines(data)
        text = sample.decode("utf-8", "surrogateescape")
        bad = sum(1 for ch in text if "\udc80" <= ch <= "\udcff")
        good = sum(1 for ch in text if ch > "\x7f") - bad
        return max(bad, 1), good
    return 0, 0


def _perhaps_chinese(data: bytes) -> Encoding | None:
    """GB18030 when valid UTF-8 says nothing but letters that no language mixes so.

    A few Chinese words (联通, 食品) are valid UTF-8 by chance; the text is then all two-byte
    characters of phonetic alphabets. More than a few words never are.
    """
    sample = _foreign_lines(data)
    wide = [ch for ch in sample.decode("utf-8", "replace") if ch > "\x7f"]
    rare = sum(1 for ch in wide if _RARE.match(ch) and ch not in _LIVING)
    if not 0 < len(wide) <= FEW or rare * 2 < len(wide) or max(wide) > "\u07ff":
        return None
    bits = SURPRISE["gb18030"](sample)
    return Encoding("gb18030", sure=False) if bits <= PLAUSIBLE * 2 * len(wide) else None


def _foreign_lines(data: bytes) -> bytes:
    """Up to about SAMPLE bytes: every line with non-ASCII bytes, from the first of them on."""
    lines: list[bytes] = []
    size = at = 0
    while size < SAMPLE and (match := _FOREIGN.search(data, at)):
        reach = match.start() + LINE
        end = data.find(b"\n", match.start(), reach)
        at = end if end >= 0 else reach
        lines.append(data[match.start() : at])
        size += len(lines[-1])
    return b"\n".join(lines)


def _legacy(sample: bytes) -> Encoding:
    """Name the legacy encoding in which the text is least surprising."""
    bits = {name: surprise(sample) for name, surprise in SURPRISE.items()}
    name = min(bits, key=lambda one: bits[one])
    second = min(value for other, value in bits.items() if other != name)
    high = sum(1 for byte in sample if byte > ASCII)
    if bits[name] <= PLAUSIBLE * high:
        fits = bits[name] <= FITTING * high
        return Encoding(name, sure=second - bits[name] >= CLEAR, fits=fits)
    guess = charset_normalizer.from_bytes(sample).best()
    if guess is not None and not guess.encoding.startswith(("utf", "ascii")):
        return Encoding(guess.encoding, sure=False)
    return Encoding("cp1252", sure=False)
