"""Nationalities: “Burmese”, “Lao”, “ชาวกัมพูชา” → the country."""

from __future__ import annotations

from functools import cache

from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.countries import country_book
from crest.engine.rulebook.words import fold, split_words


@cache
def nationality_words() -> dict[str, str]:
    """Folded word for the people of a country → ISO alpha-2."""
    return {
        fold(word): row["country"]
        for row in load_codelist("nationalities")
        for word in split_words(row["words"])
    }


def country_or_people(text: str) -> str | None:
    """The country a name, a code or a nationality stands for, None when unknown."""
    return country_book().find(text) or nationality_words().get(fold(text))
