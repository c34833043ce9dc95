"""How surprising bytes are as text of a legacy encoding: a contest by description length.

Each function gives bits for the non-ASCII bytes of a sample: few when they follow the spelling
and the usual characters of the script, many when they break its rules. The tables are rough
frequencies of letters in company names and addresses; only their order of size matters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

ASCII: Final = 0x7F
CLEAR: Final = 8.0  # bits between the best two encodings that leave no doubt
PLAUSIBLE: Final = 9.0  # bits per non-ASCII byte; above it is no text in that encoding
FITTING: Final = 6.0  # bits per non-ASCII byte of text that reads very well
_BROKEN: Final = 10.0  # bits for a broken spelling rule
_ALONE: Final = 8.0  # bits for a one-letter word in a script that has none
_NEVER: Final = 14.0

_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_THAI_TIERS: Final = {
    4.3: "านรอกเง่",
    5.0: "มยวท้ัีลสิตดหบค",
    5.7: "์ปะพแจุ",
    6.5: "ขชใไืูโำ",
    7.5: "ึถผศซธณ็ษภ",
    9.0: "ญฟฐๆฯฎฉฝ",
    12.0: "ฃฅฆฌฏฑฒฤฦฬฮฺๅ๐๑๒๓๔๕๖๗๘๙",
}
_THAI_BITS: Final = {
    ch.encode("cp874")[0]: bits for bits, letters in _THAI_TIERS.items() for ch in letters
} | dict.fromkeys(b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0", 8.0)
_CONSONANT: Final = frozenset(range(0xA1, 0xCF))
_VOWEL_MARK: Final = frozenset([0xD1, *range(0xD4, 0xDB), 0xE7])
_TONE: Final = frozenset(range(0xE8, 0xEC))
_SILENT: Final = frozenset([0xEC, 0xED, 0xEE])
_AFTER: Final = frozenset([0xD0, 0xD2, 0xD3])  # vowels after the consonant
_BEFORE: Final = frozenset(range(0xE0, 0xE5))  # vowels before it

_KNOWN: Final = 8.0  # bits saved by a word that stands in nearly every list
_THAI_WORDS: Final = [
    word.encode("cp874")
    for word in re.findall(
        r"\S+",
        "บริษัท จำกัด โรงงาน ตำบล อำเภอ จังหวัด ถนน หมู่ แขวง เขต ซอย ชื่อ ที่อยู่ ประเทศ ไทย ห้าง",
    )
]

_EVERYDAY: Final = frozenset(
    "的一有限公司厂廠市省区區县縣镇鎮村路街号號楼樓室工业業园園服装裝制製造纺織织紡电電子食品股份"
    "科技集团團中国國广廣东東江苏蘇浙福建上海北京深圳州山南西安大新华華金利达達兴興盛丰豐鞋业塑胶"
    "名称稱地址城家编編人力资資源劳勞务務派遣台湾灣臺高雄宁寧波岛島青远遠洋渔漁鲜鮮水产產进進出口"
    "贸貿易玩具家具木皮革五金印染针針美光明永昌顺順和平天成德宝寶龙龍第一二三四五六七八九十港前线線"
)
_WIDE_MARKS: Final = frozenset("，。、（）：；　·－～“”")


def _thai(sample: bytes) -> float:
    bits = -_KNOWN * sum(sample.count(word) for word in _THAI_WORDS)
    for run in _HIGH_RUN.findall(sample):
        bits += _ALONE if len(run) == 1 else 0.0
        for i, byte in enumerate(run):
            before = run[i - 1] if i else 0
            after = run[i + 1] if i + 1 < len(run) else 0
            bits += _THAI_BITS.get(byte, _NEVER)
            bits += 0.0 if _fits(before, byte, after) else _BROKEN
    return bits


def _fits(before: int, byte: int, after: int) -> bool:
    """Whether Thai spelling lets this sign stand between its neighbours."""
    if byte in _VOWEL_MARK:
        return before in _CONSONANT
    if byte in _TONE:
        return before in _CONSONANT or before in _VOWEL_MARK
    if byte in _SILENT:
        return before in _CONSONANT or before in _VOWEL_MARK
    if byte in _AFTER:
        return before in _CONSONANT or before in _TONE or before == 0xD2  # noqa: PLR2004
    if byte in _BEFORE:
        return after in _CONSONANT
    return True


def _chinese(codec: str, first: int, last: int) -> Callable[[bytes], float]:
    """Bits as Chinese text; lead bytes `first`..`last` are the frequent characters."""

    def bits_of(ch: str) -> float:
        if ch in _EVERYDAY or ch in _WIDE_MARKS:
            return 9.2
        if ch == "\ufffd":
            return 2 * _NEVER
        if not "\u4e00" <= ch <= "\u9fff":
            return 20.0 if ch < "\uff00" or ch > "\uffef" else 12.0
        return 13.0 if first <= ch.encode(codec)[0] <= last else 18.0

    def surprise(sample: bytes) -> float:
        text = sample.decode(codec, "replace")
        return sum(bits_of(ch) for ch in text if ch > "\x7f")

    return surprise


_COMMON_WESTERN: Final = frozenset("éèàäöüåñçáíóúãõøæßâêîôûÉÖÄÅÜÇÑÁÓØ".encode("cp1252"))
_WESTERN_MARKS: Final = frozenset("‘’“”–—…®©™°«»´·\u00a0º".encode("cp1252"))


def _western(sample: bytes) -> float:
    bits = 0.0
    for run in _HIGH_RUN.findall(sample):
        bits += 5.0 * (len(run) - 1)  # accented letters mostly stand alone between plain ones
        for byte in run:
            if byte in _COMMON_WESTERN:
                bits += 5.0
            elif byte in _WESTERN_MARKS:
                bits += 6.5
            elif byte in b"\x81\x8d\x8f\x90\x9d":
                bits += _NEVER
            else:
                bits += 8.0 if byte >= 0xC0 else 10.0  # noqa: PLR2004
    return bits


SURPRISE: Final[dict[str, Callable[[bytes], float]]] = {
    "cp874": _thai,
    "gb18030": _chinese("gb18030", 0xB0, 0xD7),
    "big5hkscs": _chinese("big5hkscs", 0xA4, 0xC6),
    "cp1252": _western,
}
