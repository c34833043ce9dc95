"""Text tables that are not clean: ragged rows, stray quotes. Slower, and loses nothing."""

from __future__ import annotations

import csv
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crest.engine.errors import InputError
from crest.engine.tables.raw import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_RECORD: Final = 2_000  # lines; a quoted cell that spans more is a forgotten quote


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a text file. `stray_quote`: it was cut at its line end to save the next rows.

    `lines`: how many lines of the file it spans.
    """

    cells: list[str]
    stray_quote: bool = False
    lines: int = 1


class _TooManyLinesError(Exception):
    """Raised through the csv reader to leave a record that never ends."""


@dataclass(slots=True)
class _Source:
    """Lines with memory: what the current record consumed, and lines given back."""

    lines: Iterator[str]
    source: str
    row_bytes: int
    back: deque[str] = field(default_factory=deque)
    used: list[str] = field(default_factory=list)
    size: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.back.popleft() if self.back else next(self.lines)
        self.used.append(line)
        self.size += len(line)
        if len(self.used) > 1 and (len(self.used) > LONGEST_RECORD or self.size > self.row_bytes):
            raise _TooManyLinesError
        if len(line) > self.row_bytes:
            raise InputError(
                f"One line holds {len(line):,} characters, more than the {self.row_bytes:,} "
                "that a row may have.",
                todo="Check that the file is a table with one row per line.",
                place=place(self.source),
            )
        return line.replace("\x00", "") if "\x00" in line else line

    def forget(self) -> None:
        self.used.clear()
        self.size = 0


def read_records(
    lines: Iterable[str], delimiter: str, *, source: str, width: int, row_bytes: int
) -> Iterator[Record]:
    """All records of a text table, blank lines included (as an empty list of cells).

    `width`: number of columns of the header, 0 while unknown. A quote that opens and swallows
    the rows after it is recognised: the row then ends at its line end and the swallowed rows
    are read again. Raises InputError for a line longer than `row_bytes` characters.
    """
    feed = _Source(iter(lines), source, row_bytes)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.forget()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooManyLinesError:
            reader = csv.reader(feed, delimiter=delimiter)
            yield _cut(feed, delimiter)
            continue
        except csv.Error as error:
            raise InputError(
                f"The text cannot be split into cells ({error}).",
                todo="Open the file in a spreadsheet program and save it again as CSV.",
                place=place(source),
            ) from error
        if '"' in feed.used[0] and _swallowed(feed.used, cells, delimiter, width):
            yield _cut(feed, delimiter)
        else:
            yield Record(cells, lines=len(feed.used))


def _cut(feed: _Source, delimiter: str) -> Record:
    """Take the first line alone, its quotes as plain characters; the other lines go back."""
    feed.back.extendleft(reversed(feed.used[1:]))
    return Record(_plain(feed.used[0], delimiter), stray_quote=True)


def _plain(line: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([line.strip("\r\n")], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return [_without_outer_quotes(cell) for cell in cells]


def _without_outer_quotes(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def _swallowed(used: list[str], cells: list[str], delimiter: str, width: int) -> bool:
    """Whether a quoted cell that spans lines holds whole rows of the table."""
    odd = sum(line.count('"') for line in used) % 2 == 1
    if len(used) == 1:
        return odd and not used[0].endswith(("\n", "\r")) and len(cells) != width
    if odd:
        return True
    proper = _is_proper(used, delimiter)
    if width < 2:  # noqa: PLR2004
        return not proper
    if proper and len(cells) == width:
        return False
    alone = [_count(line, delimiter) for line in used]
    full = sum(count == width for count in alone)
    return alone[0] == width and (
        full == len(alone) if len(cells) == width else 2 * full > len(alone)
    )


def _is_proper(used: list[str], delimiter: str) -> bool:
    """Whether every quotation mark of the record stands where RFC 4180 wants it."""
    try:
        return len(list(csv.reader(used, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _count(line: str, delimiter: str) -> int:
    """Cells of one line taken alone; quotes count as plain characters when they do not pair."""
    if line.count('"') % 2:
        return len(_plain(line, delimiter))
    return len(next(csv.reader([line], delimiter=delimiter), []))


@contextmanager
def cells_up_to(size: int) -> Iterator[None]:
    """Let the csv module read cells of up to `size` characters; afterwards its limit is as before.

    The limit belongs to the whole process, the only knob the module offers.
    """
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)
