"""Which character encoding a text file is in, also for short lists of Thai or Chinese names."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import charset_normalizer

SAMPLE: Final = 400_000  # bytes of lines with non-ASCII bytes that are looked at

# Windows-874: consonants, vowels before the consonant, signs above and below it.
_THAI_WORD: Final = re.compile(rb"[\xa1-\xda\xdf-\xfb]+")
_THAI_CONSONANT: Final = frozenset(range(0xA1, 0xCF))
_THAI_BEFORE: Final = frozenset(range(0xE0, 0xE5))
_THAI_MARK: Final = frozenset([0xD1, *range(0xD4, 0xDB), *range(0xE7, 0xEF)])
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
# A two-byte character that may have an ASCII second byte (Big5, GB18030 beyond GB2312).
_COMMON_HANZI: Final = frozenset(
    "的一有限公司厂廠市省区區县縣镇鎮村路街号號楼樓室工业業园園服装裝制製造纺織织电電子食品"
    "科技集团團中国國广廣东東江苏蘇浙福建上海北京深圳州山南西安大新华華金利达達兴興盛丰豐"
    "名称稱地址城国家國家编編人力资資源劳勞务務派遣有台湾灣"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec name, and whether a person should look at the result.

    `bad_bytes`: bytes that are no valid text in it (they are replaced by U+FFFD).
    """

    name: str
    sure: bool
    bad_bytes: int = 0


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
    if bad == 0:
        return Encoding("utf-8", sure=True)
    if good >= 4 * bad:
        return Encoding("utf-8", sure=False, bad_bytes=bad)
    return _legacy(_lines_with_high_bytes(data))


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


def _utf16_without_mark(data: bytes) -> Encoding | None:
    """UTF-16 shows as NUL bytes at every other place: Latin letters, delimiters, line ends."""
    head = data[: SAMPLE - SAMPLE % 2]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    # Thai or Chinese text has NULs only beside commas and line ends: one in fifty is enough
    # when the other half of the bytes has none.
    for name, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many * 50 >= half and few * 20 <= many:
            try:
                head.decode(name)
            except UnicodeDecodeError:
                continue
            return Encoding(name, sure=many * 3 >= half)
    return None


def _utf8_damage(data: bytes) -> tuple[int, int]:
    """Bytes that are not UTF-8, and valid characters of several bytes, in `data`."""
    try:
        codecs.utf_8_decode(data, "strict", True)
    except UnicodeDecodeError:
        sample = _lines_with_high_bytes(data)
        text = sample.decode("utf-8", "surrogateescape")
        bad = sum(1 for ch in text if "\udc80" <= ch <= "\udcff")
        good = sum(1 for ch in text if ch > "\x7f") - bad
        return max(bad, 1), good
    return 0, 0


def _lines_with_high_bytes(data: bytes) -> bytes:
    """Up to SAMPLE bytes of the lines that hold anything but ASCII."""
    lines: list[bytes] = []
    size = 0
    for match in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data):
        lines.append(match.group())
        size += len(lines[-1])
        if size > SAMPLE:
            break
    return b"\n".join(lines)[: SAMPLE * 2]


def _legacy(sample: bytes) -> Encoding:
    scores = {
        "cp874": _thai(sample),
        "gb18030": _hanzi(sample, "gb18030"),
        "big5hkscs": _hanzi(sample, "big5hkscs"),
        "cp1252": _western(sample),
    }
    name, best = max(scores.items(), key=lambda item: item[1])
    second = max(score for other, score in scores.items() if other != name)
    if best >= 0.6:
        return Encoding(name, sure=best - second >= 0.15)
    guess = charset_normalizer.from_bytes(sample).best()
    if guess is not None and not guess.encoding.startswith(("utf", "ascii")):
        return Encoding(guess.encoding, sure=False)
    return Encoding("cp1252", sure=False)


def _thai(sample: bytes) -> float:
    """0..1: share of Thai signs that stand where Thai spelling lets them stand."""
    high = sum(1 for byte in sample if byte >= 0x80)
    inside = placed = signs = 0
    for word in _THAI_WORD.findall(sample):
        inside += len(word)
        for i, byte in enumerate(word):
            if byte in _THAI_MARK:
                signs += 1
                before = word[i - 1] if i else 0
                placed += before in _THAI_CONSONANT or before in _THAI_MARK
            elif byte in _THAI_BEFORE:
                signs += 1
                placed += i + 1 < len(word) and word[i + 1] in _THAI_CONSONANT
    if not high or not inside:
        return 0.0
    words = len(_HIGH_RUN.findall(sample))
    long_words = min(1.0, inside / words / 3)  # Thai is written without spaces
    shape = placed / signs if signs else 0.5
    return (inside / high) * shape * long_words


def _hanzi(sample: bytes, codec: str) -> float:
    """0..1: share of decoded characters that are everyday Chinese characters."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        # The sample may end inside a character; anything else is no text in this encoding.
        if error.start < len(sample) - 4:
            return 0.0
        text = sample[: error.start].decode(codec)
    wide = [ch for ch in text if ch > "\x7f"]
    if not wide:
        return 0.0
    score = sum(_everyday(ch, codec) for ch in wide) / len(wide)
    return min(1.0, score)


def _everyday(ch: str, codec: str) -> float:
    """How likely a list holds this character: names of firms and places 1, other common .9."""
    if ch in _COMMON_HANZI or ch in "，。、（）：；　·":
        return 1.2
    if not "\u4e00" <= ch <= "\u9fff":
        return 0.3 if "\uff00" <= ch <= "\uffef" else 0.0
    lead = ch.encode(codec)[0]
    # The frequent characters have the first code points: GB2312 level 1, Big5 level 1.
    frequent = 0xB0 <= lead <= 0xD7 if codec == "gb18030" else 0xA4 <= lead <= 0xC6
    return 0.9 if frequent else 0.25


def _western(sample: bytes) -> float:
    """0..1: accented letters stand alone between ASCII letters, and are letters at all."""
    runs = _HIGH_RUN.findall(sample)
    if not runs:
        return 0.0
    letters = sum(
        1 for run in runs for b in run if b >= 0xC0 or b in b"\x8a\x8e\x9a\x9e\x92\x96\xb0\xba\xaa"
    )
    total = sum(map(len, runs))
    alone = sum(1 for run in runs if len(run) == 1)
    undefined = sum(sample.count(b) for b in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
    return 0.0 if undefined else (alone / len(runs)) * (0.4 + 0.6 * letters / total)
