from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.cost_items import CostItems, cost_words, load_cost_items
from crest.engine.rulebook.loader import load_goldens
from crest.engine.rulebook.rules import FactBook
from crest.engine.rulebook.words import fold
from crest.engine.rulebook.yaml_files import read_rule_file

if TYPE_CHECKING:
    from pathlib import Path

    from crest.engine.rulebook.models import Golden

pytestmark = pytest.mark.engine
GOLDENS = load_goldens(SHIPPED / "fees" / "items.golden.yaml")


@pytest.mark.parametrize("case", GOLDENS.cases, ids=lambda case: case.name)
def test_an_item_is_what_its_golden_says(case: Golden) -> None:
    item = load_cost_items().by_code[case.given["item"]]
    assert {name: getattr(item, name) for name in case.expect} == case.expect


def test_every_item_has_a_golden() -> None:
    assert {case.given["item"] for case in GOLDENS.cases} == set(load_cost_items().by_code)


def test_the_facts_of_a_cost_know_exactly_the_items_and_groups() -> None:
    facts = {
        entry.fact: entry
        for entry in read_rule_file(SHIPPED / "facts" / "cost.yaml", FactBook).facts
    }
    items = load_cost_items().items
    assert facts["cost_item"].codes == tuple(item.id for item in items)
    assert facts["cost_fee_item"].codes == tuple(i.id for i in items if i.id.startswith("FEE"))
    assert {item.group for item in items} == set(facts["cost_group"].codes)


def test_a_questionnaire_item_has_the_group_of_the_item_it_belongs_to() -> None:
    items = load_cost_items()
    for item in items.items:
        if item.fee_item is not None:
            assert item.group == items.by_code[item.fee_item].group
            assert item.illegitimate == items.by_code[item.fee_item].illegitimate
    assert items.fee_item("RC-03") == "FEE-16"
    assert items.fee_item("RC-99") is None
    assert items.fee_item("RC-77") is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Passport fee", "RC-03"),
        ("ค่านายหน้า", "RC-02"),
        ("phí dịch vụ", "RC-01"),
        ("ကားခ", "RC-13"),
        ("medical_check", "RC-08"),
        ("rc-05", "RC-05"),
        ("เงินประกัน", "FEE-21"),
        ("health insurance", "RC-10"),
    ],
)
def test_lists_name_their_costs_in_many_languages(word: str, code: str) -> None:
    assert cost_words()[fold(word)] == code


def test_every_word_of_a_cost_has_one_item() -> None:
    assert set(cost_words().values()) == set(load_cost_items().by_code)


def test_an_item_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    text = SHIPPED.joinpath("fees", "items.yaml").read_text(encoding="utf-8")
    path = tmp_path / "items.yaml"
    path.write_text(text.replace("fee_item: FEE-31", "fee_item: FEE-77"), encoding="utf-8")
    with pytest.raises(RuleFileError, match="leads to FEE-77, which is not listed"):
        read_rule_file(path, CostItems)
    path.write_text(text.replace("- id: RC-02", "- id: RC-01"), encoding="utf-8")
    with pytest.raises(RuleFileError, match="listed twice: RC-01"):
        read_rule_file(path, CostItems)
