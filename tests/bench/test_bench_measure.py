"""The figures on the benchmark page against counting by hand."""

from __future__ import annotations

import sys
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from bench.children import run_child
from bench.measure import (
    b_cubed,
    look_alikes_merged,
    pairs_against,
    pairwise,
    pairwise_hard,
    silent_share,
)
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine


@st.composite
def labellings(draw: st.DrawFn) -> tuple[list[int], list[int], list[bool]]:
    size = draw(st.integers(1, 9))
    numbers = st.lists(st.integers(-2, 3), min_size=size, max_size=size)
    flags = st.lists(st.booleans(), min_size=size, max_size=size)
    return draw(numbers), draw(numbers), draw(flags)


def _by_hand(
    pairs: list[tuple[int, int]], truth: list[int], labels: list[int]
) -> tuple[float, float]:
    true = {p for p in pairs if truth[p[0]] == truth[p[1]]}
    said = {p for p in pairs if labels[p[0]] == labels[p[1]]}
    return (
        len(true & said) / len(said) if said else 1.0,
        len(true & said) / len(true) if true else 1.0,
    )


@given(labellings())
def test_pair_figures_agree_with_counting_every_pair(
    case: tuple[list[int], list[int], list[bool]],
) -> None:
    truth, labels, hard = case
    pairs = list(combinations(range(len(truth)), 2))
    found = pairwise(truth, labels)
    assert (found.precision, found.recall) == pytest.approx(_by_hand(pairs, truth, labels))
    pairs = [p for p in pairs if hard[p[0]] or hard[p[1]]]
    found = pairwise_hard(truth, labels, hard)
    assert (found.precision, found.recall) == pytest.approx(_by_hand(pairs, truth, labels))


@given(labellings())
def test_b_cubed_agrees_with_looking_at_every_record(
    case: tuple[list[int], list[int], list[bool]],
) -> None:
    truth, labels, hard = case
    among = hard if any(hard) else [True] * len(truth)
    precision, recall = [], []
    for i in (i for i, chosen in enumerate(among) if chosen):
        cluster = {j for j in range(len(truth)) if labels[j] == labels[i]}
        site = {j for j in range(len(truth)) if truth[j] == truth[i]}
        precision.append(len(cluster & site) / len(cluster))
        recall.append(len(cluster & site) / len(site))
    found = b_cubed(truth, labels, among)
    assert found.precision == pytest.approx(np.mean(precision))
    assert found.recall == pytest.approx(np.mean(recall))


@given(labellings(), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=6))
def test_silence_agrees_with_asking_for_every_record(
    case: tuple[list[int], list[int], list[bool]], review: list[tuple[int, int]]
) -> None:
    truth, labels, _ = case
    size = len(truth)
    review = [(a, b) for a, b in review if a < size and b < size and a != b]
    partnered = [i for i in range(size) if truth.count(truth[i]) > 1]
    silent = [
        i
        for i in partnered
        if labels.count(labels[i]) == 1
        and not any(i in pair and truth[pair[0]] == truth[pair[1]] for pair in review)
    ]
    found = silent_share(truth, labels, [a for a, _ in review], [b for _, b in review])
    assert found == pytest.approx(len(silent) / len(partnered) if partnered else 0.0)


@given(labellings(), st.lists(st.integers(0, 2), min_size=9, max_size=9))
def test_merged_look_alikes_agree_with_counting(
    case: tuple[list[int], list[int], list[bool]], kin: list[int]
) -> None:
    truth, labels, _ = case
    family = kin[: len(truth)]
    apart = [
        (a, b)
        for a, b in combinations(range(len(truth)), 2)
        if family[a] == family[b] and truth[a] != truth[b]
    ]
    merged = [p for p in apart if labels[p[0]] == labels[p[1]]]
    expected = len(merged) / len(apart) if apart else 0.0
    assert look_alikes_merged(truth, labels, family) == pytest.approx(expected)


def test_a_pair_named_twice_or_with_itself_counts_once_or_not() -> None:
    found = pairs_against([7, 7, 8], [0, 1, 2, 0], [1, 0, 2, 2])
    assert (found.precision, found.recall) == (0.5, 1.0)


def test_a_child_over_its_limit_is_stopped_and_says_so(tmp_path: Path) -> None:
    ran = run_child([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log", 0.3)
    assert ran.stopped
    assert "limit" in ran.figures()["no_result"]


def test_a_child_that_fails_is_reported_with_its_last_line(tmp_path: Path) -> None:
    ran = run_child(
        [sys.executable, "-c", "raise SystemExit('no peer here')"], tmp_path / "log", 30
    )
    assert ran.figures()["no_result"] == "failed: no peer here"


def test_the_peak_memory_of_a_child_is_its_own(tmp_path: Path) -> None:
    code = "import time; block = bytearray(300_000_000); time.sleep(0.3)"
    ran = run_child([sys.executable, "-c", code], tmp_path / "log", 30)
    assert 0.3 < ran.peak_gb < 0.5
