"""Words of many languages → codes: relations, roles, verification, sectors, yes and no."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.words import fold, split_words

_Meaning = TypeVar("_Meaning")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the contract; `swap` when the words read from the far end to the near one."""

    relation: str
    swap: bool


@cache
def relation_words() -> dict[str, Relation]:
    """Folded words → Relation, for example “supplied by” → supplies, ends swapped."""
    found: dict[str, Relation] = {}
    for row in load_codelist("relations"):
        relation = Relation(row["relation"], row["direction"] == "against")
        for word in (*split_words(row["words"]), row["relation"]):
            if word == row["relation"] and relation.swap:
                continue
            _enter(found, word, relation, "relations")
    return found


@cache
def role_words() -> dict[str, str]:
    """Folded words → role (site, company, buyer, employer, recruiter, …)."""
    return _words("roles", "role")


@cache
def verification_words() -> dict[str, str]:
    """Folded words → verified | declared | unverified."""
    return _words("verification", "verification")


@cache
def sector_words() -> dict[str, str]:
    """Folded words → sector code."""
    return _words("sectors", "code")


@cache
def truth_words() -> dict[str, bool]:
    """Folded words → yes or no."""
    return {word: value == "true" for word, value in _words("truth", "value").items()}


@cache
def sector_titles() -> dict[str, str]:
    """Sector code → English title."""
    return {row["code"]: row["title"] for row in load_codelist("sectors")}


@cache
def currency_words() -> dict[str, str]:
    """Folded words and signs → ISO 4217 code. Signs are kept as written (“฿”)."""
    found: dict[str, str] = {}
    for row in load_codelist("currencies"):
        for word in (row["currency"], *split_words(row["words"])):
            found.setdefault(fold(word) or word, row["currency"])
    return found


@cache
def currency_of_country() -> dict[str, str]:
    """ISO alpha-2 country → ISO 4217 code of its own currency."""
    return {row["country"]: row["currency"] for row in load_codelist("currencies")}


def _words(name: str, column: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in load_codelist(name):
        for word in (row[column], *split_words(row["words"])):
            _enter(found, word, row[column], name)
    return found


def _enter(found: dict[str, _Meaning], word: str, meaning: _Meaning, name: str) -> None:
    """One word, one meaning: a second meaning is a mistake in the list."""
    folded = fold(word)
    if found.setdefault(folded, meaning) != meaning:
        raise RuleFileError(
            f"codelists/{name}.csv: “{word}” means {found[folded]} and {meaning}.",
            todo="Keep the word in one row only.",
        )
