from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import SHIPPED, load_codelist
from crest.engine.rulebook.countries import country_book
from crest.engine.rulebook.loader import (
    digest_of,
    load_from,
    load_goldens,
    load_rulebook,
    rulebook_files,
)
from crest.engine.rulebook.models import Source
from crest.engine.rulebook.schemas import SCHEMAS, schema_text
from crest.engine.rulebook.wordlists import (
    currency_words,
    relation_words,
    role_words,
    sector_words,
    truth_words,
    verification_words,
)
from crest.engine.rulebook.words import fold
from crest.engine.rulebook.yaml_files import read_rule_file, read_yaml
from crest.engine.tables.contracts import RELATIONS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine
OURS = sorted(SHIPPED.joinpath("codelists").glob("*.csv"))


def test_norway_is_no_boolean_and_a_day_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text("country: NO\nanswer: yes\nday: 2020-01-01\nsure: true\ncount: 3\n")
    content, lines = read_yaml(path)
    assert content == {
        "country": "NO",
        "answer": "yes",
        "day": "2020-01-01",
        "sure": True,
        "count": 3,
    }
    assert lines["day",] == 3


def test_a_wrong_rule_is_named_by_file_line_and_id(tmp_path: Path) -> None:
    path = tmp_path / "some-law.yaml"
    path.write_text(
        "id: some-law\ntitle: A law\npublisher: P\ndate: 2020-13-01\nurl: https://x.example\n"
        "licence: open\nconfidence: verified\n"
    )
    with pytest.raises(RuleFileError, match=r"some-law\.yaml:4 some-law date: "):
        read_rule_file(path, Source)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text("id: a\ntitle: b\nid: c\n")
    with pytest.raises(RuleFileError, match=r"twice\.yaml:3 .*stands here twice"):
        read_yaml(path)


def test_a_file_that_is_no_yaml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("a: [1, 2\nb: 3\n")
    with pytest.raises(RuleFileError, match=r"broken\.yaml:2 "):
        read_yaml(path)


def test_a_source_that_is_cited_must_have_a_file(tmp_path: Path) -> None:
    kinds = SHIPPED.joinpath("intake", "kinds.yaml").read_text(encoding="utf-8")
    (tmp_path / "intake").mkdir()
    (tmp_path / "intake" / "kinds.yaml").write_text(
        kinds.replace("osh-contributor-template", "nowhere"), encoding="utf-8"
    )
    with pytest.raises(RuleFileError, match="“nowhere” is not in sources/"):
        load_from((tmp_path, SHIPPED))


def test_the_digest_changes_with_any_rule_and_only_then(tmp_path: Path) -> None:
    files = rulebook_files((SHIPPED,))
    assert load_rulebook().digest == digest_of(files)
    (tmp_path / "intake").mkdir()
    kinds = SHIPPED.joinpath("intake", "kinds.yaml").read_text(encoding="utf-8")
    (tmp_path / "intake" / "kinds.yaml").write_text(kinds, encoding="utf-8")
    assert load_from((tmp_path, SHIPPED)).digest == digest_of(files)
    (tmp_path / "intake" / "kinds.yaml").write_text(kinds + "# more\n", encoding="utf-8")
    assert load_from((tmp_path, SHIPPED)).digest != digest_of(files)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_fresh(name: str) -> None:
    written = SHIPPED.joinpath("schema", f"{name}.json").read_text(encoding="utf-8")
    assert written == schema_text(SCHEMAS[name]), "run: python -m crest.engine.rulebook.schemas"
    assert json.loads(written)["$schema"]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_code_list_names_its_source(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# source:")
    assert load_codelist(path.stem)


def test_every_word_has_one_meaning() -> None:
    assert {r.relation for r in relation_words().values()} == set(RELATIONS)
    assert "recruiter" in role_words().values()
    assert set(verification_words().values()) == {"verified", "declared", "unverified"}
    assert currency_words()["baht"] == "THB"
    assert truth_words()["no"] is False
    assert sector_words()["seafood"] == "seafood"


@pytest.mark.parametrize("name", ["countries", "sectors"])
def test_goldens_of_words(name: str) -> None:
    goldens = load_goldens(SHIPPED / "codelists" / f"{name}.golden.yaml")
    for case in goldens.cases:
        texts = case.given["texts"]
        if name == "countries":
            found = [country_book().find(text) for text in texts]
        else:
            found = [sector_words().get(fold(text)) for text in texts]
        assert dict(zip(texts, found, strict=True)) == dict(
            zip(texts, case.expect["codes"], strict=True)
        ), case.name
