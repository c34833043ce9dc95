"""Sentences of the engine in the language of the page.

The engine writes English, into tables and files. Here a sentence is read back into its code and
values by the catalogue in `words/engine/`, and said again in another language. What the catalogue
does not know stays as it is, so that nothing is ever lost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from crest.drawing.wording import Voices, WordError, Words
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.risk_rules import load_risk_book

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDER: Final = Path(__file__).parent / "words" / "engine"
_GAP: Final = re.compile(r"\{([a-z_]+)\}")
_COUNT: Final = r"(?:[-+−]?\d[\d,.]*|[Aa] few|Some)"
_SHARE: Final = r"-?[\d.,]+ ?%?"
_NEXT: Final = re.compile(r"(?<=[.;!?])[ \n]+(?=\S)")
_INSIDE: Final = re.compile(r"[.!?] [A-Z\d]|; ")  # a mark between two sentences
_ENDS: Final = (".", ";")
_MOST: Final = 12  # pieces of a text that are looked at together
_UNKNOWN: Final = 100
_SWALLOWED: Final = 10  # a gap that holds the end of a sentence
_LIST: Final = "_list"  # gaps of this ending hold several words or names


class Template(NamedTuple):
    """One sentence of the catalogue: code, pattern of the English one, its letters, the Thai."""

    code: str
    pattern: re.Pattern[str]
    letters: int
    thai: str


class Read(NamedTuple):
    """A sentence read back: its code and what stands in its gaps."""

    code: str
    values: dict[str, str]


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Code → English and Thai, of all files. Raises WordError for a code that stands twice."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        for key, (english, thai) in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            code = f"term.{key}" if path.stem == "terms" else str(key)
            if code in found:
                raise WordError(f"The sentence “{code}” stands twice in words/engine.")
            found[code] = (str(english), str(thai))
    return found


@cache
def _templates() -> tuple[Template, ...]:
    """All sentences, the one with most letters first."""
    found = [
        Template(code, _pattern(english), len(_GAP.sub("", english)), thai)
        for code, (english, thai) in catalogue().items()
        if english != thai or _GAP.search(english)
    ]
    return tuple(sorted(found, key=lambda one: (-one.letters, one.code)))


@cache
def _whole() -> dict[str, Read]:
    """Sentences without a gap."""
    return {english: Read(code, {}) for code, (english, _) in catalogue().items()}


@cache
def _rulebook() -> dict[str, str]:
    """English words of the rulebook that reach the report without their code → Thai."""
    book, risk = load_book(), load_risk_book()
    words = {one.title: one.thai for one in book.rule_sets.values()}
    for row in risk.attributes:
        words[row.says] = words[row.attribute.replace("_", " ")] = row.thai
    for factor in risk.factors:
        words[factor.says] = factor.thai
        words[factor.raises] = factor.raises_thai
        words[factor.unknown] = factor.unknown_thai
    return {english: thai for english, thai in words.items() if thai}


def _pattern(english: str) -> re.Pattern[str]:
    parts = _GAP.split(english)
    for at in range(1, len(parts), 2):
        name = parts[at]
        inner = ".+?"
        if name == "n" or name.startswith("n_"):
            inner = _COUNT
        elif name.startswith("pct"):
            inner = _SHARE
        parts[at] = f"(?P<{name}>{inner})"
    parts[::2] = [re.escape(text) for text in parts[::2]]
    return re.compile("".join(parts), re.DOTALL)


@lru_cache(maxsize=20_000)
def read_sentence(text: str) -> Read | None:
    """The code and values of one sentence of the engine; None when it is none of them."""
    if text in _whole():
        return _whole()[text]
    for one in _templates():
        found = one.pattern.fullmatch(text)
        if found:
            return Read(one.code, found.groupdict())
    return None


@lru_cache(maxsize=20_000)
def in_thai(text: str) -> str:
    """Sentences of the engine in Thai; those that the catalogue does not know as they are."""
    return " ".join(_thai_of(part) or part for part in parts_of(text))


@lru_cache(maxsize=20_000)
def parts_of(text: str) -> tuple[str, ...]:
    """The sentences of a text, or its parts between semicolons, cut so that most are known."""
    pieces = _NEXT.split(text)[:_MOST]
    rest = _NEXT.split(text)[_MOST:]
    # From the end: the cheapest way to cut the pieces from here on.
    best: list[tuple[int, tuple[str, ...]]] = [(0, tuple(rest))]
    for at in range(len(pieces) - 1, -1, -1):
        ways = [
            (cost + best[len(pieces) - stop][0], (whole, *best[len(pieces) - stop][1]))
            for stop in range(at + 1, len(pieces) + 1)
            for whole in (" ".join(pieces[at:stop]),)
            for cost in (_cost(whole, stop - at),)
        ]
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def _cost(text: str, pieces: int) -> int:
    """How unlikely it is that the text is one sentence: nothing known costs most."""
    read = _read_loosely(text)
    if read is None:
        return _UNKNOWN * pieces
    inside = sum(len(_INSIDE.findall(value)) for value in read.values.values())
    return 1 + _SWALLOWED * inside


def _read_loosely(text: str) -> Read | None:
    """As `read_sentence`, also with the mark that ends a part of a longer sentence."""
    for candidate in (text, text[:-1] if text.endswith(_ENDS) else text):
        if candidate in _rulebook():
            return Read("rulebook", {"": candidate})
        read = read_sentence(candidate)
        if read is not None:
            return read
    return None


def _thai_of(text: str) -> str | None:
    read = _read_loosely(text)
    if read is None:
        return None
    return _rendered(read) + (";" if text.endswith(";") else "")


def _rendered(read: Read) -> str:
    if read.code == "rulebook":
        return _rulebook()[read.values[""]]
    values = {name: _value(name, text) for name, text in read.values.items()}
    return catalogue()[read.code][1].format(**values)


def _value(name: str, text: str) -> str:
    """What stands in a gap: words of the catalogue in Thai, names and numbers as they are."""
    if name.endswith(_LIST):
        return _listed(text)
    if not text.endswith("."):
        read = read_sentence(text)
        known = read is not None and read.code.startswith(("term.", "match."))
        return _rendered(read) if read is not None and known else text
    return in_thai(text)


def _listed(text: str) -> str:
    """Several numbers by their words, or names with their people and how many more there are."""
    same = text.split(" and the same ")
    if len(same) > 1:
        return " ".join(_value("", one) for one in same)
    text = re.sub(r"\(([\d,]+) people\)", r"(\1 คน)", text)
    return re.sub(r" and ([\d,]+) more$", r" และอีก \1", text)


def engine_said(text: str, words: Words) -> str:
    """A sentence of the engine in one language."""
    return in_thai(text) if words.language == "th" and text else text


def engine_html(voices: Voices, text: str) -> str:
    """A sentence of the engine as markup, once per language of the page."""
    if not text:
        return ""
    return voices.spans({words.language: engine_said(text, words) for words in voices.voices})


def evidence_html(voices: Voices, text: str) -> str:
    """Where a link stands, file by file: names of files as they are, words in each language."""
    parts = [part.partition(":") for part in text.split("; ")]
    return voices.spans(
        {
            words.language: "; ".join(
                engine_said(name, words) + mark + row for name, mark, row in parts
            )
            for words in voices.voices
        }
    )


def said_list(voices: Voices, names: Sequence[str]) -> str:
    """Short words of the rulebook one after the other, as markup."""
    return ", ".join(engine_html(voices, name) for name in names)
