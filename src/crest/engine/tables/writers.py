"""Tables out: CSV that no spreadsheet executes, Parquet, JSON, text."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from crest.engine.tables.folders import output_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "output_folder",
    "read_back",
    "write_csv",
    "write_json",
    "write_parquet",
    "write_text",
]

# A spreadsheet runs a cell that starts so as a formula. The apostrophe in front stops it; a cell
# that starts with an apostrophe gets one too, so that reading back is exact.
_DANGEROUS: Final = r"^['=+\-@\t\r\n＝＋－＠]"
_BOM: Final = b"\xef\xbb\xbf"


def write_csv(table: pa.Table, path: Path) -> None:
    """Write `table` as CSV: UTF-8 with byte-order mark, commas, CRLF-free, header first.

    Text cells that a spreadsheet would run as a formula (first character one of = + - @ tab CR
    LF, their full-width forms) or that start with an apostrophe get an apostrophe in front;
    numbers, dates and truth values are written as they are. Null is an empty cell, empty text
    is "". `read_back` (or removing one leading apostrophe) restores the text.
    """
    safe = [_neutral(column) for column in table.columns]
    # Arrow would wrap names in quotes but not neutralise them.
    names = [_neutral(pa.chunked_array([[name]]))[0].as_py() for name in table.column_names]
    with path.open("wb") as file:
        file.write(_BOM)
        file.write(
            (",".join('"' + name.replace('"', '""') + '"' for name in names) + "\n").encode()
        )
        # Positions as names: Arrow refuses nothing about them.
        # One chunk per column: Arrow's writer emits unset bytes for a batch without rows.
        plain = pa.table(safe, names=[str(i) for i in range(len(safe))]).combine_chunks()
        arrow_csv.write_csv(
            plain, file, arrow_csv.WriteOptions(include_header=False, quoting_style="needed")
        )


def _neutral(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    risky = pc.match_substring_regex(column, _DANGEROUS)
    if not pc.any(risky).as_py():
        return column
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def read_back(path: Path, schema: pa.Schema) -> pa.Table:
    """Read a file of `write_csv` with the types of `schema`; the exact table that was written.

    Text cells lose the one apostrophe that `write_csv` put in front.
    """
    data = path.read_bytes().removeprefix(_BOM)
    if not len(schema):
        return schema.empty_table()
    table = arrow_csv.read_csv(
        io.BytesIO(data),
        read_options=arrow_csv.ReadOptions(column_names=schema.names, skip_rows=1),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=arrow_csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return pa.table([_restored(column) for column in table.columns], schema=schema)


def _restored(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_string(column.type):
        return column
    return pc.replace_substring_regex(column, r"^'", "", max_replacements=1)


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write `table` as Parquet (Zstandard)."""
    pq.write_table(table, path, compression="zstd")


def write_json(value: object, path: Path) -> None:
    """Write plain Python data as UTF-8 JSON, indented, keys in the order given, LF at the end.

    Raises ValueError for NaN and infinities, which JSON does not know.
    """
    write_text(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n", path)


def write_text(text: str, path: Path) -> None:
    """Write text as UTF-8 with LF line ends."""
    path.write_text(text, encoding="utf-8", newline="\n")
