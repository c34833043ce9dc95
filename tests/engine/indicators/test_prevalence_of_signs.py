"""Prevalence per group: by hand, and what must hold for every sample."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.errors import InputError
from crest.engine.indicators.prevalence import PREVALENCE, prevalence, ranked

SIGN = "ind_07"


def answers(text: str, **columns: list[Any]) -> pa.Table:
    """Signs by letter: y yes, n no, u unknown, r refused."""
    signs = [{"y": True, "n": False}.get(letter) for letter in text]
    refused = [letter == "r" for letter in text]
    return pa.table(
        {
            SIGN: pa.array(signs, pa.bool_()),
            f"{SIGN}_refused": pa.array(refused, pa.bool_()),
            **columns,
        }
    )


def only(table: pa.Table) -> dict[str, Any]:
    (row,) = table.to_pylist()
    return dict(row)


def test_unknown_and_refused_are_counted_apart_and_bound_the_share() -> None:
    row = only(prevalence(answers("yyynnnnuur"), []))
    assert (row["workers"], row["yes"], row["no"]) == (10, 3, 4)
    assert (row["unknown"], row["refused"]) == (2, 1)
    assert row["prevalence"] == pytest.approx(3 / 7)
    assert row["bound_low"] == pytest.approx(0.3)
    assert row["bound_high"] == pytest.approx(0.6)
    assert row["small"]


def test_a_group_that_never_answered_ranks_first() -> None:
    table = answers("yn" * 10 + "u" * 12, site=["asked"] * 20 + ["silent"] * 12)
    first, second = ranked(prevalence(table, ["site"])).to_pylist()
    assert first["site"] == "silent"
    assert first["prevalence"] is None
    assert first["method"] == "none"
    assert first["bound_high"] == 1.0
    assert "Nobody answered: up to all of them may be concerned." in first["cautions"]
    assert second["bound_high"] == 0.5


def test_groups_are_crossed_and_no_worker_is_lost() -> None:
    table = answers("ynynyn", site=["a", "a", "b", "b", None, None], sex=["f", "m"] * 3)
    found = prevalence(table, ["site", "sex"])
    assert found.num_rows == 6
    assert sum(found["workers"].to_pylist()) == 6
    assert found.column_names == ["site", "sex", *PREVALENCE.names]


def test_kish_design_effect_by_hand() -> None:
    # n Σw² / (Σw)² = 4 · (1 + 1 + 4 + 4) / 6² = 10 / 9
    row = only(prevalence(answers("yyyy", w=[1.0, 1.0, 2.0, 2.0]), [], weight="w"))
    assert row["kish_effect"] == pytest.approx(10 / 9)
    assert row["effective_workers"] == pytest.approx(3.6)


def test_weighted_share_and_its_linearised_variance_by_hand() -> None:
    # p = 3/6; Σ w²(y-p)² = ¼ · (1 + 4 + 1 + 4) = 2.5; variance = 4/3 · 2.5/36 = 0.09259…
    # simple random: 0.25/3 = 0.08333…; design effect 10/9, here the same as Kish's
    row = only(prevalence(answers("yynn", w=[1.0, 2.0, 1.0, 2.0]), [], weight="w"))
    assert row["prevalence"] == pytest.approx(0.5)
    assert row["design_effect"] == pytest.approx(10 / 9)
    row = only(prevalence(answers("ynnn", w=[3.0, 1.0, 1.0, 1.0]), [], weight="w"))
    # p = 3/6; ¼ · (9 + 3) = 3; variance 4/3 · 3/36 = 1/9; simple 0.25/3; effect 4/3
    assert row["prevalence"] == pytest.approx(0.5)
    assert row["prevalence_unweighted"] == pytest.approx(0.25)
    assert row["design_effect"] == pytest.approx(4 / 3)


def test_variance_between_clusters_by_hand() -> None:
    # Four clusters of two with 2, 0, 1, 1 yes: p = ½, z = (y - 1)/8 = ⅛, -⅛, 0, 0;
    # variance = 4/3 · 2/64 = 1/24; simple random: ¼/7 = 1/28; design effect 28/24
    table = answers("yynnynyn", c=[1, 1, 2, 2, 3, 3, 4, 4])
    row = only(prevalence(table, [], cluster="c"))
    assert row["clusters"] == 4
    assert row["design_effect"] == pytest.approx(28 / 24)
    assert row["effective_workers"] == pytest.approx(8 * 24 / 28)


def test_strata_take_their_part_out_of_the_variance() -> None:
    # Two strata of two clusters; within a stratum the clusters are alike: no variance is left.
    table = answers("yyyynnnn", c=[1, 1, 2, 2, 3, 3, 4, 4], h=["a"] * 4 + ["b"] * 4)
    row = only(prevalence(table, [], cluster="c", stratum="h"))
    assert row["design_effect"] == pytest.approx(0.0)
    assert row["effective_workers"] == pytest.approx(8.0)  # never more than answered
    one_each = answers("yyyynnnn", c=[1] * 4 + [2] * 4, h=["a"] * 4 + ["b"] * 4)
    # Strata of one cluster are centred at zero: (½ · 4/8)² · 2 = 1/8
    row = only(prevalence(one_each, [], cluster="c", stratum="h"))
    assert row["design_effect"] == pytest.approx((1 / 8) / (0.25 / 7))


def test_clusters_that_all_say_the_same_count_as_one_person_each() -> None:
    row = only(
        prevalence(answers("y" * 40, c=[place // 10 for place in range(40)]), [], cluster="c")
    )
    assert row["effective_workers"] == pytest.approx(4.0)
    assert any("each cluster counts as one person" in said for said in row["cautions"])


def test_a_known_headcount_narrows_the_interval_to_a_point_when_all_were_asked() -> None:
    wide = only(prevalence(answers("yn" * 20), []))
    half = only(prevalence(answers("yn" * 20, all_=[80] * 40), [], headcount="all_"))
    whole = only(prevalence(answers("yn" * 20, all_=[40] * 40), [], headcount="all_"))
    assert wide["interval_low"] < half["interval_low"] < whole["interval_low"] == 0.5
    assert whole["method"] == "complete"


def test_a_worker_without_a_weight_counts_with_the_mean_weight() -> None:
    table = answers("yyn", w=[2.0, None, 4.0])
    row = only(prevalence(table, [], weight="w"))
    assert row["prevalence"] == pytest.approx(5 / 9)
    assert "1 without a usable weight count with the mean weight of all." in row["cautions"]


def test_a_design_that_nobody_wrote_down_is_none() -> None:
    empty = answers("yynn", journey=list("abcd"), w=pa.nulls(4, pa.float64()), c=[None] * 4)
    empty = empty.set_column(empty.column_names.index("c"), "c", pa.nulls(4, pa.string()))
    plain = only(prevalence(empty, [], indicators=[SIGN]))
    designed = only(prevalence(empty, [], indicators=[SIGN], weight="w", cluster="c", stratum="c"))
    assert designed == plain
    assert designed["clusters"] is None


def test_a_worker_of_no_cluster_is_a_cluster_of_their_own() -> None:
    table = answers("yynnyn", journey=list("abcdef"), c=["1", "1", "2", "2", None, None])
    assert only(prevalence(table, [], indicators=[SIGN], cluster="c"))["clusters"] == 4


def test_warnings_name_what_is_weak_in_a_sample() -> None:
    table = answers("y" * 6 + "n" * 6 + "u" * 8, interviewer=["i1"] * 20)
    said = " ".join(only(prevalence(table, []))["cautions"])
    assert "Fewer than 30 workers answered" in said
    assert "Only 60 % answered" in said
    assert "One interviewer" in said
    spread = answers("yn" * 30, w=[1.0] * 59 + [200.0])
    said = " ".join(only(prevalence(spread, [], weight="w"))["cautions"])
    assert "uneven" in said


def test_a_column_that_is_not_there_is_an_error_a_person_can_act_on() -> None:
    with pytest.raises(InputError, match="no column recruiter"):
        prevalence(answers("y"), ["recruiter"])


letters = st.text("ynur", min_size=1, max_size=60)


@given(letters, st.integers(1, 9), st.sampled_from([0.5, 1.0, 7.25]))
@settings(deadline=None, max_examples=10)
def test_equal_weights_change_nothing(text: str, clusters: int, weight: float) -> None:
    table = answers(
        text, w=[weight] * len(text), c=[place % clusters for place in range(len(text))]
    )
    for cluster in (None, "c"):
        plain = only(prevalence(table, [], cluster=cluster, indicators=[SIGN]))
        weighted = only(prevalence(table, [], cluster=cluster, weight="w", indicators=[SIGN]))
        for name, value in plain.items():
            if isinstance(value, float):
                assert weighted[name] == pytest.approx(value, abs=1e-9), name
            else:
                assert weighted[name] == value


@given(letters, st.data())
@settings(deadline=None, max_examples=10)
def test_estimate_lies_in_its_interval_and_in_its_bounds(text: str, data: st.DataObject) -> None:
    size = len(text)
    weights = data.draw(st.lists(st.floats(0.1, 50), min_size=size, max_size=size))
    clusters = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    row = only(prevalence(answers(text, w=weights, c=clusters), [], weight="w", cluster="c"))
    assert row["yes"] + row["no"] + row["unknown"] + row["refused"] == row["workers"] == size
    if row["prevalence"] is not None:
        assert row["interval_low"] <= row["prevalence"] <= row["interval_high"]
        assert row["bound_low"] - 1e-12 <= row["prevalence"] <= row["bound_high"] + 1e-12


@given(st.text("ynu", min_size=1, max_size=40), st.data())
@settings(deadline=None, max_examples=10)
def test_losing_an_answer_never_lowers_the_bound_a_group_is_ranked_by(
    text: str, data: st.DataObject
) -> None:
    lost = data.draw(st.integers(0, len(text) - 1))
    fewer = text[:lost] + "u" + text[lost + 1 :]
    before, after = (only(prevalence(answers(each), [])) for each in (text, fewer))
    assert after["bound_high"] >= before["bound_high"]
