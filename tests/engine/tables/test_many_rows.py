"""Five million rows are read whole."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pytest

from crest.engine.tables.readers import read_file
from examples.hostile import many_rows

pytestmark = [pytest.mark.engine, pytest.mark.slow]
ROWS = 5_000_000


def test_five_million_rows_lose_none(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    many_rows(path, ROWS)
    (table,) = read_file(path)
    assert table.columns.num_rows == ROWS
    assert table.problems.num_rows == 0
    assert pc.max(table.rows).as_py() == ROWS
