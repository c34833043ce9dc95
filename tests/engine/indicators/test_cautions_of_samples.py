"""What is said of a sample, at the very limits where a sentence begins; and Kish's figure alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from crest.engine.indicators.cautions import Sample, cautions
from crest.engine.indicators.design import Sums, kish
from crest.engine.indicators.prevalence import prevalence

SIGN = "ind_07"
PLAIN = Sample(
    workers=40, answered=40, refused=0, effect=1.0, effective=40.0, clusters=0, clustered=False,
    interviewers=None, unweighted=0, varied=True,
)  # fmt: skip
ONE_CLUSTER = "All who answered were drawn in one cluster: nothing is known of how clusters differ."
ALL_SAME = (
    "All answers are the same, so the effect of clusters cannot be estimated: each cluster "
    "counts as one person in the interval."
)


def said_of(**changed: Any) -> list[str]:
    return cautions(replace(PLAIN, **changed))


def only(text: str, **design: Any) -> dict[str, Any]:
    """The one row of a group that gave these answers (y, n, u), with `w` and `c` as columns."""
    signs = [{"y": True, "n": False}.get(letter) for letter in text]
    columns = {name: values for name, values in design.items() if len(name) == 1}
    table = pa.table({SIGN: pa.array(signs, pa.bool_()), **columns})
    named = {"weight": "w" if "w" in design else None, "cluster": "c" if "c" in design else None}
    (row,) = prevalence(table, [], indicators=[SIGN], **named).to_pylist()
    return dict(row)


def test_a_large_even_sample_needs_no_caution() -> None:
    assert cautions(PLAIN) == []


def test_kishs_figure_counts_yes_and_no_alike() -> None:
    # n Σw² / (Σw)² = 4 · (1 + 4 + 1 + 4) / 6² = 10/9, whoever said yes
    for text in ("yynn", "nnyy", "yyyn", "nnnn"):
        assert only(text, w=[1.0, 2.0, 1.0, 2.0])["kish_effect"] == pytest.approx(10 / 9)


def test_kishs_figure_of_each_group_is_its_own() -> None:
    sums = Sums(
        group=np.array([0, 0, 1]), stratum=np.zeros(3, np.int64),
        people=np.array([2.0, 2.0, 3.0]), yes=np.array([3.0, 1.0, 2.0]),
        no=np.array([0.0, 4.0, 4.0]), yes_square=np.array([5.0, 1.0, 4.0]),
        no_square=np.array([0.0, 16.0, 8.0]),
    )  # fmt: skip
    # weights 1 2 1 4: 4 · 22 / 8²; weights 2 2 2: 3 · 12 / 6² = 1; of nobody nothing is known
    assert kish(sums, 3).tolist() == pytest.approx([88 / 64, 1.0, np.nan], nan_ok=True)


@pytest.mark.parametrize(("answered", "cautioned"), [(27, True), (28, False), (29, False)])
def test_the_caution_of_few_answers_begins_below_seven_in_ten(
    answered: int, *, cautioned: bool
) -> None:
    said = said_of(answered=answered, effective=float(answered))
    assert any("use the upper bound" in sentence for sentence in said) is cautioned


@pytest.mark.parametrize(("workers", "cautioned"), [(10, True), (11, False)])
def test_the_caution_of_a_small_group_begins_below_eleven(workers: int, *, cautioned: bool) -> None:
    said = said_of(workers=workers, answered=workers, effective=float(workers))
    assert any("not to be shown" in sentence for sentence in said) is cautioned


@pytest.mark.parametrize(
    ("answered", "cautioned"), [(0, False), (1, True), (29, True), (30, False)]
)
def test_the_caution_of_a_wide_interval_is_for_one_to_twenty_nine(
    answered: int, *, cautioned: bool
) -> None:
    said = said_of(answered=answered, effective=float(answered))
    assert any("the interval is wide" in sentence for sentence in said) is cautioned


def test_an_uneven_sample_is_named_where_it_tells_less_than_thirty_people() -> None:
    said = said_of(answered=40, effective=29.6, effect=1.35)
    assert said == [
        "The sample is uneven (design effect 1.4): 40 answers tell as much as 30 drawn at random."
    ]
    assert said_of(answered=40, effective=30.0, effect=1.33) == []
    assert said_of(workers=30, answered=30, effective=29.0, effect=1.03) != []


def test_answers_from_one_cluster_say_nothing_of_how_clusters_differ() -> None:
    assert said_of(clustered=True, clusters=1) == [ONE_CLUSTER]
    assert said_of(clustered=True, clusters=2) == []
    assert said_of(clustered=False, clusters=1) == []
    assert ONE_CLUSTER not in said_of(clustered=True, clusters=1, answered=1, workers=1)
    assert ONE_CLUSTER in said_of(clustered=True, clusters=1, answered=2, workers=2)


def test_clusters_that_all_say_the_same_are_cautioned_and_others_are_not() -> None:
    clusters = [place // 10 for place in range(40)]
    for text, cautioned in (("y" * 40, True), ("n" * 40, True), ("yn" * 20, False)):
        assert (ALL_SAME in only(text, c=clusters)["cautions"]) is cautioned
    assert ONE_CLUSTER in only("yn" * 20, c=["one"] * 40)["cautions"]
    assert ONE_CLUSTER not in only("yn" * 20, c=clusters)["cautions"]
    assert said_of(clustered=True, clusters=1, varied=False) == [ONE_CLUSTER]


def test_refusals_and_missing_weights_are_counted_in_words() -> None:
    assert said_of(refused=3) == ["3 refused to answer, which may itself be a sign."]
    assert said_of(unweighted=1_200) == [
        "1,200 without a usable weight count with the mean weight of all."
    ]


@pytest.mark.parametrize(("by", "workers", "named"), [(1, 40, True), (2, 40, False), (1, 1, False)])
def test_one_interviewer_for_all_is_named_from_two_workers_on(
    by: int, workers: int, *, named: bool
) -> None:
    said = said_of(interviewers=by, workers=workers, answered=workers)
    assert any(sentence.startswith("One interviewer") for sentence in said) is named


def test_of_nobody_nothing_is_counted() -> None:
    empty = pa.table({SIGN: pa.array([], pa.bool_()), f"{SIGN}_refused": pa.array([], pa.bool_())})
    for row in prevalence(empty, []).to_pylist():
        assert (row["workers"], row["yes"], row["no"], row["refused"]) == (0, 0, 0, 0)
