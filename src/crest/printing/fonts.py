"""The letters a PDF can show: the fonts that `frontend/fonts.py` built, and what stands in.

Only those fonts are used, never the machine's own, so that a report looks the same everywhere.
A letter that none of them holds (of a script CREST does not carry) is written in Latin letters:
an empty box would tell nobody who is meant.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from anyascii import anyascii

from crest.drawing.assets import FOLDER
from crest.drawing.markup import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Without built fonts: what the typesetter's own face holds (Latin, marks of punctuation).
_OWN_FACE: Final = ("Libertinus Serif",)
_OWN_LETTERS: Final = ((0x20, 0x7E), (0xA0, 0x17F), (0x2013, 0x2014), (0x2018, 0x201E))
_STAND_INS: Final = str.maketrans({"→": "›", "←": "‹", "⟶": "›", "\u2011": "-", "\u202f": "\u00a0"})
_LONG_WORD: Final = re.compile(r"[!-~\u00a1-\u024f]{23,}")
_PIECE: Final = 12  # letters after which a very long word may be broken
_BREAK: Final = "\u200b"


@dataclass(frozen=True, slots=True)
class TypeCase:
    """The fonts at hand: `families` in the order a letter is looked for, `folder` they lie in.

    `folder` is None when they were not built. `missing` finds letters that no font holds.
    """

    families: tuple[str, ...]
    folder: Path | None
    missing: re.Pattern[str]

    @classmethod
    def of(
        cls, families: Sequence[str], folder: Path | None, ranges: Sequence[Sequence[int]]
    ) -> TypeCase:
        """A case that holds the letters from the first to the last of each of `ranges`."""
        held = "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)
        return cls(tuple(families), folder, re.compile(f"[^{held}]"))


@cache
def type_case(folder: Path = FOLDER / "pdf-fonts") -> TypeCase:
    """The built fonts, or the typesetter's own Latin face when they are missing."""
    listed = folder / "fonts.json"
    if not listed.is_file():
        return TypeCase.of(_OWN_FACE, None, _OWN_LETTERS)
    about = json.loads(listed.read_text(encoding="utf-8"))
    return TypeCase.of(about["families"], folder, about["letters"])


@dataclass(slots=True)
class Compositor:
    """Makes texts fit to be set; `replaced` collects those with letters that no font holds."""

    case: TypeCase
    replaced: set[str] = field(default_factory=set)

    def text(self, text: str) -> str:
        """`text` on one line, in letters of the fonts, with breaks offered in very long words."""
        plain = shown(text).translate(_STAND_INS)
        missing = self.case.missing
        if missing.search(plain):
            self.replaced.add(plain)
            plain = missing.sub("?", missing.sub(lambda found: anyascii(found[0]), plain))
        return _LONG_WORD.sub(_with_breaks, plain)

    def tree(self, value: object) -> object:
        """The same for every string inside lists and mappings; keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.tree(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(inner) for inner in value]
        return value


def _with_breaks(found: re.Match[str]) -> str:
    word = found[0]
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
