"""How the PDF says things in its one language, and the blocks its pages are made of.

A block is a mapping with the key `block`; `typst/report.typ` has a setter of the same name for
each. Texts in blocks are plain strings: they never hold markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import yaml

from crest.drawing.assessment_data import is_hidden
from crest.drawing.assessment_words import group_said, kind_said, money, said_day, share_text
from crest.drawing.engine_words import engine_said
from crest.drawing.wording import Voices, Words, load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

Block = dict[str, Any]
Cell = str | dict[str, Any]
_S = TypeVar("_S", str, list[str])
_LONG_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]{12,}")
_PIECE: Final = 6
FEW: Final = "…"  # in a cell; the template explains it under the table
_WORDS: Final = Path(__file__).parent / "typst"


@cache
def pdf_words(language: str) -> Words:
    """The words of all drawings and, beginning with `pdf.`, those of the PDF alone.

    Raises WordError for a language without a catalogue.
    """
    common = load_words(language).entries
    own = yaml.safe_load((_WORDS / f"words.{language}.yaml").read_text(encoding="utf-8"))
    return Words(language, {**common, **{f"pdf.{key}": str(text) for key, text in own.items()}})


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes words, numbers, money and days in one language; money in `currency`."""

    words: Words
    currency: str

    @property
    def voices(self) -> Voices:
        """The same language for the charts, which can speak several."""
        return Voices((self.words,))

    def say(self, key: str, **values: object) -> str:
        """The sentence behind `key`: the PDF's own, or else the one all drawings share."""
        own = f"pdf.{key}"
        return self.words.say(own if own in self.words.entries else key, **values)

    def pick(self, says: str | None, thai: str | None) -> str:
        """Words of the rulebook or the engine in this language; English where none has Thai."""
        own = thai if thai and thai != says else None
        return own or self.told(says) if self.words.language == "th" else (says or "")

    def told(self, sentence: str | None) -> str:
        """A sentence of the engine in this language."""
        return engine_said(sentence or "", self.words)

    def each(self, sentences: Iterable[str]) -> list[str]:
        """Sentences of the engine, one by one."""
        return [self.told(sentence) for sentence in sentences]

    def code(self, prefix: str, code: str | None) -> str:
        """A code in words; itself, readable, when nobody gave it any."""
        if not code:
            return self.words.say("unknown")
        common = self.words.known(f"{prefix}.{code}", code.replace("_", " "))
        return self.words.known(f"pdf.{prefix}.{code}", common)

    def money(self, minor: int | None, currency: str | None = None) -> str:
        """Minor units as "USD 12,400"; "not stated" for None."""
        if minor is None:
            return self.words.say("unknown")
        return money(minor, currency or self.currency)

    def count(self, number: int | None) -> str:
        """A whole number with thousands marks; "not stated" for None."""
        return self.words.say("unknown") if number is None else f"{number:,}"

    def share(self, share: float | None) -> str:
        """0..1 as per cent; "not stated" for None."""
        return self.words.say("unknown") if share is None else share_text(share)

    def decimal(self, value: float | None) -> str:
        """A number with one decimal; "not stated" for None."""
        return self.words.say("unknown") if value is None else f"{value:,.1f}"

    def day(self, day: date | None) -> str:
        """A day in words; "not stated" for None."""
        if day is None:
            return self.words.say("unknown")
        return said_day(day, self.voices)[self.words.language]

    def group(self, row: Mapping[str, Any]) -> str:
        """The name of a group of workers."""
        return group_said(row, self.voices)[self.words.language]

    def kind(self, kind: str) -> str:
        """What a group is: recruiter, site and so on."""
        return kind_said(kind, self.voices)[self.words.language]

    def unverified(self, row: Mapping[str, Any]) -> tuple[Cell, ...]:
        """The mark of a row that rests on general knowledge; nothing for a verified one."""
        general = row.get("confidence") == "general"
        return (toned(self.say("confidence.general"), "caution"),) if general else ()

    def cell(self, row: Mapping[str, Any], name: str, write: Any) -> Cell:
        """A value of a table's row by `write`; what must not be told is said to be so."""
        value = row.get(name)
        if is_hidden(row) or (value is None and row.get("not_shown") == "some"):
            return {"text": FEW, "style": "few"}
        return soft(self.words.say("unknown")) if value is None else str(write(value))

    def columns(self, texts: Mapping[str, float], numbers: Mapping[str, float]) -> list[Column]:
        """Columns by the key of their head and their width; those of numbers stand to the right."""
        left = [Column(self.say(key), width) for key, width in texts.items()]
        return left + [Column(self.say(key), width, right=True) for key, width in numbers.items()]

    def first_of(self, shown: int, whole: int) -> str:
        """What stands under a table that shows only its first rows; "" when it shows all."""
        return self.say("first_rows", n=shown, whole=whole) if whole > shown else ""

    def else_empty(self, blocks: list[Block], key: str) -> list[Block]:
        """The blocks, or when there are none the sentence that says so."""
        return blocks or [say("empty", self.say(key))]


class Column(NamedTuple):
    """One column of a table. `width`: its part of the free room, 0 = as wide as its content."""

    text: str
    width: float = 0.0
    right: bool = False


def head(text: str) -> Column:
    """A narrow column under a name: long words may be broken with a hyphen."""
    return Column(_LONG_WORD.sub(lambda found: "\u00ad".join(beside(found[0], _PIECE)), text), 1)


def beside(names: _S, most: int) -> list[_S]:
    """`names` in as few parts of at most `most` as possible, of much the same size."""
    parts = -(-len(names) // most)
    size = -(-len(names) // parts) if parts else 0
    return [names[at : at + size] for at in range(0, len(names), size or 1)]


def soft(text: str) -> Cell:
    """A cell in grey."""
    return {"text": text, "style": "soft"}


def strong(text: str, *more: Cell) -> Cell:
    """A cell in bold, with further lines in grey."""
    return {"text": text, "style": "strong", "more": [line for line in more if line]}


def plain(text: str, *more: Cell) -> Cell:
    """A cell with further lines in grey."""
    return {"text": text, "style": "plain", "more": [line for line in more if line]}


def toned(text: str, tone: str) -> Cell:
    """A cell in bold and in the colour of its meaning; the words say the same."""
    return {"text": text, "style": tone}


def heading(text: str, level: int = 1) -> Block:
    """A heading, which is also a bookmark."""
    return {"block": "heading", "level": level, "text": text}


def say(kind: str, text: str) -> Block:
    """One paragraph: text, lead, note, empty or warn."""
    return {"block": kind, "text": text}


def listing(items: Iterable[Cell]) -> list[Block]:
    """A list, or nothing when there are no items."""
    found = [item for item in items if item]
    return [{"block": "list", "items": found}] if found else []


def table(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], note: str = ""
) -> list[Block]:
    """A table whose head is repeated on each page, or nothing when it has no rows."""
    if not rows:
        return []
    heads = [column._asdict() for column in columns]
    kept = [list(row) for row in rows]
    return [{"block": "table", "caption": caption, "columns": heads, "rows": kept, "note": note}]
