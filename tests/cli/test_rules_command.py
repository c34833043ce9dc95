"""crest rules: a lawyer reads a rule, checks it, and asks why it answers as it does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crest.cli import exits
from crest.cli import rules as command
from crest.cli.app import app
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.codelists import SHIPPED

pytestmark = pytest.mark.cli
FACTS = "papers_keeper: employer\nactual_hours: 72\nlocked_in: unknown\n"


def crest(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["rules", *[str(word) for word in words]])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        assert exits.code_for(result.exception) == code, result.exception
        return exits.sentence_for(result.exception)
    assert result.exit_code == code, result.output
    return result.output


def as_data(*words: object, code: int = 0) -> Any:
    return json.loads(crest(*words, "--json", code=code))


@pytest.fixture
def worker(tmp_path: Path) -> Path:
    path = tmp_path / "worker.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def test_the_list_groups_the_files_and_counts_what_is_unverified() -> None:
    said = crest("list")
    assert "Signs of forced labour and trafficking" in said
    assert "Standards on recruitment costs" in said
    assert "unverified" in said
    (one,) = [row for row in as_data("list") if row["id"] == "ilo-11"]
    assert one["rows"] == 11
    assert one["valid_from"] == "2012-10-01"
    assert one["valid_to"] is None


def test_the_facts_are_listed_with_their_codes() -> None:
    assert "papers_keeper" in crest("list", "--facts")
    (keeper,) = [row for row in as_data("list", "--facts") if row["fact"] == "papers_keeper"]
    assert "employer" in keeper["codes"]


def test_a_rule_is_shown_in_words_with_source_and_examples() -> None:
    said = crest("show", "ind-07")
    assert said.startswith("IND-07: ")
    assert "Answered with yes when" in said
    assert "is employer, recruiter" in said
    assert "Unverified: general knowledge" in said
    assert "International Labour Organization" in said
    assert "]: unknown" in said


def test_an_example_names_only_the_facts_the_rule_asks() -> None:
    asked = {"papers_held_without_access", "papers_keeper"}
    examples = as_data("show", "IND-07")["examples"]
    assert any("papers_keeper" in line for line in examples)
    for line in examples:
        given = line.rpartition(" [")[2].rpartition("]: ")[0]
        assert {part.split()[0] for part in given.split(", ") if part} <= asked, line


def test_a_figure_is_shown_with_its_days() -> None:
    assert "from 2025-01-01: 337" in crest("show", "TH.MINIMUM-WAGE")


def test_a_set_and_a_fact_and_an_item_can_be_shown() -> None:
    assert "IND-07: " in crest("show", "ilo-11")
    assert "IND-07: " in crest("show", "papers_keeper")
    assert "kind: code" in crest("show", "papers_keeper")
    assert crest("show", "FEE-01").startswith("FEE-01: ")


def test_an_unknown_code_is_not_found_and_its_neighbours_are_named() -> None:
    said = crest("show", "IND-77", code=exits.NOT_FOUND)
    assert "no “IND-77”" in said
    assert "IND-07" in said
    assert "crest rules list" in crest("explain", "§§§", code=exits.NOT_FOUND)


def test_an_answer_is_explained_from_a_file_and_from_the_command_line(worker: Path) -> None:
    said = crest("explain", "IND-07", "--facts", worker)
    assert "IND-07: yes" in said
    assert "because papers_keeper = employer, for a yes" in said
    said = crest("explain", "IND-07", "--facts", worker, "--set", "papers_keeper=unknown")
    assert "IND-07: unknown" in said
    assert "missing papers_keeper" in said


def test_a_whole_set_is_explained_as_data(worker: Path) -> None:
    found = as_data("explain", "ilo-11", "--facts", worker, "--on", "2026-06-30")
    assert found["on"] == "2026-06-30"
    assert found["rulebook"] == load_book().digest
    assert len(found["answers"]) == 11
    (papers,) = [answer for answer in found["answers"] if answer["rule"] == "IND-07"]
    assert papers["answer"] == "yes"
    assert papers["confidence"] == "general"
    assert papers["because"][0]["value"] == "employer"
    assert papers["cites"]


def test_a_regime_gives_its_verdict() -> None:
    facts = ["--set", "cost_payer=worker", "--set", "cost_group=fee", "--set", "cost_item=RC-01"]
    assert as_data("explain", "ilo-2019", *facts)["verdict"] == "violation"
    assert "Verdict: unknown" in crest("explain", "ilo-2019")


def test_a_rule_past_its_review_says_so() -> None:
    found = as_data("explain", "IND-07", "--on", "2040-01-01")
    assert "should have been reviewed" in found["warnings"][0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--set", "papers_keeper"], "is no fact"),
        (["--set", "mood=good"], "There is no fact “mood”"),
        (["--set", "papers_keeper=nobody"], "does not go with papers_keeper"),
        (["--set", "actual_hours=many"], "does not go with actual_hours"),
        (["--on", "yesterday"], "is no day"),
        (["--on", "1900-01-01"], "is not in force"),
        (["--facts", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_what_cannot_be_used_is_said_plainly(words: list[str], sentence: str) -> None:
    assert sentence in crest("explain", "IND-07", *words, code=exits.INPUT)


def test_a_file_without_facts_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("- one\n", encoding="utf-8")
    assert "holds no facts" in crest("explain", "IND-07", "--facts", path, code=exits.INPUT)
    path.write_text("one: [", encoding="utf-8")
    assert "facts.yaml:" in crest("explain", "IND-07", "--facts", path, code=exits.INPUT)


def test_a_rulebook_with_a_fault_ends_with_the_code_of_the_rulebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SHIPPED / "indicators", tmp_path / "indicators")
    path = tmp_path / "indicators" / "ilo-11.yaml"
    text = path.read_text("utf-8").replace("fact: used_status", "fact: mood", 1)
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("CREST_RULEBOOK", str(tmp_path))
    monkeypatch.setattr(command, "golden_faults", tuple)
    found = as_data("check", code=exits.RULEBOOK)
    told = [one for one in found["complaints"] if "no fact “mood”" in one["sentence"]]
    assert [one["rule"] for one in told] == ["IND-01"]
    assert told[0]["file"] == "indicators/ilo-11.yaml"


def test_a_rulebook_in_order_says_how_much_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "check_rules", tuple)
    monkeypatch.setattr(command, "golden_faults", tuple)
    assert "examples: in order." in crest("check")
    assert as_data("check")["complaints"] == []
