"""Batches of columns to files: written as they are read, never whole in memory."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Batches = Iterable[pa.RecordBatch]
# A spreadsheet runs a cell that starts so as a formula: an apostrophe in front stops it.
_DANGEROUS: Final = re.compile(r"^['=+\-@\t\r\n＝＋－＠]")
_BLOCK: Final = 65_536
_MOST_ROWS: Final = 1_000_000  # of one sheet; a spreadsheet holds 1,048,576
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rows_of(batches: Batches) -> Iterator[dict[str, Any]]:
    """One record at a time."""
    for batch in batches:
        yield from batch.to_pylist()


def csv_bytes(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """UTF-8 with byte-order mark and header; no cell that a spreadsheet would run."""
    buffer = io.StringIO()
    write = csv.writer(buffer, lineterminator="\n")
    buffer.write("\ufeff")
    write.writerow(list(names))
    for row in rows:
        write.writerow([_cell(value) for value in row])
        if buffer.tell() > _BLOCK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _DANGEROUS.match(value) else value
    return value.isoformat() if isinstance(value, dt.date) else value


def json_bytes(rows: Iterable[Any], before: str = "[", after: str = "]") -> Iterator[bytes]:
    """An array of records, one a line, between two texts."""
    yield before.encode()
    first = True
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, default=_known, allow_nan=False)
        yield (("\n" if first else ",\n") + text).encode()
        first = False
    yield f"\n{after}".encode()


def _known(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def features(batches: Batches) -> Iterator[dict[str, Any]]:
    """GeoJSON features (RFC 7946); a record without a place has no geometry."""
    for row in rows_of(batches):
        lat, lng = row.pop("lat"), row.pop("lng")
        place = None if lat is None else {"type": "Point", "coordinates": [lng, lat]}
        yield {"type": "Feature", "id": row["crest_ref"], "geometry": place, "properties": row}


def parquet_file(batches: Batches, schema: pa.Schema) -> IO[bytes]:
    """A temporary Parquet file, at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
    file.seek(0)
    return file


def xlsx_file(sheets: Iterable[tuple[str, pa.Schema, Batches]]) -> IO[bytes]:
    """A temporary workbook, at its beginning. Texts are texts: nothing in it is a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    try:
        for title, schema, batches in sheets:
            _sheets(book, title, schema, batches, bold, day)
    except BaseException:
        book.close()
        file.close()
        raise
    book.close()
    file.seek(0)
    return file


def _sheets(
    book: Any, title: str, schema: pa.Schema, batches: Batches, bold: Any, day: Any
) -> None:
    number, line = 1, 1
    sheet = _begun(book, title, number, schema, bold)
    for batch in batches:
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if line > _MOST_ROWS:
                number, line = number + 1, 1
                sheet = _begun(book, title, number, schema, bold)
            _written(sheet, line, row, day)
            line += 1


def _begun(book: Any, title: str, number: int, schema: pa.Schema, bold: Any) -> Any:
    sheet = book.add_worksheet(title if number == 1 else f"{title} {number}")
    sheet.write_row(0, 0, schema.names, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _written(sheet: Any, line: int, row: Iterable[Any], day: Any) -> None:
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, str):
            sheet.write_string(line, column, _UNSHOWABLE.sub("", value)[:32_767])
        elif isinstance(value, dt.date):
            sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), day)
        else:
            sheet.write_number(line, column, value)


class Blocks:
    """A file in blocks; closed at its end, and also when nobody began to read it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.close = file, file.close

    def __iter__(self) -> Iterator[bytes]:
        """The file itself."""
        return self

    def __next__(self) -> bytes:
        """The next block."""
        block = b"" if self.file.closed else self.file.read(_BLOCK)
        if not block:
            self.close()
            raise StopIteration
        return block
