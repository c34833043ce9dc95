"""The risk factors say what their goldens say, one by one and in a table."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from crest.engine.errors import RuleFileError
from crest.engine.logic.one import ask
from crest.engine.risk import Indices, inherent
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.codelists import SHIPPED, load_codelist
from crest.engine.rulebook.loader import load_goldens
from crest.engine.rulebook.references import facts_of
from crest.engine.rulebook.risk_rules import RiskBook, load_risk_book
from crest.engine.rulebook.yaml_files import read_rule_file

pytestmark = pytest.mark.engine
ON = date(2025, 1, 15)
FOLDER = SHIPPED / "risk"
CASES = load_goldens(FOLDER / "factors.golden.yaml").cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_factors_answer_as_their_goldens_say(case: Any) -> None:
    book = load_risk_book()
    factors = {factor.id: factor for factor in book.factors}
    table = pa.Table.from_pylist([{"subject": "s", "name": "S"} | case.given])
    row = inherent(table, Indices(), on=ON).to_pylist()[0]
    answers = {line["rule"]: line["answer"] for line in _reasons(row)}
    for name, wanted in case.expect.items():
        if name in factors:
            assert ask(factors[name].when, case.given) == wanted, name
            assert answers.get(name) == wanted, name
        else:
            assert row[name] == wanted, name


def test_every_factor_has_a_golden_with_yes_with_no_and_with_unknown() -> None:
    for factor in load_risk_book().factors:
        assert {case.expect.get(factor.id) for case in CASES} >= {"yes", "no", "unknown"}, factor.id


def test_all_thirteen_factors_stand_in_the_book_and_say_they_are_general_knowledge() -> None:
    book = load_risk_book()
    assert [factor.id for factor in book.factors] == [f"RSK-{n:02d}" for n in range(1, 14)]
    assert {factor.confidence for factor in book.factors} == {"general"}


def test_a_sector_with_a_severity_is_a_sector_of_the_code_list() -> None:
    codes = {row["code"] for row in load_codelist("sectors")}
    book = load_risk_book()
    assert {row.sector for row in book.sectors} <= codes
    listed = next(factor for factor in book.factors if factor.id == "RSK-04").when
    assert {row.sector for row in book.sectors} == set(listed.is_)


def test_a_factor_that_asks_about_a_stranger_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "factors.yaml").read_text("utf-8")
    path = tmp_path / "factors.yaml"
    path.write_text(text.replace("when: {fact: visa_tied}", "when: {fact: weather}"), "utf-8")
    with pytest.raises(RuleFileError, match="RSK-03 asks about weather"):
        read_rule_file(path, RiskBook)


def _reasons(row: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(row["reasons"])
    return found


def test_what_workers_are_asked_for_an_attribute_stands_in_the_fact_book() -> None:
    facts = load_book().facts
    for entry in load_risk_book().attributes:
        for fact in facts_of(entry.read) if entry.read is not None else ():
            assert fact in facts, f"{entry.attribute} reads {fact}"
