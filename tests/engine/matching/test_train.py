"""Learning from judgements: a few move the weights a little, many as far as they need."""

from __future__ import annotations

import numpy as np
import pytest
from matching_rows import invented

from crest.engine.matching.block import candidates
from crest.engine.matching.compare import features
from crest.engine.matching.models import Model
from crest.engine.matching.normalise import prepare
from crest.engine.matching.train import FALLING, FREE, TooFewJudgements, train

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def judged() -> tuple[np.ndarray, np.ndarray]:
    records, truth = invented(120, 3)
    both = prepare(records)
    left, right = candidates(both)
    others = np.random.default_rng(3).integers(0, len(records), (2, 400))
    left, right = np.append(left, others[0]), np.append(right, others[1])
    return features(both, both, left, right), truth[left] == truth[right]


def test_twenty_judgements_stay_near_the_shipped_weights(
    judged: tuple[np.ndarray, np.ndarray],
) -> None:
    rows, labels = judged
    ends = np.r_[np.flatnonzero(labels)[:10], np.flatnonzero(~labels)[:10]]
    shipped = Model.load("site")
    learnt = train(rows[ends], labels[ends])
    assert np.abs(learnt.weights() - shipped.weights()).max() < 1.5


def test_learning_explains_the_judgements_better(judged: tuple[np.ndarray, np.ndarray]) -> None:
    rows, labels = judged
    upside_down = ~labels  # a house where alike things are different
    shipped = Model.load("site")
    learnt = train(rows, upside_down, trust=0.01)
    wrong_before = ((shipped.score(rows) >= 0.5) != upside_down).mean()
    wrong_after = ((learnt.score(rows) >= 0.5) != upside_down).mean()
    assert wrong_after < wrong_before


def test_order_of_levels_survives_whatever_is_judged(judged: tuple[np.ndarray, np.ndarray]) -> None:
    rows, labels = judged
    learnt = train(rows, ~labels, trust=0.01)
    for term in learnt.terms:
        if len(term.features) == 1 and term.name not in FREE:
            steps = np.diff(term.weights[:-1])
            assert (steps <= 2e-3).all() if term.name in FALLING else (steps >= -2e-3).all()
            assert term.weights[-1] == 0.0


def test_held_terms_do_not_move(judged: tuple[np.ndarray, np.ndarray]) -> None:
    rows, labels = judged
    learnt = train(rows, ~labels, hold=frozenset({"name_overlap"}))
    kept = {term.name: term.weights for term in Model.load("site").terms}
    assert {t.name: t.weights for t in learnt.terms}["name_overlap"] == kept["name_overlap"]


@pytest.mark.parametrize("labels", [[True] * 20, [False] * 20, [True, False]])
def test_judgements_all_alike_or_too_few_are_refused(labels: list[bool]) -> None:
    rows = np.zeros((len(labels), 26), np.float32)
    with pytest.raises(TooFewJudgements):
        train(rows, np.array(labels))
