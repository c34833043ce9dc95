"""Every sentence that the engine can write into a report has its Thai words."""

from __future__ import annotations

import ast
import csv
import itertools
import re
from pathlib import Path

import pytest
import yaml

import crest.engine
from crest.drawing.engine_words import catalogue, in_thai, parts_of, read_sentence
from crest.engine.remedy.choices import FLOOR_METHODS, INTERESTS, RATE_PERIODS, ROUNDINGS
from crest.engine.rulebook.book import load_book
from crest.engine.rulebook.codelists import SHIPPED
from crest.engine.rulebook.risk_rules import load_risk_book

ENGINE = Path(next(iter(crest.engine.__path__)))
# Workshops and modules whose sentences reach a reader of the assessment.
SPEAKING = (
    "fees/statements.py", "indicators/cautions.py", "indicators/quality", "intake", "journeys",
    "mapping/chain.py", "mapping/contradictions.py", "remedy/statements.py", "risk/residual.py",
    "tables", "values", "assessing/story.py", "assessing/hiding.py",
    "rulebook/expiry.py",
)  # fmt: skip
# What is said elsewhere: on the command line, in a file of the result, in a log.
ELSEWHERE = (
    "The results cannot be written", "The disk is full", "Writing to 7", "Free some space",
    "Choose another folder", "This folder was written by CREST",
    # Made of pieces: the whole sentences are asked below.
    "No law of 7 is in the rulebook for 7 journeys that 7", "7 It was used all", "The cell 7.",
)  # fmt: skip
GAP = "7"


def is_known(text: str) -> bool:
    """Whether every sentence of the text is said otherwise in Thai."""
    return all(in_thai(part) != part for part in parts_of(text))


def expanded(node: ast.AST) -> list[str]:
    """Every text that a string of the source can become, with 7 in its gaps."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return [*(expanded(node.body) or [GAP]), *(expanded(node.orelse) or [GAP])]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pairs = itertools.product(expanded(node.left) or [GAP], expanded(node.right) or [GAP])
        return ["".join(pair) for pair in pairs]
    if isinstance(node, ast.JoinedStr):
        parts = [
            expanded(part.value) or [GAP] if isinstance(part, ast.FormattedValue)
            else expanded(part)
            for part in node.values
        ]  # fmt: skip
        return ["".join(one) for one in itertools.product(*parts)]
    return []


def sentences_of(path: Path) -> set[str]:
    """Whole sentences in a module: not its docstrings, not its errors, not pieces of texts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise | ast.Subscript) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            passed |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Error"):
            passed |= {id(inner) for inner in ast.walk(node)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr | ast.BinOp | ast.Constant):
            passed |= {id(inner) for inner in ast.walk(node)}
            found |= {text for text in expanded(node) if is_sentence(text)}
    return found


def is_sentence(text: str) -> bool:
    whole = re.match(r"[A-Z“7]", text) and text.endswith(".") and len(text.split()) > 2
    return bool(whole) and "{" not in text and not text.startswith(ELSEWHERE)


@pytest.mark.parametrize("place", SPEAKING)
def test_every_sentence_of_the_engine_has_thai_words(place: str) -> None:
    path = ENGINE / place
    modules = [path] if path.is_file() else sorted(path.rglob("*.py"))
    said = sorted({text for module in modules for text in sentences_of(module)})
    assert said
    assert [text for text in said if not is_known(text)] == []


def test_every_code_has_both_languages_with_the_same_gaps() -> None:
    gap = re.compile(r"\{([a-z_]+)\}")
    for code, (english, thai) in catalogue().items():
        assert sorted(gap.findall(english)) == sorted(gap.findall(thai)), code
        assert english, code
        assert thai, code


def test_the_thai_sentences_are_marked_as_made_by_machine() -> None:
    folder = Path(__import__("crest.drawing", fromlist=["x"]).__file__).parent / "words" / "engine"
    for path in folder.glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# MACHINE-MADE"), path.name


def test_every_english_sentence_is_read_back_into_its_own_words() -> None:
    for code, (english, thai) in catalogue().items():
        if "{" not in english:
            read = read_sentence(english)
            assert read is not None, code
            assert catalogue()[read.code][1] == thai, code


def test_reasons_of_matches_limits_and_choices_have_thai_words() -> None:
    reasons = set()
    for kind in ("site", "organisation"):
        model = yaml.safe_load((SHIPPED / "matching" / f"{kind}.yaml").read_text(encoding="utf-8"))
        reasons |= {text for term in model["terms"] for _, text in term["levels"] if text}
    with (SHIPPED / "codelists" / "journey_limits.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        reasons |= {row["reason"] for row in rows}
    reasons |= {*FLOOR_METHODS, *INTERESTS, *ROUNDINGS}
    reasons |= {period.replace("_", " ") for period in RATE_PERIODS}
    assert sorted(reason for reason in reasons if not is_known(reason)) == []


def test_titles_and_factors_of_the_rulebook_have_thai_words() -> None:
    for rule_set in load_book().rule_sets.values():
        assert in_thai(rule_set.title) == rule_set.thai
    for factor in load_risk_book().factors:
        for text in (factor.says, factor.raises, factor.unknown):
            assert re.search("[\u0e00-\u0e7f]", in_thai(text)), text


def test_several_sentences_are_said_one_by_one() -> None:
    thai = in_thai(
        "Only 66 % answered: use the upper bound, which counts everybody without an answer as a "
        "yes. 4 refused to answer, which may itself be a sign."
    )
    assert "66 %" in thai
    assert not re.search("[a-z]{3}", thai)


def test_a_limit_with_a_semicolon_is_one_reason() -> None:
    thai = in_thai(
        "The value is implausible: a rate above 1 000 per cent is rare but has been met; it may "
        "also be a slip. It was used all the same."
    )
    assert not re.search("[a-z]{3}", thai)


@pytest.mark.parametrize(
    "text",
    [
        (
            "No law of TH is in the rulebook for 12 journeys that start there; the verdict of that "
            "law is unknown."
        ),
        (
            "No law of TH is in the rulebook for 12 journeys that end there; the verdict of that "
            "law is unknown."
        ),
        (
            "1 sub-agent not shown: fewer than 11 workers, or their number would tell that of "
            "such a group."
        ),
        "The cell holds a range, not one amount. The value was not used.",
        "Owed in all: 403,041.24 USD to 524 of 697 journeys.",
        "Left out of the totals: 1 cost, together 5,000.00 no currency — no currency.",
    ],
)
def test_sentences_made_of_pieces_have_thai_words(text: str) -> None:
    assert not re.search("[a-z]{2}", in_thai(text))


def test_what_nobody_wrote_into_the_catalogue_stays_as_it_is() -> None:
    assert in_thai("Talay Chan Co., Ltd. sings.") == "Talay Chan Co., Ltd. sings."
