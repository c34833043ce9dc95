"""Groups add up: every journey once in each group it counts for, on either engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest

from crest.engine.assessing.downstream import DOWNSTREAM
from crest.engine.assessing.groups import group_sums, membership_table, memberships
from crest.engine.assessing.hiding import hidden_parts, without_small_counts
from crest.engine.tables.engines import DuckEngine, Engine
from crest.engine.tables.recruitment import JOURNEYS

pytestmark = pytest.mark.engine


_SPARK = [pytest.mark.spark, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=_SPARK)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "spark":
        yield request.getfixturevalue("spark_engine")
    else:
        with DuckEngine() as opened:
            yield opened


def _journeys() -> pa.Table:
    rows = [
        {"site_id": "S-1", "recruiter_id": "O-1", "origin": "MM", "destination": "TH",
         "arrived_on": date(2024, 1, 5)},
        {"site_id": "S-1", "recruiter_id": "O-1", "origin": "MM", "destination": "TH",
         "recruited_on": date(2023, 12, 30)},
        {"site_id": "S-2", "recruiter_id": None, "origin": "LA", "destination": None},
    ]  # fmt: skip
    numbered = [
        {"record": n, "source": "w.csv", "row": n + 1, "journey": f"J{n}", "worker": f"W{n}"} | row
        for n, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(numbered, schema=JOURNEYS)


def _downstream() -> pa.Table:
    rows = [
        {"site_id": "S-1", "kind": "buyer", "id": "O-9", "name": "Fjord Home", "steps": 1},
        {"site_id": "S-1", "kind": "product", "id": "Shirts", "name": "Shirts", "steps": 1},
    ]
    return pa.Table.from_pylist(rows, schema=DOWNSTREAM)


def _outcomes() -> pa.Table:
    return pa.table(
        {
            "journey": ["J0", "J1", "J2"],
            "paid_usd_minor": pa.array([10_050, 25, None], pa.int64()),
            "ind_07": [True, None, False],
            "class_h2s": ["indicated", None, "none"],
        }
    )


def test_a_journey_stands_in_every_group_it_counts_for_and_in_no_other(engine: Engine) -> None:
    members = memberships(engine, engine.put("journeys", _journeys()), _downstream())
    rows = membership_table(engine, members).to_pylist()
    assert len(rows) == len({(r["journey"], r["kind"], r["id"]) for r in rows})
    found = Counter((r["kind"], r["id"]) for r in rows)
    assert found == {
        ("recruiter", "O-1"): 2, ("site", "S-1"): 2, ("site", "S-2"): 1,
        ("corridor", "MM>TH"): 2, ("period", "2024"): 1, ("period", "2023"): 1,
        ("buyer", "O-9"): 2, ("product", "Shirts"): 2,
    }  # fmt: skip


def test_yes_no_and_unknown_add_up_to_the_workers_of_a_group(engine: Engine) -> None:
    members = memberships(engine, engine.put("journeys", _journeys()), _downstream())
    table = group_sums(engine, members, engine.put("outcomes", _outcomes()))
    rows = {(r["kind"], r["id"]): r for r in table.to_pylist()}
    first = rows["recruiter", "O-1"]
    assert (first["workers"], first["paid_usd_minor"]) == (2, 10_075)
    assert (first["ind_07_yes"], first["ind_07_no"], first["ind_07_unknown"]) == (1, 0, 1)
    alone = rows["site", "S-2"]
    assert (alone["paid_usd_minor"], alone["ind_07_no"]) == (0, 1)
    assert "class_h2s" not in table.column_names


def test_a_sentence_never_counts_fewer_than_eleven_workers() -> None:
    told = without_small_counts
    assert told("3 confirmed having paid nothing.") == "A few confirmed having paid nothing."
    assert told("Owed in all: 5.10 USD to 4 of 697 journeys.").endswith("to a few of 697 journeys.")
    kept = "206 proved less; 10 months; 36 months; 1,003 journeys; 12 workers."
    assert told(kept) == kept


def _members(groups: dict[tuple[str, str], range]) -> pa.Table:
    rows = [
        {"journey": f"J{n}", "kind": kind, "id": ident}
        for (kind, ident), people in groups.items()
        for n in people
    ]
    return pa.Table.from_pylist(rows)


def test_a_hidden_count_of_one_site_is_not_the_total_less_the_other_sites() -> None:
    members = _members({("site", "A"): range(60), ("site", "B"): range(60, 120)})
    three_here_forty_there = {f"J{n}" for n in (*range(3), *range(60, 100))}
    hidden = hidden_parts(members, {"severe": three_here_forty_there})["severe"]
    assert {("site", "A"), ("site", "B")} <= hidden


def test_counts_that_give_nobody_away_stay() -> None:
    members = _members({("site", "A"): range(60), ("site", "B"): range(60, 120)})
    many = {f"J{n}" for n in (*range(30), *range(60, 100))}
    assert not {("site", "A"), ("site", "B")} & hidden_parts(members, {"severe": many})["severe"]
