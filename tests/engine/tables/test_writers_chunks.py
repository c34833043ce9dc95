"""How a table is cut in memory never shows in the file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from crest.engine.tables.writers import read_back, write_csv

pytestmark = pytest.mark.engine


def test_a_chunk_without_rows_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    some = pa.array(["Tha Chin, Plant 1", None, "=1+1", 'a "quoted" name'])
    cut = pa.chunked_array([some[:0], some, some[:0], some])
    write_csv(pa.table({"name": cut}), tmp_path / "cut.csv")
    write_csv(pa.table({"name": cut.combine_chunks()}), tmp_path / "whole.csv")
    assert (tmp_path / "cut.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    back = read_back(tmp_path / "cut.csv", pa.schema([("name", pa.string())]))
    assert back["name"].to_pylist() == cut.to_pylist()
