"""The survey of the recruitment benchmark, and the answer that is measured on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from bench.peers.recruitment_crest import ON, SETS, SPEC, answer
from bench.recruitment_report import mutant_lines
from bench.recruitment_world import COSTS, QUESTIONS, make

from bench import mutants
from crest.engine.indicators import evaluate
from crest.engine.journeys.rates import load_rates
from crest.engine.rulebook.book import load_book
from crest.engine.tables.engines import open_engine

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_survey_is_made_again_with_forty_columns(tmp_path: Path) -> None:
    first = pq.read_table(make(tmp_path / "a", 3_000)[0])
    again = pq.read_table(make(tmp_path / "b", 3_000)[0])
    assert first.equals(again)
    assert first.num_columns == 40
    assert set(COSTS) | set(QUESTIONS) <= set(first.column_names)
    assert all(first[name].null_count for name in QUESTIONS)


@pytest.mark.slow
def test_what_is_measured_is_what_the_engine_says_of_every_journey(tmp_path: Path) -> None:
    with open_engine() as engine:
        table = engine.read_parquet("survey", make(tmp_path, 3_000))
        found = answer(engine, table, load_rates(), load_book(), "measured")
        named = table.mutate(journey=table.journey.cast("string"))
        signs = engine.run(evaluate(engine, named, book=load_book(), on=ON))
    assert sum(found["workers"].to_pylist()) == 3_000
    for name in (f"ind_{n:02d}" for n in range(1, 12)):
        answers = signs[name].to_pylist()
        assert sum(found[f"{name}_yes"].to_pylist()) == answers.count(True)
        assert sum(found[f"{name}_unknown"].to_pylist()) == answers.count(None)
    for set_id in SETS[1:]:
        base = f"class_{set_id.replace('-', '_')}"
        for name in (n for n in found.column_names if n.startswith(base)):
            label = name.removeprefix(f"{base}_")
            assert sum(found[name].to_pylist()) == signs[base].to_pylist().count(label)
    assert len(SPEC.costs) == len(COSTS)


def test_a_mutant_changes_one_thing_that_decides(tmp_path: Path) -> None:
    source = 'from typing import Final\nLIMIT: Final = 3\ndef f(a: int) -> bool:\n    """A."""\n'
    source += "    return a < LIMIT and not a == 0\n"
    (tmp_path / "one.py").write_text(source, "utf-8")
    found = {(site.before, site.after) for site in mutants.sites(tmp_path)}
    assert ("a < LIMIT", "a <= LIMIT") in found
    assert ("3", "4") in found
    assert ("not a == 0", "a == 0") in found
    assert len(found) == 6


def test_a_survivor_is_found_again_where_its_line_has_moved(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("A = 1\n\n\ndef f(a: int) -> bool:\n    return a < 3\n")
    every = mutants.sites(tmp_path)
    row = {"module": "one.py", "line": 2, "before": "a < 3", "after": "a <= 3"}
    found = mutants.same_site(row, every)
    assert found is not None
    assert found.line == 5
    assert mutants.same_site(row | {"before": "a < 4"}, every) is None


def test_the_page_keeps_the_first_score_beside_that_with_tests_added_since() -> None:
    error = {"module": "m.py", "line": 1, "before": "a", "after": "b", "fate": "survived"}
    judged = [
        error | {"fate": "noticed"},
        error | {"again": "noticed", "why": "Closed."},
        error | {"again": "survived", "why": "Equal."},
        error | {"again": "gone", "why": "Rewritten."},
    ]
    lines = mutant_lines({"fees": {"workshop": "fees", "sites": 1_323, "judged": judged}})
    (row,) = (line for line in lines if line.startswith("| fees"))
    assert row.startswith("| fees | 1,323 | 4 | 1 | 25 % | ")
    assert row.endswith(" | 2 (50 %) |")
    still, since = (lines.index(name) for name in (
        "Survivors:", "Survived at first, noticed by a test added since:"
    ))  # fmt: skip
    assert [line[-6:] for line in lines[still + 2 : since - 1]] == ["Equal.", "itten."]
    assert lines[since + 2].endswith("Closed.")
