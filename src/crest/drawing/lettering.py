"""How wide text is, and where it may be cut, without asking a font.

Widths are cautious estimates for the Noto Sans family in em (1 em = the font size): a text that
fits by this measure fits on screen. Marks that sit above or below a letter take no width; Thai,
Lao, Khmer and Burmese are cut between syllable clusters, never inside one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

ELLIPSIS: Final = "…"
_ZERO: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_SLIM: Final = frozenset("iljI.,:;'|!()[]{}·`’‘ ftr-")
_WIDE: Final = frozenset("mwMWQO@%&—…")
_STACKERS: Final = frozenset("\u1039\u17d2")  # the next consonant is written below this one
_LEADING_VOWELS: Final = frozenset("เแโใไເແໂໃໄ")
_SYLLABLE_ENDS: Final = frozenset("ะำ์ๆຳະ\u1038")
_LOOK_BACK: Final = 7  # clusters
_TRAILING_VOWELS: Final = frozenset("ำะาຳະາ")
_LATIN_END: Final = 0x024F
_PICTURES: Final = 0x1F000
_IDEOGRAPHS: Final = range(0x2E80, 0xFFF0)
_THAI_AND_LAO: Final = range(0x0E00, 0x0F00)
_BURMESE: Final = range(0x1000, 0x10A0)
_KHMER: Final = range(0x1780, 0x1800)
# (first, last, em): scripts of the lists CREST is made for; anything else counts as one em.
_SCRIPTS: Final = (
    (0x0E00, 0x0E7F, 0.57),
    (0x0E80, 0x0EFF, 0.66),
    (0x1000, 0x109F, 0.98),
    (0x1780, 0x17FF, 0.69),
    (0x0370, 0x058F, 0.68),
    (0x0590, 0x08FF, 0.68),
    (0x0900, 0x0DFF, 0.85),
    (0x1E00, 0x1EFF, 0.62),
    (0x1100, 0x11FF, 1.0),
    (0x2E80, 0xFFEF, 1.0),
)


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    category = unicodedata.category(letter)
    if letter in _ZERO or category in {"Mn", "Me", "Cf"}:
        return 0.0
    if letter in _SLIM:
        return 0.40 if letter in "ftr()[]{}-" else 0.31
    if letter in _WIDE:
        return 0.95
    code = ord(letter)
    for first, last, em in _SCRIPTS:
        if first <= code <= last:
            return em * (0.6 if category == "Mc" else 1.0)
    if code <= _LATIN_END:
        return 0.70 if letter.isupper() else 0.60
    return 1.0 if code < _PICTURES else 1.35


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width of one line in the unit of `size` (px)."""
    total = 0.0
    stacked = False
    for letter in text:
        em = _letter(letter)
        if stacked:
            em *= 0.35  # hangs below its neighbour but may push a little to the right
        elif bold and ord(letter) <= _LATIN_END:
            em *= 1.07  # in the other scripts bold letters are as wide as regular ones
        total += em
        stacked = letter in _STACKERS
    return total * size


def graphemes(text: str) -> list[str]:
    """`text` in pieces that must never be cut: a letter with its marks and stacked letters."""
    pieces: list[str] = []
    for letter in text:
        joins = bool(pieces) and (
            unicodedata.category(letter) in {"Mn", "Mc", "Me"}
            or letter in "\u200d\ufe0e\ufe0f"
            or letter in _TRAILING_VOWELS
            or pieces[-1][-1] in _STACKERS
            or pieces[-1][-1] == "\u200d"
            or pieces[-1] in _LEADING_VOWELS
        )
        if joins:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """`text` if it fits into `room`, else its beginning and an ellipsis that together fit."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = ""
    for piece in graphemes(text):
        if width(kept + piece + ELLIPSIS, size, bold=bold) > room:
            break
        kept += piece
    return kept.rstrip(" ,;·-–(") + ELLIPSIS


def _words(text: str) -> list[str]:
    """Pieces after which a line may end: words with their space, or single Chinese characters."""
    words: list[str] = [""]
    for piece in graphemes(text):
        ideograph = ord(piece[0]) in _IDEOGRAPHS
        if ideograph and words[-1]:
            words.append("")
        words[-1] += piece
        if piece in {" ", "\u200b", "/", "-"} or ideograph:
            words.append("")
    return [word for word in words if word]


def _syllables_back(pieces: list[str], index: int) -> int:
    """How many pieces before `index` a word without spaces is better cut: where a syllable ends.

    Known by a vowel that only begins (เ แ โ) or only ends (ะ ำ း) a syllable; 0 when none is near.
    """
    for back in range(min(_LOOK_BACK, index - 1)):
        here = index - back
        if pieces[here][0] in _LEADING_VOWELS or pieces[here - 1][-1] in _SYLLABLE_ENDS:
            return back
    return 0


def lines(text: str, room: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """`text` broken into at most `most` lines that each fit into `room`; the last may be cut.

    A line ends after a word where there are words, else between two clusters.
    """
    done: list[str] = []
    line = ""
    for word in _words(text):
        if width((line + word).rstrip(), size, bold=bold) <= room:
            line += word
            continue
        if line:
            done.append(line)
        line = ""
        pieces = graphemes(word)
        for index, piece in enumerate(pieces):
            if line and width(line + piece, size, bold=bold) > room:
                back = _syllables_back(pieces, index)
                kept = line if back == 0 else line[: -len("".join(pieces[index - back : index]))]
                done.append(kept or line)
                line = line[len(kept) :] if kept else ""
            line += piece
    done.append(line)
    if len(done) > most:
        rest = "".join(done[most - 1 :])
        done = [*done[: most - 1], rest]
    return [shortened(part.strip(), room, size, bold=bold) for part in done if part.strip()] or [""]


def line_height(text: str) -> float:
    """Line height in em that keeps the marks of the script from touching the next line."""
    codes = {ord(letter) for letter in text}
    if any(code in _BURMESE or code in _KHMER for code in codes):
        return 1.8
    return 1.6 if any(code in _THAI_AND_LAO for code in codes) else 1.3
