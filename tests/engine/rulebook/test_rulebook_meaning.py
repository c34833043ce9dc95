"""The shipped rulebook means what it says, and every planted fault is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from crest.engine.errors import RuleFileError
from crest.engine.logic.goldens import figure_faults, golden_faults, rule_set_faults
from crest.engine.rulebook.book import Book, book_from, load_book
from crest.engine.rulebook.checking import check_rules
from crest.engine.rulebook.codelists import rulebook_folders
from crest.engine.rulebook.expiry import stale
from crest.engine.rulebook.rules import FactBook, Figures, RuleSet
from crest.engine.rulebook.schemas import schema_text
from crest.engine.rulebook.shelf import Shelf, read_shelf
from crest.engine.tables.engines import DuckEngine

pytestmark = pytest.mark.engine

Change = Callable[[dict[str, Any]], None]
DATED = {"cites": [{"source": "some-law"}], "confidence": "general", "review_by": "2030-01-01"}
SOURCE = {
    "id": "some-law", "title": "A law", "publisher": "A state", "date": "2019-01-01",
    "url": "https://law.example", "licence": "cited", "confidence": "general",
}  # fmt: skip


def rule(code: str, when: Any, **more: Any) -> dict[str, Any]:
    row = {"id": code, "says": f"Says {code}", "thai": f"ว่า {code}", "when": when}
    return {**row, **DATED, "valid_from": "2020-01-01", **more}


def small_book() -> dict[str, Any]:
    """A rulebook of four files in which everything is in order."""
    facts = [
        {"fact": "keeper", "kind": "code", "codes": ["worker", "employer"]},
        {"fact": "asked", "kind": "flag"},
        {"fact": "hours", "kind": "number", "unit": "hours a week"},
        {"fact": "promised", "kind": "number"},
        {"fact": "arrived", "kind": "date"},
        {"fact": "cost_payer", "kind": "code", "given": "cost"},
    ]
    for entry in facts:
        entry.setdefault("given", "journey")
        entry |= {"says": f"What is {entry['fact']}", "thai": f"อะไรคือ {entry['fact']}"}
    rules = [
        rule("SET-01", {"all": [{"fact": "keeper", "is": ["employer"]}, {"fact": "asked"}]}),
        rule("SET-02", {"any": [{"rule": "SET-01"}, {"fact": "hours", "above": 60}]}),
    ]
    head = {"title": "Some", "thai": "บาง"}
    figure = {
        "id": "TH.CAP", "kind": "cap", "says": "A cap", "thai": "เพดาน", "unit": "THB", **DATED,
        "applies": {"destination": ["TH"]},
        "values": [{"from": "2020-01-01", "value": 100}, {"from": "2022-01-01", "value": None}],
    }  # fmt: skip
    cases = [
        {"name": "kept", "given": {"keeper": "employer", "asked": True},
         "expect": {"SET-01": "yes", "SET-02": "yes"}},
        {"name": "free", "given": {"keeper": "worker", "hours": 40},
         "expect": {"SET-01": "no", "SET-02": "no"}},
        {"name": "silent", "given": {}, "expect": {"SET-01": "unknown", "SET-02": "unknown"}},
    ]  # fmt: skip
    figure_cases = [
        {"name": "in force", "given": {"on": "2021-01-01"}, "expect": {"TH.CAP": 100}},
        {"name": "ended", "given": {"on": "2022-01-01"}, "expect": {"TH.CAP": None}},
        {"name": "elsewhere", "given": {"on": "2021-01-01", "destination": "MY"},
         "expect": {"TH.CAP": None}},
    ]  # fmt: skip
    return {
        "sources/some-law.yaml": SOURCE,
        "facts/journey.yaml": {"id": "facts", "title": "Facts", "facts": facts},
        "indicators/some-set.yaml": {
            "id": "some-set", "kind": "indicators", "about": "journey", **head, "rules": rules
        },
        "indicators/some-set.golden.yaml": {"judges": "some-set", "cases": cases},
        "corridors/th.yaml": {"id": "th", **head, "figures": [figure]},
        "corridors/th.golden.yaml": {"judges": "th", "cases": figure_cases},
    }  # fmt: skip


def written(folder: Path, files: dict[str, Any]) -> tuple[Path, ...]:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        (folder / name).write_text(text, encoding="utf-8")
    return (folder,)


def rules_of(files: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = files["indicators/some-set.yaml"]["rules"]
    return found


def cases_of(files: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = files["indicators/some-set.golden.yaml"]["cases"]
    return found


def when(test: Any) -> Change:
    return lambda files: rules_of(files)[0].update(when=test)


def first_rule(**more: Any) -> Change:
    return lambda files: rules_of(files)[0].update(more)


def set_to(**more: Any) -> Change:
    return lambda files: files["indicators/some-set.yaml"].update(more)


def figure(**more: Any) -> Change:
    return lambda files: files["corridors/th.yaml"]["figures"][0].update(more)


def fact(position: int, **more: Any) -> Change:
    return lambda files: files["facts/journey.yaml"]["facts"][position].update(more)


def again(**more: Any) -> Change:
    return lambda files: rules_of(files).append({**rules_of(files)[0], **more})


def drop(name: str) -> Change:
    return lambda files: files.pop(name) and None


def another_set(files: dict[str, Any]) -> None:
    files["indicators/other.yaml"] = {**files["indicators/some-set.yaml"], "id": "other"}
    golden = files["indicators/some-set.golden.yaml"]
    files["indicators/other.golden.yaml"] = {**golden, "judges": "other"}


def derived_and_asked(files: dict[str, Any]) -> None:
    fact(1, given="derived")(files)
    again(id="ASKED", says="x", thai="x")(files)


FAULTS: dict[str, tuple[Change, str, str]] = {
    "a citation of nothing": (first_rule(cites=[{"source": "x"}]), "SET-01", "“x” is not in"),
    "no citation": (first_rule(cites=[]), "some-set", "at least 1 item"),
    "verified without a text read": (first_rule(confidence="verified"), "SET-01", "was read"),
    "a verified value of a text not read": (
        figure(values=[{"from": "2020-01-01", "value": 1, "confidence": "verified"}]),
        "TH.CAP", "was read",
    ),
    "days that overlap": (again(says="Other", thai="อื่น"), "SET-01", "another row of the same"),
    "a code in two sets": (another_set, "SET-01", "stands in indicators/other.yaml too"),
    "a column taken": (again(id="SET.02", says="x", thai="x"), "SET.02", "column set_02"),
    "a code that is a fact": (again(id="HOURS", says="x", thai="x"), "HOURS", "the fact hours"),
    "an answer that its own set asks as a fact": (derived_and_asked, "ASKED", "which its set asks"),
    "an unknown fact": (when({"fact": "mood"}), "SET-01", "no fact “mood”"),
    "another unknown fact": (
        when({"fact": "hours", "above": {"fact": "mood"}}), "SET-01", "no fact “mood”"
    ),
    "a fact of a cost": (
        when({"fact": "cost_payer", "is": ["worker"]}), "SET-01", "a fact of a cost"
    ),
    "a code that does not exist": (
        when({"fact": "keeper", "is": ["broker"]}), "SET-01", "has no code broker"
    ),
    "a number asked of a flag": (when({"fact": "asked", "above": 3}), "SET-01", "is a flag"),
    "yes asked of a number": (when({"fact": "hours"}), "SET-01", "is a number"),
    "a day asked of a number": (
        when({"fact": "hours", "above": "2020-01-01"}), "SET-01", "tested as a date"
    ),
    "a day beside a number": (
        when({"fact": "hours", "above": {"fact": "arrived"}}), "SET-01", "tested as a date"
    ),
    "a multiple of a day": (
        when({"fact": "arrived", "above": {"fact": "arrived", "times": 2}}), "SET-01", "multiple"
    ),
    "a count that cannot be reached": (
        when({"not": {"count": [{"fact": "asked"}], "at_least": 2}}), "SET-01", "never be yes"
    ),
    "a reference to nowhere": (when({"rule": "SET-09"}), "some-set", "which is not there"),
    "a circle": (when({"rule": "SET-02"}), "some-set", "in a circle"),
    "a verdict outside a regime": (first_rule(verdict="severe"), "SET-01", "a regime"),
    "a regime without verdict": (set_to(kind="regime"), "some-set", "gives a verdict"),
    "a country that is none": (set_to(country="XX"), "some-set", "no country code"),
    "an action without catalogue": (first_rule(action="ACT-1"), "SET-01", "not in the catalogue"),
    "a label with two meanings": (
        again(id="SET-03", when={"fact": "asked"}), "SET-03", "stands for something else"
    ),
    "a fact's label twice": (fact(1, says="What is keeper"), "asked", "stands for something else"),
    "a unit that is none": (figure(unit="florins"), "TH.CAP", "is no unit"),
    "a figure for no country": (figure(applies={"origin": ["XX"]}), "TH.CAP", "no country code"),
    "values that do not ascend": (
        figure(values=[{"from": "2022-01-01", "value": 1}, {"from": "2020-01-01", "value": 2}]),
        "th", "must ascend",
    ),
    "no golden file": (drop("indicators/some-set.golden.yaml"), "SET-01", "No golden stands"),
    "a rule no golden shows": (again(id="SET-03", says="x", thai="x"), "SET-03", "No golden shows"),
    "no unknown expected": (lambda files: cases_of(files).pop() and None, "some-set", "unknown"),
    "a golden of another set": (
        lambda files: files["indicators/some-set.golden.yaml"].update(judges="x"), "x", "another"
    ),
    "a golden that gives no fact": (
        lambda files: cases_of(files)[0]["given"].update(mood=True), "kept", "no fact “mood”"
    ),
    "a golden with a value of another kind": (
        lambda files: cases_of(files)[0]["given"].update(hours="long"), "kept", "does not go with"
    ),
    "a golden that expects no rule": (
        lambda files: cases_of(files)[0]["expect"].update({"SET-9": "yes"}), "kept", "no rule SET-9"
    ),
    "a golden that expects no answer": (
        lambda files: cases_of(files)[0]["expect"].update({"SET-01": "maybe"}), "kept", "no answer"
    ),
    "a golden of a figure without day": (
        lambda files: files["corridors/th.golden.yaml"]["cases"][0].update(given={}),
        "in force", "No day",
    ),
    "a golden that expects no figure": (
        lambda files: files["corridors/th.golden.yaml"]["cases"][0]["expect"].update({"X.Y": 1}),
        "in force", "no figure X.Y",
    ),
}  # fmt: skip


def test_a_small_rulebook_in_order_is_not_complained_of(tmp_path: Path) -> None:
    folders = written(tmp_path, small_book())
    assert check_rules(folders) == ()
    assert golden_faults(folders) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(tmp_path: Path, fault: str) -> None:
    change, code, words = FAULTS[fault]
    files = small_book()
    change(files)
    found = [
        complaint
        for complaint in check_rules(written(tmp_path, files))
        if complaint.rule == code and words in complaint.sentence
    ]
    assert found, [str(complaint) for complaint in check_rules((tmp_path,))]
    assert all(complaint.todo and complaint.file for complaint in found)


def test_a_complaint_names_the_line(tmp_path: Path) -> None:
    files = small_book()
    rules_of(files)[1]["cites"] = [{"source": "nowhere"}]
    (found,) = check_rules(written(tmp_path, files))
    text = (tmp_path / found.file).read_text(encoding="utf-8").splitlines()
    assert text[found.line - 1] == "- id: SET-02"
    assert str(found).startswith(f"indicators/some-set.yaml:{found.line} SET-02: The source")


def test_a_rule_may_change_from_one_day_to_the_next(tmp_path: Path) -> None:
    files = small_book()
    rules_of(files)[0]["valid_to"] = "2023-12-31"
    again(valid_from="2024-01-01", valid_to=None, when={"fact": "asked"})(files)
    cases_of(files).append(
        {"name": "then", "given": {"on": "2022-05-01", "asked": True, "keeper": "worker"},
         "expect": {"SET-01": "no"}}
    )  # fmt: skip
    cases_of(files).append(
        {"name": "since", "given": {"on": "2024-01-01", "asked": True, "keeper": "worker"},
         "expect": {"SET-01": "yes"}}
    )  # fmt: skip
    cases_of(files)[1]["given"]["asked"] = False
    folders = written(tmp_path, files)
    assert check_rules(folders) == ()
    assert golden_faults(folders) == ()


def test_a_golden_that_does_not_hold_is_named_for_both_runners(tmp_path: Path) -> None:
    files = small_book()
    cases_of(files)[1]["expect"]["SET-02"] = "unknown"
    files["corridors/th.golden.yaml"]["cases"][0]["expect"]["TH.CAP"] = 99
    found = golden_faults(written(tmp_path, files))
    assert [complaint.rule for complaint in found] == ["TH.CAP", "SET-02", "SET-02"]
    assert "expected 99, but it is 100.0" in found[0].sentence
    assert {"of many it is no", "of one it is no"} == {
        complaint.sentence.partition("asked ")[2].removesuffix(".") for complaint in found[1:]
    }


# --- the shipped rulebook -----------------------------------------------------------------------

SHELF: Shelf = read_shelf(rulebook_folders())
JUDGED = [name for name in SHELF.goldens if isinstance(SHELF.files[name].model, RuleSet | Figures)]


def test_the_shipped_rulebook_is_in_order() -> None:
    assert [str(complaint) for complaint in check_rules()] == []


@pytest.mark.parametrize("name", JUDGED)
def test_every_golden_holds_for_one_and_for_many(name: str) -> None:
    facts = {entry.fact: entry for file in SHELF.of(FactBook) for entry in file.model.facts}
    golden, model = SHELF.goldens[name], SHELF.files[name].model
    with DuckEngine(threads=1) as engine:
        found = (
            figure_faults(model, golden)
            if isinstance(model, Figures)
            else rule_set_faults(model, golden, facts, engine)
        )
        assert [str(fault) for fault in found] == []


# --- the book and its dates ---------------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return book_from(written(tmp_path, small_book()))


def test_the_book_knows_facts_sets_and_figures(book: Book) -> None:
    assert book.facts["hours"].unit == "hours a week"
    assert set(book.indicator_sets) == {"some-set"}
    assert book.regimes == {}
    assert len(book.digest) == 64


def test_a_figure_has_a_value_from_a_day_to_its_end(book: Book) -> None:
    assert book.figure_at("TH.CAP", date(2019, 12, 31)) is None
    in_force, ended = (book.figure_at("TH.CAP", date(year, 1, 1)) for year in (2021, 2023))
    assert in_force is not None
    assert in_force.value == 100
    assert ended is not None
    assert ended.value is None
    with pytest.raises(RuleFileError, match=r"no figure TH\.NONE"):
        book.figure_at("TH.NONE", date(2021, 1, 1))


def test_a_code_in_two_files_is_refused_by_the_book(tmp_path: Path) -> None:
    files = small_book()
    files["corridors/la.yaml"] = files["corridors/th.yaml"]
    with pytest.raises(RuleFileError, match=r"TH\.CAP stands in another file too"):
        book_from(written(tmp_path, files))


def test_a_row_used_out_of_date_is_said(tmp_path: Path) -> None:
    files = small_book()
    rules_of(files)[0] |= {"valid_to": "2023-12-31", "review_by": "2025-01-01"}
    book = book_from(written(tmp_path, files))
    assert stale(book, ["SET-01"], date(2023, 12, 31)) == ()
    assert stale(book, ["SET-01"], date(2024, 1, 1)) == (
        "SET-01 ended on 2023-12-31; it was used for 2024-01-01 all the same.",
    )
    assert stale(book, ["SET-01"], date(2019, 1, 1)) == (
        "SET-01 is valid from 2020-01-01 on; it was used for 2019-01-01 all the same.",
    )
    assert stale(book, ["some-set", "TH.CAP", "X-9"], date(2031, 1, 1)) == (
        "SET-01 ended on 2023-12-31; it was used for 2031-01-01 all the same.",
        "SET-02 should have been reviewed by 2030-01-01; it may be out of date.",
        "TH.CAP ended on 2022-01-01; no later value is known.",
    )
    assert stale(book, [], date(2031, 1, 1), rows=book.rule_sets["some-set"].rules) == ()


def test_the_shipped_book_loads_with_its_facts() -> None:
    shipped = load_book()
    assert shipped is load_book()
    assert "papers_keeper" in shipped.facts


def test_the_schema_of_a_rule_speaks_as_the_files_do() -> None:
    schema = json.loads(schema_text(RuleSet))
    assert {"is", "at_least", "known"} <= set(schema["$defs"]["Fact"]["properties"])
    assert schema["$defs"]["Not"]["required"] == ["not"]
    tests = schema["$defs"]["RuleEntry"]["properties"]["when"]["oneOf"]
    assert [test["$ref"].rpartition("/")[2] for test in tests] == [
        "Fact", "Not", "All", "AnyOf", "Count", "Ref",
    ]  # fmt: skip
    assert "from" in json.loads(schema_text(Figures))["$defs"]["FigureValue"]["properties"]
