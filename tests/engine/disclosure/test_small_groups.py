"""Small groups are hidden, and nobody can work them out from what is shown."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crest.engine.disclosure import (
    ALL,
    DisclosureError,
    Layout,
    Protected,
    protect,
    protect_family,
    protect_kinds,
    recover,
)


def groups(dimension: str, **workers: int) -> pa.Table:
    """One row per group; `total` becomes the row of all."""
    names = [ALL if name == "total" else name for name in workers]
    return pa.table({dimension: names, "workers": list(workers.values())})


def shown(protected: Protected, column: str = "workers") -> list[Any]:
    return list(protected.table[column].to_pylist())


def test_a_group_of_fewer_than_eleven_is_hidden_and_one_of_eleven_is_not() -> None:
    found = protect(groups("site", a=10, b=11, c=0), dimensions=("site",))
    assert shown(found) == [None, 11, 0]
    assert found.statement == (
        "1 group with up to 10 workers in all is not shown: fewer than 11 workers, or needed to "
        "protect such a group."
    )


def test_a_second_group_is_hidden_where_a_total_would_reveal_the_first() -> None:
    found = protect(groups("site", a=4, b=30, c=12, total=46), dimensions=("site",))
    assert shown(found) == [None, 30, None, 46]
    assert found.suppressed.to_pylist() == [
        {"row": 0, "column": "workers", "reason": "small"},
        {"row": 2, "column": "workers", "reason": "protects"},
    ]


def test_two_small_groups_that_are_small_together_take_a_third_along() -> None:
    found = protect(groups("site", a=3, b=4, c=15, d=40, total=62), dimensions=("site",))
    assert shown(found) == [None, None, None, 40, 62]


def test_those_a_total_counts_beyond_its_groups_are_not_exposed_either() -> None:
    # 4 workers of nobody knows which site: the total minus the sites would say so.
    found = protect(groups("site", a=20, b=30, total=54), dimensions=("site",))
    assert shown(found).count(None) == 1


def test_values_go_with_the_counts_they_rest_on() -> None:
    table = pa.table(
        {
            "site": ["a", "b", "c"],
            "workers": [5, 40, 40],
            "yes": [2, 3, 20],
            "no": [3, 37, 20],
            "paid_usd": [700.0, 800.0, 900.0],
            "share": [0.4, 0.075, 0.5],
        }
    )
    found = protect(
        table,
        dimensions=("site",),
        parts=("yes",),
        rest=("no",),
        values={"share": ("yes", "no"), "paid_usd": ()},
    )
    assert shown(found) == [None, 40, 40]
    assert shown(found, "yes") == [None, None, 20]
    assert shown(found, "no") == [None, None, 20]
    assert shown(found, "share") == [None, None, 0.5]
    assert shown(found, "paid_usd") == [None, 800.0, 900.0]
    assert shown(found, "not_shown") == ["all", "some", None]
    assert "In 1 further row answers are not shown" in found.statement


def test_few_who_said_no_among_many_who_said_yes_are_shown() -> None:
    # What 37 of 40 say exposes nobody; hiding it would hide the gravest findings.
    table = pa.table({"site": ["a"], "workers": [40], "yes": [37], "no": [3]})
    found = protect(table, dimensions=("site",), parts=("yes",), rest=("no",))
    assert shown(found, "yes") == [37]
    assert shown(found, "no") == [3]
    assert found.statement == "Everything is shown; nothing had to be protected."


def test_nobody_said_yes_is_shown() -> None:
    table = pa.table({"site": ["a"], "workers": [40], "yes": [0], "no": [40]})
    found = protect(table, dimensions=("site",), parts=("yes",), rest=("no",))
    assert shown(found, "yes") == [0]


def test_a_site_is_not_revealed_by_its_employer_in_another_table() -> None:
    sites = pa.table(
        {
            "employer": ["e", "e", "e", "f", "f"],
            "site": ["s1", "s2", ALL, "s3", ALL],
            "workers": [6, 40, 46, 25, 25],
        }
    )
    corridors = groups("corridor", mm_th=60, la_th=11, total=71)
    family = {
        "sites": (sites, Layout(("employer", "site"))),
        "corridors": (corridors, Layout(("corridor",))),
    }
    found = protect_family(family)
    assert shown(found["sites"])[:2] == [None, None]
    assert not any(recover(family, found)["exposed"].to_pylist())


def test_a_total_hidden_in_one_table_is_hidden_in_all() -> None:
    family = {
        "sites": (groups("site", a=4, b=5, total=9), Layout(("site",))),
        "corridors": (groups("corridor", x=9, total=9), Layout(("corridor",))),
    }
    found = protect_family(family)
    assert shown(found["sites"]) == [None, None, None]
    assert shown(found["corridors"]) == [None, None]


def test_tables_without_totals_reveal_each_other_and_are_protected_together() -> None:
    # Sites 4 + 30 = corridors 20 + 14: site a would follow from the corridors.
    family = {
        "sites": (groups("site", a=4, b=30), Layout(("site",))),
        "corridors": (groups("corridor", x=20, y=14), Layout(("corridor",))),
    }
    alone = {name: protect_family({name: each})[name] for name, each in family.items()}
    exposed = recover(family, alone).to_pylist()
    assert [(row["low"], row["high"], row["exposed"]) for row in exposed] == [(4.0, 4.0, True)]
    together = protect_family(family)
    assert not any(recover(family, together)["exposed"].to_pylist())


def test_tables_that_contradict_each_other_are_refused() -> None:
    family = {
        "sites": (groups("site", a=20, total=20), Layout(("site",))),
        "corridors": (groups("corridor", x=21, total=21), Layout(("corridor",))),
    }
    with pytest.raises(DisclosureError, match="20 and 21 people"):
        protect_family(family)
    with pytest.raises(DisclosureError, match="should add up"):
        protect(groups("product", rice=20, shrimp=20, total=30), dimensions=("product",))


def test_groups_a_worker_stands_in_twice_need_not_add_up() -> None:
    found = protect(
        groups("product", rice=20, shrimp=20, total=30),
        dimensions=("product",),
        overlapping=("product",),
    )
    assert shown(found) == [20, 20, 30]


def test_a_missing_count_is_refused_not_guessed() -> None:
    table = pa.table({"site": ["a"], "workers": pa.array([None], pa.int64())})
    with pytest.raises(DisclosureError, match="null in workers"):
        protect(table, dimensions=("site",))


def kinds_table(*rows: tuple[str, str, int, int]) -> pa.Table:
    names = ("kind", "id", "workers", "yes")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


LONG = Layout(("kind", "id"), parts=("yes",), values=("yes_share",))


def long_table(*rows: tuple[str, str, int, int]) -> tuple[pa.Table, pa.Table]:
    """Groups of kinds and the row of everybody, who are 100 with 40 yes."""
    table = kinds_table(*rows)
    share = pa.array([row[3] / row[2] for row in rows])
    everybody = pa.table({"workers": [100], "yes": [40], "yes_share": [0.4]})
    return table.append_column("yes_share", share), everybody


def test_kinds_of_groups_in_one_long_table_are_protected_together() -> None:
    table, everybody = long_table(
        ("corridor", "MM>TH", 60, 20),
        ("corridor", "LA>TH", 40, 20),
        ("recruiter", "r1", 5, 2),
        ("recruiter", "r2", 95, 38),
        ("product", "rice", 100, 40),
        ("product", "shrimp", 50, 20),
    )
    found, whole = protect_kinds(table, everybody, LONG)
    assert shown(found) == [60, 40, None, None, 100, 50]
    assert shown(found, "yes_share") == [20 / 60, 0.5, None, None, 0.4, 0.4]
    assert shown(whole) == [100]
    assert found.table.column_names == [*table.column_names, "not_shown"]
    assert {row["row"] for row in found.suppressed.to_pylist()} == {2, 3}
    assert "Recruiter: 2 groups with up to 100 workers in all are not shown" in found.statement


def test_workers_of_no_recruiter_are_not_revealed_by_the_rest() -> None:
    table, everybody = long_table(("recruiter", "r1", 30, 12), ("recruiter", "r2", 65, 26))
    found, _ = protect_kinds(table, everybody, LONG)
    assert shown(found).count(None) == 1


def test_a_small_site_is_not_revealed_by_what_everybody_knows_of_its_employer() -> None:
    table, everybody = long_table(
        ("employer", "e1", 46, 20),
        ("employer", "e2", 54, 20),
        ("site", "s1", 6, 0),
        ("site", "s2", 40, 20),
        ("site", "s3", 54, 20),
    )
    nested = {"site": ("employer", {"s1": "e1", "s2": "e1", "s3": "e2"})}
    found, _ = protect_kinds(table, everybody, LONG, nested=nested)
    assert shown(found)[2:4] == [None, None]  # s2 goes too, or 46 - 40 would tell


def survey(seed: int, sites: int, corridors: int, pages: int) -> list[dict[str, Any]]:
    """Random workers, each at a site, on a corridor, with an answer on every page."""
    dice = random.Random(seed)  # noqa: S311 - invented workers
    likely = [dice.choice(["ynnnnu", "yyyn", "nnnnnnnu", "yu"]) for _ in range(pages)]
    return [
        {
            "site": f"s{site}",
            "corridor": f"c{corridor}",
            "employer": f"e{site // 2}",
            **{f"p{page}": dice.choice(likely[page]) for page in range(pages)},
        }
        for site in range(sites)
        for corridor in range(corridors)
        for _ in range(dice.choice([0, 0, 2, 5, 9, 12, 25, 60]))
    ]


def counted(
    workers: list[dict[str, Any]], wanted: list[tuple[str, ...]], dimensions: tuple[str, ...]
) -> pa.Table:
    """Rows for each crossing in `wanted`, the other dimensions being ALL, for every page."""
    pages = [name for name in workers[0] if name.startswith("p")]
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for worker in workers:
        for crossing in wanted:
            group = tuple(worker[each] if each in crossing else ALL for each in dimensions)
            for page in pages:
                row = found.setdefault((*group, page), dict.fromkeys("ynu", 0))
                row[worker[page]] += 1
    return pa.Table.from_pylist(
        [
            {
                **dict(zip((*dimensions, "indicator"), key, strict=True)),
                "workers": sum(row.values()),
                "yes": row["y"],
                "no": row["n"],
                "unknown": row["u"],
            }
            for key, row in found.items()
        ]
    )


def tables_of(workers: list[dict[str, Any]], totals: str) -> dict[str, tuple[pa.Table, Layout]]:
    """Three tables published together: crossed, nested, and by corridor alone."""
    both = ("site", "corridor")
    crossings = {
        "none": [both],
        "one": [both, ("site",), ()],
        "all": [both, ("site",), ("corridor",), ()],
    }[totals]

    def layout(*dimensions: str) -> Layout:
        return Layout(dimensions, parts=("yes",), rest=("no", "unknown"), pages=("indicator",))

    nest = ("employer", "site")
    return {
        "crossed": (counted(workers, crossings, both), layout(*both)),
        "nested": (counted(workers, [nest, ("employer",), ()], nest), layout(*nest)),
        "corridors": (counted(workers, [("corridor",)], ("corridor",)), layout("corridor")),
    }


@given(
    st.integers(0, 10_000),
    st.integers(2, 4),
    st.integers(1, 3),
    st.sampled_from(["none", "one", "all"]),
)
@settings(deadline=None, max_examples=8)
def test_no_hidden_count_of_random_tables_can_be_worked_out(
    seed: int, sites: int, corridors: int, totals: str
) -> None:
    workers = survey(seed, sites, corridors, pages=2)
    if not workers:
        return
    family = tables_of(workers, totals)
    found = protect_family(family)
    for name, (table, _) in family.items():
        for row in found[name].table.to_pylist():
            assert row["workers"] is None or not 1 <= row["workers"] <= 10
            assert row["yes"] is None or not 1 <= row["yes"] <= 10
        for column in ("workers", "yes", "no", "unknown"):
            pairs = zip(shown(found[name], column), table[column].to_pylist(), strict=True)
            assert all(after in {None, before} for after, before in pairs)
    exposed = recover(family, found).filter(pc.field("exposed"))
    assert exposed.num_rows == 0, exposed.to_pylist()[:3]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
@settings(deadline=None, max_examples=40)
def test_one_list_with_its_total_is_safe(workers: list[int]) -> None:
    table = groups("site", **{f"s{n}": size for n, size in enumerate(workers)}, total=sum(workers))
    family = {"table": (table, Layout(("site",)))}
    found = protect_family(family)
    assert not any(recover(family, found)["exposed"].to_pylist())
    if all(size == 0 or size >= 11 for size in workers):
        assert None not in shown(found["table"])


def test_the_attack_works_out_what_primary_hiding_alone_leaves() -> None:
    table = groups("site", a=4, b=30, c=12, total=46)
    naive = table.set_column(1, "workers", pa.array([None, 30, 12, 46], pa.int64()))
    family = {"table": (table, Layout(("site",)))}
    (row,) = recover(family, {"table": Protected(naive, pa.table({}), "")}).to_pylist()
    assert (row["low"], row["high"], row["exposed"]) == (4.0, 4.0, True)
