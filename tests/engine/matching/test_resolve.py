"""A list in, one number per thing out, every record with an outcome and a reason."""

from __future__ import annotations

import numpy as np
import pytest
from matching_rows import invented, same_partition, table

from crest.engine.matching.resolve import Judged, resolve
from crest.engine.tables.contracts import PAIRS

pytestmark = pytest.mark.engine

ROWS = [
    {
        "name": "Kamirota Garments Co., Ltd.",
        "address": "77 Vensolu Road",
        "city": "Rayong",
        "country": "TH",
    },
    {
        "name": "KAMIROTA GARMENTS LTD",
        "address": "77 Vensolu Rd.",
        "city": "Rayong",
        "country": "TH",
    },
    {"name": "Dranisgu Seafood", "address": "5 Toga Lane", "city": "Songkhla", "country": "TH"},
]


def test_three_rows_match_as_well_as_a_million() -> None:
    found = resolve(table(*ROWS))
    assert found.labels.tolist() == [0, 0, 2]
    assert found.outcome.tolist() == ["match", "match", "new"]
    assert found.because[2].as_py() == "nothing alike was found"
    assert "(+" in found.because[0].as_py()
    assert np.isnan(found.score[2])


def test_every_copy_finds_its_site_and_no_other() -> None:
    records, truth = invented(200, 3)
    assert same_partition(resolve(records).labels, truth)


def test_the_pairs_keep_their_promise_of_columns() -> None:
    records, _ = invented(30, 2)
    found = resolve(records)
    assert found.pairs.schema.names == PAIRS.names
    assert found.pairs.schema.types == PAIRS.types
    assert set(found.pairs["decision"].to_pylist()) <= {"match", "review", "apart"}


def test_order_of_rows_changes_nothing() -> None:
    records, _ = invented(120, 3)
    order = np.random.default_rng(4).permutation(len(records))
    straight = resolve(records).labels
    shuffled = resolve(records.take(order)).labels
    assert same_partition(straight[order], shuffled)


def test_judgements_are_obeyed() -> None:
    none = np.zeros(0, np.int64), np.zeros(0, np.int64)
    apart = resolve(table(*ROWS), judged=Judged(none, (np.array([0]), np.array([1]))))
    assert apart.labels[0] != apart.labels[1]
    joined = resolve(table(*ROWS), judged=Judged((np.array([0]), np.array([2])), none))
    assert joined.labels[0] == joined.labels[2]
    assert "judgement" in joined.because[2].as_py()


def test_a_judged_pair_is_not_asked_again() -> None:
    none = np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = resolve(table(*ROWS), judged=Judged(none, (np.array([0]), np.array([1]))))
    assert "review" not in found.pairs["decision"].to_pylist()
    assert found.outcome.tolist() == ["new", "new", "new"]


def test_clusters_of_four_warn_and_of_ten_stop_for_review() -> None:
    four = resolve(table(*[ROWS[0]] * 4))
    assert four.outcome.tolist() == ["match"] * 4
    assert len(four.warnings) == 1
    ten = resolve(table(*[ROWS[0]] * 11))
    assert set(ten.outcome.tolist()) == {"review"}
    assert "Kamirota" in ten.warnings[1]


@pytest.mark.parametrize("count", [0, 1])
def test_a_list_of_nothing_or_one_is_answered(count: int) -> None:
    found = resolve(table(*ROWS[:count]))
    assert found.outcome.tolist() == ["new"] * count
    assert len(found.pairs) == 0


def test_progress_is_told_from_start_to_end() -> None:
    told: list[float] = []
    resolve(table(*ROWS), progress=lambda _what, part: told.append(part))
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)
