"""The score says why, in words and weights that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_rows import invented

from crest.engine.errors import RuleFileError
from crest.engine.matching.compare import FEATURES, WIDTH, features
from crest.engine.matching.explain import reasons
from crest.engine.matching.models import Model, read_model, write_model
from crest.engine.matching.normalise import prepare
from crest.engine.matching.score import score_pair
from crest.engine.matching.train import FALLING, FREE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine

GIVEN = {
    "name": "Kamirota Garments Co., Ltd.",
    "address": "77 Vensolu Road",
    "city": "Rayong",
    "country": "TH",
}
LISTED = {
    "name": "KAMIROTA GARMENTS LTD",
    "address": "77 Vensolu Rd.",
    "city": "Rayong",
    "country": "TH",
}


def test_two_spellings_of_one_site_match_with_reasons() -> None:
    found = score_pair(GIVEN, LISTED)
    assert found.decision == "match"
    assert any("house number the same" in one.words for one in found.contributions)


def test_another_unit_of_the_same_firm_is_not_the_same_site() -> None:
    same = score_pair(
        GIVEN | {"name": "Kamirota Garments Unit 1"}, LISTED | {"name": "Kamirota Garments Unit 1"}
    )
    other = score_pair(
        GIVEN | {"name": "Kamirota Garments Unit 1"}, LISTED | {"name": "Kamirota Garments Unit 2"}
    )
    assert same.decision == "match"
    assert other.score < same.score
    assert other.decision != "match"


def test_two_firms_share_nothing() -> None:
    stranger = {
        "name": "Dranisgu Seafood",
        "address": "5 Toga Lane",
        "city": "Songkhla",
        "country": "TH",
    }
    assert score_pair(GIVEN, stranger).decision == "apart"


def test_a_licence_number_makes_twenty_spellings_one_recruiter() -> None:
    one = {"name": "Shwe Kamiro Overseas", "licence": "123/2019", "country": "MM"}
    two = {"name": "S.K. Overseas Employment Agency", "licence": "123/2019", "country": "MM"}
    with_it = score_pair(one, two, kind="organisation").score
    without = score_pair(
        one | {"licence": None}, two | {"licence": None}, kind="organisation"
    ).score
    assert with_it > without + 0.1


def test_contributions_and_bias_add_up_to_the_score() -> None:
    model = Model.load("site")
    found = score_pair(GIVEN, LISTED, model=model)
    total = model.bias + sum(one.weight for one in found.contributions)
    assert found.score == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1) | st.just(float("nan")), min_size=WIDTH, max_size=WIDTH))
def test_many_pairs_score_as_each_alone(values: list[float]) -> None:
    model = Model.load("site")
    row = np.array([values], np.float32)
    alone = sum(one.weight for one in model.explain(row[0])) + model.bias
    assert model.logits(np.repeat(row, 3, 0))[1] == pytest.approx(alone, abs=1e-3)


def test_what_is_unknown_weighs_nothing() -> None:
    for name in ("site", "organisation"):
        for term in Model.load(name).terms:
            assert term.weights[-1] == 0.0, term.name


def test_more_alike_never_counts_less() -> None:
    for term in Model.load("site").terms:
        if len(term.features) == 1 and term.name not in FREE:
            steps = np.diff(term.weights[:-1])
            assert (steps <= 1e-9).all() if term.name in FALLING else (steps >= -1e-9).all(), (
                term.name
            )


def test_a_model_reads_back_as_it_was_written(tmp_path: Path) -> None:
    model = Model.load("site")
    write_model(model, tmp_path / "own.yaml", "a copy")
    assert read_model(tmp_path / "own.yaml") == model


def test_a_broken_model_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "name: x\nbias: 0\nmatch: 0.5\nreview: 0.1\n"
        "terms:\n  - compare: city\n    edges: [[0.5]]\n    levels: []\n"
    )
    with pytest.raises(RuleFileError, match=r"bad\.yaml"):
        read_model(path)


def test_every_model_speaks_of_known_comparisons() -> None:
    for name in ("site", "organisation"):
        used = {FEATURES[k] for term in Model.load(name).terms for k in term.features}
        assert {"name_overlap", "unit", "licence"} <= used


def test_reasons_are_said_for_every_pair() -> None:
    records, _ = invented(20, 2)
    both = prepare(records)
    model = Model.load("site")
    rows = features(both, both, np.arange(0, 40, 2), np.arange(1, 40, 2))
    said = reasons(model, model.level_numbers(rows).astype(np.uint8)).to_pylist()
    assert len(said) == 20
    assert all("(+" in text or "(-" in text for text in said)
