"""What the report says of problems in worker files holds no cell of a single worker."""

from __future__ import annotations

import pyarrow as pa
import pytest

from crest.engine.assessing.published_notes import problems_told
from crest.engine.tables.contracts import PROBLEMS

pytestmark = pytest.mark.engine


def _problem(row: int, value: str) -> dict[str, object]:
    return {
        "source": "costs.csv", "row": row, "column": "Item", "value": value, "code": "x.unknown",
        "severity": "warning", "todo": "Correct it.",
        "sentence": f"No item of the rulebook is called “{value}”. The cost was kept.",
    }  # fmt: skip


def test_names_and_numbers_written_into_cells_stay_with_the_worker_files() -> None:
    rows = [_problem(n, f"Invented Name AB{n:07} “x”") for n in range(12)]
    told = problems_told(pa.Table.from_pylist(rows, schema=PROBLEMS)).to_pylist()
    assert [row["value"] for row in told] == ["12 rows"]
    assert told[0]["sentence"] == "No item of the rulebook is called “…”. The cost was kept."
    assert told[0]["row"] is None


def test_how_many_rows_share_a_problem_is_not_told_of_few() -> None:
    rows = [_problem(n, "word") for n in range(10)]
    told = problems_told(pa.Table.from_pylist(rows, schema=PROBLEMS)).to_pylist()
    assert [row["value"] for row in told] == [None]
