"""People decide once; what follows from their decisions is never asked again."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.errors import InputError
from crest.engine.matching.identities_keys import read_keys, write_key
from crest.engine.matching.judgements import ContradictionError, JudgementError, Judgements
from crest.engine.matching.judgements_sheet import read_judgements_csv

if TYPE_CHECKING:
    from pathlib import Path

A, B, C, D, E = (write_key(n) for n in range(5))
ANN = {"who": "Ann", "when": "2026-03-31"}
BO = {"who": "Bo", "when": "2026-04-01"}


def log(*said: tuple[str, str, str]) -> Judgements:
    judgements = Judgements()
    for verdict, left, right in said:
        judgements.judge(verdict, left, right, **ANN)
    return judgements


def test_a_is_b_and_b_is_not_c_so_a_is_not_c() -> None:
    judgements = log(("same", A, B), ("different", B, C))
    assert judgements.settled.verdict(A, C) == "different"
    assert judgements.is_settled(C, A)
    assert not judgements.is_settled(A, D)


def test_same_against_different_is_refused_with_the_whole_chain() -> None:
    judgements = log(("same", A, B), ("same", C, D), ("different", B, C))
    with pytest.raises(ContradictionError) as caught:
        judgements.judge("same", A, D, **BO)
    assert [one.number for one in caught.value.chain] == [1, 3, 2]
    assert "judgement 3" in str(caught.value)
    assert len(judgements.events) == 3


def test_different_inside_a_chain_of_same_is_refused_with_the_chain() -> None:
    judgements = log(("same", A, B), ("same", B, C), ("same", C, D))
    with pytest.raises(ContradictionError) as caught:
        judgements.judge("different", A, D, **BO)
    assert [one.number for one in caught.value.chain] == [1, 2, 3]


def test_an_undone_judgement_no_longer_holds_and_an_undone_undo_does() -> None:
    judgements = log(("same", A, B))
    judgements.undo(1, **BO)
    assert not judgements.is_settled(A, B)
    judgements.undo(2, **ANN)
    assert judgements.settled.verdict(A, B) == "same"
    assert [event.verdict for event in judgements.events] == ["same", "undo", "undo"]


def test_undoing_an_undo_that_revives_a_contradiction_is_refused() -> None:
    judgements = log(("same", A, B))
    judgements.undo(1, **ANN)
    judgements.judge("different", A, B, **ANN)
    with pytest.raises(ContradictionError):
        judgements.undo(2, **ANN)
    assert judgements.settled.verdict(A, B) == "different"


def test_what_is_not_there_cannot_be_undone() -> None:
    judgements = log(("same", A, B))
    judgements.undo(1, **ANN)
    for number in (1, 9):
        with pytest.raises(JudgementError, match="no standing judgement"):
            judgements.undo(number, **ANN)


def test_a_settled_pair_is_never_asked_and_an_unsure_person_not_twice() -> None:
    judgements = log(("same", A, B), ("different", B, C), ("unsure", D, E))
    pairs = [(A, B), (A, C), (D, E), (A, D), (B, D), (D, A)]
    assert judgements.next_questions(pairs, "Ann") == [(A, D)]
    assert judgements.next_questions(pairs, "Bo") == [(D, E), (A, D)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("maybe", A, B, "Ann", "2026-01-01"), "no verdict"),
        (("same", A, A, "Ann", "2026-01-01"), "exactly the same"),
        (("same", A, "7", "Ann", "2026-01-01"), "no record key"),
        (("same", A, B, " ", "2026-01-01"), "needs a person"),
        (("same", A, B, "Ann", "yesterday"), "is no date"),
    ],
)
def test_an_incomplete_judgement_is_refused(
    said: tuple[str, str, str, str, str], words: str
) -> None:
    verdict, left, right, who, when = said
    with pytest.raises(InputError, match=words):
        Judgements().judge(verdict, left, right, who=who, when=when)


def test_constraints_bind_all_rows_of_this_run_that_were_judged() -> None:
    judgements = log(("same", A, B), ("same", B, C), ("different", C, D))
    keys = read_keys([D, A, E, C, A])  # B is not in this run, A stands in two rows
    must, cannot = judgements.constraints(keys)
    assert sorted(zip(*must, strict=True)) == [(1, 3), (3, 4)]
    assert {frozenset(pair) for pair in zip(*cannot, strict=True)} == {
        frozenset(pair) for pair in [(0, 1), (0, 3), (0, 4)]
    }


def test_no_judgements_bind_nothing() -> None:
    must, cannot = Judgements().constraints(read_keys([A, B]))
    assert [len(side) for side in (*must, *cannot)] == [0, 0, 0, 0]


def test_training_takes_what_people_saw_not_what_follows_or_was_undone() -> None:
    judgements = log(("same", A, B), ("same", B, C), ("different", C, D), ("unsure", A, E))
    judgements.undo(2, **ANN)
    left, right, same = judgements.training_pairs(read_keys([A, B, C, D, E]))
    assert list(zip(left, right, same, strict=True)) == [(0, 1, True), (2, 3, False)]


def test_the_log_on_disk_only_grows_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    judgements = log(("same", A, B))
    judgements.append_to(path)
    before = path.read_bytes()
    judgements.undo(1, **BO, why="seen on site")
    judgements.append_to(path, since=1)
    assert path.read_bytes().startswith(before)
    assert Judgements.load(path).events == judgements.events
    assert Judgements.load(tmp_path / "none.jsonl").events == ()


def test_a_cut_off_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    log(("same", A, B)).append_to(path)
    with path.open("a") as file:
        file.write('{"number": 2, "verd')
    with pytest.raises(JudgementError, match="row 2"):
        Judgements.load(path)


def test_a_filled_in_sheet_is_taken_and_bad_rows_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(
        "left_key,right_key,score,decision,why\n"
        f"{A},{B},0.9,Same,same gate\n"
        f"{B},{C},0.4,review,\n"
        f"{A},{B},0.9,same,again\n"
        f"{C},{D},0.4,perhaps,\n"
        f"{B},{A},0.4,different,\n"
        f"{D},{E},0.4,?,\n"
        f"{D},x,0.4,same,\n",
        encoding="utf-8",
    )
    judgements = Judgements()
    taken, problems = read_judgements_csv(path, judgements, **ANN)
    assert [(one.verdict, one.left) for one in taken] == [("same", A), ("unsure", D)]
    assert taken[0].why == "same gate"
    assert problems["row"].to_pylist() == [4, 5, 7]
    assert problems["code"].to_pylist() == [
        "judgement.unknown",
        "matching.contradiction",
        "matching.record_key",
    ]
    again, _ = read_judgements_csv(path, judgements, **ANN)
    assert again == []


def test_a_sheet_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("left,right,decision\n1,2,same\n", encoding="utf-8")
    with pytest.raises(InputError, match="left_key and right_key"):
        read_judgements_csv(path, Judgements(), **ANN)


def by_force(said: list[tuple[str, int, int]], keys: int) -> dict[tuple[int, int], str]:
    group = list(range(keys))
    for verdict, left, right in said:
        if verdict == "same":
            group = [group[left] if one == group[right] else one for one in group]
    apart = {frozenset((group[a], group[b])) for verdict, a, b in said if verdict == "different"}
    known: dict[tuple[int, int], str] = {}
    for a, b in combinations(range(keys), 2):
        if group[a] == group[b]:
            known[a, b] = "same"
        if frozenset((group[a], group[b])) in apart:
            known[a, b] = "different" if (a, b) not in known else "contradiction"
    return known


events = st.lists(
    st.tuples(st.sampled_from(["same", "different"]), st.integers(0, 5), st.integers(0, 5)).filter(
        lambda one: one[1] != one[2]
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(events, st.lists(st.integers(0, 13), max_size=3))
def test_what_follows_agrees_with_brute_force_and_nothing_contradictory_gets_in(
    said: list[tuple[str, int, int]], undone: list[int]
) -> None:
    judgements = Judgements()
    standing: dict[int, tuple[str, int, int]] = {}
    for one in said:
        fits = "contradiction" not in by_force([*standing.values(), one], 6).values()
        try:
            event = judgements.judge(one[0], write_key(one[1]), write_key(one[2]), **ANN)
        except ContradictionError as error:
            assert not fits
            chain = [(c.verdict, *read_keys((c.left, c.right)).tolist()) for c in error.chain]
            assert "contradiction" in by_force([*chain, one], 6).values()
        else:
            assert fits
            standing[event.number] = one
    for number in undone:
        if number in standing:
            judgements.undo(number, **ANN)
            del standing[number]
    known = by_force(list(standing.values()), 6)
    for a, b in combinations(range(6), 2):
        assert judgements.settled.verdict(write_key(a), write_key(b)) == known.get((a, b))
    must, cannot = judgements.constraints(np.arange(6, dtype=np.uint64))
    bound = [("same", int(a), int(b)) for a, b in zip(*must, strict=True)]
    bound += [("different", int(a), int(b)) for a, b in zip(*cannot, strict=True)]
    assert by_force(bound, 6) == known
