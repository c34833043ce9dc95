from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from crest.engine.errors import InputError
from crest.engine.intake import (
    ColumnMapping,
    Override,
    load_overrides,
    mappings_to_yaml,
    recognise,
    take_in,
)
from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.loader import load_goldens

from .lists import raw

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.rulebook.models import Golden

pytestmark = pytest.mark.engine
GOLDENS = load_goldens(SHIPPED / "codelists" / "column_names.golden.yaml").cases


@pytest.mark.parametrize("case", GOLDENS, ids=lambda case: case.name)
def test_golden_headers(case: Golden) -> None:
    mapping = recognise(raw(case.given["headers"], sheet=case.given.get("sheet")))
    assert mapping.kind == case.expect["kind"]
    found = {use.header: use.field for use in mapping.columns}
    assert {header: found[header] for header in case.expect["fields"]} == case.expect["fields"]
    assert case.expect.get("implied", {}).items() <= mapping.implied.items()


def test_columns_that_tell_nothing_are_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"do not tell whether.*crest template"):
        recognise(raw(["colour", "temperature"], ["red", "12"]))


def test_a_mapping_can_be_saved_corrected_and_given_back(tmp_path: Path) -> None:
    table = raw(["Werk A", "Staat", "Bemerkung"], ["Blaue Bucht", "Thailand", "gut"])
    path = tmp_path / "columns.yaml"
    path.write_text("kind: sites\ncolumns: {Werk A: name, Bemerkung: product, Fehlt: city}\n")
    mapping = recognise(table, overrides=load_overrides(path))
    assert mapping.unused_overrides == ("Fehlt",)
    result = take_in(table, mapping)
    assert result.records["name"].to_pylist() == ["Blaue Bucht"]
    assert result.records["product"].to_pylist() == ["gut"]
    assert result.problems["code"].to_pylist() == ["intake.mapping.no-such-column"]
    path.write_text(mappings_to_yaml([mapping]), encoding="utf-8")
    again = recognise(table, overrides=load_overrides(path))
    assert [use.field for use in again.columns] == [use.field for use in mapping.columns]
    saved = yaml.safe_load(path.read_text(encoding="utf-8"))["mappings"][0]
    assert ColumnMapping.from_dict(saved).columns == mapping.columns


def test_an_override_can_take_a_column_out() -> None:
    mapping = recognise(
        raw(["name", "country", "lat"], ["A", "TH", "1"]), overrides=Override(columns={"lat": None})
    )
    assert mapping.fields() == {"name", "country"}


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="which sites do not have"):
        recognise(raw(["a"], ["b"]), overrides=Override(kind="sites", columns={"a": "licence"}))


def test_two_columns_of_one_meaning_keep_the_surer_and_the_other_as_extra() -> None:
    mapping = recognise(raw(["Factory", "name", "country"], ["x", "y", "TH"]))
    assert {use.header: use.field for use in mapping.columns}["name"] == "name"
    assert {use.header: use.how for use in mapping.columns}["Factory"] == "extra"


def test_a_sheet_of_notes_is_not_read() -> None:
    assert recognise(raw(["CREST workbook"], ["x"], sheet="Read me")).kind == "notes"
