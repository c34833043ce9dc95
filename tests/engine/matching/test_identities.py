"""A permanent id outlives re-runs, new lists, merges and splits."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.matching.identities import IdentityError, IdentityTable, assign, resolve_id
from crest.engine.matching.identities_keys import read_keys, record_keys, write_key
from crest.engine.tables.contracts import SITES, conform
from crest.engine.values.crest_ids import is_crest_id


def sites(
    names: list[str], source: str = "a.csv", first_row: int = 1, **columns: object
) -> pa.Table:
    n = len(names)
    table = pa.table(
        {
            "record": list(range(n)),
            "source": [source] * n,
            "row": list(range(first_row, first_row + n)),
            "name": names,
            "country": ["TH"] * n,
            **columns,
        }
    )
    return conform(table, SITES)


def ids(
    names: list[str],
    labels: list[int],
    previous: IdentityTable | None = None,
    source: str = "a.csv",
) -> tuple[IdentityTable, dict[str, str]]:
    table = assign(np.array(labels, dtype=np.int64), sites(names, source), "site", previous)
    return table, dict(zip(names, table.of_record.to_pylist(), strict=True))


def test_a_first_run_gives_one_checked_id_per_cluster() -> None:
    _, of = ids(["Siam Knit", "Siam Knitwear", "Lanna Fruit"], [7, 7, -3])
    assert of["Siam Knit"] == of["Siam Knitwear"] != of["Lanna Fruit"]
    assert all(is_crest_id(one) for one in of.values())


def test_the_same_input_gives_the_same_ids_without_a_registry_in_any_order() -> None:
    _, one = ids(["a", "b", "c"], [0, 0, 1])
    _, two = ids(["c", "b", "a"], [5, 9, 9], source="renamed.csv")
    assert one == two


def test_a_rerun_gives_the_same_ids_and_no_new_ones() -> None:
    first, of = ids(["a", "b", "c"], [0, 0, 1])
    again, of_again = ids(["a", "b", "c"], [3, 3, 2], first)
    assert of_again == of
    assert again.entities.num_rows == 2
    assert again.members.num_rows == 3


def test_a_new_list_keeps_the_old_ids() -> None:
    first, of = ids(["m", "n", "o"], [0, 0, 1])
    _, more = ids(["a", "m", "b", "n", "o", "c"], [1, 1, 1, 1, 2, 3], first)
    assert {name: more[name] for name in of} == of
    assert more["a"] == of["m"]
    assert more["c"] not in of.values()


def test_a_list_without_the_old_rows_keeps_their_ids_for_later() -> None:
    first, of = ids(["a", "b"], [0, 1])
    second, _ = ids(["c"], [0], first)
    _, back = ids(["a", "b", "c"], [0, 1, 2], second)
    assert {name: back[name] for name in of} == of


def test_merged_things_keep_the_oldest_id_and_the_other_becomes_its_alias() -> None:
    first, of = ids(["a", "b"], [0, 0])
    second, of_c = ids(["a", "b", "c", "d", "e"], [0, 0, 1, 1, 1], first)
    merged, after = ids(["a", "b", "c", "d", "e"], [0, 0, 0, 0, 0], second)
    assert set(after.values()) == {of["a"]}
    assert resolve_id(merged, of_c["c"]) == of["a"]
    assert merged.aliases() == {of_c["c"]: of["a"]}


def test_of_things_equally_old_the_largest_gives_the_id() -> None:
    first, of = ids(["a", "b", "c"], [0, 1, 1])
    _, after = ids(["a", "b", "c"], [0, 0, 0], first)
    assert after["a"] == of["b"]


def test_a_split_keeps_the_id_with_the_larger_part_and_says_where_the_other_came_from() -> None:
    first, of = ids(["a", "b", "c"], [0, 0, 0])
    second, after = ids(["a", "b", "c"], [0, 1, 1], first)
    assert after["b"] == of["a"] != after["a"]
    rows = {row["entity"]: row for row in second.entities.to_pylist()}
    assert rows[after["a"]]["split_from"] == of["a"]
    assert second.resolve(after["a"]) == after["a"]


def test_a_merge_taken_back_gives_both_their_own_ids_again() -> None:
    first, of = ids(["a", "b", "c", "d"], [0, 0, 1, 1])
    merged, _ = ids(["a", "b", "c", "d"], [0, 0, 0, 0], first)
    parted, after = ids(["a", "b", "c", "d"], [0, 0, 1, 1], merged)
    assert after == of
    assert parted.aliases() == {}


def test_an_id_of_a_vanished_thing_is_never_given_to_another() -> None:
    first, of = ids(["a"], [0])
    second, _ = ids(["b"], [0], first)
    _, third = ids(["b", "c"], [0, 1], second)
    assert of["a"] not in third.values()


def test_a_line_corrected_in_place_keeps_its_id() -> None:
    old = sites(["Siam Knit"], address=["12 Rama IV"])
    new = sites(["Siam Knit"], address=["12/4 Rama IV Road"])
    first = assign(np.array([0]), old, "site")
    second = assign(np.array([0]), new, "site", first)
    assert second.of_record.to_pylist() == first.of_record.to_pylist()


def test_another_name_in_the_same_line_is_another_thing() -> None:
    first, of = ids(["a"], [0])
    _, after = ids(["z"], [0], first)
    assert after["z"] != of["a"]


def test_equal_listings_kept_apart_keep_their_own_ids_on_a_rerun() -> None:
    names = ["same", "same", "same", "p"]
    first = assign(np.array([0, 1, 1, 0]), sites(names), "site")
    again = assign(np.array([4, 5, 5, 4]), sites(names), "site", first)
    assert again.of_record.to_pylist() == first.of_record.to_pylist()
    assert len(set(first.of_record.to_pylist())) == 2


def test_the_key_ignores_what_a_reexport_changes_and_sees_what_matters() -> None:
    one = record_keys(sites(["Café  Siam "], workers=[10]), "site")
    two = record_keys(sites(["cafe\u0301 siam"], source="b.csv", workers=[900]), "site")
    other = record_keys(sites(["Café Siam"], address=["1 Soi 2"]), "site")
    assert one[0] == two[0] != other[0]
    assert read_keys([write_key(one[0])])[0] == one[0]


def test_what_does_not_fit_is_refused() -> None:
    first, of = ids(["a"], [0])
    with pytest.raises(IdentityError, match="do not fit"):
        assign(np.array([0, 1]), sites(["a"]), "site")
    with pytest.raises(IdentityError, match="never given"):
        first.resolve("S-0000-0000-0")
    with pytest.raises(IdentityError, match="cannot go"):
        assign(np.array([0]), sites(["a"]), "organisation", first)
    with pytest.raises(IdentityError, match="not a current id"):
        assign(np.array([0]), sites(["a"]), "site", first, pa.array(["S-0000-0000-0"]))
    assert of


def test_no_records_change_nothing() -> None:
    first, _ = ids(["a", "b"], [0, 0])
    second, _ = ids([], [], first)
    assert second.entities.equals(first.entities)
    assert second.members.equals(first.members)
    assert len(second.of_record) == 0


labellings = st.lists(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3)), max_size=8, unique_by=lambda r: r[0]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(labellings)
def test_whatever_the_lists_do_ids_stay_unique_known_and_resolvable(
    runs: list[list[tuple[int, int]]],
) -> None:
    table: IdentityTable | None = None
    ever: set[str] = set()
    for run in runs:
        names, labels = [f"site {n}" for n, _ in run], [label for _, label in run]
        table, of = ids(names, labels, table)
        together = {(a, b) for a, la in run for b, lb in run if la == lb}
        for a, _ in run:
            for b, _ in run:
                assert (of[f"site {a}"] == of[f"site {b}"]) == ((a, b) in together)
        entities = table.entities["entity"].to_pylist()
        assert len(set(entities)) == len(entities)
        assert ever <= set(entities)
        ever = set(entities)
        current = {row["entity"] for row in table.entities.to_pylist() if row["alias_of"] is None}
        assert {table.resolve(one) for one in ever} == current
        again, of_again = ids(names, labels, table)
        assert of_again == of
        assert again.entities.drop("born").equals(table.entities.drop("born"))
        shuffled, of_shuffled = ids(names[::-1], labels[::-1], table)
        assert of_shuffled == of
        assert shuffled.entities.num_rows == table.entities.num_rows
