"""The catalogue of actions and the kinds of findings as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crest.engine.errors import RuleFileError
from crest.engine.rulebook.action_rules import load_catalogue, read_catalogue
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.finding_rules import load_finding_rules, read_finding_rules
from crest.engine.rulebook.loader import load_goldens
from crest.engine.rulebook.models import Golden

pytestmark = pytest.mark.engine
FOLDER = SHIPPED / "actions"
GOLDENS = load_goldens(FOLDER / "actions.golden.yaml")


@pytest.mark.parametrize("golden", GOLDENS.cases, ids=lambda golden: golden.name)
def test_an_action_is_due_as_its_golden_says(golden: Golden) -> None:
    action = load_catalogue().action(golden.given["action"])
    due = action.due(date.fromisoformat(golden.given["found_on"]), golden.given["severity"])
    got = {"who": action.who, "due": due.isoformat(), "first": list(action.first)}
    assert got == golden.expect


def test_every_action_has_a_golden_a_source_and_words_in_two_languages() -> None:
    judged = {golden.given["action"] for golden in GOLDENS.cases}
    for action in load_catalogue().actions:
        assert action.id in judged
        for words in (action.what, action.confirm, action.care):
            assert words.says
            assert words.thai
        for cite in action.cites:
            assert (SHIPPED / "sources" / f"{cite.source}.yaml").is_file(), cite.source


def test_what_comes_first_is_never_due_later() -> None:
    catalogue, on = load_catalogue(), date(2026, 6, 30)
    for action in catalogue.actions:
        for code in action.first:
            for severity in action.within_days:
                assert catalogue.action(code).due(on, severity) <= action.due(on, severity)


def test_the_actions_and_rules_that_others_name_exist() -> None:
    catalogue, kinds = load_catalogue(), load_finding_rules()
    book = load_book()
    rules = {rule.id: rule for one in book.rule_sets.values() for rule in one.rules}
    for rule in rules.values():
        assert rule.action is None or catalogue.action(rule.action)
    for kind in kinds.kinds:
        assert set(kind.rules) <= set(rules), kind.id
        assert all(catalogue.action(code) for code in kind.actions)
        for cite in kind.cites:
            assert (SHIPPED / "sources" / f"{cite.source}.yaml").is_file(), cite.source


def test_no_kind_of_finding_says_more_than_indicated_about_a_person() -> None:
    kinds = load_finding_rules()
    text = (FOLDER / "findings.yaml").read_text("utf-8").lower()
    assert "vic" + "tim" not in text
    assert all(kind.confidence == "general" for kind in kinds.kinds)
    with pytest.raises(RuleFileError, match="no sentence nonsense"):
        kinds.say("nonsense")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("within_days: {3: 7, 4: 3, 5: 1}", "within_days: {3: 7, 4: 9, 5: 1}", "graver finding"),
        ("first: [ACT-FEE-STOP]", "first: [ACT-NOTHING]", "ACT-NOTHING is not in the catalogue"),
        ("id: ACT-DEDUCT", "id: ACT-HOURS", "there twice: ACT-HOURS"),
    ],
)
def test_a_wrong_action_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    text = (FOLDER / "actions.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / "actions.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleFileError, match=rf"^actions\.yaml:\d+ .*{complaint}"):
        read_catalogue(path)


def test_a_kind_that_reads_sums_must_name_its_sum(tmp_path: Path) -> None:
    text = (FOLDER / "findings.yaml").read_text("utf-8")
    path = tmp_path / "findings.yaml"
    path.write_text(text.replace("    sum: severe\n", "", 1), "utf-8")
    with pytest.raises(RuleFileError, match=r"findings\.yaml:\d+ FND-FEE-SEVERE"):
        read_finding_rules(path)


def test_an_action_nobody_wrote_is_refused() -> None:
    with pytest.raises(RuleFileError, match="no action ACT-NOTHING"):
        load_catalogue().action("ACT-NOTHING")
