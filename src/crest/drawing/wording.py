"""Interface words in English and Thai: one catalogue file per language in `words/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from crest.drawing.markup import element, escaped
from crest.engine.errors import CrestError

LANGUAGES: Final = ("en", "th")
_FOLDER: Final = Path(__file__).parent / "words"


class WordError(CrestError):
    """A word is missing from a catalogue, or a language has no catalogue."""

    code = "drawing.words"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `language` is its BCP 47 tag."""

    language: str
    entries: dict[str, str]

    def say(self, key: str, **values: object) -> str:
        """The sentence behind `key` with its gaps filled.

        Whole numbers get thousands separators; with `n` = 1 the key `key.one` is used if present.
        Raises WordError for an unknown key.
        """
        if values.get("n") == 1 and f"{key}.one" in self.entries:
            key = f"{key}.one"
        if key not in self.entries:
            raise WordError(f"The word “{key}” is missing in words/{self.language}.yaml.")
        filled = {
            name: f"{value:,}" if isinstance(value, int) else value
            for name, value in values.items()
        }
        return self.entries[key].format(**filled)

    def known(self, key: str, otherwise: str) -> str:
        """The word behind `key`, or `otherwise` for codes that nobody translated."""
        return self.entries.get(key, otherwise)


@cache
def load_words(language: str) -> Words:
    """The catalogue of `language`. Raises WordError when there is none."""
    path = _FOLDER / f"{language}.yaml"
    if language not in LANGUAGES or not path.is_file():
        raise WordError(
            f"There are no words for the language “{language}”.",
            todo=f"Choose one of: {', '.join(LANGUAGES)}.",
        )
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Words(language, {str(key): str(value) for key, value in entries.items()})


@dataclass(frozen=True, slots=True)
class Voices:
    """Several languages at once: a page carries all, its style sheet shows the chosen one."""

    voices: tuple[Words, ...]

    @classmethod
    def of(cls, languages: tuple[str, ...]) -> Voices:
        """The catalogues of `languages`, in that order."""
        return cls(tuple(load_words(language) for language in languages))

    @property
    def first(self) -> Words:
        """The language for places that can hold only one, such as the title of a file."""
        return self.voices[0]

    def html(self, key: str, **values: object) -> str:
        """One escaped `<span lang>` per language; the text bare when there is only one."""
        if len(self.voices) == 1:
            return escaped(self.first.say(key, **values))
        return "".join(
            element("span", escaped(words.say(key, **values)), lang=words.language, class_="v")
            for words in self.voices
        )

    def spans(self, texts: dict[str, str]) -> str:
        """The same text in every language (tag → text) as spans; bare when all are equal."""
        if len(set(texts.values())) == 1:
            return escaped(next(iter(texts.values())))
        return "".join(
            element("span", escaped(texts[words.language]), lang=words.language, class_="v")
            for words in self.voices
        )

    def plain(self, key: str, **values: object) -> str:
        """All languages in one line of text, for titles and labels that cannot be switched."""
        said = dict.fromkeys(words.say(key, **values) for words in self.voices)
        return " / ".join(said)

    def code_html(self, prefix: str, code: str | None) -> str:
        """A code of the rulebook (role, relation …) in words; the code itself when unknown."""
        if not code:
            return self.html("unknown")
        if f"{prefix}.{code}" in self.first.entries:
            return self.html(f"{prefix}.{code}")
        return escaped(code.replace("_", " "))
